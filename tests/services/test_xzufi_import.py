"""Services taken over as drafts: new ones, changed ones, and what is live meanwhile."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, PageLogEntry

from agenda.services.choices import Digital
from agenda.services.models import ServicePage
from agenda.services.xzufi.document import BadFile
from agenda.services.xzufi.importing import LOG_ACTION, Action, carry_out, indexes_for, plan
from agenda.services.xzufi.reading import read

from .factories import a_service, a_service_index
from .xzufi import a_file, a_full_service, an_online_service, service, text

pytestmark = pytest.mark.django_db
URL = "https://dienste.auenbrueck.example/hund"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def index(root):
    return a_service_index(root)


@pytest.fixture
def english_index(root, index):
    locale = Locale.objects.get(language_code="en")
    root.get_translation(locale).specific.save_revision().publish()
    translated = index.copy_for_translation(locale)
    translated.save_revision().publish()
    return translated


def document(*parts: str):
    return read(BytesIO(a_file(*parts)))


def take_over(index, *parts: str, user=None):
    return carry_out(document(*parts), index, user=user)


def actions(planned) -> list[str]:
    return [service.action for service in planned.services]


def draft(page) -> ServicePage:
    return ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def imported() -> ServicePage:
    return ServicePage.objects.taken_over().get()


def test_a_plan_changes_nothing(index):
    planned = plan(document(a_full_service(), service()), index)
    assert actions(planned) == [Action.NEW, Action.NEW]
    assert not ServicePage.objects.exists()


def test_a_new_service_becomes_a_draft_with_all_its_words(client, editor, index):
    take_over(index, a_full_service(), an_online_service(URL), user=editor)
    page = imported()
    assert page.get_parent().pk == index.pk
    assert (page.live, page.has_unpublished_changes, page.owner) == (False, True, editor)
    assert (page.xzufi_agency, page.xzufi_id, page.xzufi_version) == ("L100", "4711", "7")
    assert (page.title, page.slug) == ("Hund anmelden", "hund-anmelden")
    assert (page.online_url, page.digital) == (URL, Digital.PARTLY)
    assert page.imported_at is not None
    assert client.get(f"{index.url}hund-anmelden/").status_code == 404
    draft(page).save_revision().publish()
    shown = client.get(f"{index.url}hund-anmelden/").content.decode()
    assert "Nachweis der Haftpflicht" in shown
    assert URL in shown


def test_the_history_tells_who_took_it_over(editor, index):
    take_over(index, a_full_service(), user=editor)
    entries = PageLogEntry.objects.filter(page=imported().pk, action=LOG_ACTION)
    assert [entry.user for entry in entries] == [editor]
    assert str(entries[0].message) == "Taken over from a file in XZuFi"


def test_a_change_waits_as_a_draft_while_the_live_text_stays(client, index):
    take_over(index, a_full_service())
    draft(imported()).save_revision().publish()
    url = imported().url
    changed = a_full_service(description="<p>Neu: auch online.</p>")
    planned = take_over(index, changed)
    assert actions(planned) == [Action.CHANGED]
    page = imported()
    assert page.live
    assert page.has_unpublished_changes
    assert page.description == "<p>Wer einen Hund hält, meldet ihn an.</p>"
    assert "Neu: auch online." not in client.get(url).content.decode()
    assert draft(page).description == "<p>Neu: auch online.</p>"
    assert ServicePage.objects.count() == 1


def test_what_has_not_changed_is_skipped_and_corrections_stay(index):
    take_over(index, a_full_service())
    page = draft(imported())
    page.description = "<p>Besser gesagt.</p>"
    page.save_revision().publish()
    revisions = page.revisions.count()
    assert actions(take_over(index, a_full_service())) == [Action.UNCHANGED]
    assert imported().revisions.count() == revisions
    assert imported().description == "<p>Besser gesagt.</p>"


def test_a_change_that_waits_is_not_written_again(index):
    take_over(index, a_full_service())
    draft(imported()).save_revision().publish()
    changed = a_full_service(description="Neu.")
    take_over(index, changed)
    assert actions(take_over(index, changed)) == [Action.UNCHANGED]


def test_what_the_file_does_not_say_stays_as_editors_wrote_it(index):
    take_over(index, a_full_service())
    page = draft(imported())
    page.eligibility = "<p>Alle</p>"
    page.digital = Digital.PAPER
    page.save_revision().publish()
    [planned] = take_over(index, service(identifier="4711", title="Hund neu anmelden")).services
    assert planned.action == Action.CHANGED
    changed = draft(imported())
    assert changed.title == "Hund neu anmelden"
    assert changed.eligibility == "<p>Alle</p>"


def test_what_vanished_from_the_file_is_emptied_in_the_draft_and_told(index):
    take_over(index, a_full_service(), an_online_service(URL))
    page = draft(imported())
    page.duration = "Zwei Wochen"
    page.digital = Digital.ONLINE
    page.requirements = page.requirements.replace("<p>", '<p data-block-key="a1">')
    page.save_revision().publish()
    short = service(identifier="4711", title="Hund anmelden")
    [planned] = plan(document(short), index).services
    [note] = [note for note in planned.notes if "emptied" in note]
    assert "costs in euros" in note
    assert "requirements" in note
    assert "how long it takes" not in note
    take_over(index, short)
    changed = draft(imported())
    assert (changed.title, changed.duration) == ("Hund anmelden", "Zwei Wochen")
    emptied = (changed.requirements, changed.deadline, changed.online_url, changed.cost_amount)
    assert emptied == ("", "", "", None)
    assert changed.digital == Digital.PAPER
    assert imported().deadline == "Innerhalb von zwei Wochen"
    again = take_over(index, a_full_service())
    assert actions(again) == [Action.CHANGED]
    assert draft(imported()).deadline == "Innerhalb von zwei Wochen"


def test_a_new_draft_builds_on_changes_that_wait(index):
    take_over(index, a_full_service())
    page = draft(imported())
    page.save_revision().publish()
    page.eligibility = "<p>Wartet</p>"
    page.save_revision()
    [planned] = take_over(index, a_full_service(title="Hunde anmelden")).services
    assert any("wait already" in note for note in planned.notes)
    changed = draft(imported())
    assert (changed.title, changed.eligibility) == ("Hunde anmelden", "<p>Wartet</p>")


def test_rows_with_faults_are_left_out_and_the_rest_comes(index):
    planned = take_over(index, service(identifier=None), service(title=""), a_full_service())
    assert actions(planned) == [Action.REFUSED, Action.REFUSED, Action.NEW]
    assert [page.title for page in ServicePage.objects.all()] == ["Hund anmelden"]


@pytest.mark.parametrize("error", [ValidationError("Nein"), BadFile(["Nein"]), OSError("Nein")])
def test_nothing_remains_of_an_import_that_fails_midway(monkeypatch, index, error):
    save = ServicePage.save_revision

    def fail_at_the_second(self, *args, **kwargs):
        if self.title == "Zweiter":
            raise error
        return save(self, *args, **kwargs)

    monkeypatch.setattr(ServicePage, "save_revision", fail_at_the_second)
    expected = OSError if isinstance(error, OSError) else BadFile
    with pytest.raises(expected):
        take_over(index, service(title="Erster"), service(identifier="2", title="Zweiter"))
    assert not ServicePage.objects.exists()


def test_names_that_are_alike_get_addresses_of_their_own(index):
    take_over(index, service(title="Pass"), service(identifier="2", title="Pass"))
    assert set(ServicePage.objects.values_list("slug", flat=True)) == {"pass", "pass-1"}
    take_over(index, service(identifier="3", title="!?"))
    assert ServicePage.objects.filter(slug="dienst").exists()


def test_what_is_gone_from_the_file_is_listed_and_untouched(index):
    take_over(index, a_full_service(), service(title="Bleibt"))
    take_over(index, service(agency="L200", title="Anderswo"))
    a_service(index, title="Von Hand")
    planned = take_over(index, service(title="Bleibt"))
    assert [page.title for page in planned.gone] == ["Hund anmelden"]
    assert ServicePage.objects.count() == 4


def test_the_same_identifier_of_another_system_is_another_service(index):
    take_over(index, service(agency="L100"), service(agency="L200"))
    assert ServicePage.objects.taken_over().count() == 2


def test_other_languages_come_where_the_overview_has_them(index, english_index):
    take_over(index, a_full_service())
    german = imported()
    english = ServicePage.objects.get(locale__language_code="en")
    assert english.translation_key == german.translation_key
    assert english.get_parent().pk == english_index.pk
    assert (english.title, english.live) == ("Register a dog", False)
    assert english.xzufi_id == ""
    take_over(index, a_full_service(title="Hunde anmelden"))
    assert draft(german).title == "Hunde anmelden"
    assert english.revisions.count() == 1


def test_without_an_overview_in_a_language_its_words_are_left_out(index):
    [planned] = take_over(index, a_full_service()).services
    assert planned.languages == ["de"]
    assert any("en" in note for note in planned.notes)
    assert ServicePage.objects.count() == 1


def test_what_editors_translate_themselves_is_left_alone(index, english_index):
    from wagtail_localize.models import Translation, TranslationSource

    take_over(index, service(identifier="4711", title="Hund"))
    locale = english_index.locale
    source, _created = TranslationSource.get_or_create_from_instance(draft(imported()))
    Translation.objects.create(source=source, target_locale=locale)
    page = imported().copy_for_translation(locale)
    page.save_revision()
    [planned] = take_over(index, a_full_service()).services
    assert planned.languages == ["de"]
    assert any("Translated here" in note for note in planned.notes)


@pytest.mark.parametrize("is_alias", [True, False])
def test_a_copy_for_translators_is_left_alone(index, english_index, is_alias):
    take_over(index, service(identifier="4711", title="Hund"))
    page = imported().copy_for_translation(english_index.locale, alias=is_alias)
    [planned] = take_over(index, a_full_service()).services
    assert planned.languages == ["de"]
    assert any("Translated here" in note for note in planned.notes)
    assert page.revisions.count() == (0 if is_alias else 1)


def test_only_what_somebody_may_edit_is_changed(citizen, editor, index):
    take_over(index, a_full_service())
    [planned] = plan(document(a_full_service(title="Neu")), index, citizen).services
    assert planned.action == Action.REFUSED
    [planned] = plan(document(service()), index, citizen).services
    assert planned.action == Action.REFUSED
    assert indexes_for(citizen) == []
    assert [page.pk for page in indexes_for(editor)] == [index.pk]


def test_a_page_that_somebody_has_locked_is_left_alone(admin_user, editor, index):
    take_over(index, a_full_service())
    page = imported()
    page.locked, page.locked_by = True, admin_user
    page.save()
    [planned] = take_over(index, a_full_service(title="Neu"), user=editor).services
    assert planned.action == Action.REFUSED
    assert draft(page).title == "Hund anmelden"
    [planned] = take_over(index, a_full_service(title="Neu")).services
    assert planned.action == Action.REFUSED


@pytest.mark.parametrize("title", ["Dienst", "Neu"])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_plan_asks_as_often_for_many_services_as_for_few(index, editor, is_signed_in, title):
    def queries(count: int) -> int:
        parts = [service(identifier=str(n), title=f"{title} {n}") for n in range(count)]
        user = type(editor).objects.get(pk=editor.pk) if is_signed_in else None
        with CaptureQueriesContext(connection) as captured:
            plan(document(*parts), index, user)
        return len(captured)

    take_over(index, *(service(identifier=str(n), title=f"Dienst {n}") for n in range(12)))
    assert queries(12) == queries(2)


def test_the_command_reports_first_and_takes_over_then(index, tmp_path, capsys):
    file = tmp_path / "dienste.xml"
    file.write_bytes(a_file(a_full_service(), service(identifier=None)))
    call_command("import_xzufi", file, dry_run=True)
    told = capsys.readouterr().out
    assert "1. Hund anmelden [4711]: new draft" in told
    assert "no identifier" in told
    assert not ServicePage.objects.exists()
    call_command("import_xzufi", file, index=index.pk)
    assert imported().title == "Hund anmelden"
    call_command("import_xzufi", file)
    assert "1. Hund anmelden [4711]: unchanged" in capsys.readouterr().out
    file.write_bytes(a_file(service(text("05", "Kurz"))))
    call_command("import_xzufi", file)
    assert "Not in the file any more: Hund anmelden [4711]" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(root, tmp_path):
    file = tmp_path / "dienste.xml"
    file.write_bytes(b"<a/>")
    with pytest.raises(CommandError, match="--index"):
        call_command("import_xzufi", file)
    index = a_service_index(root)
    with pytest.raises(CommandError, match="no file in XZuFi"):
        call_command("import_xzufi", file)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_xzufi", tmp_path / "nirgends.xml")
    with pytest.raises(CommandError, match="--index"):
        call_command("import_xzufi", file, index=index.pk + 999)
