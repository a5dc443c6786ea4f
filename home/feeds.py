"""News as RSS."""

import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.content.models import SiteIdentity
from cms.content.plain_text import printable
from cms.content.queries import active_locale, listed

from .models import NewsPage

MAX_ITEMS = 30


class NewsFeed(Feed):
    """The newest news of the active language."""

    feed_type = Rss201rev2Feed

    def get_object(self, request):
        return request

    def title(self, request) -> str:
        return _("News from %(site)s") % {"site": SiteIdentity.for_request(request).name}

    def description(self, request) -> str:
        return SiteIdentity.for_request(request).tagline

    def link(self, request) -> str:
        return Site.find_for_request(request).root_url

    def items(self, request) -> list[NewsPage]:
        news = listed(NewsPage.objects.filter(locale=active_locale()))
        return list(news.order_by("-date", "-pk")[:MAX_ITEMS])

    def item_title(self, item: NewsPage) -> str:
        return printable(item.title)

    def item_description(self, item: NewsPage) -> str:
        return printable(item.summary)

    def item_link(self, item: NewsPage) -> str:
        return item.full_url

    def item_guid(self, item: NewsPage) -> str:
        return str(item.translation_key)

    item_guid_is_permalink = False

    def item_pubdate(self, item: NewsPage):
        return make_aware(datetime.datetime.combine(item.date, datetime.time()))
