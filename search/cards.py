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

#: Of a process: some 20 kB each.
MOST_KEPT = 2_000
KEPT_SECONDS = 300.0

Version = list[Any]
"""The revision of a work and when it was given, as the database has it: a number alone comes again where one is
restored."""


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Version
    work: Publication
    until: float


_AT_ONCE = 20
#: Keys that no work has.
_PLACES = range(-_AT_ONCE, 0)

_kept: OrderedDict[int, _Kept] = OrderedDict()
_one_at_a_time = Lock()


def cards(keys: Iterable[int], rule: Rule) -> dict[int, Publication]:
    """Key → work with all that its card shows, of those among `keys` whose record the viewer may see. Works are shared by
    all who ask: nobody changes them."""
    current = {key: version for key, *version in _versions(list(keys), rule)}
    works = _known(current)
    if absent := current.keys() - works.keys():
        # In no order: Django would take a third of the time of making this query to say by which.
        made = {work.pk: work for work in Publication.objects.filter(pk__in=absent).order_by().for_cards()}
        works |= made
        # Under the version that was read before: a change since then makes it anew for the next question.
        _keep({key: (current[key], work) for key, work in made.items()})
    return works


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


def _known(current: dict[int, Version]) -> dict[int, Publication]:
    now = monotonic()
    works: dict[int, Publication] = {}
    with _one_at_a_time:
        for key, version in current.items():
            kept = _kept.get(key)
            if kept and kept.version == version and kept.until > now:
                works[key] = kept.work
                _kept.move_to_end(key)
    return works


def _keep(works: Mapping[int, tuple[Version, Publication]]) -> None:
    until = monotonic() + KEPT_SECONDS
    with _one_at_a_time:
        for key, (version, work) in works.items():
            _kept[key] = _Kept(version, work, until)
            _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
