"""From what a reader found to what is kept: letters, broken words, running heads, printed numbers, boxes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import CleanPage, clean
from ingest.extract import Limits, Line, PageText, Word
from ingest.extract.pdfminer import read
from ingest.hyphens import forms, mended, share_a_root
from tests import pdfs


def page(text: str, number: int = 1, **more) -> PageText:
    """A page as a reader gives it, without places; an empty line is a paragraph's distance."""
    lines, gap = [], False
    for line in text.split("\n"):
        if line:
            lines.append(Line(line, gap=gap))
        gap = not line
    return PageText(number, more.pop("label", None), tuple(lines), "x", **more)


def book(*texts: str) -> list[PageText]:
    return [page(text, number) for number, text in enumerate(texts, 1)]


def cleaned(*texts: str) -> list[CleanPage]:
    return clean(book(*texts))


@pytest.fixture
def clean_pdf(tmp_path):
    def cleaning(data: bytes) -> list[CleanPage]:
        path = tmp_path / "naskah.pdf"
        path.write_bytes(data)
        return clean([message for message in read(path, Limits()) if isinstance(message, PageText)])

    return cleaning


# Letters


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("e\u0301lite", "élite"),
        ("gra\ufb01k, \ufb02ora, o\ufb03ce", "grafik, flora, office"),
        ("undang\ufffeundang dan hak\u00adhak", "undang-undang dan hak-hak"),
        ("anak\u2011anak", "anak-anak"),
        ("a\x00b\x07c", "abc"),
        ("satu\u00a0dua\u3000tiga", "satu dua tiga"),
        ("kata\u200bkata", "katakata"),
        ("\uf0b7 butir", "• butir"),
        ("rusak \ufffd", "rusak \ufffd"),
        ("tunggal \ud800", "tunggal"),
    ],
)
def test_letters_are_put_right(found, kept):
    [only] = cleaned(found)
    assert only.text == kept


def test_paragraphs_stay_apart_by_an_empty_line():
    [only] = cleaned("Pasal 1\nDalam Undang-Undang ini:\n\nPasal 2")
    assert only.text == only.search_text == "Pasal 1\nDalam Undang-Undang ini:\n\nPasal 2"


# Words broken at the end of a line


def test_a_doubled_word_keeps_its_hyphen():
    [only] = cleaned("sebagaimana diatur dalam undang-\nundang ini")
    assert only.text == "sebagaimana diatur dalam undang-undang\nini"
    assert "undang-undang" in only.search_text


def test_a_split_word_is_joined_where_its_whole_form_is_known():
    one, _ = cleaned("demi kepen-\ntingan korban", "kepentingan terbaik")
    assert one.text == "demi kepentingan\nkorban"


def test_a_split_word_that_nothing_knows_keeps_what_was_printed():
    [only] = cleaned("demi kepen-\ntingan korban")
    assert only.text == "demi kepen-tingan\nkorban"


def test_a_form_seen_with_its_hyphen_inside_a_line_keeps_it():
    one, _ = cleaned("hukum non-\nformal", "pendidikan non-formal, bukan nonformal")
    assert "non-formal" in one.text


def test_a_word_is_never_joined_across_the_end_of_a_page():
    one, two = cleaned("demi kepen-", "tingan kepentingan")
    assert (one.text, two.text) == ("demi kepen-", "tingan kepentingan")


def test_a_dash_between_words_and_a_price_are_no_broken_words():
    [only] = cleaned("korban -\natau saksi\nRp5.000,-\nsaja\nayat-\n2")
    assert only.text == "korban -\natau saksi\nRp5.000,-\nsaja\nayat-\n2"


def test_a_word_broken_twice_is_mended_twice():
    [only] = cleaned("per-\nundang-\nundangan dan perundang-undangan lain")
    assert only.text.split()[0] == "per-undang-undangan"


def test_a_soft_hyphen_goes_whatever_is_known():
    [only] = cleaned("she remem\u00ad\nbers the law\nhak\u00ad\nhak ANAK\u00ad\nANAK Ban\u00ad\nDung")
    assert only.text.split() == ["she", "remembers", "the", "law", "hakhak", "ANAKANAK", "Ban-Dung"]


def test_a_soft_hyphen_at_the_end_of_a_page_is_shown_as_printed():
    one, two = cleaned("she remem\u00ad", "bers")
    assert (one.text, two.text) == ("she remem-", "bers")


def test_a_word_that_a_soft_hyphen_breaks_twice_is_whole():
    [only] = cleaned("in\u00ad\nforma\u00ad\ntion")
    assert only.text == "information"


def test_a_row_of_a_table_is_kept_on_one_line_with_its_broken_words_whole():
    lines = (
        Line("Kekerasan sek-"),
        Line("sual", row=True),
        Line("9 11", row=True),
        Line("Kekerasan seksual 8"),
    )
    forms_known = Line("terhadap seksual")
    [only] = clean([PageText(1, None, (*lines, forms_known), "x")])
    assert only.text == "Kekerasan seksual 9 11\nKekerasan seksual 8\nterhadap seksual"


def test_a_word_is_not_mended_with_the_foot_of_its_page():
    heads = [f"KEPALA TETAP\n\nisi {word}\nkaki yang sama" for word in ("satu", "dua", "tiga")]
    one, *_ = cleaned("KEPALA TETAP\n\ndalam undang-\nkaki yang sama", *heads)
    assert "undang-\n\nkaki yang sama" in one.text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("undang", "undangan"),
        ("tolong", "menolong"),
        ("sebaik", "baiknya"),
        ("kekanak", "kanakan"),
        ("ibu", "ibu"),
    ],
)
def test_the_halves_of_doubled_words_share_a_root(left, right):
    assert share_a_root(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("kepen", "tingan"), ("ter", "tera"), ("pelak", "sanaan"), ("a", "a")]
)
def test_the_halves_of_split_words_share_none(left, right):
    assert not share_a_root(left, right)


def test_a_joined_form_counts_in_whatever_case_it_is_known():
    assert mended("KEPEN-", "TINGAN,", forms(["Kepentingan"])) == "KEPENTINGAN,"


# What runs from page to page


def test_running_heads_stay_in_the_text_and_leave_the_search(clean_pdf):
    pages = clean_pdf(pdfs.counted(6))
    assert all(page.text.startswith("PRESIDEN\nREPUBLIK INDONESIA") for page in pages)
    assert all("PRESIDEN" not in page.search_text for page in pages)
    assert all(page.search_text.startswith("Pasal") for page in pages)
    assert all("- 4 -" not in page.search_text for page in pages)


def test_numbers_in_heads_do_not_make_them_different():
    pages = cleaned(*(f"2024, No. 7 {number}\n\nIsi {word}." for number, word in enumerate("abcdef", 1)))
    assert [page.search_text for page in pages] == [f"Isi {word}." for word in "abcdef"]


def test_what_stands_at_another_height_on_each_page_does_not_run():
    def at(height: float, number: int) -> PageText:
        word = Word("Pasal", 72, height, 100, height + 11), Word(str(number), 104, height, 110, height + 11)
        return PageText(number, None, (Line(f"Pasal {number}", words=word),), "x", 595, 842)

    pages = clean([at(100 + 60 * number, number) for number in range(1, 8)])
    assert [page.search_text for page in pages] == [f"Pasal {number}" for number in range(1, 8)]


def test_on_two_pages_nothing_runs():
    assert [page.search_text for page in cleaned("Sama\nsatu", "Sama\ndua")] == ["Sama\nsatu", "Sama\ndua"]


def test_a_turned_text_on_most_pages_is_a_watermark_and_left_out(clean_pdf):
    pages = clean_pdf(pdfs.with_watermark("satu kata", "dua kata", "tiga kata", mark="SALINAN RESMI"))
    assert [page.text for page in pages] == ["satu kata", "dua kata", "tiga kata"]
    assert all("watermark" in page.flags for page in pages)


def test_a_turned_text_on_one_page_is_text(clean_pdf):
    one, *_ = clean_pdf(pdfs.with_watermark("satu dua tiga empat", mark="Lampiran"))
    assert "Lampiran" in one.text


# Printed numbers


def labels(pages: list[CleanPage]) -> list[str]:
    return [page.label for page in pages]


def test_the_files_own_labels_come_first(clean_pdf):
    pages = clean_pdf(pdfs.labelled(["a", "b", "c"], [(0, {"S": "/r"}), (2, {"S": "/D"})]))
    assert labels(pages) == ["i", "ii", "1"]
    assert {page.label_source for page in pages} == {"label"}


def test_numbers_between_dashes_are_read_and_the_first_page_is_one(clean_pdf):
    pages = clean_pdf(pdfs.counted(5))
    assert labels(pages) == ["1", "2", "3", "4", "5"]
    assert {page.label_source for page in pages} == {"inferred"}


def test_numbering_may_begin_anew_in_the_explanation_of_a_law():
    texts = ["UU", "- 2 -\na", "- 3 -\nb", "PENJELASAN", "- 2 -\nc", "- 3 -\nd"]
    assert labels(cleaned(*texts)) == ["1", "2", "3", "1", "2", "3"]


def test_bare_numbers_count_where_they_run_with_the_pages():
    texts = [f"Bab yang panjang {word}\nisi\nlagi\nlagi {word}\nakhir {word}\nselesai {word}\n\n{number}"
             for number, word in enumerate("abcdefg", 17)]  # fmt: skip
    assert labels(cleaned(*texts)) == [str(number) for number in range(17, 24)]


def test_a_page_without_a_number_inside_a_stretch_has_the_one_that_is_due():
    texts = [f"{number}\nIsi {number * 7}" if number != 14 else "BAB II" for number in range(11, 18)]
    assert labels(cleaned(*texts)) == [str(number) for number in range(11, 18)]


def test_roman_numbers_of_a_preface_are_read_as_printed():
    texts = [
        f"Kata pengantar {word}\n\n{number}"
        for word, number in zip("abcd", ("iii", "iv", "v", "vi"), strict=True)
    ]
    texts += [f"Isi {word}\n\n{number}" for number, word in enumerate("efgh", 1)]
    assert labels(cleaned(*texts)) == ["iii", "iv", "v", "vi", "1", "2", "3", "4"]


def test_numbers_at_the_end_of_a_changing_head_are_found():
    texts = [f"Bab {word} {number}\n\nIsi {word}" for number, word in enumerate("abcdefg", 30)]
    assert labels(cleaned(*texts)) == [str(number) for number in range(30, 37)]


def test_articles_of_a_law_are_no_page_numbers():
    texts = [f"Pasal {number}\nIsi pasal {word}." for number, word in enumerate("abcdefg", 5)]
    assert set(labels(cleaned(*texts))) == {""}


def test_a_year_in_every_head_is_no_page_number():
    texts = [f"2016, No. 237\n\nIsi {word} yang lain." for word in "abcdefg"]
    assert {(page.label, page.label_source) for page in cleaned(*texts)} == {("", "none")}


def test_labels_that_only_count_give_way_to_what_is_printed():
    pages = [page(f"- {number + 4} -\nIsi", number, label=str(number)) for number in range(1, 6)]
    assert [(each.label, each.label_source) for each in clean(pages)] == [
        (str(n), "inferred") for n in range(5, 10)
    ]


def test_labels_that_only_count_stand_where_nothing_is_printed():
    pages = [page(f"Isi {word}", number, label=str(number)) for number, word in enumerate("abc", 1)]
    assert [(each.label, each.label_source) for each in clean(pages)] == [
        (str(n), "label") for n in range(1, 4)
    ]


# Boxes


def test_every_word_of_the_text_has_its_box_in_order(clean_pdf):
    one, *_ = clean_pdf(pdfs.pages("Korban berhak atas undang-\nundang perlindungan", "x"))
    words = one.text.split()
    assert words == ["Korban", "berhak", "atas", "undang-undang", "perlindungan"]
    assert len(one.boxes) == len(words)
    assert all(box is not None for box in one.boxes)
    mended, after = one.boxes[3], one.boxes[4]
    assert mended[1] < after[1]  # the first half's, one line higher
    assert (one.width, one.height) == (595.3, 841.9)


def test_a_word_off_the_page_and_one_without_a_place_have_no_box():
    words = Word("di", 10, 10, 20, 20), Word("luar", 700, 10, 750, 20), Word("nol", 5, 5, 5, 5)
    [only] = clean([PageText(1, None, (Line("di luar nol", words=words),), "x", 595, 842)])
    assert only.boxes == ((10, 10, 20, 20), None, None)


# Whatever comes


_TEXTS = st.text(
    st.sampled_from("ab-\u00ad\ufffe\u0301\ufb01\x00\x1f\x85\u2028\ud800\uffff 12ivx\n.") | st.characters(),
    max_size=40,
)
_NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=32)
_WORDS = st.builds(Word, _TEXTS, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS)
_LINES = st.builds(
    Line,
    _TEXTS,
    gap=st.booleans(),
    turned=st.booleans(),
    words=st.lists(_WORDS, max_size=3).map(tuple),
    row=st.booleans(),
)
_PAGES = st.builds(
    PageText,
    st.integers(1, 9),
    st.none() | _TEXTS,
    st.lists(_LINES, max_size=6).map(tuple),
    st.just("x"),
    width=_NUMBERS,
    height=_NUMBERS,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PAGES, max_size=7))
def test_nothing_that_a_reader_says_breaks_the_cleaning(pages):
    for found, kept in zip(pages, clean(pages), strict=True):
        assert kept.number == found.number
        assert len(kept.boxes) == len(kept.text.split())
        for text in (kept.text, kept.search_text, kept.label):
            assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter != "\n")
            assert text == unicodedata.normalize("NFC", text)
            text.encode()
        assert set(kept.search_text.split()) <= set(kept.text.split())


@given(_TEXTS, _TEXTS, st.lists(_TEXTS, max_size=5))
def test_mending_keeps_all_letters(left, right, words):
    assert mended(left, right, forms(words)).replace("-", "") == (left + right).replace("-", "")
