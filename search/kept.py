"""What was made of a tree, kept for the next step of the same question: a question is asked in three steps and often
again, narrowed or page by page.

Trees are told apart by which object they are. They do not change, and to compare two of them by what they hold costs as
much as compiling them anew.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

MOST = 1_024
"""Of each function; then it begins anew. A question needs two or three of them."""

Made = TypeVar("Made")


def kept(make: Callable[..., Made]) -> Callable[..., Made]:
    """A function of a tree, and of what else may be a key, that answers the same tree the same thing again."""
    made: dict[Any, tuple[object, Made]] = {}

    @wraps(make)
    def make_once(tree: object, *more: Any) -> Made:
        key = (id(tree), *more)
        known = made.get(key)
        if known is not None and known[0] is tree:
            return known[1]
        if len(made) >= MOST:
            made.clear()
        fresh = make(tree, *more)
        made[key] = tree, fresh  # with the tree itself, so that no other takes its place in memory
        return fresh

    return make_once
