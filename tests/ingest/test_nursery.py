"""The process that forks a child for each file: every child begins clean, and nothing outlives who asked for it."""

import os
import select
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ingest import errors
from ingest.extract import PageText, bounded
from ingest.extract.bounded import extract
from tests import pdfs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "naskah.pdf"
    file.write_bytes(pdfs.counted(3))
    return file


def numbers(path: Path) -> list[int]:
    return [page.number for page in extract(path) if isinstance(page, PageText)]


def script(text: str) -> tuple[str, ...]:
    begin = (
        "import os, resource, signal, sys\n"
        "from ingest.extract.messages import Failure, send\n"
        "def say(told): send(sys.stdout.buffer, Failure('damaged', str(told)))\n"
    )
    return (sys.executable, "-c", begin + text)


def said(path: Path, text: str) -> str:
    with pytest.raises(errors.Damaged) as raised:
        list(extract(path, child=script(text)))
    return raised.value.detail


def has_ended(pid: int) -> bool:
    """Within ten seconds; whoever is left without a parent may stay a zombie."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([watched], [], [], 10)
    os.close(watched)
    return bool(ready)


def test_one_nursery_serves_many_files(path):
    assert numbers(path) == [1, 2, 3]
    first = bounded._readers._nursery
    assert numbers(path) == [1, 2, 3]
    assert bounded._readers._nursery == first


def test_a_child_has_nothing_open_but_its_pipe(path):
    numbers(path)
    told = said(
        path,
        "say([n for n in map(int, os.listdir('/proc/self/fd')) if os.path.exists(f'/proc/self/fd/{n}')])",
    )
    assert told == "[0, 1, 2]"


def test_the_limits_of_one_child_are_not_those_of_the_next(path):
    before = said(
        path, "say((resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)))"
    )
    assert len(list(extract(path, bounded.Limits(memory=900_000_000, cpu=7)))) == 4
    assert (
        said(path, "say((resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)))")
        == before
    )


def test_a_nursery_that_was_killed_is_replaced_and_its_files_may_be_tried_again(path, tmp_path):
    note = tmp_path / "pid"
    assert numbers(path) == [1, 2, 3]
    killed = bounded._readers._nursery
    waiting = (
        f"open({str(note)!r}, 'w').write(str(os.getpid())); os.kill({killed}, signal.SIGKILL); signal.pause()"
    )
    with pytest.raises(errors.ReaderCrashed) as raised:
        list(extract(path, child=script(waiting)))
    assert raised.value.transient
    assert has_ended(int(note.read_text()))
    assert numbers(path) == [1, 2, 3]
    assert bounded._readers._nursery != killed


def test_threads_share_it(path):
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append(numbers(path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[1, 2, 3]] * 4


def test_nothing_outlives_a_parent_that_is_killed(path, tmp_path):
    note = tmp_path / "pids"
    waiting = f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}'); signal.pause()"
    parent = (
        "import sys\nfrom pathlib import Path\nfrom ingest.extract.bounded import extract\n"
        f"next(extract(Path({str(path)!r}), child={script(waiting)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT)
    told: list[str] = []
    for _ in range(200):
        told = note.read_text().split() if note.exists() else []
        if len(told) == 2:
            break
        select.select([], [], [], 0.1)
    process.kill()
    process.wait()
    assert len(told) == 2
    assert all(has_ended(int(pid)) for pid in told)


def test_it_starts_without_django_and_without_pdfium():
    told = subprocess.run(
        [sys.executable, "-c", "import ingest.extract.nursery, ingest.extract.child, sys; print({'django', 'pypdfium2'} & set(sys.modules))"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert told.stdout.strip() == "set()"


def test_the_second_reader_starts_without_the_first():
    told = subprocess.run(
        [sys.executable, "-c", "import ingest.extract.pdfium, sys; print('pdfminer' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert told.stdout.strip() == "False"
