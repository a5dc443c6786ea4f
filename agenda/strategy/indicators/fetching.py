"""Values of indicators from the addresses that editors gave."""

import logging
import time

from django.utils import timezone

from cms.content.fetching import FetchFailed

from ..models.indicators import FetchProblem, Indicator
from .reading import UnreadableFile, read
from .services import import_values
from .source import fetch

logger = logging.getLogger(__name__)

# The worker does one thing at a time: mail must not wait for slow servers.
SECONDS_PER_RUN = 30


def fetch_due_values() -> int:
    """Fetch the indicators that are due, the longest waiting first; return how many.

    What does not fit into the time of one run is left to the next.
    """
    count, ends_at = 0, time.monotonic() + SECONDS_PER_RUN
    for indicator in Indicator.objects.to_fetch().order_by_wait():
        if time.monotonic() > ends_at:
            break
        if indicator.is_due(timezone.now()):
            fetch_values(indicator)
            count += 1
    return count


def fetch_values(indicator: Indicator) -> FetchProblem | None:
    """Fetch the values of one indicator, note what went wrong, and return it."""
    # Noted first: an answer that stops the worker must not be asked for again at once.
    _note(indicator, last_fetched_at=timezone.now(), last_error=FetchProblem.CONTENT)
    try:
        problem = _take_over(indicator)
    except FetchFailed as failure:
        problem = FetchProblem(failure.problem)
    except UnreadableFile:
        problem = FetchProblem.CONTENT
    except Exception as error:
        # One indicator must not keep the others from being fetched.
        logger.error("Fetching indicator %s failed: %s", indicator.pk, type(error).__name__)
        problem = FetchProblem.CONTENT
    _note(indicator, last_error=problem or "")
    return problem


def _take_over(indicator: Indicator) -> FetchProblem | None:
    reading = read(indicator, fetch(indicator.source_url), indicator.source_format)
    if not reading.rows:
        return FetchProblem.CONTENT
    import_values(indicator, reading.rows)
    return FetchProblem.ROWS if reading.errors else None


def _note(indicator: Indicator, **fields) -> None:
    # The editor may have the same row open; only what the fetch knows is written.
    Indicator.objects.filter(pk=indicator.pk).update(**fields)
    for name, value in fields.items():
        setattr(indicator, name, value)
