"""Recognition (OCR) of a file's pages as an editor steers it: taken out of the queue, and asked for again.

What is taken out stays in its rows as cancelled. It needs nobody's hand, so it is not put aside: the page says so, and
is read when an editor asks for it there, or for all of the file.
"""

from collections.abc import Iterable

from django.db import transaction

from ingest import queue
from ingest.errors import Cancelled
from ingest.models import Recognition
from library.models import File

_STATE = Recognition.State


def waiting_in(files: Iterable[int]) -> set[int]:
    """Those of the files (by key) some of whose pages wait to be recognised, or are just now."""
    return _with(files, state__in=[_STATE.WAITING, _STATE.RUNNING])


def cancelled_in(files: Iterable[int]) -> set[int]:
    """Those of the files (by key) the recognition of some of whose pages an editor cancelled."""
    return _with(files, error=Cancelled.code)


def cancel(file: File) -> int:
    """Take all pages of the file out of the queue that wait or are just being recognised; gives how many. What was
    recognised stays."""
    with transaction.atomic():
        rows = file.recognitions.filter(state__in=[_STATE.WAITING, _STATE.RUNNING]).order_by("number")
        return sum(queue.cancel(row) for row in rows)


def ask_again(file: File) -> int:
    """Let the pages wait again whose recognition was cancelled; gives how many."""
    with transaction.atomic():
        rows = list(file.recognitions.filter(state=_STATE.REFUSED, error=Cancelled.code))
        for row in rows:
            queue.try_again(row)
    return len(rows)


def _with(files: Iterable[int], **said: object) -> set[int]:
    rows = Recognition.objects.filter(file__in=set(files), **said)
    return set(rows.values_list("file", flat=True).distinct())
