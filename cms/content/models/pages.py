"""The page that all pages are."""

from django.conf import settings
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from ..blocks import ContentStreamBlock
from ..passages import Passage, passages_of
from ..search_fields import WholeWordsField
from .taxonomies import Audience, District, Topic

# Below a page's address: the versions of its text that editors named.
VERSIONS_PATH = "fassungen"
# And the text beside the one in Leichte Sprache.
SIDE_BY_SIDE_PATH = "nebeneinander"


class Participation(models.TextChoices):
    """What people may add to a page: the editor's choice, inherited unless set."""

    INHERIT = "inherit", _("as on the page above")
    NONE = "none", _("nothing")
    COMMENTS = "comments", _("comments")
    IDEAS = "ideas", _("ideas")
    BOTH = "both", _("comments and ideas")


class BasePageQuerySet(PageQuerySet):
    """Questions about pages; whether a page is private costs no query of its own."""

    def private_q(self) -> models.Q:
        """Match pages under a view restriction, inside the query that asks."""
        asked_path = models.ExpressionWrapper(
            models.OuterRef("path"), output_field=models.CharField()
        )
        above = PageViewRestriction.objects.annotate(asked_path=asked_path)
        return models.Q(models.Exists(above.filter(asked_path__startswith=models.F("page__path"))))

    def annotate_privacy(self):
        """Add `is_private` to each page: whether it is under a view restriction."""
        private = models.ExpressionWrapper(self.private_q(), output_field=models.BooleanField())
        return self.annotate(is_private=private)

    def sources(self):
        """Return each page once: public before draft, German before other languages.

        What was copied as an alias is the same page, and not counted again.
        """
        is_german = models.Case(
            models.When(locale__language_code=settings.LANGUAGE_CODE, then=0), default=1
        )
        group = self.model._base_manager.filter(
            translation_key=models.OuterRef("translation_key"), alias_of=None
        )
        first = group.order_by("-live", is_german, "pk").values("pk")[:1]
        return self.filter(pk=models.Subquery(first))


class BasePage(Page):
    """A page with summary, picture, body, taxonomies and the choice of participation."""

    summary = models.TextField(
        _("summary"),
        max_length=250,
        blank=True,
        help_text=_("One or two sentences. Shown in lists, in search results and when shared."),
    )
    listing_image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown in lists and at the top of the page. Decorative: keep text out of it."),
    )
    body = StreamField(ContentStreamBlock(), verbose_name=_("content"), blank=True)
    audiences = ParentalManyToManyField(
        Audience,
        blank=True,
        related_name="pages",
        verbose_name=_("audiences"),
        help_text=_("For whom is this? People filter by it."),
    )
    districts = ParentalManyToManyField(
        District,
        blank=True,
        related_name="pages",
        verbose_name=_("districts"),
        help_text=_("Leave empty if it concerns the whole town."),
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="pages", verbose_name=_("topics")
    )
    participation = models.CharField(
        _("participation"),
        max_length=10,
        choices=Participation.choices,
        default=Participation.INHERIT,
        help_text=_("What people may add here. Pages below take it over unless they differ."),
    )
    menu_title = models.CharField(
        _("short title"),
        max_length=30,
        blank=True,
        help_text=_("Shown in the main menu instead of the title."),
    )
    allows_remarks = models.BooleanField(
        _("remarks on single paragraphs"),
        default=False,
        help_text=_("Where comments are allowed, people may also comment on one paragraph."),
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    is_creatable = False
    # Page types that help with something ask their readers whether it did.
    asks_whether_it_helped = False

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("listing_image"),
        FieldPanel("body"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("audiences"), FieldPanel("districts"), FieldPanel("topics")],
            heading=_("Classification"),
        ),
        FieldPanel("participation"),
        FieldPanel("allows_remarks"),
        FieldPanel("menu_title"),
        *Page.promote_panels,
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        WholeWordsField("title", boost=2),
        WholeWordsField("summary", boost=2),
        WholeWordsField("body"),
        index.RelatedFields("audiences", [index.SearchField("name"), index.FilterField("slug")]),
        index.RelatedFields("districts", [index.SearchField("name"), index.FilterField("slug")]),
        index.RelatedFields("topics", [index.SearchField("name"), index.FilterField("slug")]),
    ]

    # wagtail-localize leaves many-to-many fields out unless they are named.
    override_translatable_fields = [
        SynchronizedField("audiences"),
        SynchronizedField("districts"),
        SynchronizedField("topics"),
    ]

    class Meta:
        verbose_name = _("page")

    @property
    def kind_name(self) -> str:
        """Return what kind of page this is, also where only the base page was loaded."""
        return str(self.cached_content_type.model_class()._meta.verbose_name)

    def save(self, *args, **kwargs):
        """Store the page, its rows in the order in which they are listed."""
        self._number_rows()
        return super().save(*args, **kwargs)

    def _number_rows(self) -> None:
        """Number rows that nobody has numbered: else the table would order them."""
        for relation in get_all_child_relations(self):
            if issubclass(relation.related_model, Orderable):
                # Only what is to be stored now; asking the relation would load the others.
                rows = (
                    getattr(self, "_cluster_related_objects", {}).get(relation.get_accessor_name())
                    or []
                )
                if any(row.sort_order is None for row in rows):
                    for number, row in enumerate(rows):
                        row.sort_order = number

    def route(self, request, path_components: list[str]):
        """Find a page below this one with one question, however deep it lies."""
        self._share_active_locale()
        steps = range(len(path_components), 0, -1)
        url_paths = [f"{self.url_path}{'/'.join(path_components[:step])}/" for step in steps]
        # What follows the deepest page is an address of its own, such as a guide's chapter.
        below = url_paths and (
            self.get_descendants().filter(url_path__in=url_paths).order_by("-depth").first()
        )
        if below:
            page = below.specific
            page._share_active_locale()
            return page.route(request, path_components[below.depth - self.depth :])
        if path_components == [VERSIONS_PATH] and self.live and self.text_versions.exists():
            return RouteResult(self, kwargs={"view": self.serve_versions})
        if path_components == [SIDE_BY_SIDE_PATH] and self.live and self.side_by_side_url():
            return RouteResult(self, kwargs={"view": self.serve_side_by_side})
        return super().route(request, path_components)

    def serve(self, request, view=None, args=(), kwargs=None):
        """Answer with the page, or with what `view` makes of it."""
        if view is None:
            return super().serve(request, *args, **(kwargs or {}))
        return view(request)

    @property
    def versions_url(self) -> str:
        """Return where the named versions of the text are shown."""
        return f"{self.url}{VERSIONS_PATH}/"

    def serve_versions(self, request):
        """Answer with the named versions of the text, two of them side by side."""
        from ..versions import choice_of, context_of_versions

        choice = choice_of(self, request)
        # Comparing takes long: whoever adds to an address shall not make us do it once more.
        if request.META.get("QUERY_STRING", "") != choice.query:
            return redirect(f"{self.versions_url}{'?' if choice.query else ''}{choice.query}")
        context = super().get_context(request) | context_of_versions(self, request, choice)
        return TemplateResponse(request, "content/versions.html", context)

    def side_by_side_url(self) -> str:
        """Return where this text stands beside the one in Leichte Sprache; "" if one is missing."""
        from ..side_by_side import both_texts

        return f"{self.url}{SIDE_BY_SIDE_PATH}/" if both_texts(self) else ""

    def serve_side_by_side(self, request):
        """Answer with the text and the one in Leichte Sprache in two columns."""
        from ..side_by_side import context_of_both

        context = super().get_context(request) | context_of_both(self, request)
        return TemplateResponse(request, "content/side_by_side.html", context)

    def _share_active_locale(self) -> None:
        from ..queries import active_locale

        locale = active_locale()
        if locale.pk == self.locale_id:
            self.locale = locale

    @cached_property
    def pages_above(self) -> list["BasePage"]:
        """Return the pages between the root and this one, topmost first, asked for once."""
        above = BasePage.objects.ancestor_of(self).defer("body").select_related("locale")
        return list(above.order_by("depth"))

    def trail(self, request, below: str = "") -> list[dict]:
        """Return {title, url} of the live pages from the home page to this one.

        `below` is the title of what the request asks for below this page's own address.
        """
        steps = [*(page for page in self.pages_above if page.live), self]
        items = [{"title": step.title, "url": step.get_url(request)} for step in steps]
        return [*items, {"title": below, "url": request.path}] if below else items

    def get_view_restrictions(self):
        """Return all view restrictions that apply here, asking for the pages above only once."""
        if self.alias_of_id or any(page.alias_of_id for page in self.pages_above):
            return super().get_view_restrictions()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:length] for length in steps]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def get_participation(self) -> str:
        """Return the participation in force here, looking upwards while it is inherited."""
        if self.participation != Participation.INHERIT:
            return self.participation
        choices = [page.participation for page in reversed(self.pages_above)]
        return next((c for c in choices if c != Participation.INHERIT), Participation.NONE)

    def allows_comments(self) -> bool:
        """Say whether people may comment on this page."""
        return self.get_participation() in {Participation.COMMENTS, Participation.BOTH}

    def allows_ideas(self) -> bool:
        """Say whether people may bring in ideas on this page."""
        return self.get_participation() in {Participation.IDEAS, Participation.BOTH}

    def passages(self) -> list[Passage]:
        """Return the paragraphs of the text; page types add what they hold beside the body."""
        return passages_of(self.body)

    def text_parts(self) -> list[tuple[str, str, StreamValue]]:
        """Return (key, title, blocks) of what people read here; keys are alike in all languages."""
        return [("", "", self.body)]

    def takes_remarks(self) -> bool:
        """Say whether people may now comment on single paragraphs of this page."""
        return self.shows_remarks() and self.allows_comments()

    def shows_remarks(self) -> bool:
        """Say whether the editor wants remarks to be seen beside the paragraphs."""
        return self.allows_remarks

    def get_description(self) -> str:
        """Return the text for search engines and social networks."""
        return self.search_description or self.summary

    def get_structured_data(self) -> dict:
        """Return the page as schema.org data; page types override this with their own type."""
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": self.title,
            "description": self.get_description(),
            "inLanguage": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
            "dateModified": self.last_published_at and self.last_published_at.isoformat(),
        }
