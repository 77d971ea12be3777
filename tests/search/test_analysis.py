"""Words to tokens: what questions and indexes agree on."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis import (
    LONGEST_TOKEN,
    citations,
    fold,
    is_law,
    is_stop,
    placed,
    stop_words,
    streams,
    tokens,
    words,
)
from search.analysis.folding import PIECE, pieces
from search.query import Term
from search.snippets import mark

GOLDEN = [
    line.split("\t")
    for line in Path(__file__).with_name("golden_analysis.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

# More marks, apostrophes and odd spaces than chance would bring together, and what laws and spellings are made of.
ODD_TEXT = st.one_of(
    st.text(
        st.one_of(st.characters(), st.sampled_from("aA1é'’-_.\u0301\u00ad\u200d\u200b\u00a0\u2028\x00²½ـ"))
    ),
    st.lists(
        st.sampled_from(
            ["UU", "Undang-Undang", "PP", "Peraturan Pemerintah Pengganti", "Perda", "Permen", "Peraturan Menteri",
             "PPPA", "RI", "Darurat", "PNPS", "No.", "Nomor", "no", "mor", "23", "2", "I1", "0", "/", "2004", "2OO8",
             "th", "Tahun", "t", "ahun", "th2004", "No23", "uu23th2004", "jo.", "pasal5", "laki2", "anak2nya",
             "orangtua", "orangtuanya", "nonfisik", "antar", "ﬁsik", "yg", "isteri", "&", ",", " ", "\n", "\u00ad"]
        )
    ).flatmap(lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces))),
)  # fmt: skip


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
@example("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—“”…•\x1c\x85\u2028a")
def test_pieces_are_cut_alike_in_both_ways(text: str) -> None:
    assert pieces(text) == PIECE.findall(text)


@given(ODD_TEXT)
def test_both_streams_count_the_same_positions(text: str) -> None:
    stems, exact = streams(text)
    assert stems.split(" ") == ([token.stem for token in tokens(text)] or [""])
    assert exact.split(" ") == ([token.exact for token in tokens(text)] or [""])


@given(ODD_TEXT)
def test_the_offsets_of_a_token_point_at_its_word_and_follow_each_other(text: str) -> None:
    before = 0
    for token in words(text):
        assert before <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.word
        assert token.exact in (fold(token.word), "dan") or fold(token.word).startswith("2")
        before = token.end


@given(ODD_TEXT)
@example("UU1:TH2000")
@example("menurut UU No. 23 Tahun 2004 dan PP 4/2006 itu")
def test_the_laws_come_behind_all_words_each_over_the_words_that_cite_it(text: str) -> None:
    said, laws = words(text), citations(text)
    behind = tokens(text)[len(said) :]
    assert tokens(text)[: len(said)] == said
    assert [(token.start, token.end, token.exact, token.stem) for token in behind] == [
        (law.start, law.end, law.token, law.token) for law in laws
    ]
    for law in laws:
        assert is_law(law.token)
        assert {law.start} <= {word.start for word in said}
        assert {law.end} <= {word.end for word in said}


@given(ODD_TEXT)
def test_without_its_laws_a_text_has_its_words(text: str) -> None:
    apart = [token for word in words(text) for token in words(word.word)]
    assert len(apart) == len(words(text))


@given(ODD_TEXT)
def test_placed_gives_the_same_tokens_without_their_words(text: str) -> None:
    assert list(placed(text)) == [(t.start, t.end, t.exact, t.stem) for t in tokens(text)]


@given(ODD_TEXT)
def test_a_folded_word_stays_as_it_is_when_folded_again(text: str) -> None:
    for token in tokens(text):
        assert fold(token.exact) == token.exact


@given(ODD_TEXT)
@example("ำ ")
@example("UU1:TH2000")
def test_folded_words_read_again_are_the_same_words(text: str) -> None:
    folded = [word.exact for word in words(text)]
    assert [word.exact for word in words(" ".join(folded))] == folded


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


LAW_23_2004 = [
    "UU 23/2004",
    "UU No.23 th 2004",
    "UU No. 23 Tahun 2004",
    "UU RI No 23/2004",
    "uu no23 th2004",
    "UU Nomor 23 Thn. 2004",
    "Undang-Undang Nomor 23 Tahun 2004",
    "Undang-undang\nNomor 23\n\nTahun\n2004",
    "Undang- Undang No mor 23 T ahun 2OO4",
    "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 23 TAHUN 2004",
    "Undang-Undang Penghapusan Kekerasan dalam Rumah Tangga Nomor 23 Tahun 2004",
    "UU PKDRT No. 23 Tahun 2004",
    "UU PKDRT 23/2004",
    "undang2 no. 023 tahun 2004",
    "U.U. No. 23 Tahun 2004",
    "U.U. 23/2004",
    "Law No. 23 of 2004",
    "Law Number 23 Year 2004",
    "Law 23/2004",
    "Act No. 23 of 2004",
    "Law of the Republic of Indonesia Number 23 of 2004",
]


@pytest.mark.parametrize(
    "written",
    [
        "law enforcement in no. 5 of 2010 villages",
        "the by-law no. 5 of 2010",
        "figure 3 of 2004",
        "undang-undang dan 3 of 2004",
        "UU dan figure 3 of 2004",
        "Law of 2004",
    ],
)
def test_what_only_looks_like_an_english_citation_is_none(written: str) -> None:
    assert citations(written) == []


def test_other_kinds_of_law_are_known_by_their_english_names_and_with_points() -> None:
    cited = "P.P. No. 9 Tahun 1975; Government Regulation No. 9 of 1975; Presidential Decree No. 36 of 1990"
    assert [law.token for law in citations(cited)] == ["pp9th1975", "pp9th1975", "keppres36th1990"]


@pytest.mark.parametrize("written", LAW_23_2004)
def test_a_law_is_one_token_however_it_is_written(written: str) -> None:
    [law] = citations(f"menurut {written}, korban")
    assert law.token == "uu23th2004"
    assert f"menurut {written}, korban"[law.start : law.end] == written
    assert law.token in streams(written)[0].split()
    assert law.token in streams(written)[1].split()


@pytest.mark.parametrize("written", LAW_23_2004)
def test_the_words_of_a_law_are_found_alone_and_as_a_phrase(written: str) -> None:
    """No word is moved by the token: it stands behind them all."""
    *stems, law = streams(f"dalam {written} tentang")[0].split()
    assert law == "uu23th2004"
    assert stems == [word.stem for word in words(f"dalam {written} tentang")]
    assert stems[0] == "dalam"
    assert stems[1] in ("uu", "undang", "u", "law", "act")
    assert stems[-1] == "tentang"


@pytest.mark.parametrize(
    ("written", "laws"),
    [
        ("UU 17/2016 jo. UU 23/2002", ["uu17th2016", "uu23th2002"]),
        ("PP 4/2006 = Peraturan Pemerintah No. 4 Th. 2006", ["pp4th2006"] * 2),
        ("Perppu 1/2016 = Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2016", ["perppu1th2016"] * 2),
        ("Perpres 55/2024 = Peraturan Presiden RI Nomor 55 Tahun 2024", ["perpres55th2024"] * 2),
        ("Keppres 36/1990 = Keputusan Presiden No 36 Tahun 1990", ["keppres36th1990"] * 2),
        ("Inpres 9/2000", ["inpres9th2000"]),
        ("PERMA 3/2017 = Peraturan Mahkamah Agung Nomor 3 Tahun 2017", ["perma3th2017"] * 2),
        ("PMA 73/2022 = Peraturan Menteri Agama No. 73 Tahun 2022", ["permenagama73th2022"] * 2),
        (
            "Permen PPPA 2/2022 = Peraturan Menteri Pemberdayaan Perempuan dan Perlindungan Anak RI No. 2 Tahun 2022",
            ["permenpppa2th2022"] * 2,
        ),
        (
            "Permendikbudristek 30/2021, Permendikbud 30/2021, Peraturan Menteri Pendidikan, Kebudayaan RI No 30/2021",
            ["permendikbud30th2021"] * 3,
        ),
        ("Permendikdasmen 6/2026 = Peraturan Menteri Pendidikan Dasar dan Menengah Nomor 6 Tahun 2026",
         ["permendikdasmen6th2026"] * 2),
        ("Kepmenaker 88/2023 = Keputusan Menteri Ketenagakerjaan Nomor 88 Tahun 2023", ["kepmennaker88th2023"] * 2),
        ("Perda Jabar 2/2023 = Perda Provinsi Jawa Barat No. 2 Tahun 2023", ["perda2th2023"] * 2),
        ("Perda Kab. Bandung 21/2016 = Peraturan Daerah Kabupaten Bandung Nomor 21 Tahun 2016", ["perda21th2016"] * 2),
        ("Pergub Jabar 89/2009, Perbup Cianjur No. 38 Tahun 2021", ["pergub89th2009", "perbup38th2021"]),
        ("UU Darurat No. 1 Tahun 1951, UU Drt. 1/1951", ["uudrt1th1951"] * 2),
        ("UU Nomor 1/PNPS/1965", ["uupnps1th1965"]),
    ],
)  # fmt: skip
def test_every_kind_of_law_has_its_own_token(written: str, laws: list[str]) -> None:
    assert [law.token for law in citations(written)] == laws


@pytest.mark.parametrize(
    "text",
    [
        "UU PKDRT",
        "Undang-Undang Nomor 23",
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        "Lembaran Negara Republik Indonesia Tahun 2004 Nomor 95",
        "Undang-Undang ini (Lembaran Negara Nomor 95 Tahun 2004)",
        "undang-undang itu berlaku 5 tahun, sejak 2004",
        "menurut undang-undang, pada 23 September 2004",
        "Putusan Nomor 12 Tahun 2004",
        "23/2004",
        "UU 0/2004",
        "tahun 2004",
        "12 2004",
    ],
)
def test_what_cites_no_law_by_number_has_no_such_token(text: str) -> None:
    assert citations(text) == []
    assert not any(is_law(token.exact) for token in tokens(text))


def test_a_law_that_is_asked_for_is_marked_whole() -> None:
    law = Term("UU 23/2004", "uu23th2004", "uu23th2004")
    marked = mark("Menurut UU No. 23 Tahun 2004, korban UU lain.", [law])
    assert marked == "Menurut <mark>UU No. 23 Tahun 2004</mark>, korban UU lain."


def test_a_law_is_told_from_a_word() -> None:
    assert is_law("uu23th2004")
    assert not is_law("uu")
    assert not is_law("th2004")
    assert not is_law("p2tp2a")


def test_an_ampersand_between_words_is_read() -> None:
    assert streams("perempuan & anak") == streams("perempuan dan anak")
    assert streams("R&D")[1] == "r d"


def test_stop_words_are_folded_single_tokens() -> None:
    assert {token.exact for word in stop_words for token in tokens(word)} == stop_words


@pytest.mark.parametrize("word", ["yang", "dan", "terhadap", "the", "of"])
def test_function_words_are_stop_words(word: str) -> None:
    assert is_stop(word)


@pytest.mark.parametrize("word", ["anak", "perempuan", "korban", "hak", "tanpa", "pasal", "women", "against"])
def test_words_that_carry_the_question_are_not(word: str) -> None:
    assert not is_stop(word)
