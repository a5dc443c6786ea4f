"""What is printed: its structure for readers with assistive software, and its limits."""

import socket
import time
from pathlib import Path

import pytest
from django.core.cache import cache

from agenda.guides import printing
from agenda.guides.models import FileKind, GuidePage
from agenda.guides.print import paper
from agenda.guides.print.layout import for_paper
from agenda.guides.print.materials import Materials, qr_code
from agenda.guides.print.sheets import Paper, Sheet, sheet_to_print
from cms.content.models import CustomImage, GlossaryTerm

from .factories import a_guide, a_guide_index, a_picture
from .pdf_structure import Pdf, unbroken


@pytest.fixture
def index(root):
    return a_guide_index(root)


class TestStructure:
    """What PDF/UA asks for, as far as a program can tell."""

    @pytest.fixture
    def pdf(self, index, root) -> Pdf:
        picture = a_picture()
        rows = {"data": [["Wann", "Wo"], ["Montag", "Rathaus"]], "first_row_is_table_header": True}
        GlossaryTerm.objects.create(
            slug="netz", term="Netz", explanation="Viele verbundene Rechner."
        )
        page = a_guide(index, title="Sicher im Netz", summary="Was zu tun ist.")
        page.body = [
            ("subheading", "Zuerst"),
            ("image", {"image": picture, "alt_text": "Ein Schloss", "is_decorative": False}),
            ("image", {"image": picture, "alt_text": "", "is_decorative": True}),
            ("text", '<ul><li>Eins</li><li>Zwei</li></ul><p>Im Netz <a href="/netz/">mehr</a></p>'),
        ]
        chapters = list(page.chapters.all())
        chapters[0].body = [
            ("heading", "Passwörter"),
            ("subheading", "Lange"),
            ("accordion", [{"title": "Warum?", "text": "<p>Darum.</p>"}]),
            ("table", rows),
        ]
        page.chapters = chapters
        page.save_revision().publish()
        job = printing.job_for(GuidePage.objects.get(pk=page.pk), FileKind.GUIDE)
        return Pdf(paper.to_pdf(job).content)

    def test_it_says_what_it_is(self, pdf):
        assert pdf.faults() == []
        assert str(pdf.root.Lang) == "de"
        with pdf.file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Sicher im Netz"

    def test_a_fault_would_be_found(self):
        html = '<title></title><h1>A</h1><h3>B</h3><img alt="" src="code">'
        code = (qr_code("x").encode(), "image/svg+xml")
        poor = Pdf(paper.to_pdf(paper.Job(html, {"code": code})).content)
        expected = {"has a title", "has a language", "skips no level", "describes pictures"}
        assert expected <= set(poor.faults())

    def test_headings_tell_the_order(self, pdf):
        words = [text for _level, text in pdf.headings]
        told = ["Anfang", "Passwörter", "Lange", "Warum?", "Mitte", "Ende"]
        assert [word for word in words if word in told] == told

    def test_pictures_have_a_text_or_are_no_content(self, pdf):
        figures = [element for element in pdf.elements if element.tag == "/Figure"]
        assert [figure.alt for figure in figures][1:] == ["Ein Schloss"]
        assert "QR" in figures[0].alt

    def test_what_is_read_aloud_follows_the_document(self, pdf):
        told = [
            "Was zu tun ist.",
            "Zuerst",
            "Eins",
            "Zwei",
            "Im Netz",
            "mehr",
            "Passwörter",
            "Darum.",
        ]
        told += ["Montag", "Rathaus", "Text zu Mitte.", "Text zu Ende."]
        told += ["Netz: Viele verbundene Rechner."]
        places = [pdf.text.index(words) for words in told]
        assert places == sorted(places)
        assert "..." not in pdf.text

    def test_lists_tables_and_links_are_such(self, pdf):
        assert pdf.uses("/L") >= 2
        assert {each.parent for each in pdf.elements if each.tag == "/LI"} == {"/L"}
        assert pdf.uses("/TH") == 2
        assert pdf.uses("/TD") == 2
        assert "(localhost/netz)" in pdf.text
        assert pdf.links


def test_poster_and_flyer_are_one_page_however_long_the_title(root):
    word = "Digitalisierungsbeauftragtenkonferenz"
    for title in ("Kurz", f"{word} für alle", " ".join(["Handreichung"] * 12)):
        for size, height in ((Paper.A4, 842), (Paper.A5, 595)):
            sheet = Sheet(
                title=title,
                summary="Lange Sätze. " * 19,
                url="https://auenbrueck.example/handreichungen/",
                site=root.get_site(),
                language_code="de",
                eyebrow="Handreichung",
                picture=a_picture(),
            )
            printed = paper.to_pdf(sheet_to_print(sheet, size))
            assert printed.page_count == 1, (title, size)
            pdf = Pdf(printed.content)
            assert pdf.faults() == []
            assert round(float(pdf.file.pages[0].MediaBox[3])) == height
            ((level, heading),) = pdf.headings
            assert level == 1
            assert unbroken(heading) == unbroken(title)


def test_the_press_reads_nothing_but_its_job(tmp_path):
    server = socket.create_server(("127.0.0.1", 0))
    server.setblocking(False)
    elsewhere = f"http://127.0.0.1:{server.getsockname()[1]}"
    secret = tmp_path / "geheim.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">GEHEIM</text></svg>')
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
        f'width="9" height="9"><image x:href="file://{secret}" width="9" height="9"/>'
        f'<image x:href="{elsewhere}/bild.png" width="9" height="9"/></svg>'
    )
    html = f"""<html lang="de"><title>x</title>
      <link rel="stylesheet" href="file://{secret}"><style>@import "{elsewhere}/x.css";</style>
      <p>Da</p><img alt="a" src="file://{secret}"><img alt="b" src="{elsewhere}/x.png">
      <img alt="c" src="../../etc/passwd"><img alt="d" src="drawing">"""
    job = paper.Job(html, {"drawing": (drawing.encode(), "image/svg+xml")})
    text = Pdf(paper.to_pdf(job).content).text
    assert "Da" in text
    assert "GEHEIM" not in text
    with server, pytest.raises(BlockingIOError):
        server.accept()


def test_a_document_type_with_entities_is_not_expanded():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    drawing = f'{bomb}]><svg xmlns="http://www.w3.org/2000/svg"><text>&i;</text></svg>'
    files = {"drawing": (drawing.encode(), "image/svg+xml")}
    job = paper.Job('<html lang="de"><title>x</title><p>Da</p><img alt="d" src="drawing">', files)
    started_at = time.monotonic()
    assert "Da" in Pdf(paper.to_pdf(job).content).text
    assert time.monotonic() - started_at < 20


def test_a_job_that_takes_too_long_or_too_much_is_ended():
    endless = paper.Job(f'<html lang="de"><title>x</title>{"<p>Text</p>" * 100_000}')
    with pytest.raises(paper.PrintFailed):
        paper.to_pdf(endless, seconds=1)
    with pytest.raises(paper.PrintFailed):
        paper.to_pdf(endless, seconds=60, megabytes=200)


@pytest.mark.parametrize(
    "stored_name", ["../../../etc/passwd", "/etc/passwd", "images/nichts.png", ""]
)
def test_a_picture_that_is_not_ours_or_not_there_is_left_out(db, stored_name):
    picture = a_picture()
    rendition = picture.get_rendition("width-1400|preserve-svg")
    type(rendition).objects.filter(pk=rendition.pk).update(file=stored_name)
    cache.clear()
    materials = Materials()
    before = set(materials.files)
    assert materials.picture(CustomImage.objects.get(pk=picture.pk)) == {}
    assert set(materials.files) == before


def test_what_only_calls_itself_a_picture_is_left_out(db):
    picture = a_picture()
    rendition = picture.get_rendition("width-1400|preserve-svg")
    Path(rendition.file.path).write_bytes(b"%!PS-Adobe")
    assert Materials().picture(CustomImage.objects.get(pk=picture.pk)) == {}


def test_paper_has_no_controls_and_says_where_links_lead():
    html = for_paper(
        '<h1>A</h1><div class="part__body"><h3>B</h3><h2>C</h2><details><summary>D</summary>'
        '<p>E</p></details><button popovertarget="wort-f">F</button><button>G</button>'
        '<svg><use href="x"/></svg><img src="da"><img src="http://fern/" alt="H"></div>'
        '<a href="/i/">I</a><a href="https://j.example/">j.example</a><a href="tel:1">1</a>'
        '<a href="javascript:x()">K</a>',
        root_url="https://stadt.example",
        sources={"da"},
    )
    assert "<h2>B</h2><h3>C</h3>" in html
    assert '<p class="unfolded">D</p>' in html
    assert 'href="#wort-f"' in html
    assert not any(tag in html for tag in ("<button", "<svg", "<details", "fern", "javascript"))
    assert "(stadt.example/i)</span>" in html
    assert html.count("j.example") == 2
