"""Originals that the disk lost or spoilt: nothing is made from them, what readers have stays, and the same bytes mend it."""

from io import BytesIO
from pathlib import Path

import pytest

from ingest import errors, stages
from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.work import take_up_outdated, work_off
from library import fixity, made
from library.models import File
from tests import pdfs

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
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=0)
    work_off()
    row = Ingestion.objects.get()
    assert (row.state, row.error) == (Ingestion.State.REFUSED, errors.OriginalLost.code)
    assert "unggah lagi berkas yang sama persis" in row.sentence


@pytest.mark.parametrize("name", ["dua.pdf", "salinan saya.pdf"])
@pytest.mark.parametrize("harm", [spoil, lose])
def test_the_same_bytes_take_their_place_again(file: File, harm, name: str) -> None:
    harm(file)
    Ingestion.objects.update(state=Ingestion.State.WAITING, attempts=0)
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
