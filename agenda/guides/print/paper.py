"""Hands a job to the press, which is a process of its own, and takes back the PDF."""

import base64
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import version

from django.conf import settings

from .press import NO_PANGO

# Never resolved: the press reads only what comes with the job.
BASE = "https://paper.invalid/"
MAX_SECONDS = 60
MAX_MEGABYTES = 1500
MAX_BYTES = 30 * 1024 * 1024


class PressMissing(Exception):
    """The libraries that print are not installed on this machine."""


class PrintFailed(Exception):
    """The press gave no PDF; the message says why, without any text of the page."""


@dataclass(frozen=True)
class Job:
    """HTML, and the files that it shows: name → (content, type)."""

    html: str
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return what changes exactly when the printed result would."""
        digest = hashlib.sha256(version("weasyprint").encode())
        digest.update(self.html.encode())
        for name in sorted(self.files):
            digest.update(hashlib.sha256(name.encode()).digest())
            digest.update(hashlib.sha256(self.files[name][0]).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Printed:
    """A finished PDF."""

    content: bytes
    page_count: int
    peak_kilobytes: int = 0


def to_pdf(job: Job, *, seconds: int = MAX_SECONDS, megabytes: int = MAX_MEGABYTES) -> Printed:
    """Print `job` within bounds of time and memory.

    Raises PressMissing where Pango is not installed, PrintFailed if no PDF comes of it.
    """
    message = {
        "html": job.html,
        "base": BASE,
        "files": {
            name: (base64.b64encode(content).decode(), kind)
            for name, (content, kind) in job.files.items()
        },
        "seconds": seconds,
        "megabytes": megabytes,
    }
    try:
        result = subprocess.run(
            [sys.executable, "-m", "agenda.guides.print.press"],
            cwd=settings.BASE_DIR,
            input=json.dumps(message).encode(),
            capture_output=True,
            # The limit of the process counts its own work; this one also counts waiting.
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise PrintFailed("It took too long.") from None
    if result.returncode == NO_PANGO:
        raise PressMissing(result.stderr.decode(errors="replace").strip()[:200])
    if result.returncode:
        raise PrintFailed(f"The press ended with {result.returncode}: {_last_word(result.stderr)}")
    facts, _newline, content = result.stdout.partition(b"\n")
    if not content.startswith(b"%PDF-") or len(content) > MAX_BYTES:
        raise PrintFailed("What came is no PDF, or too large.")
    return Printed(content, *map(int, facts.split()))


def _last_word(stderr: bytes) -> str:
    """Return the kind of the error only: its words may repeat what the page says."""
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].split(":")[0][:80] if lines else ""
