"""Fetch foreign calendars: only from public addresses, and only if they have changed."""

from dataclasses import dataclass

from django.utils import timezone

from cms.content.fetching import Deadline, FetchFailed, Problem, asked, body_of, next_address

from ..models import CalendarSource
from .reading import MAX_BYTES

MAX_SECONDS = 20
MAX_REDIRECTS = 3
HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.8, */*;q=0.5",
    # What arrives packed could unfold to any size.
    "Accept-Encoding": "identity",
    "User-Agent": "Stadtagenda",
}


@dataclass(frozen=True)
class Answer:
    """What a server answered; without a body nothing has changed."""

    body: bytes | None
    etag: str = ""


def fetch(source: CalendarSource, *, is_forced: bool) -> Answer:
    """Return the file of a source; raise FetchFailed."""
    deadline, url = Deadline.after(MAX_SECONDS), source.url
    headers = HEADERS if is_forced or not _may_be_known(source) else _with_etag(source)
    for _hop in range(MAX_REDIRECTS + 1):
        with asked(url, deadline, headers=headers) as response:
            following = next_address(url, response)
            if following is None:
                if response.status == 304 and headers is not HEADERS:
                    return Answer(None)
                if response.status != 200:
                    raise FetchFailed(Problem.STATUS)
                etag = (response.getheader("ETag") or "")[:200]
                return Answer(
                    body_of(response, deadline, MAX_BYTES), etag if etag.isascii() else ""
                )
        url = following
    raise FetchFailed(Problem.REDIRECTS)


def _may_be_known(source: CalendarSource) -> bool:
    # Each month the window of dates moves on, so an unchanged file is read again.
    is_of_this_month = source.last_read_at and (
        timezone.localtime(source.last_read_at).strftime("%Y%m")
        == timezone.localdate().strftime("%Y%m")
    )
    return bool(source.etag and is_of_this_month and source.answered_url == source.url)


def _with_etag(source: CalendarSource) -> dict:
    return {**HEADERS, "If-None-Match": source.etag}
