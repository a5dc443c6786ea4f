"""The demo town holds what it promises, and an anonymous reader can go everywhere in it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from agenda.calendar.models import Occurrence
from agenda.guides.models import GuidePage
from agenda.strategy.models import FieldOfActionPage, MeasurePage, Status
from cms.content.models import BasePage, Place
from cms.demo import logins
from cms.mail.models import Message
from participation.accounts.models import User
from participation.associations.models import CharterPage, CharterSignature, Organisation
from participation.comments.models import Comment
from participation.ideas.models import Idea, IdeaCampaignPage

from .crawler import MAX_QUERIES, Answer, crawl, dead_fragments

STARTS = ["/", "/en/", "/de-simple/", "/sitemap.xml"]


@pytest.fixture(scope="module")
def crawled() -> dict[str, Answer]:
    """Where the answers are kept, so that the town is walked through only once."""
    return {}


@pytest.fixture
def answers(demo_town, crawled, settings) -> dict[str, Answer]:
    settings.PAGE_CACHE_SECONDS = 0
    settings.ALLOWED_HOSTS = ["*"]
    if not crawled:
        host = demo_town.hostname + (f":{demo_town.port}" if demo_town.port != 80 else "")
        crawled.update(crawl(STARTS, host))
    return crawled


def german(model):
    return model.objects.live().filter(locale__language_code="de")


def in_language(code: str):
    return BasePage.objects.live().public().filter(locale__language_code=code)


def test_agenda_has_six_fields_with_measures_in_all_states(demo_town):
    assert german(FieldOfActionPage).count() == 6
    measures = german(MeasurePage)
    assert measures.count() >= 24
    assert set(measures.values_list("status", flat=True)) == set(Status.values)


def test_guides_have_chapters(demo_town):
    guides = german(GuidePage).annotate(length=Count("chapters"))
    assert guides.count() >= 10
    assert all(guide.length >= 3 for guide in guides)


def test_thirty_events_take_place_over_the_coming_three_months(demo_town):
    now = timezone.now()
    coming = Occurrence.objects.filter(starts_at__range=(now, now + timedelta(days=92)))
    assert coming.values("event_key").distinct().count() >= 30


def test_places_and_associations(demo_town):
    assert Place.objects.count() == 5
    assert Organisation.objects.count() == 8


def test_there_is_an_idea_campaign_in_each_phase(demo_town):
    phases = {campaign.current_phase().kind for campaign in german(IdeaCampaignPage)}
    assert phases == {"collect", "support", "decide", "implement"}


def test_ideas_carry_support_and_conversations(demo_town):
    ideas = Idea.objects.visible()
    assert ideas.count() >= 40
    assert ideas.filter(support_count__gt=10).count() >= 5
    assert Comment.objects.visible().count() >= 100


def test_nobody_supports_an_idea_of_their_own(demo_town):
    for idea in Idea.objects.all():
        assert not idea.supports.filter(author=idea.author).exists()
        assert idea.support_count == idea.supports.count()


def test_charter_is_signed(demo_town):
    assert german(CharterPage).count() == 1
    assert CharterSignature.objects.count() == 5


def test_something_waits_for_moderators(demo_town):
    assert Idea.objects.waiting().exists()
    assert Comment.objects.waiting().exists()
    # An association's event that is to be approved.
    assert Page.objects.filter(live=False, has_unpublished_changes=True).exists()


def test_fifteen_pages_are_in_english_and_eight_in_leichte_sprache(demo_town):
    assert in_language("en").count() >= 15
    assert in_language("de-simple").count() >= 8


def test_every_page_says_what_it_is_about(demo_town):
    silent = BasePage.objects.live().filter(summary="").values_list("title", flat=True)
    assert list(silent) == []


def test_everybody_who_is_promised_a_login_can_sign_in(demo_town):
    for login in logins.LOGINS:
        person = User.objects.get(email=login.email)
        assert person.display_name == login.name
        assert person.email_confirmed_at
        assert not login.password or person.check_password(login.password)


def test_staff_may_enter_the_admin_and_citizens_may_not(demo_town):
    for login in logins.LOGINS:
        person = User.objects.get(email=login.email)
        assert person.has_perm("wagtailadmin.access_admin") == bool(login.password), login.role


def test_no_mail_of_the_load_waits_to_be_sent(demo_town):
    assert not Message.objects.filter(state=Message.State.QUEUED).exists()
    assert 0 < Message.objects.count() < 20


def test_texts_in_leichte_sprache_keep_its_rules(demo_town):
    told = StringIO()
    call_command("check_easy_language", "--errors-only", stdout=told)
    assert "No mistakes" in told.getvalue()


def test_loading_again_changes_nothing(demo_town):
    before = Page.objects.count()
    call_command("load_demo", verbosity=0)
    assert Page.objects.count() == before


def test_search_finds_the_town(demo_town, client):
    answer = client.get("/suche/", {"q": "Datenschutz"}, headers={"host": "localhost"})
    assert answer.status_code == 200
    assert "Datenschutz" in answer.text
    assert "/handreichungen/" in answer.text


def test_every_link_leads_somewhere(answers):
    broken = [
        f"{answer.status} {url} (from {answer.linked_from})"
        for url, answer in answers.items()
        if answer.status not in {200, 302}
    ]
    assert broken == []
    assert len(answers) > 300


def test_every_link_within_a_page_leads_somewhere(answers):
    dead = {url: dead_fragments(answer) for url, answer in answers.items() if answer.is_page}
    assert {url: fragments for url, fragments in dead.items() if fragments} == {}


def test_every_public_page_is_reachable(answers, demo_town):
    pages = BasePage.objects.live().public()
    lost = {page.get_url() for page in pages} - {url.partition("?")[0] for url in answers}
    assert lost == set()


def test_no_page_sets_a_cookie(answers):
    with_cookies = {
        url: answer.cookies
        for url, answer in answers.items()
        if answer.cookies and not (answer.has_form and answer.cookies == ["csrftoken"])
    }
    assert with_cookies == {}


def test_no_page_of_the_editors_holds_a_form_or_a_cookie(answers):
    urls = {page.get_url() for page in BasePage.objects.live().public()}
    assert [url for url in urls & answers.keys() if answers[url].cookies] == []


def test_no_page_asks_the_database_too_often(answers):
    costly = {
        url: answer.queries
        for url, answer in answers.items()
        if answer.is_page and answer.queries > MAX_QUERIES
    }
    assert costly == {}


def test_nothing_unpublished_is_visible(answers):
    secrets = [first_line(comment.text) for comment in Comment.objects.exclude(state="published")]
    secrets += [idea.title for idea in Idea.objects.exclude(state="published")]
    secrets += [page.title for page in Page.objects.filter(live=False, depth__gt=2)]
    assert len(secrets) >= 8
    shown = [
        (secret, url)
        for url, answer in answers.items()
        for secret in secrets
        if secret in answer.text
    ]
    assert shown == []


def test_no_address_of_a_citizen_is_visible(answers):
    # Associations may print addresses of theirs in what they offer and seek.
    addresses = set(User.objects.filter(memberships=None).values_list("email", flat=True))
    shown = [
        (address, url)
        for url, answer in answers.items()
        for address in addresses
        if address in answer.text
    ]
    assert shown == []


def test_no_placeholder_is_left(answers):
    assert [url for url, answer in answers.items() if "-90000" in answer.text] == []


def first_line(text: str) -> str:
    """Return enough of a text to recognise it, free of characters that HTML writes otherwise."""
    line = text.strip().splitlines()[0]
    for character in "&<>'\"":
        line = line.split(character)[0]
    return line[:60]
