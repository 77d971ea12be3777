"""A table of somebody else's is imported in three steps: chosen, matched, checked; its bad rows come back to be mended."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from ingest.accept import take_in
from ingest.imports import steps, tables
from ingest.imports.errors import UnreadableFile
from ingest.imports.headings import guess
from ingest.imports.tables import read_table
from ingest.models import AwaitedFile
from ingest.records.columns import COLUMNS, KINDS
from ingest.records.labels import CHOICES, KIND_NAMES, LABELS, OF_FILES
from ingest.records.spelling import Spelling, recognise
from ingest.records.words import in_our_words
from ingest.records.written import as_typed, csv_table, harmless
from ingest.work import work_off
from library.models import Article, Book, Publication, User
from tests import pdfs
from tests.works import shelve, signed_in

DOOR = "/admin/impor/"
SLIMS = (
    '"title","gmd_name","edition","isbn_issn","publisher_name","publish_year","collation","series_title",'
    '"call_number","language_name","place_name","classification","notes","image","sor","authors","topics","item_code"\n'
    '"Bumi Manusia","Text","","9789799731235","Hasta Mitra","1980","xii, 354 hlm","","813 PRA b","Indonesia","Jakarta",'
    '"813","","","","<Pramoedya Ananta Toer>","<Roman><Sejarah>","B001"\n'
    '"Jalan Raya Pos","Text","","","Lentera","2005","","","","Indonesia","Jakarta","","","","","<Pramoedya Ananta Toer>","","B002"\n'
)


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An XLSX with these rows by the names of its sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def brought(client: Client, content: bytes | str, name: str = "koleksi.csv") -> str:
    """Bring a table; gives the address of the step that follows."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(DOOR, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def seen(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.headers.get("Location"))
    page = re.sub(r'(CSRF_TOKEN": "|csrfmiddlewaretoken" value=")[^"]+', r"\1", answer.content.decode())
    return " ".join(page.split())


def chosen(page: str) -> dict[str, str]:
    """What the selects of a page say, by their names."""
    found = {}
    for name, inside in re.findall(r'<select id="[^"]+" name="([^"]+)".*?>(.*?)</select>', page):
        taken = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = taken[1] if taken else ""
    return found


def refused(data: bytes | str, name: str = "x.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_table(data.encode() if isinstance(data, str) else data, name)
    return caught.value.sentence


def test_an_export_of_slims_is_matched_checked_and_imported(library):
    held = shelve(title="Jalan Raya Pos", issued="2005")
    client = signed_in()
    columns = brought(client, SLIMS, "senayan.csv")
    page = seen(client, columns)
    assert "Dipisah koma, huruf UTF-8. 2 baris." in page and "senayan.csv" in page
    match = chosen(page)
    assert {name: match[f"kolom-{place}"] for place, name in enumerate(["title", "gmd", "edition"])} == {
        "title": "title",
        "gmd": "",
        "edition": "edition",
    }
    assert [match[f"kolom-{place}"] for place in (3, 4, 5, 6, 8, 9, 10, 11, 15, 16)] == [
        *(
            "isbn",
            "publisher",
            "date",
            "extent",
            "call_number",
            "language",
            "place",
            "ddc",
            "creators",
            "tags",
        )
    ]
    assert "Hasta Mitra" in page and 'role="alert"' not in page

    assert client.get(columns.replace("kolom", "periksa")).url == columns  # not matched yet
    assert client.post(columns, match).url == columns  # the kind is missing
    page = seen(client, columns)
    assert "Pilih jenisnya di sini" in page and 'aria-describedby="salah-kind"' in page
    check = client.post(columns, {**match, "semua-kind": "book"}).url
    assert check == columns.replace("kolom", "periksa")
    page = seen(client, check)
    assert "0 baris akan menjadi draf baru. 1 baris sudah ada di pustaka. 1 baris perlu dibetulkan." in page
    assert "<strong>isbn_issn</strong>: ISBN “9789799731235” salah" in page
    assert chosen(seen(client, columns))["semua-kind"] == "book"  # gone back to, it says the same

    good = {**match, "kolom-3": "", "semua-kind": "book"}
    page = seen(client, client.post(columns, good).url)
    assert "1 baris akan menjadi draf baru. 1 baris sudah ada di pustaka. Belum ada yang disimpan." in page
    assert f"/admin/pages/{held.pk}/edit/" in seen(client, f"{check}?tampil=ada")
    assert not Book.objects.filter(title="Bumi Manusia").exists()
    done = client.post(check).url
    page = seen(client, done)
    made = Book.objects.get(title="Bumi Manusia")
    assert not made.live and (made.language, made.publisher, made.issued) == ("id", "Hasta Mitra", "1980")
    assert [str(each.agent) for each in made.contributions.all()] == ["Pramoedya Ananta Toer"]
    assert sorted(tag.name for tag in made.tags.all()) == ["Roman", "Sejarah"]
    assert "1 draf baru dibuat. 1 baris sudah ada, tidak digandakan." in page
    assert f"/admin/pages/{made.pk}/edit/" in page and seen(client, done) == page
    client.post(check)  # once more: nothing is doubled
    assert Book.objects.count() == 2


def test_bad_rows_come_back_mended(library):
    client = signed_in()
    table = (
        "Judul Buku;Tahun;Pengarang;Bahasa;Jenis\n"
        "Satu;2014;Ani;Indonesia;Buku\n"
        "=cmd|' /C calc'!A0;kemarin;Budi;Indonesia;Buku\n"
        "Tiga;2015;Cici;Klingon;Majalah\n"
        "SATU;2014;Ani;Indonesia;Buku\n"
        "Lima;2016;Dedi;Indonesia;Buku;lebih\n"
    )
    columns = brought(client, table.encode("cp1252").replace(b"Cici", b"C\xefci"))
    page = seen(client, columns)
    assert "Dipisah titik koma, huruf Windows-1252: periksa huruf beraksen" in page and "Cïci" in page
    check = client.post(columns, chosen(page)).url
    page = seen(client, check)
    assert (
        "1 baris akan menjadi draf baru. 1 baris kembar dengan baris lain di berkas ini. 3 baris perlu"
        in page
    )
    assert "<strong>Tahun</strong>: Tanggal “kemarin” tidak terbaca" in page
    assert "<strong>Jenis</strong>: “Majalah” tidak dikenal; pilih Buku, Buku saku" in page
    assert "Selnya lebih banyak daripada kolom." in page
    assert "Sama dengan baris 2 di berkas ini." in seen(client, f"{check}?tampil=kembar")

    mend = check.replace("periksa/", "salah.csv")
    answer = client.get(mend)
    assert answer["Content-Disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["kesalahan", "Judul Buku", "Tahun", "Pengarang", "Bahasa", "Jenis"]
    assert [row[1] for row in rows[1:]] == ["'=cmd|' /C calc'!A0", "Tiga", "Lima"]
    assert rows[1][0].startswith("Tahun: Tanggal “kemarin”") and rows[3][6] == "lebih"
    book = load_workbook(io.BytesIO(client.get(mend.replace("salah.csv", "salah.xlsx")).content))
    cell = book.active["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)

    client.post(check)
    assert [each.title for each in Book.objects.all()] == ["Satu"]
    page = seen(client, check.replace("periksa", "hasil"))
    assert "1 draf baru dibuat." in page and "3 baris perlu dibetulkan" in page

    assert "<strong>Pengarang</strong>" not in page
    rows[1][2], rows[2][4], rows[2][5] = "2013", "en", "Buku"
    text = csv_table(rows[:3], ";")
    columns = brought(client, text, "mended.csv")
    page = seen(client, columns)
    assert "Kolom dicocokkan seperti pada berkas sebelumnya" in page and "kesalahan" not in chosen(page)
    page = seen(client, client.post(columns, chosen(page)).url)
    assert "2 baris akan menjadi draf baru. Belum ada" in page
    client.post(columns.replace("kolom", "periksa"))
    assert {each.title for each in Book.objects.all()} == {"Satu", "Tiga", "=cmd|' /C calc'!A0"}


def test_a_workbook_has_sheets_and_formulas_that_never_run(library):
    client = signed_in()
    rows = [
        ["Daftar koleksi 2020"],
        ["Kind", "Title", "Journal", "Vol", "No", "Year", "Hitungan", "file"],
        ["Artikel jurnal", "Pengantar", "Sapa", 3, 1, 2022, "=1+1", "a.pdf"],
        ["Artikel jurnal", "=HYPERLINK(1)", "Sapa", 3, 1, 2022, 7, None],
        ["Artikel jurnal", "Tanpa jurnal", None, None, None, 2022, None, None],
    ]
    address = brought(
        client, workbook(Sampul=[["halo"], ["dunia"]], Kosong=[["Judul"]], Koleksi=rows), "koleksi.xlsx"
    )
    page = seen(client, address)
    assert "Koleksi</label>" in page and "Sampul</label>" in page and "Kosong</label>" not in page
    columns = client.post(address, {"sheet": "Koleksi"}).url
    page = seen(client, columns)
    assert "Lembar “Koleksi” dari 2 lembar." in page and "PDF-nya boleh menyusul" in page
    match = chosen(page)
    assert [match[f"kolom-{place}"] for place in range(8)] == [
        *("kind", "title", "periodical", "volume", "number", "date", "", "file")
    ]
    twice = client.post(columns, {**match, "kolom-6": "title", "kolom-1": ""}).url
    assert twice.endswith("periksa/")  # one title is enough, whichever column has it
    assert client.post(columns, {**match, "kolom-6": "title"}).url == columns
    assert "“Judul” sudah dipakai untuk kolom B. Pilih salah satu." in seen(client, columns)
    client.post(columns, {**match, "kolom-1": ""})
    assert "“Judul” belum ada. Cocokkan satu kolom dengan “Judul”." in seen(client, columns)

    check = client.post(columns, match).url
    page = seen(client, check)
    assert "1 baris akan menjadi draf baru. 2 baris perlu dibetulkan." in page
    assert "<strong>Title</strong>: Sel B4 berisi rumus; ganti dengan nilainya." in page
    assert page.count("Sel B4") == 1 and "Sel G3" not in page  # a formula where nobody looks disturbs nobody
    assert (
        "<strong>Journal</strong>: Jurnal atau buletin yang memuatnya tidak disebut; isi kolom “Journal”."
        in page
    )
    book = load_workbook(io.BytesIO(client.get(check.replace("periksa/", "salah.xlsx")).content))
    assert (book.active["C2"].value, book.active["C2"].data_type) == ("=HYPERLINK(1)", "s")
    assert client.post(address, {"sheet": "Koleksi"}).url == columns  # the same sheet: what was matched stays
    assert chosen(seen(client, columns))["kolom-0"] == "kind" and client.get(check).status_code == 200
    client.post(check)
    assert Article.objects.get().title == "Pengantar" and not Publication.objects.filter(live=True).exists()
    client.post(address, {"sheet": "Sampul"})
    page = seen(client, columns)
    assert "halo" in page and "dunia" in page and client.get(check).url == columns


def test_what_is_imported_goes_on_where_it_stopped_and_is_its_bringers_alone(library, monkeypatch):
    monkeypatch.setattr(steps, "SECONDS_AT_ONCE", 0)
    client = signed_in()
    columns = brought(client, "judul\n" + "".join(f"Buku {number}\n" for number in range(3)))
    match = {**chosen(seen(client, columns)), "semua-kind": "book", "semua-language": "su"}
    check = client.post(columns, match).url
    done = client.post(check).url
    page = seen(client, done)
    assert "1 draf baru dibuat. 2 baris lagi menunggu." in page and "Lanjutkan" in page
    assert '<progress class="import-progress" max="3" value="1"' in page
    client.post(check)
    page = seen(client, client.post(check).url)
    assert "3 draf baru dibuat." in page and "menunggu" not in page and "data-go-on" not in page
    assert {each.language for each in Book.objects.all()} == {"su"}
    Book.objects.first().delete()
    assert "Draf ini sudah dihapus." in seen(client, done)

    other = Client()
    other.force_login(User.objects.create(username="lain", is_superuser=True))
    for address in (columns, check, done, check.replace("periksa/", "salah.csv")):
        assert other.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert client.get(check.replace("periksa/", "salah.pdf")).status_code == 404


def test_the_empty_table_explains_its_columns_and_comes_back_matched(library):
    client = signed_in()
    own = [name for name in COLUMNS if name not in OF_FILES]
    text = client.get(f"{DOOR}templat.csv").content.decode("utf-8-sig")
    head, told = csv.reader(io.StringIO(text), delimiter=";")
    assert sorted(head) == sorted(own) and told[0].startswith("# Keterangan: Judul: judul lengkap")
    assert "Buku saku" in told[1]
    data = client.get(f"{DOOR}templat.xlsx").content
    book = load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book["Data"][1]] == head
    assert [row[0].value for row in book["Keterangan"].iter_rows(min_row=2)] == head
    assert "hanya berisi judul kolom" in refused(data) and "hanya berisi judul kolom" in refused(text)
    book["Data"].append(["Satu", "book"])
    target = io.BytesIO()
    book.save(target)
    table = read_table(target.getvalue(), "x.xlsx")
    assert table.sheets == ["Data"] and guess(table.headings) == dict(enumerate(head))
    assert len(read_table(text.encode() + b"Satu;book\n", "x.csv").lines) == 1
    assert client.get(f"{DOOR}templat.pdf").status_code == 404


def test_the_bounds_and_what_cannot_be_read_are_said_in_a_sentence(monkeypatch):
    head = "judul,tahun\n"
    assert "lebih dari 5.000 baris" in refused(head + "X,2014\n" * 5_001)
    assert len(read_table((head + "X,2014\n" * 5_000).encode(), "x.csv").lines) == 5_000
    assert "101 kolom; paling banyak 100" in refused(",".join(f"k{n}" for n in range(101)) + "\n1,2\n")
    assert "Baris 3: tanda kutipnya tidak berpasangan. Perbaiki" in refused(head + 'X,2014\n"Y,2015\n')
    assert "UTF-8 atau Windows-1252" in refused(head.encode() + b"X\x81,2014\n")
    assert "hanya berisi judul kolom" in refused(head)
    assert tables.MOST_ROWS == 5_000


@pytest.mark.parametrize(
    ("data", "spelling"),
    [
        (b"a,b\n1,2", Spelling("utf-8-sig", ",")),
        ("\ufeffa;b\n1;2".encode(), Spelling("utf-8-sig", ";", marked=True)),
        ("a\tb, c\n1\t2".encode("utf-16"), Spelling("utf-16", "\t", marked=True)),
        ('"satu, dua, tiga";b\n1;2'.encode("cp1252"), Spelling("utf-8-sig", ";")),
        ("pérempuan;b\n1;2".encode("cp1252"), Spelling("cp1252", ";")),
        (b"sep=;\na,b;c\n", Spelling("utf-8-sig", ";")),
        (b"judul\nSatu, dua\n", Spelling("utf-8-sig", ";")),
    ],
)
def test_how_a_csv_is_written_is_recognised(data, spelling):
    assert recognise(data) == spelling
    assert read_table(b"sep=;\na,b;c\n1;2\n", "x.csv").headings == ["a,b", "c"]


def test_headings_of_many_houses_are_understood():
    for headings, columns in {
        "dc.title[id]; dc.contributor.author; dc.date.issued; dc.publisher; dc.subject; dc.language.iso": (
            "title; creators; date; publisher; tags; language"
        ),
        "Judul; Pengarang; Penerbit; Tempat Terbit; Tahun Terbit; Deskripsi Fisik; Nomor Panggil; Subjek; BIBID": (
            "title; creators; publisher; place; date; extent; call_number; tags; "
        ),
        "Title; Author; PublishLocation; PublishYear; PhysicalDescription; DeweyNo; Languages; CallNumber": (
            "title; creators; place; date; extent; ddc; language; call_number"
        ),
        "articleTitle; articleAbstract; authors; issueVolume; issueNumber; startPage; endPage; sectionTitle; keywords": (
            "title; abstract_id; creators; volume; number; first_page; last_page; rubric; tags"
        ),
        "Judul*; Nama  Penulis ; TAHUN; ISBN (cetak); Judul; title": "; creators; date; isbn; ; title",
        "kesalahan; Judul; file; Nama berkas": "; title; file; ",
    }.items():
        found = guess([each.strip() for each in headings.split(";")])
        wanted = [each.strip() for each in columns.split(";")]
        assert [found.get(place, "") for place in range(len(wanted))] == wanted, headings


def test_cells_are_put_into_our_words_where_one_thing_is_meant():
    for column, text, word in [
        ("kind", "Buku Saku", "pocket-book"),
        ("kind", "Laporan penelitian", "study"),
        ("kind", "zine", "zine"),
        ("language", "Bahasa Indonesia", "id"),
        ("language", "Sundanese", "su"),
        ("access", "Terbuka untuk umum", "open"),
        ("licence", "CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("audience", "Remaja, pendidik", "teenagers; teachers"),
        ("creators", "<Ani><Budi Santoso>", "Ani; Budi Santoso"),
        ("title", "<Ani>", "<Ani>"),
        ("doi", "https://doi.org/10.1234/a", "10.1234/a"),
    ]:
        assert in_our_words(column, text) == word


def test_every_column_has_a_name_and_a_line_of_help_and_no_other():
    assert {*LABELS} == {*COLUMNS} - OF_FILES and {*KIND_NAMES} == {*KINDS}
    assert all(str(label.name) and str(label.help) for label in LABELS.values())
    assert len({str(label.name) for label in LABELS.values()}) == len(LABELS)
    for column, choices in CHOICES.items():
        kind = next(iter(COLUMNS[column].kinds))
        assert all(COLUMNS[column].read(word, kind) for word in choices)


def test_no_cell_of_a_csv_begins_like_a_formula():
    for text in ["=1+1", "+62 811", "-5 derajat", "@SUM(A1)", "\t=1", " =1", "＝1"]:
        assert harmless(text) == f"'{text}" and as_typed(harmless(text)) == text
    for text in ["Satu", "'kutip'", "5-6", "a=b", ""]:
        assert harmless(text) == text == as_typed(text)


def test_a_pdf_that_comes_after_its_table_goes_to_the_draft_that_named_it(library):
    client = signed_in()
    table = "Judul,Jenis,Nama berkas\nYang di Katalog,buku,scan/KTP-07.pdf\nYang Lain,buku,\n"
    columns = brought(client, table)
    page = seen(client, columns)
    assert "PDF-nya boleh menyusul" in page and chosen(page)["kolom-2"] == "file"
    assert "Nama berkas PDF · PDF-nya menyusul lewat Unggah PDF</option>" in page
    check = client.post(columns, chosen(seen(client, columns))).url
    client.post(check)
    waits = Book.objects.get(title="Yang di Katalog")
    assert [each.name for each in waits.awaited_files.all()] == ["ktp 07"]
    assert AwaitedFile.objects.count() == 1
    row = take_in(io.BytesIO(pdfs.pages("Isinya lain sama sekali")), "KTP-07.pdf")
    work_off()
    row.refresh_from_db()
    assert (row.target_id, row.matched) == (waits.pk, "file") and Book.objects.count() == 2


def test_a_column_of_pdfs_that_is_not_to_be_used_is_not_used(library):
    client = signed_in()
    columns = brought(
        client, "Judul,Jenis,Nama berkas,PDF\nSatu,buku,satu.pdf,dua.pdf\nLain,buku,satu.pdf,\n"
    )
    match = chosen(seen(client, columns))
    assert (match["kolom-2"], match["kolom-3"]) == ("file", "")
    twice = client.post(columns, match | {"kolom-3": "file"}).url
    assert "“Nama berkas PDF” sudah dipakai untuk kolom C." in seen(client, twice)
    client.post(client.post(columns, match | {"kolom-2": ""}).url)
    assert Book.objects.count() == 2 and not AwaitedFile.objects.exists()


def test_after_the_import_no_step_is_the_one_where_the_editor_is(library):
    client = signed_in()
    columns = brought(client, "Judul,Jenis\nSatu,buku\n")
    check = client.post(columns, chosen(seen(client, columns))).url
    assert 'aria-current="step"> <span class="import-number" aria-hidden="true">3' in seen(client, check)
    page = seen(client, client.post(check).url)
    assert "1 draf baru dibuat." in page and 'aria-current="step"' not in page
    assert all(f">{name}</a>" in page for name in ("Pilih berkas", "Cocokkan kolom", "Periksa"))
