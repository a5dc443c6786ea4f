"""Read a file of the exchange format, or say in plain sentences what is wrong with it."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from time import monotonic

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from . import SCHEMA_PATH
from .words import LANGUAGES

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 24
MAX_MEASURES = 5000
MAX_PROBLEMS = 20
# Every object of a file costs the validator time, whatever it says.
MAX_OBJECTS = 250_000
MAX_SECONDS = 20


class BadFile(Exception):
    """The file cannot be taken over; `problems` says why, each with its place in the file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read(content: bytes, *, seconds: float = MAX_SECONDS) -> dict:
    """Return the file as a dictionary that the importer can rely on.

    Raises BadFile with up to `MAX_PROBLEMS` sentences, and after `seconds` in any case.
    """
    if len(content) > MAX_BYTES:
        raise BadFile([gettext("The file is larger than 10 MB.")])
    document = _parsed(content)
    _refuse_monsters(document)
    found = _validator(seconds)(_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    problems = []
    for error in found.iter_errors(document):
        problems.append(_sentence(error))
        if len(problems) == MAX_PROBLEMS:
            break
    if problems := problems or list(_contradictions(document)):
        raise BadFile(problems[:MAX_PROBLEMS])
    return document


def measures_of(document: dict) -> Iterator[tuple[dict, dict]]:
    """Return each measure of a file with its field of action."""
    for field in document["agenda"]["fields_of_action"]:
        for measure in field.get("measures", []):
            yield field, measure


def title_of(item: dict) -> str:
    """Return the title of something in the first language of the site that it has."""
    texts = item["texts"]
    code = next((code for code in LANGUAGES if code in texts), next(iter(texts)))
    return texts[code]["title"]


@cache
def _schema() -> dict:
    return json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


def _validator(seconds: float) -> type:
    """Return a validator that gives up after so many seconds."""
    ends_at = monotonic() + seconds
    follow = Draft202012Validator.VALIDATORS["$ref"]

    def follow_in_time(validator, reference, instance, schema) -> Iterator[ValidationError]:
        if monotonic() > ends_at:
            raise BadFile(
                [
                    gettext(
                        "The file takes too long to be checked; "
                        "manage.py import_agenda has more time."
                    )
                ]
            )
        yield from follow(validator, reference, instance, schema) or ()

    return extend(Draft202012Validator, {"$ref": follow_in_time})


def _parsed(content: bytes) -> dict:
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadFile([gettext("The file is not written in UTF-8.")]) from None
    except (ValueError, RecursionError):
        raise BadFile([gettext("The file is not valid JSON.")]) from None
    if not isinstance(document, dict):
        raise BadFile([gettext("The file is no agenda in the exchange format.")])
    return document


def _no_number(name: str) -> None:
    raise ValueError(name)


def _refuse_monsters(document: dict) -> None:
    """Refuse what neither the validator nor the database could digest.

    PostgreSQL stores no null byte, and half a surrogate pair is no text.
    """
    waiting: list[tuple[object, int]] = [(document, 1)]
    objects = measures = 0
    while waiting:
        value, depth = waiting.pop()
        if objects > MAX_OBJECTS:
            reason = gettext("There are more than %(number)s entries.")
            raise BadFile([reason % {"number": MAX_OBJECTS}])
        if measures > MAX_MEASURES:
            raise BadFile([_too_many_measures()])
        if depth > MAX_DEPTH:
            raise BadFile([gettext("The file is nested too deeply.")])
        if isinstance(value, dict):
            objects += 1
            found = value.get("measures")
            measures += len(found) if isinstance(found, list) else 0
            waiting.extend((key, depth + 1) for key in value)
            waiting.extend((item, depth + 1) for item in value.values())
        elif isinstance(value, list):
            waiting.extend((item, depth + 1) for item in value)
        elif isinstance(value, str) and any(_is_impossible(letter) for letter in value):
            raise BadFile([gettext("A text holds characters that cannot be stored.")])


def _too_many_measures() -> str:
    return gettext("The file holds more than %(number)s measures.") % {"number": MAX_MEASURES}


def _is_impossible(letter: str) -> bool:
    return letter == "\0" or "\ud800" <= letter <= "\udfff"


def _contradictions(document: dict) -> Iterator[str]:
    """Return what no schema can say: keys that appear twice, and measures in a circle."""
    found = list(measures_of(document))
    titles: dict[str, str] = {}
    for _field, measure in found:
        if measure["key"] in titles:
            yield gettext("The key of “%(title)s” appears twice.") % {"title": title_of(measure)}
        titles[measure["key"]] = title_of(measure)
        yield from _impossible_facts(measure)
    graph = {measure["key"]: measure.get("dependencies", []) for _field, measure in found}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(f"„{titles.get(key, key)}“" for key in reversed(error.args[1]))
        yield gettext("The measures would wait for each other: %(circle)s") % {"circle": circle}


def _impossible_facts(measure: dict) -> Iterator[str]:
    words = {"title": title_of(measure)}
    starts, ends = measure.get("starts_on"), measure.get("ends_on")
    if starts and ends and ends < starts:
        yield gettext("“%(title)s” would end before it begins.") % words
    today = timezone.localdate().isoformat()
    if any(day > today for day in _days_of_the_past(measure)):
        yield (gettext("“%(title)s” reports something from a day that is still to come.") % words)
    is_by_hand = measure.get("progress_source") == "manual"
    if is_by_hand and not any(text.get("progress_reason") for text in measure["texts"].values()):
        yield gettext("“%(title)s” gives no reason for the progress set by hand.") % words


def _days_of_the_past(measure: dict) -> Iterator[str]:
    """Return the days on which something was reported or reached."""
    days = [
        measure.get("reported_on"),
        *(update["date"] for update in measure.get("updates", [])),
        *(milestone.get("done_on") for milestone in measure.get("milestones", [])),
    ]
    yield from filter(None, days)


REASONS: dict[str, Callable[[ValidationError], str]] = {
    "required": lambda error: (
        gettext("“%(name)s” is missing.")
        % {"name": next((n for n in error.validator_value if n not in error.instance), "")}
    ),
    "type": lambda error: gettext("The value has the wrong type."),
    "const": lambda error: gettext("“%(value)s” is expected.") % {"value": error.validator_value},
    "enum": lambda error: (
        gettext("The value is none of: %(values)s.")
        % {"values": ", ".join(map(str, error.validator_value))}
    ),
    "maxLength": lambda error: (
        gettext("The text is longer than %(number)s characters.")
        % {"number": error.validator_value}
    ),
    "maxItems": lambda error: (
        gettext("There are more than %(number)s entries.") % {"number": error.validator_value}
    ),
    "format": lambda error: gettext("There is no such date."),
}
OTHER_REASON = gettext_lazy("The value is not allowed here.")


def _sentence(error: ValidationError) -> str:
    """Return where in the file something is wrong, and what."""
    reason = REASONS[error.validator](error) if error.validator in REASONS else str(OTHER_REASON)
    return f"{error.json_path[:200]}: {reason}"
