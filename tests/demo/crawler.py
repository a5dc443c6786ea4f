"""Follows every link of the site as somebody who is not signed in."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

LINK = re.compile(r"<(?:a|link|iframe|img|use)\b[^>]*?\b(?:href|src)=\"([^\"]*)\"")
IDS = re.compile(r'\bid="([^"]+)"')
NOT_PAGES = ("/static/", "/media/", "/admin/", "/demo/")
# Filters can be combined without end: of each page, some combinations are enough.
QUERIES_PER_PATH = 3
# Every comment and every date has forms of its own: some of each kind are enough.
FORM = re.compile(r"^(/[a-z-]+)?/(meldung|rueckmeldung|diskussion|anmeldung)/")
FORMS_PER_KIND = 5
IDENTIFIER = re.compile(r"/[0-9a-f-]*\d[0-9a-f-]*(?=/)")
# A measure with all that belongs to it asks most.
MAX_QUERIES = 35


@dataclass
class Answer:
    """What one address answered."""

    url: str
    status: int
    text: str
    content_type: str
    cookies: list[str]
    queries: int
    linked_from: str
    targets: set[str] = field(default_factory=set)

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.content_type.startswith("text/html")

    @property
    def has_form(self) -> bool:
        return 'method="post"' in self.text


def crawl(starts: Iterable[str], host: str) -> dict[str, Answer]:
    """Return the answers of all addresses that are reachable from `starts`."""
    waiting = [(start, "") for start in starts]
    answers: dict[str, Answer] = {}
    seen: Counter[str] = Counter()
    while waiting:
        url, linked_from = waiting.pop(0)
        if url in answers:
            continue
        if limit := _limit(url):
            kind, number = limit
            seen[kind] += 1
            if seen[kind] > number:
                continue
        answer = _ask(url, linked_from, host)
        if answer.queries > MAX_QUERIES:
            # Whoever comes first has the pictures resized; the others count.
            answer = _ask(url, linked_from, host)
        answers[url] = answer
        waiting += [(target, url) for target in sorted(_addresses(answer, host))]
    return answers


def _limit(url: str) -> tuple[str, int] | None:
    """Return of which kind an address is, and how many of that kind are asked for."""
    parts = urlsplit(url)
    if FORM.match(parts.path):
        return IDENTIFIER.sub("/…", parts.path), FORMS_PER_KIND
    return (f"{parts.path}?", QUERIES_PER_PATH) if parts.query else None


def _ask(url: str, linked_from: str, host: str) -> Answer:
    # Django's log of queries is bounded, and a full one would count nothing.
    reset_queries()
    # A client of its own for each request: nothing is carried from page to page.
    with CaptureQueriesContext(connection) as queries:
        response = Client(headers={"host": host}).get(url)
    is_text = response.get("Content-Type", "").startswith("text/")
    return Answer(
        url=url,
        status=response.status_code,
        text="" if response.streaming or not is_text else response.text,
        content_type=response.get("Content-Type", ""),
        cookies=sorted(response.cookies),
        queries=len(queries),
        linked_from=linked_from,
        targets=({response["Location"]} if "Location" in response else set()),
    )


def _addresses(answer: Answer, host: str) -> set[str]:
    if answer.is_page:
        answer.targets |= {unescape(target) for target in LINK.findall(answer.text)}
    found = set()
    for target in answer.targets:
        url = urldefrag(urljoin(answer.url, target)).url
        parts = urlsplit(url)
        if parts.scheme in {"", "http", "https"} and parts.netloc in {"", host}:
            found.add(parts._replace(scheme="", netloc="").geturl())
    return {url for url in found if url and not url.startswith(NOT_PAGES)}


def dead_fragments(answer: Answer) -> list[str]:
    """Return the links within a page that lead to no element of it."""
    ids = set(IDS.findall(answer.text))
    fragments = {target[1:] for target in answer.targets if target.startswith("#")}
    return sorted(fragments - ids)
