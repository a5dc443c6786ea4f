"""Ask for the links that are due: few at a time, gently, and each by one worker only."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..models.links import LinkCheck
from ..schedule import only_here
from .asking import Answer, Robots, Unwelcome, ask

LINKS_PER_RUN = 50
# The worker does one thing at a time: mail must not wait for slow servers.
SECONDS_PER_RUN = 30
# Between two questions to the same server.
PAUSE = 1.0


def check_due_links() -> int:
    """Ask for the links that wait longest; return how many were asked for.

    What does not fit into the time of one run is left to the next.
    """
    if not settings.LINK_CHECK:
        return 0
    return check_links(LinkCheck.objects.due(timezone.now())[:LINKS_PER_RUN])


def check_links(links: Iterable[LinkCheck]) -> int:
    """Ask for these links as far as the time allows; return how many were asked for."""
    count, ends_at, manners = 0, time.monotonic() + SECONDS_PER_RUN, _Manners()
    for link in _servers_by_turns(links):
        if time.monotonic() > ends_at:
            break
        with only_here(f"links:{_server(link.address)}") as is_ours:
            if is_ours and _take(link):
                _note(link, manners.ask(link))
                count += 1
    return count


class _Manners:
    """Asks no server too fast, nor for what it asks programs to leave alone."""

    def __init__(self) -> None:
        self._robots, self._asked_at = Robots(), {}

    def ask(self, link: LinkCheck) -> Answer:
        way: list[str] = []

        def approach(url: str) -> None:
            way.append(_server(url))
            self._approach(url)

        try:
            return ask(link.address, approach)
        finally:
            self._asked_at.update(dict.fromkeys(way, time.monotonic()))

    def _approach(self, url: str) -> None:
        """Wait until the server may be asked again; raise Unwelcome if it wants no programs."""
        server = _server(url)
        if server in self._asked_at:
            time.sleep(max(0, self._asked_at[server] + PAUSE - time.monotonic()))
        if not self._robots.allow(url):
            raise Unwelcome


def _server(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _servers_by_turns(links: Iterable[LinkCheck]) -> Iterator[LinkCheck]:
    by_server = defaultdict(list)
    for link in links:
        by_server[_server(link.address)].append(link)
    rounds = chain.from_iterable(zip_longest(*by_server.values()))
    return (link for link in rounds if link is not None)


def _take(link: LinkCheck) -> bool:
    """Note that the link is asked for now; return False if another worker was faster."""
    now = timezone.now()
    same = LinkCheck.objects.filter(pk=link.pk, checked_at=link.checked_at)
    is_ours = bool(same.update(checked_at=now))
    link.checked_at = now
    return is_ours


def _note(link: LinkCheck, answer: Answer) -> None:
    answer.note(link)
    # An editor may say meanwhile that the link is to be ignored: only the answer is written.
    names = ("state", "problem", "status", "first_failed_at")
    LinkCheck.objects.filter(pk=link.pk).update(**{name: getattr(link, name) for name in names})
