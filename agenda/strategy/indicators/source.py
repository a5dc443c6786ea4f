"""Fetch a file from a public address: limited in size and time, never from inside the network."""

from cms.content.fetching import Deadline, FetchFailed, Problem, body_of, final_answer

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
    with final_answer(url, deadline, headers=HEADERS, max_redirects=MAX_REDIRECTS) as response:
        if response.status != 200:
            raise FetchFailed(Problem.STATUS)
        return body_of(response, deadline, MAX_BYTES)
