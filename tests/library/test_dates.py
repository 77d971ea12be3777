"""Dates as precise as they are known."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.dates import PartialDate, UnreadableDate, read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("22 September 2004", "2004-09-22"),
        ("2004-9-2", "2004-09-02"),
        ("22/9/2004", "2004-09-22"),
        ("September 2004", "2004-09"),
        ("Nopember 1998", "1998-11"),
        ("Maret 2015", "2015-03"),
        ("Oktober 2015", "2015-10"),
        ("Januari dan Februari 2015", "2015-01/2015-02"),
        ("2004", "2004"),
        ("sekitar 1999", "1999~"),
        ("2004?", "2004~"),
        ("Jan–Feb 2015", "2015-01/2015-02"),
        ("Juli - Desember 2022", "2022-07/2022-12"),
        ("Desember 2015 – Januari 2016", "2015-12/2016-01"),
        ("2012–2013", "2012/2013"),
        ("2015-01/2015-02", "2015-01/2015-02"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_date_is_kept_as_precisely_as_it_was_typed(typed: str, kept: str) -> None:
    assert read(typed).edtf == kept


@pytest.mark.parametrize(
    "typed",
    [
        "31 Februari 2004",
        "2004-13",
        "kemarin",
        "99",
        "0000",
        "12 Foo 2004",
        "20115",
        "3015",
        "0005",
        "2013–2012",
        "Mei–Maret 2015",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableDate):
        read(typed)


def test_what_is_not_known_sorts_before_what_is() -> None:
    assert sorted(
        [read("2004-09-22"), read("2004"), read(""), read("2004-09")], key=lambda each: each.sort
    ) == [
        PartialDate(),
        PartialDate(2004),
        PartialDate(2004, 9),
        PartialDate(2004, 9, 22),
    ]


@given(st.dates(max_value=date(2100, 12, 31)))
def test_every_day_comes_back_as_it_was_kept(day) -> None:
    if day.year >= 1000:
        assert read(read(day.isoformat()).edtf) == PartialDate(day.year, day.month, day.day)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    with suppress(UnreadableDate):
        assert read(read(text).edtf) == read(text)
