"""Fetch a file from a public address: limited in size and time, never from inside the network.

An editor's address must not let the server ask its own neighbours. So every address a name
stands for is checked, and the connection goes to the checked address, not to the name again,
which might stand for another one by then.
"""

import http.client
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from ..models.indicators import FetchProblem
from .tables import MAX_BYTES

MAX_SECONDS = 20
MAX_REDIRECTS = 3
CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
HEADERS = {
    "Accept": "text/csv, application/json, text/plain;q=0.8, */*;q=0.5",
    # What arrives packed could unfold to any size.
    "Accept-Encoding": "identity",
    "User-Agent": "Stadtagenda",
    "Connection": "close",
}


class FetchFailed(Exception):
    """Nothing was fetched; `problem` says why."""

    def __init__(self, problem: FetchProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Deadline:
    """The moment when a fetch must have ended."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def seconds_left(self) -> float:
        """Return how long there is still time; raise FetchFailed if there is none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise FetchFailed(FetchProblem.TIME)
        return left


def fetch(url: str) -> bytes:
    """Return what the public address `url` answers; raise FetchFailed otherwise."""
    deadline = Deadline.after(MAX_SECONDS)
    for _hop in range(MAX_REDIRECTS + 1):
        answer = _ask(_checked_url(url), deadline)
        if isinstance(answer, bytes):
            return answer
        url = _joined(url, answer)
    raise FetchFailed(FetchProblem.REDIRECTS)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchFailed(FetchProblem.ADDRESS) from error


def _checked_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in PORTS and parts.hostname and parts.username is None
        is_fine = is_fine and parts.port != 0 and parts.hostname.encode("idna")
    except ValueError:
        is_fine = False
    if not is_fine:
        raise FetchFailed(FetchProblem.ADDRESS)
    return parts


def _ask(parts: SplitResult, deadline: Deadline) -> bytes | str:
    """Return the body, or the address that the answer leads on to."""
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    connection = _CheckedConnection(host, port, _public_addresses(host, port, deadline), deadline)
    connection.default_port = PORTS[parts.scheme]
    if parts.scheme == "https":
        connection.tls = ssl.create_default_context()
    try:
        connection.request("GET", _target(parts), headers=HEADERS)
        return _answer(connection.getresponse(), deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # A read that the deadline broke off looks like a lost connection.
        deadline.seconds_left()
        is_slow = isinstance(error, TimeoutError)
        raise FetchFailed(FetchProblem.TIME if is_slow else FetchProblem.CONNECTION) from error
    finally:
        connection.close()


def _target(parts: SplitResult) -> str:
    target = parts._replace(scheme="", netloc="", path=parts.path or "/", fragment="").geturl()
    return quote(target, safe="%/:=&?~+!$,;'@()*[]")


def _answer(response: http.client.HTTPResponse, deadline: Deadline) -> bytes | str:
    location = response.getheader("Location")
    if response.status in REDIRECTS and location:
        return location
    if response.status != 200:
        raise FetchFailed(FetchProblem.STATUS)
    body = bytearray()
    while chunk := response.read1(CHUNK):
        deadline.seconds_left()
        body += chunk
        if len(body) > MAX_BYTES:
            raise FetchFailed(FetchProblem.SIZE)
    deadline.seconds_left()
    if response.length:
        raise FetchFailed(FetchProblem.CONNECTION)
    return bytes(body)


class _CheckedConnection(http.client.HTTPConnection):
    """A connection to one of the checked addresses of a host, broken off at the deadline."""

    tls: ssl.SSLContext | None = None

    def __init__(self, host: str, port: int, addresses: list[tuple], deadline: Deadline) -> None:
        super().__init__(host, port)
        self.addresses, self.deadline = addresses, deadline
        self._handle: socket.socket | None = None
        self._watch: threading.Timer | None = None

    def connect(self) -> None:
        """Connect to the first address that answers."""
        self.sock = self._connected()
        # The copy reaches the connection also while TLS has its hands on the socket: the limit
        # of a single read would let a server go on for ever, byte by byte.
        self._handle = self.sock.dup()
        self._watch = threading.Timer(self.deadline.seconds_left(), self._break_off)
        self._watch.daemon = True
        self._watch.start()
        if self.tls:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)

    def _connected(self) -> socket.socket:
        for family, address in self.addresses:
            connected = socket.socket(family, socket.SOCK_STREAM)
            try:
                connected.settimeout(self.deadline.seconds_left())
                connected.connect(address)
            except OSError:
                connected.close()
            else:
                return connected
        raise FetchFailed(FetchProblem.CONNECTION)

    def _break_off(self) -> None:
        try:
            self._handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        """Close the connection and stop watching it."""
        super().close()
        if self._watch:
            self._watch.cancel()
        if self._handle:
            self._handle.close()


def _public_addresses(host: str, port: int, deadline: Deadline) -> list[tuple]:
    """Return (family, address) for each address of `host`, all of them public."""
    found = _resolved(host, port, deadline)
    if not found:
        raise FetchFailed(FetchProblem.CONNECTION)
    for _family, address in found:
        if not (is_public(address[0]) or _is_permitted_in_tests(*address[:2])):
            raise FetchFailed(FetchProblem.ADDRESS)
    return found


def _resolved(host: str, port: int, deadline: Deadline) -> list[tuple]:
    # The system's resolver knows no time limit of ours; its thread ends by itself later.
    executor = ThreadPoolExecutor(max_workers=1)
    future = executor.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    executor.shutdown(wait=False)
    try:
        found = future.result(timeout=deadline.seconds_left())
    except FutureTimeoutError as error:
        raise FetchFailed(FetchProblem.TIME) from error
    except (OSError, UnicodeError) as error:
        raise FetchFailed(FetchProblem.CONNECTION) from error
    return [(family, address) for family, _type, _protocol, _name, address in found]


def is_public(text: str) -> bool:
    """Say whether an IP address belongs to a machine on the public Internet."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or [None])[-1]
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _is_permitted_in_tests(host: str, port: int) -> bool:
    # No setting of an installation: only cms.settings.test knows it.
    return (host, port) in getattr(settings, "FETCHABLE_TEST_SERVERS", ())
