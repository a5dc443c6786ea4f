"""News."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from agenda.filters import ListFilters, audience_filter, topic_filter
from cms.content.models import BasePage
from cms.content.queries import listed

NEWS_PER_PAGE = 12


class NewsIndexPage(BasePage):
    """All news, newest first."""

    template = "home/news_index_page.html"
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("news overview")
        verbose_name_plural = _("news overviews")

    def published_news(self):
        """Return the public news of this page, newest first, as list cards show them."""
        return listed(NewsPage.objects.child_of(self)).order_by("-date", "-pk")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add one page of the news that the filters of the address leave."""
        context = super().get_context(request, *args, **kwargs)
        filters = ListFilters(request.GET, [audience_filter(), topic_filter()])
        paginator = Paginator(filters.apply(self.published_news()), NEWS_PER_PAGE)
        page_obj = paginator.get_page(filters.page_number)
        return context | {"filters": filters, "page_obj": page_obj}


class NewsPage(BasePage):
    """One piece of news."""

    template = "home/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    date = models.DateField(_("date"), default=timezone.localdate)

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("date"),
        *BasePage.content_panels[1:],
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("date")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news items")

    def get_structured_data(self) -> dict:
        """Return the news as schema.org NewsArticle."""
        return {
            **super().get_structured_data(),
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.date.isoformat(),
        }
