"""The guide, its chapters and the overview of all guides."""

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from agenda.checks.models import CheckedPage, CheckedPageQuerySet
from agenda.filters import ListFilters, audience_filter, topic_filter
from cms.content.blocks import ContentStreamBlock
from cms.content.models import BasePage, ContactPerson, Place
from cms.content.queries import addresses_below, listed, translations_by_language

from ..editing import GuidePageForm
from .guide_panels import GUIDE_PANELS
from .journeys import journeys_below
from .notes import ChangeNote, OwnWords
from .related import related_pages_of


class GuideIndexPage(BasePage):
    """All guides and journeys, filtered by audience and topic."""

    template = "guides/guide_index_page.html"
    subpage_types = ["guides.GuidePage", "guides.JourneyPage"]

    class Meta:
        verbose_name = _("guide overview")
        verbose_name_plural = _("guide overviews")

    def guides(self):
        """Return the public guides in the editors' order, as cards show them."""
        return (
            listed(GuidePage.objects.child_of(self)).prefetch_related("audiences").order_by("path")
        )

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the guides that the filters of the address leave."""
        context = super().get_context(request, *args, **kwargs)
        filters = ListFilters(request.GET, [audience_filter(), topic_filter()])
        context |= {
            "filters": filters,
            "guides": filters.apply(self.guides()),
            "journeys": filters.apply(journeys_below(self)),
        }
        return context

    def get_structured_data(self) -> dict:
        """Return the overview as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class GuidePage(RoutablePageMixin, CheckedPage, BasePage):
    """Practical help in chapters, each at its own address, and all on one page for print."""

    template = "guides/guide_page.html"
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types = []
    base_form_class = GuidePageForm
    asks_whether_it_helped = True

    contact = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    places = ParentalManyToManyField(
        Place,
        blank=True,
        related_name="guides",
        verbose_name=_("places"),
        help_text=_("Where people get help with it."),
    )
    change_note = models.TextField(
        _("What has changed?"),
        max_length=300,
        blank=True,
        help_text=_(
            "One sentence for readers, who see it under “What is new” once this is published. "
            "Leave it empty after small corrections. Afterwards the field is empty again."
        ),
    )

    content_panels = [
        *BasePage.content_panels[:-1],
        FieldPanel("body", heading=_("Introduction")),
        InlinePanel("chapters", heading=_("Chapters"), label=_("chapter")),
        *GUIDE_PANELS,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("responsible_office"),
        index.FilterField("checked_on"),
        index.RelatedFields("chapters", [index.SearchField("title"), index.SearchField("body")]),
    ]

    # A note tells of one publication of one page, in its language.
    exclude_fields_in_copy = ["change_note"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("places"),
        SynchronizedField("related_pages"),
        OwnWords("change_note"),
    ]

    objects = PageManager.from_queryset(CheckedPageQuerySet)()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @cached_property
    def related(self) -> list[BasePage]:
        """Return the public pages that belong to this guide."""
        return related_pages_of(self)

    def changes(self) -> list[ChangeNote]:
        """Return what editors told of this guide's changes, newest first."""
        return list(ChangeNote.objects.filter(guide_id=self.alias_of_id or self.pk))

    @cached_property
    def ordered_chapters(self) -> list["Chapter"]:
        """Return the chapters in reading order."""
        return list(self.chapters.all())

    def text_parts(self) -> list[tuple]:
        """Return the introduction and the chapters."""
        chapters = [(str(c.translation_key), c.title, c.body) for c in self.ordered_chapters]
        return [*super().text_parts(), *chapters]

    def chapter_path(self, chapter: "Chapter") -> str:
        """Return where a chapter lies below this page's address."""
        return self.reverse_subpage("chapter", kwargs={"slug": chapter.address})

    def complete_path(self) -> str:
        """Return where the whole guide lies below this page's address."""
        return self.reverse_subpage("complete")

    def file_path(self, kind: str) -> str:
        """Return where the file to print of this kind lies below this page's address."""
        return self.reverse_subpage("file", kwargs={"kind": kind})

    def files_to_print(self) -> list[dict]:
        """Return {label, url, size, page_count} of the files that were made of this guide."""
        return [
            {
                "label": file.get_kind_display(),
                "url": f"{self.url}{self.file_path(file.kind)}",
                "size": file.size,
                "page_count": file.page_count,
            }
            for file in self.files.printed().defer("content")
        ]

    def table_of_contents(self, request, current: "Chapter | None" = None) -> list[dict]:
        """Return {title, url, is_current} of every chapter."""
        base = self.get_url(request)
        return [
            {
                "title": chapter.title,
                "url": f"{base}{self.chapter_path(chapter)}",
                "is_current": chapter == current,
            }
            for chapter in self.ordered_chapters
        ]

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the table of contents and the address of the whole guide on one page."""
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "contents": self.table_of_contents(request),
            "guide_url": self.get_url(request),
            "complete_url": f"{self.get_url(request)}{self.complete_path()}",
            "checked": self.responsibility_text(),
            "places": self.places_with_help(),
        }
        return context

    def places_with_help(self) -> list[Place]:
        """Return the places where people get help, as cards show them."""
        return list(self.places.select_related("district"))

    def addresses_with_check(self) -> list[str]:
        """Return the addresses of the guide, of its chapters and of all on one page."""
        paths = [self.complete_path(), *map(self.chapter_path, self.ordered_chapters)]
        return [self.url, *(f"{self.url}{path}" for path in paths)]

    @path("kapitel/<slug:slug>/", name="chapter")
    def chapter(self, request, slug: str):
        """Answer with one chapter and the ways to the ones around it."""
        chapters = self.ordered_chapters
        position = next((n for n, item in enumerate(chapters) if item.address == slug), None)
        if position is None:
            raise Http404
        chapter = chapters[position]
        contents = self.table_of_contents(request, current=chapter)
        return self.render(
            request,
            template="guides/chapter.html",
            context_overrides={
                "chapter": chapter,
                "number": position + 1,
                "contents": contents,
                "previous": contents[position - 1] if position else None,
                "next": contents[position + 1] if position + 1 < len(contents) else None,
                "breadcrumb_items": self.trail(request, below=chapter.title),
                "addresses": self._chapter_addresses(request, chapter),
                "metadata_title": f"{chapter.title} – {self.title}",
            },
        )

    @path("alles/", name="complete")
    def complete(self, request):
        """Answer with the whole guide on one page."""
        title = gettext("The whole guide on one page")
        return self.render(
            request,
            template="guides/complete.html",
            context_overrides={
                "chapters": self.ordered_chapters,
                "breadcrumb_items": self.trail(request, below=title),
                "addresses": addresses_below(self, request, self.complete_path()),
            },
        )

    @path("pdf/<slug:kind>/", name="file")
    def file(self, request, kind: str):
        """Answer with a file to print; it must not outlive the page's being public."""
        if not self.live or self.get_view_restrictions():
            raise Http404
        file = get_object_or_404(self.files.printed(), kind=kind)
        disposition = content_disposition_header(True, f"{self.slug}-{kind}.pdf")
        headers = {"Content-Disposition": disposition, "Content-Type": "application/pdf"}
        return HttpResponse(bytes(file.content), headers=headers)

    def _chapter_addresses(self, request, chapter: "Chapter") -> dict[str, str]:
        """Map languages to the address of the same chapter there, where there is one."""
        guides = {guide.pk: guide for guide in translations_by_language(self).values()}
        same = Chapter.objects.filter(
            translation_key=chapter.translation_key, guide__in=list(guides)
        )
        return {
            guides[item.guide_id].locale.language_code: (
                f"{guides[item.guide_id].get_url(request)}{self.chapter_path(item)}"
            )
            for item in same
        }

    def get_sitemap_urls(self, request=None) -> list[dict]:
        """Return the guide and each of its chapters."""
        urls = super().get_sitemap_urls(request)
        base, last_change = self.get_full_url(request), self.last_published_at
        chapters = [
            {"location": f"{base}{self.chapter_path(chapter)}", "lastmod": last_change}
            for chapter in self.ordered_chapters
        ]
        return urls + chapters

    def _structured_check(self, base: str) -> dict:
        """Return as a schema.org WebPage who checked the guide, when, and what belongs to it."""
        data = {"@type": "WebPage", "url": base}
        if self.checked_on:
            data["lastReviewed"] = self.checked_on.isoformat()
        if self.responsible_office:
            data["reviewedBy"] = {
                "@type": "GovernmentOrganization",
                "name": self.responsible_office,
            }
        if self.related:
            data["relatedLink"] = [page.full_url for page in self.related]
        return data

    def get_structured_data(self) -> dict:
        """Return the guide as a schema.org Article with its chapters."""
        base = self.full_url or ""
        return {
            **super().get_structured_data(),
            "@type": "Article",
            "headline": self.title,
            "mainEntityOfPage": self._structured_check(base),
            "audience": [
                {"@type": "Audience", "audienceType": str(item)} for item in self.audiences.all()
            ],
            "hasPart": [
                {
                    "@type": "Article",
                    "headline": chapter.title,
                    "url": f"{base}{self.chapter_path(chapter)}",
                }
                for chapter in self.ordered_chapters
            ],
        }


class Chapter(TranslatableMixin, Orderable):
    """One part of a guide."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="chapters")
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("Part of the chapter's address; made from the title if left empty."),
    )
    body = StreamField(ContentStreamBlock(), verbose_name=_("content"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("body")]

    # A chapter keeps its address in every language unless an editor changes it there.
    override_translatable_fields = [SynchronizedField("slug")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Make the slug from the title if the editor gave none."""
        super().clean()
        self.slug = self.slug or slugify(self.title)[:80] or self.address

    @property
    def address(self) -> str:
        """Return the last part of the address, also of a chapter that was stored without slug.

        The title need not have a letter that an address may hold.
        """
        return self.slug or f"teil-{str(self.translation_key)[:8]}"

    @property
    def anchor(self) -> str:
        """Return the id of this chapter where the whole guide is on one page."""
        return f"kapitel-{self.address}"
