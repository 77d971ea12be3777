"""The best passages of many publications: looked at together, for the order of the publications and for what is shown.

One question of the searcher is cheaper than twenty, so the best passages of all are looked at in one list; only who stands
behind others' many passages is asked again, without the others, and at last alone.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from search.engines import Evidence
from search.engines.embedded import questions as q
from search.engines.embedded.index import Reading
from search.tree import Node

FIRST_PASSAGES = 1_000
"""The best passages that are looked at together at least; publications that lack one among them are asked again, without
the others."""

NEXT_PASSAGES = 10_000
"""At most so many are looked at together, first and again; who then still lacks one is asked alone."""

FEW = 3
"""So many are asked alone at once: each costs as much as finding all passages anew."""

Hit = tuple[float, Any]
"""(score, address) of a passage."""


@dataclass(frozen=True, slots=True)
class Look:
    """The best of the passages of some publications, in order, with the owner of each; `count` match in all."""

    among: frozenset[int]
    count: int
    hits: Sequence[Hit]
    owners: Sequence[int]

    @property
    def is_whole(self) -> bool:
        return self.count <= len(self.hits)


def order(reading: Reading, tree: Node, publications: Sequence[int]) -> dict[int, float]:
    """The score of the best passage of each publication that has one. What was looked at stays with `reading`: who asks for
    the passages next need not look again."""
    best: dict[int, float] = {}
    looks: list[Look] = []
    lacks = lambda publication: publication not in best  # noqa: E731
    for look in _looks(reading, tree, publications, lacks, lacks, alone=1):
        scores = [score for score, _ in reversed(look.hits)]
        # From the worst to the best: of each publication the last one stays.
        best.update(zip(reversed(look.owners), scores, strict=True))
        looks.append(look)
    reading.leave(tree, looks)
    return best


def evidence(reading: Reading, tree: Node, publications: Sequence[int], each: int) -> dict[int, Evidence]:
    """The best passages of each publication, `each` at most, and how many match."""
    owned = {publication: _Owned() for publication in publications}
    for look in reading.left(tree):
        _take(look, owned)
    unsure = lambda publication: owned[publication].is_unsure(each)  # noqa: E731
    lacks = lambda publication: owned[publication].lacks(each)  # noqa: E731
    if again := list(filter(unsure, publications)):
        for look in _looks(reading, tree, again, unsure, lacks, alone=max(each, FIRST_PASSAGES)):
            _take(look, owned)
    _count(reading, tree, owned)
    numbers = _numbers(reading, owned, each)
    return {one: Evidence(numbers[one], own.matching or 0) for one, own in owned.items()}


@dataclass(slots=True)
class _Owned:
    """The passages of one publication: the best that were seen, how many there are where that is known, and the score of
    the best that may not have been seen."""

    hits: list[Hit] = field(default_factory=list)
    matching: int | None = None
    unseen: float = -math.inf

    def lacks(self, each: int) -> bool:
        return len(self.hits) < self._wanted(each)

    def is_unsure(self, each: int) -> bool:
        """Whether one that was not seen could be among the best `each`: an equal could stand before in reading order."""
        wanted = self._wanted(each)
        return self.lacks(each) or (wanted > 0 and self.hits[wanted - 1][0] <= self.unseen)

    def _wanted(self, each: int) -> int:
        return each if self.matching is None else min(each, self.matching)

    def best(self, each: int) -> Iterable[Hit]:
        """`each` of the best, and those that score as much as the last of them."""
        if len(self.hits) <= each:
            return self.hits
        least = self.hits[each - 1][0]
        return takewhile(lambda hit: hit[0] >= least, self.hits)


def _take(look: Look, owned: dict[int, _Owned]) -> None:
    """What a look tells of each publication that was looked at, in place of what was known."""
    seen = look.among.intersection(owned)
    fresh: dict[int, list[Hit]] = {publication: [] for publication in seen}
    for hit, owner in zip(look.hits, look.owners, strict=True):
        if owner in seen:
            fresh[owner].append(hit)
    for publication, hits in fresh.items():
        known = len(hits) if look.is_whole else look.count if len(look.among) == 1 else None
        owned[publication] = _Owned(hits, known, -math.inf if look.is_whole else look.hits[-1][0])


def _count(reading: Reading, tree: Node, owned: dict[int, _Owned]) -> None:
    """Counts the passages of those of which only the best were seen."""
    uncounted = [publication for publication, own in owned.items() if own.matching is None]
    if not uncounted:
        return
    counted = {"publications": {"terms": {"field": "publication", "size": len(uncounted)}}}
    answer: Any = reading.passages.aggregate(q.any_passage(tree, uncounted, scored=False), counted)
    for bucket in answer["publications"]["buckets"]:
        owned[bucket["key"]].matching = bucket["doc_count"]


def _numbers(reading: Reading, owned: dict[int, _Owned], each: int) -> dict[int, list[int]]:
    """The numbers of the best of each, among equals the first in reading order."""
    best = [(publication, hit) for publication, own in owned.items() for hit in own.best(each)]
    placed: dict[int, list[tuple[float, int]]] = {publication: [] for publication in owned}
    for (publication, (score, _)), number in zip(
        best, q.values(reading.passages, "number", [hit for _, hit in best]), strict=True
    ):
        placed[publication].append((-score, number))
    return {publication: [number for _, number in sorted(own)[:each]] for publication, own in placed.items()}


def _looks(
    reading: Reading,
    tree: Node,
    publications: Sequence[int],
    unsure: Callable[[int], bool],
    lacks: Callable[[int], bool],
    *,
    alone: int,
) -> Iterator[Look]:
    """Looks, one after the other: all of them, then whoever is `unsure` of what was seen, then each that `lacks` a passage
    that it has, at so many of it `alone`.

    Where all passages count the same, as with the beginning of a word, nearly everybody stands behind others.
    """
    first = _look(reading, tree, publications, _many(reading, publications))
    yield first
    left = [] if first.is_whole else list(filter(unsure, publications))
    if len(left) > FEW:
        following = _look(reading, tree, left, NEXT_PASSAGES)
        yield following
        left = [] if following.is_whole else list(filter(lacks, left))
    for publication in left:
        yield _look(reading, tree, [publication], alone)


def _many(reading: Reading, publications: Collection[int]) -> int:
    """So many passages as these would have if they were like all others: finding them costs more than taking them over, so
    a second look is dearer than a larger first one."""
    average = reading.passages.num_docs / max(1, reading.publications.num_docs)
    return max(FIRST_PASSAGES, min(round(average * len(publications)), NEXT_PASSAGES))


def _look(reading: Reading, tree: Node, publications: Collection[int], limit: int) -> Look:
    found = q.search(reading.passages, q.any_passage(tree, publications), limit)
    hits = found.hits
    return Look(frozenset(publications), found.count, hits, q.values(reading.passages, "publication", hits))
