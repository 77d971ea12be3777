"""What the first reader would wait for, read before a web process answers: the words that questions are read with, and
the names that are offered while one types.

Read in the foreground. The server loads the application once and forks from it: a thread that reads meanwhile would be
gone in the children, and the locks that it held would stay shut there for ever. So the children share what is read.
"""

import contextlib

from django.db import DatabaseError, connection

from search.interpretation.held import held
from search.suggestions import names_read


def warm() -> None:
    """Read, and leave no connection behind that a child would share. A database that is not ready yet is no harm: then
    the first reader waits for it."""
    try:
        with contextlib.suppress(DatabaseError):
            held()
            names_read()
    finally:
        connection.close()
