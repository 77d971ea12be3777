"""What our own reading makes of a page: words, their order and places, labels, and pages that go wrong."""

from itertools import islice
from pathlib import Path

import pytest

from ingest.extract import Limits, Outline, PageText
from ingest.extract.pdfminer import read
from tests import pdfs


@pytest.fixture
def read_pages(tmp_path):
    def reading(data: bytes, limits: Limits | None = None) -> list[PageText]:
        return list(islice(read(saved(tmp_path, data), limits or Limits()), 1, None))

    return reading


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "naskah.pdf"
    path.write_bytes(data)
    return path


def test_the_outline_comes_before_the_pages(tmp_path):
    outline, *pages = read(saved(tmp_path, pdfs.counted(3)), Limits())
    assert isinstance(outline, Outline)
    assert (outline.pages, outline.encrypted) == (3, False)
    assert "pdfminer.six" in outline.tools
    assert [page.number for page in pages] == [1, 2, 3]


def test_lines_are_as_printed_and_a_paragraphs_distance_is_seen(read_pages):
    [page] = read_pages(
        pdfs.pages("Pasal 5\nSetiap orang dilarang melakukan\nkekerasan.\n\nPasal 6\nCukup jelas.\nAkhir.")
    )
    assert (
        page.text == "Pasal 5\nSetiap orang dilarang melakukan\nkekerasan.\n\nPasal 6\nCukup jelas.\nAkhir."
    )


def test_words_know_their_place_on_the_page(read_pages):
    [page] = read_pages(pdfs.pages("Korban berhak"))
    korban, berhak = page.lines[0].words
    assert (page.width, page.height) == (595.3, 841.9)
    assert korban.x0 == pytest.approx(pdfs.LEFT)
    assert korban.x1 < berhak.x0
    assert korban.y0 < pdfs.HEIGHT - pdfs.TOP < korban.y1
    assert korban.y1 - korban.y0 == pytest.approx(pdfs.SIZE, abs=2)


def test_two_columns_are_read_one_after_the_other(read_pages):
    [page] = read_pages(pdfs.two_columns(["Kiri satu", "kiri dua", "kiri tiga"], ["Kanan satu", "kanan dua"]))
    assert page.text == "Kiri satu\nkiri dua\nkiri tiga\n\nKanan satu\nkanan dua"


def test_text_in_a_form_is_read(read_pages):
    [page] = read_pages(pdfs.in_a_form("Undang-Undang tentang\nPerkawinan"))
    assert page.text == "Undang-Undang tentang\nPerkawinan"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_in_order(read_pages, degrees):
    [page] = read_pages(pdfs.turned("Baris satu\nbaris dua\nbaris tiga", degrees))
    assert page.text == "Baris satu\nbaris dua\nbaris tiga"
    assert (page.width > page.height) == (degrees != 180)
    assert all(0 <= word.x0 < word.x1 <= page.width for line in page.lines for word in line.words)
    assert all(0 <= word.y0 < word.y1 <= page.height for line in page.lines for word in line.words)


def test_the_files_page_labels_are_kept(read_pages):
    labels = [(0, {"S": "/r"}), (2, {"S": "/D", "P": "A-", "St": 3})]
    pages = read_pages(pdfs.labelled(["a", "b", "c", "d"], labels))
    assert [page.label for page in pages] == ["i", "ii", "A-3", "A-4"]


def test_labels_that_cannot_be_written_cost_no_page(read_pages):
    pages = read_pages(pdfs.labelled(["a", "b", "c"], [(0, {"S": "/R", "St": 3999})]))
    assert [page.text for page in pages] == ["a", "b", "c"]
    assert [page.label for page in pages] == ["MMMCMXCIX", None, None]


def test_a_file_with_an_empty_password_is_read_and_said_to_be_encrypted(tmp_path):
    outline, page = read(saved(tmp_path, pdfs.encrypted("Terbuka untuk umum", password="")), Limits())
    assert outline.encrypted
    assert page.text == "Terbuka untuk umum"


def test_a_picture_is_measured_and_has_no_text(read_pages):
    [page] = read_pages(pdfs.picture_only())
    assert page.text == ""
    assert page.picture == pytest.approx(1.0, abs=0.01)


def test_invisible_text_is_read_and_said_to_be_hidden(read_pages):
    [page] = read_pages(pdfs.with_contents(b"BT 3 Tr /F1 11 Tf 72 700 Td (Hasil pengenalan) Tj ET"))
    assert page.text == "Hasil pengenalan"
    assert page.hidden > 0.9


def test_a_letter_that_nobody_knows_is_marked_as_such(read_pages):
    [page] = read_pages(pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (a\x01b) Tj ET"))
    assert page.text == "a�b"


def test_actual_text_takes_the_place_of_what_is_drawn(read_pages):
    drawn = b"BT /F1 11 Tf 72 700 Td /Span <</ActualText (fiksi)>> BDC (?) Tj EMC ET"
    [page] = read_pages(pdfs.with_contents(drawn))
    assert page.text == "fiksi"


def test_a_word_drawn_twice_for_boldness_is_read_once(read_pages):
    drawn = b"BT /F1 11 Tf 72 700 Td (Tebal) Tj ET BT /F1 11 Tf 72.3 700 Td (Tebal) Tj ET"
    [page] = read_pages(pdfs.with_contents(drawn))
    assert page.text == "Tebal"


def test_turned_text_is_told_from_the_rest(read_pages):
    [page] = read_pages(pdfs.with_watermark("Setiap orang dilarang\nmelakukan kekerasan", mark="SALINAN"))
    assert [(line.text, line.turned) for line in page.lines] == [
        ("Setiap orang dilarang", False),
        ("melakukan kekerasan", False),
        ("SALINAN", True),
    ]


def test_a_page_that_nobody_can_read_loses_no_other(read_pages):
    pages = read_pages(pdfs.with_unreadable_page("satu", "dua", "tiga", number=2))
    assert [page.text for page in pages] == ["satu", "", "tiga"]
    assert [page.flags for page in pages] == [frozenset(), frozenset({"unread"}), frozenset()]


def test_where_our_reading_stumbles_the_stock_interpreter_reads(read_pages):
    [page] = read_pages(pdfs.with_stumbling_block("Tetap terbaca juga"))
    assert page.text == "Tetap terbaca juga"
    assert page.flags == {"fallback"}
    assert page.reader == "pdfminer-stock"
    first = page.lines[0].words[0]
    assert (first.text, round(first.x0)) == ("Tetap", 72)
    assert first.y0 < pdfs.HEIGHT - 700 < first.y1


def test_a_page_is_cut_where_its_letters_reach_the_limit(read_pages):
    long = b"BT /F1 11 Tf " + b"(panjang ) Tj " * 100 + b"ET"
    one, two = read_pages(pdfs.with_contents(long, b""), Limits(characters=80))
    assert 80 <= len(one.text) < 100
    assert one.flags == {"cut"}
    assert two.flags == frozenset()


def test_a_stream_that_swells_costs_its_own_page_only(read_pages):
    bomb, after = read_pages(pdfs.stream_bomb(4 << 20, "Sesudahnya"), Limits(stream=1 << 20))
    assert bomb.flags == {"cut"}
    assert after.text == "Sesudahnya"


def test_forms_that_call_each_other_without_end_are_stopped(read_pages):
    [page] = read_pages(pdfs.with_endless_form("Sebelum jebakan"), Limits(forms=50))
    assert page.text.startswith("Sebelum jebakan")
    assert page.flags == {"cut"}


def test_a_map_of_letters_is_read_up_to_its_limit(read_pages):
    data = pdfs.with_letters_mapped("AB", {"A": "Å", "B": "ß"})
    assert read_pages(data)[0].text == "Åß"
    assert read_pages(data, Limits(cmap=1))[0].text == "ÅB"
