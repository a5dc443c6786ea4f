"""Uploads between their preview and their confirmation.

They wait in the cache, one for each session and indicator, so that what is confirmed is
exactly what was shown and nothing piles up.
"""

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import get_random_string

from ..models.indicators import Indicator
from .reading import Reading

KEEP_SECONDS = 30 * 60


@dataclass(frozen=True)
class PendingUpload:
    """What was read of an upload; `token` tells it from the next one."""

    token: str
    reading: Reading


def keep(request, indicator: Indicator, reading: Reading) -> None:
    """Keep an upload for this session in place of an earlier one."""
    upload = PendingUpload(get_random_string(20), reading)
    cache.set(_key(request, indicator), upload, KEEP_SECONDS)


def kept(request, indicator: Indicator) -> PendingUpload | None:
    """Return the upload of this session, unless it is too old."""
    return cache.get(_key(request, indicator))


def drop(request, indicator: Indicator) -> None:
    """Forget the upload of this session."""
    cache.delete(_key(request, indicator))


def _key(request, indicator: Indicator) -> str:
    # The session's own key opens it; a cache need not hold it in plain sight.
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
    return f"indicator-upload:{session}:{request.user.pk}:{indicator.pk}"
