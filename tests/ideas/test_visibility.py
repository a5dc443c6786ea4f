"""Which ideas the public sees, and what showing them costs."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from participation.accounts.models import Contribution
from participation.ideas.models import Idea

from .factories import a_campaign, an_idea

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture
def campaign():
    return a_campaign()


def public_texts(client, campaign) -> str:
    urls = [reverse("idea_list"), campaign.url, campaign.get_parent().url]
    return "".join(client.get(url).text for url in urls)


def test_published_idea_is_seen(client, campaign):
    idea = an_idea(campaign)
    assert client.get(idea.get_absolute_url()).status_code == 200
    for url in (reverse("idea_list"), campaign.url, campaign.get_parent().url):
        assert idea.title in client.get(url).text


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_idea_in_any_other_state_is_not(client, campaign, state):
    idea = an_idea(campaign, state=state)
    assert idea.title not in public_texts(client, campaign)
    for url in (idea.get_absolute_url(), reverse("idea_support", args=[idea.pk])):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("reason", ["unpublished", "private", "deleted"])
def test_idea_of_a_page_that_is_not_public_is_not(client, campaign, reason):
    idea = an_idea(campaign)
    home = campaign.get_parent().url
    if reason == "unpublished":
        campaign.unpublish()
    elif reason == "private":
        kind = PageViewRestriction.LOGIN
        PageViewRestriction.objects.create(page=campaign, restriction_type=kind)
    else:
        campaign.delete()
    for url in (reverse("idea_list"), home):
        assert idea.title not in client.get(url).text
    assert client.get(idea.get_absolute_url()).status_code == 404
    form = reverse("idea_form", args=[campaign.translation_key])
    assert client.get(form).status_code == 404
    assert client.post(form).status_code == 404


def test_old_words_in_the_address_lead_to_the_idea(client, campaign):
    idea = an_idea(campaign)
    answer = client.get(reverse("idea_detail", args=[idea.pk, "frueher"]))
    assert (answer.status_code, answer["Location"]) == (301, idea.get_absolute_url())


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "\u202eرجل عجوز", "😀😀😀😀😀"])
def test_odd_titles_are_shown_harmlessly(client, campaign, title):
    idea = an_idea(campaign, title=title, text=title * 3)
    answer = client.get(idea.get_absolute_url())
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text + public_texts(client, campaign)


@pytest.mark.parametrize(
    "query",
    [
        "sortierung=gibtesnicht",
        "seite=-1",
        "seite=99999999999999999999",
        "seite=abc",
        "stadtteil=x%27--",
        "zielgruppe=gibtesnicht",
        "q=" + "x" * 1500,
    ],
)
def test_odd_queries_are_answered(client, campaign, query):
    an_idea(campaign)
    for url in (reverse("idea_list"), campaign.url):
        assert client.get(f"{url}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "kategorie=%00", "seite=%00"])
def test_null_bytes_in_a_query_are_refused(client, campaign, query):
    for url in (reverse("idea_list"), campaign.url):
        assert client.get(f"{url}?{query}").status_code == 400


def test_ideas_are_sorted_by_support(client, campaign):
    an_idea(campaign, title="Schwache Idee")
    an_idea(campaign, title="Starke Idee", support_count=7)
    an_idea(campaign, title="Neue Idee")
    text = client.get(reverse("idea_list"), {"sortierung": "most_supported"}).text
    assert text.index("Starke Idee") < text.index("Neue Idee") < text.index("Schwache Idee")


@pytest.mark.parametrize("place", ["list", "campaign"])
def test_queries_do_not_grow_with_ideas(
    client, campaign, place, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 0
    url = reverse("idea_list") if place == "list" else campaign.url
    for number in range(3):
        an_idea(campaign, title=f"Idee {number}")
    client.get(url)
    with django_assert_max_num_queries(25) as few:
        client.get(url)
    for number in range(3, 30):
        an_idea(campaign, title=f"Idee {number}")
    with django_assert_max_num_queries(len(few)):
        assert "Idee 29" in client.get(url).text
    assert Idea.objects.visible().count() == 30
