"""Take over services: first a plan that changes nothing, then drafts."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug

from ..choices import Digital
from ..models import ServiceIndexPage, ServicePage
from .document import BadFile, Document, Row
from .known import Known
from .origin import empty, note_about, prints_of, values_of, vanished

LOG_ACTION = "services.import_xzufi"


class Action(models.TextChoices):
    """What an import does with a service."""

    NEW = "new", _("new draft")
    CHANGED = "changed", _("draft of a change")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


@dataclass
class PlannedService:
    """A service of the file, what will happen to it and why.

    `changes` maps the languages that are written to the page there, None for a new one.
    """

    row: Row
    page: ServicePage | None = None
    changes: dict[str, ServicePage | None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def action(self) -> Action:
        """Return what will happen."""
        if self.problems:
            return Action.REFUSED
        if not self.changes:
            return Action.UNCHANGED
        return Action.CHANGED if self.page else Action.NEW

    @property
    def languages(self) -> list[str]:
        """Return the languages in which something is written."""
        return list(self.changes)


@dataclass
class Plan:
    """What an import would do below `index`."""

    document: Document
    index: ServiceIndexPage
    services: list[PlannedService]
    gone: list[ServicePage]

    def planned(self, *actions: Action) -> list[PlannedService]:
        """Return the services to which one of these happens."""
        return [service for service in self.services if service.action in actions]

    @property
    def to_write(self) -> list[PlannedService]:
        """Return the services of which drafts are written."""
        return self.planned(Action.NEW, Action.CHANGED)

    def counts(self) -> list[tuple[str, int]]:
        """Return how many services each action meets."""
        return [(str(action.label), len(self.planned(action))) for action in Action]


def plan(document: Document, index: ServiceIndexPage, user=None) -> Plan:
    """Say what an import of `document` below `index` would do for `user`; changes nothing."""
    known = Known(document, index)
    open_to_user = {
        language
        for language, page in known.indexes.items()
        if user is None or page.permissions_for_user(user).can_add_subpage()
    }
    services = [_planned(row, known, user, open_to_user) for row in document.rows]
    return Plan(document, index, services, known.gone())


def _planned(row: Row, known: Known, user, open_to_user: set[str]) -> PlannedService:
    planned = PlannedService(row, known.page(row), problems=list(row.problems), notes=[*row.notes])
    if planned.problems:
        return planned
    for language in row.words:
        _plan_language(planned, known, language, open_to_user)
    if planned.page is None and not planned.changes:
        planned.problems.append(gettext("You may not add services here."))
    for page in filter(None, planned.changes.values()):
        planned.problems += _obstacles(page, user)
    return planned


def _plan_language(
    planned: PlannedService, known: Known, language: str, open_to_user: set[str]
) -> None:
    page = known.translation(planned.row, language)
    if page is None and language not in open_to_user:
        reason = gettext("Left out, as you may add nothing in this language: %(language)s")
        planned.notes.append(reason % {"language": language})
    elif page is not None and known.is_translated_here(page):
        reason = gettext("Translated here, so the file's words are left out: %(language)s")
        planned.notes.append(reason % {"language": language})
    elif page is None or known.digest(page) != planned.row.digest(language):
        planned.changes[language] = page
        if page is not None and (names := vanished(page, planned.row, language)):
            planned.notes.append(note_about(names))
        if page is not None and page.has_unpublished_changes:
            planned.notes.append(gettext("Changes wait already; the new draft builds on them."))


def _obstacles(page: ServicePage, user) -> list[str]:
    """Return why `user` may not write a draft of `page`."""
    if user is None:
        return [gettext("The page is locked.")] if page.locked else []
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit():
        return [gettext("You may not edit this service.")]
    return [gettext("The page is locked.")] if permissions.page_locked() else []


def carry_out(document: Document, index: ServiceIndexPage, *, user=None) -> Plan:
    """Write the drafts of a file and return what was planned and done.

    Raises BadFile, and leaves nothing behind, if something cannot be stored.
    """
    try:
        with transaction.atomic():
            # One import at a time, so that no service comes twice.
            list(ServiceIndexPage.objects.select_for_update(of=("self",)).order_by("pk"))
            planned = plan(document, ServiceIndexPage.objects.get(pk=index.pk), user)
            writer = _Writer(planned, user)
            for service in planned.to_write:
                writer.write(service)
    except ValidationError as error:
        reasons = [gettext("Not to be stored: %(reason)s") % {"reason": m} for m in error.messages]
        raise BadFile(reasons[:20]) from None
    except (DataError, IntegrityError):
        raise BadFile([gettext("A value of the file cannot be stored.")]) from None
    return planned


class _Writer:
    """Writes drafts; what is live stays as it is."""

    def __init__(self, planned: Plan, user) -> None:
        self.user = user
        self.now = now()
        self.indexes = Known.indexes_by_language(planned.index)

    def write(self, planned: PlannedService) -> None:
        """Write the drafts of one service in all its languages, the German one first."""
        key = planned.page and planned.page.translation_key
        for language, page in planned.changes.items():
            if page is None:
                page = self._create(planned.row, language, key)
                key = page.translation_key
            else:
                names = vanished(page, planned.row, language)
                page = page.get_latest_revision_as_object()
                empty(page, names)
                self._fill(page, planned.row, language)
            page.save_revision(user=self.user, log_action=LOG_ACTION)

    def _create(self, row: Row, language: str, key) -> ServicePage:
        parent = self.indexes[language]
        page = ServicePage(
            locale_id=parent.locale_id,
            live=False,
            has_unpublished_changes=True,
            owner=self.user,
            # Nobody knows yet whether all of it can be done online.
            digital=Digital.PARTLY if row.online_url else Digital.PAPER,
        )
        if key is None:
            page.xzufi_agency, page.xzufi_id = row.key
        else:
            page.translation_key = key
        self._fill(page, row, language)
        wanted = slugify(page.title, allow_unicode=True)[:200].strip("-")
        page.slug = find_available_slug(parent, wanted or "dienst")
        parent.add_child(instance=page)
        return page

    def _fill(self, page: ServicePage, row: Row, language: str) -> None:
        """Set what the file says; what it never said stays as editors wrote it."""
        values = values_of(row, language)
        for name, value in values.items():
            setattr(page, name, value)
        page.xzufi_fields = prints_of(values)
        page.xzufi_version = row.version
        page.xzufi_digest = row.digest(language)
        page.imported_at = self.now


def indexes_for(user) -> list[ServiceIndexPage]:
    """Return the overviews in the source language below which `user` may add services."""
    pages = ServiceIndexPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    )
    return [
        page
        for page in pages.order_by("path").defer("body")
        if page.permissions_for_user(user).can_add_subpage()
    ]
