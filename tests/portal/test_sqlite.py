"""The write-ahead log of SQLite: set on any file that is opened, also while somebody else has it in hand."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection as real_connection
from django.db.backends.base.base import BaseDatabaseWrapper

from portal import sqlite as ours

pytestmark = pytest.mark.django_db  # pytest-django lets no connection be opened without it


@pytest.fixture
def opened(tmp_path: Path) -> BaseDatabaseWrapper:
    """A connection that waits for nobody, to a file without a write-ahead log, not opened yet."""
    with sqlite3.connect(tmp_path / "lama.sqlite3") as kept:
        kept.execute("CREATE TABLE t (a)")
    kept.close()
    wrapper = real_connection.copy()
    wrapper.settings_dict = wrapper.settings_dict | {
        "NAME": tmp_path / "lama.sqlite3",
        "OPTIONS": {"timeout": 0},
    }
    return wrapper


def mode(opened: BaseDatabaseWrapper) -> str:
    with opened.cursor() as cursor:
        return str(cursor.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_file_without_a_write_ahead_log_gets_one(opened: BaseDatabaseWrapper) -> None:
    assert mode(opened) == "wal"
    opened.close()


def test_a_file_that_somebody_holds_is_waited_for(opened: BaseDatabaseWrapper) -> None:
    held = sqlite3.connect(opened.settings_dict["NAME"], check_same_thread=False, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    leaving = threading.Timer(0.2, held.execute, ["COMMIT"])
    leaving.start()
    assert mode(opened) == "wal"
    leaving.join()
    held.close()
    opened.close()


def test_a_file_that_stays_held_is_said_to_be(
    opened: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "_PATIENCE", 0.05)
    held = sqlite3.connect(opened.settings_dict["NAME"], isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Exception, match="locked"):
        mode(opened)
    held.close()
    opened.close()
