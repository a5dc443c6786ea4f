"""Guides: practical help in chapters, on screen and on paper."""

from .guides import Chapter, GuideIndexPage, GuidePage

__all__ = ["Chapter", "GuideIndexPage", "GuidePage"]
