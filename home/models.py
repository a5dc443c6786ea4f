"""Home page, standard pages and news."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.content.models import BasePage
from cms.content.queries import listed

NEWS_PER_PAGE = 12


class HomePage(BasePage):
    """The first page of the town's agenda in one language."""

    template = "home/home_page.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    hero_title = models.CharField(_("headline"), max_length=120, blank=True)
    hero_text = models.TextField(_("text below the headline"), max_length=300, blank=True)
    hero_label = models.CharField(_("text on the button"), max_length=60, blank=True)
    hero_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page behind the button"),
    )

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("hero_label"),
        FieldPanel("hero_page"),
        *BasePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("home page")


class StandardPage(BasePage):
    """A page of text: imprint, privacy, about us."""

    template = "home/standard_page.html"

    class Role(models.TextChoices):
        NONE = "", _("ordinary page")
        IMPRINT = "imprint", _("imprint")
        PRIVACY = "privacy", _("privacy")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        CONTACT = "contact", _("contact")
        EASY_LANGUAGE = "easy_language", _("about Leichte Sprache")

    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role.choices,
        default=Role.NONE,
        blank=True,
        help_text=_("Pages with a role are linked in the footer of every page."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("role")]

    class Meta:
        verbose_name = _("standard page")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the public pages below this one."""
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = listed(BasePage.objects.child_of(self)).order_by("path")
        return context


class NewsIndexPage(BasePage):
    """All news, newest first."""

    template = "home/news_index_page.html"
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("news overview")

    def published_news(self):
        """Return the public news of this page, newest first, as list cards show them."""
        return listed(NewsPage.objects.child_of(self)).order_by("-date", "-pk")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add one page of news."""
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.published_news(), NEWS_PER_PAGE)
        context["page_obj"] = paginator.get_page(request.GET.get("seite"))
        return context


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

    def get_structured_data(self) -> dict:
        """Return the news as schema.org NewsArticle."""
        return {
            **super().get_structured_data(),
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.date.isoformat(),
        }
