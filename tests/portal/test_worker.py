"""The worker: one loop as a process of its own, stopped, killed and started again; and its ticks."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ingest.accept import take_in
from ingest.models import Ingestion
from library.access import Access
from library.changes import release_embargoes
from library.models import File, PermanentId, Publication
from portal import worker
from portal.models import Beat
from search.engine import engine
from search.indexing import drain_all
from search.research import Query, find
from tests import pdfs
from tests.works import shelve

PATIENCE = 60


class House:
    """A library in a folder of its own, as it stands in its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
        }
        self.environment |= {"PUSTAKA_DATA": str(folder)}

    def ask(self, question: str) -> list[tuple[object, ...]]:
        kept = sqlite3.connect(self.folder / "pustaka.sqlite3", timeout=20)
        try:
            return kept.execute(question).fetchall()
        finally:
            kept.close()

    def now_read(self, name: str) -> None:
        """The file that was put off waits no longer."""
        with sqlite3.connect(self.folder / "pustaka.sqlite3", timeout=20) as kept:
            kept.execute("UPDATE ingest_ingestion SET not_before = NULL WHERE name = ?", [name])
        kept.close()

    def state(self, name: str) -> str:
        return str(self.one(f"SELECT state FROM ingest_ingestion WHERE name = '{name}'"))  # noqa: S608

    def nothing_waits(self) -> bool:
        return not self.ask("SELECT * FROM library_change")

    def one(self, question: str) -> object:
        return self.ask(question)[0][0]

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def wait_until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, (self.folder / "worker.log").read_text()
            time.sleep(0.02)


@pytest.fixture
def house(library: None, tmp_path: Path) -> House:
    """An empty library with two files waiting, as an editor's upload leaves them: one small, one that takes a while."""
    folder = tmp_path / "rumah"
    (folder / "files").mkdir(parents=True)
    record = {"title": "Jerapah Ungu", "kind": "book"}
    take_in(BytesIO(pdfs.pages("Tentang jerapahungu.")), "kecil.pdf", record=record, publish=True)
    take_in(BytesIO(pdfs.counted(80)), "besar.pdf", record=record | {"title": "Besar"}, publish=True)
    for file in File.objects.all():
        kept = folder / "files" / file.original.name
        kept.parent.mkdir(parents=True)
        kept.write_bytes(Path(file.original.path).read_bytes())
    Ingestion.objects.filter(name="besar.pdf").update(not_before=timezone.now() + timedelta(days=1))
    (folder / "pustaka.sqlite3").write_bytes(connection.connection.serialize())
    return House(folder)


def test_the_worker_reads_publishes_indexes_beats_and_goes_on_after_being_killed(house: House) -> None:
    with house.working() as process:
        house.wait_until(lambda: house.state("kecil.pdf") == "done" and house.nothing_waits())
        house.wait_until(lambda: house.one("SELECT COUNT(*) FROM portal_beat") == 1)
        house.now_read("besar.pdf")
        house.wait_until(lambda: house.state("besar.pdf") == "running")
        process.kill()
        process.wait()
    assert house.state("besar.pdf") == "running"
    assert house.one("SELECT COUNT(*) FROM library_passage") == 1
    with house.working() as process:
        house.wait_until(lambda: house.state("besar.pdf") == "done" and house.nothing_waits())
        process.terminate()
        assert process.wait(10) == 0
    assert house.one("SELECT COUNT(*) FROM library_passage") == 81
    # Whoever stops in order is not counted on any more; the one that was killed is forgotten with time.
    assert house.one(f"SELECT COUNT(*) FROM portal_beat WHERE name LIKE '%:{process.pid}'") == 0  # noqa: S608
    found = json.loads(house.manage("find", "jerapahungu", "--json"))
    assert [finding["title"] for finding in found["findings"]] == ["Jerapah Ungu"]
    assert "Traceback" not in (house.folder / "worker.log").read_text()


def test_a_worker_that_is_asked_to_stop_while_it_reads_leaves_the_file_to_the_next(house: House) -> None:
    house.now_read("besar.pdf")
    with house.working() as process:
        house.wait_until(lambda: house.state("besar.pdf") == "running")
        process.terminate()
        assert process.wait(10) == 0
    assert house.state("besar.pdf") != "refused"
    assert house.one("SELECT COUNT(*) FROM library_passage WHERE number > 1") in {0, 79}


# What it does in its rounds


def test_an_index_that_is_not_there_is_made_also_for_an_empty_library(library: None) -> None:
    shutil.rmtree(settings.INDEX_FOLDER)
    engine.cache_clear()
    assert not engine().health().current
    assert worker._make_missing_index()
    assert engine().health().current
    assert not worker._make_missing_index()


def test_an_index_of_another_version_is_made_again_before_anything_is_written(library: None) -> None:
    shelve("Kekerasan.", title="Satu")
    for version in settings.INDEX_FOLDER.glob("*/version"):
        version.write_text("0")
    engine.cache_clear()
    assert worker.bring_up() == 1
    drain_all()
    assert find(Query("kekerasan")).total == 1


def test_the_end_of_an_embargo_makes_the_text_found(library: None) -> None:
    book = shelve(
        "Kekerasan.",
        title="Satu",
        access=Access.EMBARGO,
        embargo_until=timezone.localdate() + timedelta(days=1),
    )
    drain_all()
    assert find(Query("kekerasan")).total == 0
    Publication.objects.filter(pk=book.pk).update(embargo_until=timezone.localdate())
    PermanentId.objects.filter(publication=book).update(changed=timezone.now() - timedelta(days=1))
    assert release_embargoes() == 1
    worker.bring_up()
    assert find(Query("kekerasan")).total == 1


def test_a_beat_counts_for_less_than_a_minute(library: None) -> None:
    assert worker.last_beat() is None
    Beat.objects.create(name="mesin:1", at=timezone.now())
    assert worker.last_beat()
    Beat.objects.update(at=timezone.now() - timedelta(seconds=50))
    assert worker.last_beat() is None
