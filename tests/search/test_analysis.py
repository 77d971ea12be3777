"""Words to tokens: what questions and indexes agree on."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import LONGEST_TOKEN, fold, is_stop, placed, stop_words, streams, tokens

GOLDEN = [
    line.split("\t")
    for line in Path(__file__).with_name("golden_analysis.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

# More marks, apostrophes and odd spaces than chance would bring together.
ODD_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("aA1é'’-_.\u0301\u00ad\u200d\u200b\u00a0\u2028\x00²½ـ"))
)


@pytest.mark.parametrize(("text", "exact", "stems"), GOLDEN, ids=[line[0] for line in GOLDEN])
def test_the_words_of_this_field_become_these_tokens(text: str, exact: str, stems: str) -> None:
    assert streams(text) == (stems, exact)


@given(ODD_TEXT)
@example("\ud800 a\x00b \u0301 ʼ ﷺ 𝐊𝐞𝐫𝐚𝐬")
def test_a_token_is_never_empty_and_never_holds_whitespace(text: str) -> None:
    for token in tokens(text):
        assert token.exact.split() == [token.exact]
        assert token.stem.split() == [token.stem]
        assert "\x00" not in token.exact + token.stem


@given(ODD_TEXT)
def test_both_streams_count_the_same_positions(text: str) -> None:
    stems, exact = streams(text)
    assert stems.split(" ") == ([token.stem for token in tokens(text)] or [""])
    assert exact.split(" ") == ([token.exact for token in tokens(text)] or [""])


@given(ODD_TEXT)
def test_the_offsets_of_a_token_point_at_its_word_and_follow_each_other(text: str) -> None:
    before = 0
    for token in tokens(text):
        assert before <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.word
        assert fold(token.word) == token.exact
        before = token.end


@given(ODD_TEXT)
def test_placed_gives_the_same_tokens_without_their_words(text: str) -> None:
    assert list(placed(text)) == [(t.start, t.end, t.exact, t.stem) for t in tokens(text)]


@given(ODD_TEXT)
def test_a_folded_word_stays_as_it_is_when_folded_again(text: str) -> None:
    for token in tokens(text):
        assert fold(token.exact) == token.exact


@given(ODD_TEXT)
def test_the_exact_stream_read_again_gives_itself(text: str) -> None:
    _, exact = streams(text)
    assert streams(exact)[1] == exact


@given(st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=1))
def test_composed_and_decomposed_letters_are_the_same_word(word: str) -> None:
    assert streams(unicodedata.normalize("NFD", word)) == streams(unicodedata.normalize("NFC", word))


def test_a_word_without_end_is_cut_but_keeps_its_place() -> None:
    [token] = tokens("x" * 1000)
    assert len(token.exact) == LONGEST_TOKEN
    assert (token.start, token.end) == (0, 1000)


def test_a_word_under_a_heap_of_accents_is_read() -> None:
    assert streams("a" + "\u0301" * 10_000 + "'" * 10_000 + "b") == ("ab", "ab")
    assert streams("a" + "\u0301" * 10_000 + "'" * 10_000) == ("a", "a")


def test_a_footnote_number_does_not_cling_to_its_word() -> None:
    assert streams("kekerasan¹ dan kekerasan²³") == streams("kekerasan dan kekerasan")


def test_a_soft_hyphen_is_not_read() -> None:
    assert streams("per\u00adlin\u00addungan") == streams("perlindungan")


def test_apostrophes_of_every_shape_are_one_spelling() -> None:
    assert {streams(f"Jum{apostrophe}at") for apostrophe in "'’‘`´ʼʿ′"} == {("jumat", "jumat")}


def test_quotation_marks_around_a_word_are_not_part_of_it() -> None:
    [token] = tokens("'korban'")
    assert (token.word, token.start, token.end) == ("korban", 1, 7)


def test_the_hyphen_of_reduplication_divides() -> None:
    assert [token.exact for token in tokens("perempuan-perempuan")] == ["perempuan", "perempuan"]


def test_threads_that_read_at_once_agree() -> None:
    texts = [f"pemerkosaan{n} dilindungi{n} kekerasan{n} researchers{n}" for n in range(400)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(streams, texts)) == list(map(streams, texts))


def test_stop_words_are_folded_single_tokens() -> None:
    assert {token.exact for word in stop_words for token in tokens(word)} == stop_words


@pytest.mark.parametrize("word", ["yang", "dan", "terhadap", "the", "of"])
def test_function_words_are_stop_words(word: str) -> None:
    assert is_stop(word)


@pytest.mark.parametrize("word", ["anak", "perempuan", "korban", "hak", "tanpa", "pasal", "women", "against"])
def test_words_that_carry_the_question_are_not(word: str) -> None:
    assert not is_stop(word)
