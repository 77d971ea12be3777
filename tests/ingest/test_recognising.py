"""Pages that wait for recognition: their queue, what becomes of them, and editors' wishes."""

import threading
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError
from PIL import Image

from ingest import decisions, queue, readings, recognising
from ingest.accept import take_in
from ingest.errors import Damaged, ReaderCrashed
from ingest.extract import Line, PageText
from ingest.models import Ingestion, Recognition
from ingest.passages import RECOGNITION, renew
from ingest.recognise import REMEDY, available
from ingest.work import take_up_outdated, work_off
from library.changes import pending
from library.models import Change, File, Publication
from tests import pdfs, scans
from tests.requirements import missing

State = Recognition.State
RECORD = {"title": "Pindaian", "kind": "book"}


def fresh(content: bytes) -> BytesIO:
    """The same pages as another file: what was recognised lies on the disk under its hash."""
    return BytesIO(content + f"\n% {uuid4()}\n".encode())


@pytest.fixture
def scan(library: None) -> File:
    """A published book whose only page is a picture of nothing."""
    take_in(fresh(pdfs.picture_only()), "pindaian.pdf", record=RECORD, publish=True)
    work_off()
    return File.objects.get()


@pytest.fixture
def read_as(monkeypatch: pytest.MonkeyPatch):
    """What recognition gives from now on: text, or an error; counts how often it was asked."""
    asked: list[int] = []

    def put(*answers: str | BaseException) -> list[int]:
        given = list(answers)

        def recognise(_path, number: int) -> PageText:
            asked.append(number)
            answer = given.pop(0) if len(given) > 1 else given[0]
            if isinstance(answer, BaseException):
                raise answer
            lines = (Line(answer),) if answer else ()
            return PageText(number, None, lines, RECOGNITION, 595.0, 842.0, confidence=0.9)

        monkeypatch.setattr(recognising, "recognise", recognise)
        monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
        return asked

    return put


def test_a_page_without_text_waits_and_is_not_asked_for_twice(scan: File) -> None:
    row = Recognition.objects.get()
    assert (row.file, row.number, row.state) == (scan, 1, State.WAITING)
    assert "needs-ocr" in scan.passages.get().flags
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    work_off()
    assert Recognition.objects.get() == row


def test_what_was_recognised_is_kept_found_and_said_to_be(scan: File, read_as) -> None:
    read_as("Kekerasan tersembunyi")
    Change.objects.all().delete()
    assert recognising.recognise_all() == 1
    passage = scan.passages.get()
    assert (passage.text, passage.reader, passage.confidence) == ("Kekerasan tersembunyi", RECOGNITION, 0.9)
    assert "needs-ocr" not in passage.flags
    assert list(pending()) == [Publication.objects.get(title="Pindaian").pk]
    assert Recognition.objects.get().state == State.DONE
    renew(scan)
    assert scan.passages.get().text == "Kekerasan tersembunyi"


def test_a_picture_without_a_word_is_not_asked_for_again(scan: File, read_as) -> None:
    asked = read_as("")
    recognising.recognise_all()
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    work_off()
    assert (recognising.recognise_all(), asked) == (0, [1])
    assert scan.passages.get().text == ""


def test_without_tesseract_nothing_is_begun_and_all_is_caught_up_later(
    scan: File, read_as, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_as("Menyusul")
    monkeypatch.setattr(recognising, "available", lambda: "")
    assert recognising.recognise_all() == 0
    assert Recognition.objects.get().state == State.WAITING
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    recognising.recognise_all()
    assert scan.passages.get().text == "Menyusul"


def test_a_page_that_cannot_be_recognised_is_put_aside_with_its_reason(scan: File, read_as) -> None:
    read_as(Damaged("no such page"))
    recognising.recognise_all()
    row = Recognition.objects.get()
    assert (row.state, row.error) == (State.REFUSED, Damaged.code) and row.sentence
    queue.try_again(row)
    read_as("Akhirnya")
    recognising.recognise_all()
    assert scan.passages.get().text == "Akhirnya"


def test_a_crash_is_tried_again_later(scan: File, read_as) -> None:
    read_as(ReaderCrashed("ended by SIGSEGV"))
    recognising.recognise_all()
    row = Recognition.objects.get()
    assert (row.state, row.attempts) == (State.WAITING, 1) and row.not_before


def test_an_interruption_gives_the_page_back_and_keeps_what_was_read(library: None, read_as) -> None:
    grey = Image.new("L", (60, 80), 200)
    take_in(fresh(scans.as_pdf(grey, grey)), "dua.pdf", record=RECORD)
    work_off()
    read_as("Pertama", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        recognising.recognise_all()
    file = File.objects.get()
    assert [passage.text for passage in file.passages.order_by("number")] == ["Pertama", ""]
    assert sorted(Recognition.objects.values_list("state", "attempts")) == [("done", 1), ("waiting", 0)]


def test_an_editor_may_have_any_page_recognised_and_it_comes_first(
    library: None, scan: File, read_as
) -> None:
    take_in(fresh(pdfs.pages("Teks asli")), "asli.pdf", record=RECORD | {"title": "Asli"})
    work_off()
    born = File.objects.get(name="asli.pdf")
    recognising.ask_for(born, 1)
    read_as("Hasil pengenalan")
    seen: list[int] = []
    recognising.recognise_all(done=lambda row: seen.append(row.file_id))
    assert seen == [born.pk, scan.pk]
    assert born.passages.get().text == "Teks asli"  # nobody chose the other reader
    assert readings.page(born, 1, RECOGNITION).text == "Hasil pengenalan"
    born.corrections.create(number=1, reader=RECOGNITION)
    renew(born)
    assert born.passages.get().text == "Hasil pengenalan"


def test_a_page_that_an_editor_cancelled_stays_as_it_is(scan: File, read_as) -> None:
    row = Recognition.objects.get()
    assert queue.cancel(row) and not queue.cancel(row)
    read_as("Tidak jadi")
    assert recognising.recognise_all() == 0
    assert scan.passages.get().text == ""


def test_who_lost_the_folder_of_readings_reads_again(scan: File, read_as) -> None:
    asked = read_as("Sekali lagi")
    recognising.recognise_all()
    readings._page(scan, 1, RECOGNITION).unlink()
    Ingestion.objects.update(state=Ingestion.State.WAITING)
    work_off()
    recognising.recognise_all()
    assert asked == [1, 1]


def ended_before_it_was_shown(monkeypatch: pytest.MonkeyPatch, read_as, *answers: str) -> None:
    """Recognise these pages; at the moment of showing them the database has no room."""
    read_as(*answers)

    def full(_file: File) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(recognising, "renew", full)
        with pytest.raises(OperationalError):
            recognising.recognise_all()
    assert set(Recognition.objects.values_list("state", flat=True)) == {"done"}


def test_what_was_recognised_and_could_not_be_shown_is_shown_later(scan: File, read_as, monkeypatch) -> None:
    ended_before_it_was_shown(monkeypatch, read_as, "Baru dikenali")
    assert scan.passages.get().text == ""
    assert recognising.recognise_all() == 0
    passage = scan.passages.get()
    assert (passage.text, passage.reader) == ("Baru dikenali", RECOGNITION)
    assert Change.objects.exists()
    assert recognising.show_recognised() == 0


def test_a_page_that_an_editor_wanted_recognised_is_shown_later_too(
    library: None, read_as, monkeypatch
) -> None:
    take_in(fresh(pdfs.pages("Teks asli")), "asli.pdf", record=RECORD)
    work_off()
    born = File.objects.get()
    decisions.ask_for_recognition(born, 1, None)
    ended_before_it_was_shown(monkeypatch, read_as, "Hasil pengenalan")
    assert recognising.show_recognised() == 1
    assert born.passages.get().text == "Hasil pengenalan"


def test_what_is_shown_or_not_wanted_is_not_shown_again(library: None, scan: File, read_as) -> None:
    take_in(fresh(pdfs.pages("Teks asli")), "asli.pdf", record=RECORD | {"title": "Asli"})
    work_off()
    born = File.objects.get(name="asli.pdf")
    recognising.ask_for(born, 1)  # whatever it says, nobody chose it
    read_as("", "Hasil pengenalan")
    assert recognising.recognise_all() == 2
    scan.corrections.create(number=1, reader="pdfminer")
    renew(scan)
    assert "needs-ocr" in scan.passages.get().flags
    assert recognising.show_recognised() == 0


def test_a_file_whose_reading_is_lost_is_read_again_and_shows_what_was_recognised(
    scan: File, read_as, monkeypatch
) -> None:
    ended_before_it_was_shown(monkeypatch, read_as, "Baru dikenali")
    (Path(scan.original.path).parent / "reading").unlink()
    recognising.recognise_all()
    assert take_up_outdated() == 1
    work_off()
    assert scan.passages.get().text == "Baru dikenali"


def test_the_worker_shows_what_another_left_behind(scan: File, read_as, monkeypatch) -> None:
    ended_before_it_was_shown(monkeypatch, read_as, "Baru dikenali")
    stopping = threading.Event()
    monkeypatch.setattr(recognising, "_files_wait", lambda: stopping.set() or True)
    monkeypatch.setattr(recognising.connection, "close", lambda: None)
    monkeypatch.setattr(recognising, "close_old_connections", lambda: None)
    recognising.run(stopping)
    assert scan.passages.get().text == "Baru dikenali"


def test_files_that_wait_come_before_pages(scan: File, read_as) -> None:
    asked = read_as("Nanti")
    take_in(fresh(pdfs.pages("Dahulu")), "dahulu.pdf")
    stopping = recognising._Unless(threading.Event())
    assert (recognising.recognise_all(stopping=stopping), asked) == (0, [])
    work_off()
    assert recognising.recognise_all(stopping=stopping) == 1


def test_real_tesseract_reads_a_real_scan(library: None) -> None:
    if not available():
        missing(f"tesseract is missing: {REMEDY}")
    known = pdfs.pages("Pendampingan korban kekerasan\ndi Kabupaten Bandung")
    take_in(
        BytesIO(scans.as_pdf(scans.spoilt(scans.picture(known)))), "nyata.pdf", record=RECORD, publish=True
    )
    work_off()
    assert recognising.recognise_all() == 1
    passage = File.objects.get().passages.get()
    assert "Pendampingan korban kekerasan" in passage.text and passage.boxes


def test_pages_that_another_version_read_are_read_again_and_stay_until_then(
    scan: File, read_as, monkeypatch
) -> None:
    monkeypatch.setattr(recognising, "tools", lambda: {"tesseract": "5.3.0"})
    asked = read_as("Kekerasan tersembunyi")
    recognising.recognise_all()
    assert Recognition.objects.get().tools == {"tesseract": "5.3.0"}
    assert recognising.ask_again_for_what_other_tools_read() == 0
    monkeypatch.setattr(recognising, "tools", lambda: {"tesseract": ""})  # it was removed: nothing to be done
    assert recognising.ask_again_for_what_other_tools_read() == 0
    monkeypatch.setattr(recognising, "tools", lambda: {"tesseract": "6.0"})
    assert recognising.ask_again_for_what_other_tools_read() == 1
    renew(scan)
    assert scan.passages.get().text == "Kekerasan tersembunyi"
    recognising.recognise_all()
    assert len(asked) == 2
    assert Recognition.objects.get().tools == {"tesseract": "6.0"}


def test_pages_of_which_nobody_knows_what_read_them_are_left_alone(scan: File, read_as, monkeypatch) -> None:
    read_as("Kekerasan tersembunyi")
    recognising.recognise_all()
    Recognition.objects.update(tools={})  # as rows from before this was noted
    monkeypatch.setattr(recognising, "tools", lambda: {"tesseract": "6.0"})
    assert recognising.ask_again_for_what_other_tools_read() == 0
