"""The public copy and the cover, made in one child process within limits."""

import hashlib
from pathlib import Path

import pytest

from library.pictures import COVER_WIDTH
from library.public_files import make
from tests import pdfs


@pytest.fixture
def places(tmp_path):
    """Writes an original and gives the three places."""

    def at(content: bytes) -> tuple[Path, Path, Path]:
        (tmp_path / "original.pdf").write_bytes(content)
        return tmp_path / "original.pdf", tmp_path / "copy.pdf", tmp_path / "cover.webp"

    return at


def test_both_are_made_and_told_of(places):
    original, copy, cover = places(pdfs.pages("Sampul", "Isi"))
    made = make(original, copy, cover)
    assert made.copy is not None and made.cover is not None
    assert made.copy.sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert made.copy.size == copy.stat().st_size
    assert made.cover[0] == COVER_WIDTH and cover.exists()
    assert made.trouble == ""


def test_a_file_that_cannot_be_copied_has_neither_and_says_why(places):
    original, copy, cover = places(b"%PDF-1.7 rusak")
    made = make(original, copy, cover)
    assert (made.copy, made.cover) == (None, None)
    assert "no copy" in made.trouble and "no cover" in made.trouble
    assert sorted(original.parent.iterdir()) == [original]


def test_a_locked_file_has_neither(places):
    original, copy, cover = places(pdfs.encrypted("terkunci"))
    made = make(original, copy, cover)
    assert (made.copy, made.cover) == (None, None)


def test_a_child_that_takes_too_long_is_ended_and_leaves_nothing(places):
    original, copy, cover = places(pdfs.counted(300))
    made = make(original, copy, cover, wall=0.01)
    assert (made.copy, made.cover) == (None, None)
    assert "within 0.01 s" in made.trouble
    assert sorted(original.parent.iterdir()) == [original]


def test_a_disk_that_cannot_be_written_to_is_not_the_files_fault(places, tmp_path):
    original, _, cover = places(pdfs.pages("Baik"))
    with pytest.raises(OSError, match="tidak-ada"):
        make(original, tmp_path / "tidak-ada" / "copy.pdf", cover)


def test_an_original_that_is_gone_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        make(tmp_path / "hilang.pdf", tmp_path / "copy.pdf", tmp_path / "cover.webp")
