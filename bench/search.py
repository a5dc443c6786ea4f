"""Print how long a search over many pages takes, against a page that is looked up by its key.

`python -m bench.search` fills a town of its own with pages the first time, which takes some
minutes. Then it asks both in turn, past the page cache, in one process: the questions of the
tests and words of the town on the one side, pages of text on the other.
"""

import argparse
import itertools
import json
import os
import random
import statistics
import sys
import time
import uuid
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
os.environ["VAR_DIR"] = str(
    Path(os.environ.get("VAR_DIR", PROJECT / "var")).resolve() / "bench-search"
)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
os.environ["DEMO"] = "true"
os.environ["PAGE_CACHE_SECONDS"] = "0"
os.environ.pop("CACHE_URL", None)
QUESTIONS = PROJECT / "tests" / "demo" / "search_questions.yaml"
TARGET = 6
SHELF = "bench-pages"
WORDS_IN_TITLE, WORDS_IN_BODY = 4, 150
BATCH = 500
# The tables of a page of text, from the bottom, with the column that names the page.
TABLES = {
    "wagtailcore_page": "id",
    "content_basepage": "page_ptr_id",
    "home_standardpage": "basepage_ptr_id",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=300, help="of each kind")
    parser.add_argument("--port", type=int, default=8144)
    options = parser.parse_args()

    import django

    django.setup()
    from cms.demo import launch

    launch.prepare(print, with_town=True, port=options.port)
    fill(options.pages)
    print(report(measure(options.requests, options.port), options.pages))
    return 0


def fill(count: int) -> None:
    """Let the town have `count` more pages, made of the words that it has."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from wagtail.models import Page, Site

    from home.models import IndexedWord, StandardPage
    from home.search import vocabulary

    home = Site.objects.get(is_default_site=True).root_page
    shelf = home.get_children().filter(slug=SHELF).first()
    if shelf is None:
        vocabulary.rebuild()
        shelf = home.add_child(instance=StandardPage(title="Bench", slug=SHELF, summary="Bench."))
    rows = IndexedWord.objects.filter(pages__gt=0).order_by("word").values_list("word", "pages")
    known, pages = zip(*rows, strict=True)
    frequencies = list(itertools.accumulate(pages))
    if shelf.numchild == 0:
        shelf.add_child(instance=StandardPage(title="Bench", slug="page-0", summary="Bench."))
    missing = range(shelf.numchild + 1, count + 1)
    if not missing:
        return
    print(f"Writing {len(missing)} pages", flush=True)
    chosen = random.Random(4)  # noqa: S311
    original = StandardPage.objects.child_of(shelf).order_by("path").first()
    with transaction.atomic():
        for start in range(0, len(missing), BATCH):
            numbers = missing[start : start + BATCH]
            copy_page(
                original,
                [page_of_words(known, frequencies, chosen, shelf, step) for step in numbers],
            )
        Page.objects.filter(pk=shelf.pk).update(numchild=count)
    print("Indexing them", flush=True)
    call_command("wagtail_update_index", verbosity=0)
    vocabulary.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def page_of_words(
    known: tuple[str, ...], frequencies: list[int], chosen: random.Random, shelf, step: int
) -> dict:
    """Return what differs from page to page, as the columns of the tables are called."""
    # Titles are made of rarer words than texts.
    title = " ".join(chosen.choices(known, k=WORDS_IN_TITLE)).capitalize()
    text = " ".join(chosen.choices(known, cum_weights=frequencies, k=WORDS_IN_BODY))
    slug = f"page-{step}"
    return {
        "path": shelf._get_path(shelf.path, shelf.depth + 1, step),
        "slug": slug,
        "url_path": f"{shelf.url_path}{slug}/",
        "title": title,
        "draft_title": title,
        "translation_key": str(uuid.uuid4()),
        "summary": " ".join(chosen.choices(known, cum_weights=frequencies, k=12))[:250],
        "body": [{"type": "text", "value": f"<p>{text}</p>", "id": str(uuid.uuid4())}],
    }


def copy_page(original, changes: list[dict]) -> None:
    """Write rows as those of `original` with these changes; saving each would take many minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))"
            " FROM generate_series(1, %s)",
            [len(changes)],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
        copies = [
            {**change, "id": pk, "page_ptr_id": pk, "basepage_ptr_id": pk}
            for pk, change in zip(ids, changes, strict=True)
        ]
        for table, key in TABLES.items():
            cursor.execute(
                f"""
                INSERT INTO {table}
                SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(original) || copy)).*
                FROM {table} AS original, jsonb_array_elements(%s::jsonb) AS copy
                WHERE original.{key} = %s
                """,  # noqa: S608
                [json.dumps(copies), original.pk],
            )


def measure(requests: int, port: int) -> dict[str, list[tuple[float, int]]]:
    """Seconds and database queries of each request, by kind."""
    import yaml
    from django.test import Client

    from home.models import IndexedWord, StandardPage

    chosen = random.Random(5)  # noqa: S311
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["de"]
    frequent = IndexedWord.objects.order_by("-pages").values_list("word", flat=True)[:400]
    typed = [question for question, _slug in asked] + chosen.sample(list(frequent), 60)
    pages = list(StandardPage.objects.live().filter(locale__language_code="de", depth__gt=2)[:2000])
    client = Client(headers={"host": f"localhost:{port}"})
    seen: dict[str, list[tuple[float, int]]] = {"page by key": [], "search": []}
    for number in range(requests):
        page, words = chosen.choice(pages), typed[number % len(typed)]
        seen["page by key"].append(ask(client, page.url, {}))
        seen["search"].append(ask(client, "/suche/", {"q": words}))
    return {kind: results[len(results) // 10 :] for kind, results in seen.items()}


def ask(client, path: str, query: dict[str, str]) -> tuple[float, int]:
    from django.db import connection

    queries = 0

    def count(execute, *arguments):
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        answer = client.get(path, query)
        seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{path} {query} answers {answer.status_code}")
    return seconds, queries


def report(results: dict[str, list[tuple[float, int]]], pages: int) -> str:
    lines = ["", f"{pages} pages", f"{'':<14}{'median':>10}{'p95':>10}{'queries':>12}"]
    p95 = {}
    for kind, measured in results.items():
        seconds = [found for found, _queries in measured]
        counts = [queries for _found, queries in measured]
        p95[kind] = statistics.quantiles(seconds, n=20)[-1]
        lines.append(
            f"{kind:<14}{statistics.median(seconds) * 1000:>7.1f} ms{p95[kind] * 1000:>7.1f} ms"
            f"{f'{min(counts)}–{max(counts)}':>12}"
        )
    ratio = p95["search"] / p95["page by key"]
    verdict = "reached" if ratio < TARGET else "missed"
    lines += ["", f"p95 of search is {ratio:.1f} times that of a page; below {TARGET}: {verdict}."]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
