"""One run: fetch, read, take over, report."""

import logging
import time
from collections import Counter

from django.utils import timezone

from cms.content.fetching import FetchFailed

from ..models import CalendarImport, CalendarSource, ImportProblem
from .fetching import fetch
from .pages import Importer, rows_gone
from .reading import NotRead, read

logger = logging.getLogger(__name__)

# The worker does one thing at a time: mail must not wait for slow servers.
SECONDS_PER_RUN = 60
SECONDS_TO_WRITE = 60
MAX_ROWS = 1_000
KEPT_REPORTS = 20
# A calendar that suddenly has lost most of its events is rather broken than empty.
LARGEST_LOSS = 0.5
FEW = 3
# Another page may free a value, and another time the machine may have less to do.
TO_TRY_AGAIN = {"invalid", "slow"}


def import_due() -> int:
    """Import the sources whose time has come, as far as one run has time; return how many."""
    count, ends_at = 0, time.monotonic() + SECONDS_PER_RUN
    for source in CalendarSource.objects.due():
        if time.monotonic() > ends_at:
            break
        count += import_source(source) is not None
    return count


def import_source(source: CalendarSource, *, is_forced: bool = False) -> CalendarImport | None:
    """Import one source and return the report; None if another worker is at it."""
    now = timezone.now()
    same = CalendarSource.objects.filter(pk=source.pk)
    if not same.free().update(running_since=now, last_tried_at=now):
        return None
    source.refresh_from_db()
    report = CalendarImport(source=source, started_at=now)
    try:
        _run(source, report, is_forced=is_forced)
    except FetchFailed as failure:
        report.problem = ImportProblem(failure.problem.value)
    except NotRead as failure:
        report.problem = ImportProblem(failure.reason)
    except Exception as error:
        # One calendar must not keep the others from being fetched.
        logger.error("Importing calendar %s failed: %s", source.pk, type(error).__name__)
        report.problem = ImportProblem.FAILED
    finally:
        same.update(running_since=None, last_problem=report.problem)
    if report.problem:
        report.is_complete = False
        same.update(etag="")
    report.save()
    old = source.imports.values_list("pk", flat=True)[KEPT_REPORTS:]
    source.imports.filter(pk__in=list(old)).delete()
    return report


def _run(source: CalendarSource, report: CalendarImport, *, is_forced: bool) -> None:
    answer = fetch(source, is_forced=is_forced)
    if answer.body is None:
        report.is_unchanged = True
        return
    now = timezone.localtime()
    found = read(answer.body, time_zone=timezone.get_default_timezone_name(), now=now)
    is_settled = _take_over(source, report, found)
    CalendarSource.objects.filter(pk=source.pk).update(
        etag=answer.etag if is_settled else "",
        answered_url=source.url,
        last_read_at=report.started_at,
    )


def _take_over(source: CalendarSource, report: CalendarImport, found: dict) -> bool:
    """Fill the report; return whether the same file would come to the same next time."""
    importer, rows = Importer(source), []
    ends_at = time.monotonic() + SECONDS_TO_WRITE
    for event in found["events"]:
        outcome, reason = importer.take(event, is_late=time.monotonic() > ends_at)
        rows.append(_row(outcome, event, reason, importer.notes(event)))
    rows += [_row("refused", event, event["reason"]) for event in found["refused"]]
    report.is_complete = found["is_complete"]
    # What was refused is still in the calendar, so it has not gone; what is private now has.
    private = set(found["private"])
    gone = rows_gone(importer, set(found["uids"]) - private)
    missing = sum(row.uid not in private for row in gone)
    is_sound = report.is_complete and _is_plausible(missing, importer, found)
    for row in gone:
        named = {"uid": row.uid, "title": row.page.draft_title}
        if not is_sound and row.uid not in private:
            outcome, reason = "kept", "doubtful"
        elif time.monotonic() > ends_at:
            outcome, reason = "later", ""
        else:
            outcome, reason = importer.remove(row)
        rows.append(_row(outcome, named, reason))
    report.counts = dict(Counter(row["outcome"] for row in rows))
    report.counts |= {"past": len(found["past"]), "broken_lines": len(found["broken_lines"])}
    rows.sort(key=lambda row: row["outcome"] == "unchanged")
    report.rows = rows[:MAX_ROWS]
    return not any(row["outcome"] == "later" or row["reason"] in TO_TRY_AGAIN for row in rows)


def _is_plausible(gone: int, importer: Importer, found: dict) -> bool:
    known = sum(1 for row in importer.known.values() if row.page_id and not row.is_gone)
    has_any = bool(found["events"] or found["past"])
    return has_any and (gone <= FEW or gone <= known * LARGEST_LOSS)


def _row(outcome: str, event: dict, reason: str, notes: list | None = None) -> dict:
    return {
        "outcome": outcome,
        "uid": event["uid"],
        "title": event["title"],
        "line": event.get("line", 0),
        "reason": reason,
        "notes": notes or [],
    }
