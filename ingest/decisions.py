"""What editors decide about a page: kept, and seen by readers at once, in one transaction. The quality view calls.

CorrectionError (ingest.corrections)
├── NoSuchPage        the file has no page of that number
├── ChangedMeanwhile  somebody else changed the text since the form was opened
├── NotRead           that reader cannot read the page
└── NothingHeld       what was read is no longer there; the file is read again by itself
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ingest import corrections, first_page, passages, readings, recognising
from ingest.corrections import CorrectionError
from ingest.extract import Limits, PageText
from ingest.extract.second import Second
from ingest.models import Correction, Ingestion, Recognition
from ingest.quality import judge
from library.models import File, Passage

Reader = Correction.Reader
#: Readers that can be asked for a single page while an editor waits.
CAN_BE_ASKED = frozenset({Reader.PDFMINER, Reader.PDFIUM})


class NoSuchPage(CorrectionError):
    sentence = _("Berkas ini tidak memiliki halaman dengan nomor itu.")


class ChangedMeanwhile(CorrectionError):
    sentence = _(
        "Teks halaman ini berubah sejak Anda membukanya, jadi tulisan Anda belum disimpan. "
        "Tulisan Anda masih ada di bawah ini: bandingkan dengan teks yang sekarang, lalu simpan lagi."
    )


class NotRead(CorrectionError):
    sentence = _(
        "Pembaca itu tidak dapat membaca halaman ini. Pakai pembaca lain atau OCR, atau perbaiki teksnya sendiri."
    )


class NothingHeld(CorrectionError):
    sentence = _(
        "Hasil bacaan berkas ini tidak tersimpan lagi, jadi keputusan Anda belum dapat disimpan. "
        "Berkasnya dibaca ulang dengan sendirinya; coba lagi beberapa menit lagi."
    )


def mark_of(text: str) -> str:
    """A short sign of a text; a form carries it, and so knows what it was opened on."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def correct_text(file: File, number: int, text: str, by: Any, *, seen: str) -> bool:
    """The text of a page as an editor mended it; `seen` is `mark_of` the text that the form was opened on. False where
    it says what is there already. Raises a `CorrectionError`."""
    text = corrections.tidy(text)

    def write(row: Correction, passage: Passage) -> None:
        if mark_of(passage.text) != seen:
            raise ChangedMeanwhile
        row.text = text

    passage = _passage(file, number)
    if passage.text == text and mark_of(text) == seen:
        return False
    _decide(file, number, by, write)
    return True


def take_back_text(file: File, number: int, by: Any, *, seen: str) -> None:
    """Let the machine's text stand again. Raises a `CorrectionError`."""

    def write(row: Correction, passage: Passage) -> None:
        if mark_of(passage.text) != seen:
            raise ChangedMeanwhile
        row.text = None

    _decide(file, number, by, write)


def number_from(file: File, number: int, printed: str, by: Any) -> None:
    """The number printed on a page; those that follow count on, until the next page of which something is said. ""
    says nothing (any more). Raises a `CorrectionError`."""
    printed = printed.strip()
    if printed:
        way = corrections.numbering(printed)
        printed = way.label(0) or corrections.UNNUMBERED

    def write(row: Correction, passage: Passage) -> None:
        row.printed = printed

    _decide(file, number, by, write)


def choose_reader(file: File, number: int, reader: str, by: Any) -> None:
    """The reader that is to be believed on a page, "" for the best. What it says is read now, where it was not yet.
    Raises a `CorrectionError`; ValueError for a reader that there is not."""
    reader = Reader(reader).value if reader else ""
    _passage(file, number)
    if reader:
        read_by(file, number, reader)

    def write(row: Correction, passage: Passage) -> None:
        row.reader = reader

    _decide(file, number, by, write)


def ask_for_recognition(file: File, number: int, by: Any) -> Recognition:
    """Read a page by recognition, and believe it from then on. Raises a `CorrectionError`."""

    def write(row: Correction, passage: Passage) -> None:
        row.reader = Reader.TESSERACT
        recognising.ask_for(file, number)

    _decide(file, number, by, write)
    return Recognition.objects.get(file=file, number=number)


def held_by(file: File, number: int, reader: str) -> PageText | None:
    """What a reader made of a page, where that is kept."""
    if found := readings.page(file, number, reader):
        return found
    held = readings.held(file)
    best = next((page for page in held[1] if page.number == number), None) if held else None
    return best if best is not None and family(best.reader) == reader else None


def read_by(file: File, number: int, reader: str) -> PageText:
    """What a reader makes of a page: as it is kept, else read now, in a process of its own, and kept. Raises `NotRead`."""
    if found := held_by(file, number, reader):
        return found
    if reader not in CAN_BE_ASKED:
        raise NotRead
    page = _asked(Path(file.original.path), number, reader)
    if page is None or "unread" in page.flags:
        raise NotRead
    verdict = judge(page)
    page = replace(page, flags=page.flags | verdict.flags, confidence=verdict.confidence)
    if "garbage" in page.flags:
        page = replace(page, lines=())
    with suppress(FileNotFoundError):  # the file was removed meanwhile: nothing of it is kept
        readings.keep_page(file, page)
    return page


def _asked(path: Path, number: int, reader: str) -> PageText | None:
    if reader == Reader.PDFMINER:
        return first_page.read(path, number)
    with suppress(OSError), Second(path, Limits()) as second:
        return second.page(number)
    return None


def family(reader: str) -> str:
    """The reader as editors know it: how it came to read a page otherwise than usual is its own affair."""
    return reader.partition("-")[0]


def _passage(file: File, number: int) -> Passage:
    found = file.passages.filter(number=number).first()
    if found is None:
        raise NoSuchPage
    return found


def _decide(file: File, number: int, by: Any, write: Any) -> None:
    """Write one decision and make the passages anew, or neither. Two editors of one file wait for each other."""
    try:
        with transaction.atomic():
            list(File.objects.select_for_update().filter(pk=file.pk))
            passage = _passage(file, number)
            row = Correction.objects.filter(file=file, number=number).first()
            row = row or Correction(file=file, number=number)
            write(row, passage)
            row.by = by
            if row.text is not None or row.reader or row.printed:
                row.save()
            elif row.pk:
                row.delete()
            if not passages.renew(file):
                raise NothingHeld
    except NothingHeld:
        file.stages.filter(stage=Ingestion.Stage.EXTRACT).delete()
        raise
