"""Works through waiting ingestions: what the worker, the `ingest` command and tests run.

Files for which a stage would be done otherwise now, because a tool or our own code is newer, are taken up again when
nothing else waits.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from time import sleep
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import QuerySet

from ingest import queue, stages
from ingest.accept import clear_left_over
from ingest.models import Ingestion
from ingest.pipeline import Report, Stopped, ingest
from ingest.room import is_full
from library import fixity

Result = TypeVar("Result")
log = logging.getLogger(__name__)
_IDLE_SECONDS = 1.0
_FULL_SECONDS = 10.0
_OTHERS_SECONDS = 0.2
_OUTDATED_AT_ONCE = 10


def work_off(
    among: QuerySet[Ingestion] | None = None,
    *,
    at_once: int = 1,
    report: Report | None = None,
    done: Callable[[Ingestion], None] | None = None,
) -> int:
    """Ingest all that waits (of `among`), `at_once` files at a time, until nothing does; gives how many.

    Those `among` that somebody else has in hand are waited for: whoever names files goes on with what came of them.
    `report` is called while a file is read, `done` after each. Interrupted, it gives back what it had in hand.
    """
    clear_left_over()
    count = 0
    while True:
        queue.release_abandoned()
        count += _in_parallel(among, at_once, report, done) if at_once > 1 else _in_turn(among, report, done)
        if among is None or not queue.in_other_hands(among):
            return count
        sleep(_OTHERS_SECONDS)


def run(stopping: threading.Event) -> None:
    """The worker's thread: take what waits, one after the other, until `stopping` is set."""
    try:
        clear_left_over()
        queue.release_own(Ingestion)
        while not stopping.is_set():
            close_old_connections()
            claimed = _with_room(stopping, _next_or_abandoned)
            if claimed is None:
                stopping.wait(_IDLE_SECONDS)
                continue
            try:
                ingest(claimed, _until(stopping))
            except DatabaseError as error:
                if not is_full(error):
                    raise
                _with_room(stopping, partial(queue.give_back, claimed))
    finally:
        connection.close()


def take_up_outdated() -> int:
    """Let a few files wait for the stages that would be done otherwise now; gives how many. Nothing is made from an original
    that is no longer sound; what was lost and came back is taken up too. The worker's tick."""
    if Ingestion.objects.filter(state__in=[Ingestion.State.WAITING, Ingestion.State.RUNNING]).exists():
        return 0
    count = queue.try_lost_again()
    for key in stages.outdated():
        row = Ingestion.objects.filter(file=key, state=Ingestion.State.DONE).order_by("pk").last()
        if row is not None and row.file is not None and not fixity.look(row.file):
            Ingestion.objects.filter(pk=row.pk, state=Ingestion.State.DONE).update(
                state=Ingestion.State.WAITING, attempts=0, finished=None
            )
            count += 1
        if count == _OUTDATED_AT_ONCE:
            break
    return count


def _next_or_abandoned() -> Ingestion | None:
    queue.release_abandoned()
    return _next()


def _with_room(stopping: threading.Event, act: Callable[[], Result]) -> Result | None:
    """What this gives, as soon as the database has room for it; None where we are to stop before that."""
    said = False
    while not stopping.is_set():
        try:
            return act()
        except DatabaseError as error:
            if not is_full(error):
                raise
            if not said:
                log.warning("The disk is full; nothing is read until there is room: %s", error)
            said = True
            stopping.wait(_FULL_SECONDS)
    return None


def _next(among: QuerySet[Ingestion] | None = None) -> Ingestion | None:
    return queue.claim(Ingestion.objects.all() if among is None else among)


def _in_turn(
    among: QuerySet[Ingestion] | None, report: Report | None, done: Callable[[Ingestion], None] | None
) -> int:
    count = 0
    while (claimed := _next(among)) is not None:
        ingest(claimed, report)
        count += 1
        if done:
            done(claimed)
    return count


def _in_parallel(
    among: QuerySet[Ingestion] | None,
    at_once: int,
    report: Report | None,
    done: Callable[[Ingestion], None] | None,
) -> int:
    """Files side by side: each is read in a child process of its own, so threads are enough here."""
    stopping = threading.Event()

    def one(claimed: Ingestion) -> Ingestion:
        try:
            ingest(claimed, _until(stopping, report))
        finally:
            connection.close()
        return claimed

    count = 0
    running: set[Future[Ingestion]] = set()
    try:
        with ThreadPoolExecutor(at_once) as threads:
            try:
                while True:
                    while len(running) < at_once and (claimed := _next(among)) is not None:
                        running.add(threads.submit(one, claimed))
                    if not running:
                        return count
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        count += 1
                        claimed = future.result()
                        if done:
                            done(claimed)
            finally:
                stopping.set()  # nothing runs any more but where we were interrupted
    except BaseException:
        queue.release_own(
            Ingestion
        )  # what was claimed a moment before we were interrupted, and given to no thread
        raise


def _until(stopping: threading.Event, report: Report | None = None) -> Report:
    """A report that stops the work when it is time."""

    def reporting(ingestion: Ingestion) -> None:
        if stopping.is_set():
            raise Stopped
        if report:
            report(ingestion)

    return reporting
