"""Online services: what the town hall does for people, and how to get it."""

from django.core.paginator import Paginator
from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Left, Lower, Replace, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from agenda.checks.forms import CheckedPageForm
from agenda.checks.models import CheckedPage, CheckedPageQuerySet
from agenda.filters import Filter, ListFilters, audience_filter, topic_filter
from cms.content.blocks import RICH_TEXT_FEATURES
from cms.content.models import BasePage, ContactPerson, Place
from cms.content.queries import in_language_of, listed

from . import structured_data
from .choices import Digital, SignIn
from .facts import facts_of, sections_of
from .panels import CONTENT_PANELS, ORIGIN_PANEL

SERVICES_PER_PAGE = 24
LETTER_PARAMETER = "buchstabe"
# Dictionaries file these under their basic letters (DIN 5007-1).
BASIC_LETTERS = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "·": ""}
WORD_LOOKUPS = ("title", "summary", "keywords", "description")


class ServiceQuerySet(CheckedPageQuerySet):
    """Questions about services."""

    def alphabetical(self):
        """Sort as a dictionary does; adds `letter`, under which each service is found."""
        name = Lower("title")
        for letter, basic in BASIC_LETTERS.items():
            name = Replace(name, Value(letter), Value(basic))
        named = self.annotate(sort_name=name).annotate(letter=Upper(Left("sort_name", 1)))
        return named.order_by("sort_name", "pk")

    def as_cards(self):
        """Plan what a card of a service shows, public services only."""
        return listed(self).prefetch_related("audiences")

    def taken_over(self):
        """Return the services that came by XZuFi, each one once whatever its languages."""
        return self.exclude(xzufi_id="").filter(alias_of__isnull=True)


class ServiceIndexPage(BasePage):
    """All services from A to Z, filtered by what people know of themselves."""

    template = "services/service_index_page.html"
    subpage_types = ["services.ServicePage"]

    class Meta:
        verbose_name = _("overview of online services")
        verbose_name_plural = _("overviews of online services")

    def services(self):
        """Return the public services from A to Z, as cards show them."""
        return ServicePage.objects.child_of(self).alphabetical().as_cards()

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add one page of the services that the filters of the address leave."""
        context = super().get_context(request, *args, **kwargs)
        services = self.services()
        letters = self._letters(services)
        filters = ListFilters(
            request.GET,
            [
                audience_filter(),
                topic_filter(),
                Filter("art", gettext("How to get it"), "digital", Digital.choices),
                Filter("anmeldung", gettext("Sign-in"), "sign_in", SignIn.choices),
                Filter(LETTER_PARAMETER, gettext("First letter"), "letter", letters),
            ],
            word_lookups=WORD_LOOKUPS,
        )
        paginator = Paginator(filters.apply(services), SERVICES_PER_PAGE)
        context |= {
            "filters": filters,
            "fields": [field for field in filters.fields if field["name"] != LETTER_PARAMETER],
            "letters": _letter_links(letters, filters),
            "page_obj": paginator.get_page(filters.page_number),
        }
        return context

    def _letters(self, services) -> list[tuple[str, str]]:
        used = services.order_by("letter").values_list("letter", flat=True).distinct()
        return [(letter, letter) for letter in used if letter]

    def get_structured_data(self) -> dict:
        """Return the overview as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


def _letter_links(letters: list[tuple[str, str]], filters: ListFilters) -> list[dict]:
    current = filters.selected.get(LETTER_PARAMETER)
    return [
        {
            "label": letter,
            "url": f"?{filters.query_with(**{LETTER_PARAMETER: letter})}",
            "is_current": letter == current,
        }
        for letter, _label in letters
    ]


def _rich_text(label, help_text="") -> RichTextField:
    return RichTextField(label, features=RICH_TEXT_FEATURES, blank=True, help_text=help_text)


class ServicePage(CheckedPage, BasePage):
    """A service of the town hall: who may use it, what is needed, and the way to it."""

    template = "services/service_page.html"
    parent_page_types = ["services.ServiceIndexPage"]
    subpage_types = []
    base_form_class = CheckedPageForm
    asks_whether_it_helped = True

    description = _rich_text(_("what it is"), _("What the town does here, in plain words."))
    eligibility = _rich_text(_("who may use it"))
    requirements = _rich_text(
        _("requirements"), _("What must be so before one may apply; best as a list.")
    )
    documents = _rich_text(
        _("documents needed"), _("What people should have at hand; best as a list.")
    )
    procedure = _rich_text(_("how it goes"), _("From the application to the answer."))
    online_url = models.URLField(
        _("address of the online service"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    digital = models.CharField(
        _("how far it is digital"),
        max_length=10,
        choices=Digital.choices,
        default=Digital.PAPER,
    )
    sign_in = models.CharField(
        _("sign-in"),
        max_length=10,
        choices=SignIn.choices,
        default=SignIn.NONE,
        help_text=_("What people need in order to sign in to the online service."),
    )
    guide = models.ForeignKey(
        "guides.GuidePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guide"),
        help_text=_("A guide that shows step by step how to do it."),
    )
    cost_amount = models.DecimalField(
        _("costs in euros"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("0 if it is free of charge; leave empty if it depends."),
    )
    cost_text = models.TextField(_("costs in words"), blank=True)
    duration = models.TextField(
        _("how long it takes"), blank=True, help_text=_("From the application to the answer.")
    )
    deadline = models.TextField(
        _("deadline"), blank=True, help_text=_("By when one must apply, if there is a limit.")
    )
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
        related_name="services",
        verbose_name=_("places"),
        help_text=_("Where people can come instead."),
    )
    legal_basis = _rich_text(_("legal basis"))
    further_information = _rich_text(_("further information"))
    keywords = models.TextField(
        _("other words for it"),
        blank=True,
        help_text=_("One on each line; people find the service by them. They are not shown."),
    )
    xzufi_agency = models.CharField(
        _("source system"), max_length=200, blank=True, default="", editable=False
    )
    xzufi_id = models.CharField(
        _("identifier in the source"), max_length=200, blank=True, default="", editable=False
    )
    xzufi_version = models.CharField(
        _("version in the source"), max_length=100, blank=True, default="", editable=False
    )
    # Tells whether the source has changed since; an editor's corrections do not matter to it.
    xzufi_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    # A print of each value that the file filled, by field.
    xzufi_fields = models.JSONField(default=dict, blank=True, editable=False)
    imported_at = models.DateTimeField(_("taken over at"), null=True, blank=True, editable=False)

    content_panels = [
        *BasePage.content_panels[:-1],
        *CONTENT_PANELS,
        BasePage.content_panels[-1],
        ORIGIN_PANEL,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("keywords", boost=2),
        index.SearchField("description"),
        index.SearchField("eligibility"),
        index.SearchField("requirements"),
        index.SearchField("documents"),
        index.SearchField("procedure"),
        index.SearchField("responsible_office"),
        index.FilterField("digital"),
        index.FilterField("sign_in"),
        index.FilterField("checked_on"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("places"),
    ]
    # A copy is another service; a translation is found by its source.
    exclude_fields_in_copy = [
        "xzufi_agency",
        "xzufi_id",
        "xzufi_version",
        "xzufi_digest",
        "xzufi_fields",
        "imported_at",
    ]

    objects = PageManager.from_queryset(ServiceQuerySet)()

    class Meta:
        verbose_name = _("online service")
        verbose_name_plural = _("online services")
        indexes = [models.Index(fields=["xzufi_agency", "xzufi_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_amount__isnull=True) | Q(cost_amount__gte=0),
                name="service_costs_nothing_or_something",
                violation_error_message=_("The costs cannot be below zero."),
            ),
            models.CheckConstraint(
                condition=~Q(digital=Digital.ONLINE) | ~Q(online_url=""),
                name="online_service_has_an_address",
                violation_error_message=_("Say where the online service is found."),
            ),
        ]

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add facts, sections, places and the guide."""
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "facts": facts_of(self),
            "sections": sections_of(self),
            "places": list(self.places.select_related("district")),
            "public_guide": self.public_guide(),
            "checked": self.checked_text(),
        }
        return context

    def public_guide(self) -> BasePage | None:
        """Return the guide in the language of this page, else in German, if readers may see it."""
        if self.guide_id is None:
            return None
        guides = type(self).guide.field.related_model.objects
        same = guides.filter(pk=self.guide_id).values(key=F("translation_key"))
        found = in_language_of(self, listed(guides.filter(translation_key__in=same)))
        return found[0] if found else None

    def get_structured_data(self) -> dict:
        """Return the service as a schema.org GovernmentService."""
        return {**super().get_structured_data(), **structured_data.government_service(self)}
