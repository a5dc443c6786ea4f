"""Print how fast pages are, from the page cache and past it, against a bare Django view.

All servers run at the same time with the same settings and are asked in turn, so that a slow
moment of the machine meets them all. Then the views of an agenda are asked for with few and
with many measures, and the calendar with few and with many dates. The numbers are kept under
var/bench.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BENCH_DIR = Path(os.environ.get("VAR_DIR", PROJECT / "var")).resolve() / "bench"
# A database, a cache and a media folder of its own: the demo's stay as they are.
os.environ["VAR_DIR"] = str(BENCH_DIR)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
os.environ["DEMO"] = "true"
os.environ.pop("CACHE_URL", None)
GUNICORN = (
    *(sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"),
    *("--keep-alive", "30", "--graceful-timeout", "2", "--no-control-socket"),
    *("--chdir", str(PROJECT)),
)
TARGET = 0.6


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=2, help="length of one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8141, help="the first of three ports")
    options = parser.parse_args()

    import django

    django.setup()
    from bench.calendar import measure_calendar, table_of_calendar
    from bench.overview import measure_overview, table_of_overview
    from cms.demo.processes import Children, Stopped, ignore_stop_signals, stop_on_signal

    children = Children(BENCH_DIR / "log")
    with stop_on_signal():
        try:
            results = measure(children, options)
            print("Measuring the views of an agenda", flush=True)
            overview = measure_overview()
            print("Measuring the calendar", flush=True)
            calendar = measure_calendar()
        except Stopped:
            return 130
        finally:
            ignore_stop_signals()
            children.stop()
    print(table(results))
    print(table_of_overview(overview))
    print(table_of_calendar(calendar))
    keep({"requests_per_second": results, "overview": overview, "calendar": calendar}, options)
    return 0


def measure(children, options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Requests per second of every page from the cache, past it, and of the bare view."""
    from cms.demo import launch

    from .pages import pages_to_measure

    ports = {"bare": options.port, "cached": options.port + 1, "uncached": options.port + 2}
    for port in ports.values():
        launch.refuse_used_port("127.0.0.1", port)
    launch.prepare(print, with_town=True, port=ports["cached"])
    pages = pages_to_measure()
    start_servers(children, ports)

    results = {}
    for name, path in pages.items():
        print(f"Measuring {name}: {path}", flush=True)
        results[name] = measure_page(path, ports, options)
    return results


def start_servers(children, ports: dict[str, int]) -> None:
    from cms.database import embedded_url
    from cms.demo.launch import data_dir, home_page_answers

    database_url = os.environ.get("DATABASE_URL") or embedded_url(data_dir())
    environment = os.environ | {"DATABASE_URL": database_url}
    applications = {
        "bare": ("bench.bare:application", {}),
        "cached": ("cms.wsgi:application", {"PAGE_CACHE_SECONDS": "3600"}),
        "uncached": ("cms.wsgi:application", {"PAGE_CACHE_SECONDS": "0"}),
    }
    for name, (application, extra) in applications.items():
        command = [*GUNICORN, "--bind", f"127.0.0.1:{ports[name]}", application]
        children.start(f"{name} server", command, environment | extra)
    for port in ports.values():
        if not children.watch_until(lambda port=port: home_page_answers(port), seconds=60):
            raise SystemExit(f"No server answers on port {port}; see {children.log_dir}.")


def measure_page(path: str, ports: dict[str, int], options: argparse.Namespace) -> dict[str, float]:
    from .load import run_load

    paths = {"bare": "/", "cached": path, "uncached": path}
    rates: dict[str, list[float]] = {name: [] for name in paths}
    for name in paths:
        # Fills the cache and the database's memory before anything is counted.
        run_load(ports[name], paths[name], seconds=0.5)
    for _ in range(options.rounds):
        for name in paths:
            load = run_load(ports[name], paths[name], seconds=options.seconds)
            rates[name].append(load.per_second)
    return {name: statistics.median(values) for name, values in rates.items()}


def table(results: dict[str, dict[str, float]]) -> str:
    heads = ("bare view", "from cache", "ratio", "past cache", "ratio")
    lines = ["", f"{'page':<22}" + "".join(f"{head:>12}" for head in heads)]
    ratios = {
        name: (rate["cached"] / rate["bare"], rate["uncached"] / rate["bare"])
        for name, rate in results.items()
    }
    for name, rate in results.items():
        cached, uncached = ratios[name]
        lines.append(
            f"{name:<22}{rate['bare']:>10.0f}/s{rate['cached']:>10.0f}/s{cached:>12.2f}"
            f"{rate['uncached']:>10.1f}/s{uncached:>12.3f}"
        )
    slowest = min(cached for cached, _ in ratios.values())
    verdict = "reached" if slowest >= TARGET else "missed"
    lines += ["", f"Target: from the cache at least {TARGET} of the bare view: {verdict}."]
    return "\n".join(lines)


def keep(results: dict[str, dict], options: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    record = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "seconds": options.seconds,
        "rounds": options.rounds,
        **results,
    }
    file = BENCH_DIR / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps(record, indent=2) + "\n")
    print(f"Kept in {file}")


if __name__ == "__main__":
    sys.exit(main())
