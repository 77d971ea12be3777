"""The engines that the contract is run on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from search.engines import Engine
from search.engines.embedded import Embedded
from tests.search.engine_cases import a_prefix_of_ones_own, rebuild


@dataclass
class Held:
    """A module's one index: making a new one takes a server a second, so who only reads shares a filled one."""

    engine: Engine
    has_the_shelf: bool = False


@pytest.fixture(scope="module", params=["embedded", "elasticsearch"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    if request.param == "embedded":
        yield Held(Embedded(tmp_path_factory.mktemp("index"), question_seconds=20.0))
    else:
        with a_prefix_of_ones_own() as engine:
            yield Held(engine)


@pytest.fixture
def engine(held: Held) -> Engine:
    """The engine with an empty index."""
    rebuild(held.engine)
    held.has_the_shelf = False
    return held.engine
