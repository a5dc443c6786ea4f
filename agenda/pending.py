"""Files between their preview and their confirmation.

They wait in the cache, so that what is confirmed is exactly what was shown. One of each
kind waits for a person, so that nothing piles up.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import get_random_string

KEEP_SECONDS = 60 * 60


@dataclass(frozen=True)
class PendingFile:
    """A file that was read without fault, and the page below which it shall come."""

    document: object
    parent_id: int


@dataclass(frozen=True)
class PendingFiles:
    """All files of one kind that wait."""

    kind: str

    def keep(self, user, document: object, parent_id: int) -> str:
        """Keep a file for `user` in place of the one before; return the token that leads to it."""
        token = get_random_string(24)
        if older := cache.get(self._newest(user)):
            cache.delete(self._key(user, older))
        cache.set(self._newest(user), token, KEEP_SECONDS)
        cache.set(self._key(user, token), PendingFile(document, parent_id), KEEP_SECONDS)
        return token

    def kept(self, user, token: str) -> PendingFile | None:
        """Return the file that waits, unless it is taken over or too old."""
        return cache.get(self._key(user, token))

    def claim(self, user, token: str) -> PendingFile | None:
        """Return the file to exactly one of those who ask, and take it out."""
        waiting = self.kept(user, token)
        # Of two at the same time, the cache tells only one that it has deleted something.
        return waiting if waiting and cache.delete(self._key(user, token)) else None

    def give_back(self, user, token: str, waiting: PendingFile) -> None:
        """Let a file wait again that could not be taken over, unless a newer one waits."""
        if cache.get(self._newest(user)) == token:
            cache.set(self._key(user, token), waiting, KEEP_SECONDS)

    def remember(self, user, token: str, page_id: int) -> None:
        """Remember what came of a file, for those who confirm twice."""
        cache.set(f"{self._key(user, token)}:done", page_id, KEEP_SECONDS)

    def result(self, user, token: str) -> int | None:
        """Return the id of the page that came of a file."""
        return cache.get(f"{self._key(user, token)}:done")

    def _newest(self, user) -> str:
        return f"{self.kind}-file:{user.pk}"

    def _key(self, user, token: str) -> str:
        return f"{self.kind}-file:{user.pk}:{token}"
