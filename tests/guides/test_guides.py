"""Guides: chapters at their own addresses, all on one page, filters, languages."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from agenda.guides import printing
from agenda.guides.models import Chapter, FileKind, GuidePage
from agenda.strategy.models import Goal
from cms.content.models import Audience, BasePage, Topic
from tests.calendar.factories import a_place

from .factories import a_guide, a_guide_index


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def guide(index):
    return a_guide(index, title="Erste Schritte", checked_on=date(2026, 3, 1))


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def canonical(text: str) -> str:
    return re.search(r'rel="canonical" href="([^"]*)"', text)[1]


def test_the_guide_lists_its_chapters_and_the_print_page(client, guide):
    text = html(client, guide.url)
    for slug in ("anfang", "mitte", "ende"):
        assert f'href="{guide.url}kapitel/{slug}/"' in text
    assert f'href="{guide.url}alles/"' in text
    assert "Text zu Mitte" not in text


def test_a_chapter_shows_its_text_and_the_ways_on(client, guide):
    response = client.get(f"{guide.url}kapitel/mitte/")
    text = response.content.decode()
    assert "Text zu Mitte" in text
    assert "Text zu Anfang" not in text
    assert response.context["previous"]["title"] == "Anfang"
    assert response.context["next"]["title"] == "Ende"
    assert canonical(text).endswith(f"{guide.url}kapitel/mitte/")
    assert "<title>Mitte – Erste Schritte" in text


def test_the_ends_have_only_one_way_on(client, guide):
    assert client.get(f"{guide.url}kapitel/anfang/").context["previous"] is None
    assert client.get(f"{guide.url}kapitel/ende/").context["next"] is None


@pytest.mark.parametrize("rest", ["kapitel/gibt-es-nicht/", "kapitel/", "kapitel/a b/", "nichts/"])
def test_unknown_addresses_below_a_guide_are_not_found(client, guide, rest):
    assert client.get(f"{guide.url}{rest}").status_code == 404


def test_everything_is_on_one_page_that_search_engines_leave_alone(client, guide):
    text = html(client, f"{guide.url}alles/")
    assert all(f"Text zu {title}." in text for title in ("Anfang", "Mitte", "Ende"))
    assert 'content="noindex, follow"' in text


@pytest.mark.parametrize("rest", ["", "kapitel/mitte/", "alles/"])
def test_headings_never_skip_a_level(client, guide, rest):
    levels = [int(level) for level in re.findall(r"<h([1-6])", html(client, guide.url + rest))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_language_switch_leads_to_the_same_chapter(client, index, guide):
    english = Locale.objects.get(language_code="en")
    guide.get_parent().specific.copy_for_translation(english, copy_parents=True)
    home = index.get_parent().get_translation(english)
    home.specific.save_revision().publish()
    index.get_translation(english).specific.save_revision().publish()
    translated = guide.copy_for_translation(english)
    chapters = list(translated.chapters.all())
    chapters[1].slug = "middle"
    translated.chapters = chapters
    translated.slug = "first-steps"
    translated.save_revision().publish()
    text = html(client, f"{guide.url}kapitel/mitte/")
    assert text.count("/first-steps/kapitel/middle/") == 2
    assert canonical(text).endswith("/kapitel/mitte/")


def test_the_sitemap_knows_the_chapters_but_not_the_print_page(guide):
    locations = [item["location"] for item in guide.get_sitemap_urls()]
    assert len(locations) == 4
    assert locations[1].endswith(f"{guide.url}kapitel/anfang/")


def test_words_of_a_chapter_find_the_guide(index):
    guide = a_guide(index, chapters=("Gebärdensprachdolmetschen",))
    found = BasePage.objects.search("Gebärdensprachdolmetschen")
    assert [page.pk for page in found] == [guide.pk]


def test_guides_are_filtered_by_audience_and_topic(client, index):
    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    safety = Topic.objects.create(slug="sicherheit", name="Sicherheit")
    a_guide(index, title="Passwörter", terms={"audiences": [seniors], "topics": [safety]})
    a_guide(index, title="Rundbriefe", terms={"topics": [safety]})
    shown = client.get(index.url, {"thema": "sicherheit", "zielgruppe": "senioren"})
    assert [guide.title for guide in shown.context["guides"]] == ["Passwörter"]
    ignored = client.get(index.url, {"thema": "unbekannt"})
    assert len(ignored.context["guides"]) == 2


def test_an_edited_chapter_is_fresh_after_publishing(
    client, guide, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 60
    url = f"{guide.url}kapitel/mitte/"
    assert "Text zu Mitte" in html(client, url)
    page = GuidePage.objects.get(pk=guide.pk)
    chapters = list(page.chapters.all())
    chapters[1].body = [("text", "<p>Neuer Wortlaut.</p>")]
    page.chapters = chapters
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Neuer Wortlaut." in html(client, url)


def test_queries_do_not_grow_with_guides_and_chapters(client, index):
    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    short = a_guide(index, chapters=("Anfang", "Mitte"), terms={"audiences": [seniors]})
    before = queries(index.url)
    one = queries(f"{short.url}kapitel/anfang/"), queries(f"{short.url}alles/")
    titles = ("Anfang", *(f"Teil{n}" for n in range(20)))
    long = a_guide(index, chapters=titles, terms={"audiences": [seniors]})
    for _ in range(6):
        a_guide(index, terms={"audiences": [seniors]})
    assert queries(index.url) <= before
    assert queries(f"{long.url}kapitel/anfang/") <= one[0]
    assert queries(f"{long.url}alles/") <= one[1]


def test_a_chapter_gets_its_slug_from_its_title():
    chapter = Chapter(title="Über uns & mehr")
    chapter.clean()
    assert chapter.slug == "uber-uns-mehr"


def test_two_chapters_cannot_share_an_address(admin_client, guide):
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    form = admin_client.get(edit).context["form"]
    data = {
        "title": guide.title,
        "slug": guide.slug,
        "participation": "inherit",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "chapters-TOTAL_FORMS": "3",
        "chapters-INITIAL_FORMS": "3",
    }
    for number, row in enumerate(form.formsets["chapters"].forms):
        data |= {
            f"chapters-{number}-id": row.instance.pk,
            f"chapters-{number}-title": row.instance.title,
            f"chapters-{number}-slug": "gleich" if number else "anfang",
            f"chapters-{number}-ORDER": number + 1,
            f"chapters-{number}-body-count": "0",
        }
    response = admin_client.post(edit, data)
    assert response.status_code == 200
    rows = response.context["form"].formsets["chapters"].forms
    assert [bool(row.errors.get("slug")) for row in rows] == [False, False, True]


def test_the_report_puts_first_what_was_checked_longest_ago(client, editor, citizen, index):
    today = timezone.localdate()
    a_guide(index, title="Neu", checked_on=today)
    a_guide(index, title="Alt", checked_on=today - timedelta(days=400))
    client.force_login(editor)
    response = client.get(reverse("guides_report:index"))
    assert [page.title for page in response.context["object_list"]] == ["Alt", "Neu"]
    assert client.get(reverse("wagtailadmin_explore", args=[index.pk])).status_code == 200
    client.force_login(citizen)
    assert client.get(reverse("guides_report:index")).status_code in {302, 403}


def test_chapters_keep_the_order_in_which_they_were_written(index):
    titles = ("Zuletzt", "Zuerst", "Mitte")
    guide = a_guide(index, chapters=titles)
    rows = Chapter.objects.filter(guide=guide)
    assert list(rows.values_list("title", "sort_order")) == [
        (title, place) for place, title in enumerate(titles)
    ]


def test_titles_without_latin_letters_lead_somewhere(client, index):
    guide = a_guide(index, chapters=("Початок", "Далі"))
    Chapter.objects.filter(guide=guide).update(slug="")
    guide = GuidePage.objects.get(pk=guide.pk)
    page = html(client, guide.url)
    addresses = [f"{guide.url}{guide.chapter_path(chapter)}" for chapter in guide.ordered_chapters]
    assert len(set(addresses)) == 2
    for address in addresses:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    complete = html(client, f"{guide.url}alles/")
    assert len(set(re.findall(r'id="(kapitel-[^"]+)"', complete))) == 2
    assert len(guide.get_sitemap_urls()) == 3


def test_a_title_without_latin_letters_still_gives_a_slug():
    for row in (Chapter(title="Початок"), Goal(title="Початок")):
        row.clean()
        assert row.slug


@pytest.mark.parametrize("rest", ["", "kapitel/mitte/", "alles/"])
def test_readers_see_who_answers_for_the_guide(client, index, rest):
    guide = a_guide(index, responsible_office="Amt für Digitales")
    assert "Amt für Digitales" in html(client, guide.url + rest)


def test_the_booklet_says_who_answers_for_it_and_where_there_is_help(index):
    place = a_place(name="Haus der Hilfe")
    guide = a_guide(index, responsible_office="Amt für Digitales", terms={"places": [place]})
    job = printing.job_for(GuidePage.objects.get(pk=guide.pk), FileKind.GUIDE)
    assert "Amt für Digitales" in job.html
    assert "Haus der Hilfe" in job.html
    assert 'href="#kontakt"' in job.html
