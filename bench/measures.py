"""Agendas with as many measures as one likes, made in a second."""

from datetime import date, timedelta
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone
from wagtail.models import Page

from agenda.strategy.models import AgendaPage, FieldOfActionPage, MeasurePage, Milestone, Status
from cms.content.models import Audience, BasePage

WORDS = ("Digitale Sprechstunde", "Offene Werkstatt", "Schnelles Netz", "Leichter Antrag")
PLACES = ("in jedem Stadtteil", "für alle Schulen", "am Marktplatz", "im Rathaus")
ROWS_AT_ONCE = 400
FIELDS_OF_ACTION = 8
DAYS_BETWEEN_STARTS = 9
BEGINNING = date(2022, 1, 1)
numbers = count(1)


def an_agenda_with(measures: int, parent: Page) -> AgendaPage:
    """Return a published agenda below `parent` with so many public measures in eight fields."""
    number = next(numbers)
    agenda = AgendaPage(title=f"Agenda {number}", slug=f"agenda-messung-{number}", live=True)
    parent.add_child(instance=agenda)
    for n in range(FIELDS_OF_ACTION):
        field = FieldOfActionPage(title=f"Handlungsfeld {n + 1}", slug=f"feld-{n + 1}", live=True)
        agenda.add_child(instance=field)
        share = measures // FIELDS_OF_ACTION + (n < measures % FIELDS_OF_ACTION)
        add_measures(field, share)
    return agenda


def add_measures(field: FieldOfActionPage, how_many: int) -> list[MeasurePage]:
    """Add public measures below `field`: their rows are written together, no page by itself."""
    audiences = list(Audience.objects.all())
    added: list[MeasurePage] = []
    for start in range(0, how_many, ROWS_AT_ONCE):
        amount = min(ROWS_AT_ONCE, how_many - start)
        added += insert_pages([_measure(field, start + n) for n in range(amount)])
    field.numchild += how_many
    Page.objects.filter(pk=field.pk).update(numchild=field.numchild)
    for_whom = MeasurePage.audiences.through
    for_whom.objects.bulk_create(
        for_whom(basepage_id=measure.pk, audience=audience)
        for n, measure in enumerate(added)
        for audience in audiences[n % (len(audiences) + 1) :][: n % 3]
    )
    Milestone.objects.bulk_create(
        Milestone(
            measure=measure, title="Beschlossen", due_on=BEGINNING, locale_id=measure.locale_id
        )
        for measure in added
    )
    return added


def _measure(field: FieldOfActionPage, n: int) -> MeasurePage:
    number = field.numchild + n + 1
    title = f"{WORDS[n % len(WORDS)]} {PLACES[n // 4 % len(PLACES)]} {number}"
    slug = title.lower().replace(" ", "-").replace("ü", "ue")
    starts_on = BEGINNING + timedelta(days=DAYS_BETWEEN_STARTS * (n % 200))
    page = Page(
        path=Page._get_path(field.path, field.depth + 1, number),
        depth=field.depth + 1,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{field.url_path}{slug}/",
        live=True,
        locale_id=field.locale_id,
        content_type=ContentType.objects.get_for_model(MeasurePage),
        first_published_at=timezone.now(),
    )
    return MeasurePage(
        **{item.attname: getattr(page, item.attname) for item in Page._meta.concrete_fields},
        summary="Was die Stadt tut, für wen, und wer dafür die Verantwortung trägt.",
        status=Status.values[n % len(Status.values)],
        progress=n % 101,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=200 + 7 * (n % 90)),
        responsible_office=f"Fachstelle {n % 12 + 1}",
    )


def insert_pages(pages: list) -> list:
    """Write one row into each of the three tables that a page of these is made of."""
    columns = [item for item in Page._meta.concrete_fields if not item.primary_key]
    rows = Page.objects.bulk_create(
        Page(**{item.attname: getattr(page, item.attname) for item in columns}) for page in pages
    )
    for row, page in zip(rows, pages, strict=True):
        page.pk = page.page_ptr_id = page.basepage_ptr_id = row.pk
    for model in (BasePage, type(pages[0])):
        # bulk_create refuses models with parents, whose rows are already there.
        model._base_manager._insert(
            pages, fields=model._meta.local_concrete_fields, using=DEFAULT_DB_ALIAS, raw=True
        )
    return pages
