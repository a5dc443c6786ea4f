"""The sitemap for search engines, over all languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap as DjangoSitemap
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.content.models import Place


class MultilingualSitemap(Sitemap):
    """Wagtail's sitemap, which knows one language, over the home pages of all."""

    def items(self):
        root = self.get_wagtail_site().root_page
        pages = Page.objects.none()
        for home in root.get_translations(inclusive=True).live():
            pages |= Page.objects.descendant_of(home, inclusive=True)
        return pages.live().public().order_by("path").defer_streamfields().specific()


class PlaceSitemap(DjangoSitemap):
    """The pages of places, in every language."""

    i18n = True

    def items(self):
        return Place.objects.all()

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme
