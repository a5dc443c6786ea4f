"""Offices report how far their measures are; nobody's draft and nobody's report is lost."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Workflow

from agenda.strategy import rules, services
from agenda.strategy.models import MeasurePage, MeasureUpdate, Milestone, ProgressSource, Status
from participation.accounts.models import User

from .factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(root):
    return a_field(an_agenda(root))


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("bau@auenbrueck.example", display_name="Bauamt")


@pytest.fixture
def measure(field, officer) -> MeasurePage:
    """A running measure with two open milestones and old news."""
    return a_measure(
        field,
        title="Radweg",
        responsible=officer,
        progress_note="Noch wird geplant.",
        milestones=[Milestone(title="Plan"), Milestone(title="Bau")],
        updates=[MeasureUpdate(title="Begonnen", date=days_ago(200))],
    )


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def stored(page) -> MeasurePage:
    return MeasurePage.objects.get(pk=page.pk)


def reached(page) -> dict[str, date | None]:
    return {milestone.title: milestone.done_on for milestone in page.milestones.all()}


def key_of(page, title: str) -> uuid.UUID:
    return page.milestones.get(title=title).translation_key


def titles(page) -> list[str]:
    return sorted(update.title for update in page.updates.all())


def in_english(measure, *, live: bool = True) -> MeasurePage:
    """Return a translation of `measure`, published or as a draft."""
    page = measure.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    page.title, page.progress_note = "Cycle path", "Still being planned."
    revision = page.save_revision()
    if live:
        revision.publish()
    return stored(page)


def test_a_report_is_public_at_once(client, measure, officer):
    services.report(
        measure,
        by=officer,
        status=Status.RUNNING,
        note="Der Plan steht.",
        reached={key_of(measure, "Plan"): days_ago(3)},
        title="Plan beschlossen",
        text="Der Rat <hat> zugestimmt.\n\nJetzt wird gebaut.",
    )

    page = stored(measure)
    assert page.progress_note == "Der Plan steht."
    assert reached(page) == {"Plan": days_ago(3), "Bau": None}
    assert page.progress == 50
    assert titles(page) == ["Begonnen", "Plan beschlossen"]
    assert page.update_due_since is None
    html = client.get(page.url).content.decode()
    assert "Der Rat &lt;hat&gt; zugestimmt." in html
    assert "Update fällig" not in html


def test_still_as_planned_says_that_somebody_looked(measure, officer):
    assert measure.update_due_since is not None

    services.report(measure, by=officer)

    page = stored(measure)
    assert page.reported_on == timezone.localdate()
    assert page.update_due_since is None
    assert titles(page) == ["Begonnen"]
    assert page.status == measure.status


def test_history_names_who_reported(measure, officer):
    services.report(measure, by=officer, note="Läuft.")
    entry = PageLogEntry.objects.get(page=measure.pk, action="strategy.report")
    assert entry.user == officer
    assert entry.revision == stored(measure).live_revision


def test_a_draft_stays_a_draft_and_learns_what_was_reported(measure, officer, editor):
    draft = stored(measure)
    draft.title, draft.body = "Neuer Titel", []
    draft.milestones = [*draft.milestones.all(), Milestone(title="Eröffnung")]
    draft.save_revision(user=editor)

    services.report(
        stored(measure),
        by=officer,
        status=Status.DONE,
        reached={key_of(measure, "Plan"): days_ago(1)},
        title="Fertig",
    )

    page = stored(measure)
    assert (page.title, page.status, page.has_unpublished_changes) == ("Radweg", "done", True)
    assert set(reached(page)) == {"Plan", "Bau"}
    newest = page.get_latest_revision()
    assert newest.user == editor
    draft = newest.as_object()
    assert (draft.title, draft.status) == ("Neuer Titel", "done")
    assert set(reached(draft)) == {"Plan", "Bau", "Eröffnung"}
    assert reached(draft)["Plan"] == days_ago(1)

    newest.publish()
    published = stored(page)
    assert published.title == "Neuer Titel"
    assert titles(published) == ["Begonnen", "Fertig"]
    assert set(reached(published)) == {"Plan", "Bau", "Eröffnung"}


def test_a_status_that_an_editor_drafts_survives_a_report_on_something_else(measure, officer):
    draft = stored(measure)
    draft.status = Status.DONE
    draft.save_revision()

    services.report(stored(measure), by=officer, note="Fast fertig.")

    assert stored(measure).status == Status.RUNNING
    newest = stored(measure).get_latest_revision_as_object()
    assert (newest.status, newest.progress_note) == ("done", "Fast fertig.")


def test_a_scheduled_version_keeps_its_time(measure, officer):
    draft = stored(measure)
    draft.title, draft.go_live_at = "Ab morgen", timezone.now() + timedelta(days=1)
    draft.save_revision().publish()

    services.report(stored(measure), by=officer, note="Läuft.")

    page = stored(measure)
    assert page.title == "Radweg"
    [scheduled] = page.revisions.filter(approved_go_live_at__isnull=False)
    assert scheduled.as_object().title == "Ab morgen"
    assert scheduled.as_object().progress_note == "Läuft."
    assert scheduled.approved_go_live_at == draft.go_live_at


def test_a_draft_that_waits_for_approval_goes_on_waiting(measure, officer, editor):
    draft = stored(measure)
    draft.title = "Zur Freigabe"
    draft.save_revision(user=editor)
    state = Workflow.objects.first().start(stored(measure), editor)

    services.report(stored(measure), by=officer, note="Läuft.")

    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert state.current_task_state.revision == stored(measure).latest_revision
    assert state.current_task_state.revision.as_object().title == "Zur Freigabe"


def test_translations_follow_in_facts_and_keep_their_words(measure, officer):
    english = in_english(measure)

    services.report(
        measure,
        by=officer,
        status=Status.PLANNED,
        note="Der Plan steht.",
        progress=70,
        progress_reason="Das Teuerste ist getan.",
        reached={key_of(measure, "Plan"): days_ago(2)},
        title="Plan beschlossen",
    )

    page = stored(english)
    assert (page.status, page.progress, page.progress_source) == ("planned", 70, "manual")
    assert reached(page)["Plan"] == days_ago(2)
    assert page.reported_on == timezone.localdate()
    assert page.progress_note == "Still being planned."
    assert titles(page) == ["Begonnen"]
    assert page.live
    assert not page.has_unpublished_changes


def test_an_unpublished_translation_stays_unpublished(measure, officer):
    english = in_english(measure, live=False)

    services.report(measure, by=officer, status=Status.DONE)

    assert not stored(english).live
    assert stored(english).get_latest_revision_as_object().status == Status.DONE


def test_the_same_form_sent_twice_counts_once(measure, officer):
    key = uuid.uuid4()
    for _attempt in range(2):
        services.report(stored(measure), by=officer, submission_key=key, title="Neu", text="Text")
    assert titles(stored(measure)) == ["Begonnen", "Neu"]
    for _attempt in range(2):
        services.report(stored(measure), by=officer, status=Status.DONE)
    entries = PageLogEntry.objects.filter(page=measure.pk, action="strategy.report")
    assert entries.count() == 2


def test_one_key_may_serve_two_measures(field, measure, officer):
    other, key = a_measure(field, responsible=officer), uuid.uuid4()
    for page in (measure, other):
        services.report(page, by=officer, submission_key=key, title="Neu")
    assert "Neu" in titles(stored(other))


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DROPPED])
def test_who_stops_a_measure_says_why(measure, officer, status):
    with pytest.raises(rules.ReasonMissing):
        services.report(measure, by=officer, status=status)
    assert stored(measure).status == Status.RUNNING

    services.report(measure, by=officer, status=status, title="Pause", text="Es fehlt Geld.")
    services.report(stored(measure), by=officer, status=status, note="Noch immer.")
    assert stored(measure).status == status


def test_a_progress_set_by_hand_has_a_reason(measure, officer):
    with pytest.raises(rules.ReasonMissing):
        services.report(measure, by=officer, progress=80)
    assert stored(measure).progress_source == ProgressSource.MILESTONES


def test_a_milestone_reached_before_keeps_its_date(measure, officer):
    for ago in (9, 1):
        services.report(measure, by=officer, reached={key_of(measure, "Plan"): days_ago(ago)})
    assert reached(stored(measure))["Plan"] == days_ago(9)


def test_nobody_reports_on_what_is_not_public(measure, officer):
    measure.unpublish()
    with pytest.raises(rules.NotPublic):
        services.report(stored(measure), by=officer, note="Läuft.")


def test_only_who_answers_or_may_publish_reports(measure, officer, editor, citizen, admin_user):
    allowed = {"officer": officer, "administrator": admin_user}
    refused = {"citizen": citizen, "nobody": AnonymousUser()}
    assert {name for name, person in allowed.items() if rules.may_report(person, measure)} == set(
        allowed
    )
    assert not any(rules.may_report(person, measure) for person in refused.values())
    assert rules.may_report(editor, measure) is measure.permissions_for_user(editor).can_publish()
    officer.is_active = False
    assert not rules.may_report(officer, measure)
    with pytest.raises(rules.NotResponsible):
        services.report(measure, by=citizen, note="Läuft.")
    assert stored(measure).progress_note == "Noch wird geplant."


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_are_both_kept(measure, officer, admin_user):
    gate, failures = threading.Barrier(2), []
    stories = [(officer, "Plan", "Vom Bauamt"), (admin_user, "Bau", "Von der Leitung")]

    def tell(person: User, milestone: str, title: str) -> None:
        try:
            page = stored(measure)
            key = key_of(page, milestone)
            gate.wait(timeout=30)
            services.report(page, by=person, reached={key: days_ago(1)}, title=title)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=story) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    page = stored(measure)
    assert titles(page) == ["Begonnen", "Vom Bauamt", "Von der Leitung"]
    assert all(reached(page).values())
    assert page.progress == 100
    assert titles(page.get_latest_revision_as_object()) == titles(page)
