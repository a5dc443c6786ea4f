"""locale/build.py finds what is marked for translation and what a catalogue gets wrong."""

import importlib.util

import polib
import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def catalogues():
    path = settings.BASE_DIR / "locale" / "build.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_texts_of_python_are_found_with_their_context(catalogues):
    source = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "a = _('one ' 'text')\n"
        "b = ngettext('%(count)s seat', '%(count)s seats', n) % {'count': n}\n"
        "c = pgettext('calendar', 'May')\n"
        "d = other('not marked')\n"
    )

    found = {(text.context, text.singular) for text in catalogues.python_texts(source, "x.py")}

    assert found == {(None, "one text"), (None, "%(count)s seat"), ("calendar", "May")}


def test_texts_of_templates_are_found_with_their_context(catalogues):
    source = (
        "{% translate \"It's open\" %}{% translate 'May' context 'calendar' %}"
        "{% blocktranslate count n=seats trimmed %}\n  {{ n }} seat\n"
        "{% plural %}\n  {{ n }} seats\n{% endblocktranslate %}"
        "{% include 'x.html' with label=_('Next') only %}"
    )

    found = [(text.context, text.singular) for text in catalogues.template_texts(source, "x")]

    assert found == [
        (None, "It's open"),
        ("calendar", "May"),
        (None, "%(n)s seat"),
        (None, "Next"),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Next", msgstr=""), "untranslated"),
        (polib.POEntry(msgid="Next", msgstr="Weiter", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="%(n)s seats", msgstr="Plätze"), "is lost from"),
        (polib.POEntry(msgid="Hello {name}", msgstr="Hallo {nam}"), "is not in"),
        (
            polib.POEntry(
                msgid="%(n)s seat",
                msgid_plural="%(n)s seats",
                msgstr_plural={0: "ein Platz", 1: ""},
            ),
            "untranslated",
        ),
    ],
)
def test_a_faulty_translation_is_named(catalogues, entry, fault):
    assert any(fault in text for text in catalogues.entry_faults(entry))


def test_a_singular_may_leave_its_number_out(catalogues):
    entry = polib.POEntry(
        msgid="%(n)s seat",
        msgid_plural="%(n)s seats",
        msgstr_plural={0: "ein Platz", 1: "%(n)s Plätze"},
    )

    assert list(catalogues.entry_faults(entry)) == []
