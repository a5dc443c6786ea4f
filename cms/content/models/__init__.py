"""What every page shares: base page, taxonomies, places, contact persons, media, site identity."""

from .daily_views import DailyViews
from .glossary import GlossaryTerm
from .links import LinkCheck, LinkKind, LinkProblem, LinkState, LinkUse
from .media import CustomDocument, CustomImage, Rendition
from .opening_hours import ExceptionReason, OpeningException, OpeningHours, Weekday
from .pages import BasePage, BasePageQuerySet, Participation
from .people import ContactPerson
from .places import AccessibilityFact, Place
from .schedule import ScheduledJob
from .site import SiteIdentity
from .taxonomies import Audience, District, Term, Topic
from .versions import TextVersion

__all__ = [
    "AccessibilityFact",
    "Audience",
    "BasePage",
    "BasePageQuerySet",
    "ContactPerson",
    "CustomDocument",
    "CustomImage",
    "DailyViews",
    "District",
    "ExceptionReason",
    "GlossaryTerm",
    "LinkCheck",
    "LinkKind",
    "LinkProblem",
    "LinkState",
    "LinkUse",
    "OpeningException",
    "OpeningHours",
    "Participation",
    "Place",
    "Rendition",
    "ScheduledJob",
    "SiteIdentity",
    "Term",
    "TextVersion",
    "Topic",
    "Weekday",
]
