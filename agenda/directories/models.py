"""Directories: what is offered, sought or to be found in town, kept by editors."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from agenda.filters import Filter, ListFilters, audience_filter, district_filter
from cms.content.blocks import RICH_TEXT_FEATURES
from cms.content.models import Audience, BasePage, District
from cms.content.queries import addresses_below, listed

ENTRIES_PER_PAGE = 12


class DirectoryIndexPage(BasePage):
    """All directories."""

    template = "directories/directory_index_page.html"
    subpage_types = ["directories.DirectoryPage"]

    class Meta:
        verbose_name = _("directory overview")
        verbose_name_plural = _("directory overviews")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the public directories in the editors' order."""
        context = super().get_context(request, *args, **kwargs)
        directories = listed(DirectoryPage.objects.child_of(self)).prefetch_related("audiences")
        context["directories"] = directories.order_by("path")
        return context

    def get_structured_data(self) -> dict:
        """Return the overview as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class DirectoryPage(RoutablePageMixin, BasePage):
    """A set of entries, filtered by kind, district, audience and words."""

    template = "directories/directory_page.html"
    subpage_types = []

    kind_label = models.CharField(
        _("name of the kinds"),
        max_length=60,
        blank=True,
        help_text=_("Stands at the filter by kind, e.g. “offer or request”."),
    )

    content_panels = [
        *BasePage.content_panels[:-1],
        FieldPanel("kind_label"),
        BasePage.content_panels[-1],
    ]

    class Meta:
        verbose_name = _("directory")
        verbose_name_plural = _("directories")

    def entries(self):
        """Return the entries that readers see; they are the same in every language."""
        return DirectoryEntry.objects.of_directory(self).visible().as_cards()

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add one page of the entries that the filters of the address leave."""
        context = super().get_context(request, *args, **kwargs)
        entries = self.entries()
        filters = self._filters(request, entries)
        page_obj = Paginator(filters.apply(entries), ENTRIES_PER_PAGE).get_page(filters.page_number)
        base = self.get_url(request)
        for entry in page_obj:
            entry.address = f"{base}{self.entry_path(entry)}"
        context |= {"filters": filters, "page_obj": page_obj}
        return context

    def _filters(self, request, entries) -> ListFilters:
        used = set(entries.order_by().values_list("kind", flat=True).distinct())
        kinds = [(value, label) for value, label in Kind.choices if value in used]
        label = self.kind_label or gettext("Kind")
        filters = [audience_filter(), district_filter("district__slug")]
        if len(kinds) > 1:
            filters.insert(0, Filter("art", label, "kind", kinds))
        words = ("title", "summary", "text", "organisation_name")
        return ListFilters(request.GET, filters, word_lookups=words)

    def entry_path(self, entry: "DirectoryEntry") -> str:
        """Return where an entry lies below this page's address."""
        return self.reverse_subpage("entry", kwargs={"pk": entry.pk})

    @path("eintrag/<int:pk>/", name="entry")
    def entry(self, request, pk: int):
        """Answer with one entry that readers may see."""
        entry = self.entries().filter(pk=pk).first()
        if entry is None:
            raise Http404
        return TemplateResponse(
            request,
            "directories/entry.html",
            {
                "page": self,
                "self": self,
                "entry": entry,
                "facts": entry.facts(),
                "directory_url": self.get_url(request),
                "addresses": addresses_below(self, request, self.entry_path(entry)),
                "metadata_title": f"{entry.title} – {self.title}",
                "breadcrumb_items": self.trail(request, below=entry.title),
            },
        )

    def get_structured_data(self) -> dict:
        """Return the directory as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class Kind(models.TextChoices):
    """What an entry is."""

    OFFER = "offer", _("Offer")
    REQUEST = "request", _("Request")
    FACILITY = "facility", _("Facility")


class EntryState(models.TextChoices):
    """Whether readers see an entry."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class DirectoryEntryQuerySet(models.QuerySet):
    """Questions about entries."""

    def of_directory(self, page: DirectoryPage):
        """Return the entries of a directory, whatever language it is read in."""
        return self.filter(directory__translation_key=page.translation_key)

    def visible(self):
        """Return what readers may see today."""
        is_current = Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate())
        return self.filter(is_current, state=EntryState.PUBLISHED)

    def as_cards(self):
        """Plan what a card of an entry shows."""
        return self.select_related("district").prefetch_related("audiences")


class DirectoryEntry(index.Indexed, models.Model):
    """One offer, request or facility."""

    directory = models.ForeignKey(
        DirectoryPage,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("directory"),
        help_text=_("Entries show in every language of the directory."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=EntryState.choices, default=EntryState.DRAFT
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OFFER)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(
        _("summary"), max_length=250, help_text=_("One or two sentences, shown in the list.")
    )
    text = RichTextField(_("text"), features=RICH_TEXT_FEATURES, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    # Organisations belong to the rooms above, so that only their key is kept here.
    organisation_key = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("district"),
    )
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="+", verbose_name=_("audiences")
    )
    contact_hint = models.CharField(
        _("how to get in touch"),
        max_length=250,
        blank=True,
        help_text=_("Public: give a phone number or an address only with consent."),
    )
    expires_on = models.DateField(
        _("visible until"),
        null=True,
        blank=True,
        help_text=_("Afterwards nobody sees the entry; it is not deleted."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DirectoryEntryQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("summary"),
        index.SearchField("text"),
        index.SearchField("organisation_name"),
        index.AutocompleteField("title"),
        index.FilterField("state"),
        index.FilterField("kind"),
        index.FilterField("expires_on"),
    ]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        indexes = [models.Index(fields=["directory", "state", "expires_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def districts(self) -> list[District]:
        """Return the district as a list, as pages have it."""
        return [self.district] if self.district else []

    @property
    def chips(self) -> list:
        """Return what a card shows as chips."""
        return [*self.districts, *self.audiences.all()]

    def facts(self) -> list[dict]:
        """Return what the entry's page lists beside the text."""
        until = self.expires_on and date_format(self.expires_on)
        return [
            {"label": gettext("Organisation"), "value": self.organisation_name, "icon": "people"},
            {"label": gettext("How to get in touch"), "value": self.contact_hint, "icon": "mail"},
            {"label": gettext("District"), "value": self.district, "icon": "place"},
            {"label": gettext("Available until"), "value": until, "icon": "calendar"},
        ]

    @property
    def is_expired(self) -> bool:
        """Say whether the entry's time is over."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()
