"""How issues are numbered, as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.dates import read as read_date
from library.numbering import Numbering, read, sort_value


@pytest.mark.parametrize(
    ("printed", "volume", "number", "issued"),
    [
        ("Edisi 12, Maret 2015", "", "12", "2015-03"),
        ("Edisi 13, Mei–Juni 2015", "", "13", "2015-05/2015-06"),
        ("Jan–Feb 2015", "", "", "2015-01/2015-02"),
        ("Maret 2015", "", "", "2015-03"),
        ("Vol. 3 No. 2", "3", "2", ""),
        ("Vol.12, No.1, Juni 2019", "12", "1", "2019-06"),
        ("Vol. 3 No. 2 (Juli–Desember 2022)", "3", "2", "2022-07/2022-12"),
        ("Volume III Nomor 2, 2014", "III", "2", "2014"),
        ("No. 5 Th. II/2010", "II", "5", "2010"),
        ("Tahun ke-3, Edisi 7 / Agustus 2011", "3", "7", "2011-08"),
        ("Tahun 2015 No 3", "", "3", "2015"),
        ("Edisi XII/2015", "", "XII", "2015"),
        ("Edisi Khusus, Mei 2015", "", "Khusus", "2015-05"),
        ("No. 12/2015", "", "12", "2015"),
        ("Edisi 2015", "", "", "2015"),
        ("Edisi 12 | Maret 2015", "", "12", "2015-03"),
        ("Edisi IV Oktober 2015", "", "IV", "2015-10"),
        ("Vol 3, Issue 1-2, December 2014", "3", "1-2", "2014-12"),
        ("Buletin kami", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_printed_number_says_volume_number_and_date(
    printed: str, volume: str, number: str, issued: str
) -> None:
    said = read(printed)
    assert (said.volume, said.number, said.issued.edtf) == (volume, number, issued)
    assert bool(said) == bool(volume or number or issued)


def test_issues_stand_in_the_order_in_which_they_appeared() -> None:
    printed = [
        "Jan–Feb 2015",
        "Maret 2015",
        "Edisi 11, Maret 2016",
        "Edisi Khusus, April 2016",
        "Edisi 13, Mei–Juni 2016",
        "Vol. 3 No. 1, Januari 2022",
        "Vol. 3 No. 2, Juli 2022",
        "Vol. 3 No. 10, Desember 2022",
        "Vol. IV No. 1, 2023",
        "Vol. IX No. 1, 2023",
        "Vol. X No. 1, 2023",
    ]
    order = [sort_value(said.volume, said.number, said.issued) for said in map(read, printed)]
    assert order == sorted(order)
    assert len(set(order)) == len(order)


def test_an_issue_of_which_nothing_is_known_comes_first() -> None:
    assert (
        sort_value("", "", read_date(""))
        < sort_value("", "1", read_date(""))
        < sort_value("", "", read_date("1970"))
    )


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    said = read(text)
    assert isinstance(said, Numbering)
    assert sort_value(said.volume, said.number, said.issued) >= 0
