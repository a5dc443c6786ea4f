"""Guides: practical help in chapters, on screen and on paper."""

from .files import FileKind, GuideFile
from .guides import Chapter, GuideIndexPage, GuidePage

__all__ = ["Chapter", "FileKind", "GuideFile", "GuideIndexPage", "GuidePage"]
