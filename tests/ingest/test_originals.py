"""Originals that the disk lost or spoilt: nothing is made from them, what readers have stays, and the same bytes mend it."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest import errors, queue, recognising, stages
from ingest.accept import take_in
from ingest.models import Ingestion, Recognition
from ingest.work import take_up_outdated, work_off
from library import fixity, made
from library.models import File, Passage, PermanentId
from tests import pdfs
from tests.screened import SAMPLE

Stage = Ingestion.Stage
CONTENT = pdfs.pages("Halaman satu", "Halaman dua")


@pytest.fixture
def file(library: None) -> File:
    take_in(BytesIO(CONTENT), "dua.pdf", record={"title": "Dua", "kind": "book"}, publish=True)
    work_off()
    return File.objects.get()


def spoil(file: File) -> None:
    Path(file.original.path).write_bytes(b"%PDF-1.7 diubah")


def lose(file: File) -> None:
    Path(file.original.path).unlink()


def made_now() -> tuple[str, int, str, bool]:
    file = File.objects.get()
    return file.copy_sha256, file.copy_size, str(file.cover), Path(file.copy.path).exists()


@pytest.mark.parametrize("harm", [spoil, lose])
def test_a_newer_tool_takes_nothing_away_where_the_original_is_not_sound(
    file: File, monkeypatch: pytest.MonkeyPatch, harm
) -> None:
    before = made_now()
    harm(file)
    monkeypatch.setitem(stages.VERSIONS, Stage.COPY, stages.VERSIONS[Stage.COPY] + 1)
    assert (take_up_outdated(), list(stages.outdated())) == (0, [])
    assert Ingestion.objects.get().state == Ingestion.State.DONE
    assert made_now() == before and before[-1]
    assert [each.pk for each in fixity.faulty()] == [file.pk]
    Path(file.original.path).write_bytes(CONTENT)
    fixity.check(File.objects.get())
    assert take_up_outdated() == 1
    work_off()
    assert Ingestion.objects.get().state == Ingestion.State.DONE
    assert list(stages.outdated()) == []


@pytest.mark.parametrize("harm", [spoil, lose])
def test_who_has_it_read_again_is_told_what_helps(file: File, harm) -> None:
    harm(file)
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=queue.MOST_ATTEMPTS - 1)
    work_off()
    row = Ingestion.objects.get()
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.OriginalLost.code)
    assert "unggah lagi berkas yang sama persis" in row.sentence


@pytest.mark.parametrize("name", ["dua.pdf", "salinan saya.pdf"])
@pytest.mark.parametrize("harm", [spoil, lose])
def test_the_same_bytes_take_their_place_again(file: File, harm, name: str) -> None:
    harm(file)
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=queue.MOST_ATTEMPTS - 1)
    work_off()
    take_in(BytesIO(CONTENT), name)
    assert Path(file.original.path).read_bytes() == CONTENT
    assert fixity.faulty() == []
    work_off()
    assert Ingestion.objects.order_by("pk")[0].state == Ingestion.State.DONE


def test_other_bytes_mend_nothing_and_a_sound_file_is_left_alone(file: File) -> None:
    path = Path(file.original.path)
    before = path.stat().st_mtime_ns
    take_in(BytesIO(CONTENT), "lagi.pdf")
    assert path.stat().st_mtime_ns == before
    spoil(file)
    fixity.check(file)
    take_in(BytesIO(pdfs.pages("Lain")), "lain.pdf")
    assert [each.pk for each in fixity.faulty()] == [file.pk]


def test_a_copy_that_cannot_be_made_anew_stays_as_it_is(file: File) -> None:
    before = made_now()
    spoil(file)
    held = File.objects.get()
    assert made.make(held, again=True)
    held.save(update_fields=made.FIELDS)
    assert made_now() == before


FILM = SAMPLE.read_bytes()
TABLE = b"desa,tahun,kasus\nA,2020,13\n"


def kept(content: bytes, name: str, kind: str) -> File:
    take_in(BytesIO(content), name, record={"title": "Dua", "kind": kind})
    work_off()
    return File.objects.get(name=name)


@pytest.mark.parametrize("harm", [spoil, lose])
@pytest.mark.parametrize(("content", "name", "kind"), [(FILM, "a.mp4", "film"), (TABLE, "a.csv", "dataset")])
def test_what_seems_to_be_of_no_use_takes_nothing_away(library, harm, content, name: str, kind: str) -> None:
    held = kept(content, name, kind)
    path = Path(held.original.path)
    harm(held)
    spoilt = path.read_bytes() if path.exists() else None
    take_in(BytesIO(content), "tanpa keterangan")  # without a word of its kind it is no PDF, and not written
    assert (path.read_bytes() if path.exists() else None) == spoilt
    take_in(BytesIO(content), "lagi", record={"title": "Dua", "kind": kind})
    assert path.read_bytes() == content


def test_a_table_is_not_read_from_what_the_disk_made_of_it(library) -> None:
    held = kept(TABLE, "a.csv", "dataset")
    Path(held.original.path).write_bytes(TABLE.replace(b"13", b"99"))
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=queue.MOST_ATTEMPTS - 1)
    work_off()
    assert Ingestion.objects.get().error == errors.OriginalLost.code


def test_a_file_that_never_could_be_read_is_not_read_from_another(library) -> None:
    take_in(BytesIO(pdfs.truncated()), "rusak.pdf")
    work_off()
    Path(File.objects.get().original.path).write_bytes(CONTENT)
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=queue.MOST_ATTEMPTS - 1)
    work_off()
    assert (Ingestion.objects.get().error, Passage.objects.count()) == (errors.OriginalLost.code, 0)


def test_no_page_is_recognised_in_what_is_not_the_original(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(recognising, "recognise", lambda _path, number: asked.append(number))
    monkeypatch.setattr(recognising, "available", lambda: "5.3.0")
    row = Recognition.objects.create(file=file, number=1, attempts=queue.MOST_ATTEMPTS - 1)
    spoil(file)
    recognising.recognise_all()
    row.refresh_from_db()
    assert (asked, row.error) == ([], errors.OriginalLost.code)
    Path(file.original.path).write_bytes(CONTENT)
    fixity.check(File.objects.get())
    assert take_up_outdated() == 1
    row.refresh_from_db()
    assert row.state == Recognition.State.WAITING


def test_what_came_back_from_the_backup_is_taken_up_again(file: File) -> None:
    lose(file)
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=queue.MOST_ATTEMPTS - 1)
    work_off()
    assert take_up_outdated() == 0
    Path(file.original.path).write_bytes(CONTENT)
    fixity.check(File.objects.get())
    assert take_up_outdated() == 1
    work_off()
    assert Ingestion.objects.get().state == Ingestion.State.DONE


def test_a_copy_that_is_not_what_it_was_is_not_kept_for_want_of_a_better_one(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(file.copy.path).write_bytes(b"rusak")
    monkeypatch.setattr(made.public_files, "make", lambda *_: made.public_files.Made(None, None, "no room"))
    fixity.check(file)
    assert not File.objects.get().copy


def test_a_copy_that_was_missing_and_is_made_is_told(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    before = PermanentId.objects.get().revision
    File.objects.update(copy="", copy_sha256="", copy_size=0)
    monkeypatch.setitem(stages.VERSIONS, Stage.COPY, stages.VERSIONS[Stage.COPY] + 1)
    take_up_outdated()
    work_off()
    assert File.objects.get().copy
    assert PermanentId.objects.get().revision > before
