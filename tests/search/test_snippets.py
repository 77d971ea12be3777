"""Cutting and marking: what a reader sees of a passage."""

import re
from html import unescape

import pytest
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from search import needles
from search.analysis import Token, tokens
from search.needles import near
from search.query import Leaf, Phrase, Term, parse, wanted
from search.snippets import _matched, _merged, mark, marks, snippet, snippets
from search.tree import Fuzzy, Meant, Prefix


def asked(question: str, *, exact: bool = False) -> tuple[Leaf, ...]:
    return wanted(parse(question, exact=exact).tree)


def read(html: str) -> str:
    """What stands in the HTML for a reader who does not see the marks."""
    return unescape(re.sub("</?mark>", "", html))


def test_a_word_is_marked_in_all_its_forms() -> None:
    assert mark("Korban dilindungi; perlindungan bagi saksi.", asked("melindungi")) == (
        "Korban <mark>dilindungi</mark>; <mark>perlindungan</mark> bagi saksi."
    )


def test_a_word_as_written_is_marked_in_that_form_only() -> None:
    assert (
        mark("Dilindungi, perlindungan", asked("dilindungi", exact=True))
        == "<mark>Dilindungi</mark>, perlindungan"
    )


def test_a_phrase_is_marked_only_where_it_stands_together_and_as_one() -> None:
    assert (
        mark("Rumah itu; rumah\ntangga", asked('"rumah tangga"')) == "Rumah itu; <mark>rumah\ntangga</mark>"
    )


def test_a_phrase_with_room_marks_its_words_alone() -> None:
    assert mark("nikah usia anak", asked('"nikah anak"~1')) == "<mark>nikah</mark> usia <mark>anak</mark>"
    assert mark("nikah di usia anak", asked('"nikah anak"~1')) == "nikah di usia anak"


def test_a_doubled_word_is_marked_as_one_and_single_too() -> None:
    assert mark("Anak-anak dan anak.", asked("anak-anak")) == "<mark>Anak-anak</mark> dan <mark>anak</mark>."


def test_a_law_number_is_marked_as_one() -> None:
    assert mark("UU 23/2004, Pasal 23", asked("23/2004")) == "UU <mark>23/2004</mark>, Pasal 23"


def test_a_law_is_marked_however_its_number_is_written() -> None:
    text = "Menurut Undang-Undang Nomor 23\nTahun 2004 dan UU No. 12/2022; lihat UU 23/2004."
    assert mark(text, asked("UU 23/2004")) == (
        "Menurut <mark>Undang-Undang Nomor 23\nTahun 2004</mark> dan UU No. 12/2022; lihat <mark>UU 23/2004</mark>."
    )
    assert mark(text, asked("UU No.12 th 2022 lihat")).count("<mark>") == 2


def test_the_beginning_of_words_marks_the_whole_words() -> None:
    assert mark("Perempuan, keperempuanan, perempuannya", asked("peremp*")) == (
        "<mark>Perempuan</mark>, keperempuanan, <mark>perempuannya</mark>"
    )


def test_words_that_are_spelled_alike_are_marked() -> None:
    text = "pelecehan pelecehaan pelcehan pelechean peleceham dilecehkan"
    assert mark(text, asked("pelecehan~1")) == (
        "<mark>pelecehan</mark> <mark>pelecehaan</mark> <mark>pelcehan</mark> <mark>pelechean</mark>"
        " <mark>peleceham</mark> dilecehkan"
    )


@pytest.mark.parametrize(
    ("other", "edits"),
    [("korban", 0), ("koban", 1), ("korbann", 1), ("karban", 1), ("kobran", 1), ("krban", 1), ("orbanx", 2), ("okrbna", 2)],
)  # fmt: skip
def test_nearness_is_counted_in_letters(other: str, edits: int) -> None:
    assert near("korban", other, edits)
    assert near(other, "korban", edits)
    assert not edits or not near("korban", other, edits - 1)


def test_what_a_word_is_also_read_as_is_marked_too() -> None:
    kdrt, *phrase = (parse(each).tree for each in ("KDRT", '"kekerasan dalam rumah tangga"'))
    leaves = wanted(Meant(kdrt, tuple(phrase)))
    assert mark("KDRT, yaitu kekerasan dalam rumah tangga di rumah", leaves) == (
        "<mark>KDRT</mark>, yaitu <mark>kekerasan dalam rumah tangga</mark> di rumah"
    )


def test_a_doubled_word_is_marked_only_where_its_halves_stand_together() -> None:
    text = "beranak, anaknya, ANAK2: anak-anak, anak anaknya"
    assert mark(text, asked("anak-anak")[:1]) == (
        "beranak, anaknya, ANAK2: <mark>anak-anak</mark>, <mark>anak anaknya</mark>"
    )


def test_a_phrase_on_stems_is_marked_in_any_form() -> None:
    terms = tuple(each for each in asked("kekerasan seksual") if isinstance(each, Term))
    assert mark("Kekerasan seksual itu keras.", [Phrase(terms, exact=False)]) == (
        "<mark>Kekerasan seksual</mark> itu keras."
    )


def test_words_of_a_phrase_with_room_may_change_places_as_in_the_engines() -> None:
    assert mark("anak nikah", asked('"nikah anak"~2')) == "<mark>anak nikah</mark>"
    assert mark("anak nikah", asked('"nikah anak"~1')) == "anak nikah"


def test_what_is_asked_of_a_title_is_not_marked_in_the_text() -> None:
    assert mark("padi desa", asked("judul:padi desa")) == "padi <mark>desa</mark>"


def test_marks_that_overlap_become_one() -> None:
    assert mark("kekerasan dalam rumah tangga", asked('"kekerasan dalam rumah" "rumah tangga" tangga')) == (
        "<mark>kekerasan dalam rumah tangga</mark>"
    )


def test_refused_words_are_not_marked() -> None:
    assert mark("korban berita", asked("korban -berita")) == "<mark>korban</mark> berita"


def test_words_side_by_side_keep_their_own_marks() -> None:
    assert mark("ayah kandung", asked("ayah kandung")) == "<mark>ayah</mark> <mark>kandung</mark>"


def test_html_in_the_text_stays_text() -> None:
    html = mark("<mark>korban</mark> <script>alert('ayah')</script> & \"x\"", asked("korban ayah"))
    assert html == (
        "&lt;mark&gt;<mark>korban</mark>&lt;/mark&gt; "
        "&lt;script&gt;alert(&#x27;<mark>ayah</mark>&#x27;)&lt;/script&gt; &amp; &quot;x&quot;"
    )


def test_text_that_claims_to_be_safe_is_escaped_all_the_same() -> None:
    assert "<b>" not in mark(mark_safe("<b>korban</b>"), asked("korban"))
    assert "<b>" not in snippet(mark_safe("<b>korban</b>"), asked("korban"))


def test_both_are_ready_for_a_template() -> None:
    assert isinstance(mark("a", ()), SafeString)
    assert isinstance(snippet("a", ()), SafeString)


def test_an_accent_does_not_move_the_mark() -> None:
    assert mark("awe\u0301we\u0301 jeung Jum’at", asked("awéwé jumat")) == (
        "<mark>awe\u0301we\u0301</mark> jeung <mark>Jum’at</mark>"
    )


@pytest.mark.parametrize("before", ["é… “?” ", "\U0001f6a8 \U00010400? ", "日本語? "])
@pytest.mark.parametrize("word", ["kekerasan", "kékerasan"])
def test_letters_of_any_script_do_not_move_the_mark(before: str, word: str) -> None:
    assert mark(f"{before}{word} di desa?", asked("kekerasan")) == (f"{before}<mark>{word}</mark> di desa?")


def test_without_words_nothing_is_marked() -> None:
    assert marks("korban", ()) == []
    assert mark("a < b", ()) == "a &lt; b"


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert snippet("Hak\n\n  korban.", asked("korban")) == "Hak <mark>korban</mark>."


def test_a_snippet_shows_the_part_with_most_different_words() -> None:
    text = "Korban korban korban. " + "Lain. " * 60 + "Ayah dari korban. " + "Lain. " * 60
    shown = snippet(text, asked("ayah korban"), 60)
    assert "<mark>Ayah</mark> dari <mark>korban</mark>." in shown


def test_a_snippet_prefers_to_begin_with_a_sentence() -> None:
    text = "Lain sekali. " * 40 + "Setiap perempuan dan korban berhak. " + "Lain sekali. " * 40
    assert snippet(text, asked("korban"), 80).startswith("… Setiap perempuan dan <mark>korban</mark> berhak.")


def test_a_snippet_without_a_sentence_begins_with_a_word() -> None:
    text = "kata " * 100 + "korban " + "kata " * 100
    shown = snippet(text, asked("korban"), 60)
    assert shown.startswith("… kata kata")
    assert shown.endswith("kata\u00a0…")
    assert "<mark>korban</mark>" in shown


def test_a_snippet_at_the_end_of_a_text_is_filled_from_before() -> None:
    shown = snippet("kata " * 100 + "korban", asked("korban"), 60)
    assert shown.endswith("kata <mark>korban</mark>")
    assert len(read(shown)) > 55


def test_the_closing_ellipsis_never_stands_alone_on_a_line() -> None:
    assert snippet("satu dua tiga empat", (), 13) == "satu dua tiga\u00a0…"


def test_a_snippet_without_marks_is_the_beginning() -> None:
    assert (
        snippet("Bab satu tentang hak. " * 20, asked("korban"), 30) == "Bab satu tentang hak. Bab satu\u00a0…"
    )


def test_a_word_longer_than_the_snippet_is_cut() -> None:
    assert snippet("x" * 500, (), 20) == "x" * 20 + "\u00a0…"
    assert read(snippet("kata " * 20 + "x" * 500, asked("x" * 500), 20)) == "… " + "x" * 20 + "\u00a0…"


# Properties: any text, questions of its own words among them.

TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                "ayah",
                "Ibu.",
                "anak-anak",
                "dilindungi",
                "<b>",
                "&amp;",
                "“",
                "Jum’at",
                "e\u0301",
                "\n",
                "\x00",
            ]
        ),
        max_size=80,
    ).map(" ".join),
)
ASKED = st.sampled_from(
    [
        "ayah",
        "ayah ibu",
        '"ayah ibu"',
        '"ayah anak"~2',
        "anak-anak",
        "perlindungan jumat",
        "é",
        "b amp lt mark",
        "",
    ]
).map(asked)


@settings(deadline=None)
@given(TEXTS, ASKED)
def test_a_marked_text_reads_as_it_did(text: str, leaves: tuple[Leaf, ...]) -> None:
    assert read(mark(text, leaves)) == text


@settings(deadline=None)
@given(TEXTS, ASKED)
def test_every_mark_begins_and_ends_with_a_wanted_word(text: str, leaves: tuple[Leaf, ...]) -> None:
    terms = [term for leaf in leaves for term in (leaf.terms if isinstance(leaf, Phrase) else [leaf])]
    words = tokens(text)
    before = 0
    for start, end in marks(text, leaves):
        assert before <= start < end <= len(text)
        before = end
        inside = [token for token in words if start <= token.start and token.end <= end]
        assert (inside[0].start, inside[-1].end) == (start, end)
        for token in inside:
            assert any(token.exact == term.exact or (term.stem and token.stem == term.stem) for term in terms)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["ayah", "ibu", "perlindungan", "jumat"]))
def test_every_word_that_is_wanted_is_marked(text: str, word: str) -> None:
    [term] = asked(word)
    assert marks(text, [term]) == [
        (t.start, t.end) for t in tokens(text) if t.stem == getattr(term, "stem", None)
    ]


@settings(deadline=None)
@given(TEXTS, ASKED)
def test_marks_do_not_depend_on_what_was_read_before(text: str, leaves: tuple[Leaf, ...]) -> None:
    found = marks(text, leaves)
    needles._Memory.forms = needles.Forms()
    needles.needles_of.cache_clear()
    assert marks(text, leaves) == found


def test_a_form_that_is_met_later_is_looked_for_from_then_on_and_others_cost_nothing() -> None:
    needles._Memory.forms = needles.Forms()
    leaves = tuple(asked("makan OR UU 23/2004"))
    assert len(marks("Kami makan.", leaves)) == 1
    before = needles.needles_of(leaves).among(["Kami makan."])
    assert needles.needles_of(leaves).among(["Mereka tidur."]) is before
    assert len(marks("Ia memakannya; makanan ini MAKAN tempat.", leaves)) == 3
    assert len(marks("UU No. 23 Tahun 2004 dan makan", leaves)) == 2


def test_a_word_is_marked_where_it_stands_alone_only() -> None:
    text = "anak-anak anakan beranak (anak), anak; x" + "y" * 80 + "anak anak"
    leaves = (Term("anak", "", "anak"),)
    assert [text[start:end] for start, end in marks(text, leaves)] == ["anak"] * 5


def test_more_pieces_than_are_remembered_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needles, "_REMEMBERED_PIECES", 5)
    for text in ("satu dua tiga empat", "lima enam tujuh anak", "satu dua tiga empat lima enam tujuh anak"):
        assert len(marks(text, asked('anak OR "dua tiga"'))) == ("anak" in text) + ("dua tiga" in text)


@settings(deadline=None)
@given(TEXTS, ASKED, st.integers(1, 120))
def test_a_snippet_is_short_and_a_part_of_the_text(text: str, leaves: tuple[Leaf, ...], length: int) -> None:
    html = snippet(text, leaves, length)
    assert set(re.findall("<[^>]*>", html)) <= {"<mark>", "</mark>"}
    shown = read(html).removeprefix("… ").removesuffix("\u00a0…")
    assert len(shown) <= length
    assert shown in " ".join(text.split())


@settings(deadline=None)
@given(TEXTS, ASKED, st.integers(30, 120))
def test_a_snippet_shows_a_mark_when_the_text_has_one(
    text: str, leaves: tuple[Leaf, ...], length: int
) -> None:
    if marks(text, leaves):
        assert "<mark>" in snippet(text, leaves, length)


MORE_ASKED = st.sampled_from(
    [
        "ayah -ibu",
        '"ibu anak"',
        "ana*",
        "ibuu~1",
        "UU 23/2004",
        '"menurut UU 23/2004"',
        "dilindungi OR jumat",
        '"b amp"',
    ]
).map(asked)
PAGES = st.lists(
    st.one_of(
        TEXTS,
        st.lists(
            st.sampled_from(
                [
                    "Menurut",
                    "UU 23/2004",
                    "Undang-Undang",
                    "Nomor 23",
                    "Tahun",
                    "2004",
                    "Ibu",
                    "–",
                    "x" * 70,
                    "anak",
                ]
            ),
            max_size=30,
        ).map(" ".join),
    ),
    max_size=5,
)


@settings(deadline=None, derandomize=True)
@given(PAGES, st.one_of(ASKED, MORE_ASKED))
def test_many_texts_are_cut_as_each_alone(texts: list[str], leaves: tuple[Leaf, ...]) -> None:
    together = snippets(texts, leaves)
    assert together == [snippet(text, leaves) for text in texts]
    assert together == snippets(texts, leaves)  # with all of them known


@settings(deadline=None, derandomize=True)
@given(PAGES, st.one_of(ASKED, MORE_ASKED))
def test_what_is_picked_out_is_what_reading_word_by_word_finds(
    texts: list[str], leaves: tuple[Leaf, ...]
) -> None:
    for text in texts:
        slowly = sorted(_matched(text, needles.needles_of(leaves)))
        assert marks(text, leaves) == _merged(slowly)
        if not any(isinstance(leaf, Phrase) and leaf.slop for leaf in leaves):
            plainly = [
                (*each, place)
                for place, leaf in enumerate(leaves)
                for each in stretches_of(leaf, tokens(text))
            ]
            assert slowly == sorted(plainly)


def stretches_of(leaf: Leaf, said: list[Token]) -> set[tuple[int, int]]:
    """Where a leaf stands among the words of a text, looked for in the plainest way."""
    match leaf:
        case Term(stem="", exact=exact):
            return {(token.start, token.end) for token in said if token.exact == exact}
        case Term(stem=stem):
            return {(token.start, token.end) for token in said if token.stem == stem}
        case Prefix(exact=begin):
            return {(token.start, token.end) for token in said if token.exact.startswith(begin)}
        case Fuzzy(exact=exact, edits=edits):
            return {(token.start, token.end) for token in said if near(exact, token.exact, edits)}
        case Phrase(terms=terms, slop=0):
            windows = (said[place : place + len(terms)] for place in range(len(said)))
            return {
                (window[0].start, window[-1].end)
                for window in windows
                if len(window) == len(terms)
                and all(stretches_of(term, [token]) for term, token in zip(terms, window, strict=True))
            }
    raise TypeError(leaf)


def test_signs_without_a_byte_of_their_own_are_told_apart() -> None:
    told = mark("des’kota, des…kota", asked("deskota kota"))
    assert told == "<mark>des’kota</mark>, des…<mark>kota</mark>"
    assert mark("“desa” — desa…", asked("desa")) == "“<mark>desa</mark>” — <mark>desa</mark>…"


def test_the_many_words_of_a_beginning_are_all_marked() -> None:
    words = [f"kata{first}{second}" for first in "bcdfghjk" for second in "bcdfghjk"]
    assert mark(" ".join(words), asked("kata*")) == " ".join(f"<mark>{word}</mark>" for word in words)


def test_a_phrase_does_not_reach_from_one_text_into_the_next() -> None:
    assert snippets(["hak ayah", "ibu hak"], asked('"ayah ibu"')) == ["hak ayah", "ibu hak"]
    assert snippets(["hak ayah ibu", "ibu hak"], asked('"ayah ibu"'))[0] == "hak <mark>ayah ibu</mark>"


def test_signs_between_the_words_of_a_phrase_do_not_part_them() -> None:
    assert mark("ayah – ' ibu", asked('"ayah ibu"')) == "<mark>ayah – &#x27; ibu</mark>"


def test_a_law_is_marked_in_a_text_that_was_met_before() -> None:
    text = "Menurut UU 23/2004 dan Undang-Undang Nomor 23 Tahun 2004, pasal lain."
    assert marks(text, asked("pasal")) == [(58, 63)]
    assert len(marks(text, asked("UU 23/2004"))) == 2


def test_more_texts_than_are_remembered_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needles, "_REMEMBERED_TEXTS", 2)
    for number in range(8):
        assert len(marks(f"anak ke{number} anak", asked("anak"))) == 2
    assert len(needles._Memory.forms.texts) <= 3


@pytest.mark.parametrize("tag", ["<mark>", "</mark>"])
def test_tags_written_in_the_text_are_never_ours(tag: str) -> None:
    assert mark(tag, ()).count(tag) == 0
