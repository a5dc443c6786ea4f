"""Idea campaigns, ideas, who supports them, and what became of them."""

from .campaigns import IdeaCampaignPage, Phase
from .ideas import Idea, Outcome, OutcomeChange, Support
from .measures import IdeaMeasure, KnownMilestone
from .silences import IdeaSilence

__all__ = [
    "Idea",
    "IdeaCampaignPage",
    "IdeaMeasure",
    "IdeaSilence",
    "KnownMilestone",
    "Outcome",
    "OutcomeChange",
    "Phase",
    "Support",
]
