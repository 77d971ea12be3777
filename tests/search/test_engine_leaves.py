"""What an engine promises of other readings, beginnings, near spellings and fields; once on each engine."""

import pytest

from search.engines import Engine, Filters
from search.needles import near
from search.query import And, Node, Not, Or, Phrase, Term, loosen, parse
from search.tree import Chosen, Fuzzy, Meant, Prefix, Within, Years
from tests.search.conftest import Held
from tests.search.engine_cases import EVERYTHING, ask, found, hold, rebuild, work

SHELF = [
    work(1, "kdrt di desa", "sawah", title="Rumah aman", makers="Sri Mulyati", kind="book", year=2004),
    work(2, "kekerasan dalam rumah tangga", title="Desa kami", makers="Siti Aminah", kind="film", year=2010),
    work(3, "rumah", "kekerasan", about="perempuan nelayan", kind="book", year=2015, topic=["nelayan"]),
    work(4, "perempuan perempaun peremuan", title="Perempuannya", kind="study", year=2020, language="en"),
    work(5, "menurut undang-undang nomor 23 tahun 2004", kind="book", law=["uu-23-2004"]),
    work(6, "uu 23 dan 2004", "sri", kind="film"),
]


@pytest.fixture
def shelf(held: Held) -> Engine:
    if not held.has_the_shelf:
        rebuild(held.engine, *SHELF)
        held.has_the_shelf = True
    return held.engine


def tree_of(question: str) -> Node:
    tree = parse(question).tree
    assert tree is not None
    return tree


KDRT = tree_of("kdrt")
IN_FULL = tree_of('"kekerasan dalam rumah tangga"')
EITHER = Meant(KDRT, (IN_FULL,))


# Other readings


def test_what_was_typed_or_is_also_meant_is_found(shelf: Engine) -> None:
    assert found(shelf, EITHER) == {1, 2}
    assert found(shelf, And((EITHER, tree_of("desa")))) == {1, 2}
    assert found(shelf, And((EITHER, tree_of("sawah")))) == {1}
    assert found(shelf, Or((EITHER, tree_of("nelayan")))) == {1, 2, 3}
    assert found(shelf, Meant(KDRT, ())) == {1}
    assert found(shelf, Meant(tree_of("zebra"), (Meant(tree_of("zebra"), (KDRT,)),))) == {1}


def test_a_refusal_refuses_what_was_typed_only(shelf: Engine) -> None:
    desa = tree_of("desa")
    assert found(shelf, And((desa, Not(EITHER)))) == {2}
    assert found(shelf, And((desa, Not(And((EITHER, tree_of("sawah"))))))) == {2}
    answer = shelf.candidates(And((desa, Not(EITHER))), EVERYTHING)
    assert list(answer.ranked) == [2]
    assert shelf.evidence(And((tree_of("rumah"), Not(EITHER))), [2])[2].matching == 1


def test_what_is_also_meant_is_no_part_of_the_rest(shelf: Engine) -> None:
    answer = shelf.candidates(And((EITHER, tree_of("sawah"))), EVERYTHING)
    assert (answer.total, answer.others) == (1, 1)
    assert list(answer.ranked) == [1, 2]
    assert answer.complete == {1}


def test_the_words_of_a_reading_are_loosened_in_it(shelf: Engine) -> None:
    tree = Meant(tree_of("kekerasan rumah"), (KDRT,))
    assert found(shelf, tree) == {1, 2, 3}
    assert found(shelf, loosen(Meant(tree_of("nelayan rumah"), (KDRT,)))) == {1, 2, 3}


def test_what_was_typed_counts_most(engine: Engine) -> None:
    hold(
        engine,
        work(1, "kdrt sawah ladang kebun"),
        work(2, "kekerasan sawah ladang kebun"),
        *(work(n, "kdrt kekerasan") for n in range(3, 6)),
        work(6, "sawah"),
    )
    kekerasan = tree_of("kekerasan")
    typed, other = Meant(KDRT, (kekerasan,)), Meant(kekerasan, (KDRT,))
    for tree, order in ((typed, [1, 2]), (other, [2, 1])):
        ranked = [n for n in engine.candidates(tree, EVERYTHING).ranked if n < 3]
        assert ranked == order
        assert engine.order(tree, [1, 2]) == order


def test_readings_are_not_added_up(engine: Engine) -> None:
    hold(engine, work(1, "kdrt sawah", title="kdrt"), work(2, "kekerasan nelayan", title="kekerasan nelayan"))
    tree = Meant(KDRT, (tree_of("kekerasan"), tree_of("nelayan")))
    assert list(engine.candidates(tree, EVERYTHING).ranked) == [1, 2]


def test_passages_of_every_reading_are_evidence(shelf: Engine) -> None:
    evidence = shelf.evidence(EITHER, [1, 2, 3])
    assert [list(evidence[n].numbers) for n in (1, 2, 3)] == [[1], [1], []]
    assert shelf.passages(EITHER, 2) == (1, [1])
    assert shelf.passages(EITHER, 1) == (1, [1])
    assert shelf.order(EITHER, [3, 2, 1])[-1] == 3


# Laws


def test_a_law_is_found_by_its_number_and_not_by_its_figures(shelf: Engine) -> None:
    for question in ("UU 23/2004", "UU No.23 th 2004", '"UU 23/2004"'):
        assert found(shelf, question) == {5}
    assert found(shelf, "menurut UU 23/2004") == {5}


# Words beside laws, beginnings and near spellings


LEAVES = {
    '"undang-undang nomor"': {5},
    '"undang-undang nomor 23"': {5},
    '"nomor 23 tahun 2004"': {5},
    '"menurut undang-undang nomor 23 tahun"': {5},
    '"undang 23"': set(),
    "uu 23/2004": {5},
    "peremp*": {3, 4},
    "perempuann*": {4},
    "zeb*": set(),
    "rumah peremp*": {3},
    "desa -kdr*": {2},
    "(kdr* ATAU nela*)": {1, 3},
    "perempuan~1": {3, 4},
    "peremuan~1 -nelayan": {4},
    "perempuxx~2": {3, 4},
    "perempuxx~1": set(),
    "kdrtt~1": {1},
}


def test_leaves_find_exactly_their_sets(shelf: Engine) -> None:
    assert {question: found(shelf, question) for question in LEAVES} == LEAVES


def test_a_letter_less_more_another_or_two_that_changed_places_are_one_edit(engine: Engine) -> None:
    forms = [
        "korban",
        "koban",
        "korbann",
        "karban",
        "kobran",
        "krobna",
        "kobrna",
        "orbank",
        "korb",
        "bankor",
        "kor",
    ]
    hold(engine, *(work(n, form) for n, form in enumerate(forms, 1)))
    assert found(engine, Fuzzy("korban", "korban", 1)) == {1, 2, 3, 4, 5}
    assert found(engine, Fuzzy("korban", "korban", 2)) == {1, 2, 3, 4, 5, 6, 7, 8, 9}
    for edits in (1, 2):  # and snippets mark the same
        marked = {n for n, form in enumerate(forms, 1) if near("korban", form, edits)}
        assert marked == found(engine, Fuzzy("korban", "korban", edits))


def test_alike_beginnings_come_by_number_in_every_window(engine: Engine) -> None:
    hold(engine, *(work(n, f"perempuan{n:03}") for n in range(1, 31)))
    tree = Prefix("perempuan", "perempuan")
    windows = [engine.candidates(tree, EVERYTHING, size=7, start=n).ranked[:7] for n in range(0, 30, 7)]
    assert [n for window in windows for n in window] == list(range(1, 31))


def test_a_beginning_of_thousands_of_words_is_one_clause(engine: Engine) -> None:
    page = " ".join(f"kata{n:05}" for n in range(3_000))
    hold(engine, *(work(n, *[page.replace("kata", f"kata{n}")] * 2) for n in range(1, 6)), work(6, "desa"))
    assert found(engine, "kata*") == {1, 2, 3, 4, 5}
    assert engine.evidence(tree_of("kata*"), [1])[1].matching == 2
    assert found(engine, " ".join(["kata*", "kata1*", "kata10*", *["desa"] * 17])) == set()


# Fields


FIELDS = {
    "judul:desa": {2},
    "judul:rumah": {1},
    "judul:(rumah ATAU desa)": {1, 2},
    'judul:"desa kami"': {2},
    "judul:perempuan*": {4},
    "penulis:sri": {1},
    "penulis:(sri ATAU siti)": {1, 2},
    "judul:sri": set(),
    "desa -judul:desa": {1},
    "rumah -penulis:sri": {2, 3},
    "judul:desa ATAU sawah": {1, 2},
    "tahun:2010..2015": {2, 3},
    "tahun:2015..": {3, 4},
    "tahun:..2004": {1},
    "rumah tahun:2004": {1},
    "rumah -tahun:2004": {2, 3},
    "tahun:2020 ATAU sawah": {1, 4},
    "bahasa:en": {4},
    "topik:nelayan": {3},
    "hukum:(UU 23/2004)": {5},
    "topik:nelayan ATAU judul:rumah": {1, 3},
    "rumah (tahun:2004 ATAU topik:nelayan)": {1, 3},
    "-penulis:sri rumah -topik:nelayan": {2},
}


def test_each_field_finds_exactly_its_set(shelf: Engine) -> None:
    assert {question: found(shelf, question) for question in FIELDS} == FIELDS
    for kinds, expected in ((("book",), {1, 3, 5}), (("film", "study"), {2, 4, 6}), ((), set())):
        assert found(shelf, Chosen("kind", kinds)) == expected
    assert found(shelf, And((tree_of("rumah"), Not(Chosen("kind", ("film",)))))) == {1, 3}
    assert found(shelf, Years(None, None)) == {1, 2, 3, 4, 5, 6}


def test_facets_count_under_a_field_like_under_a_word(shelf: Engine) -> None:
    answer = ask(shelf, "tahun:2004..2015", Filters(chosen={"kind": ["book"]}))
    assert answer.total == 2
    assert answer.facets["kind"] == {"book": 2, "film": 1}


def test_what_names_a_field_is_required_of_the_rest_too(shelf: Engine) -> None:
    answer = ask(shelf, "kekerasan sawah tahun:2004..2010")
    assert (answer.total, answer.others) == (0, 2)
    assert set(answer.ranked) == {1, 2}
    assert ask(shelf, "rumah penulis:zebra").others == 0


def test_passages_answer_by_their_words_and_leave_open_what_they_do_not_know(shelf: Engine) -> None:
    for question, publication, numbers in (
        ("judul:rumah sawah", 1, [2]),
        ("judul:rumah ATAU sawah", 1, [2]),
        ("sawah -judul:kota", 1, [2]),
        ("sawah tahun:2004", 1, [2]),
        ("sawah tahun:2010", 1, []),
        ("judul:rumah", 1, []),
        ("tahun:2004", 1, []),
    ):
        tree = tree_of(question)
        assert shelf.passages(tree, publication) == (len(numbers), numbers), question
    evidence = shelf.evidence(tree_of("judul:rumah sawah"), [1, 2])
    assert (list(evidence[1].numbers), evidence[2].matching) == ([2], 0)
    assert shelf.order(tree_of("judul:rumah sawah"), [2, 1]) == [1, 2]


def test_a_title_that_is_asked_for_ranks_and_a_value_does_not(engine: Engine) -> None:
    hold(
        engine,
        work(1, "x", title="hukum adat dan banyak kata lain di dalam judul ini", year=2020),
        work(2, "x", title="hukum", year=2001),
    )
    assert list(ask(engine, "judul:hukum").ranked) == [2, 1]
    assert list(ask(engine, "tahun:2000..2020").ranked) == [1, 2]


def test_a_page_proposed_for_a_title_that_it_does_not_have_is_no_answer(engine: Engine) -> None:
    crowd = [work(n, "sawah sawah", title="padi") for n in range(1, 6)]
    hold(engine, *crowd, work(9, *["kebun"] * 30, "sawah", title="jagung"))
    answer = engine.candidates(tree_of("sawah judul:padi"), EVERYTHING, size=3)
    assert (answer.total, set(answer.ranked)) == (5, {1, 2, 3, 4, 5})


@pytest.mark.parametrize(("works", "thick"), [(30, 50), (3, 700)])
def test_works_behind_the_many_pages_of_others_are_put_in_order_too(
    engine: Engine, works: int, thick: int
) -> None:
    """However often a beginning comes, and whatever a thick book has of it, each work has its passages."""
    shelf = [work(number, *["perempuan"] * thick) for number in range(1, works + 1)]
    best = work(works + 1, "sawah", "perempuan desa", "perempuan")
    other = work(works + 2, "sawah", title="perempuan desa")
    rebuild(engine, *shelf, best, other)
    every = [other.publication, *range(1, works + 1), best.publication]
    alone, beside = tree_of("perem*"), tree_of("perem* desa")
    assert engine.order(alone, every) == [*range(1, works + 1), best.publication, other.publication]
    # The title of the other holds all that is asked, and no page of it does.
    assert engine.order(beside, every)[:2] == [best.publication, other.publication]
    found_in = engine.evidence(alone, every)
    assert {len(found_in[number].numbers) for number in range(1, works + 1)} == {3}
    assert {found_in[number].matching for number in range(1, works + 1)} == {thick}
    assert sorted(found_in[best.publication].numbers) == [2, 3]
    assert (found_in[other.publication].numbers, found_in[other.publication].matching) in [((), 0), ([], 0)]


def test_odd_leaves_do_no_harm(shelf: Engine) -> None:
    for text in ('"', "a*b", "..", "*", "\u0000", "😀", "x" * 3000, "[a-z]", "~", ".*"):
        for leaf in (
            Prefix(text, text),
            Fuzzy(text * 9, text * 9, 2),
            Within("names", Term(text, text, text)),
        ):
            assert found(shelf, leaf) == set(), leaf
        assert found(shelf, Chosen("topic", (text,))) == set()
    for empty in (Prefix("", ""), Fuzzy("", "", 1), Within("about", Phrase(()))):
        assert found(shelf, empty) == set()
    with pytest.raises(KeyError):
        found(shelf, Chosen("colour", ("red",)))
