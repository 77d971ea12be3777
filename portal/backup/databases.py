"""The database as one file, and back: SQLite by its own online copy, PostgreSQL by its own tools.

Both copies are of one moment, whatever is written meanwhile (https://sqlite.org/backup.html,
https://www.postgresql.org/docs/current/app-pgdump.html).
"""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from portal.backup.errors import DatabaseFault, OthersTables

SQLITE = "sqlite"
_KIND = 0xFF
"""What of SQLite's codes says which sort of error it is (https://sqlite.org/rescode.html)."""
_PSQL_LOST = 2
"""psql's exit code for a connection that went bad: whether it had committed nobody knows."""
_KNOWS_TRANSACTION_TIMEOUT = 170_000
_LAST_WORDS = 300  # characters


class ConnectionLost(DatabaseFault):
    """In the middle of bringing a database back."""


def vendor() -> str:
    return connection.vendor


def place() -> Path | None:
    """Where the database is, if it is a file."""
    return Path(connection.settings_dict["NAME"]) if vendor() == SQLITE else None


def copy(into: Path) -> None:
    """The whole database in a file that is not there yet. Raises `DatabaseFault`, and OSError."""
    file = place()
    if file is None:
        _told("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={into}", f"--dbname={_address()}")  # fmt: skip
        return
    try:
        # Without a step between pages: one moment, and writers go on.
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as ours, closing(sqlite3.connect(into)) as theirs:  # fmt: skip
            ours.backup(theirs)
            theirs.execute("PRAGMA journal_mode=DELETE")  # all in one file
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & _KIND in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(into.parent.parent)) from error
        raise DatabaseFault from error
    check(into)


def check(copied: Path) -> None:
    """Whether a copy can be brought back. Raises `DatabaseFault`."""
    if vendor() != SQLITE:
        _told("pg_restore", "--list", str(copied))
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
        # A log alone, too: it would be played into whatever is put beside it.
        kept = (file.with_name(file.name + beside) for beside in ("", "-wal", "-journal"))
        return any(each.exists() and each.stat().st_size > 0 for each in kept)
    return bool(_tables())


def address() -> str:
    """Where the database is; without a password."""
    file = place()
    return str(file.resolve()) if file is not None else _address()


def is_open() -> bool:
    """Whether anybody else has it open. Raises `DatabaseFault`."""
    file = place()
    if file is None:
        ((others,),) = _answer(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(others)
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database:
            # With a write-ahead log, who wants it alone is refused while any other has it open, idle or not.
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        kind = getattr(error, "sqlite_errorcode", 0) & _KIND
        if kind == sqlite3.SQLITE_CANTOPEN:
            raise DatabaseFault from error
        # Anything else: spoiled, and perhaps that is why a backup is brought back.
        return kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def refuse_others_tables(copied: Path) -> None:
    """Raises `OthersTables` where bringing this copy back would take away what is not the library's."""
    if vendor() == SQLITE:
        return
    listed = _told("pg_restore", "--list", str(copied)).decode(errors="replace")
    ours = {*connection.introspection.django_table_names(), "django_migrations"}
    ours |= {found[1] for found in re.finditer(r" TABLE \S+ (\S+) ", listed)}
    if others := sorted(set(_tables()) - ours):
        raise OthersTables(", ".join(others))


def bring_back(copied: Path) -> None:
    """PostgreSQL takes the copy in place of all its tables, in one transaction. Raises `ConnectionLost`, and
    `DatabaseFault`."""
    there = _tables()
    words = copied.with_name(f"{copied.name}.sql")
    _told("pg_restore", "--no-owner", "--no-privileges", f"--file={words}", str(copied))
    drop = copied.with_name(f"{copied.name}.drop.sql")
    names = ", ".join(map(connection.ops.quote_name, there))
    drop.write_text(f"DROP TABLE IF EXISTS {names} CASCADE;\n" if there else "")
    try:
        # In files: what comes through a pipe that breaks would be taken for all.
        _told("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
              f"--file={drop}", f"--file={_for_older_servers(words)}", f"--dbname={_address()}")  # fmt: skip
    finally:
        for made in copied.parent.glob(f"{copied.name}.*"):
            with suppress(OSError):
                made.unlink()


def _for_older_servers(words: Path) -> Path:
    """Clients from 17 on set what servers before 17 do not know."""
    ((version,),) = _answer("SELECT current_setting('server_version_num')::int")
    if version >= _KNOWS_TRANSACTION_TIMEOUT:
        return words
    older = words.with_suffix(".older")
    with words.open("rb") as source, older.open("wb") as target:
        for line in source:
            if not line.startswith(b"SET transaction_timeout"):
                target.write(line)
    return older


def _tables() -> list[str]:
    try:
        with connection.cursor() as cursor:
            return connection.introspection.table_names(cursor)
    except DatabaseError as error:
        raise DatabaseFault from error
    finally:
        connection.close()


def _answer(words: str) -> list[Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(words)
            return cursor.fetchall()
    except DatabaseError as error:
        raise DatabaseFault from error
    finally:
        connection.close()


def _told(tool: str, *arguments: str) -> bytes:
    """What one of PostgreSQL's tools says."""
    path = shutil.which(tool)
    if path is None:
        raise DatabaseFault(
            _("Untuk PostgreSQL perlu %(tool)s di komputer ini: apt install postgresql-client")
            % {"tool": tool}
        )
    done = subprocess.run(  # noqa: S603  # its path, and what we wrote
        [path, *arguments], capture_output=True, env=_environment(), check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[:_LAST_WORDS] or tool
        if tool == "psql" and (done.returncode == _PSQL_LOST or done.returncode < 0):  # or killed
            raise ConnectionLost(
                _(
                    "Sambungan ke PostgreSQL putus (%(said)s). Jalankan perintah yang sama sekali lagi; ia meneruskan."
                )
                % {"said": said}
            )
        raise DatabaseFault(_("PostgreSQL menolak; tidak ada yang berubah: %(said)s") % {"said": said})
    return done.stdout


def _address() -> str:
    """Where the database is, for PostgreSQL's tools; without the password, which others would see in the list of
    processes."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()} - {"password"}
    given = connection.get_connection_params()
    return make_conninfo("", **{name: value for name, value in given.items() if name in known})


def _environment() -> dict[str, str]:
    password = connection.settings_dict.get("PASSWORD")
    return dict(os.environ) | ({"PGPASSWORD": str(password)} if password and vendor() != SQLITE else {})
