"""The one way to say that readers could see a difference.

Whatever writes something that readers see calls `touch` in the same transaction; the worker then brings the index
(and whatever else copies from the database) up to it. `signal_handlers` calls it for all that Wagtail does.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from library.access import Access, public
from library.models import Change, PermanentId, Publication


def touch(*publications: Publication | int) -> None:
    """Record that these publications (or those with these keys) changed, and bring their permanent ids up to it."""
    touch_all([each if isinstance(each, int) else each.pk for each in publications])


def touch_all(keys: Iterable[int]) -> None:
    """`touch` for many at once."""
    _record(keys, seen_by_readers=True)


def tell_again(keys: Iterable[int]) -> None:
    """Have these publications indexed again though nothing changed for readers: what the sweep found amiss."""
    _record(keys, seen_by_readers=False)


def _record(keys: Iterable[int], *, seen_by_readers: bool) -> None:
    keys = list(dict.fromkeys(keys))
    if not keys:
        return
    with transaction.atomic():
        changes = Change.objects.bulk_create([Change(publication=key) for key in keys], batch_size=500)
        revisions = {change.publication: change.pk for change in changes}
        for start in range(0, len(keys), 500):
            _bring_up(keys[start : start + 500], revisions, seen_by_readers)


def pending() -> QuerySet:
    """Keys of publications with a change that the index does not show yet."""
    return Change.objects.values_list("publication", flat=True).distinct()


def release_embargoes() -> int:
    """Touch the works whose embargo has ended since they were last touched; gives how many.

    The index holds no text of a work under embargo, so the day itself is a change. Called by the worker's tick.
    """
    today = timezone.localdate()
    ended = PermanentId.objects.filter(
        publication__access=Access.EMBARGO,
        publication__embargo_until__lte=today,
        changed__date__lt=F("publication__embargo_until"),
    )
    keys = list(ended.values_list("publication_id", flat=True))
    touch_all(keys)
    return len(keys)


def _bring_up(keys: list[int], revisions: dict[int, int], seen_by_readers: bool) -> None:
    """Permanent ids follow: their revision always, their date and tombstone where readers saw a difference."""
    now = timezone.now()
    seen = dict(Publication.objects.seen(public()).filter(pk__in=keys).values_list("pk", "title"))
    ids = list(PermanentId.objects.filter(publication_id__in=keys))
    for permanent in ids:
        permanent.revision = revisions[permanent.publication_id]
        if not seen_by_readers:
            continue
        permanent.changed = now
        if permanent.publication_id in seen:
            permanent.title = seen[permanent.publication_id][:500]
            permanent.was_public, permanent.withdrawn = True, None
        elif permanent.was_public:
            permanent.withdrawn = permanent.withdrawn or now
    PermanentId.objects.bulk_update(ids, ["revision", "changed", "title", "was_public", "withdrawn"])
