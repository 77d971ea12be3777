"""The best passages of many publications: whoever asks for them after the order sees what everybody else sees."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tantivy import Document

from search.engines import mapping as m
from search.engines.embedded import Embedded, best
from search.engines.embedded.index import SCHEMA
from search.query import parse
from search.tree import Node
from tests.search.engine_cases import rebuild, work

WORDS = ["desa", "korban", "anak", "hukum", "bidan", "warga"]
QUESTIONS = ["desa", "desa korban", "anak hukum desa", "bid*", '"desa korban"', "desa -anak"]
PUBLICATIONS = list(range(1, 13))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(7)  # noqa: S311  # no secret
    engine = Embedded(tmp_path_factory.mktemp("best") / "index")
    pages = {
        number: [
            " ".join(chance.choices(WORDS, k=chance.randint(1, 12)))
            for _ in range(chance.choice([1, 2, 5, 40]))
        ]
        for number in PUBLICATIONS
    }
    rebuild(engine, *(work(number, *own) for number, own in pages.items()))
    return engine.folder


def asked(question: str) -> Node:
    tree = parse(question).tree
    assert tree is not None
    return tree


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("first", "following"), [(1_000, 10_000), (60, 10_000), (20, 40), (3, 5), (1, 1)])
def test_evidence_is_the_same_whoever_asked_for_the_order_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, question: str, first: int, following: int
) -> None:
    engine, shown = Embedded(folder), PUBLICATIONS[2:9]
    expected = engine.evidence(asked(question), shown)
    monkeypatch.setattr(best, "_many", lambda *_: first)
    monkeypatch.setattr(best, "NEXT_PASSAGES", following)
    tree = asked(question)
    assert engine.evidence(tree, shown) == expected
    ordered = engine.order(tree, PUBLICATIONS)
    assert ordered == Embedded(folder).order(asked(question), PUBLICATIONS)
    assert engine.evidence(tree, shown) == expected


def test_equals_come_in_reading_order_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A work that was too large for the writer's memory lies in several parts, and the later may come first."""
    engine, shown = Embedded(tmp_path / "index"), [2, 3]
    with engine.rebuild() as building:
        for number in range(1, 6):
            whole = work(number, *["desa"] * 40)
            building.put([replace(whole, passages=whole.passages[20:])])
            building._passages.commit()
            for passage in m.passages(replace(whole, passages=whole.passages[:20])):
                building._passages.add_document(Document.from_dict(passage, SCHEMA))
        building.swap()
    monkeypatch.setattr(best, "_many", lambda *_: 90)
    for question in ("desa", "des*"):
        tree = asked(question)
        alone = engine.evidence(tree, shown)
        assert [alone[one].numbers for one in shown] == [[1, 2, 3]] * 2
        engine.order(tree, range(1, 6))
        assert engine.evidence(tree, shown) == alone


def test_of_few_passages_the_searcher_is_not_asked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, tree = Embedded(folder), asked("desa")
    alone = engine.evidence(tree, PUBLICATIONS)
    engine.order(tree, PUBLICATIONS)
    monkeypatch.setattr(best, "_look", _not_expected)
    assert engine.evidence(tree, PUBLICATIONS) == alone


def test_works_as_long_as_all_others_are_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, tree = Embedded(tmp_path / "index"), asked("desa")
    works = range(1, 61)
    rebuild(engine, *(work(number, *["desa"] * 20, *["desa warga"] * 10) for number in works))
    looks: list[int] = []
    look = best._look

    def counted(reading: Any, tree: Node, publications: list[int], limit: int) -> best.Look:
        looks.append(len(publications))
        return look(reading, tree, publications, limit)

    monkeypatch.setattr(best, "_look", counted)
    assert engine.order(tree, works) == list(works)
    assert {one.matching for one in engine.evidence(tree, list(works)[:20]).values()} == {30}
    assert looks == [60]


def test_what_was_looked_at_for_others_is_no_answer(folder: Path) -> None:
    engine, tree = Embedded(folder), asked("desa")
    engine.order(tree, PUBLICATIONS[:3])
    assert engine.evidence(tree, PUBLICATIONS) == Embedded(folder).evidence(asked("desa"), PUBLICATIONS)


def test_after_a_change_what_was_looked_at_before_it_is_forgotten(tmp_path: Path) -> None:
    engine, tree = Embedded(tmp_path / "index"), asked("desa")
    rebuild(engine, work(1, "desa"))
    engine.order(tree, [1])
    with engine.writer() as writer:
        writer.put([work(1, "kota", "desa", "desa", revision=2)])
        writer.commit()
    assert engine.evidence(tree, [1])[1].matching == 2


def test_orders_whose_passages_nobody_asks_for_do_not_pile_up(folder: Path) -> None:
    engine = Embedded(folder)
    trees = [asked("desa") for _ in range(100)]
    for tree in trees:
        engine.order(tree, PUBLICATIONS)
    assert len(engine._reading()._left) <= 8


def _not_expected(*given: Any) -> None:
    raise AssertionError(given)
