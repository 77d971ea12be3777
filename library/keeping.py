"""Saving what was made from a file for readers (`library.made`), unless the file or its works went while it was made."""

from django.db import transaction

from library import made
from library.changes import touch_all
from library.models import File, Publication


def keep_made(file: File, *also: str) -> bool:
    """Save the fields of what was made, and those other ones; where readers have more or less of the file than before,
    that is told. What was made while the file's works were withdrawn goes again, and is not saved. False where the file
    itself is gone: nothing is saved then, and nothing of it lies on the disk (`library.folders`)."""
    with transaction.atomic():
        before = File.objects.select_for_update().filter(pk=file.pk).first()
        if before is None:
            return False
        if before.taken_away:
            made.drop(file)
        file.save(update_fields=[*made.FIELDS, *also])
        if [bool(before.copy), bool(before.cover)] != [bool(file.copy), bool(file.cover)]:
            touch_all(Publication.objects.reading(file).values_list("pk", flat=True))
    return True
