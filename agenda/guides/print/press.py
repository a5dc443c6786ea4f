"""Turn HTML into a tagged PDF. Run as a program of its own, without Django and without network.

It reads one job from its standard input and writes to its standard output: the number of pages
and the memory it took in one line, then the PDF. What the
HTML may show comes with the job; nothing else is read, neither from the network nor from disk.
It runs under limits of its own: a picture that unpacks to gigabytes ends this process only.
"""

import base64
import contextlib
import json
import sys
from pathlib import Path

MEGABYTE = 1024 * 1024
NO_PANGO = 3


def main() -> int:
    """Print the job on standard input; answer with 3 if the libraries for it are missing."""
    job = json.load(sys.stdin)
    # Whatever libraries say on the way must not get into the PDF.
    target, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        import weasyprint  # noqa: F401 -- asks for Pango when it is loaded
    except OSError as error:
        print(error, file=sys.stderr)
        return NO_PANGO
    limit(seconds=job["seconds"], megabytes=job["megabytes"])
    page_count, content = pdf(job["html"], job["base"], files_of(job))
    target.write(b"%d %d\n" % (page_count, peak_kilobytes()) + content)
    return 0


def files_of(job: dict) -> dict[str, tuple[bytes, str]]:
    """Map the addresses that the HTML may use to (content, type)."""
    return {
        job["base"] + name: (base64.b64decode(content), kind)
        for name, (content, kind) in job["files"].items()
    }


def limit(*, seconds: int, megabytes: int) -> None:
    """Let this process end by itself when it takes too long or too much memory."""
    # Windows has no such limits; there the caller's timeout is the only one.
    with contextlib.suppress(ImportError):
        import resource

        wanted = ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes * MEGABYTE))
        for kind, amount in wanted:
            # macOS knows the limit of memory but does not take one.
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (amount, amount))


def peak_kilobytes() -> int:
    """Return how much memory this process took at most; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def pdf(html: str, base: str, files: dict[str, tuple[bytes, str]]) -> tuple[int, bytes]:
    """Return the number of pages and `html` as PDF/UA; only addresses in `files` are read."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyTheseFiles(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in files:
                raise ValueError(f"This address is not part of the job: {url}")
            content, kind = files[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    options = {"pdf_variant": "pdf/ua-1", "optimize_images": True, "dpi": 200}
    document = HTML(string=html, base_url=base, url_fetcher=OnlyTheseFiles()).render(**options)
    return len(document.pages), document.write_pdf(**options)


if __name__ == "__main__":
    sys.exit(main())
