"""People, and what every contribution of theirs has in common."""

from .contributions import Contribution, ContributionQuerySet
from .users import User

__all__ = ["Contribution", "ContributionQuerySet", "User"]
