"""The words of the public pages, as a table that finds the right word for a wrong one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.search.models import IndexEntry

from cms.content.models import BasePage

from ..models import IndexedWord, SearchWords
from . import words

BATCH = 2000
MAX_CANDIDATES = 400
# With a letter in it: no numbers, addresses or parts of links.
WORD_PATTERN = "^(?=.*[[:alpha:]])[[:alnum:]]{2,40}$"


@dataclass(frozen=True)
class Known:
    """What the table says about a word: on how many pages, and whether German skips it."""

    pages: int | None
    is_stop_word: bool


def look_up(asked: Iterable[str]) -> dict[str, Known]:
    """Say of each word how many pages have it in any of its forms; None if no page has."""
    query = """
        SELECT asked.word, sum(known.pages), coalesce(cardinality(asked.stems) = 0, false)
        FROM (
            SELECT word, ts_lexize('german_stem', word) AS stems FROM unnest(%s::text[]) AS word
        ) AS asked
        LEFT JOIN home_indexedword AS known ON known.stem = asked.stems[1]
        GROUP BY asked.word, asked.stems
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(set(asked))])
        return {word: Known(pages, is_stop) for word, pages, is_stop in cursor.fetchall()}


def corrections(asked: list[str]) -> dict[str, IndexedWord]:
    """Return the likeliest right spelling of each word, where there is one; one question."""
    deletions = {word: words.deletions(word) for word in asked if words.tolerance(word)}
    if not deletions:
        return {}
    candidates = list(
        IndexedWord.objects.filter(
            deletions__overlap=sorted(set().union(*deletions.values()))
        ).order_by("-pages", "word")[:MAX_CANDIDATES]
    )
    best = {word: _best(word, deletions[word], candidates) for word in deletions}
    return {word: found for word, found in best.items() if found}


def _best(word: str, deletions: set[str], candidates: list[IndexedWord]) -> IndexedWord | None:
    folded = words.fold(word)
    allowed = words.tolerance(word)
    ranked = []
    for candidate in candidates:
        if deletions.isdisjoint(candidate.deletions):
            continue
        other = words.fold(candidate.word)
        # Its stem stands for its other forms, which may be the one that somebody meant.
        forms = [form for form in (other, candidate.stem) if abs(len(form) - len(word)) <= allowed]
        difference = min((words.distance(folded, form) for form in forms), default=0)
        if 0 < difference <= allowed:
            ranked.append((difference, folded[0] != other[0], -candidate.pages, candidate))
    return min(ranked, key=lambda entry: entry[:3])[3] if ranked else None


@transaction.atomic
def rebuild() -> int:
    """Bring the table in step with the public pages; return how many words it has."""
    counted = {word: 0 for row in SearchWords.objects.all() for word in _own_words(row)}
    counted |= _words_of_public_pages()
    stored = dict(IndexedWord.objects.values_list("word", "pages"))
    changed = [word for word, pages in counted.items() if stored.get(word) != pages]
    IndexedWord.objects.filter(word__in=stored.keys() - counted.keys()).delete()
    for start in range(0, len(changed), BATCH):
        _store(changed[start : start + BATCH], counted)
    return len(counted)


def _own_words(row: SearchWords) -> list[str]:
    if row.kind != SearchWords.Kind.SAME:
        return []
    entries = (word for entry in row.word_list for word in words.split(entry))
    return [word for word in entries if len(word) > 1]


def _words_of_public_pages() -> dict[str, int]:
    page_ids = BasePage.objects.live().public().values_list("pk", flat=True)
    types = ContentType.objects.get_for_models(*page_types()).values()
    texts = IndexEntry.objects.filter(
        content_type__in=types, object_id__in=[str(page_id) for page_id in page_ids]
    )
    with connection.cursor() as cursor:
        vectors = "SELECT to_tsvector('simple', title_text || ' ' || body_text) FROM ({}) AS texts"
        statement, parameters = texts.values("title_text", "body_text").query.sql_with_params()
        inner = cursor.mogrify(statement, parameters)
        cursor.execute(
            "SELECT word, ndoc FROM ts_stat(%s) WHERE word ~ %s",
            [vectors.format(inner), WORD_PATTERN],
        )
        return dict(cursor.fetchall())


def _store(changed: list[str], counted: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, coalesce((ts_lexize('german_stem', word))[1], '')"
            " FROM unnest(%s::text[]) AS word",
            [changed],
        )
        stems = dict(cursor.fetchall())
    rows = [
        IndexedWord(
            word=word,
            stem=stems[word],
            pages=counted[word],
            deletions=sorted(words.deletions(word) | words.deletions(stems[word])),
        )
        for word in changed
    ]
    IndexedWord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["word"], update_fields=["pages"]
    )


def page_types() -> list[type[BasePage]]:
    """Return every kind of page that people may find."""
    return [BasePage, *_below(BasePage)]


def _below(model: type) -> list[type]:
    return [found for child in model.__subclasses__() for found in (child, *_below(child))]
