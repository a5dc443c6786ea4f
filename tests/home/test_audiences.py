"""Pages of audiences: chosen at the top, gathered below, and every way on leads to the same."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from cms.content.models import Audience, ContactPerson
from home.audience_pages import audience_urls
from home.models import (
    AudienceIndexPage,
    AudiencePage,
    AudienceTopRow,
    NewsIndexPage,
    NewsPage,
)
from participation.accounts.models import Contribution
from tests.calendar.factories import a_calendar, a_training, in_days
from tests.guides.factories import a_guide, a_guide_index, a_journey
from tests.ideas.factories import a_campaign, an_idea
from tests.services.factories import a_service, a_service_index
from tests.strategy.factories import a_field, a_measure, an_agenda, published


@pytest.fixture
def parents(db) -> Audience:
    return Audience.objects.create(slug="eltern", name="Eltern")


@pytest.fixture
def index(root):
    return published(root, AudienceIndexPage(title="Für wen?", slug="fuer-wen"))


@pytest.fixture
def page(index, parents):
    return published(index, AudiencePage(title="Für Eltern", slug="eltern", audience=parents))


class Town:
    """One list of each kind, with as many of each as asked for."""

    def __init__(self, root, audience):
        self.audience = audience
        self.guides = a_guide_index(root)
        self.services = a_service_index(root)
        self.calendar = a_calendar()
        self.field = a_field(an_agenda(root))
        self.news = published(root, NewsIndexPage(title="Aktuelles", slug="aktuelles"))
        self.campaign = a_campaign()

    def add(self, number: int) -> None:
        terms = {"audiences": [self.audience]}
        for _n in range(number):
            guide = a_guide(self.guides, terms=terms)
            a_journey(self.guides, ("Los", guide), terms=terms)
            a_service(self.services, terms=terms)
            a_measure(self.field, terms=terms)
            an_idea(self.campaign, audience=self.audience)
            training = a_training(self.calendar, recurrence="FREQ=WEEKLY;COUNT=3")
            training.audiences = [self.audience]
            training.save_revision().publish()
            item = NewsPage(title=f"Neues {guide.pk}", slug=f"neues-{guide.pk}")
            item.audiences = [self.audience]
            published(self.news, item)


@pytest.fixture
def town(root, parents) -> Town:
    return Town(root, parents)


def main(client, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def sections(client, page) -> dict:
    found = main(client, page.url).select("section[aria-labelledby]")
    return {section["aria-labelledby"]: section for section in found}


KINDS = ["journeys", "guides", "services", "dates", "measures", "news", "ideas"]


def test_each_room_gives_its_first_six(client, town, page):
    town.add(7)
    found = sections(client, page)
    assert list(found) == KINDS
    assert {name: len(section.select("li > article")) for name, section in found.items()} == (
        dict.fromkeys(KINDS, 6)
    )


LISTED = {
    "journeys": lambda context: len(context["journeys"]),
    "guides": lambda context: len(context["guides"]),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_way_to_all_leads_to_as_many_as_it_says(client, root, town, page, name):
    town.add(2)
    other = Audience.objects.create(slug="jugend", name="Jugend")
    Town.add(_for(town, other), 1)
    answer = client.get(page.url)
    (section,) = [item for item in answer.context["sections"] if item.name == name]
    listing = client.get(section.url)
    count = LISTED.get(name, lambda context: context["page_obj"].paginator.count)
    if name == "dates":
        assert section.count is None
        assert count(listing.context) == 6
    else:
        assert section.count == count(listing.context) == 2
    if "#" in section.url:
        target = BeautifulSoup(listing.content, "html.parser").find(id=section.url.split("#")[1])
        assert target is not None


def test_several_lists_of_a_kind_count_together_and_none_is_called_all(client, root, town, page):
    town.add(1)
    guides = a_guide_index(root, slug="weitere-hefte")
    a_guide(guides, title="Aus der zweiten Liste", terms={"audiences": [town.audience]})
    (section,) = [s for s in client.get(page.url).context["sections"] if s.name == "guides"]
    assert {guide.title for guide in section.items} >= {"Aus der zweiten Liste"}
    assert (len(section.items), section.count, section.url) == (2, 2, "")
    shown = sections(client, page)
    assert not shown["guides"].select(".more-link")
    assert shown["services"].select(".more-link")


def _for(town: Town, audience: Audience) -> Town:
    copy = object.__new__(Town)
    copy.__dict__ = {**town.__dict__, "audience": audience}
    return copy


def test_each_event_stands_once_with_its_next_date(client, town, page):
    training = a_training(
        town.calendar, recurrence="FREQ=WEEKLY;COUNT=5", starts_at=in_days(-8), title="Kurs"
    )
    training.audiences = [town.audience]
    training.save_revision().publish()
    dates = sections(client, page)["dates"].select(".event-row")
    assert len(dates) == 1
    assert f"{in_days(6):%Y-%m-%d}" in dates[0].time["datetime"]


def test_what_editors_chose_comes_first_with_their_words_and_not_again(client, town, page):
    town.add(1)
    guide = a_guide(town.guides, title="Das Wichtigste", terms={"audiences": [town.audience]})
    page.top_rows = [AudienceTopRow(page=guide, text="Fangen Sie hier an.")]
    page.save_revision().publish()
    answer = client.get(page.url)
    assert "Fangen Sie hier an." in answer.text
    assert answer.text.count(f'<a class="card__link" href="{guide.url}"') == 1
    (section,) = [item for item in answer.context["sections"] if item.name == "guides"]
    assert (len(section.items), section.count) == (1, 2)


def test_private_drafted_and_waiting_things_stay_hidden(client, town, page):
    town.add(1)
    terms = {"audiences": [town.audience]}
    private = a_guide(town.guides, title="Geheimes Heft", terms=terms)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    a_service(town.services, title="Entwurf eines Dienstes", terms=terms).unpublish()
    an_idea(
        town.campaign,
        title="Wartende Idee",
        audience=town.audience,
        state=Contribution.State.SUBMITTED,
    )
    page.top_rows = [AudienceTopRow(page=private, text="Nur für Angemeldete.")]
    page.save_revision().publish()
    text = main(client, page.url).get_text()
    for hidden in ("Geheimes Heft", "Entwurf eines Dienstes", "Wartende Idee", "Nur für"):
        assert hidden not in text


def test_an_audience_without_anything_says_so(client, page):
    assert main(client, page.url).select(".empty-state")
    assert not main(client, page.url).select("section[aria-labelledby]")


def test_the_number_of_queries_is_planned(client, settings, town, page):
    settings.PAGE_CACHE_SECONDS = 0

    def queries() -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    town.add(1)
    page.top_rows = [AudienceTopRow(page=a_guide(town.guides))]
    page.save_revision().publish()
    few = queries()
    town.add(7)
    page.top_rows = [AudienceTopRow(page=a_guide(town.guides)) for _n in range(5)]
    page.save_revision().publish()
    assert queries() == few
    assert few <= 30


def test_the_page_changes_with_what_it_gathers(
    client, settings, town, page, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    assert "guides" not in sections(client, page)
    with django_capture_on_commit_callbacks(execute=True):
        guide = a_guide(town.guides, terms={"audiences": [town.audience]})
    assert "guides" in sections(client, page)
    with django_capture_on_commit_callbacks(execute=True):
        guide.unpublish()
    assert "guides" not in sections(client, page)


def test_chips_and_the_home_page_lead_to_the_page_of_the_audience(client, root, town, page):
    guide = a_guide(town.guides, terms={"audiences": [town.audience]})
    chip = main(client, guide.url).select_one(".page-header .taxonomy a")
    assert (chip["href"], chip.get_text()) == (page.url, "Eltern")
    tile = main(client, root.url).select_one(".link-tile")
    assert tile["href"] == page.url


def test_without_a_page_chips_are_words_and_the_home_page_searches(client, root, town, parents):
    guide = a_guide(town.guides, terms={"audiences": [parents]})
    assert not main(client, guide.url).select(".page-header .taxonomy a")
    tile = main(client, root.url).select_one(".link-tile")
    assert tile["href"] == f"{reverse('search')}?zielgruppe=eltern"


@pytest.mark.parametrize("change", ["unpublish", "restrict", "delete"])
def test_addresses_are_forgotten_when_the_page_goes(
    page, django_capture_on_commit_callbacks, change
):
    assert audience_urls("de") == {"eltern": page.url}
    with django_capture_on_commit_callbacks(execute=True):
        if change == "unpublish":
            page.unpublish()
        elif change == "restrict":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            page.delete()
    assert audience_urls("de") == {}


def test_the_overview_shows_the_pages_of_audiences(client, index, page):
    cards = main(client, index.url).select(".card a")
    assert [(card["href"], card.get_text()) for card in cards] == [(page.url, "Für Eltern")]


def test_other_languages_show_what_is_in_them(client, root, index, page, town):
    english = Locale.objects.get(language_code="en")
    guide = a_guide(town.guides, terms={"audiences": [town.audience]})
    page.top_rows = [AudienceTopRow(page=guide, text="Hier anfangen.")]
    page.save_revision().publish()
    for item in (root, index, page):
        copy = item.get_translation_or_none(english) or item.copy_for_translation(english)
        copy.save_revision().publish()
    translated = AudiencePage.objects.get(locale=english)
    shown = main(client, translated.url)
    assert [link["href"] for link in shown.select(".card a")] == [guide.url]


def form_of(audience: Audience) -> dict:
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 12}
    return {
        "title": "Für Eltern",
        "slug": "fuer-eltern-2",
        "audience": audience.pk,
        "summary": "",
        "participation": "inherit",
        "body-count": 0,
        **{f"top_rows-{name}": value for name, value in empty.items()},
        **{f"comments-{name}": value for name, value in empty.items()},
        "action-publish": "1",
    }


def test_an_audience_gets_no_second_page_in_a_language(client, editor, index, parents):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["home", "audiencepage", index.pk])
    assert client.post(address, form_of(parents)).status_code == 302
    assert AudiencePage.objects.filter(audience=parents, live=True).count() == 1
    answer = client.post(address, {**form_of(parents), "slug": "fuer-eltern-3"})
    assert answer.status_code == 200
    assert "audience" in answer.context["form"].errors
    assert AudiencePage.objects.filter(audience=parents).count() == 1


def test_a_contact_person_is_shown_without_address(client, page):
    page.contact = ContactPerson.objects.create(
        slug="schule", name="Mara Lind", office="Schulamt", email="mara@stadt.example"
    )
    page.save_revision().publish()
    text = main(client, page.url).get_text()
    assert "Mara Lind" in text
    assert "mara@" not in text


def test_news_are_filtered_by_audience(client, town):
    town.add(1)
    assert len(main(client, f"{town.news.url}?zielgruppe=eltern").select(".card")) == 1
    Audience.objects.create(slug="neu", name="Neu")
    cache.clear()
    nothing = main(client, f"{town.news.url}?zielgruppe=neu")
    assert not nothing.select(".card")
    assert nothing.select(".empty-state")
