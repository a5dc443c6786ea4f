"""Guides: practical help in chapters, on screen and on paper."""

from .guides import Chapter, GuideIndexPage, GuidePage
from .notes import ChangeNote
from .related import RelatedPage

__all__ = ["ChangeNote", "Chapter", "GuideIndexPage", "GuidePage", "RelatedPage"]
