"""The records that others take along, from the database: whatever readers could see at any time, in the order in which it last
changed. What they can see no more is there as withdrawn, for ever (Identify says `persistent`).

A list goes on behind the last record told, not after so many: a work that changes while somebody harvests comes once more,
at the end, and none is passed over.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import override

from library.access import public
from library.models import Periodical, PermanentId, Publication
from library.models.cards import KINDS, collection
from portal.oai.items import Item, Set, Window
from portal.oai.tokens import Place, Selection


def item(code: str) -> Item | None:
    """The item with this code, with its record; None where readers never saw any."""
    found = _offered().filter(pk=code).first()
    return _items([found], records=True)[0] if found else None


def window(selection: Selection, place: Place | None, size: int, *, records: bool) -> Window:
    """The next `size` of a selection behind `place`, with their records if those are wanted."""
    chosen = _chosen(selection)
    behind = chosen
    if place is not None:
        # Said twice, so that the database begins at the date.
        later = Q(changed__gt=place.changed) | Q(changed=place.changed, pk__gt=place.code)
        behind = chosen.filter(later, changed__gte=place.changed)
    rows = list(behind.order_by("changed", "pk")[: size + 1])
    shown = rows[:size]
    if place is not None and not shown:
        # What was left has changed meanwhile and is told elsewhere. A part must not be empty: the last record once more.
        shown = list(_offered().filter(pk=place.code))
    told = (place.before if place else 0) + len(shown)
    onward = Place(shown[-1].changed, shown[-1].pk, told) if len(rows) > size else None
    return Window(_items(shown, records=records), chosen.count(), onward)


def sets() -> list[Set]:
    """The kinds of works, and each journal and bulletin of which readers saw something, also where only what was withdrawn
    is left in it."""
    kinds = {collection(kind.slug): _in_both(kind.plural) for kind in KINDS}
    shown = Periodical.objects.live().public()
    titles = {collection(each.kind_slug, each.slug): each.title for each in shown}
    specs = kinds.keys() | set(_collections())
    order = {spec: place for place, spec in enumerate(kinds)}
    return [
        Set(spec, kinds.get(spec) or titles.get(spec) or spec.partition(":")[2] or spec)
        for spec in sorted(specs, key=lambda spec: (order.get(spec.partition(":")[0], len(order)), spec))
    ]


def first_change() -> datetime:
    """Nothing that can be asked for changed before."""
    first = _offered().order_by("changed").values_list("changed", flat=True).first()
    return first or now()


def _offered() -> QuerySet[PermanentId]:
    return PermanentId.objects.filter(was_public=True)


def _chosen(selection: Selection) -> QuerySet[PermanentId]:
    found = _offered()
    if selection.since is not None:
        found = found.filter(changed__gte=selection.since)
    if selection.end is not None:
        found = found.filter(changed__lt=selection.end)
    if selection.set:
        # Here and not in the database: some compare letters without their case.
        within = [
            spec for spec in _collections() if spec == selection.set or spec.startswith(f"{selection.set}:")
        ]
        found = found.filter(collection__in=within)
    return found


def _collections() -> list[str]:
    told = _offered().exclude(collection="").order_by()
    return list(told.values_list("collection", flat=True).distinct())


def _items(rows: Iterable[PermanentId], *, records: bool) -> list[Item]:
    rows = list(rows)
    rule = public()
    keys = [row.publication_id for row in rows if row.publication_id is not None]
    seen = Publication.objects.seen(rule).filter(pk__in=keys)
    if not records:
        there = set(seen.values_list("pk", flat=True))
        return [Item(row.pk, row.changed, row.collection, row.publication_id not in there) for row in rows]
    known = seen.records(rule)
    return [
        Item(
            row.pk,
            row.changed,
            row.collection,
            row.publication_id not in known,
            known.get(row.publication_id),
        )
        for row in rows
    ]


def _in_both(name: object) -> str:
    said = []
    for language in ("id", "en"):
        with override(language):
            said.append(str(name))
    return " / ".join(dict.fromkeys(said))
