"""Guides as files to print: when they are made, who gets them, what is in them."""

import socket
import subprocess
import threading
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, PageViewRestriction, ReferenceIndex

from agenda.guides import jobs, printing
from agenda.guides.models import FileKind, GuideFile, GuidePage
from agenda.guides.print import paper
from agenda.guides.print.layout import for_paper
from agenda.guides.print.materials import Materials, qr_code
from agenda.guides.print.sheets import Paper, Sheet, sheet_to_print
from cms.content.models import CustomImage, GlossaryTerm, SiteIdentity

from .factories import a_guide, a_guide_index
from .pdf_structure import Pdf, unbroken

KINDS = len(FileKind)


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def guide(index):
    return a_guide(index, title="Erste Schritte", summary="So fängt es an.")


@pytest.fixture
def quick_press(monkeypatch):
    """A press that gives a short PDF at once, and a list of the jobs it got."""
    jobs_done = []

    def to_pdf(job, **bounds):
        jobs_done.append(job)
        return paper.Printed(b"%PDF-1.7 " + job.fingerprint.encode(), 1)

    monkeypatch.setattr(printing, "to_pdf", to_pdf)
    return jobs_done


def print_all() -> list[GuideFile]:
    """Do what the worker does until nothing is due."""
    return list(iter(printing.print_next, None))


def address(guide: GuidePage, kind: FileKind = FileKind.GUIDE) -> str:
    return f"{guide.url}pdf/{kind}/"


def a_picture(name: str = "bild.png", content: bytes | None = None, **fields) -> CustomImage:
    if content is None:
        buffer = BytesIO()
        Image.new("RGB", (40, 20), "teal").save(buffer, "PNG")
        content = buffer.getvalue()
    size = {"width": 40, "height": 20}
    return CustomImage.objects.create(
        title="Bild", file=ContentFile(content, name=name), **size, **fields
    )


def republish(guide: GuidePage, **changes) -> GuidePage:
    page = GuidePage.objects.get(pk=guide.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return GuidePage.objects.get(pk=guide.pk)


def test_a_published_guide_can_be_had_on_paper(client, guide):
    assert [file.error for file in print_all()] == [""] * KINDS
    for kind in FileKind:
        answer = client.get(address(guide, kind))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert f"{guide.slug}-{kind}.pdf" in answer["Content-Disposition"]
        assert not answer.cookies
        assert answer.content.startswith(b"%PDF-1.7")
    text = client.get(guide.url).content.decode()
    assert all(f'href="{address(guide, kind)}"' in text for kind in FileKind)
    assert "KB" in text
    assert f'href="{address(guide)}"' in client.get(f"{guide.url}alles/").content.decode()


def test_before_it_is_printed_no_link_promises_it(client, guide):
    assert "/pdf/" not in client.get(guide.url).content.decode()
    assert client.get(address(guide)).status_code == 404


@pytest.mark.parametrize("kind", ["unbekannt", "-", "handreichung-2"])
def test_unknown_files_are_not_found(client, guide, kind):
    assert client.get(f"{guide.url}pdf/{kind}/").status_code == 404


def test_nothing_is_printed_twice(guide, quick_press):
    assert len(print_all()) == KINDS
    assert print_all() == []
    assert len(quick_press) == KINDS


def test_publishing_again_prints_again_and_a_draft_does_not(client, guide, quick_press):
    print_all()
    draft = GuidePage.objects.get(pk=guide.pk)
    draft.title = "Nur ein Entwurf"
    draft.save_revision()
    assert print_all() == []
    published = republish(guide, title="Erste und zweite Schritte")
    assert len(print_all()) == KINDS
    assert "Nur ein Entwurf" not in "".join(job.html for job in quick_press)
    assert all("Erste und zweite Schritte" in job.html for job in quick_press[-KINDS:])
    assert published.files.count() == KINDS


def test_publishing_the_same_words_again_prints_nothing(guide, quick_press):
    print_all()
    moment = guide.last_published_at
    page = republish(guide)
    GuidePage.objects.filter(pk=page.pk).update(last_published_at=moment)
    assert len(print_all()) == KINDS
    assert len(quick_press) == KINDS


def test_a_new_name_of_the_town_reaches_paper_within_a_day(
    root, guide, quick_press, django_capture_on_commit_callbacks
):
    print_all()
    identity = SiteIdentity.for_site(root.get_site())
    identity.town = "Auenbrück"
    with django_capture_on_commit_callbacks(execute=True):
        identity.save()
    assert print_all() == []
    GuideFile.objects.update(check_at=timezone.now() - timedelta(seconds=1))
    print_all()
    assert len(quick_press) == 2 * KINDS
    assert "Auenbrück" in quick_press[-1].html


def test_an_unpublished_guide_gives_no_file_at_once_and_keeps_none(client, guide, quick_press):
    print_all()
    GuidePage.objects.get(pk=guide.pk).unpublish()
    assert client.get(address(guide)).status_code == 404
    jobs.print_guides()
    assert not GuideFile.objects.exists()


def test_a_private_guide_is_not_printed(client, index, guide, quick_press):
    print_all()
    PageViewRestriction.objects.create(
        page=index, restriction_type=PageViewRestriction.PASSWORD, password="sesam"
    )
    assert client.get(address(guide))["Content-Type"] != "application/pdf"
    jobs.print_guides()
    assert not GuideFile.objects.exists()
    assert print_all() == []


def test_who_may_read_a_private_guide_gets_no_file_either(admin_client, index, guide, quick_press):
    print_all()
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert admin_client.get(guide.url).status_code == 200
    assert admin_client.get(address(guide)).status_code == 404


def test_deleting_a_guide_deletes_its_files(guide, quick_press):
    print_all()
    assert not ReferenceIndex.get_references_to(guide).exists()
    guide.delete()
    assert not GuideFile.objects.exists()


def test_a_failure_is_noted_and_tried_again_later(client, guide, monkeypatch):
    print_all()

    def fails(job, **bounds):
        raise paper.PrintFailed("It took too long.")

    monkeypatch.setattr(printing, "to_pdf", fails)
    guide = republish(guide, title="Neu")
    assert all("too long" in file.error for file in print_all())
    assert print_all() == []
    assert client.get(address(guide)).status_code == 404
    waits = [file.check_at - timezone.now() for file in guide.files.all()]
    assert all(timedelta(minutes=4) < wait <= timedelta(minutes=5) for wait in waits)
    GuideFile.objects.update(check_at=timezone.now())
    print_all()
    assert all(file.check_at - timezone.now() > timedelta(minutes=9) for file in guide.files.all())
    monkeypatch.undo()
    GuideFile.objects.update(check_at=timezone.now())
    assert {file.error for file in print_all()} == {""}
    assert client.get(address(guide)).status_code == 200


def test_one_guide_that_cannot_be_printed_keeps_no_other_from_it(index, guide, quick_press):
    other = a_guide(index)
    home = index.get_parent()
    outside = GuidePage(title="Draußen", slug="draussen", locale=guide.locale)
    home.get_parent().add_child(instance=outside)
    GuidePage.objects.filter(pk=guide.pk).update(body='[{"type": "image", "value": 3, "id": "a"}]')
    print_all()
    errors = {
        page: set(GuideFile.objects.filter(guide=page).values_list("error", flat=True))
        for page in (other, outside)
    }
    assert errors[other] == {""}
    assert all("outside" in error for error in errors[outside])
    (broken,) = guide.files.filter(kind=FileKind.GUIDE)
    assert broken.error
    assert broken.size == 0


def test_a_machine_that_cannot_print_shows_no_links(client, guide, monkeypatch):
    class Answer:
        returncode = paper.NO_PANGO
        stdout, stderr = b"", b"cannot load library 'libpango-1.0-0'"

    monkeypatch.setattr(subprocess, "run", lambda *args, **options: Answer)
    assert all("libpango" in file.error for file in print_all())
    assert "/pdf/" not in client.get(guide.url).content.decode()


def test_the_offer_appears_although_the_page_is_cached(
    client, guide, quick_press, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 60
    assert "/pdf/" not in client.get(guide.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        print_all()
    assert address(guide) in client.get(guide.url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_file(guide, monkeypatch):
    begun, both_tried, printed = threading.Event(), threading.Event(), []

    def slow(job, **bounds):
        printed.append(job)
        begun.set()
        both_tried.wait(10)
        return paper.Printed(b"%PDF-1.7", 1)

    monkeypatch.setattr(printing, "to_pdf", slow)

    def first():
        printing.print_file(guide.pk, FileKind.GUIDE)
        connections.close_all()

    worker = threading.Thread(target=first)
    GuideFile.objects.create(guide=guide, kind=FileKind.GUIDE)
    worker.start()
    assert begun.wait(10)
    assert printing.print_file(guide.pk, FileKind.GUIDE) is None
    both_tried.set()
    worker.join()
    assert printing.print_file(guide.pk, FileKind.GUIDE) is None
    assert len(printed) == 1


def test_the_worker_stops_printing_in_time_for_the_mail(index, monkeypatch, quick_press):
    a_guide(index)
    monkeypatch.setattr(jobs, "WORK_SECONDS", 0)
    jobs.print_guides()
    assert quick_press == []


def test_offering_files_costs_the_same_for_many_guides(client, index, quick_press, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    guide = a_guide(index)
    before = queries(guide.url), queries(f"{guide.url}alles/")
    for _ in range(3):
        a_guide(index, chapters=("Eins", "Zwei", "Drei", "Vier"))
    print_all()
    assert (queries(guide.url), queries(f"{guide.url}alles/")) == before


def test_finding_what_is_due_takes_one_question(index, quick_press, django_assert_num_queries):
    for _ in range(3):
        a_guide(index)
    print_all()
    with django_assert_num_queries(1):
        assert printing.print_next() is None


def test_each_language_is_printed_in_its_own(index, guide, quick_press):
    simple = Locale.objects.get(language_code="de-simple")
    index.copy_for_translation(simple).save_revision().publish()
    easy = guide.copy_for_translation(simple)
    easy.title = "So fängt man an"
    easy.save_revision().publish()
    print_all()
    booklets = [job.html for job in quick_press if 'class="booklet' in job.html]
    assert len(booklets) == 2
    (html,) = (html for html in booklets if "So fängt man an" in html)
    assert 'class="booklet booklet--easy"' in html
    assert 'class="easy"' in html
    assert 'lang="de"' in html


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
