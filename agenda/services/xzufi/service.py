"""From the element of one service to the row that stands for it."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext

from .costs import amount_of
from .document import Row
from .elements import (
    by_language,
    children,
    first_text,
    identifier_of,
    language_of,
    web_address,
)
from .texts import link_list, one_line, plain_text, rich_text

MAX_ID_LENGTH = 200
MAX_TITLE_LENGTH = 255
MAX_OFFICE_LENGTH = 160
MAX_SUMMARY_LENGTH = 250

# Codes of the list urn:de:xzufi:codeliste:leistungstextmodulleika, by the field they fill.
# Where several fill one, the first that has a text does, or all of them in this order.
FIRST_OF = {
    "title": ("03", "02"),
    "summary": ("24", "05"),
    "description": ("06", "05"),
    "responsible_office": ("22",),
}
ALL_OF = {
    "legal_basis": ("07",),
    "documents": ("08",),
    "requirements": ("09",),
    "procedure": ("11",),
    "further_information": ("14", "15", "16", "25"),
}
MODULES = {
    "cost_text": "modulKosten",
    "duration": "modulBearbeitungsdauer",
    "deadline": "modulFrist",
}
READERS: dict[str, Callable[[str], str]] = {
    "title": one_line,
    "summary": one_line,
    "responsible_office": one_line,
    "cost_text": plain_text,
    "duration": plain_text,
    "deadline": plain_text,
}
EXPECTED = ("description", "requirements", "documents", "cost_text", "duration")

# Texts by code, then by language.
Modules = dict[str, dict[str, str]]


def read_service(element: Element, number: int) -> Row:
    """Return the row of one service; what is wrong with it is written down there."""
    agency, identifier = identifier_of(element)
    version = first_text(element, "versionsinformation", "version") or first_text(
        element, "versionsinformation", "geaendertDatumZeit"
    )
    row = Row(number=number, agency=agency, identifier=identifier, version=version[:100])
    modules = _text_modules(element)
    languages = {code for texts in modules.values() for code in texts}
    known = [code for code, _name in settings.LANGUAGES if code in languages]
    for code in known:
        row.words[code] = _words(element, modules, code, row)
    row.cost_amount = amount_of(element, row.notes)
    _check(row, languages - set(known))
    return row


def _text_modules(element: Element) -> Modules:
    found: Modules = {}
    for module in children(element, "modulText"):
        code = first_text(module, "leikaTextmodul", "code")
        texts = found.setdefault(code, {})
        for language, parts in by_language(children(module, "inhalt")).items():
            html = "".join(map(rich_text, parts))
            texts[language] = texts.get(language, "") + html
        for language, html in _links(module).items():
            texts[language] = texts.get(language, "") + html
    return found


def _links(module: Element) -> dict[str, str]:
    links: dict[str, list[tuple[str, str]]] = {}
    for link in children(module, "weiterfuehrenderLink"):
        if url := web_address(first_text(link, "uri")):
            title = one_line(first_text(link, "titel"))
            links.setdefault(language_of(link), []).append((url, title))
    return {language: link_list(found) for language, found in links.items()}


def _words(element: Element, modules: Modules, language: str, row: Row) -> dict[str, str]:
    """Return what the file says in one language, by the names of a page's fields."""

    def text(code: str) -> str:
        return modules.get(code, {}).get(language, "")

    words = {name: next(filter(None, map(text, codes)), "") for name, codes in FIRST_OF.items()}
    words |= {name: "".join(map(text, codes)) for name, codes in ALL_OF.items()}
    for name, module in MODULES.items():
        parts = by_language(children(element, module, "beschreibung")).get(language, [])
        words[name] = "".join(map(rich_text, parts))
    words = {name: READERS.get(name, _same)(html) for name, html in words.items()}
    terms = children(element, "modulBegriffImKontext", "begriffImKontext", "begriff")
    words["keywords"] = "\n".join(map(one_line, by_language(terms).get(language, [])))
    return {name: value for name, value in _shortened(words, row).items() if value}


def _same(html: str) -> str:
    return html


def _shortened(words: dict[str, str], row: Row) -> dict[str, str]:
    limits = {
        "title": MAX_TITLE_LENGTH,
        "summary": MAX_SUMMARY_LENGTH,
        "responsible_office": MAX_OFFICE_LENGTH,
    }
    if len(words["title"]) > MAX_TITLE_LENGTH:
        row.notes.append(gettext("The name is too long and was shortened."))
    return words | {name: Truncator(words[name]).chars(limit) for name, limit in limits.items()}


def _check(row: Row, unknown_languages: set[str]) -> None:
    """Write down what an editor must know of a row."""
    if not row.identifier:
        row.problems.append(gettext("It has no identifier."))
    if max(len(row.identifier), len(row.agency)) > MAX_ID_LENGTH:
        row.problems.append(gettext("Its identifier is too long."))
    source = row.words.get(settings.LANGUAGE_CODE, {})
    if not source.get("title"):
        row.problems.append(gettext("It has no German name."))
    for code in [code for code, words in row.words.items() if not words.get("title")]:
        del row.words[code]
    missing = [label for name, label in _labels().items() if not source.get(name)]
    if missing and not row.problems:
        row.notes.append(gettext("Not in the file: %(names)s") % {"names": ", ".join(missing)})
    if unknown_languages:
        names = ", ".join(sorted(unknown_languages))[:100]
        row.notes.append(gettext("Languages left out: %(names)s") % {"names": names})


def _labels() -> dict[str, str]:
    from ..models import ServicePage

    fields = map(ServicePage._meta.get_field, EXPECTED)
    return {field.name: str(field.verbose_name) for field in fields}
