"""A reader's patience with an engine that answers in our own process: who waited long enough is told so.

What runs there cannot be stopped from outside. It ends by itself, in its thread, and while several such threads are
still at it nobody else begins to wait. Threads that have ended a question wait for the next one: starting one costs as
much as a short question.
"""

import os
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Lock, Thread, local
from typing import Any, Generic, TypeVar

from search.deadline import left
from search.engines import EngineAway

MOST_LEFT = 4
"""Questions that nobody waits for any more and that still run."""

Answer = TypeVar("Answer")


class Patience:
    """So many `seconds` for each answer, or what is left of them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = Lock()
        self._left = 0

    def wait_for(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` returns or raises. Raises `EngineAway` when it takes too long.

        Somebody waits already for what is asked by such an `ask`: it is answered there and then, unless they left.
        """
        if _here.asked is not None:
            if _here.asked.is_left:
                raise EngineAway("nobody waits any more")
            return ask()
        if self._left >= MOST_LEFT:
            raise EngineAway("too many questions that were left")
        seconds = left(self.seconds)
        asked = _Asked(ask)
        _give(asked)
        if not asked.answered.wait(seconds) and self._leave(asked):
            raise EngineAway(f"no answer in {seconds:.1f} s")
        return asked.answer()

    def _leave(self, asked: "_Asked[Answer]") -> bool:
        """Whether it was left; not if it answered this moment."""
        with self._lock:
            with asked.lock:
                if asked.ended:
                    return False
                asked.afterwards = self._forget
            self._left += 1
            return True

    def _forget(self) -> None:
        with self._lock:
            self._left -= 1


class _Asked(Generic[Answer]):
    """One question, answered in another thread."""

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self._given: list[Answer] = []
        self._error: BaseException | None = None
        self.answered = Event()
        self.lock = Lock()
        self.ended = False
        self.afterwards: Callable[[], None] | None = None

    @property
    def is_left(self) -> bool:
        return self.afterwards is not None

    def run(self) -> None:
        _here.asked = self
        try:
            self._given.append(self._ask())
        except BaseException as error:
            self._error = error
        finally:
            _here.asked = None
        with self.lock:
            self.ended = True
        self.answered.set()
        if self.afterwards is not None:
            self.afterwards()

    def answer(self) -> Answer:
        if self._error is not None:
            raise self._error
        return self._given[0]


class _Worker:
    """A thread that answers one question after the other."""

    def __init__(self) -> None:
        self.given: SimpleQueue[_Asked[Any]] = SimpleQueue()
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            asked = self.given.get()
            asked.run()
            del asked  # its answer is somebody else's from now on
            _idle.append(self)


def beside(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """Begins to ask in another thread and goes on; what this gives waits for the answer, and raises what that raised."""
    asked = _Asked(ask)
    _give(asked)

    def answer() -> Answer:
        asked.answered.wait()
        return asked.answer()

    return answer


class _Here(local):
    """What this thread answers at the moment."""

    asked: "_Asked[Any] | None" = None


_here = _Here()
_idle: deque[_Worker] = deque()
os.register_at_fork(after_in_child=_idle.clear)  # a child has none of its parent's threads


def _give(asked: _Asked[Any]) -> None:
    """To a thread that waits, or to a new one: nobody stands in line behind a question that takes long."""
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    worker.given.put(asked)
