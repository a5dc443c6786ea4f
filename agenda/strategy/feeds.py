"""News of measures as RSS: of one measure, and of a whole agenda."""

import datetime
import uuid

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.content.models import BasePage
from cms.content.plain_text import paragraphs, printable
from cms.content.queries import active_locale

from .models import AgendaPage, MeasurePage, MeasureUpdate
from .public import public_pages, public_pages_of

MAX_ITEMS = 30


class UpdatesFeed(Feed):
    """The newest updates of one public page of the active language, or of the measures below it."""

    feed_type = Rss201rev2Feed
    item_guid_is_permalink = False
    page_model: type[BasePage]

    def get_object(self, request, key: uuid.UUID) -> BasePage:
        pages = self.page_model.objects.filter(translation_key=key, locale=active_locale())
        public = public_pages_of(Site.find_for_request(request), pages)
        return get_object_or_404(public.select_related("locale"))

    def title(self, page: BasePage) -> str:
        return _("News of “%(title)s”") % {"title": printable(page.title)}

    def description(self, page: BasePage) -> str:
        return printable(page.get_description())

    def link(self, page: BasePage) -> str:
        return page.full_url

    def items(self, page: BasePage) -> list[MeasureUpdate]:
        measures = MeasurePage.objects.descendant_of(page, inclusive=True)
        public = public_pages(measures).order_by()
        updates = MeasureUpdate.objects.told().filter(measure__in=public.values("pk"))
        return list(updates.select_related("measure__locale").order_by("-date", "-pk")[:MAX_ITEMS])

    def item_title(self, item: MeasureUpdate) -> str:
        return printable(item.title)

    def item_description(self, item: MeasureUpdate) -> str:
        return paragraphs(item.text)

    def item_link(self, item: MeasureUpdate) -> str:
        return f"{item.measure.full_url}#neuigkeiten"

    def item_guid(self, item: MeasureUpdate) -> str:
        return str(item.translation_key)

    def item_pubdate(self, item: MeasureUpdate) -> datetime.datetime:
        return make_aware(datetime.datetime.combine(item.date, datetime.time()))


class MeasureFeed(UpdatesFeed):
    """What happens in one measure."""

    page_model = MeasurePage


class AgendaFeed(UpdatesFeed):
    """What happens in all measures of an agenda."""

    page_model = AgendaPage

    def item_title(self, item: MeasureUpdate) -> str:
        return printable(f"{item.measure.title}: {item.title}")
