"""The way from the home page, also to what no editor made."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

pytestmark = pytest.mark.django_db


def the_way(html: str) -> list[str]:
    breadcrumbs = re.search(r'<nav class="breadcrumbs .*?</nav>', html, re.DOTALL)
    items = re.findall(r"<li\b.*?</li>", breadcrumbs[0], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]


@pytest.mark.parametrize(
    ("name", "title"),
    [("place_list", "Orte"), ("glossary", "Wörterbuch"), ("sitemap_page", "Alle Seiten")],
)
def test_the_way_begins_at_home(client, root, name, title):
    assert the_way(client.get(reverse(name)).text) == [root.title, title]


def test_it_begins_at_the_home_page_of_the_language(client, root):
    english = root.get_translation(Locale.objects.get(language_code="en"))
    english.title, english.live = "The agenda", True
    english.save()
    with translation.override("en"):
        address = reverse("place_list")
    assert the_way(client.get(address).text) == ["The agenda", "Places"]
