"""The office's desk in the admin: what lies on it, and the two clicks of a report."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.strategy.models import MeasurePage, MeasureUpdate, Milestone, ProgressSource, Status
from participation.accounts.models import User

from .factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db
HOME = "wagtailadmin_home"


@pytest.fixture
def field(root):
    return a_field(an_agenda(root))


@pytest.fixture
def officer(db) -> User:
    """Somebody of an office, without any right to edit pages."""
    person = User.objects.create_user("bau@auenbrueck.example", display_name="Bauamt")
    person.groups.add(Group.objects.get(name="Office"))
    return person


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def due_measure(field, officer, **fields) -> MeasurePage:
    told_on = timezone.localdate() - timedelta(days=120)
    update = MeasureUpdate(title="Begonnen", date=told_on)
    return a_measure(field, responsible=officer, updates=[update], **fields)


def stored(page) -> MeasurePage:
    return MeasurePage.objects.get(pk=page.pk)


def form_of(client, measure) -> tuple[str, dict]:
    """Return the address of the report and the form as a browser would send it unchanged."""
    address = reverse("measure_report", args=[measure.translation_key])
    form = client.get(address).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    seen = {
        form[name].html_initial_name: data[name]
        for name, field in form.fields.items()
        if field.show_hidden_initial
    }
    return address, {key: "" if value is None else value for key, value in (data | seen).items()}


def test_the_home_page_counts_what_is_due_and_lists_it_first(desk, field, officer):
    a_measure(field, title="Radweg", responsible=officer, milestones=[Milestone(title="Bau")])
    due_measure(field, officer, title="Überfällig")
    due_measure(field, officer, title="Auch überfällig")
    due_measure(field, None, title="Fremd")
    html = desk.get(reverse(HOME)).content.decode()
    assert "Meine Maßnahmen: 2 Updates fällig" in html or "My measures: 2 updates due" in html
    assert html.index("Überfällig") < html.index("Radweg")
    assert "Bau" in html
    assert "Fremd" not in html


def test_the_home_page_of_an_office_without_measures_says_so(desk):
    html = desk.get(reverse(HOME)).content.decode()
    assert 'id="my-measures-section"' in html
    assert "as-planned-" not in html
    assert desk.get(reverse("my_measures")).status_code == 200


def test_the_home_page_of_editors_without_measures_has_no_such_panel(client, editor):
    client.force_login(editor)
    assert 'id="my-measures-section"' not in client.get(reverse(HOME)).content.decode()


@pytest.mark.parametrize("route", [HOME, "my_measures"])
def test_queries_do_not_grow_with_measures(desk, field, officer, route):
    def queries() -> int:
        desk.get(reverse(route))
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse(route))
        return len(captured)

    due_measure(field, officer, milestones=[Milestone(title="A")])
    before = queries()
    for number in range(5):
        due_measure(field, officer, milestones=[Milestone(title=f"{number}")])
    assert queries() == before


def test_one_click_says_that_all_goes_as_planned(desk, field, officer):
    measure = due_measure(field, officer)
    address = reverse("measure_as_planned", args=[measure.translation_key])
    assert desk.get(address).status_code == 405
    assert desk.post(address).status_code == 302
    assert stored(measure).update_due_since is None


def test_two_clicks_publish_a_report(desk, field, officer):
    measure = due_measure(field, officer, milestones=[Milestone(title="Plan")])
    key = measure.milestones.get().translation_key
    address, form = form_of(desk, measure)
    answer = desk.post(
        address,
        form | {f"reached-{key}": "on", "title": "Fertig geplant", "note": "Der Plan steht"},
    )
    assert answer.status_code == 302
    page = stored(measure)
    assert page.milestones.get().done_on == timezone.localdate()
    assert page.progress_note == "Der Plan steht"
    assert page.updates.filter(title="Fertig geplant").exists()
    html = desk.get(page.url).content.decode()
    assert "Fertig geplant" in html


def test_an_old_form_does_not_undo_what_was_reported_meanwhile(desk, field, officer):
    measure = due_measure(field, officer, status=Status.PLANNED)
    address, form = form_of(desk, measure)
    page = stored(measure)
    page.status, page.progress_note = Status.DONE, "Fertig."
    page.save_revision().publish()
    desk.post(address, form | {"title": "Aus dem alten Formular"})
    page = stored(measure)
    assert (page.status, page.progress_note) == (Status.DONE, "Fertig.")
    assert page.updates.filter(title="Aus dem alten Formular").exists()


def test_the_same_form_sent_twice_counts_once(desk, field, officer):
    measure = due_measure(field, officer)
    address, form = form_of(desk, measure)
    for _attempt in range(2):
        desk.post(address, form | {"title": "Neu"})
    assert stored(measure).updates.filter(title="Neu").count() == 1


def test_a_sentence_may_be_taken_away(desk, field, officer):
    measure = due_measure(field, officer, progress_note="Veraltet")
    address, form = form_of(desk, measure)
    desk.post(address, form | {"note": ""})
    assert stored(measure).progress_note == ""


def test_progress_is_asked_where_it_is_set_by_hand(desk, field, officer):
    by_hand = due_measure(field, officer, progress=30)
    address, form = form_of(desk, by_hand)
    assert desk.post(address, form | {"progress": 55, "progress_reason": ""}).status_code == 422
    desk.post(address, form | {"progress": 55})
    assert (stored(by_hand).progress, by_hand.progress_source) == (55, ProgressSource.MANUAL)
    other = due_measure(field, officer)
    assert "progress" not in form_of(desk, other)[1]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"status": "paused"},
        {"status": "paused", "title": "Pause"},
        {"status": "erfunden"},
        {"text": "Ohne Überschrift"},
        {"title": "\x00"},
        {"title": "x" * 161},
        {"note": "x" * 251},
        {"submission_key": "keiner"},
    ],
)
def test_what_does_not_hold_together_is_answered_with_the_form(desk, field, officer, changes):
    measure = due_measure(field, officer)
    address, form = form_of(desk, measure)
    answer = desk.post(address, form | changes)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert stored(measure).updates.count() == 1


def test_a_milestone_is_not_reached_in_the_future(desk, field, officer):
    measure = due_measure(field, officer, milestones=[Milestone(title="Plan")])
    name = f"reached-on-{measure.milestones.get().translation_key}"
    address, form = form_of(desk, measure)
    for day in ("9999-12-31", "99999-01-01", "gestern"):
        assert desk.post(address, form | {name: day}).status_code == 422
    desk.post(address, form | {name: "2026-01-02"})
    assert stored(measure).milestones.get().done_on.isoformat() == "2026-01-02"


def test_all_goes_as_planned_is_in_the_form_too(desk, field, officer):
    measure = due_measure(field, officer)
    address, form = form_of(desk, measure)
    assert desk.post(address, form | {"as_planned": ""}).status_code == 302
    assert stored(measure).update_due_since is None


def test_nobody_reports_on_foreign_hidden_or_missing_measures(desk, field, officer):
    foreign, hidden = due_measure(field, None), due_measure(field, officer)
    hidden.unpublish()
    for key, status in (
        (foreign.translation_key, 302),
        (hidden.translation_key, 404),
        (uuid.uuid4(), 404),
    ):
        for route in ("measure_report", "measure_as_planned"):
            answer = desk.post(reverse(route, args=[key]), {"title": "Neu"})
            assert answer.status_code == status
    assert stored(foreign).updates.count() == 1


def test_citizens_and_strangers_are_sent_to_sign_in(client, citizen, field, officer):
    measure = due_measure(field, officer)
    address = reverse("measure_report", args=[measure.translation_key])
    assert "login" in client.get(address).url
    client.force_login(citizen)
    assert "login" in client.get(address).url


def test_who_may_publish_reports_for_others(admin_client, field, officer):
    measure = due_measure(field, officer)
    address, form = form_of(admin_client, measure)
    admin_client.post(address, form | {"title": "Von der Leitung"})
    assert stored(measure).updates.filter(title="Von der Leitung").exists()


def report_of_measures(client, **query) -> list[str]:
    answer = client.get(reverse("measures_report:index"), query)
    return [page.title for page in answer.context["object_list"]]


def test_editors_see_whose_news_are_due_and_who_is_asked(client, editor, field, officer):
    due_measure(field, officer, title="Radweg")
    due_measure(field, None, title="Vergessen")
    a_measure(field, title="Frisch", responsible=officer)
    client.force_login(editor)
    assert sorted(report_of_measures(client, news="due")) == ["Radweg", "Vergessen"]
    assert report_of_measures(client, news="current") == ["Frisch"]
    assert sorted(report_of_measures(client, responsible=officer.pk)) == ["Frisch", "Radweg"]
    assert len(report_of_measures(client, ordering="-update_due_on", responsible="x")) == 3
    html = client.get(reverse("measures_report:index"), {"ordering": "update_due_on"}).content
    assert "Bauamt" in html.decode()
    assert "nobody: please" in html.decode() or "niemand: bitte" in html.decode()
    export = client.get(reverse("measures_report:index"), {"export": "csv"})
    assert b"Bauamt" in b"".join(export.streaming_content)


def test_queries_of_the_report_do_not_grow(client, editor, field, officer):
    client.force_login(editor)

    def queries() -> int:
        report_of_measures(client)
        with CaptureQueriesContext(connection) as captured:
            report_of_measures(client)
        # wagtail-localize asks twice about each row for its buttons.
        foreign = ('SELECT 1 AS "a" FROM "wagtailcore_locale"', 'SELECT "wagtail_localize_')
        return len([query for query in captured if not query["sql"].startswith(foreign)])

    due_measure(field, officer)
    before = queries()
    for number in range(4):
        person = User.objects.create_user(f"p{number}@auenbrueck.example")
        person.groups.add(Group.objects.get(name="Office"))
        due_measure(field, person)
    assert queries() == before
