"""Readers say whether a page helped."""

import uuid

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from participation.feedback import services
from participation.feedback.links import form_path
from participation.feedback.masking import masked
from participation.feedback.models import Answer, PageFeedback
from participation.feedback.rules import find
from tests.guides.factories import a_guide, a_guide_index
from tests.services.factories import a_service, a_service_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(root):
    return a_guide(a_guide_index(root))


def form_of(page) -> str:
    return reverse("feedback", kwargs={"page_id": page.pk})


def test_the_question_on_a_page_leads_to_the_form_with_the_answer_chosen(client, guide):
    page = client.get(guide.url)
    path = form_path(guide.pk, Answer.PARTLY)
    assert path.replace("&", "&amp;") in page.text
    assert not page.cookies
    assert 'method="post"' not in page.text
    form = client.get(path).text
    assert 'value="teilweise"' in form
    assert form.count("checked") == 1


def test_an_answer_is_stored_without_the_person(client, guide, citizen):
    client.force_login(citizen)
    answer = client.post(form_of(guide), {"answer": "nein", "reason": "  Zu lang.\n"})
    assert answer["Location"] == reverse("feedback_thanks", kwargs={"page_id": guide.pk})
    feedback = PageFeedback.objects.get()
    assert (feedback.page_id, feedback.answer, feedback.reason) == (guide.pk, "nein", "Zu lang.")
    assert feedback.day == timezone.localdate()
    fields = {field.name for field in PageFeedback._meta.get_fields()}
    assert fields == {"id", "page", "part_title", "answer", "reason", "day", "submission_key"}


def test_the_thanks_say_what_next(client, guide):
    page = client.get(reverse("feedback_thanks", kwargs={"page_id": guide.pk})).text
    assert guide.url in page
    assert reverse("search") in page


def test_an_answer_about_a_chapter_names_it(client, guide):
    chapter = guide.ordered_chapters[1]
    shown = client.get(f"{guide.url}{guide.chapter_path(chapter)}").text
    path = form_path(guide.pk, Answer.NO, chapter.translation_key)
    assert path.replace("&", "&amp;") in shown
    assert chapter.title in client.get(path).text
    client.post(path, {"answer": "nein"})
    assert PageFeedback.objects.get().part_title == chapter.title


def test_a_form_sent_twice_is_stored_once(client, guide):
    data = {"answer": "ja", "submission_key": str(uuid.uuid4())}
    for _click in range(2):
        assert client.post(form_of(guide), data).status_code == 302
    assert PageFeedback.objects.count() == 1


def test_services_ask_and_other_pages_do_not(client, root):
    service = a_service(a_service_index(root))
    assert form_of(service) in client.get(service.url).text
    assert client.get(form_of(service)).status_code == 200
    assert client.get(form_of(root)).status_code == 404
    template = Template("{% load feedback_tags %}{% page_feedback %}")
    assert template.render(Context({"page": root})).strip() == ""
    assert template.render(Context({})).strip() == ""


def test_the_whole_guide_on_one_page_asks_as_well(client, guide):
    assert form_of(guide) in client.get(f"{guide.url}{guide.complete_path()}").text


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_what_is_not_public_takes_no_answer(client, guide, hide):
    paths = [form_of(guide), reverse("feedback_thanks", kwargs={"page_id": guide.pk})]
    if hide == "unpublish":
        guide.unpublish()
    elif hide == "restrict":
        PageViewRestriction.objects.create(page=guide.get_parent(), restriction_type="login")
    else:
        guide.delete()
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(paths[0], {"answer": "ja"}).status_code == 404
    assert not PageFeedback.objects.exists()


def test_an_address_with_any_number_is_answered(client, root):
    for number in (0, 2**31, 2**63, 10**30):
        path = f"{reverse('feedback', kwargs={'page_id': number})}"
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"answer": ""},
        {"answer": "vielleicht"},
        {"answer": ["\x00"]},
        {"reason": "x" * 501},
        {"reason": "a\x00b"},
        {"website": "https://robot.example"},
        {"submission_key": "kein Schlüssel"},
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(client, guide, fields):
    answer = client.post(form_of(guide), {"answer": "ja", "reason": "Das fehlt mir."} | fields)
    assert answer.status_code == 422
    assert fields.get("reason", "Das fehlt mir.")[:14].split("\x00")[0] in answer.text
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize("query", ["antwort=x&teil=y", "antwort=%ff&teil=%ff", "teil="])
def test_any_query_shows_the_form(client, guide, query):
    assert client.get(f"{form_of(guide)}?{query}").status_code == 200


def test_an_empty_post_is_told(client, guide):
    assert client.post(form_of(guide)).status_code == 422


def test_a_form_needs_its_token(guide):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_of(guide), {"answer": "ja"}).status_code == 403


def test_many_answers_from_one_address_are_refused(client, guide, settings):
    settings.ACCOUNT_RATE_LIMITS = {"contribute": "2/h/ip", "contribute_as": None}
    statuses = [client.post(form_of(guide), {"answer": "ja"}).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert PageFeedback.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schreiben Sie an karin.vogt@mail.example!", "Schreiben Sie an [address removed]"),
        ("karin (at) mail.example fragt", "[address removed] fragt"),
        ("Rufen Sie an: 0151 2345678.", "Rufen Sie an: [number removed]."),
        ("Tel. +49 (0)40 / 123-45-67", "Tel. [number removed]"),
        ("Konto DE89 3704 0044 0532 0130 00 ist", "Konto [number removed] ist"),
        ("de89370400440532013000", "[number removed]"),
        ("karin\uff20mail.example fragt", "[address removed] fragt"),
        ("karin (ät) mail.example fragt", "[address removed] fragt"),
        ("karin{at}mail.example fragt", "[address removed] fragt"),
        ("karin at mail punkt example fragt", "[address removed] fragt"),
        ("karin [at] mail (dot) example fragt", "[address removed] fragt"),
        ("Konto DE89\u202f3704\u20110044\n0532\u20130130 00 ist", "Konto [number removed] ist"),
        ("Rufen Sie an: 0151\n234\u2013567\u22128", "Rufen Sie an: [number removed]"),
        ("\uff10\uff11\uff15\uff11\u2009234\u200b5678", "[number removed]"),
        ("Ich, geb. 01.02.1960, frage", "Ich, geb. [date removed], frage"),
        ("geboren am 1. Februar 1960", "geboren am [date removed]"),
        ("geb.1.2.60 in Au", "geb.[date removed] in Au"),
        ("Tel. 4321 klingelt", "Tel. [number removed] klingelt"),
        ("Meine Handynummer ist 43 21", "Meine Handynummer ist [number removed]"),
        ("Telefon 115 hilft nicht, das Telefon kostet 1200 Euro", None),
        ("Der Kurs findet at home statt, Gebühr 12.5.2026", None),
        ("Am 12. 5. 2026 stand da 14:30 Uhr, 25 Euro", None),
        ("Seit 01.02.2026 und 2026-02-01", None),
        ("Das Jahr 2025 hat 365 Tage, Seite 12 von 40", None),
        ("Am 12 Uhr hat der Kurs noch nicht begonnen", None),
    ],
)
def test_what_tells_who_somebody_is_is_masked(text, expected):
    with translation.override("en"):
        assert masked(text) == (text if expected is None else expected)


def test_a_reason_full_of_addresses_is_masked_and_kept(guide):
    feedback = services.give_feedback(find(guide.pk), answer="nein", reason="a@b.de " * 71 + "\x0b")
    assert "@" not in feedback.reason
    assert "\x0b" not in feedback.reason
    assert PageFeedback.objects.get().reason == feedback.reason


def test_answers_are_deleted_after_a_year(guide, settings):
    settings.FEEDBACK_MONTHS = 12
    target, today = find(guide.pk), timezone.localdate()
    old, young = (services.give_feedback(target, answer="ja") for _ in range(2))
    PageFeedback.objects.filter(pk=old.pk).update(day=today.replace(year=today.year - 2))
    assert services.forget_old_feedback() == 1
    assert PageFeedback.objects.get() == young
