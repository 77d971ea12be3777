"""The one way to say that readers could see a difference.

Whatever writes something that readers see calls `touch` in the same transaction; the worker then brings the index
(and whatever else copies from the database) up to it. `signal_handlers` calls it for all that Wagtail does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from library import made
from library.access import Access, public
from library.models import Change, PermanentId, Publication
from library.models.cards import collection
from library.models.querysets import kinds_of
from library.prepared import prepared

_AT_ONCE = 500
#: Of the journal or bulletin that an issue belongs to, or an article.
_SERIALS = [
    f"{way}__serial__{field}" for way in ("issue", "article__host") for field in ("kind_slug", "slug")
]


def touch(*publications: Publication | int) -> None:
    """Record that these publications (or those with these keys) changed, and bring their permanent ids up to it."""
    touch_all(each if isinstance(each, int) else each.pk for each in publications)


def touch_all(keys: Iterable[int]) -> None:
    """`touch` for many at once. Of a work that no reader ever saw nothing is recorded: there is no difference."""
    _record(keys)


def withdraw(keys: Iterable[int]) -> None:
    """Record that these publications are being deleted: said in the same transaction, while their rows are there."""
    _record(keys, deleted=True)


def tell_again(keys: Iterable[int]) -> None:
    """Have these publications indexed again though nothing changed for readers: what the sweep found amiss."""
    _record(keys, readers_see_it=False)


_changed = prepared(lambda: Change.objects.order_by("publication").values_list("publication").distinct())


def pending() -> tuple[int, ...]:
    """Keys of publications with a change that the index does not show yet, each once, in order."""
    return tuple(key for (key,) in _changed())


def release_embargoes() -> int:
    """Touch the works whose embargo has ended since they were last touched; gives how many.

    The index holds no text of a work under embargo, so the day itself is a change. Called by the worker's tick.
    """
    ended = PermanentId.objects.filter(
        was_public=True,
        withdrawn=None,
        publication__access=Access.EMBARGO,
        publication__embargo_until__lte=timezone.localdate(),
        changed__date__lt=F("publication__embargo_until"),
    )
    keys = list(ended.values_list("publication_id", flat=True))
    touch_all(keys)
    return len(keys)


def _record(keys: Iterable[int], *, readers_see_it: bool = True, deleted: bool = False) -> None:
    ordered = sorted(set(keys))
    with transaction.atomic():
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            # Locked before the change is numbered: of two writers at once, the later commit has the higher number.
            ids = list(PermanentId.objects.select_for_update().filter(publication_id__in=some).order_by("pk"))
            seen = {} if deleted else _seen(some)
            read = set() if deleted else _read(some)
            reasons = _reasons(some) if len(seen) < len(some) else {}
            if readers_see_it:
                unseen = {each.publication_id for each in ids if not each.was_public} - seen.keys()
                some = [key for key in some if key not in unseen]
                ids = [each for each in ids if each.publication_id not in unseen]
            changes = Change.objects.bulk_create([Change(publication=key) for key in some])
            revisions = {change.publication: change.pk for change in changes}
            now = timezone.now()
            for permanent in ids:
                permanent.revision = revisions[permanent.publication_id]
                if readers_see_it:
                    _bring_up(permanent, seen, reasons, now, read=permanent.publication_id in read)
            fields = [
                "revision",
                "changed",
                "title",
                "collection",
                "was_public",
                "was_read",
                "came_in",
                "withdrawn",
                "reason",
            ]
            PermanentId.objects.bulk_update(ids, fields)
            if readers_see_it:
                _take_away([each.publication_id for each in ids if each.withdrawn])
                _date_again([each.pk for each in ids], now)


def _date_again(codes: list[str], before: datetime) -> None:
    """What changed is there for others once the transaction has ended, which may take a while: whoever asked meanwhile for
    what changed until now, and asks for the rest next time, would never hear of it."""

    changed = PermanentId.objects.filter(pk__in=codes, changed=before)

    def date() -> None:
        with transaction.atomic():
            there = list(changed.select_for_update().order_by("pk").values_list("pk", flat=True))
            PermanentId.objects.filter(pk__in=there).update(changed=timezone.now())

    # Robust: what was changed is kept, whatever becomes of the date.
    transaction.on_commit(date, robust=True)


def _reasons(keys: list[int]) -> dict[int, str]:
    """Why they were withdrawn, of those where an editor says so."""
    told = Publication.objects.filter(pk__in=keys).exclude(withdrawal="")
    return dict(told.values_list("pk", "withdrawal"))


def _take_away(keys: list[int]) -> None:
    """What was made from withdrawn works goes once the withdrawal is certain."""
    if not keys:
        return
    files = made.files_of(keys)
    covers = list(Publication.objects.filter(pk__in=keys).exclude(cover=None).values_list("cover", flat=True))
    if files or covers:
        transaction.on_commit(lambda: made.take_away(files, covers))


def _seen(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Title and collection by key of those that the public may see now."""
    rows = Publication.objects.seen(public()).filter(pk__in=keys)
    kinds = {kind._meta.model_name: kind.KIND.slug for kind in kinds_of(Publication)}
    seen = {}
    for key, title, model, *serials in rows.values_list("pk", "title", "content_type__model", *_SERIALS):
        kind, serial, kind_above, serial_above = serials
        seen[key] = title, collection(kind or kind_above or kinds[model], serial or serial_above or "")
    return seen


def _read(keys: list[int]) -> set[int]:
    """Those whose text the public may open now."""
    return set(Publication.objects.read(public()).filter(pk__in=keys).values_list("pk", flat=True))


def _bring_up(
    permanent: PermanentId,
    seen: Mapping[int, tuple[str, str]],
    reasons: Mapping[int, str],
    now: datetime,
    *,
    read: bool,
) -> None:
    """A permanent id follows its work: its dates, and its tombstone from the day on which it was withdrawn."""
    if permanent.publication_id in seen:
        permanent.changed = now
        if not permanent.was_public or (read and not permanent.was_read):
            permanent.came_in = now
        permanent.was_read = permanent.was_read or read
        title, permanent.collection = seen[permanent.publication_id]
        permanent.title = title[:500]
        permanent.was_public, permanent.withdrawn, permanent.reason = True, None, ""
        return
    reason = reasons.get(permanent.publication_id, permanent.reason)
    if permanent.withdrawn is None or reason != permanent.reason:
        permanent.changed = now  # what editors do with it afterwards is nobody's to know
    permanent.withdrawn, permanent.reason = permanent.withdrawn or now, reason
