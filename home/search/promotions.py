"""What editors put on top for a query, and how often people search for what."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Locale
from wagtail.search.utils import normalise_query_string

from cms.content.models import BasePage

from . import words

MAX_PROMOTIONS = 5
# Longer ones, and those with numbers or addresses, may say who is searching.
LONGEST_COUNTED = 60
MOST_WORDS_COUNTED = 6
PERSONAL = re.compile(r"@|\d{4,}|://")
MAX_NEW_QUERIES_A_DAY = 1000
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Promoted:
    """A link that editors put on top."""

    title: str
    url: str
    summary: str


def promoted(queries: list[str], locale: Locale) -> list[Promoted]:
    """Return what editors put on top for one of the spellings; public pages only."""
    asked = {normalise_query_string(query) for query in queries if query}
    asked |= {" ".join(words.split(query)) for query in queries}
    picks = list(
        SearchPromotion.objects.filter(query__query_string__in=asked - {""})
        .select_related("page")
        .order_by("sort_order", "pk")[:MAX_PROMOTIONS]
    )
    pages = _in_language([pick.page for pick in picks if pick.page], locale)
    shown = []
    for pick in picks:
        if not pick.page_id:
            shown.append(
                Promoted(pick.external_link_text or "", pick.external_link_url, pick.description)
            )
        elif page := pages.get(pick.page.translation_key):
            summary = pick.description or page.summary
            shown.append(Promoted(page.title, page.url, summary))
    return shown


def _in_language(chosen: list, locale: Locale) -> dict:
    """Return the public pages by their key, in the language of `locale` where they have it."""
    if not chosen:
        return {}
    keys = [page.translation_key for page in chosen]
    wanted = Q(locale=locale, translation_key__in=keys) | Q(pk__in=[page.pk for page in chosen])
    pages = BasePage.objects.live().filter(wanted).defer("body").select_related("locale")
    pages = pages.exclude(pages.private_q())
    by_key = {}
    for page in sorted(pages, key=lambda page: page.locale_id == locale.pk):
        by_key[page.translation_key] = page
    return by_key


def count(query: str) -> None:
    """Count a search, for editors to see what people look for; nothing about the person."""
    text = " ".join(words.split(query))
    if not text or len(query) > LONGEST_COUNTED or PERSONAL.search(query):
        return
    if len(text.split()) > MOST_WORDS_COUNTED:
        return
    row = Query.objects.filter(query_string=text).first()
    if row is None:
        if not _may_store_another():
            return
        row, _created = Query.objects.get_or_create(query_string=text)
    row.add_hit(timezone.localdate())


def _may_store_another() -> bool:
    """Keep somebody who types at random from filling the table."""
    name = f"search:new-queries:{timezone.localdate():%Y-%m-%d}"
    cache.add(name, 0, A_DAY)
    try:
        return cache.incr(name) <= MAX_NEW_QUERIES_A_DAY
    except ValueError:
        # The cache has dropped the number in between.
        return False


def forget_old(days: int) -> None:
    """Delete what was searched for more than `days` ago, and queries that nothing hangs on."""
    first_day = timezone.localdate() - timedelta(days=days)
    QueryDailyHits.objects.filter(date__lt=first_day).delete()
    Query.garbage_collect()
