"""Compile the catalogues (.po) beside this file to what Django reads (.mo), or check them.

`python locale/build.py` compiles those that changed; `--check` instead compares every
catalogue with the texts in the source and lists what is missing, untranslated, fuzzy or
has lost a placeholder. Neither needs the gettext programs.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

LOCALE = Path(__file__).resolve().parent
PROJECT = LOCALE.parent
ROOMS = ("cms", "home", "agenda", "participation")
# Leichte Sprache falls back to German text by text, so its catalogue may be partial.
COMPLETE = {"de"}
MARKERS = {"gettext", "gettext_noop", "ngettext", "pgettext", "npgettext", "_"}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({STRING}(?:, {STRING})*)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


class Text(NamedTuple):
    """One translatable text as gettext knows it, and a place where it is used."""

    context: str | None
    singular: str
    where: str


def main() -> int:
    if "--check" in sys.argv[1:]:
        problems = [*english_problems(), *catalogue_problems()]
        for problem in problems:
            print(problem)
        if problems:
            print(f"{len(problems)} problems in the catalogues.", file=sys.stderr)
        return 1 if problems else 0
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
    return 0


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def english_problems() -> Iterator[str]:
    """English is the source: it is complete when no source text is German."""
    for text in source_texts():
        if re.search("[äöüÄÖÜß]", text.singular):
            yield f"{text.where}: source text is not English: {text.singular!r}"


def catalogue_problems() -> Iterator[str]:
    wanted = {(text.context, text.singular): text.where for text in source_texts()}
    found = catalogues()
    for language in COMPLETE - {path.parent.parent.name for path in found}:
        yield f"locale/{language}/LC_MESSAGES/django.po: the catalogue is missing"
    for path in found:
        name = path.relative_to(PROJECT)
        catalogue = polib.pofile(str(path))
        entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
        for entry in entries.values():
            yield from (f"{name}:{entry.linenum}: {fault}" for fault in entry_faults(entry))
        if path.parent.parent.name in COMPLETE:
            for key in wanted.keys() - entries.keys():
                yield f"{name}: missing {key[1]!r} (used in {wanted[key]})"


def entry_faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if not all(translations):
        yield f"untranslated: {entry.msgid!r}"
    allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for translation in filter(None, translations):
        # A singular may leave its number out; nothing may ask for what is not given.
        if unknown := placeholders(translation) - allowed:
            yield f"placeholder {', '.join(sorted(unknown))} is not in {entry.msgid!r}"
        elif not entry.msgid_plural and (lost := allowed - placeholders(translation)):
            yield f"placeholder {', '.join(sorted(lost))} is lost from {entry.msgid!r}"


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def source_texts() -> Iterator[Text]:
    """Every text marked for translation in our Python and in our templates."""
    for room in ROOMS:
        for path in sorted((PROJECT / room).rglob("*.py")):
            yield from python_texts(path.read_text(), str(path.relative_to(PROJECT)))
    for suffix in ("html", "txt", "xml"):
        for path in sorted((PROJECT / "templates").rglob(f"*.{suffix}")):
            yield from template_texts(path.read_text(), str(path.relative_to(PROJECT)))


def python_texts(source: str, where: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", "")).removesuffix("_lazy")
        if name not in MARKERS:
            continue
        literals = [
            argument.value
            for argument in node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        yield from marked(name, literals, f"{where}:{node.lineno}")


def template_texts(source: str, where: str) -> Iterator[Text]:
    from django.utils.translation.template import templatize

    for match in CALL.finditer(templatize(source, origin=where)):
        literals = [ast.literal_eval(text) for text in re.findall(STRING, match.group(2))]
        yield from marked(match.group(1), literals, where)


def marked(name: str, literals: list[str], where: str) -> Iterator[Text]:
    context = literals.pop(0) if "p" in name and literals else None
    if literals and literals[0]:
        yield Text(context, literals[0], where)


if __name__ == "__main__":
    sys.exit(main())
