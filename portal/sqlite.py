"""SQLite, prepared for one writer and many readers: the write-ahead log (https://sqlite.org/wal.html)."""

import sqlite3
import time
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.utils import OperationalError
from django.dispatch import receiver

_PATIENCE = 20.0  # seconds
_PAUSE = 0.02


@receiver(connection_created)
def write_ahead(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Make sure that the database keeps a write-ahead log.

    A file keeps that by itself once it is set. But a new or a restored file may be opened by several processes at
    once, and two that change it at the same moment are refused without waiting for each other: so try again.
    """
    if connection.vendor != "sqlite":
        return
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError as error:
            refused = getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if not refused or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
