"""The rows that migrations make, put back after tests that commit and empty all tables."""

from io import BytesIO

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql


class Snapshot:
    """The content of every table as it was when the snapshot was taken."""

    def __init__(self) -> None:
        self.tables = connection.introspection.table_names()
        self.rows = {name: rows for name in self.tables if (rows := _read(name))}

    def restore(self) -> None:
        """Make every table hold exactly the rows of the snapshot."""
        with connection.cursor() as cursor:
            # Rows come back table by table, so that references hold only in the end.
            cursor.execute("SET session_replication_role = replica")
            names = sql.SQL(", ").join(map(sql.Identifier, self.tables))
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
            for name, rows in self.rows.items():
                query = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                with cursor.copy(query) as copy:
                    copy.write(rows)
            cursor.execute("SET session_replication_role = DEFAULT")
        ContentType.objects.clear_cache()


def _read(table: str) -> bytes:
    rows = BytesIO()
    with connection.cursor() as cursor:
        query = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        with cursor.copy(query) as copy:
            for block in copy:
                rows.write(block)
    return rows.getvalue()
