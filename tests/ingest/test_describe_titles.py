"""Titles: the junk that stands in their place inside files, and the largest type on the first pages."""

import pytest

from ingest.describe.headline import headlines
from ingest.describe.junk import usable
from ingest.extract import Line, PageText, Word


@pytest.mark.parametrize(
    "title",
    [
        "",
        " ",
        "-",
        "2",
        "20150312",
        "?????",
        "þÿ\x00U\x00U",
        "untitled",
        "Untitled-1",
        "Tanpa Judul",
        "Document1",
        "Dokumen 2",
        "Book1",
        "Layout 1",
        "Slide 1",
        "Page 1",
        "PowerPoint Presentation",
        "Microsoft Word",
        "Microsoft Word - Document2",
        "Microsoft Word - laporan_akhir_2015.doc",
        "Microsoft Word - UU NO 14 TH 2001.rtf",
        "Microsoft Word - uu0011974",
        "Microsoft PowerPoint - paparan.ppt",
        "cover.cdr",
        "isi buku saku.indd",
        "Laporan Tahunan 2014.docx",
        "LN266-2014_5599_uu028-2014.doc",
        "batang tubuh hsl paripurna_hsl recall.doc",
        "buku_saku_pendamping",
        "laporan-akhir-2015",
        "LaporanAkhirFinalFix",
        "97.PDF",
        "C:\\Users\\tu\\Desktop\\laporan.tmp",
        "http://www.contoh.org/laporan",
        "localhost:8080/inc/buka.php?czoyNDoiZD0yMDAw",
        "file:///D|/data/isi.htm",
        "IMG_20190312_0001",
        "scan0001",
        "Scanned Document",
        "CamScanner 03-12-2019",
        "OCR Document",
        "Arsip digital resni",
        "Laporan Final Revisi 3",
        "Pendampingan korban final",
        "Kesetaraan (rev2)",
        "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
        "UNDANG-UNDANG REPUBLIK INDONESIA",
        "PRESIDEN REPUBLIK INDONESIA",
        "PERATURAN KEPALA BADAN PENGAWAS TENAGA NUKLIR",
        "KEPUTUSAN DIREKTUR JENDERAL",
        "UU 30 Tahun 2007",
        "uu no 40 th 2004",
        "Inpres0031993",
        "58uu068",
        "DAFTAR ISI",
        "KATA PENGANTAR",
        "BAB I PENDAHULUAN",
        "Lampiran 2",
        "Halaman Judul",
        "Type the document title",
        "Ketik judul di sini",
        "Template jurnal baru",
        "DAFTAR INVENTARISASI MASALAH DARI PEMERINTAH",
        "asdfgh",
        "xxxx",
        "no slide title",
        "kop surat",
        "coba",
    ],
)
def test_what_tools_and_templates_leave_is_no_title(title):
    assert usable(title) == ""


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Perempuan di Garis Depan", "Perempuan di Garis Depan"),
        ("Microsoft Word - Menghapus Sunat Perempuan di Jawa Barat", "Menghapus Sunat Perempuan di Jawa Barat"),
        ("KEKERASAN DALAM RUMAH TANGGA DAN NEGARA", "Kekerasan dalam Rumah Tangga dan Negara"),
        ("PANDUAN PENDAMPING KDRT", "Panduan Pendamping KDRT"),
        ("Bale Istri: Cerita Perempuan Desa (contoh)", "Bale Istri: Cerita Perempuan Desa (contoh)"),
        ("Catatan Tahunan 2019", "Catatan Tahunan 2019"),
        ("“Kami Tidak Diam”", "Kami Tidak Diam"),
        ("1001 Cara Bicara dengan Anak", "1001 Cara Bicara dengan Anak"),
        ("Menteri Perempuan dalam Sejarah", "Menteri Perempuan dalam Sejarah"),
        ("Kepala Keluarga Perempuan", "Kepala Keluarga Perempuan"),
        ("Pornografi", "Pornografi"),
        ("Hak-hak Anak", "Hak-hak Anak"),
        ("Laporan Penelitian Perkawinan Anak di Garut", "Laporan Penelitian Perkawinan Anak di Garut"),
        ("Child marriage in Indonesia: a review", "Child marriage in Indonesia: a review"),
        ("Undang-Undang PKDRT dalam Praktik", "Undang-Undang PKDRT dalam Praktik"),
        ("menolong tetangga yang dipukul", "Menolong tetangga yang dipukul"),
        ("Data dan Suara: Catatan dari Desa", "Data dan Suara: Catatan dari Desa"),
        ("Tanya Jawab Hukum Keluarga", "Tanya Jawab Hukum Keluarga"),
    ],
)  # fmt: skip
def test_a_title_that_somebody_gave_is_kept(title, written):
    assert usable(title) == written


def test_a_title_of_a_whole_book_is_judged_at_once_and_cut():
    for long in ("isi " * 50_000 + "zebra", "presiden " * 50_000, "a" * 500_000, "x.a" * 100_000):
        assert len(usable(long)) <= 255


def page(*lines, number=1, width=595.0, height=842.0):
    """A page from (text, size) or (text, size, y) in reading order."""
    made, y = [], 60.0
    for text, size, *where in lines:
        y = where[0] if where else y + size * 1.3
        made.append(Line(text, size, False, False, (Word(text, 60, y, 60 + 6 * len(text), y + size),)))
    return PageText(number, None, tuple(made), "test", width, height)


PROSE = [("Sejak lama para pendamping tahu bahwa tetangga mendengar lebih dulu.", 11.0)] * 30


def test_the_largest_type_is_the_title_over_all_its_lines():
    cover = page(("Buku saku", 9), ("KETIKA TETANGGA", 28), ("MEMINTA TOLONG", 28), ("Sapa Institut", 12))
    assert headlines([cover])[0].title == "Ketika Tetangga Meminta Tolong"


def test_a_small_word_between_two_large_ones_belongs_to_the_title():
    cover = page(("KEKERASAN", 40), ("TERHADAP", 18), ("PEREMPUAN", 40), ("2015", 12))
    assert headlines([cover])[0].title == "Kekerasan terhadap Perempuan"


def test_stamps_numbers_and_years_are_no_title_however_large():
    cover = page(
        ("CONTOH", 60),
        ("Vol. 3 No. 2", 50),
        ("2019", 48),
        ("Suara yang Pulang", 30),
        ("Edisi 12, Maret 2015", 20),
    )
    assert headlines([cover])[0].title == "Suara yang Pulang"


def test_turned_lines_are_no_title():
    mark = Line("SALINAN RESMI ARSIP", 70, turned=True)
    cover = page(("Suara yang Pulang", 30))
    cover = PageText(1, None, (mark, *cover.lines), "test", 595, 842)
    assert headlines([cover])[0].title == "Suara yang Pulang"


def test_cover_and_title_page_that_agree_are_the_surest():
    both = [page(("Bale Istri", 40)), page(("BALE ISTRI", 30), ("Cerita perempuan desa", 16), number=2)]
    found = headlines(both)[0]
    assert (found.title, found.subtitle, found.sure) == ("Bale Istri", "Cerita perempuan desa", 0.95)
    assert found.sure > headlines(both[:1])[0].sure


def test_the_name_of_a_body_on_a_cover_gives_way_to_the_title_page():
    pages = [
        page(("YAYASAN SAPA INSTITUT", 30)),
        page(("Pulang tanpa Takut", 24), ("Bandung, 2019", 12), number=2),
    ]
    assert headlines(pages)[0].title == "Pulang tanpa Takut"


def test_what_stands_below_is_a_subtitle_only_if_it_says_something():
    def below(*lines):
        return headlines([page(("Berjalan Bersama", 34), *lines)])[0].subtitle

    assert (
        below(("Studi pendampingan kasus", 19), ("di Kabupaten Bandung", 19))
        == "Studi pendampingan kasus di Kabupaten Bandung"
    )
    assert below(("Ratna Puspawangi Dewi Lestari", 19)) == ""
    assert below(("Titi Rumsari · Suminar", 19)) == ""
    assert below(("Oleh tim pendamping di desa", 19)) == ""
    assert below(("Penerbit Sapa Institut untuk semua", 19)) == ""


def test_the_title_in_the_other_language_is_a_parallel_title():
    found = headlines(
        [
            page(
                ("Layar yang Tidak Pernah Padam: Kekerasan di Kalangan Remaja", 20),
                ("The screen that never goes dark: violence among teenagers", 12.5),
                *PROSE,
            )
        ]
    )[0]
    assert found.parallel == "The screen that never goes dark: violence among teenagers"
    assert found.subtitle == ""


def test_over_an_article_the_name_of_its_journal_is_no_title():
    first = page(("Jurnal Sapa: Kajian Perempuan", 30), ("Berapa Harga Pintu Keluar", 18), *PROSE)
    assert headlines([first], but="Jurnal Sapa: Kajian Perempuan")[0].title == "Berapa Harga Pintu Keluar"


def test_of_a_typescript_the_lines_that_shout_are_a_title_with_doubt():
    found = headlines(
        [
            page(
                ("TERJEMAHAN NASKAH KONVENSI", 12),
                ("TENTANG HAK ANAK", 12),
                *[(text, 12) for text, _ in PROSE],
            )
        ]
    )
    assert found[0].title == "Terjemahan Naskah Konvensi tentang Hak Anak"
    assert found[0].sure < 0.5


def test_prose_in_one_size_has_no_title():
    assert headlines([page(*PROSE)]) == []
    assert headlines([]) == []
    assert headlines([PageText(1, None, (Line("Tanpa ukuran apa pun"),), "test")]) == []


def test_over_a_typescript_the_name_of_the_journal_is_no_title_either():
    lines = [
        ("JURNAL ILMU HUKUM", 12),
        ("PERLINDUNGAN ANAK", 12),
        ("DALAM HUKUM ADAT", 12),
        *[(text, 12) for text, _ in PROSE],
    ]
    assert headlines([page(*lines)], but="Jurnal Ilmu Hukum")[0].title == "Perlindungan Anak dalam Hukum Adat"
