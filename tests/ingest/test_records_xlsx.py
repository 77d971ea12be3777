"""Metadata in XLSX: values only, dates as ISO, formulas refused; what is no workbook is said."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingest.imports.errors import UnreadableFile
from ingest.imports.reading import entries
from ingest.records import RecordError, read_csv

HEAD = ["file", "kind", "title"]


@pytest.fixture
def workbook(tmp_path):
    """Writes a workbook with these rows and gives its path."""

    def write(*rows: list[Any]) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "data.xlsx"
        book.save(path)
        return path

    return write


def refused(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        read_csv(path)
    return str(caught.value)


def test_a_workbook_is_read_like_a_csv(workbook, tmp_path):
    rows = [
        [*HEAD, "date", "volume", "extent"],
        ["x.pdf", "book", "Jalan Panjang", date(2014, 5, 2), 3, "xii + 96"],
        [None, None, None],
        ["y.pdf", "book", "Kedua", datetime(2015, 1, 31, 0, 0), 2.0, None],
    ]
    found = read_csv(workbook(*rows))
    first, second = (found.of(tmp_path / name) for name in ("x.pdf", "y.pdf"))
    assert (first.line, second.line) == (2, 4)
    assert first.fields == {
        "file": "x.pdf",
        "kind": "book",
        "title": "Jalan Panjang",
        "date": "2014-05-02",
        "volume": "3",
        "extent": "xii + 96",
    }
    assert (second.fields["date"], second.fields["volume"]) == ("2015-01-31", "2")


def test_a_formula_is_refused_with_its_cell_and_never_run(workbook):
    path = workbook(HEAD, ["x.pdf", "book", '="Jalan"&" Panjang"'], ["y.pdf", "zine", "Y"])
    first, second = refused(path).splitlines()
    assert first.startswith("Baris 2: sel C2 berisi rumus")
    assert second.startswith("Baris 3:")


def test_an_error_of_the_sheet_is_refused_with_its_cell(workbook):
    assert "sel C2 berisi kesalahan" in refused(workbook(HEAD, ["x.pdf", "book", "#REF!"]))


def test_a_row_with_cells_beyond_the_columns_is_said(workbook):
    assert refused(workbook(HEAD, ["x.pdf", "book", "X", "lebih"])).startswith("Baris 2: selnya lebih banyak")


@pytest.mark.parametrize("cut", [200, -400])
def test_a_damaged_workbook_is_said(workbook, cut):
    path = workbook(HEAD, ["x.pdf", "book", "X"])
    path.write_bytes(path.read_bytes()[:cut])
    assert "data.xlsx" in refused(path)


def test_a_workbook_whose_parts_are_not_what_they_say_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<tidak")
        archive.writestr("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    path = tmp_path / "data.xlsx"
    path.write_bytes(packed.getvalue())
    assert "bukan XLSX yang utuh" in refused(path)


def test_a_workbook_that_unpacks_to_very_much_is_refused(tmp_path):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(bytes(1_000_000))
    path = tmp_path / "data.xlsx"
    path.write_bytes(packed.getvalue())
    assert "lebih besar dari 20 MB" in refused(path)


def test_a_table_of_too_many_rows_is_refused(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("file,kind,title\n" + "x.pdf,book,X\n" * 10_001)
    assert "lebih dari 10.000 baris" in refused(path)


def archive(**parts: str) -> bytes:
    """A ZIP with these texts in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, text in parts.items():
            written.writestr(name.replace("__", "/"), text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive(foto="x"), "Ini arsip ZIP. Keluarkan dulu berkas di dalamnya."),
        (
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x"),
            "Ini lembar kerja OpenDocument (ODS). Simpan sebagai XLSX atau CSV, lalu coba lagi.",
        ),
        (
            archive(word__document="x"),
            "Ini dokumen Word. Data katalog dibaca dari tabel: simpan sebagai XLSX atau CSV.",
        ),
        (archive(foto="x")[:-20], "Berkas XLSX atau ZIP ini rusak. Simpan ulang, lalu coba lagi."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "Ini berkas Office lama. Simpan sebagai XLSX atau “CSV UTF-8”, lalu coba lagi.",
        ),
    ],
    ids=["zip", "ods", "docx", "cut zip", "xls"],
)
def test_what_is_no_table_is_called_what_it_is_whoever_brings_it(tmp_path, data, sentence):
    path = tmp_path / "data.xlsx"
    path.write_bytes(data)
    assert refused(path) == f"data.xlsx: {sentence}"
    with pytest.raises(UnreadableFile) as caught:
        entries(data, path.name)
    assert caught.value.sentence == sentence
