"""Measures and fields of action: facts, milestones, goals, languages."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from agenda.strategy.models import MeasurePage, MeasureUpdate, Milestone, Status
from agenda.strategy.models.measure_context import milestones_as_phases
from cms.content.models import ContactPerson

from .factories import a_field, a_measure, an_agenda

# The class of a page knows its content type from the database.
pytestmark = pytest.mark.django_db


@pytest.fixture
def field(root):
    return a_field(an_agenda(root), title="Bildung", slug="bildung", goals=("Lernorte", "Chancen"))


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "ends_on", "expected"),
    [
        (Status.RUNNING, yesterday, True),
        (Status.PAUSED, yesterday, True),
        (Status.DONE, yesterday, False),
        (Status.DROPPED, yesterday, False),
        (Status.RUNNING, timezone.localdate, False),
        (Status.RUNNING, lambda: None, False),
    ],
)
def test_a_measure_is_overdue_only_while_it_is_pursued(status, ends_on, expected):
    assert MeasurePage(status=status, ends_on=ends_on()).is_overdue is expected


def test_progress_from_milestones_counts_those_reached():
    reached, open_ = Milestone(title="A", done_on=date(2026, 1, 1)), Milestone(title="B")
    assert (
        MeasurePage(milestones=[reached, open_, Milestone(title="C")]).progress_from_milestones()
        == 33
    )
    assert MeasurePage().progress_from_milestones() is None


def test_the_first_open_milestone_of_a_running_measure_is_the_current_one():
    milestones = [
        Milestone(title="A", done_on=date(2026, 1, 1)),
        Milestone(title="B", due_on=yesterday()),
        Milestone(title="C"),
    ]
    measure = MeasurePage(status=Status.RUNNING, milestones=milestones)
    phases = milestones_as_phases(measure)
    assert [phase["state"] for phase in phases] == ["past", "current", "future"]
    assert [bool(phase["text"]) for phase in phases] == [False, True, False]
    paused = MeasurePage(status=Status.PAUSED, milestones=milestones)
    assert "current" not in [phase["state"] for phase in milestones_as_phases(paused)]


@pytest.mark.parametrize(
    "values",
    [{"progress": 101}, {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}],
)
def test_the_database_and_the_editor_refuse_impossible_values(field, values):
    measure = a_measure(field)
    for name, value in values.items():
        setattr(measure, name, value)
    with pytest.raises(ValidationError):
        measure.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasurePage.objects.filter(pk=measure.pk).update(**values)


def test_the_page_shows_what_the_editor_entered(client, field):
    contact = ContactPerson.objects.create(
        slug="labor", name="Ada Beispiel", office="Digitalbüro", email="ada@example.org"
    )
    measure = a_measure(
        field,
        progress=40,
        progress_note="Die Räume sind gefunden.",
        goal=field.goals.first(),
        contact=contact,
        budget_text="20 000 Euro",
        partner_names="Freifunk\n\n Kulturspeicher ",
        milestones=[Milestone(title="Mietvertrag", due_on=yesterday())],
        updates=[MeasureUpdate(title="Es geht los", text="<p>Heute.</p>")],
        ends_on=yesterday(),
    )
    html = client.get(measure.url).content.decode()
    for text in ("40 %", "Die Räume sind gefunden.", "Ada Beispiel", "20 000 Euro"):
        assert text in html
    assert "Freifunk, Kulturspeicher" in html
    assert "Mietvertrag" in html
    assert "Es geht los" in html
    assert f"{field.url}#ziel-ziel-0" in html
    assert "ada@example.org" not in html


def test_field_page_groups_measures_by_goal(client, field):
    first, second = field.goals.all()
    a_measure(field, title="Werkstatt", goal=first)
    a_measure(field, title="Leihgeräte", goal=second)
    a_measure(field, title="Sonstiges")
    context = client.get(field.url).context
    assert [[m.title for m in item["measures"]] for item in context["goals"]] == [
        ["Werkstatt"],
        ["Leihgeräte"],
    ]
    assert [measure.title for measure in context["other_measures"]] == ["Sonstiges"]


def test_queries_of_field_and_measure_do_not_grow_with_rows(client, field):
    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    measure = a_measure(field, goal=field.goals.first(), milestones=[Milestone(title="A")])
    a_measure(field)
    before = queries(field.url), queries(measure.url)
    for n in range(8):
        a_measure(field, goal=field.goals.first(), milestones=[Milestone(title=f"{n}")])
    measure.milestones = [Milestone(title=f"M{n}") for n in range(9)]
    measure.save_revision().publish()
    assert queries(field.url) <= before[0]
    assert queries(measure.url) <= before[1]


def test_a_translated_measure_stands_under_the_translated_goal(field, german):
    english = Locale.objects.get(language_code="en")
    measure = a_measure(field, goal=field.goals.first())
    field.get_parent().specific.copy_for_translation(english, copy_parents=True)
    translated_field = field.copy_for_translation(english)
    goal = translated_field.goals.first()
    goal.title = "Places to learn"
    translated_field.goals = [goal, *list(translated_field.goals.all())[1:]]
    translated_field.save_revision().publish()
    translated = measure.copy_for_translation(english)
    translated.save_revision().publish()
    translated = MeasurePage.objects.get(pk=translated.pk)
    assert translated.localized_goal().title == "Places to learn"
    assert measure.localized_goal().title == "Lernorte"


def test_structured_data_names_the_state_of_the_action(field):
    measure = a_measure(field, status=Status.DONE, starts_on=date(2026, 1, 1))
    action = json.loads(json.dumps(measure.get_structured_data()))["mainEntity"]
    assert action["actionStatus"] == "https://schema.org/CompletedActionStatus"
    assert action["startTime"] == "2026-01-01"
    assert "endTime" not in action


def test_a_goal_gets_its_slug_from_its_title(field):
    goal = field.goals.first()
    goal.slug, goal.title = "", "Übung für alle"
    goal.clean()
    assert goal.anchor == "ziel-ubung-fur-alle"


def test_report_and_explorer_show_measures_with_their_status(admin_client, field):
    a_measure(field, title="Werkstatt", status=Status.PAUSED)
    a_measure(field, title="Leihgeräte", status=Status.RUNNING)
    report = admin_client.get(reverse("measures_report:index"), {"status": "paused"})
    assert [page.title for page in report.context["object_list"]] == ["Werkstatt"]
    export = admin_client.get(reverse("measures_report:index"), {"export": "csv"})
    assert b"Werkstatt" in b"".join(export.streaming_content)
    explorer = admin_client.get(reverse("wagtailadmin_explore", args=[field.pk]))
    assert "Paused" in explorer.content.decode() or "Ruht" in explorer.content.decode()


def test_the_editor_offers_only_goals_of_the_own_field(admin_client, field):
    other = a_field(field.get_parent().specific, goals=("Fremdes Ziel",))
    measure = a_measure(field, goal=field.goals.first())
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[measure.pk])).context["form"]
    offered = set(form.fields["goal"].queryset)
    assert offered == set(field.goals.all())
    assert not offered & set(other.goals.all())


def test_editors_see_the_report_and_citizens_do_not(client, editor, citizen):
    client.force_login(editor)
    assert client.get(reverse("measures_report:index")).status_code == 200
    client.force_login(citizen)
    assert client.get(reverse("measures_report:index")).status_code in {302, 403}
