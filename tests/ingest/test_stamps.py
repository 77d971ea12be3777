"""Scans with a little text of their own, a stamp or a footer: they wait for recognition, and lose nothing to it."""

from io import BytesIO
from uuid import uuid4

import pytest

from ingest import recognising, stages
from ingest.accept import take_in
from ingest.desk.rows import NEEDS_OCR, READY, kind_of, pages_of
from ingest.extract import Line, PageText
from ingest.extract.bounded import extract
from ingest.models import Ingestion, Recognition
from ingest.passages import RECOGNITION, renew
from ingest.recognise import REMEDY, available
from ingest.work import work_off
from library.models import File
from tests import pdfs, scans
from tests.requirements import missing

STAMP = "Scanned with CamScanner"
RECORD = {"title": "Putusan", "kind": "book"}
State = Recognition.State


def brought(data: bytes) -> File:
    """The file as the library holds it once it is read; the same pages are another file each time."""
    take_in(BytesIO(data + f"\n% {uuid4()}\n".encode()), "putusan.pdf", record=RECORD)
    work_off()
    return File.objects.get()


@pytest.fixture
def scan(library: None) -> File:
    return brought(pdfs.in_pieces(1, 8, STAMP))


@pytest.fixture
def read_as(monkeypatch: pytest.MonkeyPatch):
    """Have what waits recognised as this text; gives how many pages that were."""

    def put(text: str) -> int:
        def read(_path, number: int) -> PageText:
            lines = tuple(map(Line, text.split("\n"))) if text else ()
            return PageText(number, None, lines, RECOGNITION, 595.0, 842.0, confidence=0.9)

        monkeypatch.setattr(recognising, "recognise", read)
        monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
        return recognising.recognise_all()

    return put


def kind(file: File) -> tuple[str, int]:
    pages = pages_of([file.pk])[file.pk]
    return kind_of(Ingestion.objects.get(), pages, with_ocr=False).key, pages.need_ocr


def test_a_stamped_scan_waits_and_keeps_its_stamp_until_it_is_recognised(scan: File, read_as) -> None:
    passage = scan.passages.get()
    assert (passage.text, passage.flags) == (STAMP, ["needs-ocr"])
    assert kind(scan) == (NEEDS_OCR.key, 1)
    assert read_as(f"Menimbang bahwa terdakwa telah terbukti\n{STAMP}") == 1
    passage = scan.passages.get()
    assert (passage.reader, passage.flags) == (RECOGNITION, [])
    assert passage.text.startswith("Menimbang")
    assert kind(scan) == (READY.key, 0)


@pytest.mark.parametrize("said", ["", "Scanned wlth CamScanner", "\ufffd" * 80])
def test_a_page_on_which_recognition_finds_no_more_stays_and_is_not_asked_for_again(
    scan: File, read_as, said: str
) -> None:
    read_as(said)
    passage = scan.passages.get()
    assert (passage.text, passage.reader, passage.flags) == (STAMP, "pdfminer", [])
    assert kind(scan) == (READY.key, 0)
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    work_off()
    assert read_as("Lagi") == 0
    assert scan.passages.get().text == STAMP


def test_an_editor_who_chose_the_stamps_reader_is_not_asked_for_more(scan: File) -> None:
    scan.corrections.create(number=1, reader="pdfminer")
    renew(scan)
    assert (scan.passages.get().text, scan.passages.get().flags) == (STAMP, [])
    assert kind(scan) == (READY.key, 0)


def test_garbage_without_a_picture_waits_for_recognition_too(library: None, read_as) -> None:
    file = brought(pdfs.with_wrong_letters(120))
    assert (file.passages.get().text, kind(file)) == ("", (NEEDS_OCR.key, 1))
    assert Recognition.objects.get().state == State.WAITING
    read_as("Setiap orang dilarang melakukan kekerasan")
    assert (file.passages.get().text, kind(file)) == (
        "Setiap orang dilarang melakukan kekerasan",
        (READY.key, 0),
    )


def test_real_tesseract_reads_what_stands_behind_a_stamp(library: None) -> None:
    if not available():
        missing(f"tesseract is missing: {REMEDY}")
    file = brought(scans.stamped(scans.spoilt(scans.picture(pdfs.counted(1))), 4, STAMP))
    assert file.passages.get().text == STAMP
    assert recognising.recognise_all() == 1
    assert "Korban berhak mendapatkan perlindungan" in file.passages.get().text


def test_the_version_that_a_reading_tells_is_the_one_that_fingerprints_know(tmp_path) -> None:
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.pages("x"))
    outline = next(extract(path))
    assert outline.tools["reading"] == str(stages.VERSIONS[stages.Stage.EXTRACT])
