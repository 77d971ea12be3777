"""The cards of findings, kept between questions for as long as nothing changes that a reader could see.

Making twenty works of eight kinds from rows costs more than everything else that a question needs of the database; which
of them may be shown, and whether they changed, is one small query. Every change that readers could see gives a work a new
revision (`library.changes`), so a kept card is never older than its work; what reaches a card without one, as a cover that
was lost and made again, is there after `KEPT_SECONDS`.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any

from library.access import Rule
from library.models import Publication
from library.prepared import Row, answer

#: Of a process: some 14 kB each, so 70 MB where a library has so many works.
MOST_KEPT = 5_000
KEPT_SECONDS = 300.0

Version = list[Any]
"""The revision of a work and when it was given, as the database has it: a number alone comes again where one is
restored."""


@dataclass(frozen=True, slots=True)
class Card:
    """A work, and (file, first passage, how many) of each stretch that it reads."""

    work: Publication
    stretches: tuple[tuple[int, int, int], ...]

    def place(self, number: int) -> tuple[int, int] | None:
        """The file of its passage with this number (from 1), and the number there; None beyond the last."""
        before = 0
        for file, first, length in self.stretches:
            if 0 < number - before <= length:
                return file, first + number - before - 1
            before += length
        return None


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Version
    card: Card
    until: float


_AT_ONCE = 20
#: Keys that no work has.
_PLACES = range(-_AT_ONCE, 0)

_kept: OrderedDict[int, _Kept] = OrderedDict()
_one_at_a_time = Lock()


def cards(keys: Iterable[int], rule: Rule) -> dict[int, Card]:
    """Key → work with all that its card shows, of those among `keys` whose record the viewer may see. Works are shared by
    all who ask: nobody changes them."""
    current = {key: version for key, *version in _versions(list(keys), rule)}
    known = _known(current)
    if absent := current.keys() - known.keys():
        # In no order: Django would take a third of the time of making this query to say by which.
        made = {
            work.pk: _card(work) for work in Publication.objects.filter(pk__in=absent).order_by().for_cards()
        }
        known |= made
        # Under the version that was read before: a change since then makes it anew for the next question.
        _keep({key: (current[key], card) for key, card in made.items()})
    return known


def _card(work: Publication) -> Card:
    return Card(work, tuple((span.file.pk, span.first, span.length) for span in work.spans.all()))


def _versions(keys: Sequence[int], rule: Rule) -> Iterator[Row]:
    """(key, revision, when it was given) of those that the viewer may see."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        words, values = _asking_for_versions(rule)
        those = {place: some[min(place - _PLACES[0], len(some) - 1)] for place in _PLACES}
        yield from answer(words, tuple(those.get(value, value) for value in values))


@lru_cache(1)
def _asking_for_versions(rule: Rule) -> tuple[str, Row]:
    """In the database's words, with a place for each of so many keys."""
    versions = Publication.objects.seen(rule).filter(pk__in=list(_PLACES)).order_by()
    return versions.values_list("pk", "permanent__revision", "permanent__changed").query.sql_with_params()


def _known(current: dict[int, Version]) -> dict[int, Card]:
    now = monotonic()
    known: dict[int, Card] = {}
    with _one_at_a_time:
        for key, version in current.items():
            kept = _kept.get(key)
            if kept and kept.version == version and kept.until > now:
                known[key] = kept.card
                _kept.move_to_end(key)
    return known


def _keep(cards: Mapping[int, tuple[Version, Card]]) -> None:
    until = monotonic() + KEPT_SECONDS
    with _one_at_a_time:
        for key, (version, card) in cards.items():
            _kept[key] = _Kept(version, card, until)
            _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
