"""Known items: whether a page is found again by four of its words, joined with its work and by passages alone."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.corpus import SEED, THICK, WORDS_OF_ITEM, meant
from benchmarks.reading.measure import Measured, at_least
from benchmarks.searching.bare import PATIENCE, by_passages_alone
from library.models import Passage, Publication
from search.engines import Engine
from search.evaluation import CUTOFF, reciprocal_rank
from search.interpretation.held import understood
from search.research import Query, find

ITEMS = 300
WITHIN = 0.01


@dataclass(frozen=True)
class Item:
    """Four words, and the work that has a page which holds them all."""

    question: str
    publication: int


def known(engine: Engine) -> Iterator[Measured]:
    everything = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
    for name, thick in (("page of any work", False), (f"page of {THICK[0]}-{THICK[-1]}", True)):
        some = items(thick=thick)
        if not some:
            yield Measured(name, "-", note="no thick work among so few passages")
            continue
        joined, alone = [], []
        for item in some:
            found = [
                str(finding.publication.pk)
                for finding in find(Query(item.question), engine, seconds=PATIENCE).findings
            ]
            tree = understood(item.question).question.tree
            passages = by_passages_alone(engine, tree, everything, CUTOFF) if tree else []
            grades = {str(item.publication): 1}
            joined.append(reciprocal_rank(found, grades))
            alone.append(reciprocal_rank([str(each) for each in passages], grades))
        for what, values in (("success@10", _successes), ("MRR@10", list)):
            ours, theirs = fmean(values(joined)), fmean(values(alone))
            note = f"passages alone {theirs:.3f}, {len(some)} items"
            yield at_least(f"{name}: {what}, joined", round(ours, 3), round(theirs - WITHIN, 3), note)


def items(*, thick: bool) -> list[Item]:
    """Drawn with a fixed seed from all pages, or from those of thick works."""
    chance = random.Random(SEED + 2)
    works = Publication.objects.filter(spans__file__pages__gte=THICK[0] if thick else 1).order_by("pk")
    places = list(works.values_list("pk", "spans__file", "spans__file__pages"))
    if not places:
        return []
    chosen = chance.choices(places, weights=[pages for *_, pages in places], k=ITEMS)
    return [_item(chance, key, file, pages) for key, file, pages in chosen]


def _item(chance: random.Random, publication: int, file: int, pages: int) -> Item:
    while True:
        passage = Passage.objects.only("text").get(file=file, number=chance.randint(1, pages))
        if len(words := meant(passage.text)) >= WORDS_OF_ITEM:
            return Item(" ".join(chance.sample(words, WORDS_OF_ITEM)), publication)


def _successes(ranks: Sequence[float]) -> list[float]:
    return [float(rank > 0) for rank in ranks]
