"""Whether files are still what they were: found, said, and mended where they can be made again."""

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from ingest.accept import take_in
from ingest.work import work_off
from library import fixity, originals
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
