"""The past of an agenda: what was public when, and what changed in between."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from agenda.strategy.history import log
from agenda.strategy.history.changes import changes_between
from agenda.strategy.history.states import History
from agenda.strategy.models import AgendaPage, MeasurePage, Milestone, Status

from .factories import a_field, a_measure, an_agenda

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: str) -> datetime:
    """Return noon of that day."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), BERLIN) + timedelta(
        hours=12
    )


@pytest.fixture
def agenda(root):
    with time_machine.travel(at("2026-01-01")):
        return an_agenda(root)


@pytest.fixture
def field(agenda):
    with time_machine.travel(at("2026-01-01")):
        return a_field(agenda, title="Verwaltung")


@pytest.fixture
def measure(field):
    with time_machine.travel(at("2026-01-02")):
        return a_measure(field, title="Bürgerkonto", status=Status.PLANNED, progress=10)


def draft(page, day: str, **values):
    """Save a draft of the page's latest state on that day."""
    with time_machine.travel(at(day)):
        page = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(page, name, value)
        return page.save_revision()


def edit(page, day: str, **values):
    """Change the page on that day and publish it."""
    revision = draft(page, day, **values)
    with time_machine.travel(at(day)):
        revision.publish()


def state(agenda, page, day: str):
    """Return what the public could read of the measure on the morning of that day."""
    morning = at(day) - timedelta(hours=12)
    return History(agenda).before(morning).states.get(page.pk)


def only_change(agenda, since: str):
    history = History(agenda)
    morning = at(since) - timedelta(hours=12)
    [change] = changes_between(history.measures, history.before(morning), history.now())
    return change


def test_each_day_shows_what_was_published_until_then(agenda, measure):
    edit(measure, "2026-02-01", status=Status.RUNNING, progress=30)
    edit(measure, "2026-03-01", status=Status.DONE, progress=100)
    found = {day: state(agenda, measure, day) for day in ("2026-02-01", "2026-02-02", "2026-03-02")}
    assert [(s.status, s.progress) for s in found.values()] == [
        ("planned", 10),
        ("running", 30),
        ("done", 100),
    ]
    assert state(agenda, measure, "2026-01-02") is None


def test_a_draft_is_invisible_until_it_is_published(agenda, measure):
    revision = draft(measure, "2026-02-01", status=Status.DROPPED, title="Geheim")
    assert state(agenda, measure, "2026-03-01").status == "planned"
    with time_machine.travel(at("2026-03-01")):
        revision.publish()
    assert state(agenda, measure, "2026-03-01").status == "planned"
    assert state(agenda, measure, "2026-03-01").title == "Bürgerkonto"
    assert state(agenda, measure, "2026-03-02").status == "dropped"


def test_progress_from_milestones_is_that_of_the_published_page(agenda, field):
    with time_machine.travel(at("2026-01-02")):
        page = a_measure(field, milestones=[Milestone(title="Eins"), Milestone(title="Zwei")])
    page = MeasurePage.objects.get(pk=page.pk)
    first = page.milestones.all()[0]
    first.done_on = date(2026, 2, 1)
    page.milestones.add(first)
    with time_machine.travel(at("2026-02-01")):
        page.save_revision().publish()
    edit(page, "2026-03-01", status=Status.DONE)
    assert state(agenda, page, "2026-02-02").progress == 50
    assert state(agenda, page, "2026-02-01").progress == 0
    assert state(agenda, page, "2026-03-02").progress == 100
    change = only_change(agenda, "2026-02-01")
    assert [step.title for step in change.steps_reached()] == ["Eins"]


def test_a_scheduled_revision_counts_from_the_time_it_goes_live(agenda, measure):
    go_live = at("2026-03-01")
    edit(measure, "2026-02-01", status=Status.RUNNING, go_live_at=go_live)
    assert state(agenda, measure, "2026-02-15").status == "planned"
    with time_machine.travel(go_live + timedelta(minutes=5)):
        call_command("publish_scheduled")
    edit(measure, "2026-04-01", status=Status.DONE)
    days = ["2026-02-15", "2026-03-01", "2026-03-02", "2026-04-02"]
    found = [state(agenda, measure, day).status for day in days]
    assert found == ["planned", "planned", "running", "done"]


def test_a_measure_does_not_exist_for_the_time_it_was_unpublished(agenda, measure):
    with time_machine.travel(at("2026-02-01")):
        MeasurePage.objects.get(pk=measure.pk).unpublish()
    edit(measure, "2026-03-01", title="Bürgerkonto")
    assert state(agenda, measure, "2026-02-01").title == "Bürgerkonto"
    assert state(agenda, measure, "2026-02-15") is None
    assert state(agenda, measure, "2026-03-02").title == "Bürgerkonto"


def test_what_is_not_public_now_has_no_past_but_a_count(agenda, field, measure):
    with time_machine.travel(at("2026-01-02")):
        deleted, still_there = a_measure(field), a_measure(field)
    with time_machine.travel(at("2026-02-01")):
        MeasurePage.objects.get(pk=measure.pk).unpublish()
        MeasurePage.objects.get(pk=deleted.pk).delete()
    assert not History(agenda).before(at("2026-01-15")).states.keys() - {still_there.pk}
    assert log.count_gone(agenda, at("2026-01-15"))["withdrawn"] == 1
    assert log.count_gone(agenda, at("2026-02-15"))["withdrawn"] == 0
    assert log.count_gone(agenda, at("2026-01-15"))["deleted"] == 1
    assert log.count_gone(agenda, at("2026-02-15"))["deleted"] == 0


def test_measures_that_were_never_public_are_not_counted_as_deleted(agenda, field):
    with time_machine.travel(at("2026-02-01")):
        draft_page = MeasurePage(title="Entwurf", slug="entwurf", live=False)
        field.add_child(instance=draft_page)
        draft_page.save_revision()
    with time_machine.travel(at("2026-02-02")):
        MeasurePage.objects.get(pk=draft_page.pk).delete()
    assert log.count_gone(agenda, at("2026-01-15"))["deleted"] == 0
    assert log.count_gone(agenda, at("2026-02-02"))["deleted"] == 0


def test_deletions_are_not_counted_where_the_agenda_is_unknown(root, agenda, measure):
    an_agenda(root, slug="zweite-agenda")
    with time_machine.travel(at("2026-02-01")):
        MeasurePage.objects.get(pk=measure.pk).delete()
    assert log.count_gone(agenda, at("2026-01-15"))["deleted"] == 0


def test_a_private_field_hides_the_past_of_its_measures(agenda, field, measure):
    with time_machine.travel(at("2026-02-01")):
        restriction = PageViewRestriction.objects.create(page=field, restriction_type="login")
    assert state(agenda, measure, "2026-01-15") is None
    with time_machine.travel(at("2026-03-01")):
        restriction.delete()
    assert state(agenda, measure, "2026-01-15").status == "planned"
    assert state(agenda, measure, "2026-02-15") is None
    assert state(agenda, measure, "2026-03-02").status == "planned"


def test_a_renamed_measure_keeps_its_old_name_in_the_past(agenda, measure):
    edit(measure, "2026-02-01", title="Digitales Bürgerkonto")
    change = only_change(agenda, "2026-02-01")
    assert (change.before.title, change.after.title) == ("Bürgerkonto", "Digitales Bürgerkonto")
    assert change.rewords("title")


def test_a_measure_was_in_the_field_it_was_moved_from(agenda, field, measure):
    with time_machine.travel(at("2026-01-03")):
        other = a_field(agenda, title="Bildung")
    with time_machine.travel(at("2026-02-01")):
        MeasurePage.objects.get(pk=measure.pk).move(other, pos="last-child")
    edit(field, "2026-03-01", title="Rathaus")
    history = History(agenda)
    then, now = history.before(at("2026-01-15")), history.now()
    assert then.field_titles[then.states[measure.pk].field] == "Verwaltung"
    assert now.field_titles[now.states[measure.pk].field] == "Bildung"
    assert only_change(agenda, "2026-01-15").differs("field")


def test_a_measure_from_another_agenda_is_new_here(root, agenda, measure):
    with time_machine.travel(at("2026-01-03")):
        other = an_agenda(root, slug="zweite-agenda")
        target = a_field(other)
    with time_machine.travel(at("2026-02-01")):
        MeasurePage.objects.get(pk=measure.pk).move(target, pos="last-child")
    assert only_change(other, "2026-01-15").is_new
    assert not History(agenda).before(at("2026-01-15")).states


def test_a_purged_revision_leaves_a_measure_of_which_nothing_is_recorded(agenda, measure):
    edit(measure, "2026-02-01", status=Status.RUNNING)
    measure.revisions.order_by("created_at").first().delete()
    found = state(agenda, measure, "2026-01-15")
    assert not found.is_recorded
    change = only_change(agenda, "2026-01-15")
    assert not change.is_changed


def test_publications_without_a_log_entry_count_from_the_dates_of_the_page(agenda, field):
    with time_machine.travel(at("2026-01-05")):
        page = MeasurePage(title="Leise", slug="leise", live=False)
        field.add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
    assert state(agenda, page, "2026-01-05") is None
    assert state(agenda, page, "2026-01-06").title == "Leise"
    draft_of = MeasurePage.objects.get(pk=page.pk)
    draft_of.title = "Laut"
    with time_machine.travel(at("2026-02-01")):
        draft_of.save_revision(log_action=False).publish(log_action=False)
    assert not state(agenda, page, "2026-01-06").is_recorded
    assert state(agenda, page, "2026-02-02").title == "Laut"


def test_a_translation_tells_the_german_facts_of_the_time_before_it(agenda, field, measure):
    english = Locale.objects.get_or_create(language_code="en")[0]
    with time_machine.travel(at("2026-02-01")):
        edit(measure, "2026-02-01", status=Status.RUNNING)
        for page in (agenda.get_parent(), agenda, field, measure):
            page = Page.objects.get(pk=page.pk).specific
            if not page.has_translation(english):
                page.copy_for_translation(english)
    translated = MeasurePage.objects.get(locale=english, translation_key=measure.translation_key)
    edit(translated, "2026-03-01", title="Citizen account")
    english_agenda = AgendaPage.objects.get(locale=english)
    before = state(english_agenda, translated, "2026-01-15")
    assert (before.title, before.status, before.language) == ("Bürgerkonto", "planned", "de")
    after = state(english_agenda, translated, "2026-03-02")
    assert (after.title, after.status, after.language) == ("Citizen account", "running", "en")
    change = only_change(english_agenda, "2026-01-15")
    assert change.differs("status")
    assert not change.rewords("title")
    assert len(History(english_agenda).measures) == 1


def test_milestones_are_added_and_moved(agenda, measure):
    page = MeasurePage.objects.get(pk=measure.pk)
    page.milestones.add(Milestone(title="Start", due_on=date(2026, 4, 1)))
    with time_machine.travel(at("2026-02-01")):
        page.save_revision().publish()
    change = only_change(agenda, "2026-01-15")
    assert [step.title for step in change.steps_added()] == ["Start"]
    page = MeasurePage.objects.get(pk=measure.pk)
    step = page.milestones.get()
    step.due_on = date(2026, 5, 1)
    page.milestones.add(step)
    with time_machine.travel(at("2026-03-01")):
        page.save_revision().publish()
    change = only_change(agenda, "2026-02-15")
    assert [(was.due_on, now.due_on) for was, now in change.steps_moved()] == [
        (date(2026, 4, 1), date(2026, 5, 1))
    ]
    assert not change.steps_added()


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["draft", "publish", "unpublish"]),
        st.sampled_from(Status.values),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=7,
)


@pytest.mark.slow
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=EVENTS)
def test_the_past_equals_a_log_kept_beside_it(agenda, field, events):
    """Whatever is edited in which order, each day shows what was published last."""
    day = date(2026, 1, 10)
    with time_machine.travel(at(day.isoformat())):
        page = a_measure(field, status=Status.IDEA, progress=0)
    public = (Status.IDEA, 0)
    kept = [(day, public)]
    for kind, status, progress in [*events, ("publish", Status.DONE, 100)]:
        day += timedelta(days=1)
        values = {"status": status, "progress": progress}
        if kind == "draft":
            draft(page, day.isoformat(), **values)
        elif kind == "publish":
            edit(page, day.isoformat(), **values)
            # What is done is done whole.
            public = (status, 100 if status == Status.DONE else progress)
        else:
            with time_machine.travel(at(day.isoformat())):
                MeasurePage.objects.get(pk=page.pk).unpublish()
            public = None
        kept.append((day, public))
    for day, expected in kept:
        found = state(agenda, page, (day + timedelta(days=1)).isoformat())
        assert (found and (found.status, found.progress)) == expected
