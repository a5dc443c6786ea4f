"""Idea campaigns, ideas, who supports them, and what became of them."""

from .campaigns import IdeaCampaignPage, Phase
from .ideas import Idea, Outcome, OutcomeChange, Support
from .measures import IdeaMeasure, KnownMilestone

__all__ = [
    "Idea",
    "IdeaCampaignPage",
    "IdeaMeasure",
    "KnownMilestone",
    "Outcome",
    "OutcomeChange",
    "Phase",
    "Support",
]
