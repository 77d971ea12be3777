"""What an editor decides about a page: kept, shown at once, and still there when the file is read again."""

from pathlib import Path

import pytest

from ingest import decisions, readings
from ingest.corrections import ImpossibleNumber, TextTooLong
from ingest.decisions import ChangedMeanwhile, NoSuchPage, NothingHeld, NotRead, mark_of
from ingest.models import Correction, Ingestion, Recognition
from ingest.pipeline import ingest
from ingest.queue import claim
from library.boxes import unpack
from library.models import Change, File, Passage, User
from search.indexing import drain_all
from search.inside import inside

TEXTS = ("Setiap orang\ndilarang", "Korban berhak", "Penutup")


@pytest.fixture
def file(make_book, request) -> File:
    """Every test has one of its own: what readers say of it lies on the disk."""
    return make_book(*TEXTS, title=request.node.name).spans.get().file


@pytest.fixture
def by(library, django_user_model) -> User:
    return django_user_model.objects.create(username="ratna")


def passage(file: File, number: int) -> Passage:
    return file.passages.get(number=number)


def mend(file: File, number: int, text: str, by: User) -> bool:
    return decisions.correct_text(file, number, text, by, seen=mark_of(passage(file, number).text))


def read_again(file: File) -> None:
    """The file is read anew from the first stage on, as a newer reader would have it."""
    file.stages.all().delete()
    Ingestion.objects.filter(file=file).update(state=Ingestion.State.WAITING, attempts=0)
    claimed = claim(Ingestion.objects.all())
    ingest(claimed)
    assert claimed.state == Ingestion.State.DONE, claimed.detail


def test_a_corrected_text_is_shown_found_and_signed(file, by):
    work = file.spans.get().publication
    drain_all()
    before = unpack(bytes(passage(file, 2).boxes))[2]
    assert mend(file, 2, "Korban kekerasan berhak", by)
    kept = passage(file, 2)
    assert (kept.text, kept.search_text, kept.flags, kept.confidence) == (
        "Korban kekerasan berhak",
        "Korban kekerasan berhak",
        ["corrected"],
        1.0,
    )
    assert unpack(bytes(kept.boxes))[2] == [before[0], None, before[1]]
    row = Correction.objects.get()
    assert (row.file, row.number, row.by, row.text) == (file, 2, by, kept.text)
    assert Change.objects.filter(publication=work.pk).exists()
    drain_all()
    assert list(inside(work, "kekerasan", exact=False).steps) == [2]


def test_a_correction_holds_when_the_file_is_read_again(file, by):
    mend(file, 2, "Korban berhak atas perlindungan", by)
    decisions.number_from(file, 2, "i", by)
    read_again(file)
    assert passage(file, 2).text == "Korban berhak atas perlindungan"
    assert [each.label for each in file.passages.order_by("number")] == ["", "i", "ii"]
    assert passage(file, 1).text == TEXTS[0]


def test_taken_back_the_machines_text_stands_again_and_nothing_is_left_behind(file, by):
    mend(file, 2, "Lain", by)
    decisions.take_back_text(file, 2, by, seen=mark_of("Lain"))
    assert passage(file, 2).text == TEXTS[1] and passage(file, 2).flags == []
    assert not Correction.objects.exists()


def test_taking_back_the_text_leaves_the_number(file, by):
    mend(file, 2, "Lain", by)
    decisions.number_from(file, 2, "7", by)
    decisions.take_back_text(file, 2, by, seen=mark_of("Lain"))
    assert (passage(file, 2).text, passage(file, 2).label) == (TEXTS[1], "7")


def test_a_text_that_says_the_same_is_no_correction(file, by):
    assert not mend(file, 1, "Setiap orang \r\ndilarang\r\n", by)
    assert not Correction.objects.exists()


def test_of_two_editors_the_later_is_told_and_takes_nothing_away(file, by):
    opened = mark_of(passage(file, 2).text)
    decisions.correct_text(file, 2, "Dari Ratna", by, seen=opened)
    with pytest.raises(ChangedMeanwhile):
        decisions.correct_text(file, 2, "Dari Sri", by, seen=opened)
    with pytest.raises(ChangedMeanwhile):
        decisions.take_back_text(file, 2, by, seen=opened)
    assert passage(file, 2).text == Correction.objects.get().text == "Dari Ratna"
    decisions.correct_text(file, 2, "Dari Sri", by, seen=mark_of("Dari Ratna"))
    assert passage(file, 2).text == "Dari Sri"


def test_what_cannot_be_kept_is_refused_and_changes_nothing(file, by):
    with pytest.raises(TextTooLong):
        mend(file, 1, "a" * 200_001, by)
    with pytest.raises(ImpossibleNumber):
        decisions.number_from(file, 1, "halaman satu", by)
    with pytest.raises(NoSuchPage):
        decisions.correct_text(file, 4, "x", by, seen="")
    with pytest.raises(NoSuchPage):
        decisions.number_from(file, 4, "1", by)
    with pytest.raises(NoSuchPage):
        decisions.ask_for_recognition(file, 4, by)
    with pytest.raises(ValueError, match="tukang"):
        decisions.choose_reader(file, 1, "tukang", by)
    assert not Correction.objects.exists() and not Recognition.objects.exists()
    assert [each.text for each in file.passages.order_by("number")] == list(TEXTS)


def test_printed_numbers_run_on_and_are_taken_back(file, by):
    decisions.number_from(file, 1, " iv ", by)
    decisions.number_from(file, 3, "—", by)
    told = list(file.passages.order_by("number").values_list("label", "label_source"))
    assert told == [("iv", "editor"), ("v", "editor"), ("", "editor")]
    assert Correction.objects.get(number=3).printed == "-"
    for number in (1, 3):
        decisions.number_from(file, number, "", by)
    told = list(file.passages.order_by("number").values_list("label", "label_source"))
    assert told == [("", "none")] * 3
    assert not Correction.objects.exists()


def test_the_second_reader_is_asked_for_the_page_when_an_editor_chooses_it(file, by):
    assert decisions.held_by(file, 2, "pdfium") is None
    decisions.choose_reader(file, 2, "pdfium", by)
    kept = passage(file, 2)
    assert (kept.reader, kept.text) == ("pdfium", TEXTS[1])
    assert [each.reader for each in file.passages.order_by("number")] == ["pdfminer", "pdfium", "pdfminer"]
    assert decisions.held_by(file, 2, "pdfium").reader == "pdfium"
    read_again(file)
    assert passage(file, 2).reader == "pdfium"
    decisions.choose_reader(file, 2, "", by)
    assert passage(file, 2).reader == "pdfminer" and not Correction.objects.exists()


def test_the_readers_whose_text_is_kept_can_be_compared(file):
    assert decisions.held_by(file, 1, "pdfminer").text.split() == TEXTS[0].split()
    assert decisions.held_by(file, 1, "tesseract") is None
    assert decisions.family("pdfminer-stock") == "pdfminer"


def test_a_reader_that_cannot_read_the_page_is_not_chosen(file, by):
    with pytest.raises(NotRead):
        decisions.choose_reader(file, 1, "tesseract", by)
    Path(file.original.path).write_bytes(b"%PDF-1.4 rusak")
    with pytest.raises(NotRead):
        decisions.choose_reader(file, 1, "pdfium", by)
    assert not Correction.objects.exists()


def test_a_page_asked_for_by_an_editor_is_recognised_first_and_then_believed(file, by):
    row = decisions.ask_for_recognition(file, 2, by)
    assert (row.state, row.wanted, Correction.objects.get().reader) == ("waiting", True, "tesseract")
    assert passage(file, 2).text == TEXTS[1]  # until it is there
    found = decisions.held_by(file, 2, "pdfminer")
    readings.keep_page(file, type(found)(2, None, found.lines, "tesseract", confidence=0.8))
    decisions.number_from(file, 1, "1", by)  # whatever renews the passages
    kept = passage(file, 2)
    assert (kept.reader, kept.text, kept.confidence) == ("tesseract", TEXTS[1], 0.8)


def test_where_nothing_is_held_any_more_nothing_is_decided_and_the_file_is_read_again(file, by):
    (readings._folder(file) / "reading").unlink()
    with pytest.raises(NothingHeld):
        mend(file, 2, "Lain", by)
    assert passage(file, 2).text == TEXTS[1] and not Correction.objects.exists()
    assert not file.stages.filter(stage=Ingestion.Stage.EXTRACT).exists()
    Ingestion.objects.filter(file=file).update(state=Ingestion.State.WAITING, attempts=0)
    ingest(claim(Ingestion.objects.all()))
    assert mend(file, 2, "Lain", by)
