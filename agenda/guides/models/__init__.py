"""Guides: practical help in chapters, on screen and on paper."""

from .files import FileKind, GuideFile
from .guides import Chapter, GuideIndexPage, GuidePage
from .journeys import JourneyPage, JourneyStep
from .notes import ChangeNote
from .related import RelatedPage

__all__ = [
    "ChangeNote",
    "Chapter",
    "FileKind",
    "GuideFile",
    "GuideIndexPage",
    "GuidePage",
    "JourneyPage",
    "JourneyStep",
    "RelatedPage",
]
