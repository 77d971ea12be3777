"""The passages of a file: made from what its readers found, what recognition added, and what editors decided."""

from collections.abc import Iterable
from dataclasses import replace as changed
from typing import Any, NamedTuple

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
    """Replace the passages of a file by these pages, all at once, with word of it to the index; gives what was kept. Where
    they are what is there already, nothing changes, and nothing is told.

    Whoever does this for the same file at the same time waits: what an editor decides is not written over by somebody
    who had not heard of it.
    """
    with transaction.atomic():
        list(File.objects.select_for_update().filter(pk=file.pk))
        kept = corrections.apply(clean(chosen(file, pages)), file.corrections.all())
        rows = [as_passage(file, page) for page in kept]
        if _are_held(file, rows):
            return kept
        file.passages.all().delete()
        Passage.objects.bulk_create(rows, batch_size=200)
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


_KEPT = ("number", "label", "label_source", "text", "search_text", "boxes", "reader", "flags", "confidence")


def _are_held(file: File, rows: list[Passage]) -> bool:
    """Whether the file's passages are these. One text at a time is compared."""
    if file.pages != len(rows) or file.passages.count() != len(rows):
        return False
    held = file.passages.order_by("number").values_list(*_KEPT).iterator()
    return all(
        _bytes(row) == _bytes(getattr(new, name) for name in _KEPT)
        for row, new in zip(held, rows, strict=True)
    )


def _bytes(values: Iterable[Any]) -> list[Any]:
    """PostgreSQL gives bytes as a view of them."""
    return [bytes(value) if isinstance(value, memoryview) else value for value in values]


def as_passage(file: File, page: CleanPage) -> Passage:
    """A page as its row, not saved."""
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
