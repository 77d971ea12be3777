"""The database as one file, and back: SQLite by its own online copy, PostgreSQL by its own tools.

Both copies are of one moment, whatever is written meanwhile (https://sqlite.org/backup.html,
https://www.postgresql.org/docs/current/app-pgdump.html).
"""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from portal.backup.errors import DatabaseFault

SQLITE = "sqlite"
_LAST_WORDS = 300  # characters


def vendor() -> str:
    return connection.vendor


def place() -> Path | None:
    """Where the database is, if it is a file."""
    return Path(connection.settings_dict["NAME"]) if vendor() == SQLITE else None


def copy(into: Path) -> None:
    """The whole database in a file that is not there yet. Raises `DatabaseFault`."""
    file = place()
    if file is None:
        with into.open("xb") as written:
            _told("pg_dump", "--format=custom", "--no-owner", "--no-privileges", written=written)
        return
    try:
        # Without a step between pages: one moment, and writers go on.
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as ours, closing(sqlite3.connect(into)) as theirs:  # fmt: skip
            ours.backup(theirs)
            theirs.execute("PRAGMA journal_mode=DELETE")  # all in one file
    except sqlite3.Error as error:
        raise DatabaseFault from error
    check(into)


def check(copied: Path) -> None:
    """Whether a copy can be brought back. Raises `DatabaseFault`."""
    if vendor() != SQLITE:
        _told("pg_restore", "--list", str(copied), connected=False)
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(copied))}?mode=ro", uri=True)) as database:
            (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise DatabaseFault from error
    if said != "ok":
        raise DatabaseFault


def is_there() -> bool:
    """Whether a library is there already, or what is left of one."""
    if (file := place()) is not None:
        return file.exists() and file.stat().st_size > 0
    return bool(_tables())


def is_open() -> bool:
    """Whether anybody else has it open."""
    file = place()
    if file is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            (others,) = cursor.fetchone()
        connection.close()
        return bool(others)
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database:
        try:
            # With a write-ahead log, who wants it alone is refused while any other has it open, idle or not.
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        except sqlite3.DatabaseError:
            return False  # spoiled: perhaps why a backup is brought back
    return False


def bring_back(copied: Path) -> None:
    """PostgreSQL takes the copy in place of all its tables, in one transaction. Raises `DatabaseFault`."""
    tables = ", ".join(connection.ops.quote_name(table) for table in _tables())
    drop = f"DROP TABLE IF EXISTS {tables} CASCADE;\n" if tables else ""
    written = _told("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(copied), connected=False)
    _told("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
          given=drop.encode() + written)  # fmt: skip


def _tables() -> list[str]:
    try:
        with connection.cursor() as cursor:
            return connection.introspection.table_names(cursor)
    except DatabaseError as error:
        raise DatabaseFault from error
    finally:
        connection.close()


def _told(
    tool: str, *arguments: str, connected: bool = True, given: bytes | None = None, written: Any = None
) -> bytes:
    """What one of PostgreSQL's tools says, or writes into a file."""
    path = shutil.which(tool)
    if path is None:
        raise DatabaseFault(
            _("Untuk PostgreSQL perlu %(tool)s di komputer ini: apt install postgresql-client")
            % {"tool": tool}
        )
    done = subprocess.run(  # noqa: S603  # its path, and what we wrote
        [path, *arguments],
        input=given,
        stdout=written or subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment() if connected else None,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[:_LAST_WORDS]
        raise DatabaseFault(
            _("PostgreSQL menolak; tidak ada yang berubah: %(said)s") % {"said": said or tool}
        )
    return done.stdout or b""


def _environment() -> dict[str, str]:
    """How PostgreSQL's tools find the database; on their command line others would see the password."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}  # fmt: skip
    options = {f"PG{key.upper()}": str(value) for key, value in given.get("OPTIONS", {}).items() if key.startswith("ssl")}  # fmt: skip
    return {key: str(given[name]) for key, name in names.items() if given.get(name)} | options
