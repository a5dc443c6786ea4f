"""Ask one address of another server whether anything is there, with as little as possible."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from ..fetching import Deadline, FetchFailed, Problem, asked, body_of, final_answer, next_address
from ..models.links import LinkCheck, LinkProblem

MAX_SECONDS = 10
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 100 * 1024
NOT_FOUND = {404, 410}
# Many servers answer so to whatever is no browser, and people get through.
REFUSED = {401, 402, 403, 405, 406, 407, 418, 425, 429, 451, 999}
PROBLEMS = {
    Problem.ADDRESS: LinkProblem.ADDRESS,
    Problem.CONNECTION: LinkProblem.CONNECTION,
    Problem.REDIRECTS: LinkProblem.REDIRECTS,
    Problem.TIME: LinkProblem.TIME,
}
DOUBTFUL = {LinkProblem.REFUSED, LinkProblem.ROBOTS, LinkProblem.TIME}


@dataclass(frozen=True)
class Answer:
    """What became of an address; without a problem it leads somewhere."""

    problem: LinkProblem | None = None
    status: int | None = None

    def note(self, link: LinkCheck) -> None:
        """Note the answer in the row of the link."""
        link.status = self.status
        if self.problem is None:
            link.note_success()
        elif self.problem in DOUBTFUL:
            link.note_doubt(self.problem)
        else:
            link.note_failure(self.problem)


class Unwelcome(Exception):
    """A server asks programs to leave an address alone."""


def ask(url: str, approach: Callable[[str], None] | None = None) -> Answer:
    """Return whether `url` leads somewhere; only heads are asked for where the server lets us.

    `approach` is called with each address on the way before it is asked for; it may wait, or
    raise Unwelcome.
    """
    deadline = Deadline.after(MAX_SECONDS)
    try:
        status = _final_status(url, deadline, approach)
    except Unwelcome:
        return Answer(LinkProblem.ROBOTS)
    except FetchFailed as failure:
        is_untrusted = isinstance(failure.__cause__, ssl.SSLCertVerificationError)
        return Answer(LinkProblem.CERTIFICATE if is_untrusted else PROBLEMS[failure.problem])
    return Answer(_problem_of(status), status)


def _problem_of(status: int) -> LinkProblem | None:
    if status < 400 or status == 416:
        # 416: there is something, but none of the few bytes we asked for.
        return None
    if status in NOT_FOUND:
        return LinkProblem.NOT_FOUND
    return LinkProblem.REFUSED if status in REFUSED else LinkProblem.STATUS


def _final_status(url: str, deadline: Deadline, approach: Callable | None) -> int:
    for _hop in range(MAX_REDIRECTS + 1):
        if approach:
            approach(url)
        try:
            status, following = _status("HEAD", url, deadline)
        except FetchFailed as failure:
            if failure.problem != Problem.CONNECTION:
                raise
            # Some servers break off where they do not know HEAD.
            status, following = _status("GET", url, deadline)
        else:
            if status >= 400:
                status, following = _status("GET", url, deadline)
        if following is None:
            return status
        url = following
    raise FetchFailed(Problem.REDIRECTS)


def _headers(**others: str) -> dict[str, str]:
    return {"User-Agent": settings.LINK_CHECK_USER_AGENT, "Accept": "*/*", **others}


def _status(method: str, url: str, deadline: Deadline) -> tuple[int, str | None]:
    """Return the status and the next address; the body is left, however large it is."""
    headers = _headers(Range="bytes=0-255") if method == "GET" else _headers()
    with asked(url, deadline, method=method, headers=headers) as response:
        return response.status, next_address(url, response)


class Robots:
    """What servers ask of programs in their robots.txt (RFC 9309), read once for each."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, url: str) -> bool:
        """Say whether the server of `url` lets us ask for it."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return True
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._rules:
            self._rules[root] = _rules_of(root)
        return self._rules[root].can_fetch(settings.LINK_CHECK_USER_AGENT, url)


def _rules_of(root: str) -> RobotFileParser:
    rules = RobotFileParser()
    text = _robots_text(f"{root}/robots.txt")
    if text is None:
        rules.disallow_all = True
    else:
        rules.parse(text.splitlines())
    return rules


def _robots_text(url: str) -> str | None:
    """Return the rules; None if there are some that the server cannot tell now."""
    deadline = Deadline.after(MAX_SECONDS)
    try:
        with final_answer(
            url, deadline, headers=_headers(), max_redirects=MAX_REDIRECTS
        ) as response:
            if response.status >= 500:
                return None
            is_there = response.status == 200
            body = body_of(response, deadline, MAX_ROBOTS_BYTES) if is_there else b""
            return body.decode(errors="replace")
    except FetchFailed:
        # Who has no rules forbids nothing; whether the server answers is asked next.
        return ""
