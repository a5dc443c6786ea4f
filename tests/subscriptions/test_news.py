"""Followers are told of news once, in their language, and of nothing that is not public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.strategy.models import MeasurePage, MeasureUpdate
from cms.mail import services as mail
from cms.mail.models import Message
from participation.subscriptions import services
from participation.subscriptions.jobs import announce_updates
from participation.subscriptions.models import Announcement, Subscription

from .factories import a_followable_measure, a_follower, an_update, in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(root):
    return a_followable_measure(root)


def told() -> list[str]:
    return sorted(Message.objects.values_list("recipient", flat=True))


def test_news_reach_followers_once_with_a_way_out(measure, mailbox):
    a_follower(measure)
    update = an_update(measure)
    announce_updates()
    announce_updates()
    mail.deliver_due()
    [arrived] = mailbox.messages
    assert arrived["To"] == "nele@mail.example"
    assert measure.title in arrived["Subject"]
    text = arrived.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Mit WLAN.\n\nUnd Strom." in text
    assert measure.full_url in text
    assert update.title in arrived.get_body(("html",)).get_content()
    address = arrived["List-Unsubscribe"].strip().strip("<>")
    assert address in text
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + address.split("/", 3)[3]
    Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    an_update(measure, title="Der zweite Bus fährt")
    announce_updates()
    mail.deliver_due()
    assert len(mailbox.messages) == 1


def test_each_follower_reads_their_language_or_german_with_a_note(measure):
    a_follower(measure, "nele@mail.example")
    a_follower(measure, "sam@mail.example", language="en")
    a_follower(measure, "ole@mail.example", language="de-simple")
    update = an_update(measure)
    english = in_english(measure)
    english_row = english.updates.get(translation_key=update.translation_key)
    english_row.title = "The first bus is running"
    english_row.save()
    announce_updates()
    texts = {message.recipient: message.text for message in Message.objects.all()}
    assert "The first bus is running" in texts["sam@mail.example"]
    assert english.full_url in texts["sam@mail.example"]
    assert "The first bus is running" not in texts["nele@mail.example"]
    assert update.title in texts["nele@mail.example"]
    assert update.title in texts["ole@mail.example"]


def test_a_translation_that_is_not_live_is_not_told(measure):
    a_follower(measure, "sam@mail.example", language="en")
    update = an_update(measure)
    in_english(measure).unpublish()
    announce_updates()
    message = Message.objects.get()
    assert update.title in message.text
    assert "here it is in German" in message.text
    assert "/en/abonnement/" in message.text


@pytest.mark.parametrize("state", ["unpublished", "private", "deleted"])
def test_what_is_not_public_is_told_to_nobody(measure, state):
    a_follower(measure)
    an_update(measure)
    if state == "unpublished":
        measure.unpublish()
    elif state == "private":
        parent = measure.get_parent()
        PageViewRestriction.objects.create(page=parent, restriction_type="login")
    else:
        measure.delete()
    announce_updates()
    assert told() == []
    assert not Announcement.objects.exists()


def test_news_of_a_draft_are_told_when_it_is_published(measure):
    a_follower(measure)
    draft = MeasurePage.objects.get(pk=measure.pk)
    draft.updates.add(MeasureUpdate(title="Noch geheim", locale=draft.locale))
    draft.save_revision()
    announce_updates()
    assert told() == []
    draft.get_latest_revision().publish()
    announce_updates()
    assert told() == ["nele@mail.example"]


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, 1), (2, 1), (8, 1), (30, 1), (31, 0), (-1, 0)]
)
def test_who_followed_before_the_publication_is_told_whatever_the_date(measure, days_ago, expected):
    a_follower(measure)
    an_update(measure, days_ago=days_ago)
    announce_updates()
    assert len(told()) == expected


def test_news_from_before_anybody_followed_are_not_told_later(measure):
    an_update(measure)
    announce_updates()
    assert Announcement.objects.count() == 1
    follower = a_follower(measure)
    Subscription.objects.filter(pk=follower.pk).update(confirmed_at=timezone.now())
    an_update(measure, title="Noch etwas")
    announce_updates()
    [message] = Message.objects.all()
    assert "Noch etwas" in message.text


def test_who_follows_while_no_worker_runs_is_not_told_what_the_page_said_already(measure):
    update = an_update(measure)
    week_ago = timezone.now() - timedelta(days=7)
    MeasurePage.objects.filter(pk=measure.pk).update(last_published_at=week_ago)
    MeasureUpdate.objects.filter(pk=update.pk).update(date=week_ago.date())
    follower = a_follower(measure)
    Subscription.objects.filter(pk=follower.pk).update(confirmed_at=timezone.now())
    announce_updates()
    assert told() == []


def test_news_of_tomorrow_are_told_tomorrow_to_those_who_came_until_then(measure):
    update = an_update(measure, days_ago=-1)
    follower = a_follower(measure)
    Subscription.objects.filter(pk=follower.pk).update(confirmed_at=timezone.now())
    announce_updates()
    assert told() == []
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        announce_updates()
    assert told() == ["nele@mail.example"]
    assert update.title in Message.objects.get().text


def test_news_of_more_than_thirty_days_ago_are_no_news(measure):
    a_follower(measure)
    Subscription.objects.update(confirmed_at=timezone.now() - timedelta(days=100))
    an_update(measure, days_ago=30, title="Gerade noch")
    an_update(measure, days_ago=31, title="Zu alt")
    announce_updates()
    assert "Gerade noch" in Message.objects.get().text


def test_who_comes_after_the_news_were_told_is_not_told_again(measure):
    a_follower(measure)
    an_update(measure)
    announce_updates()
    a_follower(measure, "spaet@mail.example")
    announce_updates()
    assert told() == ["nele@mail.example"]


def test_an_update_that_is_mended_is_not_told_again(measure):
    a_follower(measure)
    update = an_update(measure)
    announce_updates()
    page = MeasurePage.objects.get(pk=measure.pk)
    page.updates.get(pk=update.pk).title = "Berichtigt"
    page.save_revision().publish()
    announce_updates()
    assert len(told()) == 1


def test_only_confirmed_and_active_followers_are_told(measure):
    services.follow(measure, name="Nele", email="unbestaetigt@mail.example")
    blocked = a_follower(measure, "gesperrt@mail.example").author
    blocked.is_active = False
    blocked.save()
    a_follower(measure, "weg@mail.example").author.delete()
    a_follower(measure, "da@mail.example")
    Message.objects.all().delete()
    an_update(measure)
    announce_updates()
    assert told() == ["da@mail.example"]


def test_finding_followers_costs_the_same_for_many_as_for_one(measure):
    """What is asked beyond writing the mails themselves does not grow."""

    def asked(title: str) -> int:
        an_update(measure, title=title)
        with CaptureQueriesContext(connection) as queries:
            announce_updates()
        own = ("mail_message", "SAVEPOINT")
        return sum(not any(word in query["sql"] for word in own) for query in queries)

    a_follower(measure, "eins@mail.example")
    asked("Vorweg, was sich ein Prozess merkt")
    few = asked("Eins")
    for number in range(8):
        a_follower(measure, f"mehr{number}@mail.example")
    assert asked("Zwei") == few
    assert len(told()) == 11


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail_to_each(root):
    measure = a_followable_measure(root)
    for number in range(5):
        a_follower(measure, f"person{number}@mail.example")
    an_update(measure)
    barrier = Barrier(2)

    def run(_number) -> int:
        try:
            barrier.wait(timeout=30)
            return services.announce_updates()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 1
    assert told() == [f"person{number}@mail.example" for number in range(5)]
