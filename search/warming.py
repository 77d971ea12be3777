"""What the first reader would wait for, read when a web process starts: the words that questions are read with, and the
names that are offered while one types."""

import contextlib
import threading

from django.db import DatabaseError, connection

from search.interpretation.held import held
from search.suggestions import names_read


def warm() -> None:
    """Begin to read, beside whatever else the process does. A database that is not ready yet is no harm: then the first
    reader waits for it."""
    threading.Thread(target=_read, name="warming", daemon=True).start()


def _read() -> None:
    try:
        with contextlib.suppress(DatabaseError):
            held()
            names_read()
    finally:
        connection.close()
