"""Whose turn it is: claims, leases, and what becomes of an ingestion that failed. The rows themselves are the queue.

A worker that is killed leaves a lease behind; on its own machine that is seen at once (its process is gone), from
elsewhere when the lease runs out.
"""

import os
import socket
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from ingest.errors import IngestError
from ingest.models import Ingestion

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
_BACKOFF = timedelta(seconds=10)


def holder() -> str:
    """Who we are: this machine and this process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def claim(among: QuerySet[Ingestion] | None = None) -> Ingestion | None:
    """The next ingestion, now ours; None when nothing waits. A row is given to one claimer only."""
    now = timezone.now()
    rows = Ingestion.objects.all() if among is None else among
    waiting = Q(state=Ingestion.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    abandoned = Q(state=Ingestion.State.RUNNING, lease__lt=now)
    while True:
        found = rows.filter(waiting | abandoned).order_by("added", "pk").first()
        if found is None:
            return None
        ours = Ingestion.objects.filter(
            pk=found.pk, state=found.state, lease=found.lease, holder=found.holder
        ).update(
            state=Ingestion.State.RUNNING,
            holder=holder(),
            lease=now + LEASE,
            attempts=found.attempts + 1,
            error="",
            detail="",
            pages_done=0,
        )
        if ours:
            found.refresh_from_db()
            return found


def beat(ingestion: Ingestion) -> bool:
    """Say that we still work on it, and how far we are. False when it is no longer ours."""
    mine = Ingestion.objects.filter(pk=ingestion.pk, holder=holder(), state=Ingestion.State.RUNNING)
    return bool(
        mine.update(
            lease=timezone.now() + LEASE,
            stage=ingestion.stage,
            pages_done=ingestion.pages_done,
            pages_total=ingestion.pages_total,
        )
    )


def finish(ingestion: Ingestion) -> None:
    """It is done: text, copy, cover and draft are there."""
    ingestion.state, ingestion.finished = Ingestion.State.DONE, timezone.now()
    ingestion.holder, ingestion.lease, ingestion.error = "", None, ""
    ingestion.save()


def fail(ingestion: Ingestion, error: IngestError) -> None:
    """Put it aside with its sentence, or, where the trouble may pass, let it wait longer each time."""
    ingestion.error, ingestion.detail = error.code, error.detail[:2000]
    ingestion.holder, ingestion.lease = "", None
    if error.transient and ingestion.attempts < MOST_ATTEMPTS:
        ingestion.state = Ingestion.State.WAITING
        ingestion.not_before = timezone.now() + _BACKOFF * 2**ingestion.attempts
    else:
        ingestion.state, ingestion.finished = Ingestion.State.REFUSED, timezone.now()
    ingestion.save()


def try_again(ingestion: Ingestion) -> None:
    """An editor's wish: it waits as if it had just come."""
    Ingestion.objects.filter(pk=ingestion.pk, state=Ingestion.State.REFUSED).update(
        state=Ingestion.State.WAITING, attempts=0, not_before=None, error="", detail="", finished=None
    )


def release_abandoned() -> int:
    """Free what a process of this machine held that is no longer alive; gives how many."""
    freed = 0
    for row in Ingestion.objects.filter(
        state=Ingestion.State.RUNNING, holder__startswith=f"{socket.gethostname()[:60]}:"
    ):
        if not _alive(int(row.holder.rpartition(":")[2])):
            freed += Ingestion.objects.filter(pk=row.pk, holder=row.holder).update(
                state=Ingestion.State.WAITING, holder="", lease=None
            )
    return freed


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
