"""Idea campaigns, ideas, and who supports them."""

from .campaigns import IdeaCampaignPage, Phase
from .ideas import Idea, Outcome, OutcomeChange, Support

__all__ = ["Idea", "IdeaCampaignPage", "Outcome", "OutcomeChange", "Phase", "Support"]
