"""Fetch a file from a public address: limited in size and time, never from inside the network."""

from cms.content.fetching import Deadline, FetchFailed, Problem, asked, body_of, next_address

from .tables import MAX_BYTES

MAX_SECONDS = 20
MAX_REDIRECTS = 3
HEADERS = {
    "Accept": "text/csv, application/json, text/plain;q=0.8, */*;q=0.5",
    # What arrives packed could unfold to any size.
    "Accept-Encoding": "identity",
    "User-Agent": "Stadtagenda",
}


def fetch(url: str) -> bytes:
    """Return what the public address `url` answers; raise FetchFailed otherwise."""
    deadline = Deadline.after(MAX_SECONDS)
    for _hop in range(MAX_REDIRECTS + 1):
        with asked(url, deadline, headers=HEADERS) as response:
            following = next_address(url, response)
            if following is None:
                if response.status != 200:
                    raise FetchFailed(Problem.STATUS)
                return body_of(response, deadline, MAX_BYTES)
        url = following
    raise FetchFailed(Problem.REDIRECTS)
