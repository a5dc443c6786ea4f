"""The exchange in the admin and from the command line: what people do with files."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from agenda.strategy.exchange import creating
from agenda.strategy.exchange.pending import pending
from agenda.strategy.models import AgendaPage, MeasurePage

from .factories import a_field, a_measure, an_agenda
from .test_exchange_files import SMALL_FILE, key

pytestmark = pytest.mark.django_db


def upload(client, parent, content: bytes | None = None):
    content = json.dumps(SMALL_FILE).encode() if content is None else content
    file = SimpleUploadedFile("agenda.json", content)
    return client.post(reverse("exchange"), {"file": file, "parent": parent.pk})


def test_a_whole_agenda_is_shown_first_and_created_once(client, editor, root):
    client.force_login(editor)
    address = upload(client, root).url
    shown = client.get(address).content.decode()
    assert "Digitallabor" in shown
    assert "Netz, Labor, Ada, Amt" in shown
    assert not AgendaPage.objects.exists()

    chosen = {"measure": [key(4), key(5)]}
    first = client.post(address, chosen)
    second = client.post(address, chosen)

    agenda = AgendaPage.objects.get()
    assert first.url == second.url == reverse("wagtailadmin_explore", args=[agenda.pk])
    assert client.get(address).url == first.url
    assert MeasurePage.objects.count() == 2
    assert not MeasurePage.objects.live().exists()
    assert {measure.origin_name for measure in MeasurePage.objects.all()} == {"Nachbarstadt"}
    assert agenda.latest_revision.user == editor


def test_of_two_who_confirm_at_the_same_time_one_takes_over(editor):
    token = pending.keep(editor, SMALL_FILE, 1)
    assert pending.claim(editor, token).document == SMALL_FILE
    assert pending.claim(editor, token) is None


def test_one_measure_is_chosen_for_a_field_of_action(client, editor, root):
    field = a_field(an_agenda(root))
    client.force_login(editor)
    address = upload(client, field).url
    refused = client.post(address)
    assert refused.status_code == 422
    assert not MeasurePage.objects.exists()

    client.post(address, {"measure": [key(5), "nothing"]})
    [measure] = MeasurePage.objects.child_of(field)
    assert measure.title == "Digitallabor"

    again = client.get(upload(client, field).url).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[measure.pk]) in again


@pytest.mark.parametrize("content", [b"", b"{}", b"\0", b'{"format": "x"}', b"[" * 9999])
def test_a_bad_file_is_refused_beside_its_field(client, editor, root, content):
    client.force_login(editor)
    answer = upload(client, root, content)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_too_many_measures_for_one_request_are_left_to_the_command(client, editor, root):
    document = json.loads(json.dumps(SMALL_FILE))
    measures = document["agenda"]["fields_of_action"][0]["measures"]
    measures += [{**measures[0], "key": key(1000 + n)} for n in range(300)]
    client.force_login(editor)
    answer = upload(client, root, json.dumps(document).encode())
    assert "manage.py import_agenda" in str(answer.context["form"].errors["file"])


def test_a_file_whose_import_fails_can_be_confirmed_again(client, editor, root):
    document = json.loads(json.dumps(SMALL_FILE))
    goal = document["agenda"]["fields_of_action"][0]["goals"][0]
    goal["indicators"][0]["target_value"] = "-5"
    client.force_login(editor)
    address = upload(client, root, json.dumps(document).encode()).url
    for _attempt in range(2):
        refused = client.post(address, {"measure": [key(4)]})
        assert refused.status_code == 422
        assert refused.context["problems"]
    assert not AgendaPage.objects.exists()


def test_who_is_late_is_told_and_keeps_the_file(client, editor, admin_user, root, monkeypatch):
    client.force_login(editor)
    late = upload(client, root).url
    client.force_login(admin_user)
    client.post(upload(client, root).url, {"measure": [key(4)]})
    client.force_login(editor)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(creating, "_taken", lambda model, keys: [])
        refused = client.post(late, {"measure": [key(4)]})
    assert refused.status_code == 422
    assert refused.context["problems"]
    assert AgendaPage.objects.count() == 1
    assert client.get(late).status_code == 200


def test_only_who_may_add_pages_gets_in(client, citizen, editor, admin_user, root):
    client.force_login(citizen)
    assert client.get(reverse("exchange")).status_code in {302, 403}
    client.force_login(editor)
    assert client.get(reverse("exchange")).status_code == 200
    assert reverse("exchange") in client.get(reverse("wagtailadmin_home")).content.decode()
    address = upload(client, root).url
    client.force_login(admin_user)
    # Another person's file does not open.
    assert client.get(address).url == reverse("exchange")
    assert client.get(reverse("exchange_preview", args=["%00"])).status_code < 500


def test_an_unknown_parent_is_refused(client, editor, root):
    client.force_login(editor)
    file = SimpleUploadedFile("agenda.json", json.dumps(SMALL_FILE).encode())
    for parent in ("999999", "x", "9" * 40, ""):
        file.seek(0)
        answer = client.post(reverse("exchange"), {"file": file, "parent": parent})
        assert answer.status_code == 422


def test_the_commands_write_a_file_and_take_it_over(root, tmp_path, capsys):
    agenda = an_agenda(root, slug="agenda")
    a_measure(a_field(agenda), title="Digitallabor")
    path = tmp_path / "agenda.json"
    call_command("export_agenda", output=path)
    AgendaPage.objects.get().delete()

    call_command("import_agenda", path, dry_run=True)
    assert not AgendaPage.objects.exists()
    call_command("import_agenda", path)

    assert [measure.title for measure in MeasurePage.objects.all()] == ["Digitallabor"]
    assert "Digitallabor  (new)" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing to create"):
        call_command("import_agenda", path)
    with pytest.raises(CommandError, match="none"):
        call_command("export_agenda", "nirgends")


def test_the_import_command_says_what_is_wrong(root, tmp_path):
    path = tmp_path / "agenda.json"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_agenda", path)
    path.write_text("{}")
    with pytest.raises(CommandError, match="format"):
        call_command("import_agenda", path)
    with pytest.raises(CommandError, match="no home page"):
        call_command("import_agenda", path, parent=1)
