"""Guides: practical help in chapters, on screen and on paper."""

from .guides import Chapter, GuideIndexPage, GuidePage
from .journeys import JourneyPage, JourneyStep

__all__ = ["Chapter", "GuideIndexPage", "GuidePage", "JourneyPage", "JourneyStep"]
