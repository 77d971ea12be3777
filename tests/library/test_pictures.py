"""Pictures of pages and covers, drawn by the real child process."""

import itertools
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from library import drawing, pictures

TYPE = (
    b"BT /F1 11 Tf 14 TL 72 770 Td "
    + b"(Pendampingan korban kekerasan berbasis komunitas) Tj T* " * 40
    + b"ET"
)


@pytest.fixture
def make_pdf(tmp_path):
    """A PDF whose pages have the given contents and boxes."""

    def making(*pages: tuple[bytes, tuple[float, float, float, float]], name: str = "kajian.pdf") -> Path:
        pdf = pikepdf.Pdf.new()
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for content, box in pages:
            page = pdf.add_blank_page(page_size=(595, 842))
            page.MediaBox = pikepdf.Array([pikepdf.Object.parse(str(number).encode()) for number in box])
            page.Contents = pdf.make_stream(content)
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        path = tmp_path / name
        pdf.save(path)
        return path

    return making


A4 = (0, 0, 595, 842)


def test_a_page_is_drawn_as_wide_as_asked_and_kept(make_pdf, tmp_path):
    pdf = make_pdf((TYPE, A4), (b"", A4))
    picture = pictures.page_picture(pdf, 1, 800, tmp_path / "cache")
    with Image.open(picture) as image:
        assert (image.format, image.size) == ("WEBP", (800, 1132))
        assert image.convert("L").getextrema() == (0, 255)
    first = picture.stat()
    again = pictures.page_picture(pdf, 1, 800, tmp_path / "cache")
    assert again == picture and again.stat().st_ino == first.st_ino
    other = pictures.page_picture(pdf, 2, 800, tmp_path / "cache")
    with Image.open(other) as image:
        assert image.convert("L").getextrema() == (255, 255)


def test_type_is_kept_in_few_bytes_and_photographs_are_kept_as_photographs(make_pdf, tmp_path):
    with Image.open(pictures.page_picture(make_pdf((TYPE, A4)), 1, 800, tmp_path / "cache")) as image:
        assert len(image.convert("RGB").getcolors()) <= 16
    shades = Image.effect_noise((800, 1100), 60).convert("RGB")
    assert len(drawing.encoded(shades)) < 0.5 * 800 * 1100


def test_a_replaced_file_has_new_pictures(make_pdf, tmp_path):
    old = pictures.page_picture(make_pdf((b"", A4)), 1, 480, tmp_path / "cache")
    new = pictures.page_picture(make_pdf((TYPE, A4)), 1, 480, tmp_path / "cache")
    assert old != new and old.read_bytes() != new.read_bytes()


def test_a_page_is_shown_as_its_rotation_says(make_pdf, tmp_path):
    pdf = make_pdf((TYPE, A4))
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.pages[0].Rotate = 90
        opened.save()
    with Image.open(pictures.page_picture(pdf, 1, 800, tmp_path / "cache")) as image:
        assert image.size == (800, 565)


def test_only_the_agreed_widths_are_drawn(make_pdf, tmp_path):
    with pytest.raises(ValueError, match="801"):
        pictures.page_picture(make_pdf((b"", A4)), 1, 801, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("number", [0, -1, 3, 10**12])
def test_a_page_that_the_file_does_not_have_is_refused(make_pdf, tmp_path, number):
    pdf = make_pdf((b"", A4), (b"", A4))
    with pytest.raises(pictures.NoSuchPageError):
        pictures.page_picture(pdf, number, 480, tmp_path / "cache")
    assert not list((tmp_path / "cache").rglob("*.*"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nrusak", b"bukan PDF"])
def test_a_broken_file_is_answered_with_a_sentence_and_leaves_nothing_half_made(tmp_path, content):
    pdf = tmp_path / "rusak.pdf"
    pdf.write_bytes(content)
    with pytest.raises(pictures.PictureError) as caught:
        pictures.page_picture(pdf, 1, 480, tmp_path / "cache")
    assert "tidak dapat dibuat" in str(caught.value.sentence)
    with pytest.raises(pictures.PictureError):
        pictures.cover(pdf, tmp_path / "sampul.webp")
    assert not list(tmp_path.rglob("*.webp*"))


def test_a_file_that_is_not_there_is_the_callers_to_explain(tmp_path):
    with pytest.raises(FileNotFoundError):
        pictures.page_picture(tmp_path / "hilang.pdf", 1, 480, tmp_path / "cache")
    with pytest.raises(FileNotFoundError):
        pictures.cover(tmp_path / "hilang.pdf", tmp_path / "sampul.webp")


@pytest.mark.parametrize(
    "box", [(0, 0, 1e9, 1e9), (0, 0, 14_400, 10), (0, 0, 10, 14_400), (0, 0, 0.001, 900)]
)
def test_a_page_of_monstrous_measures_becomes_a_picture_of_bounded_size(make_pdf, tmp_path, box):
    with Image.open(pictures.page_picture(make_pdf((TYPE, box)), 1, 1600, tmp_path / "cache")) as image:
        assert image.width * image.height <= drawing.PIXELS
        assert 1 <= image.width <= 1600 and 1 <= image.height <= drawing.SIDE


def test_pictures_shrink_before_they_pass_the_limits():
    assert drawing.size_of_picture(595, 842, 800) == (800, 1132)
    wide, high = drawing.size_of_picture(100, 1_500, 1600)
    assert (wide, high) == (1092, 16_383)
    wide, high = drawing.size_of_picture(100, 980, 1600)
    assert wide * high <= drawing.PIXELS and wide == 1597
    for nothing in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no extent"):
            drawing.size_of_picture(nothing, 842, 800)


@pytest.fixture
def bomb(tmp_path) -> Path:
    """A page of a few hundred bytes that draws 12^8 forms: pdfium ends its whole process over it."""
    pdf = pikepdf.Pdf.new()
    inner = None
    for _depth in range(9):
        form = pikepdf.Stream(pdf, b"0 0 600 800 re f " * 50 if inner is None else b"/F Do " * 12)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 600, 800])
        if inner is not None:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = pdf.make_indirect(form)
    page = pdf.add_blank_page(page_size=(600, 800))
    page.Contents = pdf.make_stream(b"/F Do")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    pdf.save(tmp_path / "bom.pdf")
    return tmp_path / "bom.pdf"


def test_a_bomb_costs_its_limits_once_and_is_then_left_alone(bomb, tmp_path):
    with pytest.raises(pictures.PictureError, match="exit -"):
        pictures.page_picture(bomb, 1, 480, tmp_path / "cache")
    with pytest.raises(pictures.PictureError, match="a short while ago"):
        pictures.page_picture(bomb, 1, 480, tmp_path / "cache")
    assert not list(tmp_path.rglob("*.webp*"))


def test_a_page_that_takes_too_long_is_given_up(bomb, tmp_path):
    with pytest.raises(pictures.PictureError, match="not drawn within") as caught:
        pictures.cover(bomb, tmp_path / "sampul.webp", wall=0.3)
    assert not isinstance(caught.value, pictures.NoSuchPageError)
    assert not list(tmp_path.rglob("*.webp*"))


def test_many_readers_of_one_page_at_once_all_get_it(make_pdf, tmp_path):
    pdf = make_pdf((TYPE, A4))
    begin = threading.Barrier(6)

    def read(_reader: int) -> Path:
        begin.wait()
        return pictures.page_picture(pdf, 1, 480, tmp_path / "cache")

    with ThreadPoolExecutor(6) as readers:
        found = set(readers.map(read, range(6)))
    assert len(found) == 1
    with Image.open(found.pop()) as image:
        assert image.size == (480, 679)
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_a_reader_is_sent_away_with_a_sentence_when_all_places_are_taken(make_pdf, tmp_path):
    pdf = make_pdf((TYPE, A4))
    kept = pictures.page_picture(pdf, 1, 480, tmp_path / "cache")
    with ExitStack() as stack:
        for _ in range(pictures.CHILDREN):
            stack.enter_context(pictures.place(0))
        with pytest.raises(pictures.TooBusyError) as caught:
            pictures.page_picture(pdf, 1, 800, tmp_path / "cache", patience=0.01)
        assert "sebentar lagi" in str(caught.value.sentence)
        assert pictures.page_picture(pdf, 1, 480, tmp_path / "cache") == kept  # what is kept needs no place
    assert pictures.page_picture(pdf, 1, 800, tmp_path / "cache").exists()


def fill(cache: Path, name: str, *, size: int, age: float, of: str = "berkas") -> Path:
    path = cache / of / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_the_pictures_longest_not_asked_for_go_first(tmp_path):
    old, middle, new = (
        fill(tmp_path, f"{number}-480.webp", size=400, age=age)
        for number, age in ((1, 3_000), (2, 2_000), (3, 1_000))
    )
    pictures.tidy(tmp_path, 1_200)
    assert old.exists() and middle.exists() and new.exists()
    pictures.tidy(tmp_path, 1_000)
    assert not old.exists() and middle.exists() and new.exists()


def test_pictures_of_all_files_share_one_cache(make_pdf, tmp_path, monkeypatch):
    """Each lies in the folder of its file, and all of them are counted together."""
    old = fill(tmp_path, "1-480.webp", size=400_000, age=3_000, of="a" * 64 + "/lama")
    new = fill(tmp_path, "1-480.webp", size=400_000, age=1_000, of="b" * 64 + "/baru")
    monkeypatch.setattr(pictures, "_drawn", itertools.count())
    pdf = make_pdf((b"", A4))
    drawn = pictures.page_picture(pdf, 1, 480, tmp_path, of="c" * 64, budget=700_000)
    assert drawn.is_relative_to(tmp_path / ("c" * 64))
    assert drawn.exists() and new.exists() and not old.exists()


def test_a_small_budget_is_kept_to_from_the_first_picture_on(make_pdf, tmp_path):
    pdf = make_pdf(*[(b"", A4)] * 6)
    size = pictures.page_picture(pdf, 1, 480, tmp_path).stat().st_size
    for number in range(2, 7):
        pictures.page_picture(pdf, number, 480, tmp_path, budget=3 * size)
        assert sum(each.stat().st_size for each in tmp_path.rglob("*.webp")) <= 3 * size


def test_the_emptied_folders_of_a_file_go_too(tmp_path):
    outer = tmp_path / ("a" * 64)
    (outer / "kunci").mkdir(parents=True)
    for folder in (outer / "kunci", outer):
        os.utime(folder, (time.time() - pictures.REST - 60,) * 2)
    pictures.tidy(tmp_path, 1_000)
    assert not (outer / "kunci").exists()
    os.utime(outer, (time.time() - pictures.REST - 60,) * 2)
    pictures.tidy(tmp_path, 1_000)
    assert not outer.exists() and tmp_path.exists()


def test_what_crashes_and_old_failures_left_is_cleared_away(tmp_path):
    left = fill(tmp_path, "1-480.webp.77.part", size=9, age=pictures.REST + 60)
    failed = fill(tmp_path, "2-480.undrawable", size=0, age=pictures.REST + 60)
    fresh = fill(tmp_path, "3-480.webp.78.part", size=9, age=1)
    empty = tmp_path / "lama"
    empty.mkdir()
    os.utime(empty, (time.time() - pictures.REST - 60,) * 2)
    pictures.tidy(tmp_path, 1_000)
    assert not left.exists() and not failed.exists() and fresh.exists() and not empty.exists()


def test_a_picture_that_is_asked_for_counts_as_new(make_pdf, tmp_path):
    pdf = make_pdf((b"", A4))
    picture = pictures.page_picture(pdf, 1, 480, tmp_path / "cache")
    long_ago = time.time() - 10 * pictures.REST
    os.utime(picture, (long_ago, long_ago))
    pictures.page_picture(pdf, 1, 480, tmp_path / "cache")
    status = picture.stat()
    assert status.st_atime > long_ago + pictures.REST and status.st_mtime == pytest.approx(long_ago)


def test_a_cover_is_the_first_page_four_hundred_pixels_wide(make_pdf, tmp_path):
    target = tmp_path / "sampul" / "Judul – é.webp"
    pictures.cover(make_pdf((TYPE, A4), (b"", A4), name="nama – aneh.pdf"), target)
    with Image.open(target) as image:
        assert (image.format, image.size) == ("WEBP", (400, 566))
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_the_child_knows_no_django_and_binds_itself():
    program = """
import resource, sys
from library import drawing
drawing.bound()
print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_CORE)[0])
print({"django", "pypdfium2", "PIL"} & set(sys.modules))
"""
    house = Path(drawing.__file__).parent.parent
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=house, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [str(drawing.CPU), "0", "set()"]
