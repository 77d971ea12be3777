"""References as COinS, read by Python's own reader of addresses."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.metadata import coins, csl
from library.metadata.dublin_core import whole_title
from library.record import Record, RecordKind
from tests.library.metadata import records


def said(kept: Record) -> dict[str, list[str]]:
    """What a reader finds: every key with its values; fails where the pairs are not sound."""
    return parse_qs(coins.span(csl.item(kept)), strict_parsing=True, errors="strict")


@pytest.mark.parametrize("kept", records.EVERY)
def test_every_value_is_encoded_and_the_title_comes_back(kept: Record) -> None:
    span = coins.span(csl.item(kept))
    assert span.isascii()
    assert not set(span) & set("<>\"' \n;")
    found = said(kept)
    assert found["ctx_ver"] == ["Z39.88-2004"]
    title = next(found[key] for key in ("rft.atitle", "rft.btitle", "rft.title") if key in found)
    assert title == [csl.item(kept)["title"]]


def test_an_article_is_told_with_its_journal_and_pages() -> None:
    found = said(records.JOURNAL_ARTICLE)
    assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert found["rft.genre"] == ["article"]
    assert found["rft.jtitle"] == ["Jurnal Perempuan & Desa"]
    assert (found["rft.volume"], found["rft.issue"]) == (["3"], ["2"])
    assert (found["rft.spage"], found["rft.epage"], found["rft.pages"]) == (["105"], ["119"], ["105-119"])
    assert found["rft.au"] == ["Simatupang, Tahi Bonar", "van den Berg, Lodewijk"]
    assert "info:doi/10.1234/jpd.v3i2.7" in found["rft_id"]
    assert found["rft.date"] == ["2015-09"]


def test_a_book_is_told_with_its_publisher_and_isbn() -> None:
    found = said(records.BOOK)
    assert (found["rft.genre"], found["rft.isbn"]) == (["book"], ["978-602-1234-56-3"])
    assert (found["rft.pub"], found["rft.place"]) == (["Sapa Institut"], ["Bandung"])
    assert "https://pustaka.example.org/p/bk01/" in found["rft_id"]
    assert found["rfr_id"] == ["info:sid/pustaka.example.org"]


@pytest.mark.parametrize(
    ("kept", "genre"),
    [
        (records.POCKET_BOOK, "book"),
        (records.STUDY, "report"),
        (records.BULLETIN_ARTICLE, "article"),
        (records.JOURNAL_ISSUE, "issue"),
    ],
)
def test_each_kind_has_the_genre_of_the_standard(kept: Record, genre: str) -> None:
    assert said(kept)["rft.genre"] == [genre]


def test_a_law_is_told_in_dublin_core_as_a_statute() -> None:
    found = said(records.REGULATION)
    assert (found["rft_val_fmt"], found["rft.type"]) == (["info:ofi/fmt:kev:mtx:dc"], ["statute"])
    assert found["rft.publisher"] == ["Presiden Republik Indonesia"]


def test_a_film_and_data_are_told_in_dublin_core_by_zoteros_words() -> None:
    film, data = said(records.FILM), said(records.DATASET)
    assert (film["rft_val_fmt"], film["rft.type"]) == (["info:ofi/fmt:kev:mtx:dc"], ["videoRecording"])
    assert film["rft.creator"] == ["Katjasungkana, Nursyahbani", "Pramoedya Ananta Toer,"]
    assert (film["rft.publisher"], film["rft.date"]) == (["Sapa Institut"], ["2024-03-08"])
    assert data["rft.type"] == ["dataset"]
    assert data["rft.creator"] == ["Sapa Institut,", "Sri Wahyuni Lestari,"]
    assert "info:doi/10.1234/sapa.data.1" in data["rft_id"]


def test_a_name_in_one_piece_is_not_taken_apart() -> None:
    assert said(records.STUDY)["rft.au"] == ["Sri Wahyuni Lestari,", "Pramoedya Ananta Toer,"]
    assert said(records.SECOND_JOURNAL_ARTICLE)["rft.au"] == ["Sukarno"]


def test_who_edited_it_stands_in_where_nobody_wrote_it() -> None:
    assert said(records.JOURNAL_ISSUE)["rft.au"] == ["Katjasungkana, Nursyahbani"]


def test_no_title_can_add_a_key() -> None:
    assert said(replace(records.POCKET_BOOK, title="x&rft.au=Penyusup#y;z=1"))["rft.au"] == ["Sapa Institut,"]


@given(st.text(max_size=80).filter(lambda text: any(letter.isalnum() for letter in text)))
def test_any_title_comes_back(title: str) -> None:
    kept = Record(RecordKind.BOOK, title)
    assert said(kept)["rft.btitle"] == [whole_title(kept)]
