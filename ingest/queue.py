"""Whose turn it is: claims, leases, and what becomes of an ingestion that failed. The rows themselves are the queue.

A worker that is killed leaves a lease behind; on its own machine that is seen at once (its process is gone), from
elsewhere when the lease runs out. Holder and attempt together name one claim: whatever a claim writes is written only
while it is still the last one.
"""

import os
import socket
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from ingest.errors import IngestError, ReaderCrashed
from ingest.models import Ingestion

#: Longer than any stretch without a word: a page may take a minute, a public copy two.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
_BACKOFF = timedelta(seconds=10)


def holder() -> str:
    """Who we are: this machine and this process."""
    return f"{_machine()}{os.getpid()}"


def claim(among: QuerySet[Ingestion] | None = None) -> Ingestion | None:
    """The next ingestion, now ours; None when nothing waits. A row is given to one claimer only.

    What was claimed so often and never came to an end kills whoever works on it: it is put aside.
    """
    now = timezone.now()
    rows = Ingestion.objects.all() if among is None else among
    waiting = Q(state=Ingestion.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    abandoned = Q(state=Ingestion.State.RUNNING, lease__lt=now)
    while True:
        found = rows.filter(waiting | abandoned).order_by("added", "pk").first()
        if found is None:
            return None
        as_found = Ingestion.objects.filter(
            pk=found.pk, state=found.state, lease=found.lease, holder=found.holder, attempts=found.attempts
        )
        if found.attempts >= MOST_ATTEMPTS:
            as_found.update(
                state=Ingestion.State.REFUSED,
                error=ReaderCrashed.code,
                detail="whoever worked on it ended without a word",
                holder="",
                lease=None,
                finished=now,
            )
            continue
        ours = as_found.update(
            state=Ingestion.State.RUNNING,
            stage=Ingestion.Stage.ACCEPT,
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
    return _write(
        ingestion,
        lease=timezone.now() + LEASE,
        stage=ingestion.stage,
        pages_done=ingestion.pages_done,
        pages_total=ingestion.pages_total,
    )


def finish(ingestion: Ingestion) -> bool:
    """It is done: text, copy, cover and draft are there. False when it is no longer ours; called in the transaction
    that keeps them, so that they are kept with it or not at all."""
    return _write(
        ingestion,
        state=Ingestion.State.DONE,
        finished=timezone.now(),
        holder="",
        lease=None,
        stage=ingestion.stage,
        target=ingestion.target,
        detail=ingestion.detail,
        pages_done=ingestion.pages_done,
        pages_total=ingestion.pages_total,
        tools=ingestion.tools,
    )


def fail(ingestion: Ingestion, error: IngestError) -> bool:
    """Put it aside with its sentence, or, where the trouble may pass, let it wait longer each time. False when it is
    no longer ours."""
    again = error.transient and ingestion.attempts < MOST_ATTEMPTS
    now = timezone.now()
    return _write(
        ingestion,
        state=Ingestion.State.WAITING if again else Ingestion.State.REFUSED,
        not_before=now + _BACKOFF * 2**ingestion.attempts if again else None,
        finished=None if again else now,
        error=error.code,
        detail=error.detail.replace("\0", "")[:2000],
        holder="",
        lease=None,
        stage=ingestion.stage,
        pages_done=ingestion.pages_done,
        pages_total=ingestion.pages_total,
        tools=ingestion.tools,
    )


def give_back(ingestion: Ingestion) -> bool:
    """We were told to stop: it waits as before we took it, and the attempt does not count."""
    return _write(
        ingestion, state=Ingestion.State.WAITING, holder="", lease=None, attempts=ingestion.attempts - 1
    )


def try_again(ingestion: Ingestion) -> None:
    """An editor's wish: it waits as if it had just come."""
    Ingestion.objects.filter(pk=ingestion.pk, state=Ingestion.State.REFUSED).update(
        state=Ingestion.State.WAITING, attempts=0, not_before=None, error="", detail="", finished=None
    )


def release_abandoned() -> int:
    """Free what a process of this machine held that is no longer alive; gives how many."""
    held = Ingestion.objects.filter(state=Ingestion.State.RUNNING, holder__startswith=_machine())
    dead = [name for name in held.values_list("holder", flat=True).distinct() if not _is_alive(name)]
    return _release(dead)


def release_own() -> int:
    """Free what this very process holds, where nothing in it works any more: after an error that stopped its work."""
    return _release([holder()])


def _release(holders: list[str]) -> int:
    return Ingestion.objects.filter(state=Ingestion.State.RUNNING, holder__in=holders).update(
        state=Ingestion.State.WAITING, holder="", lease=None
    )


def _write(ingestion: Ingestion, **values: object) -> bool:
    mine = Ingestion.objects.filter(
        pk=ingestion.pk, holder=holder(), attempts=ingestion.attempts, state=Ingestion.State.RUNNING
    )
    if not mine.update(**values):
        return False
    for name, value in values.items():
        setattr(ingestion, name, value)
    return True


def _machine() -> str:
    return f"{socket.gethostname()[:60]}:"


def _is_alive(name: str) -> bool:
    try:
        os.kill(int(name.rpartition(":")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
