"""How far two texts are the same: pure functions over words."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Words without regard to case, and hyphens cut them."""
    return _WORD.findall(text.casefold())


def in_order(known: list[str], found: list[str]) -> float:
    """The share of the known words that were found in their order (longest common subsequence, by Hunt and Szymanski)."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(found) - 1, -1, -1):
        places[found[place]].append(place)
    ends: list[int] = []
    for word in known:
        for place in places[word]:
            at = bisect_left(ends, place)
            ends[at : at + 1] = [place]
    return len(ends) / len(known)


def f1(known: Counter[str], found: Counter[str]) -> float:
    together = known.total() + found.total()
    return 2 * (known & found).total() / together if together else 1.0
