"""Proposals from whole files: contents, printed numbers, concepts, and all of them together, kept as JSON."""

import json
from pathlib import Path

import pytest

from ingest.clean import CleanPage, clean
from ingest.describe import (
    SENTENCES,
    NotProposals,
    Proposals,
    Source,
    Told,
    as_json,
    fields,
    from_json,
    proposal,
    propose,
)
from ingest.describe.concepts import found_in
from ingest.describe.contents import contents_of
from ingest.describe.printed import stretches
from ingest.extract import Heading, Line, Outline, PageText
from ingest.extract.bounded import extract

DEMO = Path(__file__).parents[2] / "demo"


def pages(*texts, labels=()):
    return [
        CleanPage(
            number,
            label := (labels[number - 1] if labels else ""),
            "inferred" if label else "none",
            text,
            text,
        )
        for number, text in enumerate(texts, 1)
    ]


def outline(*entries, many=10, told=None):
    headings = tuple(Heading(depth, title, page) for depth, title, page in entries)
    return Outline(many, False, {}, headings, told or {})


def test_an_outline_is_kept_with_its_depths():
    found, source = contents_of(
        outline((1, "Pendahuluan", 1), (3, "Latar", 2), (1, "Penutup", 9)).contents, pages(*["x"] * 10)
    )
    assert [(each.depth, each.title, each.page) for each in found] == [
        (0, "Pendahuluan", 1),
        (1, "Latar", 2),
        (0, "Penutup", 9),
    ]
    assert source == "outline"


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [(0, "Pendahuluan", 1)],
        [(0, "POJK 6.pdf", 1), (0, "Penjelasan POJK 2.pdf", 7)],
        [(0, "cover.indd", 1), (0, "isi_fix", 2), (0, "Blank Page", 3), (0, "Bab I", 4)],
        [(0, "Page 1", 1), (0, "Page 2", 2), (0, "Page 3", 3)],
        [(0, "Local Disk", 0), (1, "UNDANG-UNDANG REPUBLIK INDONESIA", 1)],
        [(0, "TENTANG", 1), (0, "TENTANG", 3), (0, "TENTANG", 5), (1, "PELAPORAN", 6)],
        [(0, "Satu", 1), (0, "Dua", 1), (0, "Tiga", 1)],
        [(0, "Satu", 0), (0, "Dua", 99)],
        [(0, " ", 1), (0, "_GoBack", 2), (0, "_Toc123", 3), (0, "OLE_LINK1", 4)],
    ],
)
def test_an_outline_of_left_overs_is_none(entries):
    assert contents_of(outline(*entries).contents, pages(*["x"] * 10)) == ((), "")


def test_single_left_overs_leave_an_outline_that_is_one():
    found, _ = contents_of(
        outline((0, "Bab I", 1), (0, "Blank Page", 2), (0, "Bab II", 3), (0, "Bab III", 5)).contents,
        pages(*["x"] * 10),
    )
    assert [each.title for each in found] == ["Bab I", "Bab II", "Bab III"]


CONTENTS = """DAFTAR ISI
Kata Pengantar .......................... iii
BAB I PENDAHULUAN ................ 1
A. Latar Belakang Masalah yang
Panjang Sekali ........................ 1
B. Tujuan … 2
BAB II TEMUAN . . . . . . 3
Daftar Pustaka
4
DAFTAR TABEL
Tabel 1 Jumlah kasus ....... 2"""


def test_a_contents_page_is_placed_by_the_printed_numbers():
    book = pages("Sampul", "", CONTENTS, "Kata Pengantar", "BAB I", "B. Tujuan", "BAB II", "Daftar Pustaka",
                 labels=("", "i", "ii", "iii", "1", "2", "3", "4"))  # fmt: skip
    found, source = contents_of((), book)
    assert [(each.depth, each.title, each.page) for each in found] == [
        (0, "Kata Pengantar", 4),
        (0, "BAB I PENDAHULUAN", 5),
        (1, "A. Latar Belakang Masalah yang Panjang Sekali", 5),
        (1, "B. Tujuan", 6),
        (0, "BAB II TEMUAN", 7),
        (0, "Daftar Pustaka", 8),
    ]
    assert source == "contents-page"


def test_without_printed_numbers_headings_are_looked_for_at_the_tops_of_pages():
    text = "Daftar isi\nRumah yang aman 7\nKebun di belakang 19\nTidak pernah ditulis 22\nMenjaga diri 30"
    book = pages(
        "Sampul",
        text,
        "Rumah yang aman\nSejak lama",
        "lagi",
        "Kebun di belakang\nMusim",
        "MENJAGA DIRI\nPendamping",
    )
    assert [(each.title, each.page) for each in contents_of((), book)[0]] == [
        ("Rumah yang aman", 3),
        ("Kebun di belakang", 5),
        ("Menjaga diri", 6),
    ]


def test_a_page_that_only_speaks_of_contents_is_no_contents_page():
    assert contents_of((), pages("Isi\nsurat itu tidak pernah dibaca\noleh siapa pun di rumah 3")) == ((), "")


def test_very_long_lines_cost_nothing():
    assert contents_of((), pages("DAFTAR ISI\n" + "a. " * 100_000)) == ((), "")


def test_printed_numbers_in_stretches():
    book = pages(*["x"] * 9, labels=("", "i", "ii", "1", "2", "3", "", "7", "A-1"))
    assert [(each.first, each.last, each.label, each.last_label) for each in stretches(book)] == [
        (2, 3, "i", "ii"),
        (4, 6, "1", "3"),
        (8, 8, "7", "7"),
        (9, 9, "A-1", "A-1"),
    ]
    assert {each.source for each in stretches(book)} == {"heads-and-feet"}


LABELS = [
    ("kdrt", "Kekerasan dalam rumah tangga", "id", False),
    ("kdrt", "KDRT", "id", False),
    ("kekerasan", "Kekerasan", "id", False),
    ("perkosaan", "Perkosaan", "id", False),
    ("perkosaan", "rudapaksa", "id", True),
    ("ktp", "Kekerasan terhadap perempuan", "id", False),
    ("ktp", "KtP", "id", False),
    ("kampus", "media", "id", False),
    ("koran", "media", "id", False),
    ("prt", "ART", "id", False),
    ("analisis", "gap", "en", False),
    ("uu-pkdrt", "UU PKDRT", "id", False),
    ("uu-pkdrt", "UU 23/2004", "", False),
    ("garut", "3205", "", False),
]


def concepts(text, **more):
    return {each.concept: each for each in found_in(pages(text), LABELS, ("id",), **more)[0]}


def test_the_longest_label_wins_and_words_count_by_their_stems():
    found = concepts(
        "Kekerasan dalam rumah tangga. KDRT! Ia memperkosa; diperkosa; pemerkosaan. Kekerasan lain."
    )
    assert {name: each.count for name, each in found.items()} == {"kdrt": 2, "perkosaan": 3, "kekerasan": 1}


def test_a_hidden_label_finds_and_is_not_shown():
    assert concepts("korban rudapaksa")["perkosaan"].label == ""
    assert concepts("korban rudapaksa, perkosaan")["perkosaan"].label == "Perkosaan"


def test_abbreviations_are_read_as_they_are_written():
    assert concepts("Angka KtP naik.")["ktp"].label == "KtP"
    assert concepts("Fotokopi KTP suami.") == {}
    assert concepts("the art of law") == {}


def test_ambiguous_and_shared_labels_and_words_of_other_languages_count_for_none():
    assert concepts("media dan gap dan 3205") == {}
    assert "prt" in concepts("ART")
    assert concepts("ART", ambiguous=["ART"]) == {}
    assert "perkosaan" not in concepts("perkosaan", ambiguous=["perkosaan"])


def test_laws_are_found_by_number_however_they_are_written_and_the_own_one_is_not():
    texts = pages("Undang-Undang Nomor 23 Tahun 2004", "UU No. 23 Th 2004 dan PP 4/2006", "UU PKDRT")
    found, laws = found_in(texts, LABELS, ("id",))
    assert [(law.name, law.count, law.pages, law.concept) for law in laws] == [
        ("UU 23/2004", 2, (1, 2), "uu-pkdrt"),
        ("PP 4/2006", 1, (2,), ""),
    ]
    assert {each.concept: each.count for each in found} == {"uu-pkdrt": 3}
    assert [law.name for law in found_in(texts, LABELS, own_law="uu23th2004")[1]] == ["PP 4/2006"]


def test_in_a_long_text_one_mention_is_no_subject_and_twelve_are_enough():
    many = [
        (f"k{each}", word, "id", False) for each, word in enumerate(f"kata{chr(97 + n)}b" for n in range(20))
    ]
    text = " ".join(word for _, word, _, _ in many)
    assert found_in(pages(text, *["x"] * 9), many, ("id",))[0] == ()
    assert len(found_in(pages(text, text, *["x"] * 9), many, ("id",))[0]) == 12


def test_proposals_stay_the_same_through_json():
    found = propose(
        pages(
            "Buku saku\nPulang\nPenulis: Ratna Dewi\nISBN 978-602-8519-93-9",
            "KDRT menurut UU 23/2004 dan PP 4/2006",
            labels=("i", "1"),
        ),
        outline(
            (0, "Satu", 1),
            (0, "Dua", 2),
            many=2,
            told={"title": "Pulang Bersama Kami", "created": "2015-03-02T01:02:03Z"},
        ),
        "buku.pdf",
        first=[
            PageText(1, None, (Line("Pulang", 30.0), Line("untuk semua yang pergi", 12.0)), "test", 298, 420)
        ],
        labels=LABELS,
    )
    assert found.makers
    assert found.identifiers
    assert found.laws
    assert found.concepts
    assert found.contents
    assert found.numbers
    assert from_json(json.loads(json.dumps(as_json(found)))) == found
    assert from_json(as_json(Proposals())) == Proposals()


def test_what_is_no_proposal_is_refused_and_what_is_new_is_passed_over():
    assert (
        from_json(
            {"title": {"value": "A", "source": "front", "sure": 1.0, "later": 3}, "later": 5}
        ).title.value
        == "A"
    )
    for kept in ({"title": {"value": "A"}}, {"title": "A"}, {"concepts": [3]}, {"laws": 7}):
        with pytest.raises(NotProposals):
            from_json(kept)


def test_every_source_has_its_sentence():
    assert set(SENTENCES) == set(Source)
    assert str(Told("x", Source.FILE_NAME.value, 0.2).sentence) == "Diambil dari nama berkas."
    assert Told("x", "unheard-of", 0.2).sentence == ""


def test_a_file_that_says_nothing_is_called_by_its_name():
    found = propose(
        [],
        Outline(0, False, {}, (), {"created": "2016-05-01", "title": "Microsoft Word - x.doc"}),
        "suara_ibu.pdf",
    )
    assert (found.title.value, found.title.source) == ("Suara ibu", "file-name")
    assert (found.date.value, found.date.source, found.language) == ("2016", "file-date", None)
    assert (proposal(found).title, proposal(found).kind, proposal(found).date) == ("Suara ibu", "buku", "")


def test_the_title_inside_a_file_is_surer_where_its_pages_say_it_too():
    def told(title, text):
        return propose(pages(text), Outline(1, False, {}, (), {"title": title}), "x.pdf").title

    assert (
        told("Pulang Bersama Kami", "pulang bersama kami\nSapa Institut").sure
        > told("Pulang Bersama Kami", "lain").sure
    )
    assert told("Untitled-1", "lain").source == "file-name"


def test_a_scan_of_a_statute_is_known_by_its_name_with_less_certainty():
    found = propose(pages("", ""), outline(many=2), "uu14-2022.pdf")
    assert (found.law.name, found.title.source, found.date.value) == ("UU 14/2022", "file-name", "2022")
    assert found.title.sure < 0.7


def test_of_a_statute_the_day_is_the_one_above_its_signature():
    text = (
        "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 23 TAHUN 2004 TENTANG PENGHAPUSAN KEKERASAN DALAM RUMAH TANGGA "
        "DENGAN RAHMAT TUHAN YANG MAHA ESA PRESIDEN REPUBLIK INDONESIA, Menimbang: a. bahwa"
    )
    end = "Disahkan di Jakarta\npada tanggal 22 September 2OO4\nPRESIDEN\nDiundangkan di Jakarta\npada tanggal 23 September 2004"
    other = "Ditetapkan di Jakarta pada tanggal 1 Mei 1999"
    found = propose(pages(text, other, end), outline(many=3), "x.pdf")
    assert (found.date.value, found.date.source, found.date.page) == ("2004-09-22", "statute-signed", 3)
    assert propose(pages(text, other), outline(many=2), "x.pdf").date.value == "2004"
    assert (proposal(found).law_name, proposal(found).date, proposal(found).kind) == (
        "UU 23/2004",
        "2004-09-22",
        "peraturan",
    )


def read(name):
    said, found = None, []
    for message in extract(DEMO / name):
        if isinstance(message, Outline):
            said = message
        else:
            found.append(message)
    return propose(clean(found), said, name, first=found[:3], labels=LABELS)


def test_an_article_of_the_demo():
    found = read("contoh-jurnal-sapa-3-1-2-dispensasi.pdf")
    row = fields(found)
    assert row["kind"] == "journal-article"
    assert row["title"] == (
        "Perkawinan Anak setelah Batas Umur Sembilan Belas: Membaca Penetapan Dispensasi Kawin di Tiga Kabupaten di Jawa Barat"
    )
    assert row["parallel_title"].startswith("Child marriage after the age of nineteen: Reading")
    assert (row["first_page"], row["last_page"], row["language"]) == ("3", "14", "id")
    assert (row["periodical"], row["numbering"]) == (
        "Jurnal Sapa: Kajian Perempuan dan Anak",
        "Vol. 3 No. 1, Januari–Juni 2022",
    )
    assert found.laws[0].name == "UU 16/2019"


def test_an_issue_of_the_demo_is_called_by_its_bulletin():
    found = read("contoh-buletin-bale-wicara-12.pdf")
    row = fields(found)
    assert (row["kind"], row["periodical"], row["numbering"]) == (
        "bulletin-issue",
        "Bale Wicara",
        "Edisi 12, Maret 2015",
    )
    assert (row["date"], row["publisher"], row["place"]) == ("2015-03", "Sapa Institut (contoh)", "Bandung")
    assert "title" not in row
    assert found.title.value == "Bale Wicara, Edisi 12, Maret 2015"
    assert proposal(found).kind == "buku"


def test_a_pocket_book_of_the_demo():
    found = read("contoh-buku-saku-kdrt.pdf")
    assert (found.title.value, found.subtitle.value) == (
        "Ketika Tetangga Meminta Tolong",
        "Buku saku pendamping KDRT di desa",
    )
    assert (found.kind.value, found.date.value) == ("pocket-book", "2023-11-25")
    assert ("Nining Wulansari", "author") in [(maker.name, maker.role) for maker in found.makers]
    assert [(each.label, each.last_label) for each in found.numbers] == [("i", "iv"), ("1", "36")]
    assert {each.title: each.page for each in found.contents}["Menimbang bahaya"] == 12
    assert "kdrt" in [each.concept for each in found.concepts]
