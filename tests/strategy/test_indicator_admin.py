"""Editors keep indicators: forms, values by hand, uploads in two steps."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import Locale

from agenda.strategy.indicators import fetching
from agenda.strategy.indicators.tables import MAX_BYTES
from agenda.strategy.models import Indicator, IndicatorValue

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, editor) -> Client:
    """The browser of an editor."""
    client.force_login(editor)
    return client


def upload(client, indicator, text: str | bytes, **follow):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("werte.csv", data, "text/csv")
    return client.post(reverse("indicator_upload", args=[indicator.pk]), {"file": file}, **follow)


def check_url(indicator) -> str:
    return reverse("indicator_check", args=[indicator.pk])


def confirm(client, indicator, **data):
    token = client.get(check_url(indicator)).context["form"].initial["token"]
    return client.post(check_url(indicator), {"token": token, **data})


def stored(indicator) -> dict[int, str]:
    return {
        value.date.year: format(value.value.normalize(), "f") for value in indicator.values.all()
    }


def test_the_preview_shows_rows_and_errors_and_imports_nothing(office):
    indicator = an_indicator({2022: 1, 2023: 2, 2024: "3.5"})
    text = "Jahr;Wert\n2022;1,0\n2023;2,75\n2025;1.234,5\n=1;2\n2026;viel\n"
    response = upload(office, indicator, text, follow=True)
    html = response.content.decode()
    counts = [count for count, _label in response.context["counts"]]
    assert counts == [1, 1, 1, 2]
    assert [(error.line, error.cell) for error in response.context["errors"]] == [
        (5, "=1"),
        (6, "viel"),
    ]
    changed = response.context["changed"][0]
    assert changed["date"] == date(2023, 12, 31)
    assert changed["before"] == "2"
    assert changed["after"] in {"2,75", "2.75"}
    assert "viel" in html
    assert stored(indicator) == {2022: "1", 2023: "2", 2024: "3.5"}


def test_confirming_takes_over_what_was_shown_and_a_second_time_nothing(office):
    indicator = an_indicator({2022: 1})
    upload(office, indicator, "Jahr;Wert\n2022;5\n2023;6\n")
    token = office.get(check_url(indicator)).context["form"].initial["token"]
    office.post(check_url(indicator), {"token": token})
    assert stored(indicator) == {2022: "5", 2023: "6"}
    indicator.values.filter(date__year=2023).update(value=7)
    again = office.post(check_url(indicator), {"token": token})
    assert again.status_code == 302
    assert stored(indicator) == {2022: "5", 2023: "7"}
    entry = registry.get_logs_for_instance(indicator).get(action="strategy.import_values")
    assert entry.data == {"added": 1, "changed": 1}
    history = office.get(reverse("wagtailsnippets_strategy_indicator:history", args=[indicator.pk]))
    assert history.status_code == 200
    assert "2" in entry.message


def test_faulty_rows_are_left_out_only_when_the_editor_says_so(office):
    indicator = an_indicator()
    upload(office, indicator, "Jahr;Wert\n2022;1\n2023;x\n")
    refused = confirm(office, indicator)
    assert refused.status_code == 422
    assert stored(indicator) == {}
    confirm(office, indicator, leave_out="on")
    assert stored(indicator) == {2022: "1"}


def test_a_pasted_table_is_read_as_a_file_is(office):
    indicator = an_indicator()
    office.post(
        reverse("indicator_upload", args=[indicator.pk]), {"text": "Jahr\tWert\n2024\t1,5\n"}
    )
    confirm(office, indicator)
    assert stored(indicator) == {2024: "1.5"}


def test_only_the_latest_upload_can_be_confirmed(office):
    indicator = an_indicator()
    upload(office, indicator, "Jahr;Wert\n2022;1\n")
    old = office.get(check_url(indicator)).context["form"].initial["token"]
    upload(office, indicator, "Jahr;Wert\n2022;2\n")
    office.post(check_url(indicator), {"token": old})
    assert stored(indicator) == {}
    confirm(office, indicator)
    assert stored(indicator) == {2022: "2"}


def test_another_session_and_an_old_upload_find_nothing_to_confirm(office, editor):
    indicator = an_indicator()
    upload(office, indicator, "Jahr;Wert\n2022;1\n")
    other = Client()
    other.force_login(editor)
    assert other.get(check_url(indicator)).url == reverse("indicator_upload", args=[indicator.pk])
    cache.clear()
    assert office.post(check_url(indicator), {"token": "x"}).status_code == 302
    assert stored(indicator) == {}


@pytest.mark.parametrize(
    "data",
    [
        b"Stadt;Einwohner\nA;1\n",
        b"\0\1\2",
        b"x" * (MAX_BYTES + 1),
        "".join(f"{n};1\n" for n in range(100_002)).encode(),
        b"",
    ],
)
def test_files_that_are_no_table_are_refused_with_the_reason(office, data):
    indicator = an_indicator()
    response = upload(office, indicator, data)
    assert response.status_code == 422
    assert [*response.context["form"].non_field_errors(), *response.context["form"].errors]
    assert office.get(check_url(indicator)).status_code == 302


@pytest.mark.parametrize("data", [{}, {"text": "\0"}, {"text": " "}, {"file": "no file"}])
def test_empty_and_odd_answers_get_the_form_again(office, data):
    indicator = an_indicator()
    url = reverse("indicator_upload", args=[indicator.pk])
    assert office.post(url, data).status_code in {400, 422}


def test_twenty_thousand_rows_are_previewed_in_part_and_taken_over_in_whole(
    office, django_assert_max_num_queries
):
    indicator = an_indicator(period="day")
    first = date(1950, 1, 1).toordinal()
    rows = "".join(f"{date.fromordinal(first + n)};{n}\n" for n in range(20_000))
    response = upload(office, indicator, "Datum;Wert\n" + rows, follow=True)
    assert len(response.context["added"]) == 50
    assert response.context["more_added"] == 19_950
    token = response.context["form"].initial["token"]
    with django_assert_max_num_queries(60):
        office.post(check_url(indicator), {"token": token})
    assert indicator.values.count() == 20_000


def test_without_the_permission_nobody_uploads_or_fetches(client, citizen, editor):
    indicator = an_indicator(source_url="https://example.org/")
    names = ("indicator_upload", "indicator_check", "indicator_fetch")
    urls = [reverse(name, args=[indicator.pk]) for name in names]
    client.force_login(citizen)
    assert {client.post(url).status_code for url in urls} <= {302, 403}
    assert indicator.values.count() == 0
    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    responses = [client.post(url) for url in urls]
    assert all(
        r.status_code == 403 or r.headers["Location"] == reverse("wagtailadmin_home")
        for r in responses
    )


def test_fetching_on_demand_says_how_it_went(office, monkeypatch):
    indicator = an_indicator(source_url="https://daten.example/a.csv")
    url = reverse("indicator_fetch", args=[indicator.pk])
    monkeypatch.setattr(fetching, "fetch", lambda url: b"Jahr;Wert\n2024;1\n")
    office.post(url)
    assert stored(indicator) == {2024: "1"}
    monkeypatch.setattr(fetching, "fetch", lambda url: b"<html>")
    page = office.post(url, follow=True)
    indicator.refresh_from_db()
    assert indicator.last_error == "content"
    assert indicator.get_last_error_display() in page.content.decode()
    assert office.get(url).status_code == 405
    assert office.post(reverse("indicator_fetch", args=[an_indicator().pk])).status_code == 404


def form_data(**fields) -> dict:
    return {
        "title": "Ausleihen",
        "slug": "ausleihen",
        "unit": "Geräte",
        "source": "Bibliothek",
        "direction": "up",
        "period": "month",
        "source_format": "csv",
        "fetch_every": "7",
        **fields,
    }


def test_an_editor_writes_an_indicator_in_all_languages(office, root):
    field = a_field(an_agenda(root), goals=("Lernorte",))
    measure = a_measure(field)
    data = form_data(
        goal=field.goals.get().pk,
        measure=measure.pk,
        title_en="Loans",
        unit_en="devices",
        baseline_value="1.5",
        baseline_on="2020-12-31",
        target_value="9",
        target_on="2030-12-31",
        is_public="on",
    )
    office.post(reverse("wagtailsnippets_strategy_indicator:add"), data)
    indicator = Indicator.objects.get(slug="ausleihen")
    assert indicator.translations == {"en": {"title": "Loans", "unit": "devices"}}
    assert indicator.goal == field.goals.get()
    edit_url = reverse("wagtailsnippets_strategy_indicator:edit", args=[indicator.pk])
    edit = office.get(edit_url)
    assert edit.context["form"].fields["title_en"].initial == "Loans"
    assert reverse("indicator_upload", args=[indicator.pk]) in edit.content.decode()


def test_the_form_refuses_contrary_aims_and_addresses_of_other_kinds(office):
    data = form_data(
        baseline_value="9",
        baseline_on="2020-12-31",
        target_value="1",
        target_on="2030-12-31",
        source_url="ftp://example.org/a.csv",
    )
    response = office.post(reverse("wagtailsnippets_strategy_indicator:add"), data)
    errors = response.context["form"].errors
    assert "source_url" in errors
    data.pop("source_url")
    response = office.post(reverse("wagtailsnippets_strategy_indicator:add"), data)
    assert response.context["form"].errors
    assert not Indicator.objects.exists()


def test_goals_are_offered_with_their_field_and_once(office, root):
    field = a_field(an_agenda(root), title="Bildung", goals=("Lernorte",))
    english = Locale.objects.get(language_code="en")
    field.get_parent().specific.copy_for_translation(english, copy_parents=True)
    field.copy_for_translation(english)
    form = office.get(reverse("wagtailsnippets_strategy_indicator:add")).context["form"]
    assert [label for _value, label in form.fields["goal"].choices][1:] == ["Bildung: Lernorte"]


def test_values_are_entered_by_hand_from_the_list_of_their_indicator(office):
    indicator, other = an_indicator({2023: "1234.5"}), an_indicator({2024: 8})
    listing = office.get(
        reverse("wagtailsnippets_strategy_indicatorvalue:list"), {"indicator": indicator.pk}
    )
    assert [value.indicator for value in listing.context["object_list"]] == [indicator]
    add_url = reverse("wagtailsnippets_strategy_indicatorvalue:add")
    form = office.get(add_url, {"indicator": indicator.pk}).context["form"]
    assert form.initial["indicator"] == indicator.pk
    office.post(
        add_url, {"indicator": indicator.pk, "date": "2025-12-31", "value": "2.5", "note": ""}
    )
    assert stored(indicator) == {2023: "1234.5", 2025: "2.5"}
    twice = office.post(
        add_url, {"indicator": indicator.pk, "date": "2025-12-31", "value": "3", "note": ""}
    )
    assert twice.context["form"].errors
    assert stored(other) == {2024: "8"}


@pytest.mark.parametrize("given", ["x", "99999999", "9" * 30, "²", "-1", "\0"])
def test_odd_addresses_of_the_form_for_values_are_answered(office, given):
    response = office.get(
        reverse("wagtailsnippets_strategy_indicatorvalue:add"), {"indicator": given}
    )
    assert response.status_code in {200, 400}


def test_the_list_of_indicators_leads_to_their_values(office, django_assert_max_num_queries):
    for _ in range(3):
        an_indicator({2024: 1}, last_error="status")
    url = reverse("wagtailsnippets_strategy_indicator:list")
    html = office.get(url).content.decode()
    for indicator in Indicator.objects.all():
        assert f"?indicator={indicator.pk}" in html
        assert reverse("indicator_upload", args=[indicator.pk]) in html
    with django_assert_max_num_queries(25):
        office.get(url)


def test_editors_may_delete_an_indicator_with_its_values(office):
    indicator = an_indicator({2024: 1})
    url = reverse("wagtailsnippets_strategy_indicator:delete", args=[indicator.pk])
    assert office.get(url).status_code == 200
    office.post(url)
    assert not IndicatorValue.objects.exists()
