"""What people may mean while they still type."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale

from cms.content.models import BasePage
from cms.content.queries import listed

from . import words
from .ranking import VISIBLE
from .vocabulary import page_types

MAX_SUGGESTIONS = 6
MAX_CANDIDATES = 60
SHORTEST_QUERY = 2


@dataclass(frozen=True)
class Suggestion:
    """A page whose title has the words that were begun."""

    title: str
    url: str
    kind_name: str


def suggest(text: str, locale: Locale) -> list[Suggestion]:
    """Return pages of the language whose titles have all words of `text`, the last one begun."""
    typed = words.split(text)
    if not typed or len("".join(typed)) < SHORTEST_QUERY:
        return []
    pages = listed(BasePage.objects.filter(pk__in=_page_ids(typed, locale)))
    begun = words.fold(" ".join(typed))
    ordered = sorted(
        pages,
        key=lambda page: (
            not words.fold(page.title).startswith(begun),
            len(page.title),
            page.title,
        ),
    )
    return [Suggestion(page.title, page.url, page.kind_name) for page in ordered[:MAX_SUGGESTIONS]]


def _page_ids(typed: list[str], locale: Locale) -> list[int]:
    types = ContentType.objects.get_for_models(*page_types()).values()
    begun = " & ".join(
        "(" + " | ".join(f"'{spelling}':*" for spelling in words.spellings(word)) + ")"
        for word in typed
    )
    # Words hold letters and digits only.
    query = f"""
        SELECT page.id FROM wagtailsearch_indexentry AS entry
        JOIN wagtailcore_page AS page
            ON page.content_type_id = entry.content_type_id AND page.id = entry.object_id::bigint
        WHERE entry.content_type_id = ANY(%s) AND entry.autocomplete @@ to_tsquery('simple', %s)
            AND page.locale_id = %s AND {VISIBLE}
        ORDER BY entry.title_norm DESC, entry.id
        LIMIT %s
    """  # noqa: S608
    type_ids = [found.pk for found in types]
    with connection.cursor() as cursor:
        cursor.execute(query, [type_ids, begun, locale.pk, MAX_CANDIDATES])
        return [page_id for (page_id,) in cursor.fetchall()]
