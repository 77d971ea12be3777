"""What first pages say: issues and articles, kinds, imprints, dates, identifiers."""

import pytest

from ingest.describe.identifying import identifiers_in
from ingest.describe.imprint import imprint
from ingest.describe.issues import serial
from ingest.describe.kinds import kind_of
from ingest.extract import PageText

BODY = "\n".join(
    ["Sejak lama para pendamping tahu bahwa tetangga mendengar lebih dulu daripada polisi."] * 40
)
A4, A5, A6 = (595.0, 842.0), (420.0, 595.0), (298.0, 420.0)


@pytest.mark.parametrize(
    ("front", "sort", "numbering", "issued", "name"),
    [
        ("Jurnal Perempuan\nVol. 3 No. 2", "journal", "Vol. 3 No. 2", "", "Jurnal Perempuan"),
        ("JURNAL GENDER\nVolume III, Nomor 2, Maret 2015", "journal", "Volume III, Nomor 2, Maret 2015", "2015-03", "JURNAL GENDER"),
        ("Vol. 3 No. 1\nJanuari–Juni 2022\nJurnal Sapa", "journal", "Vol. 3 No. 1, Januari–Juni 2022", "2022-01/2022-06", "Jurnal Sapa"),
        ("Bale Wicara\nEdisi 12, Maret 2015", "bulletin", "Edisi 12, Maret 2015", "2015-03", ""),
        ("Buletin Kampung\nNo. 5 / Tahun II / Desember 2013", "bulletin", "No. 5 / Tahun II / Desember 2013", "2013-12", "Buletin Kampung"),
        ("Warta Perempuan\nEdisi Maret 2015", "bulletin", "Edisi Maret 2015", "2015-03", "Warta Perempuan"),
        ("Majalah Suara\nEdisi Khusus, April 2014", "bulletin", "Edisi Khusus, April 2014", "2014-04", "Majalah Suara"),
        ("Buletin Bale\nEdisi 7", "bulletin", "Edisi 7", "", "Buletin Bale"),
    ],
)  # fmt: skip
def test_the_number_of_an_issue_is_read_from_its_front(front, sort, numbering, issued, name):
    found = serial([front, BODY], "scan.pdf")
    assert (found.sort, found.numbering, found.issued, found.name, found.whole) == (
        sort,
        numbering,
        issued,
        name,
        True,
    )


@pytest.mark.parametrize(
    "front",
    [
        "Menemani Korban\nEdisi revisi\n2015",
        "Menemani Korban\nEdisi 2, 2015",
        "Menemani Korban\nCetakan kedua, Maret 2015",
        "Laporan Tahun 2015\nNomor 5",
        "Undang-Undang Nomor 23 Tahun 2004 dalam Praktik",
        f"{BODY}\nLihat Jurnal Perempuan Vol. 3 No. 2.\n{BODY}",
    ],
)
def test_editions_of_books_and_citations_are_no_issues(front):
    assert serial([front, BODY], "scan.pdf") is None


def test_an_article_has_the_printed_pages_of_its_issue_beside_its_number():
    front = f"Jurnal Sapa: Kajian Perempuan\nVol. 3 No. 1, Januari–Juni 2022, hlm. 3–14\nARTIKEL\n{BODY}"
    found = serial([front, BODY], "x.pdf")
    assert (found.whole, found.span, found.name) == (False, "3–14", "Jurnal Sapa: Kajian Perempuan")


def test_an_abstract_on_the_first_page_makes_an_article_too():
    found = serial([f"Journal of Gender, Vol. 7 No. 1 (2018)\nAbstract\n{BODY}"], "x.pdf")
    assert not found.whole
    assert found.issued == "2018"


def kind(front, size=A5, isbn="", titles=("Suara",), second=""):
    texts = [front, second or BODY]
    first = [PageText(1, None, (), "test", *size), PageText(2, None, (), "test", *size)]
    found, genre = kind_of(texts, first, serial(texts, "x.pdf"), identifiers_in([front, isbn]), titles)
    return found.value, genre.value if genre else ""


def test_kinds_by_what_the_cover_says():
    assert kind("Jurnal Sapa\nVol. 3 No. 2") == ("journal-issue", "")
    assert kind("Bale Wicara\nEdisi 12, Maret 2015") == ("bulletin-issue", "")
    assert kind("Buku saku\nKetika Tetangga Meminta Tolong") == ("pocket-book", "")
    assert kind("LAPORAN PENELITIAN\nPerkawinan Anak di Garut") == ("study", "riset")
    assert kind("Laporan Akhir Kajian\nAnggaran Desa") == ("study", "kajian")
    assert kind("Studi · Seri Belajar 3\nBerjalan Bersama") == ("study", "studi")
    assert kind("Riset\nBerjalan Bersama") == ("study", "riset")
    assert kind("Catatan Pembelajaran\nBale Istri") == ("study", "pembelajaran")
    assert kind("Suara dari Kampung") == ("book", "")


def test_a_study_is_told_by_its_subtitle_only_if_it_has_no_isbn():
    titles = ("Berjalan Bersama", "Studi pendampingan kasus di desa")
    assert kind("Berjalan Bersama", titles=titles) == ("study", "studi")
    assert kind("Berjalan Bersama", titles=titles, isbn="ISBN 978-602-8519-93-9") == ("book", "")
    assert kind("Laporan penelitian\nBerjalan Bersama", isbn="ISBN 978-602-8519-93-9") == ("study", "riset")


def test_small_pages_make_a_pocket_book_and_unknown_ones_do_not():
    assert kind("Suara", A6) == ("pocket-book", "")
    assert kind("Suara", (A6[1], A6[0])) == ("pocket-book", "")
    assert kind("Suara", A5) == ("book", "")
    assert kind("Suara", (0.0, 0.0)) == ("book", "")


def test_a_page_of_prose_is_no_cover():
    assert kind(f"Studi\n{BODY}", A4) == ("book", "")


IMPRINT = """Judul: Berjalan Bersama
Penulis: Dr. Ratna Puspawangi, M.Si., Suminar dan Asep Hidayat
Penyunting: Nining Wulansari (tokoh rekaan)
Gambar sampul: Wulan
Penerbit: Sapa Institut, Bandung
Cetakan kedua, Juni 2017
Cetakan pertama, Maret 2015
© 2015 Sapa Institut
ISBN 978-602-8519-93-9"""


def test_makers_stand_beside_labels():
    found = imprint(["Berjalan Bersama", BODY, IMPRINT])
    assert [(maker.name, maker.role, maker.page) for maker in found.makers] == [
        ("Dr. Ratna Puspawangi, M.Si.", "author", 3),
        ("Suminar", "author", 3),
        ("Asep Hidayat", "author", 3),
        ("Nining Wulansari", "editor", 3),
    ]
    assert (found.publisher.value, found.place.value) == ("Sapa Institut", "Bandung")


def test_a_table_of_labels_needs_no_colons():
    table = "Penulis Titi Rumsari, Suminar, dan\nKelompok Bale (rekaan)\nPenyunting Neng Sari\nPenerbit Sapa Institut\nTerbit 10 Desember 2024, cetakan pertama"
    found = imprint([table])
    assert [maker.name for maker in found.makers] == ["Titi Rumsari", "Suminar", "Kelompok Bale", "Neng Sari"]
    assert (found.publisher.value, found.place, found.dates[0].value) == ("Sapa Institut", None, "2024-12-10")


def test_names_one_below_the_other_end_before_the_publisher():
    page = "Pulang tanpa Takut\n\nDisusun oleh:\nRatna Puspawangi\nSuminar\nYayasan Sapa Institut\n2019"
    assert [maker.name for maker in imprint([page]).makers] == ["Ratna Puspawangi", "Suminar"]


def test_prose_that_begins_with_a_label_names_nobody():
    prose = "Penulis buku ini tidak tahu apa-apa.\nPenerbit menolak naskah itu.\nEditor Tua Itu Marah\nOleh karena itu Siti pergi."
    found = imprint([prose, BODY])
    assert (found.makers, found.publisher) == ((), None)


@pytest.mark.parametrize(
    ("page", "date", "source"),
    [
        (IMPRINT, "2015-03", "imprint"),
        ("Tanggal terbit: 12 Mei 2019", "2019-05-12", "imprint"),
        ("Cetakan I, Agustus 2011", "2011-08", "imprint"),
        ("Cetakan ketiga: 2018", "2018", "imprint"),
        ("Hak cipta © 2015 Sapa Institut", "2015", "copyright"),
        ("Copyright (c) Sapa Institut, 2013", "2013", "copyright"),
        ("Pulang tanpa Takut\nJakarta, 12 Mei 2019", "2019-05-12", "place-and-date"),
        ("Pulang tanpa Takut\nBandung, 2024", "2024", "place-and-date"),
        ("Pulang tanpa Takut\nSapa Institut 2016", "2016", "front"),
    ],
)
def test_dates_with_their_source(page, date, source):
    surest = max(imprint([page]).dates, key=lambda told: told.sure)
    assert (surest.value, surest.source, surest.page) == (date, source, 1)


def test_years_in_prose_are_no_dates():
    assert imprint([f"Pada 2015 mereka pulang.\n{BODY}", BODY]).dates == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISBN 978-602-8519-93-9", [("isbn", "978-602-8519-93-9")]),
        ("ISBN: 978 602 8519 93 9", [("isbn", "978-602-8519-93-9")]),
        ("ISBN-13: 9786028519939", [("isbn", "9786028519939")]),
        ("ISBN 978–602–8519–93–9", [("isbn", "978-602-8519-93-9")]),
        ("ISBN 979-461-000-8", []),
        ("ISBN 0-306-40615-2", [("isbn", "0-306-40615-2")]),
        ("e-ISBN 978-602-8519-93-9", [("isbn_electronic", "978-602-8519-93-9")]),
        ("ISBN 978-602-8519-93-9 (PDF)", [("isbn_electronic", "978-602-8519-93-9")]),
        ("ISBN 978-602-8519-93-8", []),
        ("978-602-8519-93-9", []),
        ("ISSN 0378-5955", [("issn", "0378-5955")]),
        ("e-ISSN: 2049-3630", [("issn_electronic", "2049-3630")]),
        ("ISSN (online) 2049-3630", [("issn_electronic", "2049-3630")]),
        ("ISSN 0378-5954", []),
        ("0378-5955", []),
        ("ISSN Tidak ada; jurnal contoh", []),
        ("https://doi.org/10.1234/sapa.v3i1.12.", [("doi", "10.1234/sapa.v3i1.12")]),
        ("DOI: 10.1234/abc(1)x", [("doi", "10.1234/abc(1)x")]),
        ("Telepon 10.1234/5", []),
        ("Daftar Pustaka\nSiti. doi:10.1234/lain", []),
    ],
)  # fmt: skip
def test_identifiers_need_their_label_and_their_check_digit(text, found):
    assert [(each.scheme, each.value) for each in identifiers_in([text])] == found


def test_an_isbn_is_found_once_at_front_and_back_but_not_in_the_middle():
    pages = ["", "ISBN 978-602-8519-93-9", *[""] * 20, "ISBN 0-306-40615-2", *[""] * 20, "ISBN 9786028519939"]
    assert [(each.value, each.page) for each in identifiers_in(pages)] == [("978-602-8519-93-9", 2)]


def test_a_number_on_a_report_is_no_issue_though_its_text_speaks_of_journals():
    assert (
        serial(["Seri Laporan No. 3, 2015\nAnggaran Desa", f"Lihat majalah dan jurnal.\n{BODY}"], "x.pdf")
        is None
    )
    assert serial(["Buletin Desa\nNo. 3, 2015"], "x.pdf").numbering == "No. 3, 2015"
