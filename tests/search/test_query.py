"""The language of questions, from what is typed to the tree that engines compile."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from search import query
from search.analysis import tokens
from search.query import And, Node, Not, Or, Phrase, Term, loosen, parse, refused, wanted


def word(typed: str) -> Term:
    [token] = tokens(typed)
    return Term(token.word, token.stem, token.exact)


def as_written(typed: str) -> Term:
    [token] = tokens(typed)
    return Term(token.word, "", token.exact)


def quoted(typed: str, slop: int = 0) -> Phrase:
    return Phrase(tuple(map(as_written, typed.split())), slop)


def both(*parts: Node) -> And:
    return And(parts)


def either(*parts: Node) -> Or:
    return Or(parts)


AYAH, IBU, PAMAN, KORBAN, BERITA = map(word, ["ayah", "ibu", "paman", "korban", "berita"])


def test_one_word_is_a_term_with_both_forms() -> None:
    assert parse("dilindungi").tree == Term("dilindungi", "lindung", "dilindungi")


def test_all_words_are_wanted() -> None:
    assert parse("korban ayah").tree == both(KORBAN, AYAH)


def test_function_words_are_dropped_from_the_question() -> None:
    assert parse("korban dari ayah yang").tree == both(KORBAN, AYAH)


def test_a_question_of_function_words_alone_keeps_them() -> None:
    assert parse("yang mana").tree == both(word("yang"), word("mana"))


def test_an_acronym_that_looks_like_a_function_word_is_kept() -> None:
    assert parse("laporan WHO").tree == both(word("laporan"), word("WHO"))
    assert parse("WHO 2010").tree == both(word("WHO"), word("2010"))


def test_a_question_typed_in_capitals_drops_its_function_words() -> None:
    assert parse("KORBAN DARI AYAH").tree == both(KORBAN, AYAH)


def test_the_same_word_twice_is_asked_once() -> None:
    assert parse("korban Korban KORBAN").tree == KORBAN


def test_what_was_typed_makes_no_difference_between_terms() -> None:
    assert parse("KORBAN").tree == parse("korban").tree


def test_quoted_words_are_a_phrase_as_written_with_its_function_words() -> None:
    assert parse('"dalam rumah tangga"').tree == quoted("dalam rumah tangga")


def test_one_quoted_word_is_meant_as_written() -> None:
    assert parse('"dilindungi"').tree == as_written("dilindungi")


@pytest.mark.parametrize(
    "question", ["“rumah tangga”", "„rumah tangga“", "«rumah tangga»", "”rumah tangga”", '"rumah-tangga"']
)
def test_quotes_of_every_shape_make_a_phrase(question: str) -> None:
    assert parse(question).tree == quoted("rumah tangga")


def test_a_phrase_may_leave_room_between_its_words() -> None:
    assert parse('"nikah anak"~3').tree == quoted("nikah anak", slop=3)


def test_room_in_a_phrase_has_an_end() -> None:
    assert parse('"nikah anak"~99999999999').tree == quoted("nikah anak", slop=query.WIDEST_SLOP)


@pytest.mark.parametrize(
    "question", ["ayah OR ibu", "ayah ATAU ibu", "ayah | ibu", "ayah|ibu", "ayah || ibu"]
)
def test_either_word_is_enough(question: str) -> None:
    assert parse(question).tree == either(AYAH, IBU)


def test_small_atau_is_a_function_word() -> None:
    assert parse("ayah atau ibu").tree == both(AYAH, IBU)


def test_or_binds_closer_than_a_space() -> None:
    assert parse("korban ayah OR paman").tree == both(KORBAN, either(AYAH, PAMAN))


@pytest.mark.parametrize("operator", ["AND", "DAN", "&", "&&"])
def test_a_written_and_binds_closer_than_or(operator: str) -> None:
    assert parse(f"korban {operator} ayah OR paman").tree == either(both(KORBAN, AYAH), PAMAN)


@pytest.mark.parametrize(
    "question",
    ["korban -berita", "-berita korban", "korban NOT berita", "korban BUKAN berita", "korban −berita"],
)
def test_a_minus_refuses(question: str) -> None:
    assert parse(question).tree == both(KORBAN, Not(BERITA))


def test_a_phrase_can_be_refused() -> None:
    assert parse('korban -"rumah tangga"').tree == both(KORBAN, Not(quoted("rumah tangga")))


def test_a_minus_after_or_holds_for_the_whole_question() -> None:
    assert parse("ayah OR ibu -berita").tree == both(either(AYAH, IBU), Not(BERITA))
    assert parse("ayah OR -berita").tree == both(AYAH, Not(BERITA))


def test_a_refused_group_refuses_any_of_it() -> None:
    assert parse("korban -(ayah OR ibu)").tree == both(KORBAN, Not(either(AYAH, IBU)))


def test_refusing_a_refusal_asks_for_it() -> None:
    assert parse("korban NOT NOT ayah").tree == both(KORBAN, AYAH)
    assert parse("korban -(-ayah)").tree == both(KORBAN, AYAH)


def test_a_dash_between_words_is_no_minus() -> None:
    assert parse("korban - ayah").tree == both(KORBAN, AYAH)
    assert parse("korban -- ayah").tree == both(KORBAN, AYAH)


def test_a_minus_before_a_function_word_refuses_nothing() -> None:
    assert parse("korban -yang").tree == KORBAN


def test_brackets_group() -> None:
    assert parse("(korban DAN ayah) ATAU paman").tree == either(both(KORBAN, AYAH), PAMAN)
    assert parse("korban (ayah OR ibu)").tree == both(KORBAN, either(AYAH, IBU))
    assert parse("(korban -berita) OR ayah").tree == either(both(KORBAN, Not(BERITA)), AYAH)


def test_brackets_that_change_nothing_leave_no_trace() -> None:
    assert parse("((korban) (ayah (ibu)))").tree == both(KORBAN, AYAH, IBU)


@pytest.mark.parametrize("typed", ["COVID-19", "23/2004", "sapa.or.id", "12.500", "1,5", "TPKS/TPPO"])
def test_a_word_of_several_tokens_is_a_phrase_on_stems(typed: str) -> None:
    assert parse(typed).tree == Phrase(
        tuple(Term(t.word, t.stem, t.exact) for t in tokens(typed)), exact=False
    )


def test_a_doubled_word_also_finds_the_single_one() -> None:
    assert parse("anak-anak").tree == either(
        Phrase((word("anak"), word("anak")), exact=False), as_written("anak")
    )


def test_a_doubled_word_in_quotes_is_found_doubled() -> None:
    assert parse('"anak-anak"').tree == quoted("anak anak")


def test_commas_and_colons_divide_words() -> None:
    assert parse("ayah,ibu;paman:korban").tree == both(AYAH, IBU, PAMAN, KORBAN)


def test_apostrophes_do_not_divide() -> None:
    assert parse("Jum’at").tree == parse("jumat").tree


def test_the_exact_switch_takes_every_word_as_written() -> None:
    question = parse("dilindungi COVID-19 anak-anak", exact=True)
    assert question.exact
    assert question.tree == both(as_written("dilindungi"), quoted("covid 19"), quoted("anak anak"))


def test_the_question_is_kept_as_read_on_one_line() -> None:
    assert parse("  ayah\n\tkandung\x00 ").text == "ayah kandung"


@pytest.mark.parametrize(
    "question", ["korban", 'korban "rumah tangga" -berita (ayah OR ibu)', "", " ", "anak-anak, COVID-19!"]
)
def test_a_question_without_mistakes_says_nothing(question: str) -> None:
    assert parse(question).said is None


@pytest.mark.parametrize(
    ("question", "tree", "said"),
    [
        ('"korban ayah', both(KORBAN, AYAH), query.OPEN_QUOTE),
        ('korban "', KORBAN, query.OPEN_QUOTE),
        ("(korban ayah", both(KORBAN, AYAH), query.OPEN_BRACKET),
        ("korban) ayah", both(KORBAN, AYAH), query.OPEN_BRACKET),
        (")(korban", KORBAN, query.OPEN_BRACKET),
        ("korban OR", KORBAN, query.LONE_OPERATOR),
        ("ATAU korban", KORBAN, query.LONE_OPERATOR),
        ("korban OR OR ayah", either(KORBAN, AYAH), query.LONE_OPERATOR),
        ("korban OR NOT", KORBAN, query.LONE_OPERATOR),
        ("(korban AND) ayah", both(KORBAN, AYAH), query.LONE_OPERATOR),
        ("BUKAN", word("bukan"), query.LONE_OPERATOR),
        ("OR", word("or"), query.LONE_OPERATOR),
        ("-korban", KORBAN, query.ONLY_REFUSED),
        ("-korban -ayah", both(KORBAN, AYAH), query.ONLY_REFUSED),
        ("NOT (korban OR ayah)", either(KORBAN, AYAH), query.ONLY_REFUSED),
        ("-korban OR -ayah", both(KORBAN, AYAH), query.ONLY_REFUSED),
        ("---", None, query.NOTHING_TO_SEARCH),
        ('""', None, query.NOTHING_TO_SEARCH),
        ("()", None, query.NOTHING_TO_SEARCH),
        ("😀", None, query.NOTHING_TO_SEARCH),
    ],
)
def test_a_mistake_is_repaired_and_said(question: str, tree: Node | None, said: object) -> None:
    read = parse(question)
    assert (read.tree, read.said) == (tree, said)


def test_a_question_without_words_has_no_tree() -> None:
    assert parse("").tree is None
    assert parse(" \n ").tree is None


def test_a_long_question_is_cut_between_words_and_says_so() -> None:
    read = parse("kata " * 78 + "kekerasan korban")
    assert read.text == ("kata " * 78 + "kekerasan")
    assert read.said == query.TOO_LONG


def test_a_long_word_is_cut_where_the_question_ends() -> None:
    assert len(parse("x" * 10_000).text) == query.LONGEST_QUESTION


def test_a_question_of_many_words_keeps_the_first_twenty_and_says_so() -> None:
    read = parse(" ".join(f"kata{n:02}" for n in range(30)))
    assert wanted(read.tree) == tuple(word(f"kata{n:02}") for n in range(query.MOST_CLAUSES))
    assert read.said == query.TOO_LONG


def test_refusals_count_among_the_twenty() -> None:
    read = parse(" ".join(f"kata{n:02}" for n in range(19)) + " -ayah -ibu")
    assert refused(read.tree) == (AYAH,)


def test_a_mountain_of_brackets_is_no_danger() -> None:
    assert parse("(" * 199 + "korban" + ")" * 199).tree == KORBAN
    assert parse("-(" * 150 + "korban").tree is not None
    assert parse("NOT " * 99 + "korban").tree is not None


def test_sentences_are_in_the_language_of_the_reader() -> None:
    with override("id"):
        assert (
            str(parse('"korban').said) == "Tanda kutip belum ditutup; kata-katanya dicari sebagai kata biasa."
        )


def test_loosened_any_word_is_enough() -> None:
    assert loosen(both(KORBAN, AYAH)) == either(KORBAN, AYAH)
    assert loosen(both(KORBAN, either(AYAH, PAMAN))) == either(KORBAN, AYAH, PAMAN)


def test_loosened_refusals_still_refuse() -> None:
    assert loosen(both(KORBAN, AYAH, Not(BERITA))) == both(either(KORBAN, AYAH), Not(BERITA))
    assert loosen(both(KORBAN, Not(BERITA))) == both(KORBAN, Not(BERITA))


def test_a_refusal_inside_an_alternative_stays_there() -> None:
    tree = either(both(KORBAN, AYAH, Not(BERITA)), PAMAN)
    assert loosen(tree) == either(both(either(KORBAN, AYAH), Not(BERITA)), PAMAN)


def test_one_word_cannot_be_loosened() -> None:
    assert loosen(KORBAN) == KORBAN
    assert loosen(quoted("rumah tangga")) == quoted("rumah tangga")
    assert loosen(Not(KORBAN)) == Not(KORBAN)


def test_wanted_are_the_words_to_mark_and_refused_those_to_check() -> None:
    tree = parse('korban ayah OR paman "rumah tangga" -berita -"nikah siri"').tree
    assert wanted(tree) == (KORBAN, AYAH, PAMAN, quoted("rumah tangga"))
    assert refused(tree) == (BERITA, quoted("nikah siri"))


def test_nothing_asked_is_nothing_wanted_or_refused() -> None:
    assert wanted(None) == ()
    assert refused(None) == ()
    assert refused(Not(KORBAN)) == (KORBAN,)
    assert wanted(Not(KORBAN)) == ()


# Properties. A question is made of what such questions are made of, and of any text.

PIECES = st.sampled_from(
    ["ayah", "ibu", "korban", "dilindungi", "anak-anak", "COVID-19", "yang", '"ayah ibu"', '"', "“", "(", ")", "()", "-", "-(",
     "OR", "ATAU", "AND", "DAN", "NOT", "BUKAN", "|", "~2", ",", " ", "  ", "\x00"]
)  # fmt: skip
QUESTIONS = st.one_of(
    st.text(), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


def nodes(tree: Node) -> Iterator[Node]:
    yield tree
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from nodes(part)
        case Not(part):
            yield from nodes(part)


def matches(tree: Node, text: str) -> bool:
    """The meaning of a tree, without an engine."""
    words = tokens(text)
    match tree:
        case And(parts):
            return all(matches(part, text) for part in parts)
        case Or(parts):
            return any(matches(part, text) for part in parts)
        case Not(part):
            return not matches(part, text)
        case Term(stem=stem, exact=exact):
            return any(token.stem == stem if stem else token.exact == exact for token in words)
        case Phrase(terms=terms, exact=exact):
            asked = [term.exact if exact else term.stem for term in terms]
            held = [token.exact if exact else token.stem for token in words]
            return any(held[place : place + len(asked)] == asked for place in range(len(held)))


@given(QUESTIONS, st.booleans())
@example("\ud800", False)
def test_any_text_is_a_question_and_its_tree_keeps_the_contract(question: str, exact: bool) -> None:
    read = parse(question, exact=exact)
    assert len(read.text) <= query.LONGEST_QUESTION
    read.text.encode()
    if read.tree is None:
        assert (read.said is None) == (not read.text)
        return
    assert not isinstance(read.tree, Not)
    for node in nodes(read.tree):
        match node:
            case And(parts):
                assert len(parts) > 1
                assert not isinstance(parts[0], Not)
                assert not any(isinstance(part, And) for part in parts)
            case Or(parts):
                assert len(parts) > 1
                assert not any(isinstance(part, Not | Or) for part in parts)
            case Not(part):
                assert not isinstance(part, Not)
            case Phrase(terms):
                assert len(terms) > 1
                assert 0 <= node.slop <= query.WIDEST_SLOP
            case Term():
                assert node.exact
                assert (
                    node.stem or exact or '"' in question or "“" in question or "-" in question or node.exact
                )
    assert 1 <= len(wanted(read.tree)) <= 2 * query.MOST_CLAUSES


@given(QUESTIONS)
def test_a_question_read_again_from_what_was_kept_means_the_same(question: str) -> None:
    read = parse(question)
    assert parse(read.text).tree == read.tree


TEXTS = st.lists(
    st.sampled_from(["ayah", "ibu", "anak", "korban", "perlindungan", "covid 19", "yang"]), max_size=8
).map(" ".join)


@given(QUESTIONS, TEXTS)
def test_what_holds_all_the_words_holds_any_of_them(question: str, text: str) -> None:
    tree = parse(question).tree
    if tree is not None and matches(tree, text):
        assert matches(loosen(tree), text)


@given(QUESTIONS, TEXTS)
def test_what_is_refused_is_refused_loosened_too(question: str, text: str) -> None:
    tree = parse(question).tree
    if tree is not None and any(matches(part, text) for part in refused(tree)):
        assert not matches(tree, text)
        assert not matches(loosen(tree), text)


@given(st.sampled_from(["ayah", '"ayah ibu"', "anak-anak"]), st.sampled_from(["ibu", "COVID-19"]), TEXTS)
def test_two_words_find_less_and_either_finds_more_than_one(one: str, other: str, text: str) -> None:
    trees = [parse(question).tree for question in (f"{one} {other}", one, f"{one} OR {other}")]
    narrow, single, wide = (tree is not None and matches(tree, text) for tree in trees)
    assert narrow <= single <= wide
