"""Agendas in the exchange format: what is written, and what another town makes of it."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import Locale, Site

from agenda.strategy.exchange import SCHEMA_PATH
from agenda.strategy.exchange.export import exported
from agenda.strategy.exchange.importing import carry_out, plan
from agenda.strategy.exchange.reading import read
from agenda.strategy.models import (
    AgendaPage,
    BudgetItem,
    Dependency,
    FieldOfActionPage,
    Indicator,
    MeasurePage,
    MeasureUpdate,
    Milestone,
    RelatedOffer,
    Status,
)
from cms.content.models import Audience, ContactPerson, District, Place, Topic
from participation.accounts.models import User
from tests.guides.factories import a_guide, a_guide_index

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db

# What is not taken over: where something was, and when the other town told of it.
LOCAL = {
    *("key", "slug", "url", "origin", "exported_at"),
    *("first_published_at", "last_published_at", "reported_on"),
}


@pytest.fixture
def site(root) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def agenda(root) -> AgendaPage:
    """An agenda with everything that a measure may have, also in English."""
    english = Locale.objects.get(language_code="en")
    agenda = an_agenda(root, title="Digitale Agenda", update_rhythm_days=60)
    field = a_field(agenda, title="Bildung", slug="bildung", goals=("Lernorte", "Chancen"))
    first = a_measure(field, title="Erst das Netz", slug="netz", progress=40)
    measure = full_measure(field, first)
    for page in (agenda, field):
        copy = page.copy_for_translation(english, copy_parents=True)
        for draft in (*copy.get_ancestors().not_live().specific(), copy):
            draft.save_revision().publish()
    copied = measure.copy_for_translation(english)
    copied.title, copied.slug, copied.summary = "Digital lab", "lab", "In English."
    copied.milestones.all()[0].title = "Rooms found"
    copied.save_revision().publish()
    an_indicator(
        {2023: "12.5", 2024: "14"},
        baseline="10",
        target="20",
        goal=field.goals.first(),
        translations={"en": {"title": "Share", "unit": "%"}},
    )
    return AgendaPage.objects.get(pk=agenda.pk)


def full_measure(field, first) -> MeasurePage:
    home = Site.objects.get(is_default_site=True).root_page
    district = District.objects.create(slug="nord", name="Nord")
    place = Place.objects.create(
        slug="labor", name="Labor", street="Gasse 1", postal_code="12345", locality="Auenbrück"
    )
    contact = ContactPerson.objects.create(
        slug="ada", name="Ada Beispiel", office="Digitalbüro", email="ada@auenbrueck.example"
    )
    responsible = User.objects.create_user("geheim@auenbrueck.example", display_name="Geheim")
    return a_measure(
        field,
        title="Digitallabor",
        slug="digitallabor",
        summary="Ein Raum für alle.",
        status=Status.PAUSED,
        goal=field.goals.last(),
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
        responsible=responsible,
        responsible_office="Digitalbüro",
        contact=contact,
        budget_text="Rund 20 000 Euro",
        partner_names="Freifunk\nKulturspeicher",
        progress_note="Die Räume sind da.",
        body=[
            {"type": "heading", "value": "Worum es geht"},
            {
                "type": "text",
                "value": f'<p>Erst <a linktype="page" id="{first.pk}">das Netz</a>.</p>',
            },
            {"type": "accordion", "value": [{"title": "Kosten?", "text": "<p><b>Keine</b>.</p>"}]},
            {"type": "related_pages", "value": {"title": "Mehr", "pages": [first.pk]}},
        ],
        places=[place],
        milestones=[
            Milestone(title="Räume", due_on=date(2026, 1, 1), done_on=date(2026, 2, 1)),
            Milestone(title="Eröffnung"),
        ],
        updates=[
            MeasureUpdate(date=date(2026, 2, 1), title="Los", text="<p>Heute.</p>"),
            MeasureUpdate(date=date(2026, 2, 1), title="Noch mehr"),
        ],
        budget_items=[BudgetItem(title="Miete", amount=Decimal("400.50"), year=2026, source="HH")],
        dependencies=[Dependency(depends_on=first)],
        related_offers=[RelatedOffer(page=a_guide(a_guide_index(home)))],
        terms={
            "audiences": [Audience.objects.create(slug="alle", name="Alle")],
            "districts": [district],
            "topics": [Topic.objects.create(slug="lernen", name="Lernen")],
        },
    )


def as_file(document: dict) -> bytes:
    return json.dumps(document).encode()


def canonical(value, keys: dict | None = None):
    """Return a file without what differs between towns; keys are numbered in their order."""
    keys = {} if keys is None else keys
    if isinstance(value, dict):
        if "key" in value:
            keys.setdefault(value["key"], len(keys))
        return {n: canonical(v, keys) for n, v in value.items() if n not in LOCAL}
    if isinstance(value, list):
        return [canonical(item, keys) for item in value]
    return f"key {keys[value]}" if value in keys else value


def publish_all() -> None:
    for model in (AgendaPage, FieldOfActionPage, MeasurePage):
        for page in model.objects.order_by("path"):
            page.get_latest_revision().publish()
    Indicator.objects.update(is_public=True)


def empty_town() -> None:
    Indicator.objects.all().delete()
    for page in AgendaPage.objects.all():
        AgendaPage.objects.get(pk=page.pk).delete()


def test_an_agenda_is_written_as_its_schema_says(agenda, site):
    document = exported(agenda, site=site)
    schema = json.loads(SCHEMA_PATH.read_text())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert read(as_file(document)) == document


def test_an_emptied_town_gets_equal_measures(agenda, root, site):
    before = exported(agenda, site=site)
    measures = before["agenda"]["fields_of_action"][0]["measures"]
    assert len(measures) == 2
    assert measures[1]["texts"]["en"]["title"] == "Digital lab"
    empty_town()

    [taken] = carry_out(plan(read(as_file(before)), root))
    assert not MeasurePage.objects.live().exists()
    publish_all()

    after = exported(taken, site=site)
    assert canonical(after["agenda"]) == canonical(before["agenda"])


def test_a_file_tells_only_what_everybody_may_read(agenda, site):
    field = FieldOfActionPage.objects.get(locale__language_code="de")
    draft = a_measure(field, title="Noch geheim")
    measure = MeasurePage.objects.get(slug="digitallabor")
    measure.dependencies.add(Dependency(depends_on=draft))
    measure.save_revision().publish()
    draft.unpublish()
    Indicator.objects.update(is_public=False)

    text = as_file(exported(agenda, site=site)).decode()

    for secret in ("Noch geheim", str(draft.translation_key), "ada@", "geheim@", "Share"):
        assert secret not in text
    assert "http://localhost:8000/agenda/bildung/netz/" in text
    assert "related_pages" not in text


def test_what_is_dated_ahead_is_in_no_file(agenda, site):
    tomorrow = timezone.localdate() + timedelta(days=1)
    MeasureUpdate.objects.filter(title="Noch mehr").update(date=tomorrow)
    Milestone.objects.filter(title="Räume").update(done_on=tomorrow)
    document = exported(agenda, site=site)
    assert "Noch mehr" not in as_file(document).decode()
    [_first, measure] = document["agenda"]["fields_of_action"][0]["measures"]
    assert measure["milestones"][0]["done_on"] is None
    read(as_file(document))


def test_queries_do_not_grow_with_measures(agenda, site):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            exported(agenda, site=site)
        return len(captured)

    queries()
    before = queries()
    field = FieldOfActionPage.objects.get(locale__language_code="de")
    link = MeasurePage.objects.first().pk
    for n in range(5):
        a_measure(
            field,
            milestones=[Milestone(title=f"{n}")],
            updates=[MeasureUpdate(title="A", text=f'<a linktype="page" id="{link}">x</a>')],
            dependencies=[Dependency(depends_on_id=link)],
        )
    assert queries() == before


def test_what_is_here_already_is_named_and_not_taken_over_twice(agenda, root, site):
    document = read(as_file(exported(agenda, site=site)))
    again = plan(document, root)
    assert [measure.here is not None for measure in again.measures] == [True, True]
    assert again.creates_nothing

    keys = {measure.key for measure in again.measures}
    [copied] = carry_out(plan(document, root, keys))
    assert copied.slug == "agenda-1"
    measures = MeasurePage.objects.filter(locale__language_code="de").descendant_of(copied)
    assert len({measure.translation_key for measure in measures} | keys) == 4
    assert {measure.origin_name for measure in measures} == {"Stadtagenda"}


def test_one_measure_comes_into_a_field_of_another_agenda(agenda, root, site):
    document = exported(agenda, site=site)
    empty_town()
    field = a_field(an_agenda(root), goals=("Eigenes Ziel",))
    key = document["agenda"]["fields_of_action"][0]["measures"][1]["key"]

    assert not plan(document, field).chosen
    [measure] = carry_out(plan(document, field, {key}))

    measure.refresh_from_db()
    assert (measure.title, measure.live, measure.get_parent().pk) == (
        "Digitallabor",
        False,
        field.pk,
    )
    assert measure.origin_url == "http://localhost:8000/agenda/bildung/digitallabor/"
    assert measure.goal is None
    assert [milestone.title for milestone in measure.milestones.all()] == ["Räume", "Eröffnung"]
    # There is no English field, so the English words have no place.
    assert MeasurePage.objects.count() == 1


def test_names_that_this_town_does_not_have_are_listed_and_left_out(agenda, root, site):
    document = exported(agenda, site=site)
    empty_town()
    for model in (Audience, ContactPerson, Place):
        model.objects.all().delete()
    Topic.objects.filter(slug="lernen").update(slug="lifelong", name="lernen")

    planned = plan(document, root)
    assert "Alle, Labor, Ada Beispiel, Digitalbüro" in planned.notes[0]
    carry_out(planned)

    measure = MeasurePage.objects.get(locale__language_code="de", title="Digitallabor")
    assert [term.slug for term in measure.topics.all()] == ["lifelong"]
    assert not measure.audiences.exists()
    assert (measure.contact, measure.places.count()) == (None, 0)


def test_script_is_taken_out_of_every_text(agenda, root, site):
    document = exported(agenda, site=site)
    empty_town()
    evil = '<script>alert(1)</script><p onclick="x">Gut <a href="javascript:x">hier</a></p>'
    words = document["agenda"]["fields_of_action"][0]["measures"][1]["texts"]["de"]
    words["body"] = [
        {"type": "text", "value": evil},
        {"type": "steps", "value": {"steps": [{"title": evil, "text": evil}]}},
        {"type": "iframe", "value": evil},
    ]
    document["agenda"]["fields_of_action"][0]["measures"][1]["updates"][0]["texts"]["de"][
        "text"
    ] = evil
    carry_out(plan(read(as_file(document)), root))
    publish_all()

    measure = MeasurePage.objects.get(locale__language_code="de", title="Digitallabor")
    assert [block["type"] for block in measure.body.raw_data] == ["text", "steps"]
    assert measure.body.raw_data[0]["value"] == "<p>Gut <a>hier</a></p>"
    assert measure.updates.first().text == "<p>Gut <a>hier</a></p>"
