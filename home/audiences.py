"""What the page of an audience gathers from all rooms."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.calendar.models import CalendarPage, EventPage, Occurrence
from agenda.guides.models import GuideIndexPage, GuidePage, JourneyPage
from agenda.services.models import ServiceIndexPage, ServicePage
from agenda.strategy.models import AgendaPage, MeasurePage
from cms.content.models import BasePage
from cms.content.queries import below, listed, pages_in_language_of
from participation.ideas.models import Idea

from .models.news import NewsIndexPage, NewsPage

SHOWN = 6
PARAMETER = "zielgruppe"


@dataclass(frozen=True)
class Top:
    """A page that editors put at the top, with their words and picture."""

    page: BasePage
    text: str
    image: object


@dataclass(frozen=True)
class Section:
    """The first of what there is of a kind for an audience; `url` leads to all `count` of them.

    Without `url` there are several lists, without `count` the list counts in another way.
    """

    name: str
    title: str
    items: list
    count: int | None
    url: str


def top_of(page) -> list[Top]:
    """Return what editors chose, in the language of `page` and only where readers may see it."""
    rows = list(page.top_rows.select_related("image"))
    pages = pages_in_language_of(page, [row.page_id for row in rows])
    found = [(row, pages[row.page_id]) for row in rows if row.page_id in pages]
    return [
        Top(target, row.text or target.summary, row.image or target.listing_image)
        for row, target in found
    ]


def sections_for(page, *, leave_out: Iterable = ()) -> list[Section]:
    """Return what there is for the page's audience, without the translation keys `leave_out`.

    The questions are as many for much as for little; what is empty is not there.
    """
    gathering = _Gathering(page, set(leave_out))
    sections = [section for gather in _GATHERERS for section in gather(gathering)]
    return [section for section in sections if section.items]


class _Gathering:
    """The lists of one language, and what of them is for one audience."""

    def __init__(self, page, leave_out: set) -> None:
        self.locale = page.locale
        self.slug = page.audience.slug
        self.leave_out = leave_out
        self.asked_for = SHOWN + len(leave_out)

    @cached_property
    def lists(self) -> dict[int, list[BasePage]]:
        """Map content types to the public pages that list what is of a kind."""
        models = (GuideIndexPage, ServiceIndexPage, CalendarPage, AgendaPage, NewsIndexPage)
        types = ContentType.objects.get_for_models(*models).values()
        pages = listed(BasePage.objects.filter(locale=self.locale, content_type__in=types))
        found = defaultdict(list)
        for page in pages.order_by("path"):
            found[page.content_type_id].append(page)
        return found

    def lists_of(self, model) -> list[BasePage]:
        return self.lists[ContentType.objects.get_for_model(model).pk]

    def mine(self, pages: QuerySet) -> QuerySet:
        return pages.filter(audiences__slug=self.slug)

    def address(self, url: str, fragment: str = "") -> str:
        return f"{url}?{urlencode({PARAMETER: self.slug})}{fragment and '#'}{fragment}"

    def first(self, rows: QuerySet) -> tuple[list, int]:
        """Return the first rows that are not left out, and how many there are in all."""
        found = list(rows.annotate(in_all=Window(Count("pk")))[: self.asked_for])
        kept = [row for row in found if getattr(row, "translation_key", None) not in self.leave_out]
        return kept[:SHOWN], found[0].in_all if found else 0

    def section(
        self, name: str, title: str, listing: type, rows: Callable, fragment: str = ""
    ) -> Iterator[Section]:
        if lists := self.lists_of(listing):
            items, count = self.first(self.mine(rows(lists)))
            yield Section(name, title, items, count, self.address_of(lists, fragment))

    def address_of(self, lists: list[BasePage], fragment: str = "") -> str:
        """Return where all can be seen; nothing where no single list has all."""
        return self.address(lists[0].url, fragment) if len(lists) == 1 else ""


def _journeys(gathering: _Gathering) -> Iterator[Section]:
    def rows(lists):
        return listed(below(JourneyPage.objects.all(), lists)).order_by("path")

    title = _("Step by step")
    return gathering.section("journeys", title, GuideIndexPage, rows, "schritt-fuer-schritt")


def _guides(gathering: _Gathering) -> Iterator[Section]:
    def rows(lists):
        return listed(below(GuidePage.objects.all(), lists)).order_by("path")

    return gathering.section("guides", _("Guides"), GuideIndexPage, rows, "handreichungen")


def _services(gathering: _Gathering) -> Iterator[Section]:
    def rows(lists):
        return listed(below(ServicePage.objects.alphabetical(), lists))

    return gathering.section("services", _("Online services"), ServiceIndexPage, rows, "dienste")


def _dates(gathering: _Gathering) -> Iterator[Section]:
    """Give the next date of each event, for a weekly one would fill the list alone."""
    calendars = gathering.lists_of(CalendarPage)
    events = gathering.mine(below(EventPage.objects.live().public(), calendars))
    upcoming = Occurrence.objects.of(events).upcoming()
    held = upcoming.filter(is_cancelled=False).order_by("event_key", "starts_at", "pk")
    soonest = held.distinct("event_key").values("pk")
    dates = Occurrence.objects.filter(pk__in=soonest).order_by("starts_at", "pk")
    dates = dates[: gathering.asked_for].with_events(gathering.locale)
    kept = [date for date in dates if date.event_key not in gathering.leave_out]
    # The calendar counts every date of a weekly event.
    yield Section("dates", _("Next dates"), kept[:SHOWN], None, gathering.address_of(calendars))


def _measures(gathering: _Gathering) -> Iterator[Section]:
    def rows(lists):
        measures = below(MeasurePage.objects.all(), lists, directly=False)
        return measures.as_cards().in_reading_order()

    return gathering.section("measures", _("Measures"), AgendaPage, rows, "massnahmen")


def _news(gathering: _Gathering) -> Iterator[Section]:
    def rows(lists):
        return listed(below(NewsPage.objects.all(), lists)).order_by("-date", "-pk")

    return gathering.section("news", _("News"), NewsIndexPage, rows)


def _ideas(gathering: _Gathering) -> Iterator[Section]:
    ideas = Idea.objects.visible().filter(audience__slug=gathering.slug).as_cards()
    items, count = gathering.first(ideas.in_order("most_supported"))
    url = gathering.address(reverse("idea_list"))
    yield Section("ideas", _("Ideas from the town"), items, count, url)


_GATHERERS = (_journeys, _guides, _services, _dates, _measures, _news, _ideas)
