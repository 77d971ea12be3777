"""Taking files in: what is kept, what is refused with a sentence, and that nothing is half-kept."""

import hashlib
import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils.translation import override

from ingest import accept, errors
from ingest.accept import take_in
from ingest.models import Ingestion
from ingest.work import work_off
from library.models import File, Publication
from tests import pdfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    """The files in the storage, as a question."""
    folder = Path(storages["files"].location)
    return lambda: {path for path in folder.rglob("*") if path.is_file()}


def give(content: bytes, name: str = "berkas.pdf", **more) -> Ingestion:
    return take_in(BytesIO(content), name, **more)


def test_a_pdf_is_kept_as_it_was_given_and_waits():
    content = pdfs.pages("Setiap orang berhak atas rasa aman.", author="Juru Ketik")
    row = give(content)
    assert row.state == Ingestion.State.WAITING
    assert Path(row.file.original.path).read_bytes() == content
    assert row.file.sha256 == row.sha256 == hashlib.sha256(content).hexdigest()
    assert row.file.size == len(content)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.EmptyFile),
        (b"<html>bukan PDF</html>", errors.NotAPdf),
        (b"PK\x03\x04" + bytes(5_000) + b"%PDF-1.7", errors.NotAPdf),
    ],
)
def test_what_cannot_be_a_pdf_is_refused_and_nothing_of_it_is_kept(content, error, stored):
    before = stored()
    row = give(content)
    assert (row.state, row.error, row.file) == (Ingestion.State.REFUSED, error.code, None)
    assert row.finished is not None
    assert not File.objects.exists() and not Publication.objects.exists()
    assert stored() == before


def test_a_file_beyond_the_largest_size_is_refused_and_nothing_of_it_is_kept(tmp_path, stored):
    sparse = tmp_path / "besar.pdf"
    with sparse.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(accept.LARGEST + 1)
    before = stored()
    with sparse.open("rb") as source:
        row = take_in(source, sparse.name)
    assert (row.state, row.error, row.file) == (Ingestion.State.REFUSED, errors.TooLarge.code, None)
    assert stored() == before


def test_a_sentence_is_said_in_both_languages():
    row = give(b"bukan PDF")
    assert row.sentence == str(errors.NotAPdf.sentence)
    assert "bukan PDF" in row.sentence
    with override("en"):
        assert row.sentence.startswith("This file is not a PDF.")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Buku Saku.pdf", "Buku Saku.pdf"),
        ("/rumah/ani/Buku.pdf", "Buku.pdf"),
        ("C:\\Dokumen\\Buku.pdf", "Buku.pdf"),
        ("dua\nbaris\x00.pdf", "dua_baris_.pdf"),
        ("bunga 🌸.pdf", "bunga 🌸.pdf"),
        ("terbalik\u202efdp.pdf", "terbalik_fdp.pdf"),
        ("...", "tanpa-nama.pdf"),
        ("/", "tanpa-nama.pdf"),
        ("", "tanpa-nama.pdf"),
        ("a" * 300 + ".pdf", "a" * 246 + ".pdf"),
        ("tak\udcffterbaca.pdf", "tak_terbaca.pdf"),
        ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
    ],
)
def test_odd_names_become_names_that_can_be_shown(given, shown):
    row = give(pdfs.pages(repr(given)), given)
    assert (row.state, row.name, row.file.name) == (Ingestion.State.WAITING, shown, shown)


def test_the_same_file_under_the_same_name_is_answered_with_its_row():
    first = give(pdfs.pages("Sekali saja"), "sekali.pdf")
    again = give(pdfs.pages("Sekali saja"), "sekali.pdf")
    assert again.pk == first.pk
    assert Ingestion.objects.count() == File.objects.count() == 1


def test_the_same_refused_file_is_answered_with_its_row_too():
    assert give(b"bukan", "bukan.pdf").pk == give(b"bukan", "bukan.pdf").pk


def test_the_same_file_under_another_name_is_here_already_and_named(stored):
    first = give(pdfs.pages("Sekali saja"), "sekali.pdf")
    before = stored()
    again = give(pdfs.pages("Sekali saja"), "dua kali.pdf")
    assert (again.state, again.error) == (Ingestion.State.REFUSED, errors.AlreadyHere.code)
    assert again.file == first.file
    assert not again.can_try_again
    assert stored() == before


def test_a_row_that_waits_takes_the_newest_record():
    give(pdfs.pages("Sekali saja"), "sekali.pdf")
    again = give(pdfs.pages("Sekali saja"), "sekali.pdf", record={"title": "Sekali"}, publish=True)
    assert (again.record, again.publish) == ({"title": "Sekali"}, True)


def test_whoever_brings_a_file_again_whose_publication_was_deleted_gets_a_new_draft(library, admin_user):
    content = pdfs.pages("Terhapus karena keliru")
    first = give(content, "terhapus.pdf", by=admin_user)
    work_off()
    first.refresh_from_db()
    first.target.delete()
    assert give(content, "terhapus.pdf").pk == first.pk  # a command that runs every night changes nothing
    again = give(content, "terhapus.pdf", by=admin_user)
    assert (again.pk != first.pk, again.state, again.file) == (True, Ingestion.State.WAITING, first.file)
    work_off()
    again.refresh_from_db()
    assert again.target.spans.get().file == first.file


def test_a_row_that_cannot_be_saved_leaves_no_file_behind(stored):
    before = stored()
    with pytest.raises(TypeError):
        give(pdfs.pages("Tidak jadi"), record={"title": object()})
    assert not File.objects.exists()
    assert stored() == before


def test_a_disk_that_refuses_the_file_leaves_no_row_behind(stored):
    content = pdfs.pages("Tidak muat")
    sha256 = hashlib.sha256(content).hexdigest()
    (Path(storages["files"].location) / sha256[:2]).mkdir(parents=True, exist_ok=True)
    (Path(storages["files"].location) / sha256[:2] / sha256).write_bytes(b"a file where a folder should be")
    before = stored()
    with pytest.raises(OSError, match=sha256):
        give(content)
    assert not File.objects.exists() and not Ingestion.objects.exists()
    assert stored() == before


def test_what_a_killed_process_was_receiving_is_cleared_after_a_day():
    folder = Path(storages["files"].location) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    old, new = folder / "lama.pdf", folder / "baru.pdf"
    for path in (old, new):
        path.write_bytes(b"%PDF-")
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    accept.clear_left_over()
    assert not old.exists() and new.exists()
    new.unlink()


def test_what_would_happen_is_foreseen_without_a_trace(tmp_path, stored):
    give(pdfs.pages("Sudah ada"), "ada.pdf")
    before, rows = stored(), Ingestion.objects.count()
    outcomes = {}
    for name, content in {
        "baru.pdf": pdfs.pages("Baru"),
        "lain.pdf": pdfs.pages("Sudah ada"),
        "x.pdf": b"x",
    }.items():
        (tmp_path / name).write_bytes(content)
        outcomes[name] = accept.foresee(tmp_path / name).error
    assert outcomes == {"baru.pdf": "", "lain.pdf": errors.AlreadyHere.code, "x.pdf": errors.NotAPdf.code}
    assert (stored(), Ingestion.objects.count()) == (before, rows)
