"""The cards of findings, kept between questions for as long as nothing changes that a reader could see.

Making twenty works of eight kinds from rows costs more than everything else that a question needs of the database; which
of them may be shown, and whether they changed, is one small query. Every change that readers could see gives a work a new
revision (`library.changes`), so a kept card is never older than its work; what reaches a card without one, as a cover that
was lost and made again, is there after `KEPT_SECONDS`.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from library.access import Rule
from library.models import Publication

#: Of a process: some 20 kB each.
MOST_KEPT = 1_000
KEPT_SECONDS = 300.0

Version = tuple[int, datetime]
"""The revision of a work and when it was given: a number alone comes again where a database is restored."""


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Version
    work: Publication
    until: float


_kept: OrderedDict[int, _Kept] = OrderedDict()
_one_at_a_time = Lock()


def cards(keys: Iterable[int], rule: Rule) -> dict[int, Publication]:
    """Key → work with all that its card shows, of those among `keys` whose record the viewer may see. Works are shared by
    all who ask: nobody changes them."""
    versions = Publication.objects.seen(rule).filter(pk__in=list(keys)).order_by()
    current: dict[int, Version] = {
        key: (revision, changed)
        for key, revision, changed in versions.values_list("pk", "permanent__revision", "permanent__changed")
    }
    works = _known(current)
    if absent := current.keys() - works.keys():
        # In no order: Django would take a third of the time of making this query to say by which.
        made = list(Publication.objects.filter(pk__in=absent).order_by().for_cards())
        works |= {work.pk: work for work in made}
        _keep(made)
    return works


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


def _keep(works: Iterable[Publication]) -> None:
    until = monotonic() + KEPT_SECONDS
    with _one_at_a_time:
        for work in works:
            _kept[work.pk] = _Kept((work.permanent.revision, work.permanent.changed), work, until)
            _kept.move_to_end(work.pk)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
