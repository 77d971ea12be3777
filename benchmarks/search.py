"""What our own part of a search costs beside the engine's: `python -m benchmarks.search [--passages 10000]`.

The same questions in one run, in turn: (A) the whole of `research.find`; (B) the same three steps of the same engine,
asked bare with a tree that is ready; (C) ten rows fetched by their key. Ratios count, milliseconds are this machine's.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from benchmarks import corpus
from benchmarks.data_folder import given
from benchmarks.holdings import fill
from library.access import public
from library.models import Passage, Publication
from search.documents import document
from search.engines import Engine, Filters
from search.evaluation import temporary_engine
from search.indexing import rebuild
from search.query import Node, parse
from search.research import FINDINGS_A_PAGE, PASSAGES_SHOWN, WINDOW, Query, find

SIZES = (10_000, 50_000, 200_000)
ROUNDS = 3
WARMING_UP = 30
ROWS = 10
DOCUMENTS_AT_ONCE = 50
PROFILED_LINES = 45


@dataclass
class Times:
    """Milliseconds of each of the three, question by question."""

    find: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)


def main() -> None:
    options = _options()
    source = corpus.sentences()
    print(f"sentences from {source.name}")
    began = time.perf_counter()
    fill(corpus.works(source, options.passages))
    works = Publication.objects.count()
    print(
        f"{works} publications, {options.passages} passages, {time.perf_counter() - began:.0f} s to write the rows"
    )
    asked = corpus.questions(source)
    for name, urls in _engines(options.engine):
        print(f"\n{name}")
        with temporary_engine(name, urls) as engine:
            measure_indexing(engine, works, options.passages)
            measure_questions(engine, asked)
            if options.profile:
                profile(engine, asked)


def measure_indexing(engine: Engine, works: int, passages: int) -> None:
    """The index from rows, and the same documents when they are ready: what reading and analysing cost."""
    began = time.perf_counter()
    rebuild(engine)
    ours = time.perf_counter() - began
    bare = _bulk_seconds(engine)
    for what, seconds in (("rebuilt from rows", ours), ("ready-made documents in bulk", bare)):
        print(f"  {what:32}{works / seconds:10,.0f} publications/s {passages / seconds:10,.0f} passages/s")
    print(f"  from rows to ready-made         {bare / ours:10.2f} of its speed")


def _bulk_seconds(engine: Engine) -> float:
    """Seconds in the engine alone: the documents are made a few dozen at a time, and that does not count."""
    made = (document(each, 1, public()) for each in Publication.objects.order_by("pk").iterator())
    documents = (each for each in made if each)
    seconds = 0.0
    with engine.rebuild() as building:
        while some := list(islice(documents, DOCUMENTS_AT_ONCE)):
            began = time.perf_counter()
            building.put(some)
            building.commit()
            seconds += time.perf_counter() - began
        began = time.perf_counter()
        building.swap()
        seconds += time.perf_counter() - began
    return seconds


def measure_questions(engine: Engine, asked: list[str]) -> None:
    times = _times(engine, asked)
    print(f"  {len(asked)} questions, {ROUNDS} times{'p50':>17}{'p95':>10}  ms")
    for name, measured in (
        ("A  our whole find", times.find),
        ("B  the engine's three steps", times.bare),
        (f"C  {ROWS} rows by their key", times.rows),
    ):
        print(f"  {name:32}{_percentile(measured, 50):10.2f}{_percentile(measured, 95):10.2f}")
    whole = _percentile(times.find, 95) / _percentile(times.bare, 95)
    own = [ours - bare for ours, bare in zip(times.find, times.bare, strict=True)]
    share = _percentile(own, 50) / _percentile(times.rows, 50)
    print(f"  A to B at p95                   {whole:10.2f}  (at most 1.3)")
    print(f"  A − B to C at p50               {share:10.2f}  (at most 1)")


def _times(engine: Engine, asked: list[str]) -> Times:
    trees = {question: parse(question).tree for question in asked}
    keys = list(Passage.objects.order_by("?").values_list("pk", flat=True)[:ROWS])
    for question in asked[:WARMING_UP]:
        findings = find(Query(question), engine).findings
        if [finding.publication.pk for finding in findings] != ask_bare(engine, trees[question]):
            sys.exit(f"A and B give different publications for: {question}")
    times = Times()
    for turn in range(ROUNDS):
        for place, question in enumerate(asked):
            acts = [
                (times.find, lambda question=question: find(Query(question), engine)),
                (times.bare, lambda question=question: ask_bare(engine, trees[question])),
            ]
            if (turn + place) % 2:  # who comes second finds the engine's pages warm
                acts.reverse()
            for kept, act in [*acts, (times.rows, lambda: fetch_rows(keys))]:
                began = time.perf_counter()
                act()
                kept.append(1_000 * (time.perf_counter() - began))
    return times


def ask_bare(engine: Engine, tree: Node | None) -> list[int]:
    """What the engine has to answer for one page of findings, and nothing besides; gives the publications."""
    candidates = engine.candidates(tree, Filters(), size=WINDOW)
    ordered = engine.order(tree, candidates.ranked)
    ordered.sort(key=lambda publication: publication not in candidates.complete)
    shown = ordered[:FINDINGS_A_PAGE]
    engine.evidence(tree, shown, passages=PASSAGES_SHOWN)
    return shown


def fetch_rows(keys: list[int]) -> None:
    for key in keys:
        Passage.objects.get(pk=key)


def profile(engine: Engine, asked: list[str]) -> None:
    """Where the time of A goes."""
    profiler = cProfile.Profile()
    profiler.enable()
    for question in asked:
        find(Query(question), engine)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(PROFILED_LINES)


def _percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _engines(wanted: str | None) -> Iterator[tuple[str, list[str]]]:
    """The engines to measure, each with its servers."""
    if wanted != "elasticsearch":
        yield "embedded", []
    if wanted != "embedded":
        addresses = given["ELASTICSEARCH_URL"] or os.environ.get("TEST_ELASTICSEARCH_URL", "")
        urls = [url.strip() for url in addresses.split(",") if url.strip()]
        if any(map(_answers, urls)):
            yield "elasticsearch", urls
        else:
            print(
                "\nElasticsearch left out: no server answers at ELASTICSEARCH_URL (./run elasticsearch starts one)."
            )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=3):  # noqa: S310
            return True
    except OSError:
        return False


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, choices=SIZES, default=SIZES[0])
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="default: both")
    parser.add_argument("--profile", action="store_true", help="also show where the time of find goes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
