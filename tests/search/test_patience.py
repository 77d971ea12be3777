"""How long a reader waits for an engine in our own process, and who does the work meanwhile."""

import os
import threading

import pytest

from search.engines.patience import Patience


def test_what_a_question_raises_is_raised_to_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        Patience(20).wait_for(lambda: 1 // 0)


def test_a_thread_that_has_answered_answers_the_next_question_too() -> None:
    patience = Patience(20)
    who: list[int] = []
    for _ in range(5):
        patience.wait_for(lambda: who.append(threading.get_ident()))
    assert len(set(who)) < 5


def test_a_question_does_not_stand_in_line_behind_another() -> None:
    patience = Patience(20)
    assert patience.wait_for(lambda: patience.wait_for(lambda: patience.wait_for(lambda: 7))) == 7


def test_a_process_that_was_forked_off_starts_threads_of_its_own() -> None:
    """A web server reads everything first and forks then: its threads stay behind."""
    assert Patience(20).wait_for(lambda: 1) == 1
    child = os.fork()
    if not child:
        os._exit(Patience(5).wait_for(lambda: 3))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 3
