"""What an engine promises, as sentences; the whole module runs once on each engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from search.analysis import tokens
from search.engines import FACETS, Candidates, Engine, Filters, Health, IndexBusy, IndexOutdated, Sort
from search.engines.elasticsearch import Elasticsearch
from search.engines.embedded import Embedded
from search.query import MOST_CLAUSES, And, Node, Not, Or, Phrase, Term, loosen, parse
from search.tree import Meant, Prefix
from tests.search.conftest import Held
from tests.search.engine_cases import (
    EVERYTHING,
    ask,
    everything,
    found,
    hold,
    holds,
    numbers,
    rebuild,
    remove,
    work,
)


@pytest.fixture
def shelf(held: Held) -> Engine:
    """The engine with the works of `SHELF`, to be asked only."""
    if not held.has_the_shelf:
        rebuild(held.engine, *SHELF)
        held.has_the_shelf = True
    return held.engine


def elsewhere(engine: Engine, version: str | None = None) -> Engine:
    """The same index as another process opens it, perhaps one of another version."""
    more = {} if version is None else {"version": version}
    if isinstance(engine, Embedded):
        return Embedded(engine.folder, question_seconds=20.0, turn_seconds=0.1, **more)
    assert isinstance(engine, Elasticsearch)
    return Elasticsearch(engine.urls, engine.prefix, question_seconds=20.0, **more)


def word(text: str) -> Term:
    (token,) = tokens(text)
    return Term(token.word, token.stem, token.exact)


def as_written(text: str) -> Term:
    (token,) = tokens(text)
    return Term(token.word, "", token.exact)


SHELF = [
    work(1, "perempuan desa menanam padi", "kekerasan di kota", kind="book", year=2004),
    work(2, "kekerasan terhadap perempuan", "rumah aman", kind="film", year=2010),
    work(3, "anak perempuan bersekolah", kind="book", year=2010, language="en"),
    work(4, "kota dan desa", kind=["study", "book"], year=2018),
    work(5, "padi", title="Kekerasan", about="perempuan nelayan", kind="regulation"),
]


# What is found


OPERATORS = {
    "perempuan": {1, 2, 3, 5},
    "kekerasan perempuan": {1, 2, 5},  # on different pages, in the title and the abstract
    "desa ATAU rumah": {1, 2, 4},
    "perempuan -kekerasan": {3},
    '"terhadap perempuan"': {2},
    '"perempuan kekerasan"': set(),  # the end of one page and the beginning of the next
    '"kekerasan perempuan"~1': {2},
    "(desa ATAU anak) perempuan": {1, 3},
    "(desa ATAU anak) perempuan -padi": {3},
    "perempuan -(desa ATAU anak)": {2, 5},
    '"kekerasan perempuan terhadap"~2': {2},
    '"kekerasan perempuan terhadap"~1': set(),
    "nelayan": {5},
    "zebra": set(),
    "perempuan zebra": set(),
}


def test_each_operator_finds_exactly_its_set(shelf: Engine) -> None:
    assert {question: found(shelf, question) for question in OPERATORS} == OPERATORS


def test_a_word_finds_its_family_and_a_word_as_written_only_itself(engine: Engine) -> None:
    hold(engine, work(1, "membaca"), work(2, "dibaca"), work(3, "bacaan"), work(4, "menulis"))
    assert found(engine, word("membaca")) >= {1, 2}
    assert found(engine, as_written("membaca")) == {1}
    assert found(engine, Phrase((as_written("dibaca"),))) == {2}


def test_refusals_alone_or_inside_a_choice_are_taken_at_their_word(shelf: Engine) -> None:
    assert found(shelf, Not(word("perempuan"))) == {4}
    assert found(shelf, And((Not(word("perempuan")), Not(word("kota"))))) == set()
    assert found(shelf, Not(Not(word("rumah")))) == {2}
    assert found(shelf, Or((word("rumah"), Not(word("perempuan"))))) == {2, 4}
    assert found(shelf, And((word("desa"), Or((word("padi"), Not(word("kota"))))))) == {1}


def test_a_refused_word_on_another_page_still_refuses(engine: Engine) -> None:
    pages = ["hukum adat waris"] + ["sawah"] * 5
    hold(engine, work(1, *pages, "berita"), work(2, "sawah", "hukum adat waris", "kabar"))
    answer = ask(engine, "hukum adat waris -berita")
    assert list(answer.ranked) == [2]
    assert (answer.total, answer.others) == (1, 0)


def test_a_proposal_of_the_passages_is_checked_for_refused_words(engine: Engine) -> None:
    crowd = [work(n, "hukum adat hukum adat", title="hukum adat") for n in range(1, 6)]
    hold(engine, *crowd, work(6, "hukum adat", *["sawah ladang"] * 40, "berita"))
    tree = parse("hukum adat -berita").tree
    assert tree is not None
    answer = engine.candidates(tree, EVERYTHING, size=3)
    assert answer.total == 5
    assert set(answer.ranked) == {1, 2, 3, 4, 5}


leaves = (
    some.sampled_from([word(each) for each in ("perempuan", "kekerasan", "desa", "zebra")])
    | some.builds(
        # The engines count the slop of three words and more differently where words repeat.
        lambda words, slop, exact: Phrase(tuple(map(word, words)), slop if len(words) == 2 else 0, exact),
        some.lists(
            some.sampled_from(["perempuan", "kekerasan", "desa"]), min_size=1, max_size=3, unique=True
        ),
        some.integers(0, 2),
        some.booleans(),
    )
    | some.sampled_from([Prefix(start, start) for start in ("des", "peremp", "zeb")])
)
trees = some.recursive(
    leaves,
    lambda inner: some.one_of(
        some.builds(Not, inner),
        some.builds(And, some.lists(inner, min_size=1, max_size=4).map(tuple)),
        some.builds(Or, some.lists(inner, min_size=1, max_size=4).map(tuple)),
        some.builds(Meant, inner, some.lists(inner, min_size=1, max_size=2).map(tuple)),
    ),
    max_leaves=8,
)
LIBRARY = [
    work(1, "perempuan kekerasan", "desa padi"),
    work(2, "kekerasan perempuan desa", "perempuan"),
    work(3, "desa padi kekerasan", "desa perempuan kekerasan"),
    work(4, "padi", "padi padi"),
    work(5, "perempuan padi desa kekerasan", title="desa"),
    work(6),
    work(7, "kekerasan", about="perempuan desa"),
]


def test_any_tree_gives_what_a_plain_reading_gives(engine: Engine) -> None:
    hold(engine, *LIBRARY)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(trees)
    def check(tree: Node) -> None:
        answer = engine.candidates(tree, EVERYTHING)
        wanted = numbers(each for each in LIBRARY if holds(each, tree))
        some_words = numbers(each for each in LIBRARY if holds(each, loosen(tree)))
        assert set(answer.complete) == wanted
        assert (answer.total, answer.others) == (len(wanted), len(some_words - wanted))
        assert set(answer.ranked) == wanted | some_words
        assert len(answer.ranked) == len(set(answer.ranked))
        assert sorted(engine.order(tree, answer.ranked)) == sorted(answer.ranked)
        assert set(engine.evidence(tree, answer.ranked)) == set(answer.ranked)

    check()


def test_steps_asked_together_say_what_each_says_by_itself(shelf: Engine) -> None:
    tree = parse("perempuan kekerasan").tree

    def steps() -> tuple[object, ...]:
        candidates = shelf.candidates(tree, EVERYTHING)
        best = shelf.order(tree, candidates.ranked)
        return candidates, best, shelf.evidence(tree, best[:2])

    candidates, best, evidence = shelf.together(steps)
    assert candidates == shelf.candidates(tree, EVERYTHING)
    assert best == shelf.order(tree, candidates.ranked)
    assert evidence == shelf.evidence(tree, best[:2])
    with pytest.raises(ZeroDivisionError):
        shelf.together(lambda: 1 // 0)


def test_twenty_clauses_empty_tokens_and_odd_characters_do_no_harm(shelf: Engine) -> None:
    many = tuple(word(f"kata{number:02}") for number in range(MOST_CLAUSES - 1))
    assert found(shelf, Or((*many, word("rumah")))) == {2}
    assert found(shelf, And((*many, word("rumah")))) == set()
    odd = ['"', "\\", "a:b", "*", "/./", "(", "\u0000", "😀", "{", "x" * 5000, "é", "[1TO*]", "^2~&&"]
    for text in odd:
        assert found(shelf, Term(text, text, text)) == set()
        assert found(shelf, Phrase((Term(text, text, text), word("desa")))) == set()
    empty = Term("", "", "")
    for tree in (empty, Phrase(()), Phrase((empty,)), And((empty, word("rumah"))), Or(())):
        assert found(shelf, tree) == set()
    assert found(shelf, Or((empty, word("rumah")))) == {2}
    assert found(shelf, Phrase((empty, word("rumah")))) == {2}
    assert found(shelf, Not(empty)) == {1, 2, 3, 4, 5}


def test_the_longest_token_and_every_script_are_held(engine: Engine) -> None:
    hold(engine, work(1, "x" * 3000, "ᮊᮥᮔ᮪ᮒ᮪ 情報 عنف"))
    for text in ("x" * 3000, "情報", "عنف"):
        assert found(engine, text[:400]) == {1}


# Counts and facets


def test_the_total_holds_all_the_words_and_the_others_some(shelf: Engine) -> None:
    answer = ask(shelf, "kekerasan desa")
    assert (answer.total, answer.others) == (1, 3)
    assert set(answer.complete) == {1}
    assert set(answer.ranked) == {1, 2, 4, 5}
    assert answer.ranked[0] == 1


def test_facets_count_the_publications_that_hold_all_the_words(shelf: Engine) -> None:
    answer = ask(shelf, "perempuan")
    assert answer.total == 4
    assert {facet: counts for facet, counts in answer.facets.items() if counts} == {
        "kind": {"book": 2, "film": 1, "regulation": 1},
        "year": {"2004": 1, "2010": 2},
        "language": {"id": 3, "en": 1},
    }
    assert set(answer.facets) == set(FACETS)
    assert not answer.more


def test_a_facet_does_not_hide_its_own_siblings(shelf: Engine) -> None:
    answer = ask(shelf, "perempuan", Filters(chosen={"kind": ["book"]}))
    assert answer.total == 2
    assert answer.facets["kind"] == {"book": 2, "film": 1, "regulation": 1}
    assert answer.facets["year"] == {"2004": 1, "2010": 1}
    both = ask(shelf, "perempuan", Filters(chosen={"kind": ["book"], "language": ["en"]}))
    assert both.total == 1
    assert both.facets["kind"] == {"book": 1}
    assert both.facets["language"] == {"id": 1, "en": 1}
    assert both.facets["year"] == {"2010": 1}


def test_a_chosen_value_without_a_publication_is_counted_as_none(shelf: Engine) -> None:
    answer = ask(shelf, "perempuan", Filters(chosen={"kind": ["study"]}))
    assert (answer.total, list(answer.ranked)) == (0, [])
    assert answer.facets["kind"] == {"book": 2, "film": 1, "regulation": 1, "study": 0}


def test_facets_describe_the_others_when_nothing_holds_all_the_words(shelf: Engine) -> None:
    answer = ask(shelf, "nelayan rumah")
    assert (answer.total, answer.others) == (0, 2)
    assert answer.facets["kind"] == {"film": 1, "regulation": 1}
    assert not answer.complete


def test_a_publication_with_several_values_counts_for_each(shelf: Engine) -> None:
    answer = ask(shelf, "kota")
    assert answer.total == 2
    assert answer.facets["kind"] == {"book": 2, "study": 1}


# Filters


FILTERS = [
    (Filters(chosen={"kind": ["film", "study"]}), {2, 4}),
    (Filters(chosen={"kind": ["book"], "year": ["2010", "2018"]}), {3, 4}),
    (Filters(chosen={"kind": []}), {1, 2, 3, 4, 5}),
    (Filters(chosen={"kind": ['buku "lain" *']}), set()),
    (Filters(years=(2004, 2010)), {1, 2, 3}),
    (Filters(years=(2005, None)), {2, 3, 4}),
    (Filters(years=(None, 2004)), {1}),
    (Filters(years=(None, None)), {1, 2, 3, 4, 5}),
    (Filters(years=(2019, 2001)), set()),
    (Filters(years=(-5, 99999)), {1, 2, 3, 4}),
    (Filters(years=(2010, 2010), chosen={"language": ["en"]}), {3}),
    (Filters(without=[1, 4, 99]), {2, 3, 5}),
    (Filters(only=[1, 4, 99]), {1, 4}),
    (Filters(only=[]), set()),
    (Filters(only=[1, 2, 3], without=[2], chosen={"kind": ["book"]}), {1, 3}),
]


def test_each_filter_leaves_exactly_its_set(shelf: Engine) -> None:
    for filters, expected in FILTERS:
        assert found(shelf, "perempuan ATAU kota", filters) == expected, filters
        answer = shelf.candidates(None, filters)
        assert (set(answer.ranked), answer.total) == (expected, len(expected)), filters


def test_the_years_are_the_year_facets_own_filter(shelf: Engine) -> None:
    answer = ask(shelf, "perempuan", Filters(years=(2010, 2020)))
    assert answer.total == 2
    assert answer.facets["year"] == {"2004": 1, "2010": 2}
    assert answer.facets["kind"] == {"film": 1, "book": 1}


def test_what_is_left_out_of_the_question_is_in_no_count(shelf: Engine) -> None:
    answer = ask(shelf, "perempuan", Filters(without=[2]))
    assert (answer.total, answer.facets["kind"]) == (3, {"book": 2, "regulation": 1})
    answer = ask(shelf, "perempuan", Filters(only=[2, 3]))
    assert (answer.total, answer.facets["kind"]) == (2, {"film": 1, "book": 1})


# Order


def test_sorted_lists_give_exactly_the_window_all_the_words_first(engine: Engine) -> None:
    titles = {1: "Cinta", 2: "adat", 3: "Bumi", 4: "bumi kita", 5: "Zaman"}
    years = {1: 2001, 2: 2003, 3: None, 4: 2002, 5: 2003}
    hold(engine, *(work(n, "desa", "kota" if n < 5 else "", title=titles[n], year=years[n]) for n in titles))
    desa = parse("desa").tree
    expected: dict[Sort, list[int]] = {
        "newest": [5, 2, 4, 1, 3],
        "oldest": [1, 4, 2, 5, 3],
        "title": [2, 3, 4, 1, 5],
    }
    for sort, order in expected.items():
        whole = [
            publication
            for start in range(0, 6, 2)
            for publication in engine.candidates(desa, EVERYTHING, sort=sort, size=2, start=start).ranked
        ]
        assert whole == order
        assert list(engine.candidates(None, EVERYTHING, sort=sort).ranked) == order
    both = parse("desa kota").tree
    whole = [
        publication
        for start in range(7)
        for publication in engine.candidates(both, EVERYTHING, sort="newest", size=1, start=start).ranked
    ]
    assert whole == [2, 4, 1, 3, 5]
    assert list(engine.candidates(both, EVERYTHING, sort="newest", size=3, start=3).ranked) == [3, 5]
    assert engine.candidates(both, EVERYTHING, sort="newest", size=3, start=3).complete == {3}


def test_without_a_question_everything_is_there_newest_first(shelf: Engine) -> None:
    answer = shelf.candidates(None, EVERYTHING, size=3)
    assert answer == Candidates(5, 0, answer.facets, [4, 3, 2], frozenset({4, 3, 2}), last=answer.last)
    assert answer.facets["kind"] == {"book": 3, "film": 1, "study": 1, "regulation": 1}
    assert shelf.order(None, [2, 1]) == [2, 1]
    assert shelf.evidence(None, [1])[1].matching == 0


def test_all_the_words_come_before_any_number_of_one(engine: Engine) -> None:
    hold(
        engine,
        *(work(n, "adat " * 30, title="adat") for n in range(1, 8)),
        work(8, "sawah " * 300, "adat waris"),
    )
    answer = ask(engine, "adat waris")
    assert answer.ranked[0] == 8
    assert (answer.total, answer.others) == (1, 7)


def test_a_title_weighs_more_than_a_page(engine: Engine) -> None:
    hold(engine, work(1, "hukum adat dan hukum adat lagi"), work(2, "hukum adat", title="Hukum adat"))
    assert list(ask(engine, "hukum adat").ranked) == [2, 1]


def test_the_written_form_weighs_more_than_its_family(engine: Engine) -> None:
    hold(engine, work(1, "dibaca di sini"), work(2, "membaca di sini"), work(3, "dibaca di situ"))
    assert ask(engine, "membaca").ranked[0] == 2
    assert engine.order(word("membaca"), [1, 2, 3])[0] == 2


def test_the_best_passage_decides_the_order(engine: Engine) -> None:
    scattered = work(1, "ayah pergi", "sawah", "kandung", "ayah kandung disebut terpisah jauh", title="ayah")
    together = work(2, *["sawah ladang"] * 30, "pemerkosaan oleh ayah kandung")
    hold(engine, scattered, work(3, "ayah", "pemerkosaan", "kandung"), together, work(4, "sawah"))
    tree = parse("pemerkosaan ayah kandung").tree
    assert engine.order(tree, [1, 3, 2])[0] == 2
    assert engine.order(tree, [4, 1, 2])[-1] == 4
    assert engine.order(tree, []) == []


def test_a_description_that_holds_the_whole_question_stands_before_texts_that_repeat_it(
    engine: Engine,
) -> None:
    others = [work(n, "catatan tahunan kekerasan, sawah, catatan tahunan kekerasan") for n in range(1, 4)]
    meant = work(9, "catatan tahunan kekerasan", "angka dan kisah", title="Catatan Tahunan Kekerasan")
    hold(engine, *others, meant, *(work(n, "sawah ladang") for n in range(10, 60)))
    tree = parse("catatan tahunan kekerasan").tree
    assert engine.order(tree, [1, 2, 9, 3])[0] == 9
    assert engine.order(parse("kekerasan catatan tahunan").tree, [1, 2, 9, 3])[0] == 9


def test_a_description_that_holds_a_part_of_the_question_gains_nothing_by_it(engine: Engine) -> None:
    part = work(1, "sawah dan ladang", "hukum", title="Hukum Hukum Hukum Waris Waris")
    hold(engine, part, work(2, "sawah", "hukum waris adat"), *(work(n, "sawah") for n in range(3, 9)))
    assert engine.order(parse("hukum waris adat").tree, [1, 2])[0] == 2


def test_a_word_asked_for_in_a_title_decides_by_titles(engine: Engine) -> None:
    hold(engine, work(1, "hukum hukum", title="Padi"), work(2, "hukum", title="Hukum Adat"))
    assert engine.order(parse("judul:adat hukum").tree, [1, 2])[0] == 2


def test_those_without_a_passage_keep_their_order_at_the_end(engine: Engine) -> None:
    hold(engine, *(work(n, "sawah") for n in range(1, 5)), work(5, "hukum"))
    assert engine.order(word("hukum"), [4, 2, 5, 1, 3]) == [5, 4, 2, 1, 3]


def test_a_page_of_a_thick_book_joins_the_candidates(engine: Engine) -> None:
    crowd = [work(n, "hukum adat hukum adat", "hukum", title="hukum adat") for n in range(1, 31)]
    thick = work(99, *["sawah ladang kebun hutan"] * 200, "hukum adat")
    hold(engine, *crowd, thick)
    answer = engine.candidates(parse("hukum adat").tree, EVERYTHING, size=10)
    assert answer.total == 31
    assert 99 in answer.ranked[10:]
    assert 99 in answer.complete
    narrowed = engine.candidates(parse("hukum adat").tree, Filters(without=[99]), size=10)
    assert 99 not in narrowed.ranked


def test_the_best_passage_is_found_among_thousands(engine: Engine) -> None:
    books = [work(n, *["hukum hukum"] * 600) for n in range(1, 4)]
    hold(engine, *books, work(9, *["sawah sawah sawah hukum"] * 3))
    assert set(engine.order(word("hukum"), [9, 1, 2, 3])[:3]) == {1, 2, 3}
    assert engine.order(word("hukum"), [9, 1, 2, 3])[-1] == 9


# Evidence


def test_evidence_names_the_best_passages_and_counts_all_that_match(engine: Engine) -> None:
    hold(
        engine,
        work(1, "sawah", "hukum", "hukum adat", "adat sawah ladang kebun", "kebun"),
        work(2, "hukum", *["adat"] * 4),
        work(3, "sawah", title="hukum adat"),
    )
    evidence = engine.evidence(parse("hukum adat").tree, [1, 2, 3], passages=2)
    assert evidence[1].numbers[0] == 3
    assert set(evidence[1].numbers) == {3, 2}
    assert [evidence[n].matching for n in (1, 2, 3)] == [3, 5, 0]
    assert list(evidence[3].numbers) == []
    phrase = engine.evidence(parse('"hukum adat"').tree, [1, 2])
    assert (list(phrase[1].numbers), phrase[2].matching) == ([3], 0)


def test_passages_that_are_alike_come_in_reading_order(engine: Engine) -> None:
    hold(engine, work(1, "sawah", *["adat"] * 4))
    assert list(engine.evidence(word("adat"), [1], passages=4)[1].numbers) == [2, 3, 4, 5]


def test_the_passages_of_one_publication_come_in_reading_order_and_windows(engine: Engine) -> None:
    texts = ["adat" if number % 3 else "sawah" for number in range(1, 31)]
    hold(engine, work(1, *texts), work(2, "adat"))
    expected = [number for number in range(1, 31) if number % 3]
    assert engine.passages(word("adat"), 1) == (20, expected)
    assert engine.passages(word("adat"), 1, size=7, start=14) == (20, expected[14:])
    assert engine.passages(word("zebra"), 1) == (0, [])
    assert engine.passages(Not(word("adat")), 1) == (0, [])
    assert engine.passages(word("adat"), 77) == (0, [])


def test_the_passages_of_the_loosened_question_are_those_that_evidence_counts(engine: Engine) -> None:
    hold(engine, work(1, "adat", "sawah", "adat dan sawah", "kebun", "sawah berita"))
    for question, whole, some_words in (
        ("adat sawah", [3], [1, 2, 3, 5]),
        ("adat sawah -berita", [3], [1, 2, 3]),
        ('"adat dan sawah" kebun', [], [3, 4]),
        ("adat ATAU kebun", [1, 3, 4], [1, 3, 4]),
    ):
        tree = parse(question).tree
        assert tree is not None
        assert engine.passages(tree, 1) == (len(whole), whole)
        assert engine.passages(loosen(tree), 1) == (len(some_words), some_words)
        assert engine.evidence(tree, [1])[1].matching == len(some_words)


# Writing


def test_nothing_is_seen_before_the_commit(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put([work(1, "desa")])
        assert everything(engine) == []
        writer.commit()
        assert everything(engine) == [1]
        writer.put([work(2, "desa")])
    assert everything(engine) == [1]


def test_leaving_by_an_error_discards_what_was_put(engine: Engine) -> None:
    hold(engine, work(1, "desa"))
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:
        writer.put([work(1, "kota", revision=2), work(2, "kota")])
        writer.remove(1, 3)
        raise ZeroDivisionError
    assert everything(engine) == [1]
    assert found(engine, "desa") == {1}
    hold(engine, work(3, "desa"))
    assert everything(engine) == [1, 3]


def test_a_publication_is_replaced_with_all_its_passages(engine: Engine) -> None:
    hold(engine, work(1, *["desa"] * 12, title="Lama", kind="film"), work(2, "desa"))
    hold(engine, work(1, "kota", "padi", revision=2, title="Baru", kind="book"))
    assert found(engine, "desa") == {2}
    assert found(engine, "lama") == set()
    assert found(engine, "baru kota") == {1}
    assert engine.passages(word("desa"), 1) == (0, [])
    assert engine.passages(word("padi"), 1) == (1, [2])
    assert ask(engine, "kota").facets["kind"] == {"book": 1}
    health = engine.health()
    assert (health.publications, health.passages) == (2, 3)


def test_passage_numbers_may_have_holes_and_leave_no_ghosts(engine: Engine) -> None:
    whole = work(1, "desa", "desa", "desa")
    hold(engine, whole)
    holed = work(1, "desa", "desa", "desa", revision=2)
    hold(engine, type(whole)(1, 2, "", "", passages=[holed.passages[0], holed.passages[2]]))
    assert engine.passages(word("desa"), 1) == (2, [1, 3])


def test_the_last_of_several_changes_in_one_batch_holds(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put([work(1, "desa", "desa"), work(1, "kota", revision=2), work(1, "padi", revision=1)])
        writer.put([work(2, "kota", revision=4)])
        writer.remove(2, 5)
        writer.remove(3, 5)
        writer.put([work(3, "kota", revision=6)])
        writer.commit()
    assert everything(engine) == [1, 3]
    assert found(engine, "kota") == {1, 3}
    assert engine.health().passages == 2


def test_a_late_writer_with_an_older_revision_loses(engine: Engine) -> None:
    hold(engine, work(1, "kota", revision=7))
    hold(engine, work(1, "desa", "desa", "desa", revision=6))
    assert (found(engine, "kota"), found(engine, "desa")) == ({1}, set())
    assert engine.health().passages == 1
    remove(engine, 1, 6)
    assert found(engine, "kota") == {1}
    hold(engine, work(1, "padi", revision=7))  # the same again, after a crash, is welcome
    assert found(engine, "padi") == {1}


def test_what_is_removed_is_gone_from_every_answer(engine: Engine) -> None:
    hold(engine, *SHELF)
    remove(engine, 2, 2)
    remove(engine, 98, 1)
    assert everything(engine) == [1, 3, 4, 5]
    assert found(engine, Not(word("zebra"))) == {1, 3, 4, 5}
    answer = ask(engine, "kekerasan perempuan")
    assert set(answer.ranked) == {1, 3, 5}
    assert "film" not in answer.facets["kind"]
    assert engine.evidence(word("perempuan"), [2])[2].matching == 0
    assert [publication for publication, _ in engine.revisions(0, 100)] == [1, 3, 4, 5]
    health = engine.health()
    assert (health.publications, health.passages) == (4, 5)


def test_a_late_put_after_the_removal_loses_and_a_newer_one_returns(engine: Engine) -> None:
    hold(engine, work(1, "desa", "desa", revision=3))
    remove(engine, 1, 5)
    hold(engine, work(1, "desa", "desa", revision=4))
    assert (everything(engine), engine.health().passages) == ([], 0)
    remove(engine, 2, 5)  # removed before it was ever put
    hold(engine, work(2, "desa", revision=4))
    assert everything(engine) == []
    hold(engine, work(1, "desa", revision=6), work(2, "desa", revision=6))
    assert found(engine, "desa") == {1, 2}
    assert engine.health().passages == 2


def test_revisions_are_told_in_order_a_window_at_a_time(engine: Engine) -> None:
    hold(engine, *(work(n, "desa", revision=n * 10) for n in (5, 3, 11, 1, 8)))
    assert engine.revisions(0, 2) == [(1, 10), (3, 30)]
    assert engine.revisions(3, 2) == [(5, 50), (8, 80)]
    assert engine.revisions(8, 2) == [(11, 110)]
    assert engine.revisions(11, 2) == []
    assert engine.revisions(-1, 9)[0] == (1, 10)


def test_another_process_sees_what_was_committed(engine: Engine) -> None:
    other = elsewhere(engine)
    assert everything(other) == []
    hold(engine, work(1, "desa"))
    assert found(other, "desa") == {1}
    hold(other, work(1, "kota", revision=2))
    assert found(engine, "kota") == {1}


# Rebuilding


def test_the_old_index_answers_until_the_swap(engine: Engine) -> None:
    hold(engine, work(1, "desa"), work(2, "desa"))
    other = elsewhere(engine)
    with engine.rebuild() as building:
        building.put([work(1, "kota", revision=2), work(3, "kota")])
        building.remove(3, 2)
        building.commit()
        assert found(engine, "desa") == found(other, "desa") == {1, 2}
        assert found(engine, "kota") == set()
        building.swap()
        assert found(engine, "kota") == found(other, "kota") == {1}
    assert everything(engine) == everything(other) == [1]
    assert engine.passages(word("kota"), 3) == (0, [])
    hold(other, work(4, "kota"))
    assert found(engine, "kota") == {1, 4}


def test_a_failed_rebuild_leaves_the_old_index_answering(engine: Engine) -> None:
    hold(engine, work(1, "desa"))
    with pytest.raises(ZeroDivisionError), engine.rebuild() as building:
        building.put([work(2, "desa")])
        raise ZeroDivisionError
    assert everything(engine) == [1]
    with engine.rebuild() as building:
        building.put([work(3, "desa")])
    assert everything(engine) == [1]
    hold(engine, work(4, "desa"))
    assert everything(engine) == [1, 4]
    rebuild(engine, work(5, "desa"))
    assert everything(engine) == [5]


def test_one_rebuild_at_a_time(engine: Engine) -> None:
    with engine.rebuild() as building:
        building.put([work(1, "desa")])
        with pytest.raises(IndexBusy), elsewhere(engine).rebuild():
            pass
        building.swap()
    assert everything(engine) == [1]


def test_a_change_during_a_rebuild_is_found_before_and_after_the_swap(engine: Engine) -> None:
    hold(engine, work(1, "desa"), work(2, "desa"), work(3, "desa"))
    other = elsewhere(engine)
    with engine.rebuild() as building:
        hold(other, work(1, "kota", revision=2), work(4, "kota"))
        remove(other, 2, 2)
        assert (found(engine, "kota"), found(engine, "desa")) == ({1, 4}, {3})
        building.put([work(1, "desa", "desa"), work(2, "desa"), work(3, "desa")])  # as read before the change
        hold(other, work(3, "kota", revision=2))
        with other.writer() as writer:
            writer.put([work(5, "kota")])  # and not committed
        building.swap()
    assert everything(engine) == [1, 3, 4]
    assert (found(engine, "kota"), found(engine, "desa")) == ({1, 3, 4}, set())
    assert engine.health().passages == 3


def test_an_index_of_another_version_is_neither_read_nor_written(engine: Engine) -> None:
    hold(engine, work(1, "desa"))
    newer = elsewhere(engine, "another")
    for act in (
        lambda: newer.candidates(word("desa"), EVERYTHING),
        lambda: newer.candidates(None, EVERYTHING),
        lambda: newer.order(word("desa"), [1]),
        lambda: newer.evidence(word("desa"), [1]),
        lambda: newer.passages(word("desa"), 1),
        lambda: newer.revisions(0, 1),
        lambda: hold(newer, work(2, "desa")),
    ):
        with pytest.raises(IndexOutdated):
            act()
    health = newer.health()
    assert (health.reachable, health.current, type(health.trouble)) == (True, False, IndexOutdated)
    rebuild(newer, work(1, "desa"), work(2, "desa"))
    assert everything(newer) == [1, 2]
    assert newer.health() == Health(True, True, 2, 2)


def test_health_counts_what_is_held(engine: Engine) -> None:
    assert engine.health() == Health(True, True, 0, 0)
    hold(engine, *SHELF)
    assert engine.health() == Health(True, True, 5, 7)
