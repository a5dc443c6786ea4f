"""Ask public addresses: limited in time, never inside the network.

An editor's address must not let the server ask its own neighbours. So every address a name
stands for is checked, and the connection goes to the checked address, not to the name again,
which might stand for another one by then.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}


class Problem(StrEnum):
    """Why an address could not be asked."""

    ADDRESS = "address"
    CONNECTION = "connection"
    STATUS = "status"
    REDIRECTS = "redirects"
    SIZE = "size"
    TIME = "time"


class FetchFailed(Exception):
    """Nothing was fetched; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
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
            raise FetchFailed(Problem.TIME)
        return left


@contextmanager
def asked(
    url: str, deadline: Deadline, *, headers: dict[str, str], method: str = "GET"
) -> Iterator[http.client.HTTPResponse]:
    """Hold the answer of the public address `url`; raise FetchFailed where there is none.

    A redirect is an answer like others: whoever follows it asks for the next address.
    """
    parts = _checked_url(url)
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    connection = _CheckedConnection(host, port, _public_addresses(host, port, deadline), deadline)
    connection.default_port = PORTS[parts.scheme]
    if parts.scheme == "https":
        connection.tls = ssl.create_default_context()
    try:
        connection.request(method, _target(parts), headers={**headers, "Connection": "close"})
        yield connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        # A read that the deadline broke off looks like a lost connection.
        deadline.seconds_left()
        is_slow = isinstance(error, TimeoutError)
        raise FetchFailed(Problem.TIME if is_slow else Problem.CONNECTION) from error
    finally:
        connection.close()


@contextmanager
def final_answer(
    url: str, deadline: Deadline, *, headers: dict[str, str], max_redirects: int
) -> Iterator[http.client.HTTPResponse]:
    """Hold the answer at the end of the redirects; raise FetchFailed if there are too many."""
    for _hop in range(max_redirects + 1):
        with asked(url, deadline, headers=headers) as response:
            following = next_address(url, response)
            if following is None:
                yield response
                return
        url = following
    raise FetchFailed(Problem.REDIRECTS)


def next_address(url: str, response: http.client.HTTPResponse) -> str | None:
    """Return the address that an answer leads on to, or None if it is the last one."""
    location = response.getheader("Location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchFailed(Problem.ADDRESS) from error


def body_of(response: http.client.HTTPResponse, deadline: Deadline, max_bytes: int) -> bytes:
    """Return the whole body; raise FetchFailed if it is larger or is cut off."""
    body = bytearray()
    while chunk := response.read1(CHUNK):
        deadline.seconds_left()
        body += chunk
        if len(body) > max_bytes:
            raise FetchFailed(Problem.SIZE)
    deadline.seconds_left()
    if response.length:
        raise FetchFailed(Problem.CONNECTION)
    return bytes(body)


def _checked_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in PORTS and parts.hostname and parts.username is None
        is_fine = is_fine and parts.port != 0 and parts.hostname.encode("idna")
    except ValueError:
        is_fine = False
    if not is_fine:
        raise FetchFailed(Problem.ADDRESS)
    return parts


def _target(parts: SplitResult) -> str:
    target = parts._replace(scheme="", netloc="", path=parts.path or "/", fragment="").geturl()
    return quote(target, safe="%/:=&?~+!$,;'@()*[]")


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
        raise FetchFailed(Problem.CONNECTION)

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
        raise FetchFailed(Problem.CONNECTION)
    for _family, address in found:
        if not (is_public(address[0]) or _is_permitted_in_tests(*address[:2])):
            raise FetchFailed(Problem.ADDRESS)
    return found


def _resolved(host: str, port: int, deadline: Deadline) -> list[tuple]:
    # The system's resolver knows no time limit of ours; its thread ends by itself later.
    executor = ThreadPoolExecutor(max_workers=1)
    future = executor.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    executor.shutdown(wait=False)
    try:
        found = future.result(timeout=deadline.seconds_left())
    except FutureTimeoutError as error:
        raise FetchFailed(Problem.TIME) from error
    except (OSError, UnicodeError) as error:
        raise FetchFailed(Problem.CONNECTION) from error
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
