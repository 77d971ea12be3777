"""What the tests of the site share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    """A request leaves its language to what runs after it in the same thread; each test begins in ours."""
    translation.activate("id")
    yield
    translation.deactivate()
