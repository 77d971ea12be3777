"""Articles by the heads of their first pages, as Indonesian journals print them, and what only looks like one."""

import pytest

from ingest.clean import clean
from ingest.describe import fields, propose
from ingest.describe.issues import serial
from ingest.extract import Outline
from ingest.extract.bounded import extract
from tests import pdfs

SENTENCE = "Sejak lama para pendamping tahu bahwa tetangga mendengar lebih dulu"
BODY = "\n".join([SENTENCE] * 40)
TITLE = "Pengalaman Perempuan Desa"


def described(tmp_path, head: str, *, below: str = "", lines: int = 40):
    """What a built article says of itself: a running head, a title in larger type, and a text."""
    pieces = [(72.0, 40.0, 8.0, head), (72.0, 90.0, 18.0, TITLE), (72.0, 115.0, 10.0, "Ratna Dewi")]
    pieces += [(72.0, 135.0, 10.0, below)] if below else []
    pieces += [(72.0, 155.0 + 14 * row, 10.0, SENTENCE) for row in range(lines)]
    path = tmp_path / "berkas.pdf"
    path.write_bytes(pdfs.placed(*pieces))
    messages = list(extract(path))
    outline = next(each for each in messages if isinstance(each, Outline))
    pages = [each for each in messages if not isinstance(each, Outline)]
    return fields(propose(clean(pages), outline, path.name, first=pages))


@pytest.mark.parametrize(
    ("head", "periodical", "numbering", "pages"),
    [
        ("Jurnal Perempuan, Vol. 21 No. 2, Mei 2016, 117-131", "Jurnal Perempuan", "Vol. 21 No. 2, Mei 2016", ("117", "131")),
        ("Jurnal Kajian Gender 5(2): 117-131, 2016", "Jurnal Kajian Gender", "Vol. 5 No. 2, 2016", ("117", "131")),
        ("Journal of Gender Studies, Vol. 3 (2), 2018, pp. 45-60", "Journal of Gender Studies", "Vol. 3 No. 2, 2018", ("45", "60")),
        ("Jurnal Perempuan Vol. 21 No. 2 (2016) 117–131", "Jurnal Perempuan", "Vol. 21 No. 2 (2016)", ("117", "131")),
        ("Jurnal Hukum Volume 3 Nomor 2 Tahun 2018 Halaman 45-60", "Jurnal Hukum", "Volume 3 Nomor 2 Tahun 2018", ("45", "60")),
        ("Jurnal Sapa, Vol. 12, 2015, hlm. 45-60", "Jurnal Sapa", "Vol. 12, 2015", ("45", "60")),
        ("MIMBAR, Vol. XXX, No. 1 (Juni 2014): 117-131", "MIMBAR", "Vol. XXX, No. 1 (Juni 2014)", ("117", "131")),
    ],
)  # fmt: skip
def test_the_head_of_an_article_says_where_it_stands(tmp_path, head, periodical, numbering, pages):
    for below in ("", "Abstrak"):
        row = described(tmp_path, head, below=below)
        assert (row["kind"], row["title"]) == ("journal-article", TITLE), below
        assert (row["periodical"], row["numbering"]) == (periodical, numbering)
        assert (row["first_page"], row["last_page"]) == pages


def parts(front: str, *, pages: int = 12) -> tuple[str, str, str, bool]:
    found = serial([front, BODY, *[""] * (pages - 2)], "x.pdf")
    assert found is not None
    return found.name, found.numbering, found.span, found.whole


def test_a_page_of_text_under_a_volume_is_an_article_though_it_has_no_pages():
    assert parts(f"Jurnal Sapa Vol. 4 No. 2\n{TITLE}\n{BODY}") == ("Jurnal Sapa", "Vol. 4 No. 2", "", False)
    assert parts(f"Sosio Konsepsia Vol. IV (2), 2015\n{BODY}") == (
        "Sosio Konsepsia",
        "Vol. IV No. 2, 2015",
        "",
        False,
    )


@pytest.mark.parametrize(
    "front",
    [
        f"Jurnal Sapa Vol. 4 No. 2\n{TITLE}",
        f"Jurnal Sapa Vol. 4 No. 2\nDaftar Isi\n{BODY}",
        f"Jurnal Sapa Vol. 4 No. 2\nSusunan Redaksi\n{BODY}",
        f"Buletin Desa Vol. 4 No. 2\n{BODY}",
        "Jurnal Sapa Vol. 4 No. 2, 2015-2016",
        "Jurnal Sapa Vol. 4 No. 2, 12-14 Maret 2015",
        "Jurnal Sapa Vol. 4 No. 2, 1411-8912",
    ],
)
def test_covers_contents_boards_and_mastheads_are_of_whole_issues(front):
    name, numbering, span, whole = parts(front)
    assert numbering.startswith("Vol. 4 No. 2") and name in ("Jurnal Sapa", "Buletin Desa")
    assert (span, whole) == ("", True)


def test_a_volume_a_year_needs_no_number():
    assert parts("Jurnal Sapa\nVolume 12, 2015") == ("Jurnal Sapa", "Volume 12, 2015", "", True)
    assert parts(f"Jurnal Sapa Volume 12 Tahun 2015\n{BODY}")[3] is False
    assert serial([f"{BODY}\n3 Ani, “Suara”, Jurnal Perempuan, Vol. 12, 2015", BODY], "x.pdf") is None
    assert serial(["Ensiklopedia Sunda\nVolume 12, 2015", BODY], "x.pdf") is None


def test_a_thick_file_is_no_article_by_its_first_page_alone():
    assert parts(f"Jurnal Sapa Vol. 4 No. 2\n{BODY}", pages=120)[3]


def test_pages_stand_before_or_behind_the_date_and_the_name_behind_the_number():
    assert parts(f"Jurnal Hukum Vol. 21, No. 2, 117-131, Mei 2016\n{BODY}") == (
        "Jurnal Hukum", "Vol. 21, No. 2, Mei 2016", "117–131", False,
    )  # fmt: skip
    assert parts(f"Vol. 7, No. 1, April 2019, hal. 1 - 12 Jurnal Harkat\n{BODY}")[0] == "Jurnal Harkat"
    assert parts(f"Jurnal Harkat p-ISSN 1412-2324 Vol. 7 No. 1\n{BODY}")[0] == "Jurnal Harkat"


@pytest.mark.parametrize(
    "line",
    [
        "Pasal 5(2): 117-131, 2016",
        "dalam Jurnal Perempuan 5(2): 117-131, 2016",
        "1 Ani, “Suara”, Jurnal Perempuan 5(2): 117-131, 2016",
        "Undang-Undang Nomor 23 Tahun 2004 halaman 3-5",
        "Laporan Kegiatan 3 (2), 2015",
    ],
)
def test_laws_and_citations_are_no_heads(line):
    assert serial([f"{line}\n{BODY}", BODY], "x.pdf") is None
    assert serial([f"{BODY}\n{line}", BODY], "x.pdf") is None
