"""How often the first three findings answer: `python -m benchmarks.forty [--engine E] [--explain] [--without-corpus]`.

Forty questions with works that were judged before any run (benchmarks/questions), asked as the results page asks them.
"""

import argparse
import os
import time
from collections.abc import Mapping, Sequence

from benchmarks.corpus import CORPUS
from benchmarks.data_folder import given
from benchmarks.reading.measure import at_least, line
from benchmarks.searching import judged as j
from benchmarks.searching.explained import explained
from benchmarks.searching.servers import engines
from search.engines import Engine
from search.evaluation import temporary_engine
from search.findings import Finding
from search.indexing import rebuild
from search.research import Query, find

FIRST = 3
WANTED = 36
PATIENCE = 20.0
"""Seconds for an answer: this asks how good, not how fast, and may share its machine."""
_POLITE = 10


def main() -> None:
    options = _options()
    os.nice(_POLITE)
    asked = j.questions()
    servers = list(engines(options.engine, given["ELASTICSEARCH_URL"]))
    invented = _library(with_corpus=not options.without_corpus)
    answers = j.answers(asked, invented)
    for name, urls in servers:
        with temporary_engine(name, urls) as engine:
            rebuild(engine)
            _ask(asked, answers, engine, explain=options.explain)


def _library(*, with_corpus: bool) -> dict[str, int]:
    began = time.monotonic()
    j.prepare()
    print(f"{j.bring_demo()} works of the demo", flush=True)
    invented = j.bring_invented()
    print(f"{len(invented)} invented works", flush=True)
    if not with_corpus:
        print(
            "Without the corpus, as asked: fewer works that only distract. Compare with runs of the same kind."
        )
    elif not CORPUS.is_dir():
        print("The corpus is missing (../shared/corpus): fewer works that only distract.")
    else:
        works, pages = j.bring_corpus(CORPUS)
        print(f"{works} works of the corpus, {pages:,} pages", flush=True)
    j.settle()
    print(f"made in {time.monotonic() - began:.0f} s", flush=True)
    return invented


def _ask(asked: Sequence[j.Judged], answers: Mapping[str, int], engine: Engine, *, explain: bool) -> None:
    print(f"\n{engine.name}")
    answered = 0
    for each in asked:
        first = find(Query(each.question), engine, seconds=PATIENCE).findings[:FIRST]
        expected = [answers[name] for name in each.expected]
        good = any(finding.publication.pk in expected for finding in first)
        answered += good
        print(f"{'✓' if good else '✗'} {each.number:>2} {each.question}", flush=True)
        for finding in first:
            print(f"     {_told(finding, expected)}")
        if explain and not good:
            for told in explained(each.question, expected, engine):
                print(f"       | {told}")
    print(line(at_least("answered in the first three", answered, WANTED, f"of {len(asked)}", form="d")))


def _told(finding: Finding, expected: Sequence[int]) -> str:
    work = finding.publication
    mark = "→" if work.pk in expected else " "
    return f"{mark} {work.kind.name!s:12} {work.year or '':<4} {work.title[:90]}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.forty", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="default: both")
    parser.add_argument(
        "--explain", action="store_true", help="also show how each question that failed was read"
    )
    parser.add_argument("--without-corpus", action="store_true", help="a quick run with fewer distractors")
    return parser.parse_args()


if __name__ == "__main__":
    main()
