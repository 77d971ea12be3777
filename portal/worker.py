"""The worker: one loop that reads files, brings the index up to the database and keeps the calendar. Nobody needs cron.

Files are read in a thread beside the loop (each in a child process of its own), so that a long one keeps no change
from the index.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from ingest.recognising import run as recognise_pages
from ingest.uploading import clear_abandoned, take_whole
from ingest.work import run as ingest_files
from ingest.work import take_up_outdated
from library.changes import release_embargoes
from library.fixity import check_due
from library.folders import clear_removed
from library.made import make_again
from library.retelling import tell_anew
from portal.models import Beat, Institute
from search import alerts
from search.engine import engine
from search.engines import EngineError, IndexBusy, IndexOutdated
from search.indexing import drain, rebuild, sweep

log = logging.getLogger(__name__)

_PAUSE = 0.5  # seconds between two looks at what changed
_TROUBLE_PAUSE = 5.0
_BEAT = 10.0
_MINUTE, _HOUR, _SWEEP = 60.0, 3600.0, 6 * 3600.0
_ALIVE_FOR = timedelta(seconds=45)
_FORGOTTEN_AFTER = timedelta(hours=1)
_LEAVE_READING = 5.0  # what a file has come to by then, the next worker does again


def last_beat() -> datetime | None:
    """When some worker was last alive; None when none has been lately."""
    beat = Beat.objects.order_by("-at").first()
    return beat.at if beat and beat.at > timezone.now() - _ALIVE_FOR else None


def run() -> None:
    """Work until SIGTERM or Ctrl-C; what is under way is finished or left to be taken up."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    readings = [_Reading("ingest", ingest_files, stopping), _Reading("recognise", recognise_pages, stopping)]
    threading.Thread(target=_beat_on, args=(stopping,), daemon=True, name="beat").start()
    ticks = [
        _Tick(_MINUTE, _make_missing_index),
        _Tick(_MINUTE, release_embargoes),
        _Tick(_MINUTE, clear_removed),
        _Tick(_MINUTE, make_again),
        _Tick(_MINUTE, lambda: call_command("publish_scheduled", verbosity=0)),
        _Tick(_MINUTE, take_up_outdated),
        _Tick(_MINUTE, tell_anew),
        _Tick(_MINUTE, take_whole),
        _Tick(_MINUTE, check_due, first_after=_MINUTE),
        _Tick(_SWEEP, _sweep, first_after=_MINUTE),
        _Tick(_SWEEP, clear_abandoned),
        _Tick(_HOUR, lambda: _tell_of_new_works(stopping), first_after=_MINUTE),
    ]
    trouble = ""
    while not stopping.is_set():
        close_old_connections()
        pause = _PAUSE
        try:
            for tick in ticks:
                tick.run_if_due()
            if bring_up():
                pause = 0.0
            if trouble:
                log.info("The index is written again")
            trouble = ""
        except (
            Exception
        ) as error:  # the one broad catch: whatever it is, the beat and the next change must come
            # Said once, not every five seconds: the trouble is also on the page that says what is wrong.
            known = isinstance(error, EngineError | DatabaseError)
            said = f"{type(error).__name__}: {error.sentence if isinstance(error, EngineError) else error}"
            if said != trouble:
                log.warning("%s", said, exc_info=None if known else error)
            trouble, pause = said, _TROUBLE_PAUSE
        for reading in readings:
            reading.start_again_if_ended()
        stopping.wait(pause)
    for reading in readings:
        reading.join(_LEAVE_READING)
    with suppress(DatabaseError):
        Beat.objects.filter(name=_here()).delete()  # so that nobody counts on us for the rest of a minute


def bring_up() -> int:
    """Drain changes into the index; an index that does not exist, or is of another version, is made from the rows."""
    try:
        return drain()
    except IndexOutdated:
        if _make_missing_index():
            return 1
        raise


class _Reading:
    """A thread that reads beside the loop. Should it end by an error of its own, it begins anew."""

    def __init__(self, name: str, work: Callable[[threading.Event], None], stopping: threading.Event) -> None:
        self._name, self._work, self._stopping = name, work, stopping
        self._start()

    def start_again_if_ended(self) -> None:
        if not self._thread.is_alive() and not self._stopping.is_set():
            log.error("The thread %s stopped; starting it again", self._name)
            self._start()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _start(self) -> None:
        self._thread = threading.Thread(
            target=self._work, args=(self._stopping,), daemon=True, name=self._name
        )
        self._thread.start()


class _Tick:
    """Something that is due every so many seconds."""

    def __init__(self, seconds: float, act: Callable[[], object], first_after: float = 0.0) -> None:
        self._seconds, self._act = seconds, act
        self._due = monotonic() + first_after

    def run_if_due(self) -> None:
        if monotonic() >= self._due:
            self._due = monotonic() + self._seconds
            self._act()


def _beat_on(stopping: threading.Event) -> None:
    """Say every few seconds that we live, in a thread of its own: a rebuild takes longer than a beat."""
    while not stopping.is_set():
        close_old_connections()
        with suppress(DatabaseError):  # the loop says what is wrong with the database
            Beat.objects.update_or_create(name=_here(), defaults={"at": timezone.now()})
            Beat.objects.filter(at__lt=timezone.now() - _FORGOTTEN_AFTER).delete()
        stopping.wait(_BEAT)
    connection.close()


def _here() -> str:
    """This worker: its machine and its process."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}"


def _make_missing_index() -> bool:
    """Also where nothing waits to be indexed: an empty library answers, with nothing."""
    if not isinstance(engine().health().trouble, IndexOutdated):
        return False
    log.info("Making the index from the database")
    rebuild()
    return True


def _tell_of_new_works(stopping: threading.Event) -> None:
    """Letters to readers who keep a search, in the name of the library."""
    names = Institute.objects.filter(site__is_default_site=True).values_list("library_name", flat=True)
    alerts.tell(names.first() or settings.WAGTAIL_SITE_NAME, is_stopping=stopping.is_set)


def _sweep() -> None:
    try:
        drift = sweep()
    except (IndexBusy, IndexOutdated):
        return
    if drift.total:
        log.warning("The index had drifted: %s", drift)
