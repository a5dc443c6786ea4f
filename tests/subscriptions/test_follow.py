"""Beginning and ending to follow a measure."""

import re
import uuid

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms.mail.models import Message
from participation.accounts.models import Contribution
from participation.subscriptions import links, services
from participation.subscriptions.models import Subscription
from participation.subscriptions.templatetags.subscription_tags import follow_measure
from tests.accounts.factories import path_in
from tests.strategy.factories import a_measure

from .factories import a_followable_measure, a_follower, in_english

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture
def measure(root):
    return a_followable_measure(root)


def form_of(measure) -> str:
    return reverse("follow", kwargs={"page_key": measure.translation_key})


def send(client, measure, **fields):
    data = {"name": "Nele", "email": "nele@mail.example", "submission_key": str(uuid.uuid4())}
    return client.post(form_of(measure), data | fields)


def test_somebody_without_an_account_follows_once_the_button_is_pressed(client, measure):
    assert send(client, measure).status_code == 302
    message = Message.objects.get()
    assert "WLAN im Bus" in message.text
    path = path_in(message)
    assert client.get(path).status_code == 200
    assert not Subscription.objects.visible().exists()
    for _click in range(2):
        assert client.post(path).status_code == 302
    assert Subscription.objects.of(measure.translation_key).count() == 1
    assert Message.objects.count() == 1


def test_what_is_confirmed_is_not_called_public(client, measure):
    send(client, measure)
    path = path_in(Message.objects.get())
    client.post(path)
    assert "Everybody can see it now." not in english_text(client, path)
    assert "Only you can see it" in english_text(client, path)


def english_text(client, path: str) -> str:
    return client.get("/en" + path).text


def test_form_sent_twice_writes_one_mail(client, measure):
    key = str(uuid.uuid4())
    for _click in range(2):
        assert send(client, measure, submission_key=key).status_code == 302
    assert Subscription.objects.count() == Message.objects.count() == 1


def test_a_lost_link_is_replaced_by_a_new_one(client, measure):
    send(client, measure)
    send(client, measure)
    assert Subscription.objects.count() == 1
    assert Message.objects.count() == 2
    first, second = Message.objects.order_by("pk")
    assert client.post(path_in(first)).status_code == 404
    client.post(path_in(second))
    assert Subscription.objects.visible().count() == 1


def test_whoever_follows_already_gets_no_second_subscription(client, measure):
    a_follower(measure)
    assert send(client, measure).status_code == 302
    assert Subscription.objects.count() == 1
    assert not Message.objects.exists()


def test_signed_in_person_follows_at_once_and_sees_it(client, measure, citizen):
    client.force_login(citizen)
    for _click in range(2):
        assert send(client, measure)["Location"] == measure.url
    subscription = Subscription.objects.get()
    assert links.unsubscribe_path(subscription) in client.get(form_of(measure)).text


def test_only_public_measures_can_be_followed(client, measure, root):
    assert client.get(form_of(measure)).status_code == 200
    assert client.get(form_of(root)).status_code == 404
    assert client.get(reverse("follow", kwargs={"page_key": uuid.uuid4()})).status_code == 404
    with pytest.raises(services.NotFollowable):
        services.follow(root, name="Nele", email="nele@mail.example")
    measure.unpublish()
    assert client.get(form_of(measure)).status_code == 404
    assert send(client, measure).status_code == 404
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "kein-Zeichen"},
        {"name": ""},
        {"name": "Ne\x00le"},
        {"name": "N" * 5000},
        {"website": "https://robot.example"},
    ],
)
def test_bad_input_is_told_and_stores_nothing(client, measure, fields):
    assert send(client, measure, **fields).status_code == 422
    assert not Subscription.objects.exists()


def test_the_link_of_a_mail_ends_it_only_by_its_button(client, measure):
    path = links.unsubscribe_path(a_follower(measure))
    for _visit in range(2):
        assert "<form" in client.get(path).text
    assert Subscription.objects.visible().exists()
    for _click in range(2):
        assert client.post(path).status_code == 200
    assert not Subscription.objects.visible().exists()
    assert client.get(path).status_code == 200


def test_a_mail_program_ends_it_at_once_without_a_cookie(measure):
    path = links.unsubscribe_path(a_follower(measure))
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscription.objects.visible().exists()


def test_an_old_mail_ends_what_was_begun_anew(client, measure):
    subscription = a_follower(measure)
    path = links.unsubscribe_path(subscription)
    person = subscription.author
    client.post(path)
    services.follow(measure, person=person, name="Nele")
    assert Subscription.objects.visible().count() == 1
    client.post(path)
    assert not Subscription.objects.visible().exists()


def test_ending_concerns_one_person_and_one_measure(client, measure):
    subscription = a_follower(measure)
    a_follower(measure, "ole@mail.example")
    client.post(links.unsubscribe_path(subscription))
    assert Subscription.objects.visible().get().author.email == "ole@mail.example"


@pytest.mark.parametrize("token", ["x", "WzEsMl0:1:abc", "ä" * 300])
def test_a_broken_link_is_told(client, token):
    path = reverse("unsubscribe", kwargs={"token": token})
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_a_link_of_another_purpose_ends_nothing(client, measure):
    send(client, measure)
    token = re.search(r"bestaetigen/([^/]+)/", Message.objects.get().text)[1]
    assert client.post(reverse("unsubscribe", kwargs={"token": token})).status_code == 404


def test_own_area_lists_what_one_follows_with_the_way_out(client, measure, citizen):
    client.force_login(citizen)
    send(client, measure)
    page = client.get(reverse("account")).text
    assert page.count(links.unsubscribe_path(Subscription.objects.get())) == 1
    assert measure.url in page
    measure.unpublish()
    page = client.get(reverse("account")).text
    assert measure.title not in page
    assert links.unsubscribe_path(Subscription.objects.get()) in page


def test_the_area_asks_as_often_for_many_as_for_one(
    client, measure, citizen, django_assert_max_num_queries
):
    client.force_login(citizen)
    services.follow(measure, person=citizen, name="Karin")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("account"))
    for _number in range(5):
        other = a_measure(measure.get_parent().specific)
        services.follow(other, person=citizen, name="Karin")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("account"))


def test_what_has_ended_is_erased(measure):
    ended = a_follower(measure)
    services.unfollow(ended.page_key, ended.author_id)
    gone = a_follower(measure, "ole@mail.example")
    gone.author.delete()
    stays = a_follower(measure, "pia@mail.example")
    assert services.forget_ended() == 2
    assert Subscription.objects.get() == stays


def test_the_block_on_the_page_is_for_measures_only(measure, root):
    assert follow_measure(root) == {}
    assert follow_measure(None) == {}
    shown = follow_measure(measure)
    assert shown["follow_url"] == form_of(measure)
    assert str(measure.translation_key) in shown["feed_url"]


def test_the_block_is_the_same_for_everybody_and_carries_no_form(measure):
    template = Template("{% load subscription_tags %}{% follow_measure page %}")
    shown = template.render(Context({"page": measure}))
    assert form_of(measure) in shown
    assert "application/rss+xml" in shown
    assert "<form" not in shown
    assert template.render(Context({})).strip() == ""


def test_every_language_follows_the_same_measure(client, measure):
    english = in_english(measure)
    with translation.override("en"):
        answer = client.get(form_of(english))
        assert english.url in answer.text
        send(client, english)
    assert Subscription.objects.get().page_key == measure.translation_key
    assert Message.objects.get().language == "en"
