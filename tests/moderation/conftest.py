"""Fixtures for moderation."""

from tests.comments.conftest import _in_german, moderator, page

__all__ = ["_in_german", "moderator", "page"]
