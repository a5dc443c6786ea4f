"""Read a file in XZuFi: bounded in every direction, and nothing in it reaches outside."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.conf import settings
from django.utils.translation import gettext

from .document import BadFile, Document, Row
from .elements import (
    children,
    descendants,
    first_text,
    local,
    text_of,
    web_address,
)
from .service import MAX_OFFICE_LENGTH, read_service
from .texts import one_line

NAMESPACE = re.compile(r"\{http://xoev\.de/schemata/xzufi/2_[23]_\d{1,3}\}")
MAX_SERVICES = 5_000
MAX_ELEMENTS = 500_000
MAX_DEPTH = 40
SERVICE, ONLINE, OFFICE = "leistung", "onlinedienst", "organisationseinheit"


class _Bounded:
    """A file that ends with an error once more was read than is allowed."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self.file = file
        self.limit = limit
        self.left = limit

    def read(self, size: int) -> bytes:
        part = self.file.read(min(size, self.left + 1))
        self.left -= len(part)
        if self.left < 0:
            raise BadFile([too_large(self.limit)])
        return part


def too_large(limit: int) -> str:
    """Return the sentence about a file above the limit."""
    size = limit / (1024 * 1024)
    return gettext("The file is larger than %(size)s MB.") % {"size": f"{size:g}"}


def read(file: BinaryIO) -> Document:
    """Return the services of a file; raises BadFile if it cannot be read to its end."""
    found = _Found()
    try:
        for element in _elements(_Bounded(file, settings.XZUFI_MAX_BYTES)):
            found.take(element)
            element.clear()
    except DefusedXmlException:
        reason = gettext("The file declares entities or a document type, which is not allowed.")
        raise BadFile([reason]) from None
    except ParseError as error:
        line, column = error.position
        reason = gettext("The file is not well-formed XML (line %(line)s, column %(column)s).")
        raise BadFile([reason % {"line": line, "column": column + 1}]) from None
    except (ValueError, LookupError):
        raise BadFile([gettext("The encoding of the file is not known.")]) from None
    return found.document()


def _elements(file: _Bounded) -> Iterator[Element]:
    """Return the services, online services and offices of a file, one after the other."""
    depth = count = 0
    # Of a service in a service, only the outer one counts.
    inside = 0
    wanted = {SERVICE, ONLINE, OFFICE}
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        is_wanted = local(element.tag) in wanted
        if event == "start":
            depth, count = depth + 1, count + 1
            if count == 1:
                _check_namespace(element)
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise BadFile([gettext("The file is nested too deeply or has too many parts.")])
            inside += is_wanted
            continue
        depth -= 1
        inside -= is_wanted
        if is_wanted and not inside:
            yield element


def _check_namespace(root: Element) -> None:
    if not NAMESPACE.match(root.tag):
        raise BadFile([gettext("This is no file in XZuFi 2.2 or 2.3.")])


@dataclass
class _Found:
    """What was read so far; services are joined with their addresses and offices at the end."""

    rows: list[Row] = field(default_factory=list)
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    offices: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, element: Element) -> None:
        """Take over one element."""
        {SERVICE: self._service, ONLINE: self._online, OFFICE: self._office}[local(element.tag)](
            element
        )

    def _service(self, element: Element) -> None:
        if len(self.rows) == MAX_SERVICES:
            reason = gettext("The file holds more than %(number)s services.")
            raise BadFile([reason % {"number": MAX_SERVICES}])
        number = len(self.rows) + 1
        try:
            row = read_service(element, number)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            row = Row(number, problems=[gettext("It cannot be read.")])
        self.rows.append(row)

    def _online(self, element: Element) -> None:
        links = (text_of(found) for found in children(element, "link", "link"))
        url = next(filter(None, map(web_address, links)), "")
        if url:
            self._join(self.addresses, element, url)

    def _office(self, element: Element) -> None:
        name = one_line(first_text(element, "name", "name"))[:MAX_OFFICE_LENGTH]
        if name:
            self._join(self.offices, element, name)

    def _join(self, values: dict, element: Element, value: str) -> None:
        for reference in descendants(element, "leistungID"):
            key = reference.get("schemeAgencyID", "").strip(), text_of(reference)
            values.setdefault(key, value)

    def document(self) -> Document:
        """Return all that was read."""
        if not self.rows:
            raise BadFile([gettext("The file holds no services.")])
        keys = Counter(row.key for row in self.rows if row.identifier)
        for row in self.rows:
            if keys[row.key] > 1:
                row.problems.append(gettext("The file holds this identifier more than once."))
            row.online_url = self.addresses.get(row.key, "")
            office = self.offices.get(row.key)
            if office:
                for words in row.words.values():
                    words.setdefault("responsible_office", office)
        return Document(self.rows)
