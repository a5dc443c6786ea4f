"""Awkward calendars, written after what programs do: what comes of each of them."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
import time_machine

from agenda.calendar.models import EventPage
from agenda.calendar.sources import importing
from agenda.calendar.sources.fetching import Answer
from agenda.calendar.sources.importing import import_source
from agenda.calendar.sources.reading import read

from .files import AWKWARD, NOW, ZONE


@dataclass(frozen=True)
class Expected:
    """What a report on a file says, and the dates of the pages in the town's time."""

    dates: dict[str, list[str]]
    refused: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    cancelled: int = 0
    past: int = 0
    broken_lines: int = 0
    is_complete: bool = True


TABLE = {
    "broken_lines": Expected({"Trotzdem lesbar": ["11.12. 18:00-19:00"]}, broken_lines=3),
    "cancelled_date": Expected(
        {"Lauftreff": ["05.12. 10:00-11:00", "12.12. 10:00-11:00", "26.12. 10:00-11:00"]},
        cancelled=1,
    ),
    "cancelled_series": Expected({}, {"kurs": "cancelled"}, {"kurs": ["cancelled"]}),
    "clock_change": Expected(
        {
            "In der fehlenden Stunde": ["28.03. 03:30-04:30"],
            "Über die Umstellung": ["25.03. 18:00-19:00", "01.04. 18:00-19:00"],
        }
    ),
    "cut_off": Expected(
        {"Noch da": ["11.12. 18:00-19:00"]}, {"halb": "unclosed"}, is_complete=False
    ),
    "durations": Expected(
        {"Schreibwerkstatt": ["03.12. 18:00-19:30"], "Ausstellung": ["07.12. 09:00-21.12. 09:00"]},
        {"rueckwaerts": "duration", "ewig": "duration"},
    ),
    "extra_dates": Expected(
        {
            "Wochenmarkt": [
                "05.12. 08:00-13:00",
                "12.12. 08:00-13:00",
                "19.12. 08:00-13:00",
                "31.12. 08:00-13:00",
            ]
        }
    ),
    "floating": Expected({"Vorlesen": ["12.12. 10:00-11:30"]}),
    "folded": Expected(
        {"Eine lange Zeile, die das Programm mitten im Wort faltet": ["11.12. 18:00-19:00"]}
    ),
    "folded_in_letter": Expected({"Bücherflohmarkt": ["11.12. 18:00-19:00"]}),
    "invented_zone": Expected({"Stammtisch": ["10.12. 19:00-21:00"]}, {"unbekannt": "zone"}),
    "markup": Expected({"Lesung & Gespräch": ["17.12. 18:00-19:00"]}),
    "missing_things": Expected(
        {},
        {"": "uid", "ohne-titel": "title", "ohne-beginn": "date", "falscher-tag": "date"},
        past=1,
    ),
    "moved_date": Expected(
        {
            "Chorprobe": [
                "01.12. 19:00-21:00",
                "09.12. 19:30-21:30",
                "15.12. 19:00-21:00",
                "22.12. 19:00-21:00",
            ]
        }
    ),
    "nested": Expected({"Außen": ["18.12. 18:00-19:00"]}),
    "no_end": Expected(
        {"Offene Bühne": ["04.12. 20:00-21:00"], "Verdreht": ["04.12. 20:00-21:00"]},
        notes={"offen": ["length"], "ende-vor-beginn": ["length"]},
    ),
    "odd_rules": Expected(
        {
            "Mittagstisch": [
                f"{day}.12. 12:00-13:00" for day in ("01", "02", "03", "04", "07", "08")
            ],
            "Endet vor dem Anfang": ["01.12. 12:00-13:00"],
        },
        {"sekunden": "rule", "niemals": "never"},
        {"werktags": ["singles"], "schon-vorbei": ["length", "singles"]},
    ),
    "outlook_zone": Expected({"Sommerabend im Lesehof": ["01.06. 18:00-20:00"]}),
    "utc_rule": Expected(
        {"Online-Sprechstunde": [f"{day}.12. 18:00-19:00" for day in ("02", "09", "16")]}
    ),
    "versions": Expected({"Neue Fassung": ["16.12. 18:00-19:00"]}),
    "whole_days": Expected(
        {"Ferienspiele": ["28.12. 00:00-31.12. 23:59"], "Nikolaustag": ["06.12. 00:00-23:59"]}
    ),
    "windows_letters": Expected({"Führung „Altbau“": ["11.12. 18:00-19:00"]}),
}


def test_the_table_knows_every_file():
    assert sorted(TABLE) == sorted(path.stem for path in AWKWARD.glob("*.ics"))
    assert len(TABLE) >= 20


@pytest.mark.parametrize("name", sorted(TABLE))
def test_report_and_pages_of_an_awkward_calendar(source, monkeypatch, name):
    data, expected = (AWKWARD / f"{name}.ics").read_bytes(), TABLE[name]
    monkeypatch.setattr(importing, "fetch", lambda *args, **kwargs: Answer(data))

    with time_machine.travel(NOW, tick=False):
        report = import_source(source)
        again = import_source(source)

    assert report.problem == ""
    pages = {page.title: dates_of(page) for page in EventPage.objects.live()}
    assert pages == expected.dates
    refused = [row for row in report.rows if row["outcome"] == "refused"]
    assert {row["uid"]: row["reason"] for row in refused} == expected.refused
    assert {row["uid"]: row["notes"] for row in report.rows if row["notes"]} == expected.notes
    assert report.is_complete == expected.is_complete
    assert report.counts.get("created", 0) == len(expected.dates)
    assert report.counts["past"] == expected.past
    assert report.counts["broken_lines"] == expected.broken_lines
    assert again.counts.get("unchanged", 0) == len(expected.dates)
    cancelled = [page.occurrences.filter(is_cancelled=True).count() for page in
                 EventPage.objects.live()]  # fmt: skip
    assert sum(cancelled) == expected.cancelled


def dates_of(page: EventPage) -> list[str]:
    return [span(date.starts_at, date.ends_at) for date in page.occurrences.order_by("starts_at")]


def span(starts_at, ends_at) -> str:
    starts_at, ends_at = (moment.astimezone(ZoneInfo(ZONE)) for moment in (starts_at, ends_at))
    form = "%H:%M" if starts_at.date() == ends_at.date() else "%d.%m. %H:%M"
    return f"{starts_at:%d.%m. %H:%M}-{ends_at.strftime(form)}"


def test_addresses_of_people_and_scripts_go_nowhere():
    answer = read((AWKWARD / "markup.ics").read_bytes(), time_zone=ZONE, now=NOW)

    text = str(answer)
    assert "https://verlag.example/buch" in text
    assert "mailto" not in text
    assert "script" not in text
    assert "onclick" not in text
