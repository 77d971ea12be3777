"""Whether files are still what they were: found, said, and mended where they can be made again."""

import json
import os
import time
from contextlib import nullcontext
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from ingest.accept import take_in
from ingest.work import work_off
from library import fixity, folders, originals, public_files
from library.models import File
from tests import pdfs


@pytest.fixture
def files(library: None) -> list[File]:
    for name in ("satu", "dua", "tiga"):
        take_in(BytesIO(pdfs.pages(f"Isi {name}")), f"{name}.pdf")
    work_off()
    return list(File.objects.order_by("pk"))


def test_all_is_checked_once_and_again_after_a_week(files: list[File]) -> None:
    assert (fixity.check_due(), fixity.check_due()) == (3, 0)
    File.objects.filter(pk=files[0].pk).update(checked=timezone.now() - fixity.EVERY - timedelta(minutes=1))
    assert fixity.check_due() == 1
    assert fixity.faulty() == []


def test_a_round_ends_when_enough_was_read(files: list[File], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixity, "_BYTES_A_ROUND", 1)
    assert [fixity.check_due() for _ in range(4)] == [1, 1, 1, 0]


def test_an_original_that_changed_or_is_gone_is_said_and_left_alone(files: list[File]) -> None:
    changed, gone = (Path(file.original.path) for file in files[:2])
    changed.write_bytes(b"%PDF-1.7 diubah")
    gone.unlink()
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_files", stdout=told)
    assert "satu.pdf: berubah" in told.getvalue() and "dua.pdf: tidak ada" in told.getvalue()
    assert "3 berkas diperiksa, 2 bermasalah." in told.getvalue()
    assert [file.name for file in fixity.faulty()] == ["satu.pdf", "dua.pdf"]
    assert changed.read_bytes() == b"%PDF-1.7 diubah"


def test_a_file_that_came_back_from_the_backup_is_well_again(files: list[File]) -> None:
    path = Path(files[0].original.path)
    kept = path.read_bytes()
    path.unlink()
    fixity.check(files[0])
    path.write_bytes(kept)
    fixity.check(files[0])
    assert fixity.faulty() == []


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"rusak")])
def test_a_copy_for_readers_that_is_not_what_it_was_is_made_anew(files: list[File], harm) -> None:
    harm(Path(files[2].copy.path))
    fixity.check(files[2])
    again = File.objects.get(pk=files[2].pk)
    assert originals.sha256_of(Path(again.copy.path)) == again.copy_sha256
    assert again.fault == ""


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("harm", [Path.unlink, cut_off, lambda path: path.write_bytes(b"")])
def test_a_cover_that_is_gone_or_cut_off_is_made_anew_by_itself(files: list[File], harm, caplog) -> None:
    file = files[1]
    before = Path(file.cover.path).read_bytes()
    harm(Path(file.cover.path))
    assert fixity.check_due() == 3  # the worker's tick
    assert Path(file.cover.path).read_bytes() == before
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        f"File {file.pk}: its cover for readers is made anew"
    ]


def test_a_cover_that_cannot_be_made_anew_is_said_and_no_longer_promised(
    files: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(files[1].copy.path).read_bytes()
    Path(files[1].cover.path).unlink()
    whole = public_files.make
    monkeypatch.setattr(public_files, "make", lambda *places: whole(*places, wall=0.0))
    assert told() == {
        "checked": 3,
        "faulty": 0,
        "files": [
            {"name": "dua.pdf", "sha256": files[1].sha256, "fault": None, "made": [], "lost": ["cover"]}
        ],
        "strays": [],
    }
    again = File.objects.get(pk=files[1].pk)
    assert (again.cover.name, again.cover_width, Path(again.copy.path).read_bytes()) == ("", 0, copy)
    assert told()["files"] == []


def told(*, ends: bool = False) -> dict[str, object]:
    """What the command says to machines: one object, on one line; `ends` with exit code 1."""
    out = StringIO()
    with pytest.raises(SystemExit) if ends else nullcontext() as ended:
        call_command("check_files", "--json", stdout=out)
    assert not ends or ended.value.code == 1
    (line,) = out.getvalue().splitlines()
    said = json.loads(line)
    # Other tests leave folders in the same place whose rows were undone.
    return said | {"strays": [path for path in said["strays"] if "0123456789abcdef" in path]}


def test_machines_are_told_all_of_it_in_one_object(files: list[File]) -> None:
    assert told() == {"checked": 3, "faulty": 0, "files": [], "strays": []}
    Path(files[0].original.path).write_bytes(b"%PDF-1.7 diubah")
    Path(files[1].copy.path).unlink()
    alone = folders.of("0123456789abcdef" * 4)
    alone.mkdir(parents=True)
    os.utime(alone, (time.time() - 7200,) * 2)
    try:
        assert told(ends=True) == {
            "checked": 3,
            "faulty": 1,
            "files": [
                {"name": "satu.pdf", "sha256": files[0].sha256, "fault": "changed", "made": [], "lost": []},
                {"name": "dua.pdf", "sha256": files[1].sha256, "fault": None, "made": ["copy"], "lost": []},
            ],
            "strays": [str(alone)],
        }
        people = StringIO()
        with pytest.raises(SystemExit):
            call_command("check_files", stdout=people)
        assert f"Folder tanpa catatan di pangkalan data: {alone}\n" in people.getvalue()
    finally:
        alone.rmdir()


def test_people_are_told_what_was_made_anew(files: list[File]) -> None:
    Path(files[1].cover.path).unlink()
    people = StringIO()
    call_command("check_files", stdout=people)
    assert "dua.pdf: sampulnya hilang atau tidak utuh lagi, jadi dibuat ulang" in people.getvalue()
    assert "3 berkas diperiksa, 0 bermasalah." in people.getvalue()
