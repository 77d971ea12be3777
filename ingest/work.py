"""Works through waiting ingestions: what the worker, the `ingest` command and tests run."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import close_old_connections, connection
from django.db.models import QuerySet

from ingest import queue
from ingest.accept import clear_left_over
from ingest.models import Ingestion
from ingest.pipeline import Report, Stopped, ingest

log = logging.getLogger(__name__)
_IDLE_SECONDS = 1.0


def work_off(
    among: QuerySet[Ingestion] | None = None,
    *,
    at_once: int = 1,
    report: Report | None = None,
    done: Callable[[Ingestion], None] | None = None,
) -> int:
    """Ingest all that waits (of `among`), `at_once` files at a time, until nothing does; gives how many.

    `report` is called while a file is read, `done` after each. Interrupted, it gives back what it had in hand.
    """
    clear_left_over()
    queue.release_abandoned()
    if at_once > 1:
        return _in_parallel(among, at_once, report, done)
    count = 0
    while (claimed := queue.claim(among)) is not None:
        ingest(claimed, report)
        count += 1
        if done:
            done(claimed)
    return count


def run(stopping: threading.Event) -> None:
    """The worker's thread: take what waits, one after the other, until `stopping` is set."""
    try:
        clear_left_over()
        queue.release_own()
        while not stopping.is_set():
            close_old_connections()
            queue.release_abandoned()
            claimed = queue.claim()
            if claimed is None:
                stopping.wait(_IDLE_SECONDS)
            else:
                ingest(claimed, _until(stopping))
    finally:
        connection.close()


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
                    while len(running) < at_once and (claimed := queue.claim(among)) is not None:
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
        queue.release_own()  # what was claimed a moment before we were interrupted, and given to no thread
        raise


def _until(stopping: threading.Event, report: Report | None = None) -> Report:
    """A report that stops the work when it is time."""

    def reporting(ingestion: Ingestion) -> None:
        if stopping.is_set():
            raise Stopped
        if report:
            report(ingestion)

    return reporting
