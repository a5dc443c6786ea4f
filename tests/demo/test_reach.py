"""The report on reach says of the demo town what its texts say."""

import pytest
from django.urls import reverse

from agenda.reach import queries
from cms.content.models import Audience, District
from cms.demo import logins, source
from participation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def texts() -> dict[str, list[dict]]:
    """The items of measures, guides and trainings that are there for people now.

    The town publishes all; a training whose only date is past, or a dropped measure, helps nobody.
    """
    fields, events = source.read("agenda")["fields"], source.read("events")["events"]
    return {
        "measures": [
            measure
            for field in fields
            for measure in field["measures"]
            if measure["status"] != "dropped"
        ],
        "guides": source.read("guides")["guides"],
        "trainings": [
            event
            for event in events
            if event["kind"] == "training" and (event["rrule"] or event["first_in_days"] > 0)
        ],
    }


def written(texts: dict, name: str) -> dict[str | None, dict[str, int]]:
    """Count the items of each kind by the terms that they name."""
    slugs = [term["slug"] for term in source.read("taxonomies")[name]]
    counts = {
        slug: {kind: sum(slug in item[name] for item in items) for kind, items in texts.items()}
        for slug in slugs
    }
    counts[None] = {kind: sum(not item[name] for item in items) for kind, items in texts.items()}
    return counts


@pytest.mark.parametrize(("taxonomy", "name"), [(Audience, "audiences"), (District, "districts")])
def test_report_counts_what_the_texts_hold(demo_town, texts, taxonomy, name):
    reported = {
        offers.term and offers.term.slug: offers.numbers()
        for offers in queries.offers_by_term(taxonomy)
    }
    assert reported == written(texts, name)
    assert sum(sum(numbers.values()) for numbers in reported.values()) > 50


def test_every_gap_of_the_town_is_shown_to_its_editors(demo_town, texts, client):
    client.force_login(User.objects.get(email=logins.EDITOR.email))
    answer = client.get(reverse("reach"), headers={"host": "localhost"})
    gaps = sum(
        number == 0
        for name in ("audiences", "districts")
        for slug, numbers in written(texts, name).items()
        if slug
        for number in numbers.values()
    )
    assert answer.text.count("w-status--critical") == gaps


def test_every_number_leads_to_as_many_pages(demo_town, client):
    client.force_login(User.objects.get(email=logins.ADMINISTRATOR.email))
    tables = client.get(reverse("reach"), headers={"host": "localhost"}).context["tables"]
    cells = [cell for table in tables for row in table["rows"] for cell in row["cells"]]
    shown = {
        cell["url"]: client.get(cell["url"], headers={"host": "localhost"}).context["items_count"]
        for cell in cells
    }
    assert shown == {cell["url"]: cell["number"] for cell in cells}
