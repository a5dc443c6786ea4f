"""What this site has already of the services of a file."""

from uuid import UUID

from wagtail.models import Locale
from wagtail_localize.models import Translation

from ..models import ServiceIndexPage, ServicePage
from .document import Document, Row


class Known:
    """The pages that came from the same systems before, asked for once for the whole file."""

    def __init__(self, document: Document, index: ServiceIndexPage) -> None:
        self.indexes = self.indexes_by_language(index)
        self._codes = dict(Locale.objects.values_list("pk", "language_code"))
        ours = ServicePage.objects.taken_over().filter(xzufi_agency__in=document.agencies)
        self._sources = {
            (page.xzufi_agency, page.xzufi_id): page
            for page in ours.order_by("-pk").defer("body").select_related("latest_revision")
        }
        self._in_file = {row.key for row in document.rows}
        self._keys = {
            page.translation_key for key, page in self._sources.items() if key in self._in_file
        }
        self._translations = {
            (page.translation_key, self._codes[page.locale_id]): page
            for page in self._with_what_hinders(self._keys)
        }
        self._translated_here = self._kept_by_translators()

    @staticmethod
    def _with_what_hinders(keys: set[UUID]):
        # Whether somebody may edit a page depends on its moderation and its schedule.
        pages = ServicePage.objects.filter(translation_key__in=keys)
        planned = pages.select_related("latest_revision").annotate_approved_schedule()
        return planned.prefetch_workflow_states()

    @staticmethod
    def indexes_by_language(index: ServiceIndexPage) -> dict[str, ServiceIndexPage]:
        """Return the overview and its translations by language; aliases take no pages."""
        pages = ServiceIndexPage.objects.filter(
            translation_key=index.translation_key, alias_of__isnull=True
        )
        return {page.locale.language_code: page for page in pages.select_related("locale")}

    def _kept_by_translators(self) -> set[tuple[UUID, int]]:
        """Return the translations that follow their source sentence by sentence."""
        found = Translation.objects.filter(source__object_id__in=self._keys, enabled=True)
        return set(found.values_list("source__object_id", "target_locale_id"))

    def page(self, row: Row) -> ServicePage | None:
        """Return the page that came of this service before."""
        return self._sources.get(row.key)

    def translation(self, row: Row, language: str) -> ServicePage | None:
        """Return the page of this service in one language."""
        page = self.page(row)
        return page and self._translations.get((page.translation_key, language))

    def is_translated_here(self, page: ServicePage) -> bool:
        """Say whether this page follows another one here, so that no file must write it."""
        is_by_hand = not page.xzufi_id and not self.digest(page)
        is_by_sentence = (page.translation_key, page.locale_id) in self._translated_here
        return page.alias_of_id is not None or is_by_hand or is_by_sentence

    def digest(self, page: ServicePage) -> str:
        """Return what the newest draft of a page took from its source."""
        revision = page.latest_revision
        return revision.content.get("xzufi_digest", "") if revision else page.xzufi_digest

    def gone(self) -> list[ServicePage]:
        """Return the pages whose services are no longer in the file, by title."""
        pages = [page for key, page in self._sources.items() if key not in self._in_file]
        return sorted(pages, key=lambda page: (page.title, page.pk))
