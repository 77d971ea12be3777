"""What our own reading makes of a page: words, their order and places, labels, and pages that go wrong."""

import io
from itertools import islice
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ingest.extract import Limits, Outline, PageText
from ingest.extract.operators import OPERATION, PASSED, PICTURE
from ingest.extract.pdfminer import read
from ingest.extract.pictures import Pictures
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


def test_the_cells_of_a_table_that_wrap_are_one_row(read_pages):
    rows = [
        ("Bentuk", "2012", "2013"),
        ("Kekerasan seksual\nterhadap anak", "9", "11"),
        ("Perkawinan anak", "6", "8"),
        ("Buruh migran", "5", "7 catatan\nlama"),
    ]
    [page] = read_pages(pdfs.with_table((72, 200, 300), rows, "Tabel menurut bentuk", "Angka contoh"))
    assert [(line.text, line.row, line.gap) for line in page.lines] == [
        ("Tabel menurut bentuk", False, False),
        ("Bentuk 2012 2013", False, True),
        ("Kekerasan seksual", False, False),
        ("terhadap anak", True, False),
        ("9 11", True, False),
        ("Perkawinan anak 6 8", False, False),
        ("Buruh migran 5 7 catatan", False, False),
        ("lama", False, False),
        ("Angka contoh", False, True),
    ]


def test_a_column_beside_a_heading_set_apart_is_no_row(read_pages):
    [page] = read_pages(
        pdfs.placed(
            *((72, 100 + 14 * row, 11, f"kiri {row}") for row in range(4)),
            *((320, 100 + 14 * row, 11, f"kanan {row}") for row in range(4)),
            *((72, 400 + 14 * row, 11, f"bawah {row}") for row in range(4)),
        )
    )
    assert not any(line.row for line in page.lines)
    assert [line.text for line in page.lines if line.gap] == ["kanan 0", "bawah 0"]


def test_a_paragraph_after_small_type_is_one(read_pages):
    rows = [(f"baris {row}", str(row)) for row in range(12)]
    [page] = read_pages(pdfs.with_table((72, 200), rows, "", "Jarak menjelaskan\nbanyak hal\ndi sana"))
    assert page.text.endswith("\n\nJarak menjelaskan\nbanyak hal\ndi sana")


def test_a_heading_of_two_lines_is_one_paragraph(read_pages):
    [page] = read_pages(
        pdfs.placed(
            (72, 100, 24, "Pijakan: hukum, kuasa,"),
            (72, 129, 24, "dan kampung"),
            *((72, 200 + 14 * row, 11, f"isi {row}") for row in range(5)),
        )
    )
    assert page.text.startswith("Pijakan: hukum, kuasa,\ndan kampung\n\nisi 0\nisi 1")


def test_a_hyphen_that_the_file_marks_as_soft_is_told_from_others(read_pages):
    marked = b"/Span <</ActualText <feff00ad>>> BDC (-) Tj EMC"
    drawn = b"BT /F1 11 Tf 14 TL 72 700 Td (remem) Tj " + marked + b" T* (bers undang-) Tj T* (undang) Tj ET"
    [page] = read_pages(pdfs.with_contents(drawn))
    assert [line.text for line in page.lines] == ["remem\u00ad", "bers undang-", "undang"]


def test_a_line_goes_on_where_it_is_when_its_font_changes(read_pages):
    drawn = b"BT /F1 11 Tf 72 700 Td (Pasal) Tj /F1 12 Tf ( lima) Tj q Q ( ayat) Tj 90 Tz (nya) Tj ET"
    [page] = read_pages(pdfs.with_contents(drawn))
    assert page.text == "Pasal lima ayatnya"
    lefts = [word.x0 for word in page.lines[0].words]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("packing", ["RunLengthDecode", "LZWDecode"])
def test_streams_that_swell_without_zlib_are_stopped_too(read_pages, packing):
    # LZW's table full of blanks: each code stands for one blank more than the last, from 258 on.
    codes = [256, 32, *range(258, 510)]
    bits = "".join(f"{code:09b}" for code in codes[:254]) + f"{257:09b}"
    packed = {
        "RunLengthDecode": b"\x81 " * 400,
        "LZWDecode": int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big"),
    }
    data = pdfs.packed_contents(packed[packing], packing)
    assert packing.encode() in data
    assert read_pages(data, Limits(stream=20_000))[0].flags == {"cut"}
    assert read_pages(data)[0].flags == frozenset()


def test_numbers_with_many_digits_and_blanks_between_them_still_place_text(read_pages):
    place = b" ".join(b"%.40f" % number for number in (1, 0, 0, 1, 72, 700))
    [page] = read_pages(pdfs.with_contents(b"BT" + b" " * 90 + place + b" Tm /F1 11 Tf (Pasal) Tj ET"))
    assert page.lines[0].words[0].x0 == pytest.approx(72, abs=0.1)


def test_a_font_that_calls_every_hyphen_soft_says_nothing_by_it(read_pages):
    [page] = read_pages(pdfs.with_letters_mapped("undang~", {"~": "\u00ad"}))
    assert page.text == "undang-"


@pytest.mark.parametrize(
    ("before", "raised", "after", "text"),
    [
        ("mana-mana.", "1", " Akibatnya", "mana-mana. 1 Akibatnya"),
        ("hukum", "12", ", lalu", "hukum 12, lalu"),
        ("UU PKDRT)", "3", "", "UU PKDRT) 3"),
        ("10", "6", " orang", "106 orang"),
        ("5 cm", "2", "", "5 cm2"),
    ],
)
def test_the_mark_of_a_note_stands_alone_and_a_power_does_not(read_pages, before, raised, after, text):
    before, raised, after = (f"<{piece.encode().hex()}>" for piece in (before, raised, after))
    drawn = f"BT /F1 11 Tf 72 700 Td {before} Tj /F1 6 Tf 4 Ts {raised} Tj /F1 11 Tf 0 Ts {after} Tj ET"
    [page] = read_pages(pdfs.with_contents(drawn.encode()))
    assert page.text == text


def test_the_mark_before_a_note_is_no_part_of_its_first_word(read_pages):
    drawn = b"BT 72 100 Td /F1 5 Tf 3 Ts (1) Tj /F1 9 Tf 0 Ts (Komnas Perempuan) Tj ET"
    [page] = read_pages(pdfs.with_contents(drawn))
    assert page.text == "1 Komnas Perempuan"


@pytest.mark.parametrize(
    ("written", "text"),
    [("MANAb", "MANA 1"), ("bKOMNAS", "1 KOMNAS"), ("Hc", "H2"), ("19bc", "1912"), ("KITAbc)", "KITA 12)")],
)
def test_small_figures_of_a_font_are_marks_too(read_pages, written, text):
    [page] = read_pages(pdfs.with_small_figures("PASAL", "1", "2", written))
    assert page.text == f"PASAL 1 2 {text}"


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


@pytest.mark.parametrize(("across", "down"), [(1, 1), (1, 2), (1, 3), (1, 8), (3, 4), (20, 20), (1, 1_000)])
def test_a_scan_in_pieces_is_one_picture(read_pages, across, down):
    [page] = read_pages(pdfs.in_pieces(across, down))
    assert page.picture == pytest.approx(1.0, abs=0.01)
    [half] = read_pages(pdfs.in_pieces(across, down, part=0.5))
    assert half.picture == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("content", "share"), pdfs.PICTURES)
def test_only_what_pictures_cover_of_the_page_counts(read_pages, content, share):
    [page] = read_pages(pdfs.with_pictures(content))
    assert page.picture == pytest.approx(share, abs=0.01)


def test_many_pictures_on_one_place_take_no_long_time():
    pictures = Pictures(0, 0, 600, 800)
    for step in range(50_000):
        pictures.add(step % 7, step % 11, 300 + step % 13, 400 + step % 17)
    pictures.add(float("nan"), 0, float("inf"), 800)
    assert 0.25 <= pictures.share <= 1.0
    assert Pictures(0, 0, 0, 0).share == 0.0


def test_invisible_text_is_read_and_said_to_be_hidden(read_pages):
    [page] = read_pages(pdfs.with_contents(b"BT 3 Tr /F1 11 Tf 72 700 Td (Hasil pengenalan) Tj ET"))
    assert page.text == "Hasil pengenalan"
    assert page.hidden == 1


def test_control_characters_are_no_letters(read_pages):
    """Programs leave breaks, tabs and bytes of zero in their strings."""
    [page] = read_pages(
        pdfs.with_contents(
            b"BT /F1 11 Tf 72 700 Td (Pasal\\0115\\r\\n) Tj 0 -20 Td (\\000K\\000orb\\001an) Tj ET"
        )
    )
    assert page.text == "Pasal 5\nKorban"


def test_a_code_below_the_blank_that_the_font_has_a_letter_for_is_unknown_and_not_left_out(read_pages):
    data = pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (Pas\\001l) Tj ET")
    assert read_pages(data)[0].text == "Pasl"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = pdf.pages[0].Resources.Font.F1
        font.BaseFont, font.FirstChar, font.LastChar, font.Widths = Name.Contoh, 1, 126, Array([500] * 126)
        out = io.BytesIO()
        pdf.save(out)
    assert read_pages(out.getvalue())[0].text == "Pas\ufffdl"


@pytest.mark.parametrize(("called", "text"), [("/g3", "RI"), ("/g2", "RI"), ("/g17", "RI\ufffd")])
def test_glyphs_that_by_custom_show_nothing_are_no_unknown_letters(read_pages, called, text):
    """As programs call them that make a font out of a TrueType one: the third is the blank."""
    with pikepdf.open(io.BytesIO(pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (RI\\001) Tj ET"))) as pdf:
        pdf.pages[0].Resources.Font.F1.Encoding = Dictionary(Differences=Array([1, Name(called)]))
        out = io.BytesIO()
        pdf.save(out)
    assert read_pages(out.getvalue())[0].text == text


def test_a_letter_that_nobody_knows_is_marked_as_such(read_pages):
    [page] = read_pages(pdfs.with_contents(b"BT /F1 11 Tf 72 700 Td (a\x81b) Tj ET"))
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


def nested_forms(deep: int, calls: int) -> bytes:
    """One page that calls a form so many times; the form calls another, and so on, and each writes how deep it is."""
    with pikepdf.open(io.BytesIO(pdfs.with_contents(b"/X Do " * calls))) as pdf:
        fonts, inner = pdf.pages[0].Resources.Font, None
        for depth in range(deep, 0, -1):
            drawn = b"BT /F1 11 Tf 72 %d Td (tingkat%d) Tj ET /X Do" % (800 - 20 * depth, depth)
            form = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 900]))
            form.Resources = Dictionary(
                Font=fonts, XObject=Dictionary(X=inner) if inner is not None else Dictionary()
            )
            inner = form
        pdf.pages[0].Resources.XObject = Dictionary(X=inner)
        file = io.BytesIO()
        pdf.save(file)
        return file.getvalue()


def test_forms_in_forms_are_read_as_deep_as_the_limit_and_no_deeper(read_pages):
    [page] = read_pages(nested_forms(5, 1), Limits(depth=5))
    assert page.text.endswith("tingkat5")
    assert page.flags == frozenset()
    [page] = read_pages(nested_forms(6, 1), Limits(depth=5))
    assert page.text.endswith("tingkat5")
    assert page.flags == {"cut"}


def test_a_page_calls_as_many_forms_as_the_limit_and_no_more(read_pages):
    assert read_pages(nested_forms(1, 40), Limits(forms=40))[0].flags == frozenset()
    assert read_pages(nested_forms(1, 41), Limits(forms=40))[0].flags == {"cut"}


def test_a_form_that_calls_itself_is_stopped(read_pages):
    [page] = read_pages(pdfs.with_endless_form("Sebelum jebakan"))
    assert page.text.startswith("Sebelum jebakan")
    assert page.flags == {"cut"}


def test_what_leads_nowhere_is_passed_over_in_one_piece():
    paths = b"100 100 l " * 20_000
    assert [found.lastindex for found in OPERATION.finditer(paths)] == [PASSED]
    pictures = b"BI /W 1 ID " * 20_000
    assert [found.lastindex for found in OPERATION.finditer(pictures)] == [PICTURE]


def test_text_after_a_picture_in_the_stream_is_read(read_pages):
    picture = b"BI /W 2 /H 2 /BPC 8 /CS /G /F [/AHx] ID 00ff00ff EI "
    [page] = read_pages(pdfs.with_contents(picture + b"BT /F1 11 Tf 72 700 Td (Sesudah gambar) Tj ET"))
    assert page.text == "Sesudah gambar"


def test_a_map_of_letters_is_read_up_to_its_limit(read_pages):
    data = pdfs.with_letters_mapped("AB", {"A": "Å", "B": "ß"})
    assert read_pages(data)[0].text == "Åß"
    assert read_pages(data, Limits(cmap=1))[0].text == "ÅB"
