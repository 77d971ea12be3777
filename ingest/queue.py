"""Whose turn it is: claims, leases, and what becomes of work that failed. The rows of `Work` themselves are the queues.

A worker that is killed leaves a lease behind; on its own machine that is seen at once (its process is gone), from
elsewhere when the lease runs out. Holder and attempt together name one claim: whatever a claim writes is written only
while it is still the last one.
"""

import os
import socket
from datetime import timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from ingest.errors import AlreadyHere, Cancelled, IngestError, OriginalLost, ReaderCrashed
from ingest.models import Ingestion, Recognition, Work
from library.models import File

Claimed = TypeVar("Claimed", bound=Work)
QUEUES: tuple[type[Work], ...] = (Ingestion, Recognition)

#: Longer than any stretch without a word: a page may take a minute, a public copy two.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
_BACKOFF = timedelta(seconds=10)
_UNTIL_IT_PASSES = timedelta(minutes=1)


def holder() -> str:
    """Who we are: this machine and this process."""
    return f"{_machine()}{os.getpid()}"


def claim(rows: QuerySet[Claimed], *order: str) -> Claimed | None:
    """The next of these rows, now ours; None when none of them waits. A row is given to one claimer only.

    What was claimed so often and never came to an end kills whoever works on it: it is put aside. What was claimed less
    often comes first (whoever was killed may have been killed by somebody else: a file that happened to be in hand waits
    behind those that were not, and is not hit again and again), then the oldest; or whatever `order` says before that.
    """
    now = timezone.now()
    waiting = Q(state=Work.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    abandoned = Q(state=Work.State.RUNNING, lease__lt=now)
    while True:
        found = rows.filter(waiting | abandoned).order_by(*order, "attempts", "added", "pk").first()
        if found is None:
            return None
        as_found = type(found)._default_manager.filter(
            pk=found.pk, state=found.state, lease=found.lease, holder=found.holder, attempts=found.attempts
        )
        if found.attempts >= MOST_ATTEMPTS:
            as_found.update(
                state=Work.State.REFUSED,
                error=ReaderCrashed.code,
                detail="whoever worked on it ended without a word",
                holder="",
                lease=None,
                finished=now,
            )
            continue
        ours = as_found.update(
            state=Work.State.RUNNING,
            holder=holder(),
            lease=now + LEASE,
            attempts=found.attempts + 1,
            error="",
            detail="",
            **found.ANEW,
        )
        if ours:
            found.refresh_from_db()
            return found


def beat(work: Work) -> bool:
    """Say that we still work on it, and how far we are. False when it is no longer ours."""
    return _write(work, lease=timezone.now() + LEASE, **_told(work))


def in_other_hands(rows: QuerySet[Work]) -> bool:
    """Whether another process works on one of them."""
    return rows.filter(state=Work.State.RUNNING).exclude(holder=holder()).exists()


def is_ours(work: Work) -> bool:
    """Whether it is still there, and nobody took it over or stopped it."""
    return _mine(work).exists()


def finish(work: Work, **also: object) -> bool:
    """It is done. False when it is no longer ours; called in the transaction that keeps what came of it, so that they
    are kept with it or not at all. What is kept on the disk is written after this and before the commit: so long nobody
    can stop the work, or remove its file. `also` is what else is to be written in the row."""
    return _write(
        work,
        state=Work.State.DONE,
        finished=timezone.now(),
        holder="",
        lease=None,
        detail=work.detail,
        **_told(work),
        **also,
    )


def fail(work: Work, error: IngestError) -> bool:
    """Put it aside with its sentence, or, where the trouble may pass, let it wait longer each time; trouble that is none
    of its own (`waits`) does not count as an attempt. False when it is no longer ours."""
    again = error.transient and (error.waits or work.attempts < MOST_ATTEMPTS)
    pause = _UNTIL_IT_PASSES if error.waits else _BACKOFF * 2**work.attempts
    now = timezone.now()
    return _write(
        work,
        state=Work.State.WAITING if again else Work.State.REFUSED,
        not_before=now + pause if again else None,
        finished=None if again else now,
        error=error.code,
        detail=error.detail.replace("\0", "")[:2000],
        attempts=work.attempts - error.waits,
        holder="",
        lease=None,
        **_told(work),
    )


def give_back(work: Work) -> bool:
    """We were told to stop: it waits as before we took it, and the attempt does not count."""
    return _write(work, state=Work.State.WAITING, holder="", lease=None, attempts=work.attempts - 1)


def cancel(work: Work) -> bool:
    """An editor's wish: it is not done, or stopped where it stands; whoever works on it hears of it at the next beat.
    False when there is nothing to stop."""
    stopped = _rows(work).filter(state__in=[Work.State.WAITING, Work.State.RUNNING])
    return bool(
        stopped.update(
            state=Work.State.REFUSED,
            error=Cancelled.code,
            detail="",
            holder="",
            lease=None,
            not_before=None,
            finished=timezone.now(),
        )
    )


def try_again(work: Work) -> None:
    """An editor's wish: it waits as if it had just come."""
    _rows(work).filter(state=Work.State.REFUSED).update(
        state=Work.State.WAITING, attempts=0, not_before=None, error="", detail="", finished=None
    )


def try_what_failed_again(file: File) -> None:
    """Its original is sound again: what was put aside meanwhile, or because of that, waits as if it had just come."""
    for row in (*file.ingestions.all(), *file.recognitions.all()):
        if row.state == Work.State.REFUSED and row.error not in (AlreadyHere.code, Cancelled.code):
            try_again(row)


def try_lost_again() -> int:
    """Those whose original was lost, and found sound again when it was checked last; gives how many files."""
    lost = Q(ingestions__state=Work.State.REFUSED, ingestions__error=OriginalLost.code)
    lost |= Q(recognitions__state=Work.State.REFUSED, recognitions__error=OriginalLost.code)
    found = list(File.objects.filter(lost, fault="").distinct())
    for file in found:
        try_what_failed_again(file)
    return len(found)


def release_abandoned() -> int:
    """Free what a process of this machine held that is no longer alive; gives how many."""
    count = 0
    for queue in QUEUES:
        held = queue._default_manager.filter(state=Work.State.RUNNING, holder__startswith=_machine())
        dead = [name for name in held.values_list("holder", flat=True).distinct() if not _is_alive(name)]
        count += _release(queue, dead)
    return count


def release_own(queue: type[Work]) -> int:
    """Free what this very process holds of a queue, where nothing in it works any more: after an error that stopped its
    work."""
    return _release(queue, [holder()])


def _release(queue: type[Work], holders: list[str]) -> int:
    return queue._default_manager.filter(state=Work.State.RUNNING, holder__in=holders).update(
        state=Work.State.WAITING, holder="", lease=None
    )


def _told(work: Work) -> dict[str, object]:
    return {name: getattr(work, name) for name in work.TOLD}


def _rows(work: Claimed) -> QuerySet[Claimed]:
    return type(work)._default_manager.filter(pk=work.pk)


def _write(work: Work, **values: object) -> bool:
    if not _mine(work).update(**values):
        return False
    for name, value in values.items():
        setattr(work, name, value)
    return True


def _mine(work: Claimed) -> QuerySet[Claimed]:
    """Its row, as long as the claim is the last one."""
    return _rows(work).filter(holder=holder(), attempts=work.attempts, state=Work.State.RUNNING)


def _machine() -> str:
    return f"{socket.gethostname()[:60]}:"


def has_gone(name: str) -> bool:
    """Whether that holder is a process of this machine which is no longer alive."""
    return name.startswith(_machine()) and not _is_alive(name)


def _is_alive(name: str) -> bool:
    try:
        os.kill(int(name.rpartition(":")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
