"""The words of the glossary in one language, kept in the cache until one changes."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from ..kept import Kept
from ..models import GlossaryTerm

kept = Kept("glossary")


@dataclass(frozen=True)
class Entry:
    """A word as one language has it, with all the forms under which it is found in texts."""

    slug: str
    term: str
    forms: tuple[str, ...]
    explanation: str
    is_explained_in_texts: bool

    @property
    def anchor(self) -> str:
        """Return the id of its explanation on a page."""
        return f"wort-{self.slug}"


def entries() -> list[Entry]:
    """Return what the glossary explains in the active language, by word."""
    language = get_language() or settings.LANGUAGE_CODE
    return kept.get(language, lambda: _entries_in(language))


def _entries_in(language: str) -> list[Entry]:
    found = []
    for row in GlossaryTerm.objects.all():
        if words := row.in_language(language):
            forms = (words["term"], *words["variants"].splitlines())
            found.append(
                Entry(
                    slug=row.slug,
                    term=words["term"],
                    forms=tuple(filter(None, map(str.strip, forms))),
                    explanation=words["explanation"],
                    is_explained_in_texts=row.is_explained_in_texts,
                )
            )
    return sorted(found, key=lambda entry: entry.term.replace("·", "").casefold())
