"""Files in XZuFi: what is understood, what is reported row by row, and what is refused."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation

from agenda.services.xzufi import reading
from agenda.services.xzufi.document import BadFile, Row
from agenda.services.xzufi.reading import read
from agenda.services.xzufi.service import read_service
from agenda.services.xzufi.texts import MAX_LENGTH, rich_text

from .xzufi import NAMESPACE, a_file, a_full_service, an_office, an_online_service, module, service
from .xzufi import text as text_module


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def rows(*parts: str, **options: str) -> list[Row]:
    return read(BytesIO(a_file(*parts, **options))).rows


def problems(content: bytes) -> str:
    with pytest.raises(BadFile) as raised:
        read(BytesIO(content))
    return " ".join(raised.value.problems)


def test_every_module_of_a_service_finds_its_field():
    url = "https://dienste.auenbrueck.example/hund"
    [row] = rows(an_online_service(url), a_full_service())
    german = row.words["de"]
    assert row.key == ("L100", "4711")
    assert row.version == "7"
    assert row.online_url == url
    assert row.cost_amount == Decimal("80.00")
    assert row.problems == row.notes == []
    assert german == {
        "title": "Hund anmelden",
        "summary": "Hunde brauchen eine Marke.",
        "description": "<p>Wer einen Hund hält, meldet ihn an.</p>",
        "responsible_office": "Kämmerei",
        "legal_basis": "<p>§ 3 der Hundesteuersatzung</p>",
        "documents": "<ul><li>Nachweis der Haftpflicht</li></ul>"
        '<ul><li><a href="https://auenbrueck.example/hund">Merkblatt</a></li></ul>',
        "requirements": "<p>Der Hund lebt in der Stadt.</p><p>Er ist älter als drei Monate.</p>",
        "procedure": "<p>Ablauf</p><p>Ausfüllen, absenden.</p>",
        "further_information": "<p>Die Marke kommt per Post.</p>",
        "cost_text": "80 Euro im Jahr",
        "duration": "Eine Woche",
        "deadline": "Innerhalb von zwei Wochen",
        "keywords": "Hundesteuer",
    }
    assert row.words["en"] == {
        "title": "Register a dog",
        "summary": "Dogs need a tag.",
        "description": "<p>Whoever keeps a dog registers it.</p>",
    }


@pytest.mark.parametrize("version", ["2_2_0", "2_3_0", "2_3_1"])
def test_both_versions_and_later_patches_are_read(version):
    [row] = rows(service(), namespace=f"http://xoev.de/schemata/xzufi/{version}")
    assert row.title == "Dienst"


def test_a_single_service_may_be_the_whole_file():
    content = f'<leistung xmlns="{NAMESPACE}"><id>1</id>{text_module("02", "Dienst")}</leistung>'
    assert read(BytesIO(content.encode())).rows[0].title == "Dienst"


def test_prefixes_and_other_encodings_are_understood():
    content = (
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        f'<x:a xmlns:x="{NAMESPACE}"><x:leistung><x:id>1</x:id><x:modulText><x:leikaTextmodul>'
        "<code>02</code></x:leikaTextmodul><x:inhalt>Gebühr</x:inhalt></x:modulText>"
        "</x:leistung></x:a>"
    )
    [row] = read(BytesIO(content.encode("iso-8859-1"))).rows
    assert row.words["de"]["title"] == "Gebühr"


def test_the_office_comes_from_its_own_element_where_the_service_names_none():
    full = a_full_service().replace("Kämmerei", "")
    [row] = rows(full, an_office("Steueramt"))
    assert row.words["de"]["responsible_office"] == "Steueramt"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not well-formed"),
        (b"\0", "not well-formed"),
        (b"{}", "not well-formed"),
        (b"PK\x03\x04", "not well-formed"),
        (a_file(service())[:-5], "not well-formed"),
        (a_file(service()).replace(b"Dienst", b"&nbsp;Dienst"), "not well-formed"),
        (a_file(service()).replace(b"UTF-8", b"klingonisch"), "encoding"),
        (a_file(service(), namespace="http://xoev.de/schemata/xzufi/3_0_0"), "no file in XZuFi"),
        (a_file(service(), namespace="http://auenbrueck.example/"), "no file in XZuFi"),
        (b"<leistung><id>1</id></leistung>", "no file in XZuFi"),
        (a_file(), "no services"),
        (a_file("<a>" * 60 + "</a>" * 60), "too deeply"),
    ],
)
def test_a_file_of_another_kind_is_refused(content, reason):
    assert reason in problems(content)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE a>",
    ],
)
def test_a_file_that_declares_anything_is_refused(declaration):
    assert "entities" in problems(a_file(service(title="&x;"), before=declaration))


def test_a_hundred_megabytes_are_refused_after_ten():
    class Endless:
        given = 0
        start = a_file(service()).rpartition(b"</schreibe>")[0]

        def read(self, size: int) -> bytes:
            part = self.start if not self.given else b" " * min(size, 100 * 1024 * 1024)
            self.given += len(part)
            return part

    file = Endless()
    with pytest.raises(BadFile, match="10 MB"):
        read(file)
    assert file.given < 11 * 1024 * 1024


def test_the_limit_is_a_setting(settings):
    settings.XZUFI_MAX_BYTES = len(a_file(service()))
    assert read(BytesIO(a_file(service()))).rows
    settings.XZUFI_MAX_BYTES -= 1
    assert "larger" in problems(a_file(service()))


def test_too_many_services_and_elements_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SERVICES", 2)
    assert len(rows(*(service(identifier=str(n)) for n in range(2)))) == 2
    assert "more than 2" in problems(a_file(*(service(identifier=str(n)) for n in range(3))))
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 5)
    assert "too many parts" in problems(a_file(service()))


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (service(identifier=None), "no identifier"),
        (service(identifier="x" * 201), "too long"),
        (service(agency="x" * 201), "too long"),
        (service(title=""), "no German name"),
        (service(title="<b> </b>"), "no German name"),
        (service(text_module("02", en="Service"), title=""), "no German name"),
        ("<leistung/>", "no identifier"),
    ],
)
def test_what_is_wrong_with_one_service_is_written_to_its_row_only(part, reason):
    bad, good = rows(part, service(identifier="gut"))
    assert reason in " ".join(bad.problems)
    assert good.problems == []


def test_an_identifier_that_comes_twice_is_refused_both_times():
    first, second, other = rows(service(), service(title="Andere"), service(agency="L200"))
    assert "more than once" in first.problems[0]
    assert "more than once" in second.problems[0]
    assert other.problems == []


def test_missing_modules_are_named():
    [row] = rows(service(text_module("08", "Ausweis")))
    [note] = row.notes
    assert "duration" not in row.words["de"]
    assert "how long it takes" in note
    assert "documents needed" not in note


def test_languages_that_this_site_has_not_are_named_and_left_out():
    part = service(text_module("02", fr="Le chien", uk="Собака", **{"en-GB": "The dog"}))
    [row] = rows(part)
    assert list(row.words) == ["de", "en"]
    assert row.words["en"]["title"] == "The dog"
    assert any("fr, uk" in note for note in row.notes)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Eins & zwei\n\nDrei", "<p>Eins &amp; zwei</p><p>Drei</p>"),
        ("3 < 4", "<p>3 &lt; 4</p>"),
        ("<script>alert(1)</script>Text", "<p>Text</p>"),
        ("<p onclick='x()' style='color:red'>Text</p>", "<p>Text</p>"),
        ('<a href="javascript:alert(1)">hier</a>', "<p><a>hier</a></p>"),
        ('<a href="https://a.example/" target="_blank">hier</a>', None),
        ('<a linktype="page" id="3">hier</a>', "<p><a>hier</a></p>"),
        ('<embed embedtype="image" id="1" format="left"/>', ""),
        ('<img src=x onerror="alert(1)">', ""),
        ("<svg><script>alert(1)</script></svg>", ""),
        ("<iframe src='https://a.example'></iframe>Text", "<p>Text</p>"),
        ("<h3 class='x'>Kopf</h3><div>Text</div>", "<p>Kopf</p><p>Text</p>"),
        ("<p> </p><p>&nbsp;</p>", ""),
        ("a&nbsp;b", "<p>a\u00a0b</p>"),
        ("<<b>script>alert(1)</b>", None),
        ("\u202eabc\x0b", "<p>\u202eabc</p>"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_markup_becomes_what_an_editor_could_have_written(source, expected):
    found = rich_text(source)
    if expected is not None:
        assert found.replace("&nbsp;", "\u00a0") == expected
    for forbidden in ("<script", "onclick", "onerror", "javascript:", "<img", "target="):
        assert forbidden not in found


@pytest.mark.parametrize(
    "source",
    [
        "<div" * 2_000_000,
        "<b>" * 2_000_000,
        "<div>" * 2_000_000,
        "<p>" + "\u00a0" * 90_000,
        "<p>" + "&nbsp;" * 15_000 + "x</p>",
        "<p> " * 2_000_000,
        "<a href='" + "&" * 9_000_000,
    ],
    ids=range(7),
)
def test_no_text_makes_more_than_a_bounded_answer(source):
    assert len(rich_text(source)) <= 10 * MAX_LENGTH


def test_long_texts_are_cut_and_stay_whole_markup():
    assert len(rich_text("x" * 100_000)) == 20_000 + len("<p></p>")
    found = rich_text("<ul>" + "<li>Punkt</li>" * 5_000)
    assert found.startswith("<ul><li>Punkt</li>")
    assert found.endswith("</li></ul>")
    # A thousand pieces: the beginning, the list, and its points with their ends.
    assert found.count("<li>") == 499


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (["12,5"], Decimal("12.50")),
        (["0"], Decimal("0.00")),
        (["10", "10.00"], Decimal("10.00")),
        (["10", "20"], None),
        (["-1"], None),
        (["viel"], None),
        (["NaN"], None),
        (["Infinity"], None),
        (["1e99"], None),
        (["1e3"], None),
        (["1_0"], None),
        (["sNaN"], None),
        (["٣"], None),
        (["1.234"], None),
        (["1.234,56"], None),
        (["12.5000"], Decimal("12.50")),
        (["99999999"], None),
        ([], None),
    ],
)
def test_costs_are_an_amount_only_where_there_is_exactly_one(sums, expected):
    amounts = "".join(f"<betrag>{value}</betrag>" for value in sums)
    [row] = rows(service(module("Kosten", "", amounts)))
    assert row.cost_amount == expected


@pytest.mark.parametrize("text", ["1.234", "sNaN", "viel"])
def test_an_amount_that_is_not_clear_is_told(text):
    costs = module("Kosten", "", f"<kosten><betrag>{text}</betrag></kosten>")
    doubtful, other = rows(service(costs), a_full_service())
    assert any(text in note for note in doubtful.notes)
    assert doubtful.problems == []
    assert (other.cost_amount, other.notes) == (Decimal("80.00"), [])


@pytest.mark.parametrize("bound", ["betragUntergrenze", "betragObergrenze"])
@pytest.mark.parametrize("exact", ["", "<kosten><betrag>10</betrag></kosten>"])
def test_a_bound_is_no_price(bound, exact):
    costs = f"{exact}<kosten><{bound}>10</{bound}></kosten>"
    [row] = rows(service(module("Kosten", "", costs)))
    assert row.cost_amount is None


@pytest.mark.parametrize(
    ("kosten", "is_euro"),
    [
        ('<betrag currencyID="CHF">10</betrag>', False),
        ("<betrag>10</betrag><waehrung>USD</waehrung>", False),
        ("<betrag>10</betrag><waehrung><code>GBP</code></waehrung>", False),
        ('<betrag currencyID="EUR" currencyCodeListVersionID="1">10</betrag>', True),
        ("<betrag>10</betrag><waehrung><code>eur</code><name>Euro</name></waehrung>", True),
    ],
)
def test_sums_in_other_currencies_are_no_amount_in_euros(kosten, is_euro):
    [row] = rows(service(module("Kosten", "", f"<kosten>{kosten}</kosten>")))
    assert row.cost_amount == (Decimal("10.00") if is_euro else None)
    assert any("not in euros" in note for note in row.notes) == (not is_euro)


def test_a_service_that_cannot_be_read_spoils_no_other(monkeypatch):
    def fail_at_the_first(element, number):
        if number == 1:
            raise TypeError
        return read_service(element, number)

    monkeypatch.setattr(reading, "read_service", fail_at_the_first)
    bad, good = rows(service(), service(identifier="2"))
    assert bad.problems == ["It cannot be read."]
    assert good.problems == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "kein Link", f"https://a.example/{'x' * 600}"],
)
def test_addresses_that_readers_may_not_follow_are_left_out(url):
    [row] = rows(a_full_service(), an_online_service(url))
    assert row.online_url == ""


def test_long_words_are_cut_to_what_a_page_can_hold():
    [row] = rows(
        service(text_module("05", "x " * 4000), text_module("22", "y" * 999), title="z" * 999)
    )
    words = row.words["de"]
    assert [len(words[name]) for name in ("title", "summary", "responsible_office")] == [
        255,
        250,
        160,
    ]
    assert any("shortened" in note for note in row.notes)
