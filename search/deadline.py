"""How long a reader waits for all that one question asks of an engine, however many calls that takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from search.engines import EngineAway

SECONDS = 2.0
"""For one question as a whole; then it is said that search is disturbed."""

TOO_LITTLE = 0.02
"""Seconds in which no engine answers: it is not asked, and so not blamed for its silence either."""


@dataclass(slots=True)
class _Clock:
    """Starts with the first call: what is read of the database before that is no engine's fault."""

    seconds: float
    outer: "_Clock | None"
    end: float | None = None

    def left(self, now: float) -> float:
        if self.end is None:
            self.end = now + self.seconds
        remaining = self.end - now
        return remaining if self.outer is None else min(remaining, self.outer.left(now))


_clock: ContextVar[_Clock | None] = ContextVar("clock", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All engine calls inside end within so many seconds of the first, or sooner where an outer deadline is nearer."""
    token = _clock.set(_Clock(seconds, _clock.get()))
    try:
        yield
    finally:
        _clock.reset(token)


def left(most: float) -> float:
    """The seconds that one call may take, `most` at most. Raises `EngineAway` where there are none left."""
    clock = _clock.get()
    if clock is None:
        return most
    remaining = clock.left(time.monotonic())
    if remaining < TOO_LITTLE:
        raise EngineAway("no time is left")
    return min(most, remaining)
