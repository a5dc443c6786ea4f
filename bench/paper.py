"""Print how long a guide of thirty pages takes on its way to paper, against a flyer of one page.

`python -m bench.paper` needs Pango and no database: it prints words of no meaning.
"""

import argparse
import os
import random
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
PAGES = 30
PARAGRAPHS_ON_A_PAGE = 5
WORDS_IN_A_PARAGRAPH = 60
CHAPTERS = 10
# So many times as long as the flyer may the guide take: pages are cheaper than starting.
TARGET = PAGES / 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.paper", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    import django

    django.setup()
    flyer = measure(a_document(paragraphs=3, chapters=1), options.rounds)
    guide = measure(a_document(PAGES * PARAGRAPHS_ON_A_PAGE, CHAPTERS), options.rounds)
    for name, (seconds, megabytes, pages, size) in (("flyer", flyer), ("guide", guide)):
        print(f"{name}: {pages} pages, {seconds:.2f} s, {megabytes:.0f} MB, {size / 1024:.0f} kB")
    ratio = guide[0] / flyer[0]
    print(f"The guide takes {ratio:.1f} times as long, and {guide[1] / flyer[1]:.1f} the memory.")
    print(f"Target: at most {TARGET:.0f} times: {'reached' if ratio <= TARGET else 'missed'}.")
    return 0


def measure(html: str, rounds: int) -> tuple[float, float, int, int]:
    """Return (median of seconds, megabytes, pages, bytes) of printing `html`."""
    from agenda.guides.print.materials import Materials
    from agenda.guides.print.paper import Job, to_pdf

    job = Job(html, Materials().files)
    times = []
    for _ in range(rounds):
        started_at = time.perf_counter()
        printed = to_pdf(job)
        times.append(time.perf_counter() - started_at)
    megabytes = printed.peak_kilobytes / 1024
    return statistics.median(times), megabytes, printed.page_count, len(printed.content)


def a_document(paragraphs: int, chapters: int) -> str:
    """Return a booklet with so many paragraphs, spread over chapters with headings and lists."""
    chosen = random.Random(4)  # noqa: S311
    letters = "eeeennniiissrrrtaadhulcgmobwfkzpv"
    parts = []
    for chapter in range(chapters):
        parts.append(f'<section class="part"><h2 id="c{chapter}">Chapter {chapter}</h2>')
        for _ in range(paragraphs // chapters):
            words = (
                "".join(chosen.choices(letters, k=chosen.randint(2, 12)))
                for _ in range(WORDS_IN_A_PARAGRAPH)
            )
            parts.append(f"<p>{' '.join(words)}</p><ul><li>One</li><li>Two</li></ul>")
        parts.append("</section>")
    head = '<title>Bench</title><link rel="stylesheet" href="css/paper.css">'
    return f'<html lang="de"><head>{head}</head><body><h1>Bench</h1>{"".join(parts)}</body></html>'


if __name__ == "__main__":
    sys.exit(main())
