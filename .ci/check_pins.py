"""Fail when a pinned release is not the newest patch of its series.

A series is what shares the first two numbers of a release. The series must lie in the range
that pyproject.toml gives, where it gives one. The newest release comes from the package index
that pip is configured for; an index that does not answer is a failure, never a pass.
"""

import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PROJECT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([\w.\-]+)(?:\[[^]]*\])?==(\S+)(?:\s*;\s*(.+?))?\s*\\?$")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
PATIENCE_SECONDS = 60


class NoAnswer(Exception):
    """The index could not be asked; the message is pip's."""


def main() -> int:
    pins = sorted(read_pins("requirements.txt") | read_pins("requirements-test.txt"))
    ranges = read_ranges()
    with ThreadPoolExecutor(max_workers=6) as pool:
        problems = [problem for problem in pool.map(check, pins) if problem]
    for name in ranges.keys() - {name for name, _ in pins}:
        problems.append(f"{name} is wanted by pyproject.toml but not pinned")
    for name, pinned in pins:
        if name in ranges and pinned not in ranges[name]:
            problems.append(f"{name} {pinned} is outside its range {ranges[name]}")
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} of {len(pins)} pins need attention: make lock")
        return 1
    print(f"All {len(pins)} pins are the newest patch of their series.")
    return 0


def read_pins(name: str) -> set[tuple[str, Version]]:
    """The pins of one requirements file that concern this Python and platform."""
    pins = set()
    for line in (PROJECT / name).read_text().splitlines():
        match = PIN.match(line)
        if match and (not match[3] or Marker(match[3]).evaluate()):
            pins.add((canonicalize_name(match[1]), Version(match[2])))
    return pins


def read_ranges() -> dict[str, SpecifierSet]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    requirements = [Requirement(line) for line in chain(project["dependencies"], *extras)]
    return {canonicalize_name(each.name): each.specifier for each in requirements}


def check(pin: tuple[str, Version]) -> str | None:
    """What is wrong with the pin, or None."""
    name, pinned = pin
    try:
        newer = [version for version in releases(name) if is_newer_patch(version, pinned)]
        # A release that was withdrawn is still listed; pip would not install it unasked.
        if newer and (newest := max(newer)) == installable(name, pinned, newest):
            return f"{name} {pinned} is behind {newest}"
    except NoAnswer as error:
        return f"{name}: the index gave no answer: {error}"
    return None


def is_newer_patch(version: Version, pinned: Version) -> bool:
    same_series = version.release[:2] == pinned.release[:2] and version.epoch == pinned.epoch
    return same_series and version > pinned and not version.is_prerelease


def releases(name: str) -> list[Version]:
    answer = pip("index", "versions", name)
    listed = re.search(r"^Available versions: (.+)$", answer, re.MULTILINE)
    if not listed:
        raise NoAnswer("it lists no release")
    versions = []
    for text in listed[1].split(", "):
        try:
            versions.append(Version(text))
        except InvalidVersion:
            continue
    return versions


def installable(name: str, pinned: Version, newest: Version) -> Version:
    """The release pip would take from the range (pinned, newest]; `pinned` if none."""
    wanted = f"{name}>={pinned},<={newest}"
    plan = pip("install", "--dry-run", "--ignore-installed", "--no-deps", wanted)
    chosen = re.search(r"^Would install \S+-(\d\S*)$", plan, re.MULTILINE)
    return Version(chosen[1]) if chosen else pinned


def pip(*arguments: str) -> str:
    try:
        result = subprocess.run(
            [*PIP, *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise NoAnswer(f"nothing came within {PATIENCE_SECONDS} seconds") from error
    if result.returncode:
        words = result.stderr.strip().splitlines()
        raise NoAnswer(words[-1] if words else f"pip ended with {result.returncode}")
    return result.stdout


if __name__ == "__main__":
    sys.exit(main())
