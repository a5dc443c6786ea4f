"""The one question to the search index: which entries match, and how well."""

from dataclasses import dataclass

from django.db import connection

from .dictionary import Phrase
from .question import Question, Term

CONFIGURATION = "german"
# The beginning of a longer word is looked for from this length on.
SHORTEST_PREFIX = 5
# Beyond this many hits, words are too general for counts to matter.
MAX_HITS = 1000
# Other words than those typed count for less.
OTHERS_FACTOR = 0.6
# Where a term stands: in the title, in what the page says first (weight A), anywhere.
TITLE, FIRST, ANYWHERE = 10, 4, 2

# Less than one term even where every term stands in the title.
IN_TITLE = "(0.06 + 0.04 * least(matching.title_norm, 1.5))"

# Each term asks the same of the entry; `words` is the body unpacked once for all terms.
POINTS = f"""(
    CASE WHEN entry.title @@ {{query}}
        THEN {TITLE} * (0.6 + 0.4 * least(entry.title_norm, 1.5)) ELSE 0 END
    + CASE WHEN full_text.words @@ {{first}} THEN {FIRST} ELSE 0 END
    + CASE WHEN full_text.words @@ {{query}}
        THEN {ANYWHERE} + ts_rank(full_text.words, {{query}}) ELSE 0 END
)"""


@dataclass(frozen=True)
class Match:
    """An entry of the index with its points; `coverage` is the share of the terms it has."""

    content_type_id: int
    object_id: str
    points: float
    coverage: float


# Pages count if they are public; what is no page comes as it is, and is checked when loaded.
VISIBLE = """(
    page.id IS NULL OR (page.live AND page.depth > 2 AND NOT EXISTS (
        SELECT FROM wagtailcore_pageviewrestriction AS restriction
        JOIN wagtailcore_page AS closed ON closed.id = restriction.page_id
        WHERE starts_with(page.path, closed.path)
    ))
)"""


def find(question: Question, content_type_ids: list[int], locale_id: int) -> list[Match]:
    """Return the best entries of these types for the question, best first.

    Where there are more than MAX_HITS, those stay that have the most of the terms, in the
    language of the reader before others.
    """
    if not question.terms:
        return []
    whole = sum(term.weight for term in question.terms)
    points, coverage, parameters = [], [], []
    for term in question.terms:
        expression, values = _points(term)
        points.append(f"{term.weight / whole:.4f}::float * {expression}")
        parameters += values
    for term in question.terms:
        coverage.append(
            f"CASE WHEN entry.title @@ {_query()} OR full_text.words @@ {_query()}"
            f" THEN {1 / len(question.terms):.4f}::float ELSE 0 END"
        )
        parameters += [_any(term)] * 2
    any_term = " | ".join(f"({_any(term)})" for term in question.terms)
    # The expressions are our own text; what was typed goes in as parameters only.
    statement = f"""
        SELECT entry.content_type_id, entry.object_id, {" + ".join(points)} AS points,
            {" + ".join(coverage)} AS coverage
        FROM (
            SELECT matching.* FROM wagtailsearch_indexentry AS matching
            LEFT JOIN wagtailcore_page AS page
                ON page.content_type_id = matching.content_type_id
                AND page.id = matching.object_id::bigint
            WHERE matching.content_type_id = ANY(%s)
                AND (matching.title @@ {_query()} OR matching.body @@ {_query()})
                AND {VISIBLE}
            ORDER BY coalesce(page.locale_id = %s, true) DESC, {_held(question)} DESC, matching.id
            LIMIT {MAX_HITS}
        ) AS entry
        CROSS JOIN LATERAL (SELECT entry.body || ''::tsvector AS words OFFSET 0) AS full_text
        ORDER BY points DESC, entry.id
    """  # noqa: S608
    parameters += [content_type_ids, any_term, any_term, locale_id]
    parameters += [value for term in question.terms for value in _held_values(term, question)]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Match(*row) for row in cursor.fetchall()]


def _held(question: Question) -> str:
    """Return how many of the terms an entry has; those in the title decide between equals."""
    in_title = f"CASE WHEN matching.title @@ {_query()} THEN {IN_TITLE} ELSE 0 END"
    if len(question.terms) == 1:
        return in_title
    # Unpacking the body costs most, so it is asked only where the title has not answered.
    anywhere = (
        f"CASE WHEN matching.title @@ {_query()} THEN 1 + {IN_TITLE}"
        f" WHEN matching.body @@ {_query()} THEN 1 ELSE 0 END"
    )
    return "(" + " + ".join(anywhere for _term in question.terms) + ")"


def _held_values(term: Term, question: Question) -> list[str]:
    return [_any(term)] * (1 if len(question.terms) == 1 else 2)


def _points(term: Term) -> tuple[str, list[str]]:
    own, other = _alternatives(term.own), _any(term)
    expression = POINTS.format(query=_query(), first=_query())
    values = [own, _first(term.own), own, own, other, _first([*term.own, *term.others]), other]
    return f"greatest({expression}, {OTHERS_FACTOR} * {expression})", [*values, other]


def _query() -> str:
    return f"to_tsquery('{CONFIGURATION}', %s)"


def _any(term: Term) -> str:
    """Return everything that would do for the term, longer words included."""
    alternatives = _alternatives([*term.own, *term.others])
    longer = [f"'{phrase[0]}':*" for phrase in term.own if _has_longer(phrase)]
    return " | ".join((alternatives, *longer))


def _has_longer(phrase: Phrase) -> bool:
    return len(phrase) == 1 and len(phrase[0]) >= SHORTEST_PREFIX


def _alternatives(phrases: list[Phrase]) -> str:
    # A word holds letters and digits only, so that it needs no escapes.
    return " | ".join("(" + " & ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)


def _first(phrases: list[Phrase]) -> str:
    return " | ".join(
        "(" + " & ".join(f"'{word}':A" for word in phrase) + ")" for phrase in phrases
    )
