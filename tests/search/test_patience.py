"""How long a reader waits for an engine in our own process, and who does the work meanwhile."""

import os
import threading

import pytest

from search.engines import EngineAway
from search.engines.patience import Patience, beside


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
    begun, go_on = threading.Event(), threading.Event()

    def take_long() -> bool:
        begun.set()
        return go_on.wait(20)

    slow = threading.Thread(target=patience.wait_for, args=[take_long])
    slow.start()
    try:
        assert begun.wait(20)
        assert patience.wait_for(lambda: 7) == 7
    finally:
        go_on.set()
        slow.join()


def test_steps_of_one_question_are_answered_where_it_is() -> None:
    patience = Patience(20)

    def steps() -> set[int]:
        return {threading.get_ident(), patience.wait_for(threading.get_ident)}

    assert len(patience.wait_for(steps)) == 1
    assert threading.get_ident() not in patience.wait_for(steps)


def test_a_question_that_was_left_begins_no_further_step() -> None:
    patience = Patience(0.05)
    go_on, ended = threading.Event(), threading.Event()
    begun: list[str] = []

    def steps() -> None:
        try:
            go_on.wait(20)
            patience.wait_for(lambda: begun.append("next"))
        finally:
            ended.set()

    with pytest.raises(EngineAway):
        patience.wait_for(steps)
    go_on.set()
    assert ended.wait(20)
    assert not begun


def test_a_process_that_was_forked_off_starts_threads_of_its_own() -> None:
    """A web server reads everything first and forks then: its threads stay behind."""
    assert Patience(20).wait_for(lambda: 1) == 1
    child = os.fork()
    if not child:
        os._exit(Patience(5).wait_for(lambda: 3))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 3


def test_what_is_asked_beside_goes_on_meanwhile_and_is_waited_for() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def ask() -> str:
        begun.set()
        assert go_on.wait(5)
        return "jawaban"

    answer = beside(ask)
    assert begun.wait(5)  # nobody waits for it yet
    go_on.set()
    assert answer() == "jawaban"


def test_what_goes_wrong_beside_is_raised_where_it_is_waited_for() -> None:
    answer = beside(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        answer()
