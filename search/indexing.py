"""Keeps the index equal to the database: drains changes, sweeps both sides, rebuilds beside the old index.

The database is the truth. Whoever drains clears a change only when the engine has confirmed it, so a crash at any
line costs work, never a difference. A work that cannot be indexed stays pending and is put behind, so that it does not
stop the others.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max

from library.access import public
from library.changes import pending, tell_again
from library.models import Change, PermanentId, Publication
from search.documents import documents
from search.engine import engine
from search.engines import (
    Engine,
    EngineAway,
    IndexBusy,
    IndexClosed,
    IndexOutdated,
    PublicationDocument,
    WritingRefused,
)

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
_AT_ONCE = 50
_PASSAGES_AT_ONCE = 2_000
_SWEPT_AT_ONCE = 1_000

_BEHIND_SECONDS = 600
_NO_WORKS_FAULT = (
    EngineAway,
    IndexBusy,
    IndexClosed,
    IndexOutdated,
    WritingRefused,
    OperationalError,
    InterfaceError,
)
_behind: dict[int, tuple[int, float]] = {}
"""publication → (the revision that could not be indexed, when this process may try it again)."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the index was from the database: works missing, works of an older revision, and ghosts."""

    missing: int = 0
    stale: int = 0
    ghosts: int = 0

    @property
    def total(self) -> int:
        return self.missing + self.stale + self.ghosts


def drain(to: Engine | None = None, *, at_most: int = _AT_ONCE) -> int:
    """Bring the index up to the oldest pending changes, `at_most` publications; gives how many were confirmed, 0 only
    when nothing is left but what cannot be indexed.

    Raises `EngineAway`, `IndexBusy`, `IndexOutdated`, `WritingRefused`, and what a lost database raises; nothing is lost
    then.
    """
    while waiting := _waiting(at_most):
        if confirmed := _index(waiting, to or engine()):
            return confirmed
    return 0


def _waiting(at_most: int) -> dict[int, int]:
    """publication → newest revision of the oldest changes, but for what was put behind. A new change is a new chance."""
    now = time.monotonic()
    behind = {publication: revision for publication, (revision, until) in _behind.items() if now < until}
    oldest = (
        Change.objects.values("publication")
        .annotate(revision=Max("pk"))
        .order_by("revision")
        .values_list("publication", "revision")[: at_most + len(behind)]
    )
    return dict(islice((each for each in oldest if behind.get(each[0]) != each[1]), at_most))


def _index(waiting: dict[int, int], to: Engine) -> int:
    """Index these together, or one by one where that fails; gives how many were confirmed."""
    try:
        _write(waiting, to)
    except _NO_WORKS_FAULT:
        raise
    except Exception as error:
        if len(waiting) > 1:
            return sum(_index({publication: revision}, to) for publication, revision in waiting.items())
        ((publication, revision),) = waiting.items()
        if _behind.get(publication, (0, 0.0))[0] != revision:
            log.error("Publication %s cannot be indexed: %s", publication, type(error).__name__)
        _behind[publication] = revision, time.monotonic() + _BEHIND_SECONDS
        return 0
    for publication in waiting:
        _behind.pop(publication, None)
    return len(waiting)


def _write(waiting: dict[int, int], to: Engine) -> None:
    """Index these, and clear their changes once the engine has confirmed them."""
    with to.writer() as writer:
        for publication, made in documents(waiting, public()):
            if made:
                writer.put([made])
            else:
                writer.remove(publication, waiting[publication])
        writer.commit()
    with transaction.atomic():
        for publication, revision in waiting.items():
            Change.objects.filter(publication=publication, pk__lte=revision).delete()


def drain_all(to: Engine | None = None, progress: Progress | None = None) -> int:
    """`drain` until nothing is pending but what cannot be indexed; gives how many were confirmed."""
    total = len(pending())
    done = 0
    while confirmed := drain(to):
        done += confirmed
        if progress:
            progress(done, max(total, done))
    return done


def rebuild(to: Engine | None = None, progress: Progress | None = None) -> int:
    """A new index from the rows, beside the old one, which answers until the swap; gives how many works it holds.

    Edits go on meanwhile, in both; a sweep afterwards finds what was missed. Raises what the engine raises; the old index stays then.
    """
    to = to or engine()
    held = 0
    with to.rebuild() as build, ThreadPoolExecutor(1) as hand:
        # Read only now: what changes from here on, whoever writes it tells the new index too.
        revisions = dict(
            PermanentId.objects.filter(publication__in=Publication.objects.seen(public()))
            .order_by("publication_id")
            .values_list("publication_id", "revision")
        )
        put: Future[None] | None = None
        for made in _by_weight(_counted(revisions, progress)):
            if put:
                put.result()
                build.commit()
            put = hand.submit(build.put, made)  # the engine takes these in while the next are read
            held += len(made)
        if put:
            put.result()
        build.swap()
    sweep(to)
    return held


def _counted(revisions: dict[int, int], progress: Progress | None) -> Iterator[PublicationDocument]:
    """The documents of all these publications that the public may see."""
    for done, (_, made) in enumerate(documents(revisions, public()), start=1):
        if made:
            yield made
        if progress:
            progress(done, len(revisions))


def _by_weight(documents: Iterable[PublicationDocument]) -> Iterator[list[PublicationDocument]]:
    """In batches that are worth a commit, by the number of passages, so that a shelf of thick books is not one."""
    batch: list[PublicationDocument] = []
    weight = 0
    for made in documents:
        batch.append(made)
        weight += 1 + len(made.passages)
        if len(batch) == _AT_ONCE or weight >= _PASSAGES_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def sweep(
    to: Engine | None = None,
    *,
    after: int = 0,
    at_once: int = _SWEPT_AT_ONCE,
    reached: Callable[[int], None] | None = None,
) -> Drift:
    """Compare both sides in the order of keys, from `after` on, `at_once` works at a time, and have what differs indexed
    again. `reached` is told the key after which it could go on another time.

    Works with a change pending are in order: the drain will come to them.
    """
    to = to or engine()
    drift = Drift()
    while True:
        in_order = set(pending())
        held = dict(to.revisions(after, at_once))
        last = max(held) if len(held) == at_once else None
        wanted = PermanentId.objects.filter(
            publication__in=Publication.objects.seen(public()), publication_id__gt=after
        )
        if last is not None:
            wanted = wanted.filter(publication_id__lte=last)
        truth = dict(wanted.values_list("publication_id", "revision"))
        in_order |= set(pending())  # and what changed while we looked
        missing = truth.keys() - held.keys() - in_order
        ghosts = held.keys() - truth.keys() - in_order
        stale = {key for key in (truth.keys() & held.keys()) - in_order if held[key] != truth[key]}
        tell_again(sorted(missing | ghosts | stale))
        drift = Drift(drift.missing + len(missing), drift.stale + len(stale), drift.ghosts + len(ghosts))
        if last is None:
            return drift
        after = last
        if reached:
            reached(after)
