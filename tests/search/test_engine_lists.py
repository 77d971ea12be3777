"""What an engine promises of long lists and long facets: cursors to the end, and more values; once on each engine."""

import pytest

from search.engines import MOST_VALUES, Cursor, Engine, Filters, Sort
from search.query import parse
from tests.search.engine_cases import EVERYTHING, ask, hold, remove, work

DESA, BOTH = (parse(question).tree for question in ("desa", "desa kota"))
SORTS: list[Sort] = ["relevance", "newest", "oldest", "title"]


def shelf(engine: Engine) -> None:
    texts = ["desa kota", "desa", "kota desa desa", "kota", "desa desa", "sawah"]
    hold(
        engine,
        *(
            work(
                n, texts[n % 6], "desa" if n % 4 == 0 else "", title=f"Judul {n * 7 % 10}", year=2000 + n % 3
            )
            for n in range(1, 61)
        ),
    )


def walked(engine: Engine, question: object, sort: Sort, size: int) -> list[int]:
    """The whole list, read on from cursor to cursor."""
    found: list[int] = []
    after = None
    while True:
        answer = engine.candidates(question, EVERYTHING, sort=sort, size=size, after=after)  # type: ignore[arg-type]
        window = list(answer.ranked)[:size]
        if not window:
            assert answer.last is None
            return found
        found += window
        assert answer.last is not None
        after = Cursor.read(str(answer.last))
        assert after == answer.last


@pytest.mark.parametrize("sort", SORTS)
def test_cursors_reach_the_end_of_a_list_and_tell_each_publication_once(engine: Engine, sort: Sort) -> None:
    shelf(engine)
    for question in (DESA, BOTH, None):
        at_once = list(engine.candidates(question, EVERYTHING, sort=sort, size=100).ranked)
        assert len(at_once) == len(set(at_once)) >= 40
        for size in (7, 25):
            assert walked(engine, question, sort, size) == at_once
        windows = [
            number
            for start in range(0, 60, 7)
            for number in list(
                engine.candidates(question, EVERYTHING, sort=sort, size=7, start=start).ranked
            )[:7]
        ]
        assert windows == at_once


def test_behind_a_cursor_counts_and_complete_ones_are_told_as_before(engine: Engine) -> None:
    shelf(engine)
    first = engine.candidates(BOTH, EVERYTHING, sort="title", size=25)
    second = engine.candidates(BOTH, EVERYTHING, sort="title", size=25, after=first.last)
    assert (second.total, second.others) == (first.total, first.others)
    assert second.facets == first.facets
    assert first.total == len(set(first.complete) | set(second.complete))


def test_a_cursor_goes_on_behind_its_place_whatever_came_or_went_before(engine: Engine) -> None:
    hold(engine, *(work(n, "desa", year=2000 + n) for n in range(1, 11)))
    first = engine.candidates(DESA, EVERYTHING, sort="newest", size=4)
    assert list(first.ranked) == [10, 9, 8, 7]
    hold(engine, work(20, "desa", year=2020))
    remove(engine, 7, 2)
    remove(engine, 9, 2)
    second = engine.candidates(DESA, EVERYTHING, sort="newest", size=4, after=first.last)
    assert list(second.ranked) == [6, 5, 4, 3]


def test_a_cursor_of_another_order_or_of_nobody_begins_at_the_beginning(engine: Engine) -> None:
    hold(engine, *(work(n, "desa", title=f"judul {n}", year=2000 + n) for n in range(1, 6)))
    by_title = engine.candidates(DESA, EVERYTHING, sort="title", size=2).last
    assert list(engine.candidates(DESA, EVERYTHING, sort="newest", size=2, after=by_title).ranked) == [5, 4]
    for text in (
        "",
        "x",
        "W10",
        "W10=",
        "null",
        "e30",
        "é",
        "A" * 5_000,
        "[" * 3_000,
        str(Cursor(True, (-1,))),
    ):
        assert Cursor.read(text) is None


@pytest.mark.parametrize(
    "cursor",
    [Cursor(True, (1.25, 7)), Cursor(False, (86109000000001,)), Cursor(True, ("judul é\x01000000000007",))],
)
def test_a_cursor_is_written_for_an_address(cursor: Cursor) -> None:
    assert Cursor.read(str(cursor)) == cursor
    assert set(str(cursor)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_fifty_values_of_a_facet_are_told_and_that_there_are_more(engine: Engine) -> None:
    # topic-00 is named by 70 works, topic-01 by 69 …
    works = [
        work(n, "desa", year=1900 + n, topic=[f"topic-{t:02}" for t in range(71 - n)], place=["bandung"])
        for n in range(1, 71)
    ]
    hold(engine, *works)
    answer = ask(engine, "desa")
    assert list(answer.facets["topic"].items()) == [(f"topic-{t:02}", 70 - t) for t in range(MOST_VALUES)]
    assert answer.more == {"topic"}
    assert len(answer.facets["year"]) == 70
    all_of_them = engine.candidates(DESA, EVERYTHING, values=70)
    assert len(all_of_them.facets["topic"]) == 70
    assert not all_of_them.more
    two = engine.candidates(DESA, EVERYTHING, values=2)
    assert two.facets["topic"] == {"topic-00": 70, "topic-01": 69}


def test_a_chosen_value_is_counted_truly_however_rare(engine: Engine) -> None:
    hold(
        engine,
        *(work(n, "desa", topic=[f"t{t:02}" for t in range(60)]) for n in range(1, 4)),
        work(4, "desa", topic=["t00", "zz"]),
    )
    answer = ask(engine, "desa", Filters(chosen={"topic": ["zz", "none"]}))
    assert answer.total == 1
    assert (answer.facets["topic"]["zz"], answer.facets["topic"]["none"]) == (1, 0)
    assert len(answer.facets["topic"]) == MOST_VALUES + 2
    assert answer.more == {"topic"}


def test_equally_frequent_values_come_by_name(engine: Engine) -> None:
    hold(engine, *(work(n, "desa", topic=[f"t{(n * 37) % 80:02}"]) for n in range(1, 81)))
    assert list(ask(engine, "desa").facets["topic"]) == [f"t{t:02}" for t in range(MOST_VALUES)]
