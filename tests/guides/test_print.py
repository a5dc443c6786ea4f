"""Guides as files to print: when they are made, who gets them, what is in them."""

import subprocess
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, ReferenceIndex

from agenda.guides import jobs, printing
from agenda.guides.models import FileKind, GuideFile, GuidePage
from agenda.guides.print import paper
from cms.content.models import SiteIdentity

from .factories import a_guide, a_guide_index

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


def test_an_old_text_cannot_be_had_while_the_new_one_is_made(client, guide, quick_press, settings):
    settings.PAGE_CACHE_SECONDS = 0
    print_all()
    republish(guide, title="Ganz anders")
    assert "/pdf/" not in client.get(guide.url).content.decode()
    assert client.get(address(guide)).status_code == 404
    print_all()
    assert address(guide) in client.get(guide.url).content.decode()
    assert client.get(address(guide)).status_code == 200


def test_an_alias_is_printed_again_with_its_source(client, index, guide, quick_press):
    alias = guide.create_alias(parent=index, update_slug="zweite-adresse")
    print_all()
    republish(guide, title="Neue Worte")
    assert client.get(address(alias)).status_code == 404
    assert len(print_all()) == 2 * KINDS
    assert all("Neue Worte" in job.html for job in quick_press[-2 * KINDS :])
    assert client.get(address(alias)).status_code == 200
    assert print_all() == []


def test_what_was_published_during_the_print_is_printed_too(client, guide, monkeypatch):
    jobs_done = []

    def to_pdf(job, **bounds):
        jobs_done.append(job)
        if len(jobs_done) == 1:
            republish(guide, title="Inzwischen neu")
        return paper.Printed(b"%PDF-1.7", 1)

    monkeypatch.setattr(printing, "to_pdf", to_pdf)
    assert print_all() == []
    assert client.get(address(guide)).status_code == 404
    assert len(print_all()) == KINDS
    assert all("Inzwischen neu" in job.html for job in jobs_done[1:])


def test_a_guide_that_was_taken_back_during_the_print_gets_no_file(guide, monkeypatch):
    def to_pdf(job, **bounds):
        GuidePage.objects.get(pk=guide.pk).unpublish()
        return paper.Printed(b"%PDF-1.7", 1)

    monkeypatch.setattr(printing, "to_pdf", to_pdf)
    assert printing.print_file(guide.pk, FileKind.GUIDE) is None
    assert not GuideFile.objects.filter(size__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_the_press_works_outside_of_every_transaction(guide, monkeypatch):
    states = []

    def to_pdf(job, **bounds):
        states.append(connection.in_atomic_block)
        return paper.Printed(b"%PDF-1.7", 1)

    monkeypatch.setattr(printing, "to_pdf", to_pdf)
    print_all()
    assert states == [False] * KINDS


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
