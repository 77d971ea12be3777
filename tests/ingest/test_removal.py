"""A file that is removed leaves nothing on the disk, whoever is late with something of it, and however it is cut short."""

import os
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from ingest import accept, decisions, pipeline, queue, readings, recognising, removal
from ingest.accept import take_in
from ingest.extract import Line, PageText
from ingest.models import Ingestion, Recognition
from ingest.passages import RECOGNITION
from ingest.work import work_off
from library import fixity, folders, made, pictures, public_files
from library.models import File, Recording, Span
from tests import pdfs
from tests.screened import SAMPLE

State = Recognition.State
Remove = Callable[[], None]


@pytest.fixture(autouse=True)
def nothing_noted(library: None) -> None:
    """Other tests remove files too, in transactions that never end: their notes are still on the disk."""
    folders.clear_removed()


@pytest.fixture
def scan(library: None) -> File:
    """A draft whose only page is a picture of nothing, on the disk under a hash of its own."""
    return brought(pdfs.picture_only(), "pindaian.pdf")


def brought(content: bytes, name: str, *, read: bool = True) -> File:
    take_in(BytesIO(content + f"\n% {uuid4()}\n".encode()), name)
    if read:
        work_off()
    return File.objects.get()


@pytest.fixture
def remove(django_capture_on_commit_callbacks) -> Remove:
    """Deletes draft and file as the editors' page does, with or without what follows the commit."""

    def act(*, cleared: bool = True) -> None:
        row = Ingestion.objects.get()
        if row.state in (Ingestion.State.WAITING, Ingestion.State.RUNNING):
            queue.cancel(row)
        Span.objects.all().delete()
        Recording.objects.all().delete()
        if row.target:
            row.target.specific.delete()
        with django_capture_on_commit_callbacks(execute=cleared):
            assert removal.remove(Ingestion.objects.get())

    return act


def page_of(text: str) -> PageText:
    return PageText(1, None, (Line(text),), RECOGNITION, 595.0, 842.0, confidence=0.9)


def left_of(file: File) -> list[Path]:
    """All that the disk holds with the file's hash in its name, or below that."""
    roots = (folders._all(), Path(settings.PICTURE_CACHE))
    return [path for root in roots for path in root.rglob("*") if file.sha256 in str(path)]


def test_a_page_that_is_recognised_while_its_file_is_removed_leaves_nothing(
    scan: File, remove: Remove, monkeypatch, caplog
) -> None:
    def recognise(_path: Path, _number: int) -> PageText:
        remove()
        return page_of("Rahasia")

    monkeypatch.setattr(recognising, "recognise", recognise)
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    assert left_of(scan)
    assert recognising.recognise_all() == 1
    assert left_of(scan) == [] and not File.objects.exists()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_page_is_written_while_nobody_else_can_remove_its_file(scan: File, monkeypatch) -> None:
    states: list[str] = []

    def keep_page(_file: File, _page: PageText) -> None:
        states.extend(Recognition.objects.values_list("state", flat=True))

    monkeypatch.setattr(recognising, "recognise", lambda *_: page_of("Rahasia"))
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    monkeypatch.setattr(readings, "keep_page", keep_page)
    recognising.recognise_all()
    assert states == [State.DONE]  # its row is written, and so held, until the transaction ends


def test_who_is_killed_between_writing_and_the_commit_leaves_nothing_that_stays(
    scan: File, remove: Remove, monkeypatch
) -> None:
    whole = readings.keep_page

    def killed(file: File, page: PageText) -> None:
        whole(file, page)
        raise KeyboardInterrupt

    monkeypatch.setattr(recognising, "recognise", lambda *_: page_of("Rahasia"))
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    monkeypatch.setattr(readings, "keep_page", killed)
    with pytest.raises(KeyboardInterrupt):
        recognising.recognise_all()
    assert Recognition.objects.get().state == State.WAITING
    remove()
    assert left_of(scan) == []


def test_a_page_in_the_middle_of_being_written_goes_with_the_folder(
    scan: File, remove: Remove, monkeypatch
) -> None:
    whole = Path.write_bytes

    def removed_meanwhile(path: Path, content: bytes) -> int:
        written = whole(path, content)
        remove()
        return written

    monkeypatch.setattr(Path, "write_bytes", removed_meanwhile)
    with pytest.raises(FileNotFoundError):
        readings.keep_page(scan, page_of("Rahasia"))
    assert left_of(scan) == []


def test_an_editor_whose_file_is_removed_meanwhile_is_told_and_leaves_nothing(
    library: None, remove: Remove, monkeypatch
) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf")
    read = decisions._asked

    def asked(path: Path, number: int, reader: str) -> PageText | None:
        page = read(path, number, reader)
        remove()
        return page

    monkeypatch.setattr(decisions, "_asked", asked)
    with pytest.raises(decisions.NoSuchPage):
        decisions.choose_reader(file, 1, "pdfium", None)
    assert left_of(file) == []


@pytest.mark.parametrize("moment", ["read", "copied"])
def test_a_file_that_is_stopped_and_removed_while_it_is_read_leaves_nothing(
    library: None, remove: Remove, monkeypatch, caplog, moment: str
) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf", read=False)
    module, name = (readings, "keep") if moment == "read" else (public_files, "make")
    whole = getattr(module, name)

    def late(*args: object, **options: object) -> object:
        remove()
        return whole(*args, **options)

    monkeypatch.setattr(module, name, late)
    work_off()
    assert left_of(file) == [] and not Ingestion.objects.exists()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_copy_finished_when_its_file_was_just_removed_leaves_nothing(
    library: None, remove: Remove, monkeypatch
) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf", read=False)
    whole = public_files.make

    def early(*args: object) -> object:
        answer = whole(*args)
        remove()
        return answer

    monkeypatch.setattr(public_files, "make", early)
    work_off()
    assert left_of(file) == []


def test_a_film_removed_while_its_copy_is_made_leaves_nothing(
    library: None, remove: Remove, monkeypatch
) -> None:
    take_in(BytesIO(SAMPLE.read_bytes()), "film.mp4", record={"title": "Film", "kind": "film"})
    file = File.objects.get()
    whole = made.mp4.clean_copy

    def late(original: Path, target: Path) -> None:
        remove()
        whole(original, target)

    monkeypatch.setattr(made.mp4, "clean_copy", late)
    work_off()
    assert left_of(file) == []


def test_a_file_removed_while_it_is_checked_leaves_nothing(
    library: None, remove: Remove, monkeypatch
) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf")
    Path(file.copy.path).unlink()
    whole = public_files.make

    def late(*args: object) -> object:
        remove()
        return whole(*args)

    monkeypatch.setattr(public_files, "make", late)
    assert fixity.check_due() == 1
    assert left_of(file) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_picture_of_a_page_drawn_while_the_file_is_removed_leaves_nothing(
    library: None, remove: Remove, monkeypatch, moment: str
) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf")
    source = Path(file.copy.path)
    whole = pictures._draw

    def draw(pdf: Path, number: int, width: int, target: Path, wall: float) -> None:
        if moment == "before":
            remove()
        whole(pdf, number, width, target, wall)
        if moment == "after":
            kept = target.read_bytes()
            remove()
            target.parent.mkdir(parents=True)  # as of a child that wrote while the folder was being emptied
            target.write_bytes(kept)

    monkeypatch.setattr(pictures, "_draw", draw)
    with pytest.raises(FileNotFoundError):
        pictures.page_picture(source, 1, 480, Path(settings.PICTURE_CACHE), of=file.sha256)
    assert left_of(file) == []


def test_what_a_removal_cut_short_left_is_cleared_later(scan: File, remove: Remove) -> None:
    drawn = folders.pictures_of(scan.sha256)
    drawn.mkdir(parents=True)
    assert folders.clear_removed() == 0
    remove(cleared=False)
    assert Path(scan.original.path).exists()
    assert (folders.clear_removed(), folders.clear_removed()) == (1, 0)
    assert left_of(scan) == []


def test_what_was_moved_aside_and_not_emptied_is_cleared_later(scan: File, remove: Remove) -> None:
    remove(cleared=False)
    folders.of(scan.sha256).rename(folders._removed() / f"{scan.sha256}.abcd")
    (folders._removed() / scan.sha256).unlink()
    assert folders.clear_removed() == 1
    assert left_of(scan) == []


def test_what_is_brought_again_before_the_disk_was_cleared_stays(library: None, remove: Remove) -> None:
    content = pdfs.pages("Teks asli") + f"\n% {uuid4()}\n".encode()
    take_in(BytesIO(content), "asli.pdf")
    work_off()
    remove(cleared=False)
    take_in(BytesIO(content), "asli.pdf")
    assert folders.clear_removed() == 1
    file = File.objects.get()
    assert Path(file.original.path).read_bytes() == content
    assert folders.clear_removed() == 0
    work_off()
    assert Ingestion.objects.get().state == Ingestion.State.DONE


def test_a_removal_that_is_undone_takes_nothing_away(scan: File) -> None:
    folders.note_removal(scan.sha256)  # and then the transaction was rolled back
    assert folders.clear_removed() == 1
    assert Path(scan.original.path).exists() and File.objects.get() == scan


def test_an_original_put_back_while_its_file_is_removed_comes_as_any_other(
    library: None, remove: Remove, monkeypatch
) -> None:
    content = pdfs.pages("Teks asli") + f"\n% {uuid4()}\n".encode()
    take_in(BytesIO(content), "asli.pdf")
    work_off()
    Path(File.objects.get().original.path).unlink()
    fault = accept.originals.fault

    def meanwhile(file: File) -> str:
        monkeypatch.undo()
        found = fault(file)
        remove()
        return found

    monkeypatch.setattr(accept.originals, "fault", meanwhile)
    row = take_in(BytesIO(content), "asli.pdf")
    assert (row.state, Path(row.file.original.path).read_bytes()) == (Ingestion.State.WAITING, content)


def test_what_an_editor_stopped_is_not_kept_and_not_shown(scan: File, monkeypatch) -> None:
    def recognise(_path: Path, _number: int) -> PageText:
        assert queue.cancel(Recognition.objects.get())
        return page_of("Tidak jadi")

    monkeypatch.setattr(recognising, "recognise", recognise)
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    recognising.recognise_all()
    assert readings.page(scan, 1, RECOGNITION) is None
    row = Recognition.objects.get()
    assert (row.state, row.seconds) == (State.REFUSED, 0)
    assert scan.passages.get().text == ""


def test_what_somebody_else_reads_by_now_is_not_kept(scan: File, monkeypatch) -> None:
    def recognise(_path: Path, _number: int) -> PageText:
        Recognition.objects.update(attempts=2)  # as of a claim after ours
        return page_of("Terlambat")

    monkeypatch.setattr(recognising, "recognise", recognise)
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    recognising.recognise_all()
    assert readings.page(scan, 1, RECOGNITION) is None


def test_folders_that_no_row_points_to_are_told_and_those_of_uploads_are_not(scan: File) -> None:
    assert [path for path in folders.strays() if scan.sha256 in path.name] == []
    alone = folders.of("0123456789abcdef" * 4)
    alone.mkdir(parents=True)
    try:
        assert alone not in folders.strays()  # as of a file that is being taken in
        os.utime(alone, (time.time() - 7200,) * 2)
        assert alone in folders.strays()
    finally:
        alone.rmdir()


def test_pictures_of_files_that_are_gone_are_cleared_and_others_stay(scan: File, settings, tmp_path) -> None:
    settings.PICTURE_CACHE = tmp_path
    (tmp_path / scan.sha256).mkdir()
    (tmp_path / ("0123456789abcdef" * 4)).mkdir()
    assert (folders.clear_pictures(), [path.name for path in tmp_path.iterdir()]) == (1, [scan.sha256])


def test_nothing_is_kept_by_the_recipe_for_a_file_that_is_gone(library: None, remove: Remove, caplog) -> None:
    file = brought(pdfs.pages("Teks asli"), "asli.pdf", read=False)
    claimed = queue.claim(Ingestion.objects.all())
    outline, pages = pipeline.read(claimed, file, lambda _: None)
    remove()
    with pytest.raises(pipeline.NoLongerOurs):
        pipeline.keep(claimed, file, outline, pages, lambda _: None)
    assert left_of(file) == []
