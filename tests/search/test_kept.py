"""What was made of a tree is made once for each tree, and for no other."""

from search import kept as module
from search.kept import kept
from search.query import Node, parse


def counted() -> tuple[list[object], object]:
    made: list[object] = []

    @kept
    def make(tree: Node | None, tier: str = "") -> list[object]:
        made.append((tree, tier))
        return [tree, tier]

    return made, make


def tree(question: str) -> Node:
    found = parse(question).tree
    assert found is not None
    return found


def test_a_tree_is_made_of_once_for_each_key() -> None:
    made, make = counted()
    asked = tree("korban")
    assert make(asked, "a") is make(asked, "a")
    assert make(asked, "b") == [asked, "b"]
    assert make(None) is make(None)
    assert len(made) == 3


def test_a_tree_that_takes_the_place_of_a_lost_one_in_memory_is_another() -> None:
    _, make = counted()
    for number in range(200):
        assert make(tree(f"kata{number}"))[0] == tree(f"kata{number}")


def test_only_so_many_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    made, make = counted()
    trees = [tree(f"kata{number}") for number in range(5)]
    assert [make(each)[0] for each in trees + trees] == trees + trees
    assert len(made) > 5
