"""The order of lines: as the content has them, unless the page itself shows that its content has them in another."""

import pytest

from ingest.extract import Limits, PageText
from ingest.extract.pdfminer import read
from ingest.extract.second import Second
from tests import pdfs

#: Lines of prose, as wide as a column, most of which begin in the middle of a sentence.
PROSE = [
    "Setiap orang dilarang melakukan perbuatan",
    "kekerasan dalam rumah tangga terhadap orang",
    "dalam lingkup rumah tangganya, dengan cara",
    "kekerasan fisik, kekerasan psikis, kekerasan",
    "seksual, atau penelantaran rumah tangga yang",
    "berakibat timbulnya kesengsaraan bagi korban.",
    "Korban berhak mendapatkan perlindungan dari",
    "pihak keluarga, kepolisian, kejaksaan, advokat,",
    "pengadilan, lembaga sosial, atau pihak lainnya",
    "baik sementara maupun berdasarkan penetapan",
    "perintah perlindungan dari pengadilan negeri.",
]  # fmt: skip
Pieces = list[tuple[float, float, float, str]]


@pytest.fixture
def read_page(tmp_path):
    def reading(pieces: Pieces) -> PageText:
        path = tmp_path / "naskah.pdf"
        path.write_bytes(pdfs.placed(*pieces))
        _, page = read(path, Limits())
        assert isinstance(page, PageText)
        return page

    return reading


def column(left: float, lines: list[str], top: float = 100) -> Pieces:
    return [(left, top + 13 * row, 9, line) for row, line in enumerate(lines)]


def mix(things: list) -> None:
    """Another order, always the same: none stays beside the one it stood beside."""
    things[:] = [things[(7 * place) % len(things)] for place in range(len(things))]


def texts(page: PageText) -> list[str]:
    return [line.text for line in page.lines]


def test_lines_in_any_order_are_put_in_the_order_of_reading(read_page):
    pieces = column(72, PROSE)
    mix(pieces)
    page = read_page(pieces)
    assert texts(page) == PROSE
    assert page.flags == {"reordered"}


def test_two_columns_written_row_by_row_are_read_one_after_the_other(read_page):
    right = PROSE[6:] + PROSE[:6]
    rows = zip(column(72, PROSE), column(310, right), strict=True)
    heading = [(72, 70, 12, "Perlindungan korban menurut undang-undang, dan jalan panjang menuju ke sana")]
    page = read_page(heading + [piece for row in rows for piece in row])
    assert texts(page) == [heading[0][3], *PROSE, *right]
    assert "reordered" in page.flags


def test_columns_in_any_order_below_and_above_a_heading_are_put_in_order(read_page):
    heading = [(72, 300, 12, "Judul yang melintasi kedua kolom halaman ini dari tepi ke tepi kertasnya")]
    pieces = (
        column(72, PROSE) + column(310, PROSE) + heading + column(72, PROSE, 330) + column(310, PROSE, 330)
    )
    ordered = [text for *_, text in pieces]
    mix(pieces)
    assert texts(read_page(pieces)) == ordered


def test_columns_in_their_order_are_left_alone(read_page):
    page = read_page(column(72, PROSE) + column(310, PROSE))
    assert texts(page) == PROSE * 2
    assert page.flags == frozenset()


@pytest.mark.parametrize("wide", [False, True], ids=["short cells", "cells that wrap"])
def test_a_table_is_read_by_rows(tmp_path, wide):
    cell = "Setiap orang dilarang\nmelakukan kekerasan\ndalam rumah tangga" if wide else "Setiap orang"
    rows = [(f"Pasal {number}", cell, cell, str(number)) for number in range(1, 13)]
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.with_table((72, 120, 260, 420), rows))
    _, page = read(path, Limits())
    assert page.text.split() == " ".join(cell for row in rows for cell in row).split()
    assert page.flags == frozenset()


def test_a_foot_that_is_written_first_makes_no_table_astray(tmp_path):
    cells = [(left, 100 + 40 * row + 10 * line, 8, f"sel {row} baris {line}") for row in range(12)
             for left, lines in ((72, 3), (200, 2), (330, 1)) for line in range(lines)]  # fmt: skip
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.placed((310, 800, 8, "Badan Pengawas, jdih.contoh.id"), *cells))
    _, page = read(path, Limits())
    assert page.flags == frozenset()
    assert page.text.split()[3:] == " ".join(text for *_, text in cells).split()


def test_a_head_that_is_written_last_moves_nothing(read_page):
    page = read_page([*column(72, PROSE), (72, 60, 9, "Lembaran Negara Republik Indonesia")])
    assert texts(page) == [*PROSE, "Lembaran Negara Republik Indonesia"]
    assert page.flags == frozenset()


def test_the_signs_of_a_formula_that_go_up_move_nothing(read_page):
    signs = [(300.0 + 10 * step, 140.0 - 12 * step, 9, "+") for step in range(6)]
    page = read_page(column(72, PROSE) + signs)
    assert texts(page)[: len(PROSE)] == PROSE
    assert page.flags == frozenset()


def test_blocks_move_whole_so_that_what_is_in_them_stays_together(read_page):
    below, above, middle = column(72, PROSE[6:], 300), column(72, PROSE[:3], 100), column(72, PROSE[3:6], 200)
    page = read_page(below + middle + above)
    assert texts(page) == PROSE
    assert "reordered" in page.flags


def test_text_that_runs_another_way_comes_after_what_was_put_in_order(tmp_path):
    lines = list(enumerate(PROSE))
    mix(lines)
    drawn = [b"BT /F1 9 Tf 0 1 -1 0 40 200 Tm (SALINAN) Tj ET"]
    drawn += [b"BT /F1 9 Tf 72 %d Td (%s) Tj ET" % (700 - 13 * row, text.encode()) for row, text in lines]
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.with_contents(b"\n".join(drawn)))
    _, page = read(path, Limits())
    assert texts(page) == [*PROSE, "SALINAN"]
    assert page.lines[-1].turned


def test_the_second_reader_puts_lines_in_order_too(tmp_path):
    pieces = column(72, PROSE)
    mix(pieces)
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.placed(*pieces))
    with Second(path, Limits()) as second:
        page = second.page(1)
    assert texts(page) == PROSE
    assert "reordered" in page.flags
