"""Whether a file is in use: by what readers see, or by somebody's draft. Taking in and taking back ask here."""

from typing import Any

from django.db.models import Q
from wagtail.models import Revision

from ingest.errors import AlreadyHere
from library.models import File, Publication

#: Where the content of a revision says which files it reads, and which it plays.
_ROWS = ("spans", "recordings")


def is_held(file: File, target: Publication | None = None) -> bool:
    """Whether a published work or a draft reads or plays the file. Of a work that has a draft beside what is published
    both count, but of the `target` the draft alone: what was let go there may come back.

    The rows of a work that is not published are those of the day it was made; what its draft says is newer."""
    key = target.pk if target is not None else None
    waits = Q(publication__has_unpublished_changes=True)
    stale = waits & (Q(publication__live=False) | Q(publication=key))
    film_stale = Q(film__has_unpublished_changes=True) & (Q(film__live=False) | Q(film=key))
    return (
        file.spans.exclude(stale).exists()
        or file.recordings.exclude(film_stale).exists()
        or file.pk in in_drafts()
    )


def in_drafts() -> set[int]:
    """The files of drafts that wait for their editor, or for their hour: in the database such a span has no row yet."""
    drafts = Publication.objects.filter(has_unpublished_changes=True).values("latest_revision")
    waiting = Revision.objects.filter(Q(pk__in=drafts) | Q(approved_go_live_at__isnull=False))
    said: Any = waiting.values_list(*(f"content__{name}" for name in _ROWS))
    return {row["file"] for lists in said for rows in lists for row in rows or () if row.get("file")}


def held_by(file: File) -> Publication | None:
    """The work that reads or plays the file, or for which it was brought."""
    span = file.spans.select_related("publication").first()
    recording = file.recordings.select_related("film").first()
    if span is not None or recording is not None:
        return span.publication if span is not None else recording.film
    brought = file.ingestions.exclude(error=AlreadyHere.code).exclude(target=None).select_related("target")
    return next((each.target for each in brought.order_by("pk")), None)
