"""Pages that are only pictures, read by real tesseract in its bounded process."""

import io
import os
import random
import stat
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import wagtail.images.tests
from PIL import Image

from ingest import errors
from ingest.clean import clean
from ingest.extract import PageText
from ingest.extract.bounded import extract
from ingest.page_words import is_worrying
from ingest.recognise import LIMITS, REMEDY, available, recognise
from library.drawing import PIXELS
from tests import pdfs, scans
from tests.requirements import missing

ROOT = Path(__file__).parents[2]
LAW = ROOT / "demo" / "uu-23-2004-penghapusan-kdrt.pdf"
PHOTOGRAPH = Path(wagtail.images.tests.__file__).parent / "image_files" / "landscape_1.jpg"
LEFT = [f"Kolom kiri baris {word}" for word in ("satu", "dua", "tiga", "empat", "lima", "enam")]
RIGHT = [f"Sebelah kanan {word}" for word in ("ketujuh", "kedelapan", "kesembilan", "kesepuluh", "terakhir")]


@pytest.fixture
def path(tmp_path):
    def saved(data: bytes) -> Path:
        path = tmp_path / "pindaian – salinan (1).pdf"
        path.write_bytes(data)
        return path

    return saved


@pytest.fixture
def tesseract() -> None:
    if not available():
        missing(f"tesseract is missing: {REMEDY}")


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Puts a shell script in tesseract's place, which says that it has all languages, and then does something else."""

    def put(script: str, languages: str = "eng ind osd") -> None:
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir()
        program.write_text(
            f"#!/bin/sh\ncase $1 in\n--list-langs) printf '%s\\n' {languages}; exit;;\n"
            f"--version) echo tesseract 9.9.9; exit;;\nesac\n{script}\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return put


def born_digital(path: Path, number: int) -> PageText:
    return [message for message in extract(path) if isinstance(message, PageText)][number - 1]


def hocr(words: str) -> str:
    return (
        "cat <<EOF\n<html><body><span class='ocr_line' title='bbox 100 100 900 130; baseline 0 -6; x_size 30'>"
        f"<span class='ocrx_word' title='bbox 100 100 300 130; x_wconf 95'>{words}</span></span></body></html>\nEOF"
    )


# What is read


@pytest.mark.parametrize("skew", [1.5, -3.0])
def test_a_skewed_and_noisy_scan_is_read_with_every_word_in_its_place(tesseract, path, skew):
    known = born_digital(LAW, 4)
    page = recognise(path(scans.as_pdf(scans.spoilt(scans.picture(LAW.read_bytes(), 4), skew))), 1)
    assert scans.f1(page.text, known.text) >= 0.99
    assert (page.reader, page.number, page.label, page.flags) == ("tesseract", 1, None, frozenset())
    assert page.confidence > 0.9
    assert page.picture > 0.99
    assert (page.width, page.height) == pytest.approx((known.width, known.height), abs=0.5)
    there = {word.text: word for line in known.lines for word in line.words}
    once = [text for text, many in scans.Counter(_texts(known)).items() if many == 1]
    found = {word.text: word for line in page.lines for word in line.words}
    near = [_is_near(found[text], there[text], page, skew) for text in once if text in found]
    assert len(near) > 80
    assert sum(near) >= 0.98 * len(near)


def _texts(page: PageText) -> list[str]:
    return [word.text for line in page.lines for word in line.words]


def _is_near(word, printed, page: PageText, skew: float) -> bool:
    """The box lies on the word: its middle within 3 points, and it is as wide and high, within 3 points."""
    x, y = scans.skewed(
        (printed.x0 + printed.x1) / 2, (printed.y0 + printed.y1) / 2, page.width, page.height, skew
    )
    return all(
        abs(difference) <= 3
        for difference in (
            (word.x0 + word.x1) / 2 - x,
            (word.y0 + word.y1) / 2 - y,
            (word.x1 - word.x0) - (printed.x1 - printed.x0),
            (word.y1 - word.y0) - (printed.y1 - printed.y0),
        )
    )


def test_the_lines_and_paragraphs_of_a_scan_are_those_of_the_page(tesseract, path):
    text = "\n".join(pdfs.SENTENCES[:3]) + "\n\n" + "\n".join(pdfs.SENTENCES[3:])
    page = recognise(path(scans.as_pdf(scans.spoilt(scans.picture(pdfs.pages(text)), 1))), 1)
    assert page.text == text
    assert all(line.size == pytest.approx(pdfs.SIZE, rel=0.12) for line in page.lines)
    assert len({line.size for line in page.lines}) == 1


def test_a_hyphen_at_the_end_of_a_line_stays_and_the_word_is_whole_when_cleaned(tesseract, path):
    text = "Ketentuan lain tetap berlaku sepanjang tidak bertentangan dengan Undang-\nundang ini."
    page = recognise(path(scans.as_pdf(scans.spoilt(scans.picture(pdfs.pages(text))))), 1)
    assert page.text == text
    [cleaned] = clean([page])
    assert "Undang-undang" in cleaned.text


def test_two_columns_are_read_one_after_the_other(tesseract, path):
    left, right = LEFT * 4, RIGHT * 4
    page = recognise(path(scans.as_pdf(scans.spoilt(scans.picture(pdfs.two_columns(left, right)), -2))), 1)
    assert [line.text for line in page.lines] == left + right


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(tesseract, path):
    text = "\n".join(pdfs.SENTENCES)
    upright = scans.spoilt(scans.picture(pdfs.pages(text)))
    on_its_side = upright.transpose(Image.Transpose.ROTATE_90)
    page = recognise(path(scans.as_pdf(on_its_side, rotate=90)), 1)
    assert page.text == text
    assert (page.width, page.height) == pytest.approx((pdfs.WIDTH, pdfs.HEIGHT), abs=0.5)
    assert page.lines[0].words[0].x0 == pytest.approx(pdfs.LEFT, abs=3)


def test_a_page_scanned_upside_down_is_read_and_its_words_are_where_they_are_shown(tesseract, path):
    text = "\n".join(pdfs.SENTENCES * 4)
    upside_down = scans.spoilt(scans.picture(pdfs.pages(text)), 1).transpose(Image.Transpose.ROTATE_180)
    page = recognise(path(scans.as_pdf(upside_down)), 1)
    assert scans.f1(page.text, text) >= 0.99
    first = page.lines[0].words[0]
    assert first.text == "Setiap"
    x, y = scans.skewed(pdfs.LEFT, pdfs.HEIGHT - pdfs.TOP, page.width, page.height, 1)
    assert first.x1 == pytest.approx(page.width - x, abs=3)
    assert first.y0 < page.height - y < first.y1


# What is not read


def test_an_empty_page_is_empty_and_nothing_is_doubtful_about_it(tesseract, path):
    page = recognise(path(scans.as_pdf(scans.spoilt(Image.new("L", (1654, 2339), 255)))), 1)
    assert (page.lines, page.flags, page.confidence) == ((), frozenset({"empty"}), 1.0)


def test_a_photograph_gives_no_text(tesseract, path):
    with Image.open(PHOTOGRAPH) as photograph:
        page = recognise(path(scans.as_pdf(photograph.convert("L").resize((1654, 1240)))), 1)
    assert page.lines == ()


def test_type_that_cannot_be_read_is_no_empty_page(tesseract, path):
    page = recognise(path(scans.as_pdf(scans.spoilt(scans.picture(LAW.read_bytes(), 4), 2, 70))), 1)
    assert page.lines == ()
    assert "nothing-recognised" in page.flags
    assert page.confidence == 0.0
    assert is_worrying(page.confidence, page.flags)


def test_a_page_scanned_through_a_mirror_gives_no_text(tesseract, path):
    printed = scans.spoilt(scans.picture(LAW.read_bytes(), 4))
    page = recognise(path(scans.as_pdf(printed.transpose(Image.Transpose.FLIP_LEFT_RIGHT))), 1)
    assert page.lines == ()
    assert "garbage" in page.flags


def test_specks_on_an_empty_page_are_no_type(tesseract, path):
    speckled = Image.new("L", (1654, 2339), 255)
    specks = random.Random(7)  # noqa: S311
    for _ in range(4_000):
        speckled.putpixel((specks.randrange(1654), specks.randrange(2339)), specks.randrange(120))
    page = recognise(path(scans.as_pdf(speckled)), 1)
    assert page.lines == ()
    assert "nothing-recognised" not in page.flags
    assert not is_worrying(page.confidence, page.flags)


def test_what_tesseract_hardly_believes_itself_is_not_kept_as_text(instead, path):
    instead(hocr("wvol iok nam lro").replace("x_wconf 95", "x_wconf 50"))
    page = recognise(path(pdfs.pages("Tulisan tangan")), 1)
    assert (page.lines, "garbage" in page.flags, page.confidence) == ((), True, 0.5)


# Limits, faults, and what is missing


def test_time_on_the_processor_is_limited(tesseract, path):
    dense = scans.spoilt(scans.picture(LAW.read_bytes(), 4))
    wide = Image.new("L", (2 * dense.width, 2 * dense.height), 255)
    for corner in ((0, 0), (dense.width, 0), (0, dense.height), (dense.width, dense.height)):
        wide.paste(dense, corner)
    with pytest.raises(errors.RecognitionTooLong) as raised:
        recognise(path(scans.as_pdf(wide)), 1, replace(LIMITS, cpu=2.0, wall=100.0))
    assert raised.value.detail == "by CPU time"
    assert not raised.value.transient


@pytest.mark.parametrize("megabytes", [80, 110])
def test_memory_is_limited_and_nobody_mistakes_what_was_short_of_it_for_an_empty_page(
    tesseract, path, megabytes
):
    with pytest.raises(errors.TooMuchMemory):
        recognise(path(pdfs.pages("Sempit")), 1, replace(LIMITS, memory=megabytes * 1_000_000))


@pytest.mark.parametrize("side", [14_400, 2_000_000])
def test_of_a_huge_page_a_smaller_picture_is_drawn(tesseract, path, side):
    with pikepdf.open(io.BytesIO(pdfs.placed((72, 600, 300, "Besar sekali")))) as pdf:
        pdf.pages[0].MediaBox = [0, 0, side, side]
        pdf.save(huge := io.BytesIO())
    page = recognise(path(huge.getvalue()), 1)
    assert (page.width, page.height) == (side, side)
    if side == 14_400:
        assert page.text == "Besar sekali"
        assert (side / 72 * scans.DPI) ** 2 > PIXELS


@pytest.mark.parametrize(("wide", "high"), [(3, 3), (3, 14_400), (14_400, 3)])
def test_a_page_too_small_for_any_type_is_empty(tesseract, path, wide, high):
    page = recognise(path(scans.as_pdf(Image.new("L", (wide, high), 255))), 1)
    assert (page.lines, page.flags) == ((), frozenset({"empty"}))


def test_time_on_the_clock_is_limited_and_tesseract_does_not_outlive_it(instead, path, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    instead(f"exec 3>{fifo}; echo begun >&3; sleep 600")
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(errors.RecognitionTooLong) as raised:
        recognise(path(pdfs.pages("Menunggu")), 1, replace(LIMITS, cpu=10.0, wall=1.0))
    assert raised.value.detail == "by the clock"
    os.set_blocking(reading, True)
    assert os.read(reading, 100) == b"begun\n"
    assert os.read(reading, 100) == b""  # nobody is left who holds its other end
    os.close(reading)


@pytest.mark.parametrize(
    ("script", "error", "detail"),
    [
        pytest.param("kill -9 $$", errors.ReaderCrashed, "SIGKILL", id="killed"),
        pytest.param("kill -SEGV $$", errors.ReaderCrashed, "SIGSEGV", id="crashed"),
        pytest.param("echo 'bukan hOCR'", errors.ReaderCrashed, "no hOCR", id="says what is no hOCR"),
        pytest.param("echo 'Error in pixRead' >&2; exit 1", errors.ReaderCrashed, "pixRead", id="fails"),
        pytest.param(
            "echo \"what(): std::bad_alloc\" >&2; kill -ABRT $$", errors.TooMuchMemory, "bad_alloc", id="no memory"
        ),
    ],
)  # fmt: skip
def test_however_tesseract_ends_it_is_one_of_our_errors(instead, path, script, error, detail):
    instead(script)
    with pytest.raises(errors.IngestError) as raised:
        recognise(path(pdfs.pages("Setiap orang")), 1)
    assert type(raised.value) is error
    assert detail in raised.value.detail


def test_tesseract_runs_at_low_priority_with_one_thread_and_none_of_our_secrets(instead, path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "jangan-bocor")
    instead(hocr("kesopanan$(nice) benang$OMP_THREAD_LIMIT rahasia$SECRET_KEY"))
    lowest = min(os.nice(0) + 10, 19)
    assert recognise(path(pdfs.pages("x")), 1).text == f"kesopanan{lowest} benang1 rahasia"


@pytest.mark.parametrize(
    ("data", "number", "error"),
    [
        pytest.param(pdfs.pages("Satu"), 2, errors.Damaged, id="no such page"),
        pytest.param(b"%PDF-1.7\nBukan PDF", 1, errors.Damaged, id="damaged"),
        pytest.param(pdfs.encrypted("Rahasia"), 1, errors.Encrypted, id="encrypted"),
    ],
)
def test_a_page_that_cannot_be_drawn_says_why(instead, path, data, number, error):
    instead("exit 1")
    with pytest.raises(errors.IngestError) as raised:
        recognise(path(data), number)
    assert type(raised.value) is error


def test_a_file_that_is_not_there_is_no_damaged_file(instead, tmp_path):
    instead("exit 1")
    with pytest.raises(errors.ReaderCrashed):
        recognise(tmp_path / "hilang.pdf", 1)


def test_without_tesseract_nothing_is_read_and_the_remedy_is_told(monkeypatch, tmp_path, path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert available() == ""
    with pytest.raises(errors.NoTesseract) as raised:
        recognise(path(pdfs.pages("x")), 1)
    assert REMEDY in str(raised.value.sentence)
    assert raised.value.transient


def test_tesseract_without_indonesian_is_not_enough(instead):
    instead("exit 1", languages="eng osd")
    assert available() == ""


def test_tesseract_is_seen_as_soon_as_it_is_installed(monkeypatch, tmp_path, instead):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert available() == ""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    instead("exit 1")
    assert available() == "9.9.9"
