"""What a room needs to build its part of the demo town."""

import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page

from cms.content.models import (
    Audience,
    BasePage,
    ContactPerson,
    CustomDocument,
    CustomImage,
    District,
    Place,
    Topic,
)

from .bodies import BodyWriter, block_id
from .drawing import HEIGHT, WIDTH
from .illustrations import illustration
from .links import Links

PICTURES_PER_SCENE = 4
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# Nothing of the load changes these, so they need not be asked for again.
UNCHANGING = (Audience, ContactPerson, District, Place, Topic)


class NotInTown(LookupError):
    """The texts name something that the demo town does not have."""


class DemoContext:
    """Finds what was built before, and builds pages, pictures and dates.

    Everything is found by the slug it has in the YAML files.
    """

    def __init__(self, say: Callable[[str], None] = lambda text: None) -> None:
        self.say = say
        self.now = timezone.now()
        self.links = Links()
        self._bodies = BodyWriter(self)
        self._registry: dict[tuple[type, str], int] = {}
        self._unchanging: dict[tuple[type, str], models.Model] = {}
        self._media: dict[tuple, models.Model] = {}
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def register(self, slug: str, thing: models.Model) -> None:
        """Let `thing` be found under `slug` from now on."""
        self._registry[_kind(type(thing)), slug] = thing.pk
        if isinstance(thing, UNCHANGING):
            self._unchanging[type(thing), slug] = thing

    def find(self, model: type[models.Model], slug: str) -> models.Model:
        """Return what was registered under `slug`, as the database has it now."""
        if (model, slug) in self._unchanging:
            return self._unchanging[model, slug]
        try:
            pk = self._registry[_kind(model), slug]
        except KeyError:
            raise NotInTown(f"There is no {model._meta.model_name} {slug!r}.") from None
        return model._default_manager.get(pk=pk)

    def page(self, slug: str) -> Page:
        """Return the German page registered under `slug`."""
        return self.find(Page, slug).specific

    def page_ids(self) -> dict[str, int]:
        """Map the slugs of all German pages to their ids."""
        return {slug: pk for (kind, slug), pk in self._registry.items() if kind is Page}

    def contact(self, slug: str) -> ContactPerson:
        """Return a contact person of the city."""
        return self.find(ContactPerson, slug)

    def place(self, slug: str) -> Place:
        """Return a place."""
        return self.find(Place, slug)

    def audiences(self, slugs: Iterable[str]) -> list[Audience]:
        """Return audiences in the given order."""
        return [self.find(Audience, slug) for slug in slugs]

    def districts(self, slugs: Iterable[str]) -> list[District]:
        """Return districts in the given order."""
        return [self.find(District, slug) for slug in slugs]

    def topics(self, slugs: Iterable[str]) -> list[Topic]:
        """Return topics in the given order."""
        return [self.find(Topic, slug) for slug in slugs]

    def organisation(self, slug: str):
        """Return an organisation."""
        from participation.associations.models import Organisation

        return self.find(Organisation, slug)

    def person(self, slug: str):
        """Return somebody who takes part."""
        from participation.accounts.models import User

        return self.find(User, slug)

    def days(self, days: float) -> datetime:
        """Return the moment `days` from now; negative days are past."""
        return self.now + timedelta(days=days)

    def date(self, days: int, weekday: str | None = None) -> date:
        """Return the date `days` from today; with a `weekday`, the first such day from then."""
        day = timezone.localdate(self.now) + timedelta(days=days)
        if weekday:
            day += timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % len(WEEKDAYS))
        return day

    def illustration(self, name: str, seed: int = 0) -> CustomImage:
        """Return the drawing `name` as an image, created at most once for each seed."""
        if (name, seed) not in self._media:
            svg = illustration(name, seed=seed)
            file_name = f"auenbrueck-{name}-{seed}.svg"
            title = f"Illustration: {name} {seed}"
            self._media[name, seed] = self.image(svg, title, file_name, WIDTH, HEIGHT)
        return self._media[name, seed]

    def image(self, svg: str, title: str, file_name: str, width: int, height: int) -> CustomImage:
        """Store an SVG drawing in the image library."""
        return CustomImage.objects.create(
            title=title,
            file=ContentFile(svg.encode(), name=file_name),
            width=width,
            height=height,
            credit="Stadt Auenbrück",
        )

    def document(self, title: str, text: str, *, is_accessible: bool) -> CustomDocument:
        """Return a text file for download, created at most once."""
        if (title, text) not in self._media:
            file = ContentFile(text.strip().encode() + b"\n", name=f"{slugify(title)[:60]}.txt")
            self._media[title, text] = CustomDocument.objects.create(
                title=title, file=file, is_accessible=is_accessible
            )
        return self._media[title, text]

    def rich_text(self, html: str) -> str:
        """Return rich text with its `page:slug` links in the form Wagtail stores."""
        return self.links.in_rich_text(html.strip())

    def body(self, blocks: list[dict], previous: list[dict] | None = None) -> list[dict]:
        """Return the raw StreamField value of `blocks`; `previous` is the body it translates."""
        return self._bodies.write(blocks, previous)

    def block_id(self, key: str) -> str:
        """Return the id of the block that has this key in the texts."""
        return block_id(key)

    def listing_image(self, item: dict) -> CustomImage | None:
        """Return the picture of a page item; pages with one motif get different drawings."""
        if not item.get("illustration"):
            return None
        seed = zlib.crc32(item["slug"].encode()) % PICTURES_PER_SCENE
        return self.illustration(item["illustration"], seed=seed)

    def add_page(
        self,
        parent: Page,
        page_class: type[BasePage],
        item: dict,
        *,
        translate: Callable[[BasePage, dict], None] | None = None,
        **fields,
    ) -> BasePage:
        """Create and publish a page from its item, and its translations, and return it.

        `translate` is called with each translation, not yet saved, and its part of the item.
        """
        page = page_class(slug=item["slug"], locale=self._locales["de"], **fields)
        # Another page may have been added below a copy of the same parent meanwhile.
        Page.objects.get(pk=parent.pk).specific.add_child(instance=self.fill(page, item))
        return self.finish_page(page, item, translate=translate)

    def fill(self, page: BasePage, item: dict) -> BasePage:
        """Set what every page item has on `page` and return it."""
        page.title = item["title"]
        page.menu_title = item.get("menu_title", "")
        page.summary = item.get("summary", "").strip()
        page.listing_image = self.listing_image(item)
        page.body = self.body(item.get("body") or [])
        page.audiences = self.audiences(item.get("audiences") or [])
        page.districts = self.districts(item.get("districts") or [])
        page.topics = self.topics(item.get("topics") or [])
        return page

    def finish_page(self, page: BasePage, item: dict, *, translate=None) -> BasePage:
        """Publish a page that is in the tree, register it and add its translations."""
        self.register(item["slug"], page)
        publish(page)
        page = page_as_stored(page)
        for language, translation_item in (item.get("translations") or {}).items():
            self._add_translation(page, language, translation_item, translate)
        return page

    def _add_translation(self, page: BasePage, language: str, item: dict, translate) -> None:
        locale = self._locales[language]
        translation = page.get_translation_or_none(locale)
        if translation is None:
            if not page.get_parent().specific.has_translation(locale):
                self.say(f"  {page.slug}: no {language} page above it, so none here")
                return
            translation = page_as_stored(page.copy_for_translation(locale))
        translation.slug = item.get("slug") or translation.slug
        translation.title = item["title"]
        translation.menu_title = item.get("menu_title", "")
        translation.summary = item.get("summary", "").strip()
        translation.seo_title = ""
        translation.search_description = ""
        if "body" in item:
            translation.body = self.body(item["body"], list(page.body.raw_data))
        if translate:
            translate(translation, item)
        publish(translation)


def publish(page: Page) -> None:
    """Publish `page` through a revision, as editors do."""
    page.save_revision(log_action=False).publish(log_action=False)


def page_as_stored(page: Page) -> BasePage:
    """Return `page` as the database has it now."""
    return Page.objects.get(pk=page.pk).specific


def _kind(model: type[models.Model]) -> type[models.Model]:
    """Return the class under which things are registered: all page types are pages."""
    return Page if issubclass(model, Page) else model
