"""What a file seems to be: heads of statutes as they are really printed and recognised, and names of files."""

import pytest

from ingest.clean import CleanPage
from ingest.describe import Proposal, proposal, propose
from ingest.extract import Outline
from ingest.titles import LONGEST, title_case, title_from_name


def proposed(texts: list[str], name: str) -> Proposal:
    """What a draft is made from, of a file whose pages say no more than these texts."""
    pages = [CleanPage(number, "", "none", text, text) for number, text in enumerate(texts, 1)]
    return proposal(propose(pages, Outline(len(texts), False, {}, (), {}), name))


RAHMAT = "DENGAN RAHMAT TUHAN YANG MAHA ESA PRESIDEN REPUBLIK INDONESIA, Menimbang: a. bahwa"


@pytest.mark.parametrize(
    ("head", "kind", "number", "year", "title"),
    [
        (
            ("PRESIDEN\nREPUBLIK INDONESIA\nUNDANG-UNDANG REPUBLIK INDONESIA\nNOMOR 23 TAHUN 2004\nTENTANG\n"
            f"PENGHAPUSAN KEKERASAN DALAM RUMAH TANGGA\n{RAHMAT}"),
            "UU",
            "23",
            2004,
            "Undang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan dalam Rumah Tangga",
        ),
        (  # from a database of laws, which adds its own number
            f"UNDANG-UNDANG REPUBLIK INDONESIA (UU)\nNOMOR 13 TAHUN 2006 (13/2006)\nTENTANG\nPERLINDUNGAN SAKSI DAN KORBAN\n{RAHMAT}",
            "UU",
            "13",
            2006,
            "Undang-Undang Nomor 13 Tahun 2006 tentang Perlindungan Saksi dan Korban",
        ),
        (  # the law that is changed is not the law
            ("UNDANG-UNDANG REPUBLIK INDONESIA (UU) NOMOR 7 TAHUN 1968 (7/1968) TENTANG PERUBAHAN PASAL 3 UNDANG-UNDANG "
            "NOMOR 6 TAHUN 1962 TENTANG WABAH. DENGAN RACHMAT TUHAN YANG MAHA ESA. PRESIDEN REPUBLIK INDONESIA, Menimbang"),
            "UU",
            "7",
            1968,
            "Undang-Undang Nomor 7 Tahun 1968 tentang Perubahan Pasal 3 Undang-Undang Nomor 6 Tahun 1962 tentang Wabah",
        ),
        (  # recognised from a scan
            ("SALINAN PRES!DEN REPIJBUK INDONE!3IA UNDANG.UNDANG REPUBLIK INDONESI.A NOMOR 1 TAHUN 2024 TENTANG PERUBAHAN KEDUA "
            "ATAS UNDANG-UNDANG NOMOR I1 TAHUN 2OO8 TENTANG INFORMASI DAN TRANSAKSI ELEKTRONIK DENGAN RAHMATTUHAN YANG MAHA ESA"),
            "UU",
            "1",
            2024,
            ("Undang-Undang Nomor 1 Tahun 2024 tentang Perubahan Kedua atas Undang-Undang Nomor 11 Tahun 2008 tentang "
            "Informasi dan Transaksi Elektronik"),
        ),
        (
            (f"UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 12 TAHUN 2005 TENT ANG PENGESAHAN INTERNATIONAL COVENANT ON CIVIL AND "
            f"POLITICAL RIGHTS (KOVENAN INTERNASIONAL TENTANG HAK-HAK SIPIL DAN POLITIK) {RAHMAT}"),
            "UU",
            "12",
            2005,
            ("Undang-Undang Nomor 12 Tahun 2005 tentang Pengesahan International Covenant on Civil and Political Rights "
            "(Kovenan Internasional tentang Hak-Hak Sipil dan Politik)"),
        ),
        (  # the gazette's head stands above, with dashes of its own
            ("LEMBARAN NEGARA REPUBLIK INDONESIA No.292, 2014 ADMINISTRASI. Pemerintahan. (Penjelasan Dalam Tambahan Lembaran "
            f"Negara Republik Indonesia Nomor 5601) UNDANG–UNDANG REPUBLIK INDONESIA NOMOR 30 TAHUN 2014 TENTANG ADMINISTRASI PEMERINTAHAN {RAHMAT}"),
            "UU",
            "30",
            2014,
            "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan",
        ),
        (
            "UNDANG-UNDANG (UU) 1949 No. 3 (3/1949) Peraturan tentang menambah pajak potong. PRESIDEN REPUBLIK INDONESIA,",
            "UU",
            "3",
            1949,
            "Undang-Undang Nomor 3 Tahun 1949 tentang Menambah Pajak Potong",
        ),
        (f"UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 30 TAHUN 2007 TENTANG E N E R G I {RAHMAT}", "UU", "30", 2007,
         "Undang-Undang Nomor 30 Tahun 2007 tentang Energi"),
        (f"UNDANG-UNDANG NOMOR 68 TAHUN 1958 TENTANG PERSETUJUAN KONPENSI HAK-HAK POLITIK KAUM WANITA *) {RAHMAT}", "UU", "68",
         1958, "Undang-Undang Nomor 68 Tahun 1958 tentang Persetujuan Konpensi Hak-Hak Politik Kaum Wanita"),
        (f"PERATURAN PRESIDEN REPUBLIK INDONESIA NOMOR 74 TAHUN 2012 TENTANG PERTANGGUNGJAWABAN KERUGIAN NUKLIR {RAHMAT}",
         "Perpres", "74", 2012, "Peraturan Presiden Nomor 74 Tahun 2012 tentang Pertanggungjawaban Kerugian Nuklir"),
        (
            ("PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 1 TAHUN 2016 TENTANG PERUBAHAN KEDUA ATAS "
            f"UNDANG-UNDANG NOMOR 23 TAHUN 2002 TENTANG PERLINDUNGAN ANAK {RAHMAT}"),
            "Perppu",
            "1",
            2016,
            ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2016 tentang Perubahan Kedua atas Undang-Undang "
            "Nomor 23 Tahun 2002 tentang Perlindungan Anak"),
        ),
        (  # who issued it belongs to the name; numbers of ministries begin anew each year in each of them
            ("MENTERI KESEHATAN REPUBLIK INDONESIA\nPERATURAN MENTERI KESEHATAN REPUBLIK INDONESIA\nNOMOR 5 TAHUN 2014\nTENTANG\n"
            "PANDUAN PRAKTIK KLINIS\nDENGAN RAHMAT TUHAN YANG MAHA ESA\nMENTERI KESEHATAN REPUBLIK INDONESIA,"),
            "Permen",
            "5",
            2014,
            "Peraturan Menteri Kesehatan Nomor 5 Tahun 2014 tentang Panduan Praktik Klinis",
        ),
        (
            ("OTORITAS JASA KEUANGAN REPUBLIK INDONESIA PERATURAN OTORITAS JASA KEUANGAN NOMOR 31 /POJK.05/2016 TENTANG USAHA "
            "PERGADAIAN DENGAN RAHMAT TUHAN YANG MAHA ESA DEWAN KOMISIONER OTORITAS JASA KEUANGAN, Menimbang"),
            "lainnya",
            "31/POJK.05/2016",
            2016,
            "Peraturan Otoritas Jasa Keuangan Nomor 31/POJK.05/2016 tentang Usaha Pergadaian",
        ),
        (
            ("KEPUTUSAN KEPALA BADAN PENGAWAS TENAGA NUKLIR NOMOR 05-P/Ka-BAPETEN/I-03 TENTANG PEDOMAN RENCANA PENANGGULANGAN "
            "KEADAAN DARURAT KEPALA BADAN PENGAWAS TENAGA NUKLIR, Menimbang : bahwa"),
            "lainnya",
            "05-P/Ka-BAPETEN/I-03",
            None,
            ("Keputusan Kepala Badan Pengawas Tenaga Nuklir Nomor 05-P/Ka-BAPETEN/I-03 tentang Pedoman Rencana Penanggulangan "
            "Keadaan Darurat"),
        ),
    ],
)  # fmt: skip
def test_a_statute_says_itself_what_it_is(head, kind, number, year, title):
    found = proposed([head], "scan0001.pdf")
    assert (found.kind, found.law_kind, found.law_number, found.law_year) == (
        "peraturan",
        kind,
        number,
        year,
    )
    assert found.title == title
    assert found.date == str(year or "")


@pytest.mark.parametrize(
    "text",
    [
        "Buku Saku\nUndang-Undang Nomor 23 Tahun 2004 tentang Penghapusan Kekerasan dalam Rumah Tangga\nuntuk Pendamping",
        "KAJIAN UNDANG-UNDANG NOMOR 23 TAHUN 2004 TENTANG PENGHAPUSAN KEKERASAN DALAM RUMAH TANGGA Menimbang kembali",
        "RANCANGAN UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 1 TAHUN 2020 TENTANG KETAHANAN KELUARGA " + RAHMAT,
        "PENJELASAN ATAS UNDANG-UNDANG NOMOR 44 TAHUN 2008 TENTANG PORNOGRAFI I. UMUM Menimbang",
        "Sejak "
        + "lama para pendamping tahu. " * 20
        + "Undang-Undang Nomor 1 Tahun 1974 tentang Perkawinan Menimbang",
        "UNDANG-UNDANG DASAR NEGARA REPUBLIK INDONESIA TAHUN 1945 PEMBUKAAN",
    ],
)
def test_what_only_speaks_of_a_law_is_not_taken_for_one(text):
    found = proposed([text], "Suara Perempuan 2012.pdf")
    assert found.kind != "peraturan"
    assert (found.title, found.date, found.law_kind) == ("Suara Perempuan 2012", "2012", "")


def test_a_head_may_run_over_pages():
    pages = [
        "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 12 TAHUN 2022",
        f"TENTANG TINDAK PIDANA KEKERASAN SEKSUAL {RAHMAT}",
    ]
    assert proposed(pages, "x.pdf").law_number == "12"


@pytest.mark.parametrize(
    ("name", "kind", "number", "year", "title"),
    [
        ("uu14-2022.pdf", "UU", "14", 2022, "Undang-Undang Nomor 14 Tahun 2022"),
        ("PP_46_Tahun_2009_-_Batas_Kerugian.pdf", "PP", "46", 2009, "Peraturan Pemerintah Nomor 46 Tahun 2009 tentang Batas Kerugian"),
        ("UU No. 23 Tahun 2004 tentang PKDRT.PDF", "UU", "23", 2004, "Undang-Undang Nomor 23 Tahun 2004 tentang PKDRT"),
    ],
)  # fmt: skip
def test_of_a_scan_without_text_the_name_is_believed(name, kind, number, year, title):
    found = proposed(["", "", ""], name)
    assert (found.law_kind, found.law_number, found.law_year, found.title) == (
        kind,
        number,
        year,
        title,
    )


def test_where_the_pages_speak_the_name_is_not_believed_about_laws():
    assert proposed(["Catatan pendamping"], "uu23-2004.pdf").kind == "buku"


def test_a_title_has_room_on_its_page_and_ends_with_a_word():
    about = "PENGESAHAN " + "KONVENSI INTERNASIONAL " * 15
    found = proposed([f"UNDANG-UNDANG NOMOR 6 TAHUN 2012 TENTANG {about} {RAHMAT}"], "x.pdf")
    assert len(found.title) <= LONGEST
    assert found.title.endswith(("Konvensi…", "Internasional…"))
    assert len(found.law_about) > LONGEST


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("PENGHAPUSAN KEKERASAN DALAM RUMAH TANGGA", "Penghapusan Kekerasan dalam Rumah Tangga"),
        ("HAK-HAK ANAK DAN PERATURAN PERUNDANG-UNDANGAN", "Hak-Hak Anak dan Peraturan Perundang-undangan"),
        (
            "KONVENSI (CONVENTION ON THE RIGHTS OF THE CHILD)",
            "Konvensi (Convention on the Rights of the Child)",
        ),
        ("BAGIAN III DAN/ATAU ILO (L.N. 1967)", "Bagian III dan/atau ILO (L.N. 1967)"),
        ("DI RUMAH DAN DI JALAN", "Di Rumah dan di Jalan"),
        ("Kedudukan anggota K.N.I.P. dan APIK", "Kedudukan Anggota K.N.I.P. dan APIK"),
    ],
)
def test_titles_have_the_capitals_that_indonesian_titles_have(text, title):
    assert title_case(text) == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("buku_saku+pendamping.pdf", "Buku saku pendamping"),
        ("hak-hak-anak-2010.pdf", "Hak-hak anak 2010"),
        ("Suara Perempuan v1.2.PDF", "Suara Perempuan v1.2"),
        (".pdf", "Tanpa judul"),
        ("___.pdf", "Tanpa judul"),
        ("kata " * 60 + ".pdf", "Kata" + " kata" * 49 + "…"),
    ],
)
def test_a_name_becomes_a_title_that_can_be_read(name, title):
    assert title_from_name(name) == title


def test_a_name_with_two_years_gives_none():
    assert (proposed([], "Laporan 2010-2012.pdf").date, proposed([], "Laporan 2012.pdf").date) == ("", "2012")
