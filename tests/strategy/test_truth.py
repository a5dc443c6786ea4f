"""Every door tells the same of a measure: desk, page, past, lists, data and reminders."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from agenda.reach import queries as reach
from agenda.strategy import rules, services
from agenda.strategy.dependencies import cycle_through
from agenda.strategy.desk import my_measures
from agenda.strategy.history.states import History
from agenda.strategy.models import (
    Dependency,
    Indicator,
    MeasurePage,
    MeasureUpdate,
    Milestone,
    Status,
    VisionPage,
)
from cms.content.models import Audience
from participation.accounts.models import User

from .factories import a_field, a_measure, an_agenda, an_indicator, published

BERLIN = ZoneInfo("Europe/Berlin")
pytestmark = pytest.mark.django_db


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=BERLIN)


@pytest.fixture
def agenda(root):
    with time_machine.travel(on("2026-01-01")):
        return an_agenda(root)


@pytest.fixture
def field(agenda):
    with time_machine.travel(on("2026-01-01")):
        return a_field(agenda)


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("bau@auenbrueck.example", display_name="Bauamt")


@pytest.fixture
def measure(field, officer) -> MeasurePage:
    with time_machine.travel(on("2026-01-01")):
        return a_measure(field, title="Radweg", status=Status.PLANNED, responsible=officer)


def days_away(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_what_an_office_reports_is_part_of_the_past(agenda, measure, officer):
    with time_machine.travel(on("2026-02-01")):
        services.report(measure, by=officer, status=Status.RUNNING)
    with time_machine.travel(on("2026-03-01")):
        services.report(measure, by=officer, status=Status.DONE)

    history = History(agenda)

    states = [
        history.before(on(day)).states[measure.pk]
        for day in ("2026-01-15", "2026-02-15", "2026-03-15")
    ]
    assert [(state.status, state.progress) for state in states] == [
        ("planned", 0),
        ("running", 0),
        ("done", 100),
    ]


def test_what_was_private_stays_so_when_its_field_is_gone(agenda, field):
    with time_machine.travel(on("2026-01-02")):
        secret = a_field(agenda, title="Intern")
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        measure = a_measure(secret, title="Geheimer Umzug")
    with time_machine.travel(on("2026-03-01")):
        measure.move(field, pos="last-child")
        measure = MeasurePage.objects.get(pk=measure.pk)
        measure.title = "Umzug"
        measure.save_revision().publish()
        secret.delete()

    states = History(agenda).before(on("2026-02-01")).states

    assert states.get(measure.pk) is None


def test_a_measure_without_end_does_not_break_the_schedule(client, agenda, field):
    a_measure(field, title="Daueraufgabe", starts_on=date.min, ends_on=date.max)
    assert "Daueraufgabe" in client.get(f"{agenda.url}zeitplan/").text


def test_an_indicator_is_hidden_when_what_it_belonged_to_goes(measure):
    indicator = an_indicator(measure=measure, is_public=True)
    assert indicator in Indicator.objects.shown()
    measure.unpublish()
    assert indicator not in Indicator.objects.shown()
    MeasurePage.objects.get(pk=measure.pk).delete()
    assert indicator not in Indicator.objects.shown()


def test_an_alias_is_the_same_measure(agenda, measure, officer):
    alias = measure.create_alias(parent=a_field(agenda), update_slug="radweg-2")

    assert list(my_measures(officer)) == [measure]
    services.report(measure, by=officer, status=Status.RUNNING)

    assert MeasurePage.objects.get(pk=alias.pk).status == Status.RUNNING


def test_a_measure_without_german_page_lies_on_the_desk(field, measure, officer):
    english = Locale.objects.get(language_code="en")
    copy = measure.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    assert list(my_measures(officer)) == [measure]

    measure.unpublish()

    assert [page.pk for page in my_measures(officer)] == [copy.pk]


def test_a_new_reason_is_a_report(measure, officer):
    by_hand = {"progress": 40, "progress_reason": "Geschätzt"}
    services.report(measure, by=officer, **by_hand)
    services.report(measure, by=officer, progress=40, progress_reason="Nachgerechnet")

    stored = MeasurePage.objects.get(pk=measure.pk)
    assert (stored.progress, stored.progress_reason) == (40, "Nachgerechnet")
    services.report(stored, by=officer, status=Status.DONE)
    assert MeasurePage.objects.get(pk=measure.pk).progress == 100


def test_nobody_reaches_a_milestone_tomorrow(field, officer):
    milestone = Milestone(title="Bau", translation_key=uuid.uuid4())
    measure = a_measure(field, responsible=officer, milestones=[milestone])
    tomorrow = {milestone.translation_key: days_away(1)}

    with pytest.raises(rules.NotYetReached):
        services.report(measure, by=officer, reached=tomorrow)
    with pytest.raises(ValidationError):
        Milestone(title="Bau", done_on=days_away(1)).clean()


def test_drafts_count_when_a_circle_is_looked_for(field):
    first, second = a_measure(field, title="Eins"), a_measure(field, title="Zwei")
    first.dependencies = [Dependency(depends_on=second)]
    first.save_revision()

    assert not first.dependencies.model.objects.exists()
    assert cycle_through(second, [first]) == ["Zwei", "Eins", "Zwei"]


def test_the_address_of_a_view_is_refused_to_a_vision(agenda):
    for slug in ("tafel", "vergleich"):
        with pytest.raises(ValidationError) as refused:
            published(agenda, VisionPage(title="Bild", slug=slug))
        assert "slug" in refused.value.message_dict


def test_news_of_tomorrow_are_no_news_yet(client, agenda, field):
    news = [
        MeasureUpdate(title="Das war gestern", date=days_away(-1)),
        MeasureUpdate(title="Das wird morgen", date=days_away(1)),
    ]
    measure = a_measure(field, updates=news)

    feed = client.get(reverse("measure_feed", args=[measure.translation_key])).content
    assert [entry.title for entry in feedparser.parse(feed).entries] == ["Das war gestern"]
    for url in (agenda.url, measure.url):
        text = client.get(url).text
        assert "Das war gestern" in text
        assert "Das wird morgen" not in text


def test_an_update_written_ahead_counts_on_its_day(field):
    with time_machine.travel(on("2026-01-05")):
        ahead = MeasureUpdate(title="Start", date=date(2026, 6, 1))
        measure = a_measure(field, updates=[ahead])
    with time_machine.travel(on("2026-06-02")):
        assert MeasurePage.objects.get(pk=measure.pk).update_due_since is None
    with time_machine.travel(on("2026-05-30")):
        assert MeasurePage.objects.get(pk=measure.pk).update_due_since == date(2026, 4, 5)


def test_an_update_that_is_taken_back_is_no_news(field):
    measure = a_measure(field, updates=[MeasureUpdate(title="Versehen")])
    assert measure.reported_on == timezone.localdate()
    measure.updates = []
    measure.save_revision().publish()
    assert MeasurePage.objects.get(pk=measure.pk).reported_on is None


def test_what_an_unpublished_field_is_called_stays_inside(client, agenda):
    field = a_field(agenda, title="Geheimes Feld", goals=("Geheimes Ziel",))
    measure = a_measure(field, goal=field.goals.get(), responsible_office="Bauamt")
    field.unpublish()

    text = client.get(measure.url).text

    assert "Bauamt" in text
    assert "Geheimes" not in text


def test_what_was_dropped_reaches_nobody(field):
    seniors = Audience.objects.create(slug="senioren", name="Seniorinnen und Senioren")
    terms = {"audiences": [seniors]}
    a_measure(field, status=Status.DROPPED, terms=terms)
    a_measure(field, status=Status.RUNNING, terms=terms)

    found = {offers.term: offers.measures for offers in reach.offers_by_term(Audience)}

    assert found[seniors] == 1
