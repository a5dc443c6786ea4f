"""Measures and fields of action: facts, milestones, goals, languages."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from agenda.strategy.models import (
    BudgetItem,
    Dependency,
    MeasurePage,
    MeasureUpdate,
    Milestone,
    ProgressSource,
    RelatedOffer,
    Status,
)
from agenda.strategy.models.measure_context import dependencies_of, milestones_as_phases
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
    phases = milestones_as_phases(measure, milestones)
    assert [phase["state"] for phase in phases] == ["past", "current", "future"]
    assert [bool(phase["text"]) for phase in phases] == [False, True, False]
    paused = MeasurePage(status=Status.PAUSED, milestones=milestones)
    assert "current" not in [phase["state"] for phase in milestones_as_phases(paused, milestones)]


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


def test_progress_follows_the_milestones_unless_it_is_set_by_hand_with_a_reason(field):
    milestones = [Milestone(title="A", done_on=date(2026, 1, 1)), Milestone(title="B")]
    measure = a_measure(field, milestones=milestones)
    assert measure.progress == 50

    measure.progress_source, measure.progress = ProgressSource.MANUAL, 80
    with pytest.raises(ValidationError) as refused:
        measure.full_clean()
    assert "progress_reason" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasurePage.objects.filter(pk=measure.pk).update(progress_source=ProgressSource.MANUAL)

    measure.progress_reason = "Der größte Teil ist fertig"
    measure.save()
    measure.refresh_from_db()
    assert measure.progress == 80


def test_a_measure_that_is_done_is_done_whole(field):
    milestones = [Milestone(title="A", done_on=date(2026, 1, 1)), Milestone(title="B")]
    assert a_measure(field, status=Status.DONE, milestones=milestones).progress == 100


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize(
    ("status", "told", "is_due"),
    [
        (Status.RUNNING, 91, True),
        (Status.RUNNING, 90, False),
        (Status.PLANNED, 200, True),
        (Status.PAUSED, 200, True),
        (Status.IDEA, 200, False),
        (Status.DONE, 200, False),
        (Status.DROPPED, 200, False),
    ],
)
def test_news_are_due_when_the_agendas_rhythm_has_passed(field, status, told, is_due):
    update = MeasureUpdate(title="Begonnen", date=days_ago(told))
    measure = a_measure(field, status=status, updates=[update])

    assert (measure in MeasurePage.objects.update_is_due()) is is_due
    expected = days_ago(told) + timedelta(days=90) if is_due else None
    assert measure.update_due_since == expected


def test_each_agenda_has_its_own_rhythm(root):
    patient = a_field(an_agenda(root, slug="langsam", update_rhythm_days=365))
    update = {"title": "Begonnen", "date": days_ago(200)}
    measure = a_measure(patient, updates=[MeasureUpdate(**update)])

    assert measure.update_due_since is None


def test_a_future_update_is_no_news(field):
    updates = [MeasureUpdate(title="Bald", date=days_ago(-5)), MeasureUpdate(date=days_ago(100))]
    assert a_measure(field, updates=updates).reported_on == days_ago(100)


def test_readers_see_since_when_news_are_due(client, field):
    update = MeasureUpdate(title="Begonnen", date=days_ago(120))
    measure = a_measure(field, updates=[update])

    html = client.get(measure.url).content.decode()

    due = date_format(days_ago(30), "j. F Y")
    assert f"Update fällig seit {due}" in html


def test_the_page_shows_what_belongs_to_a_measure(client, field):
    first, second = a_measure(field, title="Erst das Netz"), a_measure(field, title="Dann der Kurs")
    hidden = a_measure(field, title="Noch geheim")
    hidden.unpublish()
    measure = a_measure(
        field,
        dependencies=[Dependency(depends_on=first), Dependency(depends_on=hidden)],
        budget_items=[
            BudgetItem(title="Geräte", amount=Decimal("1234567.00"), year=2026, source="Haushalt"),
            BudgetItem(title="Miete", amount=Decimal("400"), source="Haushalt"),
        ],
        related_offers=[RelatedOffer(page=second)],
    )

    html = client.get(measure.url).content.decode()

    assert "Erst das Netz" in html
    assert "Dann der Kurs" in html
    assert "Noch geheim" not in html
    assert "1.234.567 €" in html
    assert "1.234.967 €" in html
    assert ">2026<" in html
    assert measure.title in client.get(first.url).content.decode()


def test_the_english_page_leads_to_english_measures_where_there_are_some(client, field):
    translated, german = a_measure(field, title="Zuerst"), a_measure(field, title="Nur deutsch")
    measure = a_measure(
        field,
        dependencies=[Dependency(depends_on=translated), Dependency(depends_on=german)],
    )
    english = Locale.objects.get(language_code="en")
    for page in (*reversed(field.pages_above), field):
        if page.depth > 2:
            page.specific.copy_for_translation(english, copy_parents=True).save_revision().publish()
            break
    for page, title in ((translated, "First"), (measure, "Then")):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = title
        copy.save_revision().publish()

    needs, _needed_by = dependencies_of(measure.get_translation(english))
    assert [page.title for page in needs] == ["First", "Nur deutsch"]


def posted(measure, *, needs) -> dict:
    """Return the form of the editor with one dependency added."""
    data = nested_form_data(
        {
            "title": measure.title,
            "slug": measure.slug,
            "status": measure.status,
            "progress_source": measure.progress_source,
            "progress": measure.progress,
            "participation": "inherit",
            "body": streamfield([]),
            "comments": inline_formset([]),
            **{
                name: inline_formset([])
                for name in ("milestones", "updates", "budget_items", "related_offers")
            },
            "dependencies": inline_formset([{"depends_on": needs.pk}]),
        }
    )
    return {**data, "action-publish": "1"}


def test_a_circle_of_measures_is_refused_by_name(client, editor, field):
    third = a_measure(field, title="Drei")
    second = a_measure(field, title="Zwei", dependencies=[Dependency(depends_on=third)])
    first = a_measure(field, title="Eins", dependencies=[Dependency(depends_on=second)])
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[third.pk])

    refused = client.post(address, posted(third, needs=first))
    assert "„Drei“ → „Eins“ → „Zwei“ → „Drei“" in refused.content.decode()
    assert not third.dependencies.exists()

    other = a_measure(field, title="Vier")
    client.post(reverse("wagtailadmin_pages:edit", args=[first.pk]), posted(first, needs=other))
    assert [row.depends_on_id for row in MeasurePage.objects.get(pk=first.pk).dependencies.all()]
