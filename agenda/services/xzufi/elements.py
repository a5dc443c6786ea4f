"""Elements of XZuFi: the names of the standard, found in whatever version stands in the file."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

LANGUAGE_ATTRIBUTE = "languageCode"
MAX_URL_LENGTH = 500
is_web_address = URLValidator(schemes=["http", "https"])


def local(name: str) -> str:
    """Return an element's name without its namespace."""
    return name.rpartition("}")[2]


def children(element: Element, *path: str) -> list[Element]:
    """Return the elements at the end of a path of names."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local(child.tag) == name]
    return found


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Return the elements of this name at any depth."""
    return (found for found in element.iter() if local(found.tag) == name)


def text_of(element: Element | None) -> str:
    """Return all text inside an element."""
    return "" if element is None else "".join(element.itertext()).strip()


def first_text(element: Element, *path: str) -> str:
    """Return the text of the first element at the end of a path."""
    return next((text for found in children(element, *path) if (text := text_of(found))), "")


def identifier_of(element: Element, name: str = "id") -> tuple[str, str]:
    """Return (system, identifier) as XZuFi writes both in one element."""
    found = next(iter(children(element, name)), None)
    if found is None:
        return "", ""
    return found.get("schemeAgencyID", "").strip(), text_of(found)


def language_of(element: Element) -> str:
    """Return the language of a text; regions do not matter, variants such as easy language do."""
    code = element.get(LANGUAGE_ATTRIBUTE, "").strip().lower()
    if not code or code in dict(settings.LANGUAGES):
        return code or settings.LANGUAGE_CODE
    language, _separator, region = code.partition("-")
    return language if len(region) == 2 else code


def by_language(elements: list[Element]) -> dict[str, list[str]]:
    """Return the texts of elements by their language."""
    found: dict[str, list[str]] = {}
    for element in elements:
        if text := text_of(element):
            found.setdefault(language_of(element), []).append(text)
    return found


def web_address(text: str) -> str:
    """Return an address that readers may follow, or nothing."""
    if len(text) > MAX_URL_LENGTH:
        return ""
    try:
        is_web_address(text)
    except ValidationError:
        return ""
    return text
