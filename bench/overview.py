"""What the views of an agenda cost with many measures, past the page cache."""

import statistics
import time
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from .measures import an_agenda_with

FEW, MANY, ON_THE_TIMELINE = 200, 2_000, 500
MAX_QUERIES = 20
MAX_TIMELINE_BYTES = 150_000
ROUNDS = 5
FILTERS = "?status=running&feld=feld-1&neuigkeiten=aktuell"
VIEWS = {
    "list": "",
    "list, filtered": FILTERS,
    "board": "tafel/",
    "board, filtered": f"tafel/{FILTERS}",
    "timeline": "zeitplan/",
    "timeline, filtered": f"zeitplan/{FILTERS}",
    "matrix": "matrix/",
    "matrix, filtered": f"matrix/{FILTERS}",
}


def measure_overview() -> dict:
    """Return queries and seconds of each view with few and many measures, and a size in bytes.

    The agendas exist only for as long as this takes.
    """
    with agendas(FEW, MANY, ON_THE_TIMELINE) as (few, many, middling):
        client = Client(SERVER_NAME=Site.objects.get(is_default_site=True).hostname)
        views = {
            name: {
                str(FEW): cost_of(client, few.url + path),
                str(MANY): cost_of(client, many.url + path),
            }
            for name, path in VIEWS.items()
        }
        size = len(client.get(f"{middling.url}zeitplan/").content)
    return {"views": views, "timeline_bytes": size}


@contextmanager
def agendas(*sizes: int):
    root = Site.objects.get(is_default_site=True).root_page.specific
    with override_settings(PAGE_CACHE_SECONDS=0), transaction.atomic():
        made = [an_agenda_with(size, root) for size in sizes]
        with connection.cursor() as cursor:
            # What autovacuum does soon after: without counts, the database plans for a few rows.
            cursor.execute("ANALYZE")
        yield made
        transaction.set_rollback(True)


def cost_of(client: Client, url: str) -> dict[str, float]:
    seconds = []
    for _ in range(ROUNDS):
        started_at = time.perf_counter()
        answer = client.get(url)
        seconds.append(time.perf_counter() - started_at)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answers {answer.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return {"queries": len(captured), "seconds": statistics.median(seconds)}


def table_of_overview(results: dict) -> str:
    heads = ("queries", "queries", "ms", "ms", "ratio")
    lines = [
        "",
        f"{'agenda':<22}" + "".join(f"{head:>12}" for head in heads),
        f"{'measures':<22}" + "".join(f"{size:>12}" for size in (FEW, MANY, FEW, MANY, "")),
    ]
    for name, costs in results["views"].items():
        few, many = costs[str(FEW)], costs[str(MANY)]
        lines.append(
            f"{name:<22}{few['queries']:>12}{many['queries']:>12}"
            f"{few['seconds'] * 1000:>12.0f}{many['seconds'] * 1000:>12.0f}"
            f"{many['seconds'] / few['seconds']:>12.1f}"
        )
    most = max(cost["queries"] for costs in results["views"].values() for cost in costs.values())
    size = results["timeline_bytes"]
    lines += [
        "",
        f"Target: at most {MAX_QUERIES} queries: {verdict(most <= MAX_QUERIES)} ({most}).",
        f"Target: the timeline of {ON_THE_TIMELINE} measures below {MAX_TIMELINE_BYTES:,} bytes: "
        f"{verdict(size < MAX_TIMELINE_BYTES)} ({size:,}).",
    ]
    return "\n".join(lines)


def verdict(is_reached: bool) -> str:
    return "reached" if is_reached else "missed"
