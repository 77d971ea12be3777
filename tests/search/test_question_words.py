"""How a question is written: the one reading that spelling, other questions and interpretation go by."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query import parse
from search.query.words import groups, side_by_side, written
from search.tree import Term, wanted
from tests.search.test_query import QUESTIONS

PIECES = st.sampled_from(
    ["zebra", "kuda", "sapi", "-", "NOT", "BUKAN", "(", ")", "OR", "DAN", "judul:", '"', ","]
)


def told(question: str) -> list[tuple[str, str, str, bool]]:
    return [
        (part.kind, question[part.start : part.end], part.field, part.refused) for part in written(question)
    ]


def test_each_part_of_a_question_has_its_place_and_tells_what_holds_for_it() -> None:
    assert told('(ibu OR -anak) BUKAN (desa UU 23/2004) judul:("a b"~3 kota)') == [
        ("(", "(", "", False),
        ("leaf", "ibu", "", False),
        ("or", "OR", "", False),
        ("not", "-", "", False),
        ("leaf", "anak", "", True),
        (")", ")", "", False),
        ("not", "BUKAN", "", False),
        ("(", "(", "", False),
        ("leaf", "desa", "", True),
        ("leaf", "UU 23/2004", "", True),
        (")", ")", "", False),
        ("(", "judul:(", "names", False),
        ("leaf", '"a b"~3', "names", False),
        ("leaf", "kota", "names", False),
        (")", ")", "", False),
    ]


def test_words_that_stand_side_by_side_are_parted_by_whatever_stands_between_them() -> None:
    question = 'anak di desa, ibu "rumah" kota (kakek nenek) -paman judul:bibi UU 23/2004 adik'
    assert [[part.text for part in words] for words in side_by_side(question)] == [
        ["anak", "di", "desa"],
        ["ibu"],
        ["kota"],
        ["kakek", "nenek"],
        ["UU 23/2004", "adik"],
    ]


def test_what_can_be_left_out_alone_is_one_group() -> None:
    question = 'anak (ibu OR desa) -"a b" kota ATAU kabupaten tahun:2010'
    pieces = [(question[parts[0].start : parts[-1].end], refused) for parts, refused in groups(question)]
    assert pieces == [
        ("anak", False),
        ("(ibu OR desa)", False),
        ('-"a b"', True),
        ("kota ATAU kabupaten", False),
        ("tahun:2010", False),
    ]


@settings(deadline=None)
@given(QUESTIONS | st.text(alphabet='ab"()-|*~:, OR', max_size=40))
def test_of_any_text_the_parts_stand_in_order_and_agree_with_the_tree(question: str) -> None:
    text = parse(question).text
    parts = written(question)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    assert all(part.text in text[part.start : part.end] for part in parts)
    assert sum(len(group) for group, _ in groups(question)) == len(parts)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=15).map(" ".join) | st.lists(PIECES, max_size=15).map("".join))
@example("NOT (kuda NOT zebra) -(-sapi)")
@example("NOT zebra ,")
def test_what_stands_there_as_refused_is_never_wished_for(question: str) -> None:
    parts = [part for part in written(question) if part.kind == "leaf" and not part.field and not part.quoted]
    refused = {part.text for part in parts if part.refused}
    wished = {part.text for part in parts if not part.refused}
    found = {leaf.word for leaf in wanted(parse(question).tree) if isinstance(leaf, Term) and leaf.stem}
    if any(map(str.isalnum, "".join(wished))):
        assert found.isdisjoint(refused - wished)
