"""The passages of a file: made from what its readers found, what recognition added, and what editors decided."""

from dataclasses import replace as changed
from typing import NamedTuple

from django.db import transaction

from ingest import corrections, readings
from ingest.clean import CleanPage, clean
from ingest.extract import Outline, PageText
from ingest.quality import completed
from library.boxes import pack
from library.changes import touch_all
from library.models import File, Passage, Publication

#: Who reads pages that have no text of their own.
RECOGNITION = "tesseract"


class Renewed(NamedTuple):
    """What a file said of itself, its pages as they were read, and as they are kept now."""

    outline: Outline
    pages: list[PageText]
    kept: list[CleanPage]


def renew(file: File) -> Renewed | None:
    """Make the passages of a file anew from what was read before. None where no reading is held: then the file must be
    read again."""
    held = readings.held(file)
    return None if held is None else Renewed(*held, replace(file, held[1]))


def replace(file: File, pages: list[PageText]) -> list[CleanPage]:
    """Replace the passages of a file by these pages, all at once, with word of it to the index; gives what was kept.

    Whoever does this for the same file at the same time waits: what an editor decides is not written over by somebody
    who had not heard of it.
    """
    with transaction.atomic():
        list(File.objects.select_for_update().filter(pk=file.pk))
        kept = corrections.apply(clean(chosen(file, pages)), file.corrections.all())
        file.passages.all().delete()
        Passage.objects.bulk_create([_passage(file, page) for page in kept], batch_size=200)
        file.pages = len(kept)
        file.save(update_fields=["pages"])  # whoever reads for minutes knows nothing of the rest
        touch_all(Publication.objects.reading(file).values_list("pk", flat=True))
    return kept


def chosen(file: File, pages: list[PageText]) -> list[PageText]:
    """These pages, each by the reader that is best or that an editor chose."""
    readers = corrections.choices(file.corrections.all())
    return [_chosen(file, page, readers.get(page.number, "")) for page in pages]


def _chosen(file: File, page: PageText, reader: str) -> PageText:
    """One page as its reader found it. A page that is a picture is read by recognition, where that has been; its own
    text, a stamp or more, stays where recognition found no more than that, or where an editor chose its reader."""
    needs_recognition = not reader and "needs-ocr" in page.flags
    if not needs_recognition and reader in ("", page.reader):
        return changed(page, flags=page.flags - {"needs-ocr"}) if reader and page.lines else page
    other = readings.page(file, page.number, RECOGNITION if needs_recognition else reader)
    if other is None:
        return page
    if needs_recognition:
        other = completed(page, other)
    return changed(other, label=page.label, flags=other.flags - {"needs-ocr"})


def _passage(file: File, page: CleanPage) -> Passage:
    return Passage(
        file=file,
        number=page.number,
        label=page.label[:40],
        label_source=page.label_source,
        text=page.text,
        search_text=page.search_text,
        boxes=pack(page.boxes, page.width, page.height),
        reader=page.reader,
        flags=sorted(page.flags),
        confidence=page.confidence,
    )
