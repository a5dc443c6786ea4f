"""The import in the admin: what editors do with files, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.services.models import ServicePage
from agenda.services.xzufi import importing
from agenda.services.xzufi.document import BadFile
from agenda.services.xzufi.views import pending

from .factories import a_service, a_service_index
from .xzufi import a_file, a_full_service, service

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(root):
    return a_service_index(root)


def upload(client, index, content: bytes):
    file = SimpleUploadedFile("dienste.xml", content)
    return client.post(reverse("xzufi_upload"), {"file": file, "index": index.pk})


def test_a_file_is_shown_row_by_row_and_taken_over_once(client, editor, index):
    client.force_login(editor)
    address = upload(client, index, a_file(a_full_service(), service(identifier=None))).url
    response = client.get(address)
    shown = response.content.decode()
    assert "Hund anmelden" in shown
    assert [str(row.action) for row in response.context["plan"].services] == ["new", "refused"]
    assert not ServicePage.objects.exists()

    first = client.post(address)
    second = client.post(address)

    assert first.url == second.url == reverse("wagtailadmin_explore", args=[index.pk])
    assert client.get(address).url == first.url
    page = ServicePage.objects.get()
    assert (page.live, page.latest_revision.user) == (False, editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200


def test_markup_of_a_file_is_shown_as_text(client, editor, index):
    client.force_login(editor)
    name = "<img src=x onerror=alert(1)>&lt;script&gt;Dienst"
    part = service(title=name, identifier="<script>1</script>")
    shown = client.get(upload(client, index, a_file(part)).url).content.decode()
    assert "<script>1" not in shown
    assert "onerror" not in shown


def test_what_is_gone_is_listed(client, editor, index):
    a_service(index, title="Alt", xzufi_agency="L100", xzufi_id="alt")
    client.force_login(editor)
    response = client.get(upload(client, index, a_file(service())).url)
    assert [page.title for page in response.context["plan"].gone] == ["Alt"]
    assert "Alt" in response.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        a_file(service())[:-3],
    ],
)
def test_a_bad_file_is_refused_beside_its_field(client, editor, index, content):
    client.force_login(editor)
    answer = upload(client, index, content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert "root:" not in answer.content.decode()


def test_a_file_above_the_limit_is_refused_unread(client, editor, index, settings):
    settings.XZUFI_MAX_BYTES = 100
    client.force_login(editor)
    answer = upload(client, index, a_file(service()))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_too_many_services_for_one_request_are_left_to_the_command(client, editor, index):
    client.force_login(editor)
    many = a_file(*(service(identifier=str(n)) for n in range(301)))
    assert "manage.py import_xzufi" in str(upload(client, index, many).context["form"].errors)


def test_a_file_whose_import_fails_can_be_confirmed_again(client, editor, index, monkeypatch):
    client.force_login(editor)
    address = upload(client, index, a_file(service())).url
    with monkeypatch.context() as patched:

        def fail(self, planned):
            raise BadFile(["Nein"])

        patched.setattr(importing._Writer, "write", fail)
        refused = client.post(address)
        assert refused.status_code == 422
        assert "Nein" in refused.content.decode()
    assert client.post(address).status_code == 302
    assert ServicePage.objects.count() == 1


def test_of_two_who_confirm_at_the_same_time_one_takes_over(editor):
    token = pending.keep(editor, "Datei", 1)
    assert pending.claim(editor, token).document == "Datei"
    assert pending.claim(editor, token) is None


def test_a_newer_file_takes_the_place_of_the_older(editor, admin_user):
    older, others = pending.keep(editor, "alt", 1), pending.keep(admin_user, "fremd", 1)
    waiting = pending.claim(editor, older)
    newer = pending.keep(editor, "neu", 1)
    pending.give_back(editor, older, waiting)
    assert pending.kept(editor, older) is None
    assert pending.kept(editor, pending.keep(editor, "ganz neu", 1)).document == "ganz neu"
    assert pending.kept(editor, newer) is None
    assert pending.kept(admin_user, others).document == "fremd"


def test_only_who_may_add_services_gets_in(client, citizen, editor, admin_user, index):
    client.force_login(citizen)
    assert client.get(reverse("xzufi_upload")).status_code in {302, 403}
    client.force_login(editor)
    assert reverse("xzufi_upload") in client.get(reverse("wagtailadmin_home")).content.decode()
    address = upload(client, index, a_file(service())).url
    client.force_login(admin_user)
    # Another person's file does not open.
    assert client.get(address).url == reverse("xzufi_upload")
    assert client.get(reverse("xzufi_preview", args=["%00"])).status_code < 500


def test_an_unknown_overview_is_refused(client, editor, index):
    client.force_login(editor)
    for value in ("999999", "x", "9" * 40, ""):
        file = SimpleUploadedFile("dienste.xml", a_file(service()))
        answer = client.post(reverse("xzufi_upload"), {"file": file, "index": value})
        assert answer.status_code == 422


def test_an_overview_that_went_meanwhile_takes_nothing(client, editor, index):
    client.force_login(editor)
    address = upload(client, index, a_file(service())).url
    index.delete()
    assert client.post(address).status_code in {302, 403}
    assert not ServicePage.objects.exists()


def test_the_report_puts_first_what_waits_longest_for_a_check(client, editor, index):
    a_service(index, title="Neu", checked_on="2026-05-01")
    a_service(index, title="Alt", checked_on="2020-05-01")
    client.force_login(editor)
    response = client.get(reverse("services_report:index"))
    assert [page.title for page in response.context["object_list"]] == ["Alt", "Neu"]
    exported = client.get(reverse("services_report:index"), {"export": "csv"})
    assert exported.status_code == 200
