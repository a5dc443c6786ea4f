"""Files that are no agenda, that lie, or that mean harm."""

import copy
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from agenda.strategy.exchange import creating
from agenda.strategy.exchange.importing import carry_out, plan
from agenda.strategy.exchange.reading import BadFile, read
from agenda.strategy.models import Indicator, MeasurePage

from .factories import an_indicator

pytestmark = pytest.mark.django_db


def key(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def measure(number: int, title: str, **facts) -> dict:
    url = f"https://nachbarstadt.example/agenda/{number}/"
    texts = {"de": {"title": title, "summary": "Kurz.", "partners": ["Verein"], "body": BODY}}
    return {"key": key(number), "url": url, "status": "running", "texts": texts, **facts}


BODY = [
    {"type": "heading", "value": "Warum"},
    {"type": "text", "value": "<p>Darum.</p>"},
    {"type": "table", "value": {"data": [["1", "2"]], "first_row_is_header": True}},
    {"type": "call_to_action", "value": {"title": "A", "label": "B", "url": "https://a.example/"}},
]
INDICATOR = {
    "slug": "anteil",
    "baseline_value": "1",
    "baseline_on": "2020-12-31",
    "target_value": "5",
    "target_on": "2030-12-31",
    "texts": {"de": {"title": "Anteil", "unit": "%", "source": "Amt"}},
    "values": [{"date": "2021-12-31", "value": "2.5"}],
}
SMALL_FILE = {
    "format": "stadtagenda-exchange",
    "version": "1.0",
    "language": "de",
    "origin": {"name": "Nachbarstadt", "url": "https://nachbarstadt.example/"},
    "terms": {"topics": {"netz": {"de": "Netz"}}},
    "places": {"labor": {"name": "Labor", "locality": "Nachbarstadt"}},
    "agenda": {
        "key": key(1),
        "url": "https://nachbarstadt.example/agenda/",
        "texts": {"de": {"title": "Agenda"}, "fr": {"title": "Agenda"}},
        "fields_of_action": [
            {
                "key": key(2),
                "url": "https://nachbarstadt.example/agenda/bildung/",
                "texts": {"de": {"title": "Bildung"}},
                "goals": [
                    {"key": key(3), "texts": {"de": {"title": "Ziel"}}, "indicators": [INDICATOR]}
                ],
                "measures": [
                    measure(4, "Erst das Netz", topics=["netz"], places=["labor"]),
                    measure(
                        5,
                        "Digitallabor",
                        starts_on="2026-01-01",
                        ends_on="2027-01-01",
                        progress=10,
                        goal=key(3),
                        dependencies=[key(4)],
                        contact={"name": "Ada", "office": "Amt"},
                        milestones=[{"key": key(6), "texts": {"de": {"title": "Start"}}}],
                        updates=[
                            {"key": key(7), "date": "2026-02-01", "texts": {"de": {"title": "Los"}}}
                        ],
                        budget_items=[
                            {"key": key(8), "amount": "1", "texts": {"de": {"title": "Miete"}}}
                        ],
                    ),
                ],
            }
        ],
    },
}


def as_file(document: dict) -> bytes:
    return json.dumps(document).encode()


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read(content)
    return refused.value.problems


def change(document: dict, path: str, value) -> dict:
    changed = copy.deepcopy(document)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = changed
    for step in way:
        place = place[step]
    place[last] = value
    return changed


MEASURE = "agenda.fields_of_action.0.measures.1"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("version", "2.0", "$.version"),
        (f"{MEASURE}.status", "finished", ".measures[1].status"),
        (f"{MEASURE}.progress", 101, ".measures[1].progress"),
        (f"{MEASURE}.starts_on", "2026-02-30", ".measures[1].starts_on"),
        (f"{MEASURE}.starts_on", "2028-01-01", "Digitallabor"),
        (f"{MEASURE}.texts.de.title", "x" * 256, ".measures[1].texts.de.title"),
        (f"{MEASURE}.url", "javascript:alert(1)", ".measures[1].url"),
        (f"{MEASURE}.budget_items.0.amount", "1e9", ".budget_items[0].amount"),
        (f"{MEASURE}.texts.de.summary", "a\0b", ""),
        (f"{MEASURE}.texts.de.summary", "\ud800", ""),
        ("agenda.fields_of_action", None, "$.agenda.fields_of_action"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_of_the_fault(path, value, expected):
    document = change(SMALL_FILE, path, value)
    [problem] = problems_of(as_file(document))
    assert expected in problem


def test_measures_in_a_circle_are_refused_by_name():
    document = copy.deepcopy(SMALL_FILE)
    first, second = document["agenda"]["fields_of_action"][0]["measures"]
    first["dependencies"] = [second["key"]]
    [problem] = problems_of(as_file(document))
    assert "„Erst das Netz“ → „Digitallabor“ → „Erst das Netz“" in problem or (
        "„Digitallabor“ → „Erst das Netz“ → „Digitallabor“" in problem
    )


def test_nothing_is_left_of_an_import_that_fails_in_the_middle(root):
    document = copy.deepcopy(SMALL_FILE)
    goal = document["agenda"]["fields_of_action"][0]["goals"][0]
    goal["indicators"][0]["target_value"] = "-5"
    with pytest.raises(BadFile):
        carry_out(plan(read(as_file(document)), root))
    assert not Page.objects.descendant_of(root).exists()
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": NaN}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": 1e999}',
        b"{}" + b" " * (10 * 1024 * 1024),
    ],
)
def test_what_is_no_agenda_is_refused(content):
    assert problems_of(content)


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text()
    | st.sampled_from(["2026-13-01", "\0", "<script>", "de", "9" * 400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_hostile_files_are_refused_or_become_drafts(root, data):
    changed = copy.deepcopy(SMALL_FILE)
    place = changed
    while True:
        names = sorted(place) if isinstance(place, dict) else range(len(place))
        name = data.draw(st.sampled_from(list(names)))
        inner = place[name]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 3)) == 0:
            place[name] = data.draw(anything)
            break
        place = inner
    with transaction.atomic():
        with suppress(BadFile):
            carry_out(plan(read(json.dumps(changed).encode()), root))
        assert not Page.objects.live().descendant_of(root).exists()
        transaction.set_rollback(True)


def test_days_to_come_are_refused_where_the_file_reports(root):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for path in ("reported_on", "updates.0.date", "milestones.0.done_on"):
        [problem] = problems_of(as_file(change(SMALL_FILE, f"{MEASURE}.{path}", tomorrow)))
        assert "Digitallabor" in problem
    read(as_file(change(SMALL_FILE, f"{MEASURE}.milestones.0.due_on", tomorrow)))


def test_the_report_of_another_town_is_no_report_here(root):
    changed = change(SMALL_FILE, f"{MEASURE}.reported_on", "2026-03-01")
    changed = change(changed, f"{MEASURE}.updates", [])
    carry_out(plan(read(as_file(changed)), root))
    taken = MeasurePage.objects.get(title="Digitallabor")
    assert taken.reported_on is None
    assert taken.get_latest_revision_as_object().reported_on is None


@pytest.mark.parametrize("slug", ["Anteil Größe", "ANTEIL-GROESSE", "anteil-größe"])
def test_slugs_of_indicators_are_made_fit_and_free(root, slug):
    an_indicator(slug="anteil-groesse")
    path = "agenda.fields_of_action.0.goals.0.indicators.0.slug"
    carry_out(plan(read(as_file(change(SMALL_FILE, path, slug))), root))
    assert Indicator.objects.filter(slug="anteil-groesse-2").exists()


@pytest.mark.parametrize("has_english_site", [True, False])
def test_a_goal_in_a_second_language_keeps_its_measures_and_indicators(root, has_english_site):
    english = root.get_translations().filter(locale__language_code="en")
    if not has_english_site:
        english.delete()
    assert english.exists() == has_english_site
    field = "agenda.fields_of_action.0"
    texts = {"de": {"title": "Bildung"}, "en": {"title": "Education"}}
    changed = change(SMALL_FILE, f"{field}.texts", texts)
    changed["agenda"]["texts"]["en"] = {"title": "Agenda"}
    changed = change(changed, f"{field}.goals.0.texts", {"en": {"title": "Goal"}})

    carry_out(plan(read(as_file(changed)), root))

    goal = MeasurePage.objects.get(title="Digitallabor").goal
    assert goal.title == "Goal"
    assert [indicator.title for indicator in goal.indicators.all()] == ["Anteil"]


def test_what_would_take_long_is_refused_before_it_is_checked():
    measures = change(SMALL_FILE, "agenda.fields_of_action.0.measures", [{}] * 5001)
    [problem] = problems_of(as_file(measures))
    assert "5000" in problem
    blocks = change(SMALL_FILE, f"{MEASURE}.texts.de.body", [{}] * 250_001)
    [problem] = problems_of(as_file(blocks))
    assert "250000" in problem


def test_the_check_of_a_file_ends_in_time():
    with pytest.raises(BadFile) as refused:
        read(as_file(SMALL_FILE), seconds=0)
    assert "manage.py import_agenda" in refused.value.problems[0]


def test_what_somebody_took_over_meanwhile_is_told_and_leaves_nothing(root, monkeypatch):
    planned = plan(read(as_file(SMALL_FILE)), root)
    carry_out(planned)
    before = Page.objects.count()
    # The other one is not seen yet when the keys are looked up.
    monkeypatch.setattr(creating, "_taken", lambda model, keys: [])
    with pytest.raises(BadFile):
        carry_out(planned)
    assert Page.objects.count() == before
