"""Taking back a file that was brought by mistake: its rows, and what the disk holds of it. Called by the admin alone."""

from collections.abc import Iterable

from django.db import transaction

from ingest.holding import in_drafts
from ingest.models import Ingestion
from library import folders
from library.models import File, Span
from library.models.films import Recording


def kept(files: Iterable[int]) -> set[int]:
    """Those of the files (by id) that must stay: a work or somebody's draft reads or plays them, or they are being
    read now."""
    wanted = set(files)
    read = Span.objects.filter(file__in=wanted).values_list("file_id", flat=True)
    in_hand = Ingestion.objects.filter(file__in=wanted, state=Ingestion.State.RUNNING)
    played = Recording.objects.filter(file__in=wanted).values_list("file_id", flat=True)
    return set(read) | set(played) | set(in_hand.values_list("file_id", flat=True)) | (in_drafts() & wanted)


def remove(ingestion: Ingestion) -> bool:
    """Remove the row and, where it stands for a file, that file with all that came of it and all its rows.

    False when the file must stay; nothing changes then. The disk is cleared after the commit: what fails before
    leaves a file whole. Whoever recognises one of its pages just now is not waited for: it finds no place to put it.
    """
    if ingestion.is_only_said:
        ingestion.delete()
        return True
    with transaction.atomic():
        file = File.objects.select_for_update().filter(pk=ingestion.file_id).first()
        if file is None or kept([file.pk]):
            return False
        sha256 = file.sha256
        file.ingestions.all().delete()
        file.delete()
        folders.note_removal(sha256)
        transaction.on_commit(lambda: folders.clear(sha256))
    return True
