"""What the fuzzers found (`trials/fuzz.py`), each by its smallest case: a page goes on around what is broken in it."""

import pikepdf
import pytest

from ingest.extract import Limits, PageText
from ingest.extract.bounded import extract
from ingest.extract.lines import Placed, page_lines
from tests import pdfs

HUGE = b"9" * 400
FONT = b"/F1 11 Tf "


@pytest.fixture
def read(tmp_path):
    def reading(data: bytes) -> PageText:
        path = tmp_path / "naskah.pdf"
        path.write_bytes(data)
        (page,) = (each for each in extract(path, Limits()) if isinstance(each, PageText))
        return page

    return reading


@pytest.mark.parametrize(
    "broken",
    [HUGE + b" Tr", HUGE + b" 0 Td", b"1 0 0 1 0 -" + HUGE + b" Tm", HUGE + b" 0 0 1 0 0 cm", HUGE + b" Ts"],
    ids=["render mode", "far away", "nowhere", "endlessly wide", "endlessly high"],
)
def test_a_number_without_measure_costs_neither_the_page_nor_our_own_reading(read, broken):
    content = b"BT " + FONT + b"72 700 Td (Sebelum) Tj ET q BT " + FONT + broken + b" (Aneh) Tj ET Q "
    page = read(pdfs.with_contents(content + b"BT " + FONT + b"72 600 Td (Sesudah) Tj ET"))
    assert page.reader == "pdfminer"
    assert "fallback" not in page.flags
    assert page.text.split() == ["Sebelum", "Aneh", "Sesudah"]


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf"), 1e300])
@pytest.mark.parametrize("field", ["left", "right", "base", "size"])
def test_words_without_a_place_are_kept(odd, field):
    words = [
        Placed(text, 72.0, 100.0, 80.0 + 14 * row, 11.0, 8.0, 2.0, (1.0, 0.0), True)
        for row, text in enumerate(("satu", "dua", "tiga", "empat"))
    ]
    setattr(words[1], field, odd)
    found, _ = page_lines(words)
    assert [line.text for line in found] == ["satu", "dua", "tiga", "empat"]


def test_a_composite_font_without_its_letters_costs_its_own_text_alone(read, tmp_path):
    content = b"BT /F2 11 Tf 72 700 Td <00010002> Tj " + FONT + b"0 -20 Td (Tetap terbaca) Tj ET"
    path = tmp_path / "huruf.pdf"
    path.write_bytes(pdfs.with_contents(content))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.Font.F2 = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Contoh,
            Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=pikepdf.Array(),
        )  # fmt: skip
        pdf.save(path)
    page = read(path.read_bytes())
    assert "Tetap terbaca" in page.text
    assert "fallback" not in page.flags
