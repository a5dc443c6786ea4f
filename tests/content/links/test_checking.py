"""The worker finds out which addresses lead nowhere, gently and never inside the network."""

import ssl
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.utils import timezone

from cms.content.link_check import asking, checking
from cms.content.link_check.asking import ask
from cms.content.link_check.checking import check_due_links
from cms.content.link_check.collecting import collect_links
from cms.content.models import LinkCheck, LinkKind, LinkProblem, LinkState
from cms.content.schedule import declared_jobs

from .conftest import to


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("ok", None),
        ("nohead", None),
        ("cuthead", None),
        ("endless", None),
        ("moved/5", None),
        ("status/416", None),
        ("moved/6", LinkProblem.REDIRECTS),
        ("loop", LinkProblem.REDIRECTS),
        ("status/404", LinkProblem.NOT_FOUND),
        ("status/410", LinkProblem.NOT_FOUND),
        ("status/500", LinkProblem.STATUS),
        ("status/403", LinkProblem.REFUSED),
        ("status/429", LinkProblem.REFUSED),
        ("inwards", LinkProblem.ADDRESS),
        ("nowhere", LinkProblem.ADDRESS),
    ],
)
def test_what_an_address_answers(server, path, problem):
    assert ask(f"{server.url}/{path}").problem == problem


def test_little_is_asked_for(server, settings):
    settings.LINK_CHECK_USER_AGENT = "Pruefer"
    ask(f"{server.url}/ok")
    assert server.asked == [("HEAD", "/ok")]
    assert server.agents == {"Pruefer"}


def test_a_slow_server_is_left(server, monkeypatch):
    monkeypatch.setattr(asking, "MAX_SECONDS", 0.4)
    assert ask(f"{server.url}/silent").problem == LinkProblem.TIME


def test_what_speaks_no_tls_and_what_is_not_there(server):
    assert ask(server.url.replace("http", "https")).problem == LinkProblem.CONNECTION
    assert ask("http://10.0.0.1/").problem == LinkProblem.ADDRESS
    assert ask("http://[kaputt/").problem == LinkProblem.ADDRESS


def test_a_certificate_that_nobody_vouches_for_is_named(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "certificate.pem"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    assert ask(server.url.replace("http", "https") + "/ok").problem == LinkProblem.CERTIFICATE


def self_signed(path: Path) -> Path:
    """Write a certificate for this machine with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day, now = timedelta(days=1), timezone.now()
    signed = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - day, now + day
    ).sign(key, hashes.SHA256())
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    written = serialization.Encoding.PEM
    path.write_bytes(signed.public_bytes(written) + key.private_bytes(written, *form))
    return path


def link_of(url: str) -> LinkCheck:
    return LinkCheck.objects.get(kind=LinkKind.WEB, address=url)


@pytest.mark.django_db
def test_only_what_fails_for_a_day_is_broken(server, page_with):
    url = f"{server.url}/once"
    page_with(to(url))
    collect_links()
    now = timezone.now()
    for hours, state in ((0, LinkState.SUSPECT), (12, LinkState.SUSPECT), (25, LinkState.BROKEN)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            check_due_links()
        assert link_of(url).state == state
    assert link_of(url).problem == LinkProblem.NOT_FOUND
    assert link_of(url).status == 404
    assert link_of(url).first_failed_at == now
    server.is_mended = True
    with time_machine.travel(now + timedelta(hours=50), tick=False):
        check_due_links()
    assert (link_of(url).state, link_of(url).problem) == (LinkState.OK, "")
    assert link_of(url).first_failed_at is None


@pytest.mark.django_db
def test_who_refuses_programs_is_never_called_broken(server, page_with):
    url = f"{server.url}/status/403"
    page_with(to(url))
    collect_links()
    for days in (0, 2, 4):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            check_due_links()
    assert (link_of(url).state, link_of(url).problem) == (LinkState.UNCLEAR, LinkProblem.REFUSED)


@pytest.mark.django_db
def test_what_is_in_order_is_asked_for_again_after_a_week(server, page_with):
    page_with(to(f"{server.url}/ok"))
    collect_links()
    counts = []
    for days in (0, 1, 6, 8):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            counts.append(check_due_links())
    assert counts == [1, 0, 0, 1]


@pytest.mark.django_db
def test_servers_may_ask_programs_to_stay_away(server, page_with):
    server.robots = "User-agent: *\nDisallow: /status/\n"
    page_with(to(f"{server.url}/ok"), to(f"{server.url}/status/404"))
    collect_links()
    assert check_due_links() == 2
    assert link_of(f"{server.url}/status/404").problem == LinkProblem.ROBOTS
    assert link_of(f"{server.url}/ok").state == LinkState.OK
    assert sorted(server.asked) == [("GET", "/robots.txt"), ("HEAD", "/ok")]


@pytest.mark.django_db
def test_a_run_is_bounded_and_the_next_goes_on(server, page_with, monkeypatch):
    monkeypatch.setattr(checking, "LINKS_PER_RUN", 2)
    page_with(*(to(f"{server.url}/ok?{number}") for number in range(3)))
    collect_links()
    assert [check_due_links() for _run in range(3)] == [2, 1, 0]
    monkeypatch.setattr(checking, "SECONDS_PER_RUN", -1)
    page_with(to(f"{server.url}/ok?neu"))
    collect_links()
    assert check_due_links() == 0


@pytest.mark.django_db
def test_one_server_gets_a_pause_between_questions(server, page_with, monkeypatch):
    pauses = []
    monkeypatch.setattr(checking, "PAUSE", 5)
    monkeypatch.setattr(checking.time, "sleep", pauses.append)
    page_with(*(to(f"{server.url}/ok?{number}") for number in range(3)))
    collect_links()
    check_due_links()
    assert len(pauses) == 2
    assert all(4 < pause <= 5 for pause in pauses)


@pytest.mark.django_db
def test_nothing_is_asked_when_switched_off_or_ignored(server, page_with, settings):
    page_with(to(f"{server.url}/ok"))
    collect_links()
    settings.LINK_CHECK = False
    assert check_due_links() == 0
    settings.LINK_CHECK = True
    LinkCheck.objects.update(is_ignored=True)
    assert check_due_links() == 0
    assert server.asked == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_for_each_address_once(server, page_with):
    page_with(*(to(f"{server.url}/ok?{number}") for number in range(6)))
    collect_links()
    counts = []

    def work():
        try:
            counts.append(check_due_links())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.append(check_due_links())
    asked = [path for command, path in server.asked if command == "HEAD"]
    assert sorted(asked) == sorted(f"/ok?{number}" for number in range(6))
    assert sum(counts) == 6


def test_the_worker_knows_both_jobs():
    names = {job.name for job in declared_jobs()}
    assert {"cms.content.jobs.collect_links", "cms.content.jobs.check_due_links"} <= names


@pytest.mark.django_db
def test_rules_that_a_server_cannot_tell_forbid_everything(server, page_with):
    server.robots_status = 503
    page_with(to(f"{server.url}/status/404"))
    collect_links()
    check_due_links()
    assert server.asked == [("GET", "/robots.txt")]
    link = link_of(f"{server.url}/status/404")
    assert (link.state, link.problem) == (LinkState.UNCLEAR, LinkProblem.ROBOTS)


@pytest.mark.django_db
def test_a_server_that_others_lead_to_is_asked_with_the_same_manners(
    server, page_with, settings, monkeypatch
):
    waits = []
    monkeypatch.setattr(checking.time, "sleep", waits.append)
    monkeypatch.setattr(checking, "PAUSE", 5)
    # The same server under its other name is another one, with rules of its own.
    server.other = f"http://localhost:{server.server_port}"
    settings.FETCHABLE_TEST_SERVERS |= {("localhost", server.server_port)}
    server.robots = "User-agent: *\nDisallow: /status/\n"
    page_with(to(f"{server.url}/away"), to(f"{server.url}/away?2"))
    collect_links()
    check_due_links()
    assert not [path for _method, path in server.asked if path.startswith("/status/")]
    assert link_of(f"{server.url}/away").problem == LinkProblem.ROBOTS
    # Both servers had been asked when the second link led to them again.
    assert len([wait for wait in waits if wait > 0]) == 2
