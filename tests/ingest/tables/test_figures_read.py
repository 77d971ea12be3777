"""A table that somebody brings is read as it stands, and every trouble is said by row and column."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from ingest.tables import Sheet, read, workbooks


def said(sheet: Sheet) -> list[str]:
    return [str(fault) for fault in sheet.faults]


def stopping(sheet: Sheet) -> list[str]:
    return [str(fault) for fault in sheet.faults if fault.stops]


def csv(text: str, encoding: str = "utf-8") -> Sheet:
    return read(text.encode(encoding), "kasus.csv")


def workbook(**sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(data: bytes, change: dict[str, tuple[bytes, bytes]]) -> bytes:
    """A workbook with parts of its XML replaced, which are given as patterns."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name in change:
                before, after = change[name]
                content, changed = re.subn(before, after, content)
                assert changed
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_separators_and_encodings_are_recognised(separator: str, encoding: str) -> None:
    rows = [["kabupaten", "tahun", "kasus"], ["Garut – é", "2015", "12"], ["Cianjur", "2016", "9"]]
    sheet = csv("\r\n".join(separator.join(row) for row in rows), encoding)
    assert sheet.usable
    assert sheet.cells == rows
    assert sheet.separator == separator
    assert sheet.lines == (2, 3)
    assert said(sheet) == []


def test_windows_1252_is_read_and_said() -> None:
    sheet = csv("desa;kasus\nCibéber – utara;7\nPacet;8", "cp1252")
    assert sheet.rows[0] == ("Cibéber – utara", "7")
    assert any("Windows-1252" in each for each in said(sheet))
    assert sheet.usable


def test_lines_in_another_encoding_are_named() -> None:
    data = "desa;kasus\nCibéber;7\n".encode() + "Pasirjambé;8\n".encode("cp1252")
    sheet = read(data, "a.csv")
    assert sheet.rows == (("Cibéber", "7"), ("Pasirjambé", "8"))
    assert [(fault.row, fault.stops) for fault in sheet.faults] == [(3, False)]


def test_letters_of_no_known_encoding_stop_with_their_line() -> None:
    sheet = read(b"desa;kasus\nA;1\nB\x81\x8d;2\n", "a.csv")
    assert not sheet.usable
    assert "baris 3" in stopping(sheet)[0]


def test_long_rows_stop_and_short_ones_are_said() -> None:
    sheet = csv("desa,tahun,kasus\nA,2015,1\nB,2015\nC,2015,3,4\n")
    assert stopping(sheet) == [
        "Baris 4: baris ini berisi 4 sel, judulnya 3. Periksa tanda pemisah dan tanda kutip."
    ]
    assert "Baris 3: baris ini hanya berisi 2 dari 3 sel; sisanya dianggap kosong." in said(sheet)
    assert sheet.rows[1] == ("B", "2015", "")


def test_empty_rows_and_columns_at_the_end_are_left_out() -> None:
    sheet = csv("desa,kasus,,\nA,1,,\nB,2,,\n,,,\n,,,\n")
    assert sheet.cells == [["desa", "kasus"], ["A", "1"], ["B", "2"]]
    assert said(sheet) == []


def test_headings_become_different_and_none_is_empty() -> None:
    sheet = csv("desa,kasus,,kasus,Kasus\nA,1,2,3,4\n")
    assert sheet.headings == ("desa", "kasus", "Kolom C", "kasus (2)", "Kasus (3)")
    assert sum("dipakai dua kali" in each for each in said(sheet)) == 2
    assert sum("tidak punya judul" in each for each in said(sheet)) == 1
    assert sheet.usable


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+SUM(A1)", "-2+3", "@import"])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    sheet = csv(f'desa,kasus\n"{text}",1\nB,-2\nC,-\n')
    assert sheet.rows[0][0] == text
    formulas = [fault for fault in sheet.faults if "rumus" in fault.sentence]
    assert [(fault.row, fault.column, fault.stops) for fault in formulas] == [(2, "desa", False)]


def test_title_above_and_notes_below_are_kept_apart() -> None:
    sheet = csv("Kasus menurut desa\n\ndesa,kasus\nA,1\nB,2\n\nSumber: catatan Bale Istri\n* sementara\n")
    assert sheet.cells == [["desa", "kasus"], ["A", "1"], ["B", "2"]]
    assert sheet.notes == ("Kasus menurut desa", "Sumber: catatan Bale Istri", "* sementara")
    assert sheet.lines == (4, 5)


def test_an_open_quote_stops_with_its_row() -> None:
    sheet = csv('desa,kasus\nA,1\n"B,2\nC,3\n')
    assert not sheet.usable
    assert "tanda kutip" in stopping(sheet)[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "kosong"),
        (b"\xef\xbb\xbf \r\n", "kosong"),
        (b"desa,kasus\n", "hanya berisi judul kolom"),
        (b'a,b\n"x,1\ny,2', "Baris 3: tanda kutipnya tidak berpasangan"),
        (b"%PDF-1.7 ...", "Ini PDF"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "Excel lama"),
        (b"PK\x03\x04 broken", "bukan tabel XLSX"),
        (b"\x89PNG\r\n\x1a\n\0\1\2\3\4\5\6", "bukan teks"),
        (b"a,b\n" + b"1,2\n" * 1_250_000, "lebih besar dari 5 MB"),
        (b"a,b\n" + b"1,2\n" * 1_000_000, "lebih dari 10.000 baris"),
        (b"a,b\n" + b"1,2\n" * 10_001, "lebih dari 10.000 baris"),
        (b",".join(b"k%d" % at for at in range(200)) + b"\n" + b"1," * 199 + b"1\n", "200 kolom"),
    ],
)
def test_what_cannot_be_a_table_is_one_sentence(data: bytes, sentence: str) -> None:
    sheet = read(data, "a.csv")
    assert not sheet.usable
    assert len(stopping(sheet)) == 1
    assert sentence in stopping(sheet)[0]


def test_ten_thousand_rows_and_sixty_columns_are_taken() -> None:
    row = ",".join(["1"] * 60)
    sheet = csv(",".join(f"k{at}" for at in range(60)) + f"\n{row}" * 10_000)
    assert sheet.usable
    assert len(sheet.rows) == 10_000


def test_a_file_is_read_from_its_path(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"desa,kasus\nA,1\n")
    assert read(path, "a.csv").rows == (("A", "1"),)


def test_a_workbook_gives_its_first_sheet_with_a_table_or_the_one_that_is_named() -> None:
    book = workbook(
        Sampul=[["Laporan"]], Data=[["desa", "kasus"], ["A", 1.0], ["B", 2.5]], Lain=[["x", "y"], [1, 2]]
    )
    sheet = read(saved(book), "a.xlsx")
    assert (sheet.sheet, sheet.sheets) == ("Data", ("Sampul", "Data", "Lain"))
    assert sheet.cells == [["desa", "kasus"], ["A", "1"], ["B", "2.5"]]
    assert any("“Data”" in each for each in said(sheet))
    assert read(saved(book), "a.xlsx", sheet="Lain").rows == (("1", "2"),)
    missing = read(saved(book), "a.xlsx", sheet="Nihil")
    assert "Tidak ada lembar “Nihil”" in stopping(missing)[0]


def test_a_formula_without_a_kept_value_stops_with_its_cell() -> None:
    sheet = read(saved(workbook(Data=[["desa", "kasus"], ["A", "=1+1"], ["B", 2]])), "a.xlsx")
    assert "sel B2 berisi rumus tanpa nilai" in stopping(sheet)[0]
    assert not sheet.usable


def test_the_kept_value_of_a_formula_is_taken_and_said() -> None:
    data = saved(workbook(Data=[["desa", "kasus"], ["A", "=1+1"], ["B", 2]]))
    data = repacked(data, {"xl/worksheets/sheet1.xml": (rb"<v ?/>|<v></v>", b"<v>2</v>")})
    sheet = read(data, "a.xlsx")
    assert sheet.rows == (("A", "2"), ("B", "2"))
    assert sheet.usable
    assert any("1 sel berisi rumus, yang pertama B2" in each for each in said(sheet))


def test_merged_cells_fill_the_rows_that_they_cover() -> None:
    book = workbook(
        Data=[["kecamatan", "desa", "kasus"], ["Pacet", "A", 1], [None, "B", 2], ["Ibun", "C", 3]]
    )
    book["Data"].merge_cells("A2:A3")
    sheet = read(saved(book), "a.xlsx")
    assert sheet.rows == (("Pacet", "A", "1"), ("Pacet", "B", "2"), ("Ibun", "C", "3"))
    assert any("sel A2 digabung ke bawah" in each for each in said(sheet))


def test_shares_and_decimals_of_a_workbook_keep_their_value() -> None:
    book = workbook(Data=[["desa", "bagian", "angka"], ["A", 0.125, 1.234]])
    book["Data"]["B2"].number_format = "0.0%"
    assert read(saved(book), "a.xlsx").rows == (("A", "12.5%", "1.2340"),)


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    data = saved(workbook(Data=[["desa", "kasus"], ["A", 1]]))
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/bomb.bin", b"\0" * 51_000_000)
    assert len(target.getvalue()) < 200_000
    assert "lebih besar dari 50 MB" in stopping(read(target.getvalue(), "a.xlsx"))[0]


def test_a_damaged_workbook_is_one_sentence() -> None:
    data = saved(workbook(Data=[["desa", "kasus"], ["A", 1]]))
    data = repacked(data, {"xl/worksheets/sheet1.xml": (b"<sheetData>", b"<sheetData")})
    assert "rusak" in stopping(read(data, "a.xlsx"))[0]


def test_a_workbook_of_too_many_rows_is_refused() -> None:
    book = workbook(Data=[["desa", "kasus"], *([f"D{at}", at] for at in range(10_001))])
    assert "lebih dari 10.000 baris" in stopping(read(saved(book), "a.xlsx"))[0]


@pytest.mark.parametrize(
    ("rows", "opened"),
    [
        pytest.param([[f"D{at}", 3] for at in range(10_100)], [], id="too many rows"),
        pytest.param([["A", 1.5], ["B", 2]], [False], id="figures alone"),
        pytest.param([["A", "=1+1"], ["B", 2]], [False, True], id="a formula"),
    ],
)
def test_a_workbook_is_opened_no_more_often_than_it_must(monkeypatch, rows, opened) -> None:
    """Each time costs seconds in a thread of the web server; one that is surely too long is counted in its bytes."""
    asked = []

    def watched(*given, data_only, **also):
        asked.append(data_only)
        return load_workbook(*given, data_only=data_only, **also)

    monkeypatch.setattr(workbooks, "load_workbook", watched)
    sheet = read(saved(workbook(Data=[["desa", "kasus"], *rows])), "a.xlsx")
    assert asked == opened
    if not opened:
        assert "lebih dari 10.000 baris" in stopping(sheet)[0]


def test_formatted_rows_without_a_value_are_not_counted() -> None:
    book = workbook(Data=[["desa", "kasus"], ["A", 1], ["B", 2]])
    for number in range(4, 10_200):
        book["Data"].cell(number, 1).font = Font(bold=True)
    sheet = read(saved(book), "a.xlsx")
    assert sheet.usable and len(sheet.rows) == 2


def test_troubles_of_a_workbook_are_told_from_top_to_bottom() -> None:
    data = saved(workbook(Data=[["desa", "kasus"], ["A", "=1+1"], ["B", "#DIV/0!"], ["C", "=2+2"], ["D", 3]]))
    assert [fault.row for fault in read(data, "a.xlsx").faults if fault.row] == [2, 3, 4]


def test_hidden_columns_rows_and_sheets_are_left_out_and_named() -> None:
    book = workbook(
        Data=[
            ["Kasus menurut desa", None, None, None, None],
            ["Desa", "Nama korban", "NIK", "Kasus", "Alamat"],
            ["A", "Mawar", "32040101", 12, "RT 03"],
            ["B", "Melati", "32040102", 9, "RT 04"],
            ["C", "Kenanga", "32040103", "=1+1", "RT 05"],
            ["D", "Anggrek", "32040104", 7, "RT 06"],
        ],
        Nama=[["Nama", "Alamat"], ["Mawar", "RT 03"]],
    )
    sheet = book["Data"]
    for letter in "BC":
        sheet.column_dimensions[letter].hidden = True
    sheet.column_dimensions["E"].width = 0.3
    sheet.row_dimensions[5].hidden = True
    book["Nama"].sheet_state = "veryHidden"
    read_of = read(saved(book), "a.xlsx")
    assert read_of.cells == [["Desa", "Kasus"], ["A", "12"], ["B", "9"], ["D", "7"]]
    assert read_of.lines == (3, 4, 6)
    assert read_of.usable and not any("Mawar" in each for each in said(read_of))
    columns, rows, sheets = said(read_of)[:3]
    assert "tidak dibaca: “Nama korban” (B), “NIK” (C), “Alamat” (E)." in columns
    assert "tidak dibaca: 5." in rows
    assert "tidak dibaca: “Nama”." in sheets


def test_what_is_shown_again_is_read() -> None:
    book = workbook(Data=[["Desa", "Jenis", "Kasus"], ["A", "KDRT", 12], ["B", "KS", 9], ["C", "KS", 7]])
    sheet = book["Data"]
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    hidden = read(saved(book), "a.xlsx")
    assert hidden.cells == [["Desa", "Kasus"], ["A", "12"]]
    assert any("tidak dibaca: 3–4." in each for each in said(hidden))
    sheet.column_dimensions["B"].hidden = sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = (
        False
    )
    shown = read(saved(book), "a.xlsx")
    assert len(shown.rows) == 3 and shown.headings == ("Desa", "Jenis", "Kasus") and said(shown) == []


def test_other_programs_write_what_is_hidden_in_other_words() -> None:
    data = saved(workbook(Data=[["Desa", "NIK", "Kasus"], ["A", 32040101, 12], ["B", 32040102, 9]]))
    cols = b'<x:cols><x:col max="2" hidden=\'true\' min="2"/></x:cols><sheetData>'
    hidden = repacked(data, {"xl/worksheets/sheet1.xml": (b"<sheetData>", cols.replace(b"x:", b""))})
    assert read(hidden, "a.xlsx").headings == ("Desa", "Kasus")
    flat = repacked(
        data, {"xl/worksheets/sheet1.xml": (b'<row r="2"', b'<row r="2" ht="0" customHeight="1"')}
    )
    assert read(flat, "a.xlsx").rows == (("B", "32040102", "9"),)


def test_hidden_headings_stop_with_one_sentence() -> None:
    book = workbook(Data=[["Kasus"], ["Desa", "Kasus"], ["A", 12], ["B", 9]])
    book["Data"].row_dimensions[2].hidden = True
    (fault,) = stopping(read(saved(book), "a.xlsx"))
    assert fault.startswith("Baris 2, tempat judul kolom, tersembunyi")
    book["Data"].row_dimensions[2].hidden = False
    book["Data"].row_dimensions[1].hidden = True
    assert read(saved(book), "a.xlsx").headings == ("Desa", "Kasus")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["Rekap", "Siti"], ["Desa", "Nama", "Kasus"], ["A", "Mawar", 12]], "“Nama” (B)."),
        ([["A", "Siti", 12], ["B", "Mawar", 9]], "dibaca: B."),
        ([["A", "Siti"], ["B", "Mawar"]], "dibaca: B."),
    ],
)
def test_of_a_hidden_column_nothing_but_a_heading_is_told(rows: list[list[object]], told: str) -> None:
    book = workbook(Data=rows)
    book["Data"].column_dimensions["B"].hidden = True
    read_of = read(saved(book), "a.xlsx")
    assert told in " ".join(said(read_of))
    assert not any(name in text for text in said(read_of) for name in ("Siti", "Mawar"))


def test_a_merged_cell_is_read_in_the_first_of_its_columns_that_is_shown() -> None:
    book = workbook(Data=[["Desa", "Jenis", None, "Kasus"], ["A", "KDRT", None, 12], ["B", None, "KS", 9]])
    book["Data"].merge_cells("B1:C1")
    book["Data"].merge_cells("B2:C2")
    book["Data"].column_dimensions["B"].hidden = True
    read_of = read(saved(book), "a.xlsx")
    assert read_of.cells == [["Desa", "Jenis", "Kasus"], ["A", "KDRT", "12"], ["B", "KS", "9"]]
    assert said(read_of) == []


def test_what_is_hidden_unless_it_says_otherwise_is_not_read() -> None:
    data = saved(workbook(Data=[["Desa", "NIK", "Kasus"], ["A", 32040101, 12], ["B", 32040102, 9]]))
    part = "xl/worksheets/sheet1.xml"
    rows = repacked(data, {part: (b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" ')})
    (fault,) = stopping(read(rows, "a.xlsx"))
    assert fault.startswith("Lembar ini menyembunyikan semua baris")
    assert read(repacked(rows, {part: (b"<row ", b'<row hidden="0" ')}), "a.xlsx").rows[0][0] == "A"
    columns = repacked(data, {part: (b"<sheetFormatPr ", b'<sheetFormatPr defaultColWidth="0" ')})
    assert stopping(read(columns, "a.xlsx"))[0].startswith("Semua kolom lembar ini tersembunyi.")
    cols = b'<cols><col min="1" max="1" width="9"/><col min="3" max="3" width="9"/></cols><sheetData>'
    assert read(repacked(columns, {part: (b"<sheetData>", cols)}), "a.xlsx").headings == ("Desa", "Kasus")
