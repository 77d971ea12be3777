"""What changed for readers, and the permanent addresses that outlive everything."""

from django.db import models
from django.utils import timezone

from library.models.cards import LONGEST_COLLECTION
from library.models.files import opaque
from library.models.publications import Publication


class Change(models.Model):
    """A publication whose readers could see a difference. Written by `library.changes.touch` alone.

    The row's own number is the revision: it grows with every change and is never given again. Without a foreign
    key, because a deletion is a change too.
    """

    id = models.BigAutoField(primary_key=True)
    publication = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.publication} @ {self.pk}"


class PermanentId(models.Model):
    """The permanent address of a publication: short, opaque, never reused, kept as a tombstone.

    A row of its own, so that copying a page does not copy it and deleting a page does not lose it. `title`,
    `withdrawn` and `reason` are what the tombstone says; `changed` is the last change that readers could see (for feeds and
    harvesters), `revision` the number of the last `Change`; `was_public` tells a withdrawn work from one that nobody
    ever saw, `was_read` one whose text was open from one of which readers saw the record alone. `came_in` is when it was
    news: when readers could see it first, and once more when they could first read it. `collection` is where it stands, as
    harvesters name it: its kind, and of a journal or bulletin its title ("buku", "jurnal:jurnal-sapa"); the last that
    readers could see.
    """

    code = models.CharField(max_length=12, primary_key=True, default=opaque)
    publication = models.OneToOneField(
        Publication, null=True, on_delete=models.SET_NULL, related_name="permanent", db_constraint=True
    )
    title = models.CharField(max_length=500, blank=True)
    collection = models.CharField(max_length=LONGEST_COLLECTION, blank=True)
    was_public = models.BooleanField(default=False)
    was_read = models.BooleanField(default=False)
    came_in = models.DateTimeField(null=True, blank=True, db_index=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    changed = models.DateTimeField(default=timezone.now, db_index=True)
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.code
