"""What editors taught the search, kept in the cache until they change it."""

from dataclasses import dataclass, field

from django.db import transaction

from cms.content.kept import Kept

from ..models import SearchWords
from . import words

kept = Kept("search-dictionary")
LONGEST_ENTRY = 4
Phrase = tuple[str, ...]


@dataclass
class Dictionary:
    """Entries by the keys of their words; an entry may have several words."""

    same: dict[Phrase, list[Phrase]] = field(default_factory=dict)
    meant: dict[Phrase, Phrase] = field(default_factory=dict)
    ignored: set[Phrase] = field(default_factory=set)

    def length_at(self, phrase: list[str], start: int) -> int:
        """Return how many words from `start` on make up the longest entry, or 0."""
        for length in range(min(LONGEST_ENTRY, len(phrase) - start), 0, -1):
            keys = keys_of(phrase[start : start + length])
            if keys in self.same or keys in self.meant:
                return length
        return 0

    def alternatives(self, phrase: Phrase) -> list[Phrase]:
        """Return what else to look for when somebody types `phrase`."""
        keys = keys_of(phrase)
        meant = self.meant.get(keys)
        if meant is None:
            return self.same.get(keys, [])
        return [meant, *self.same.get(keys_of(meant), [])]

    def ignores(self, word: str) -> bool:
        """Say whether editors find that the word says nothing."""
        return (words.key(word),) in self.ignored


def keys_of(phrase: Phrase | list[str]) -> Phrase:
    return tuple(map(words.key, phrase))


def current() -> Dictionary:
    """Return the dictionary as editors left it."""
    return kept.get("all", _read)


def forget(**kwargs) -> None:
    """Read the dictionary again after the running transaction."""
    transaction.on_commit(kept.forget)


def _read() -> Dictionary:
    dictionary = Dictionary()
    for row in SearchWords.objects.all():
        phrases = [tuple(found) for entry in row.word_list if (found := words.split(entry))]
        if row.kind == SearchWords.Kind.IGNORED:
            dictionary.ignored.update(map(keys_of, phrases))
        elif row.kind == SearchWords.Kind.MISSPELT:
            if meant := tuple(words.split(row.meant)):
                dictionary.meant.update(dict.fromkeys(map(keys_of, phrases), meant))
        else:
            for phrase in phrases:
                known = dictionary.same.setdefault(keys_of(phrase), [])
                known += [other for other in phrases if other != phrase and other not in known]
    return dictionary
