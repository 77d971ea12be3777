"""Whose turn it is: claims, leases, retries and quarantine."""

import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from ingest import queue
from ingest.accept import take_in
from ingest.errors import Damaged, ReaderCrashed
from ingest.models import Ingestion
from ingest.work import work_off
from tests import pdfs

pytestmark = pytest.mark.django_db
ELSEWHERE = "mesin-lain:1"


@pytest.fixture
def row() -> Ingestion:
    return take_in(BytesIO(pdfs.pages("Menunggu giliran")), "giliran.pdf")


@pytest.fixture
def dead() -> str:
    """The name of a holder on this machine whose process has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return f"{socket.gethostname()[:60]}:{ended.pid}"


def held_by(row: Ingestion, holder: str, lease: timedelta) -> None:
    Ingestion.objects.filter(pk=row.pk).update(
        state=Ingestion.State.RUNNING, holder=holder, lease=timezone.now() + lease, attempts=1
    )


def test_the_oldest_comes_first_and_each_is_given_once(row):
    second = take_in(BytesIO(pdfs.pages("Kedua")), "kedua.pdf")
    rows = Ingestion.objects.all()
    assert [queue.claim(rows), queue.claim(rows), queue.claim(rows)] == [row, second, None]


def test_what_was_in_hand_when_somebody_was_killed_waits_behind_what_was_not(row, dead):
    second = take_in(BytesIO(pdfs.pages("Kedua")), "kedua.pdf")
    held_by(row, dead, timedelta(minutes=10))
    queue.release_abandoned()
    rows = Ingestion.objects.all()
    assert [queue.claim(rows), queue.claim(rows)] == [second, row]


def test_of_two_claimers_who_found_the_same_row_one_gets_it(row):
    """The other one's claim comes between finding and taking: what it finds no longer holds."""
    taken = Ingestion.objects.filter(pk=row.pk)

    class Slow(type(taken)):
        def first(self):
            found = super().first()
            if found is not None and found.state == Ingestion.State.WAITING:
                held_by(row, ELSEWHERE, timedelta(minutes=1))
            return found

    assert queue.claim(Slow(Ingestion)) is None
    assert taken.get().holder == ELSEWHERE


def test_what_a_dead_process_of_this_machine_held_is_taken_up_at_once(row, dead):
    held_by(row, dead, timedelta(minutes=10))
    assert queue.claim(Ingestion.objects.all()) is None
    assert queue.release_abandoned() == 1
    assert queue.claim(Ingestion.objects.all()) == row


def test_what_a_living_process_holds_is_left_alone(row):
    held_by(row, f"{socket.gethostname()[:60]}:{os.getppid()}", timedelta(minutes=10))
    assert queue.release_abandoned() == 0
    assert queue.claim(Ingestion.objects.all()) is None


def test_who_named_files_goes_on_when_nobody_has_them_in_hand_any_more(row):
    other = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    held_by(row, f"{socket.gethostname()[:60]}:{other.pid}", timedelta(minutes=10))
    asked = threading.Event()

    class Watched(type(Ingestion.objects.all())):
        def exists(self) -> bool:
            asked.set()
            return super().exists()

    def end() -> None:
        asked.wait(30)
        other.communicate()

    ends = threading.Thread(target=end)
    ends.start()
    assert work_off(Watched(Ingestion).filter(pk=row.pk)) == 1
    ends.join()
    row.refresh_from_db()
    assert row.state == Ingestion.State.DONE


def test_what_another_machine_held_is_taken_up_when_its_lease_runs_out(row):
    held_by(row, ELSEWHERE, timedelta(seconds=60))
    assert (queue.release_abandoned(), queue.claim(Ingestion.objects.all())) == (0, None)
    held_by(row, ELSEWHERE, timedelta(seconds=-1))
    assert queue.claim(Ingestion.objects.all()) == row


def test_who_lost_a_row_can_neither_beat_nor_finish_nor_fail_it(row):
    ours = queue.claim(Ingestion.objects.all())
    held_by(row, ELSEWHERE, timedelta(minutes=1))
    assert not any((queue.beat(ours), queue.finish(ours), queue.fail(ours, Damaged()), queue.give_back(ours)))
    row.refresh_from_db()
    assert (row.state, row.holder, row.error) == (Ingestion.State.RUNNING, ELSEWHERE, "")


def test_an_earlier_claim_of_the_same_process_has_lost_the_row_too(row):
    earlier = queue.claim(Ingestion.objects.all())
    Ingestion.objects.update(lease=timezone.now() - timedelta(seconds=1))
    later = queue.claim(Ingestion.objects.all())
    assert not queue.beat(earlier)
    assert queue.beat(later)


def test_a_beat_tells_how_far_it_is_and_renews_the_lease(row):
    ours = queue.claim(Ingestion.objects.all())
    Ingestion.objects.update(lease=timezone.now())
    ours.stage, ours.pages_done, ours.pages_total = Ingestion.Stage.EXTRACT, 3, 12
    assert queue.beat(ours)
    row.refresh_from_db()
    assert (row.stage, row.progress) == (Ingestion.Stage.EXTRACT, 25)
    assert row.lease > timezone.now() + queue.LEASE / 2


def test_trouble_that_may_pass_waits_longer_each_time_and_then_goes_to_quarantine(row):
    waits = []
    for _ in range(queue.MOST_ATTEMPTS):
        queue.fail(queue.claim(Ingestion.objects.all()), ReaderCrashed("ended by SIGSEGV"))
        row.refresh_from_db()
        if row.state == Ingestion.State.WAITING:
            assert row.sentence
            assert queue.claim(Ingestion.objects.all()) is None  # not yet
            waits.append(row.not_before - timezone.now())
            Ingestion.objects.update(not_before=timezone.now())
    assert waits == sorted(waits) and len(waits) == queue.MOST_ATTEMPTS - 1
    assert (row.state, row.error, row.detail) == ("refused", ReaderCrashed.code, "ended by SIGSEGV")
    assert row.finished is not None and queue.claim(Ingestion.objects.all()) is None


def test_trouble_with_the_file_goes_to_quarantine_at_once(row):
    queue.fail(queue.claim(Ingestion.objects.all()), Damaged("PSEOF\0"))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.detail) == (Ingestion.State.REFUSED, 1, "PSEOF")


def test_a_file_that_kills_whoever_reads_it_is_put_aside(row, dead):
    for _ in range(queue.MOST_ATTEMPTS):
        assert queue.claim(Ingestion.objects.all()) == row
        Ingestion.objects.update(holder=dead)
        queue.release_abandoned()
    assert queue.claim(Ingestion.objects.all()) is None
    row.refresh_from_db()
    assert (row.state, row.error) == (Ingestion.State.REFUSED, ReaderCrashed.code)
    assert row.can_try_again


def test_trying_again_begins_from_the_start(row):
    queue.fail(queue.claim(Ingestion.objects.all()), Damaged())
    row.refresh_from_db()
    queue.try_again(row)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error, row.finished) == (Ingestion.State.WAITING, 0, "", None)
    assert queue.claim(Ingestion.objects.all()) == row


def test_trying_again_leaves_alone_what_is_not_in_quarantine(row):
    ours = queue.claim(Ingestion.objects.all())
    queue.try_again(row)
    assert queue.beat(ours)


def test_what_is_given_back_waits_as_if_it_had_never_been_taken(row):
    queue.give_back(queue.claim(Ingestion.objects.all()))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.holder, row.lease) == (Ingestion.State.WAITING, 0, "", None)
