"""Whether an error means that the disk is full: then the work waits, and no file is at fault. Pure."""

import errno
import os

from django.db import DatabaseError

#: How SQLite, PostgreSQL, and children that can only say it in words call it.
_SIGNS = ("database or disk is full", os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT))
_NUMBERS = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: BaseException | None) -> bool:
    """Whether this error of a disk or a database, or one that led to it, says that there is no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NUMBERS:
            return True
        if isinstance(error, OSError | DatabaseError) and any(sign in str(error) for sign in _SIGNS):
            return True
        error = error.__cause__ or error.__context__
    return False
