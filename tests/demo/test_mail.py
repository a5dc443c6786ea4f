"""The demo town's mail can be read there, and nowhere else."""

import pytest

from cms.mail.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.demo.urls")]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def message() -> Message:
    return Message.objects.create(
        key="test:1",
        recipient="karin.vogt@mail.example",
        subject="Bitte bestätigen Sie <Ihren> Kommentar",
        text="Guten Tag,\n\nhier: http://localhost:8000/konto/bestaetigen/abc/\n",
        html="<html><head><title>x</title></head><body><a href='/konto/'>hier</a></body></html>",
        language="de",
        message_id="<1@localhost>",
    )


def test_list_names_recipient_and_subject(client, message):
    answer = client.get("/demo/mail/")
    assert answer.status_code == 200
    assert "karin.vogt@mail.example" in answer.text
    assert "&lt;Ihren&gt;" in answer.text


def test_links_of_the_text_can_be_followed(client, message):
    answer = client.get(f"/demo/mail/{message.pk}/")
    assert 'href="http://localhost:8000/konto/bestaetigen/abc/"' in answer.text


def test_html_is_confined_and_its_links_leave_the_frame(client, message):
    answer = client.get(f"/demo/mail/{message.pk}/html/")
    assert '<base target="_top">' in answer.text
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_mail_is_kept_from_caches_and_search_engines(client, message):
    for path in ("/demo/mail/", f"/demo/mail/{message.pk}/", f"/demo/mail/{message.pk}/html/"):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies


def test_outside_the_demo_there_is_no_such_page(client, message, settings):
    settings.DEMO = False
    assert client.get("/demo/mail/").status_code == 404
    assert client.get(f"/demo/mail/{message.pk}/html/").status_code == 404


def test_list_asks_the_same_number_of_questions_for_any_number_of_messages(
    client, message, django_assert_max_num_queries
):
    for number in range(20):
        Message.objects.create(
            key=f"more:{number}",
            recipient="x@mail.example",
            subject="Noch eine",
            text="…",
            language="de",
            message_id=f"<{number}@more>",
        )
    client.get("/demo/mail/")
    with django_assert_max_num_queries(25):
        client.get("/demo/mail/")
