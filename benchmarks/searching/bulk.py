"""How fast texts go in: from rows, from ready-made documents through us, and into the engine's library bare."""

import time
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.reading.measure import Measured, at_least
from benchmarks.searching import bare
from library.access import public
from library.models import PermanentId
from search.documents import documents
from search.engines import Engine, PublicationDocument
from search.evaluation import temporary_engine
from search.indexing import rebuild

ROUNDS = 3
PASSAGES = 20_000
"""So many are held ready in memory."""
AT_ONCE = 50


def indexing(engine: Engine, passages: int, servers: list[str]) -> Iterator[Measured]:
    """Fills the engine from the rows, and then measures writing alone in indexes of its own."""
    seconds = _seconds(lambda: rebuild(engine))
    from_rows = passages / seconds
    made = list(_some_documents())
    held = sum(len(each.passages) for each in made)
    ours: list[float] = []
    theirs: list[float] = []
    with temporary_engine(engine.name, servers) as other:
        fields = bare.fields(made, other)
        for turn in range(ROUNDS):
            acts = [
                (ours, lambda: _through_us(other, made)),
                (theirs, lambda: bare.bulk(fields, other)),
            ]
            for kept, act in acts if turn % 2 else acts[::-1]:
                kept.append(_seconds(act))
    by_us, by_them = held / min(ours), held / min(theirs)
    yield Measured(
        "D  the engine's library bare, passages/s",
        f"{by_them:,.0f}",
        note=f"{held:,} passages, best of {ROUNDS}",
    )
    yield Measured(
        "E  the same through us", f"{by_us:,.0f}", note="batches, revisions, what was there replaced, swap"
    )
    yield Measured("F  from rows", f"{from_rows:,.0f}", note="all: reading rows, analysis, writing, sweep")
    yield at_least("E to D", by_us / by_them, 0.8, form=".2f")
    yield Measured("F to D", f"{from_rows / by_them:.2f}", note="D is given the tokens that F makes")


def _through_us(engine: Engine, made: list[PublicationDocument]) -> None:
    waiting = iter(made)
    with engine.rebuild() as building:
        while some := list(islice(waiting, AT_ONCE)):
            building.put(some)
            building.commit()
        building.swap()


def _some_documents() -> Iterator[PublicationDocument]:
    revisions = dict(PermanentId.objects.order_by("publication_id").values_list("publication_id", "revision"))
    many = 0
    for _, made in documents(revisions, public()):
        if many >= PASSAGES:
            return
        if made:
            many += len(made.passages)
            yield made


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
