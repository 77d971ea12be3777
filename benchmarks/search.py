"""How fast and how surely questions are answered: `python -m benchmarks.search [parts] [--passages 10000 50000]`.

Each engine is measured on each size of one growing collection, with both sides of each ratio in one run. Ratios count;
milliseconds are this machine's.
"""

import argparse
import os
import time
from collections.abc import Iterable

from benchmarks import corpus
from benchmarks.data_folder import given
from benchmarks.holdings import add, empty_library
from benchmarks.reading.measure import Measured, is_noisy, line
from benchmarks.searching.bulk import indexing
from benchmarks.searching.known import known
from benchmarks.searching.servers import engines
from benchmarks.searching.speed import Times, beginnings, profile, speed
from library.models import Publication
from search.engines import Engine
from search.evaluation import temporary_engine
from search.indexing import rebuild

PARTS = ("indexing", "speed", "beginnings", "known")
SIZES = (10_000, 50_000)
BEGINNINGS = 12

Before = dict[str, tuple[int, Times]]
"""engine → the size before, and what questions cost there."""


def main() -> None:
    options = _options()
    source = corpus.sentences()
    print(f"sentences from {source.name}")
    servers_of = list(engines(options.engine, given["ELASTICSEARCH_URL"]))
    works = corpus.works(source)
    empty_library()
    before: Before = {}
    held = 0
    for size in sorted(options.passages):
        began = time.monotonic()
        add(corpus.amounting_to(works, size - held))
        held = size
        print(
            f"\n{size:,} passages in {Publication.objects.count():,} works, written in {time.monotonic() - began:.0f} s"
        )
        for name, servers in servers_of:
            print(f"\n{name}, {size:,} passages; load {os.getloadavg()[0]:.1f}")
            with temporary_engine(name, servers) as engine:
                _measure(engine, servers, source, size, before, options)
    if is_noisy():
        print("\nThe machine was busy with other things when this began: milliseconds say little then.")


def _measure(
    engine: Engine,
    servers: list[str],
    source: corpus.Sentences,
    size: int,
    before: Before,
    options: argparse.Namespace,
) -> None:
    parts = options.parts or PARTS
    asked = corpus.questions(source)
    if "indexing" in parts:
        _tell(indexing(engine, size, servers))
    else:
        rebuild(engine)
    if {"speed", "beginnings"} & set(parts):
        smaller, earlier = before.get(engine.name, (size, None))
        times, lines = speed(engine, asked, earlier, size / smaller)
        _tell(lines)
        before[engine.name] = size, times
        if "beginnings" in parts:
            _tell(beginnings(engine, corpus.beginnings(source, BEGINNINGS), times))
    if "known" in parts:
        _tell(known(engine))
    if options.profile:
        profile(engine, asked)


def _tell(measured: Iterable[Measured]) -> None:
    for each in measured:
        print(f"  {line(each)}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; default: all")
    parser.add_argument("--passages", type=int, nargs="+", default=list(SIZES), help="sizes, growing")
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="default: both")
    parser.add_argument("--profile", action="store_true", help="also show where the time of find goes")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return options


if __name__ == "__main__":
    main()
