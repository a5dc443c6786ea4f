"""Values fetched from addresses: what is taken over, what is refused, what is broken off."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from agenda.strategy.indicators import fetching, source
from agenda.strategy.indicators.fetching import fetch_due_values, fetch_values
from agenda.strategy.indicators.source import fetch
from agenda.strategy.indicators.tables import MAX_BYTES
from agenda.strategy.models.indicators import FetchProblem
from cms.content.fetching import FetchFailed, is_public
from cms.content.schedule import declared_jobs
from cms.settings import base, development

from .factories import an_indicator

CSV = b"Jahr;Wert\n2023;1,5\n2024;2,5\n"


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Host"]))
        try:
            getattr(self, f"answer_{self.path.partition('?')[0].split('/')[1]}")()
        except OSError:
            return

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_csv(self) -> None:
        self.answer(200, CSV)

    def answer_faulty(self) -> None:
        self.answer(200, CSV + b"2025;viel\n")

    def answer_columns(self) -> None:
        self.answer(200, b"Stadt;Land\n1;2\n")

    def answer_json(self) -> None:
        self.answer(200, b'{"rows": [{"date": "2024", "value": 7.25}]}')

    def answer_missing(self) -> None:
        self.answer(404)

    def answer_loop(self) -> None:
        self.answer(302, Location="/loop")

    def answer_moved(self) -> None:
        hops = int(self.path.split("/")[2])
        self.answer(301, Location=f"/moved/{hops - 1}" if hops > 1 else "/csv")

    def answer_inwards(self) -> None:
        self.answer(302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def answer_broken(self) -> None:
        self.answer(302, Location="http://[")

    def answer_large(self) -> None:
        self.answer(200, b"x" * (MAX_BYTES + 1))

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def answer_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(CSV)

    def answer_silent(self) -> None:
        self.server.done.wait(10)

    def answer_dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip(b"1")

    def answer_drippinghead(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self._drip(b"1")

    def _drip(self, byte: bytes) -> None:
        while not self.server.done.wait(0.05):
            self.wfile.write(byte)
            self.wfile.flush()

    def log_message(self, *args) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture
def server(settings) -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that the tests may fetch from."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.done = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    settings.FETCHABLE_TEST_SERVERS = {("127.0.0.1", server.server_port)}
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


def problem_of(url: str) -> FetchProblem:
    with pytest.raises(FetchFailed) as failure:
        fetch(url)
    return failure.value.problem


def test_an_answer_is_fetched_also_behind_a_few_redirects(server):
    assert fetch(f"{server.url}/csv") == CSV
    assert fetch(f"{server.url}/csv?a=ü b#c") == CSV
    assert fetch(f"{server.url}/moved/3") == CSV
    assert server.asked[1][0] == "/csv?a=%C3%BC%20b"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing", FetchProblem.STATUS),
        ("loop", FetchProblem.REDIRECTS),
        ("moved/4", FetchProblem.REDIRECTS),
        ("inwards", FetchProblem.ADDRESS),
        ("file", FetchProblem.ADDRESS),
        ("broken", FetchProblem.ADDRESS),
        ("large", FetchProblem.SIZE),
        ("endless", FetchProblem.SIZE),
        ("cut", FetchProblem.CONNECTION),
    ],
)
def test_other_answers_are_refused(server, path, problem):
    assert problem_of(f"{server.url}/{path}") == problem


@pytest.mark.parametrize("path", ["silent", "dripping", "drippinghead"])
def test_a_slow_server_is_left_when_the_time_is_over(server, monkeypatch, path):
    monkeypatch.setattr(source, "MAX_SECONDS", 0.5)
    started = time.monotonic()
    assert problem_of(f"{server.url}/{path}") == FetchProblem.TIME
    assert time.monotonic() - started < 3


def test_a_server_that_speaks_no_tls_is_no_source(server):
    assert problem_of(server.url.replace("http:", "https:") + "/csv") == FetchProblem.CONNECTION


@pytest.fixture
def certificate(tmp_path) -> Path:
    """A certificate for daten.example with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "daten.example")])
    now = timezone.now()
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("daten.example")]), False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, *form)
    )
    return path


def test_the_certificate_must_be_trusted_and_name_the_host(server, certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **kwargs: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        ],
    )
    url = f"https://daten.example:{server.server_port}/csv"
    assert problem_of(url) == FetchProblem.CONNECTION
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    assert fetch(url) == CSV
    assert problem_of(url.replace("daten.", "andere.")) == FetchProblem.CONNECTION


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://user:word@8.8.8.8/",
        "http://8.8.8.8:0/",
        "http://8.8.8.8:99999/",
        "http:///path",
        "http://[broken/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "gopher://8.8.8.8/",
        "",
    ],
)
def test_addresses_inside_the_network_and_other_schemes_are_refused(url, monkeypatch):
    def connect(*args):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert problem_of(url) == FetchProblem.ADDRESS


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4001:800::1", True),
        ("::ffff:8.8.8.8", True),
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
        ("64:ff9b::a00:1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address, expected):
    assert is_public(address) is expected


def test_no_installation_may_fetch_from_inside_its_network():
    assert not hasattr(base, "FETCHABLE_TEST_SERVERS")
    assert not hasattr(development, "FETCHABLE_TEST_SERVERS")


def resolver(monkeypatch, *answers: list[str]) -> list[str]:
    """Let names stand for the addresses of the next answer; return the names asked for."""
    asked, answers = [], list(answers)

    def getaddrinfo(host, port, **kwargs):
        asked.append(host)
        found = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolver(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    assert problem_of("http://daten.example/a.csv") == FetchProblem.ADDRESS


def test_a_name_is_asked_for_once_and_the_checked_address_is_used(server, monkeypatch):
    asked = resolver(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    assert fetch(f"http://daten.example:{server.server_port}/csv") == CSV
    assert asked == ["daten.example"]
    assert server.asked == [("/csv", f"daten.example:{server.server_port}")]


def test_the_name_a_redirect_leads_to_is_checked_again(server, monkeypatch):
    asked = resolver(monkeypatch, ["127.0.0.1"], ["192.168.0.1"])
    assert problem_of(f"http://daten.example:{server.server_port}/moved/1") == FetchProblem.ADDRESS
    assert asked == ["daten.example", "daten.example"]


def test_a_name_that_nobody_knows_or_that_takes_long_is_a_problem(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert problem_of("http://gibt-es-nicht.example/") == FetchProblem.CONNECTION
    monkeypatch.setattr(source, "MAX_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(1))
    assert problem_of("http://daten.example/") == FetchProblem.TIME


@pytest.mark.django_db
def test_fetched_values_are_taken_over_and_read_as_uploaded_ones(server):
    indicator = an_indicator({2023: 9}, source_url=f"{server.url}/csv")
    assert fetch_values(indicator) is None
    indicator.refresh_from_db()
    assert [(v.date.year, str(v.value)) for v in indicator.values.all()] == [
        (2023, "1.500000"),
        (2024, "2.500000"),
    ]
    assert indicator.last_error == ""
    assert indicator.last_fetched_at is not None


@pytest.mark.django_db
def test_json_is_fetched_below_its_path(server):
    indicator = an_indicator(
        source_url=f"{server.url}/json", source_format="json", records_path="rows"
    )
    assert fetch_values(indicator) is None
    assert str(indicator.values.get().value) == "7.250000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "problem", "count"),
    [
        ("missing", "status", 1),
        ("columns", "content", 1),
        ("json", "content", 1),
        ("faulty", "rows", 3),
        ("large", "size", 1),
    ],
)
def test_what_goes_wrong_is_noted_by_its_kind(server, path, problem, count):
    indicator = an_indicator({2020: 1}, source_url=f"{server.url}/{path}")
    assert fetch_values(indicator) == problem
    indicator.refresh_from_db()
    assert indicator.last_error == problem
    assert indicator.get_last_error_display()
    assert indicator.values.count() == count


@pytest.mark.django_db
def test_the_job_fetches_what_is_due_and_one_failure_stops_nobody(server, monkeypatch):
    broken = an_indicator(source_url=f"{server.url}/csv?1")
    good = an_indicator(source_url=f"{server.url}/csv?2")
    an_indicator(source_url=f"{server.url}/csv?3", last_fetched_at=timezone.now())
    an_indicator()
    take_over = fetching._take_over

    def fail_once(indicator):
        if indicator == broken:
            raise RuntimeError
        return take_over(indicator)

    monkeypatch.setattr(fetching, "_take_over", fail_once)
    assert fetch_due_values() == 2
    assert good.values.count() == 2
    assert fetch_due_values() == 0
    assert "agenda.strategy.jobs.fetch_indicators" in {job.name for job in declared_jobs()}


@pytest.mark.django_db
def test_a_run_ends_when_its_time_is_over(server, monkeypatch):
    for _ in range(3):
        an_indicator(source_url=f"{server.url}/csv")
    monkeypatch.setattr(fetching, "SECONDS_PER_RUN", -1)
    assert fetch_due_values() == 0
