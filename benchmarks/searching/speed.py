"""What `find` costs beside the same questions asked of the engine bare, and beside ten rows fetched by their key."""

import cProfile
import math
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from threading import get_ident
from typing import Any

from benchmarks.reading.measure import Measured, at_most
from benchmarks.searching.bare import PATIENCE, Call, forget_answers, overheard
from library.models import Passage
from search.engines import Engine, Told
from search.research import Query, find

ROUNDS = 3
ROWS = 10
PROFILED_LINES = 45


@dataclass
class Times:
    """Milliseconds of each, question by question: by the clock, and of our own thread's work.

    Work is what a busy machine leaves comparable: `own` is that of `find` outside the engine, `own_rows` that of C.
    """

    find: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    own_rows: list[float] = field(default_factory=list)


class _Watched:
    """An engine, how much work was done `inside` its steps, and how much, they included, `elsewhere` than in our thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ours = get_ident()
        self.inside = 0.0
        self.elsewhere = 0.0

    def together(self, ask: Callable[[], Told]) -> Told:
        def steps() -> Told:
            began = time.thread_time()
            try:
                return ask()
            finally:
                if get_ident() != self._ours:
                    self.elsewhere += time.thread_time() - began

        return self._engine.together(steps)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if not callable(found):
            return found

        def ask(*given: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return found(*given, **named)
            finally:
                self.inside += time.thread_time() - began

        return ask


def speed(
    engine: Engine, asked: list[str], before: Times | None, grown: float
) -> tuple[Times, list[Measured]]:
    """`before` are the times of the same questions on a collection that was `grown` times smaller."""
    times = measured(engine, asked)
    own = percentile(times.own, 50)
    lines = [
        Measured("A  find, p50 / p95, ms", _both(times.find), note=f"{len(asked)} questions, {ROUNDS} times"),
        Measured("B  its calls of the engine's library, bare", _both(times.bare)),
        Measured(f"C  {ROWS} rows by their key", _both(times.rows)),
        at_most("A to B at p95", percentile(times.find, 95) / percentile(times.bare, 95), 1.3, form=".2f"),
        at_most(
            "our own work to that of C, p50",
            own / percentile(times.own_rows, 50),
            1.0,
            f"{own:.2f} ms of CPU outside the engine",
            ".2f",
        ),
    ]
    for percent in (50, 95):
        if before is None:
            break
        more = percentile(times.find, percent) / percentile(before.find, percent)
        power = math.log(more) / math.log(grown)
        note = f"{more:.2f} times for {grown:g} times as many passages"
        lines.append(at_most(f"power by which A grows, p{percent}", power, 1.0, note, ".2f"))
    return times, lines


def beginnings(engine: Engine, asked: list[str], words: Times) -> Iterator[Measured]:
    """Questions with the most common beginnings of words, beside those of whole words."""
    times = measured(engine, asked)
    yield Measured(
        "beginnings: find, p50 / p95, ms", _both(times.find), note=f"{len(asked)} questions like {asked[0]}"
    )
    yield Measured("beginnings: the same bare", _both(times.bare))
    whole = percentile(times.find, 95) / percentile(times.bare, 95)
    yield at_most("beginnings: find to bare at p95", whole, 1.3, form=".2f")
    beside = percentile(times.find, 95) / percentile(words.find, 95)
    yield at_most("beginnings to whole words at p95", beside, MOST_FOR_A_BEGINNING, form=".2f")


MOST_FOR_A_BEGINNING = 3.0


def measured(engine: Engine, asked: list[str]) -> Times:
    forget_answers(engine)
    keys = list(Passage.objects.order_by("pk").values_list("pk", flat=True)[: 10 * ROWS : ROWS])
    bare = _calls(engine, asked)  # which warms both up
    times = Times()
    for turn in range(ROUNDS):
        for place, question in enumerate(asked):
            acts = [partial(_find, engine, question, times), partial(_bare, bare[question], times)]
            if (turn + place) % 2:  # who comes second finds the engine's pages warm
                acts.reverse()
            for act in (*acts, partial(_rows, keys, times)):
                act()
    return times


def _find(engine: Engine, question: str, times: Times) -> None:
    watched: Any = _Watched(engine)
    began, work = time.perf_counter(), time.thread_time()
    find(Query(question), watched, seconds=PATIENCE)
    times.own.append(1_000 * (time.thread_time() - work + watched.elsewhere - watched.inside))
    times.find.append(1_000 * (time.perf_counter() - began))


def _bare(calls: list[Call], times: Times) -> None:
    began = time.perf_counter()
    for call in calls:
        call()
    times.bare.append(1_000 * (time.perf_counter() - began))


def _rows(keys: list[int], times: Times) -> None:
    began, work = time.perf_counter(), time.thread_time()
    for key in keys:
        Passage.objects.get(pk=key)
    times.own_rows.append(1_000 * (time.thread_time() - work))
    times.rows.append(1_000 * (time.perf_counter() - began))


def _calls(engine: Engine, asked: list[str]) -> dict[str, list[Call]]:
    """What `find` asks of the engine's library for each question. The answer must be the same as without being
    overheard."""
    bare: dict[str, list[Call]] = {}
    with overheard(engine) as (heard, calls):
        for question in asked:
            found = find(Query(question), engine, seconds=PATIENCE)  # which compiles its tree
            calls.clear()
            again = find(Query(question), heard, seconds=PATIENCE)
            bare[question] = list(calls)
            if again.findings != found.findings:
                sys.exit(f"two answers differ for: {question}")
    return bare


def profile(engine: Engine, asked: list[str]) -> None:
    """Where the time of A goes."""
    profiler = cProfile.Profile()
    profiler.enable()
    for question in asked:
        find(Query(question), engine, seconds=PATIENCE)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(PROFILED_LINES)


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _both(values: list[float]) -> str:
    return f"{percentile(values, 50):.2f} / {percentile(values, 95):.2f}"
