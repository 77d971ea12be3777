"""Pages without text of their own, read by recognition (OCR) one by one, whenever nothing else is to be read.

Without tesseract they wait, and editors are told the one command; once it is there the worker catches up by itself.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from ingest import queue, readings
from ingest.clean import CleanPage
from ingest.describing import FIRST, describe_file
from ingest.errors import DiskFull, IngestError, OriginalLost, Unexpected
from ingest.models import Correction, Ingestion, Recognition
from ingest.passages import RECOGNITION, chosen, renew
from ingest.recognise import available, recognise, tools
from ingest.room import is_full
from library import fixity, originals
from library.models import File, Passage

log = logging.getLogger(__name__)

_IDLE_SECONDS = 2.0
_WITHOUT_TOOL = 60.0
_CATCH_UP = 60.0  # seconds between two looks for what was recognised and is not shown
#: A long scan shows its first pages before its last is read; each time costs a rewriting of its passages.
_RENEW_AFTER = 25


def ask_for_all(file: File, pages: Iterable[CleanPage]) -> None:
    """Put the pages that need recognition in the queue, unless they are in it, or were."""
    numbers = {page.number for page in pages if "needs-ocr" in page.flags}
    there = set(file.recognitions.values_list("number", flat=True))
    fresh = [Recognition(file=file, number=number) for number in sorted(numbers - there)]
    Recognition.objects.bulk_create(fresh, batch_size=500)
    # Pages whose recognition is lost, with the folder it lay in, are read once more.
    done = file.recognitions.filter(state=Recognition.State.DONE, number__in=numbers & there)
    lost = [row.pk for row in done if readings.page(file, row.number, RECOGNITION) is None]
    Recognition.objects.filter(pk__in=lost).update(state=Recognition.State.WAITING, attempts=0)


def ask_for(file: File, number: int) -> Recognition:
    """An editor's wish: read this page (from 1) by recognition, whatever its own text is. It comes before the others."""
    row, _ = Recognition.objects.get_or_create(file=file, number=number)
    Recognition.objects.filter(pk=row.pk).exclude(state=Recognition.State.RUNNING).update(
        state=Recognition.State.WAITING,
        wanted=True,
        attempts=0,
        not_before=None,
        error="",
        detail="",
        finished=None,
    )
    row.refresh_from_db()
    return row


def ask_again_for_what_other_tools_read() -> int:
    """Put pages back in the queue that were recognised with other versions of the tools than are here now; gives how many.
    What was read stays until it is read anew. Nothing is asked where tesseract is missing, nor for pages of which nobody
    knows what read them."""
    now = tools()
    if not now["tesseract"]:
        return 0
    done = Recognition.objects.filter(state=Recognition.State.DONE)
    others = [key for key, used in done.values_list("pk", "tools") if used and used != now]
    for start in range(0, len(others), 500):
        done.filter(pk__in=others[start : start + 500]).update(
            state=Recognition.State.WAITING, attempts=0, not_before=None, finished=None
        )
    return len(others)


def recognise_all(
    among: QuerySet[Recognition] | None = None,
    *,
    done: Callable[[Recognition], None] | None = None,
    stopping: threading.Event | None = None,
) -> int:
    """Read what waits (of `among`) until nothing does, or `stopping` is set; gives how many pages. Nothing is begun
    without tesseract. Interrupted, it gives back what it had in hand. What an end without warning kept from being
    shown is shown first."""
    rows = Recognition.objects.all() if among is None else among
    show_recognised(rows)
    return _recognised_of(rows, done=done, stopping=stopping)


def show_recognised(among: QuerySet[Recognition] | None = None) -> int:
    """Renew the passages of files some of whose pages were recognised (of `among`) and do not stand in them: whoever
    read them was killed, or the disk was full, before they were shown. Gives how many files."""
    rows = Recognition.objects.all() if among is None else among
    files: dict[int, File] = {}
    for row in _not_shown(rows):
        if row.file_id not in files and readings.page(row.file, row.number, RECOGNITION) is not None:
            files[row.file_id] = row.file
    for file in files.values():
        _renew(file, 1)
    return len(files)


def _show_since(moment: datetime | None) -> datetime:
    """Show what was recognised since then (None: ever) and is not shown; gives from when on to look next time."""
    now = timezone.now()
    rows = Recognition.objects.all()
    show_recognised(rows.filter(finished__gte=moment) if moment else rows)
    return now - timedelta(seconds=_CATCH_UP)  # what was about to be kept just now may bear an earlier time


def _not_shown(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """Those that are done, and whose pages should be read by recognition and are not."""
    passages = Passage.objects.filter(file=OuterRef("file"), number=OuterRef("number"))
    decided = Correction.objects.filter(file=OuterRef("file"), number=OuterRef("number")).exclude(reader="")
    done = rows.filter(state=Recognition.State.DONE).annotate(
        shown_reader=Subquery(passages.values("reader")),
        shown_flags=Cast(Subquery(passages.values("flags")), TextField()),
        chosen_reader=Coalesce(Subquery(decided.values("reader")), Value("")),
    )
    wanted = Q(chosen_reader=RECOGNITION) | Q(chosen_reader="", shown_flags__contains='"needs-ocr"')
    return done.exclude(shown_reader=RECOGNITION).filter(wanted).select_related("file")


def _recognised_of(
    rows: QuerySet[Recognition],
    *,
    done: Callable[[Recognition], None] | None = None,
    stopping: threading.Event | None = None,
) -> int:
    count, waiting_for_renewal, file = 0, 0, None
    try:
        while not (stopping and stopping.is_set()) and available():
            row = queue.claim(rows, "-wanted")
            if row is None or (file is not None and row.file_id != file.pk):
                _renew(file, waiting_for_renewal)
                waiting_for_renewal = 0
            if row is None:
                break
            file = File.objects.filter(pk=row.file_id).first()
            if file is None:  # it was removed this moment, and the page with it
                continue
            row.file = file
            count += 1
            waiting_for_renewal += _recognised(row)
            if waiting_for_renewal >= _RENEW_AFTER or (row.wanted and waiting_for_renewal):
                _renew(file, waiting_for_renewal)
                waiting_for_renewal = 0
            if done:
                done(row)
    finally:
        _renew(file, waiting_for_renewal)
    return count


def run(stopping: threading.Event) -> None:
    """The worker's thread: recognise what waits while no file waits to be read, until `stopping` is set."""
    try:
        queue.release_own(Recognition)
        look_again, since = monotonic(), None
        asked_with: dict[str, str] = {}
        while not stopping.is_set():
            close_old_connections()
            try:
                queue.release_abandoned()
                if monotonic() >= look_again:
                    look_again = monotonic() + _CATCH_UP
                    since = _show_since(since)
                    if asked_with != tools():
                        asked_with = tools()
                        ask_again_for_what_other_tools_read()
                if not available():
                    stopping.wait(_WITHOUT_TOOL)
                elif _files_wait() or not _recognised_of(
                    Recognition.objects.all(), stopping=_Unless(stopping)
                ):
                    stopping.wait(_IDLE_SECONDS)
            except DatabaseError as error:
                if not is_full(error):
                    raise
                stopping.wait(_WITHOUT_TOOL)
                with suppress(DatabaseError):
                    queue.release_own(Recognition)
    finally:
        connection.close()


class _Unless(threading.Event):
    """Set when the worker stops, and when a file waits to be read: that comes first."""

    def __init__(self, stopping: threading.Event) -> None:
        super().__init__()
        self._stopping = stopping

    def is_set(self) -> bool:
        return self._stopping.is_set() or _files_wait()


def _files_wait() -> bool:
    return Ingestion.objects.filter(
        state__in=[Ingestion.State.WAITING, Ingestion.State.RUNNING], not_before=None
    ).exists()


def _recognised(row: Recognition) -> bool:
    """Read one claimed page; gives whether there is something new of its file to show."""
    began = monotonic()
    try:
        if originals.fault_of_many_pages(row.file):
            raise OriginalLost(fixity.look(row.file))
        page = recognise(Path(row.file.original.path), row.number)
        row.seconds, row.tools = round(monotonic() - began, 2), tools()
        with transaction.atomic():
            # In this order: what an editor stopped, or removed with its file, leaves nothing.
            if queue.finish(row):
                readings.keep_page(row.file, page)
                return True
    except IngestError as error:
        queue.fail(row, error)
    except Exception as error:  # one page must not stop those behind it
        if is_full(error):
            queue.fail(row, DiskFull(str(error)))
            return False
        if not queue.is_ours(row):
            return False
        log.exception("Recognition %s failed", row.pk)
        queue.fail(row, Unexpected(f"{type(error).__name__}: {error}"))
    except BaseException:
        queue.give_back(row)
        raise
    return False


def _renew(file: File | None, pages: int) -> None:
    if file is None or not pages:
        return
    with transaction.atomic():
        if File.objects.select_for_update().filter(pk=file.pk).exists():  # else it was removed meanwhile
            _renew_now(file)


def _renew_now(file: File) -> None:
    renewed = renew(file)
    if renewed is None:
        # Without the stage the file is read again by itself, and shows then what was recognised.
        if file.stages.filter(stage=Ingestion.Stage.EXTRACT).delete()[0]:
            log.warning("File %s has no reading to renew; it is read again", file.pk)
    elif not file.recognitions.filter(
        state__in=[Recognition.State.WAITING, Recognition.State.RUNNING]
    ).exists():
        outline, found, kept = renewed
        describe_file(file, outline, chosen(file, found[:FIRST]), kept, file.name)
