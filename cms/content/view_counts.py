"""Counts how often pages are read, without noting anything about who reads them.

A view raises a number in this process; a thread of its own adds the numbers to the totals
of the day now and then. Nothing else about the request is kept.
"""

import atexit
import logging
import re
import time
from collections.abc import Callable
from datetime import date
from threading import Lock, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

# Cubot is a maker of telephones.
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiver|preview|monitor|uptime|check_http|headless"
    r"|lighthouse|externalhit|whatsapp/|curl/|wget/|python|java/|okhttp|http-client|libwww|axios"
)
PREFETCH_HEADERS = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
FULL_BUFFER = 500
MAX_BUFFER = 5_000
SECONDS_TO_WAIT_AT_EXIT = 5

# The rows of a page are locked so that none is deleted meanwhile; always in the same order,
# so that no two processes wait for each other.
ADD_VIEWS = """
    WITH counted AS (
        SELECT page.id, given.day, given.views
        FROM unnest(%s::integer[], %s::date[], %s::integer[]) AS given (page_id, day, views)
        JOIN wagtailcore_page page ON page.id = given.page_id
        ORDER BY page.id, given.day
        FOR KEY SHARE OF page
    )
    INSERT INTO content_dailyviews (page_id, day, views)
    SELECT id, day, views FROM counted ORDER BY id, day
    ON CONFLICT (page_id, day)
    DO UPDATE SET views = content_dailyviews.views + excluded.views
"""

Counts = dict[tuple[int, date], int]


def add_views(counts: Counts) -> None:
    """Add `counts` to the totals of the days; pages that are gone are passed over."""
    page_ids, days, views = zip(
        *((page_id, day, number) for (page_id, day), number in counts.items()), strict=True
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADD_VIEWS, [list(page_ids), list(days), list(views)])


class ViewBuffer:
    """The views of this process that are not written yet; threads share it.

    `write` is called with what has come together, at most every `VIEW_COUNT_SECONDS`
    unless a great many pages have come together before.
    """

    def __init__(self, write: Callable[[Counts], None]) -> None:
        self._write = write
        self._counts: Counts = {}
        self._lock = Lock()
        self._writing = Lock()
        self._due_at = time.monotonic() + settings.VIEW_COUNT_SECONDS
        self._has_failed = False

    def add(self, page_id: int, day: date) -> None:
        """Count one view, and see to it that it is written in time."""
        key = (page_id, day)
        with self._lock:
            if key in self._counts or len(self._counts) < MAX_BUFFER:
                self._counts[key] = self._counts.get(key, 0) + 1
            is_due = self._take_turn()
        if is_due:
            self._write_beside()

    def _take_turn(self) -> bool:
        """Say whether the caller is the one who writes now."""
        now = time.monotonic()
        # A database that is away is left in peace until the time has come.
        is_full = len(self._counts) >= FULL_BUFFER and not self._has_failed
        if now < self._due_at and not is_full:
            return False
        self._due_at = now + settings.VIEW_COUNT_SECONDS
        return True

    def _write_beside(self) -> None:
        if settings.VIEW_COUNT_SECONDS == 0:
            self.write_out()
            return
        try:
            Thread(target=self._write_and_disconnect, name="view-counts", daemon=True).start()
        except RuntimeError:
            logger.warning("No thread could be started; views are written later.")

    def _write_and_disconnect(self) -> None:
        try:
            self.write_out()
        finally:
            connection.close()

    def write_out(self, wait_seconds: float = 0) -> None:
        """Write what was counted; what cannot be written now stays for the next time."""
        if not self._writing.acquire(timeout=wait_seconds):
            return
        try:
            with self._lock:
                counts, self._counts = self._counts, {}
            if counts:
                self._has_failed = not self._try_to_write(counts)
        finally:
            self._writing.release()

    def _try_to_write(self, counts: Counts) -> bool:
        try:
            self._write(counts)
        except Exception as problem:
            # Counting may fail in any way; no reader is to notice.
            logger.warning("Views could not be written: %s", type(problem).__name__)
            self._put_back(counts)
            return False
        return True

    def _put_back(self, counts: Counts) -> None:
        with self._lock:
            for key, views in counts.items():
                if key in self._counts or len(self._counts) < MAX_BUFFER:
                    self._counts[key] = self._counts.get(key, 0) + views


buffer = ViewBuffer(add_views)


@atexit.register
def _write_at_exit() -> None:
    buffer.write_out(wait_seconds=SECONDS_TO_WAIT_AT_EXIT)


def mark(response, page):
    """Note on an answer which page it shows, for the one who counts; return the answer."""
    if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
        response.shown_page_id = page.pk
    return response


def shown_page_id(response) -> int | None:
    """Return the page that an answer shows, if everybody may read it."""
    cache_control = response.get("Cache-Control", "")
    if "private" in cache_control or "no-store" in cache_control:
        return None
    return getattr(response, "shown_page_id", None)


def count(request, page_id: int | None) -> None:
    """Count a view of the page `page_id`, if a person of the public reads it."""
    if page_id and request.method == "GET" and _is_person(request.META) and not _is_staff(request):
        buffer.add(page_id, timezone.localdate())


def _is_person(headers: dict[str, str]) -> bool:
    agent = headers.get("HTTP_USER_AGENT", "").strip()
    return bool(
        agent
        and not ROBOTS.search(agent.lower())
        and "HTTP_HX_REQUEST" not in headers
        and not any("prefetch" in headers.get(name, "").lower() for name in PREFETCH_HEADERS)
    )


def _is_staff(request) -> bool:
    """Say whether somebody of the admin asks; who cannot be recognised is taken for one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return request.user.has_perm("wagtailadmin.access_admin")
    except (AttributeError, DatabaseError, InterfaceError):
        return True
