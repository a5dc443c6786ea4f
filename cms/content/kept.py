"""What is kept in the cache until its source changes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import get_random_string

SECONDS = 600
TOKEN_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Kept:
    """Values under a token that changes with their source.

    What was still being read while the source changed is stored under the old token, where
    nobody finds it.
    """

    name: str

    def get(self, key: str, make: Callable[[], object]):
        """Return what is kept under `key`, or make it."""
        token = cache.get_or_set(self.name, lambda: get_random_string(16), TOKEN_SECONDS)
        return cache.get_or_set(f"{self.name}:{token}:{key}", make, SECONDS)

    def forget(self) -> None:
        """Make everything anew from now on."""
        cache.set(self.name, get_random_string(16), TOKEN_SECONDS)
