"""The disk is full: one sentence, or the work waits and goes on when there is room. Real refusals: of a database that may
not grow, and of the device that is always full."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from ingest import errors, queue, uploading, work
from ingest.accept import clear_left_over, take_in
from ingest.models import Batch, Ingestion, Upload
from ingest.room import is_full
from library.models import File, Passage
from tests import pdfs

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="what bounds a database is SQLite's")
FULL = Path("/dev/full")


@contextmanager
def no_room_to_grow(pages: int = 0) -> Iterator[None]:
    """The database may take so many pages more than it has, and no more."""
    with connection.cursor() as cursor:
        held = cursor.execute("PRAGMA page_count").fetchone()[0]
        free = cursor.execute("PRAGMA freelist_count").fetchone()[0]
        if free > pages:
            cursor.execute("CREATE TABLE ballast (content BLOB)")
            cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [4_096 * free])
            held = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={held + pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")


def book(pages: int = 3) -> BytesIO:
    return BytesIO(pdfs.counted(pages))


def row_of(row: Ingestion) -> Ingestion:
    row.refresh_from_db()
    return row


def always_full(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(FULL)


def test_what_says_that_there_is_no_room():
    assert is_full(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert is_full(OSError("[Errno 28] No space left on device: 'copy.pdf'"))  # as a child says it
    assert is_full(OperationalError("database or disk is full"))
    assert not is_full(OSError(errno.EACCES, "Permission denied"))
    assert not is_full(ValueError("database or disk is full"))  # the words of a file
    assert not is_full(None)


def test_a_reading_without_room_waits_and_counts_no_attempt(library):
    row = take_in(book(), "naskah.pdf")
    place = Path(row.file.original.path).with_name("reading.new")
    always_full(place)
    for _ in range(queue.MOST_ATTEMPTS + 1):
        Ingestion.objects.update(not_before=None)
        work.work_off()
        assert (row_of(row).state, row.error, row.attempts) == ("waiting", "disk-full", 0)
        assert row.not_before > timezone.now()
        assert "menunggu" in row.sentence
    place.unlink()
    Ingestion.objects.update(not_before=None)
    work.work_off()
    assert (row_of(row).state, row.error, row.attempts) == ("done", "", 1)
    assert Passage.objects.filter(file=row.file).count() == 3


def test_a_database_without_room_keeps_nothing_of_a_file_and_then_all_of_it(library):
    row = take_in(book(400), "tebal.pdf")
    with no_room_to_grow(4):
        work.work_off()
    assert (row_of(row).state, row.error, row.attempts) == ("waiting", "disk-full", 0)
    assert not Passage.objects.exists()
    Ingestion.objects.update(not_before=None)
    work.work_off()
    assert row_of(row).state == "done"
    assert Passage.objects.filter(file=row.file).count() == 400


def test_a_file_without_room_is_not_taken_in_and_leaves_nothing(library, settings):
    folder = Path(settings.STORAGES["files"]["OPTIONS"]["location"]) / "received"
    before = set(folder.glob("*"))
    with no_room_to_grow(), pytest.raises(errors.NoRoom) as raised:
        take_in(book(), "naskah.pdf", record={"title": "Panjang " * 50_000})
    assert "belum diterima" in raised.value.sentence
    assert not Ingestion.objects.exists()
    assert not File.objects.exists()
    assert set(folder.glob("*")) == before
    assert take_in(book(), "naskah.pdf").state == "waiting"


def test_the_command_says_it_in_one_sentence(library, tmp_path):
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.counted(2))
    (tmp_path / "data.csv").write_text(
        "file,kind,title,abstract_id\nnaskah.pdf,book,Naskah," + "Panjang " * 5_000 + "\n"
    )
    out, err = StringIO(), StringIO()
    with no_room_to_grow(), pytest.raises((SystemExit, CommandError)) as raised:
        call_command("ingest", str(path), metadata=tmp_path / "data.csv", at_once=1, stdout=out, stderr=err)
    said = out.getvalue() + err.getvalue() + str(raised.value)
    assert "Ruang di disk pustaka habis" in said
    call_command("ingest", str(path), at_once=1, stdout=out, stderr=err)
    assert Ingestion.objects.get().state == "done"


@pytest.fixture
def upload(library) -> Upload:
    by = get_user_model().objects.create_superuser("dewi", password="rahasia")
    batch = Batch.objects.create(by=by)
    return uploading.begin(batch, "naskah.pdf", len(pdfs.counted(3)), by=by)


def test_a_piece_without_room_is_said_and_counts_as_not_come(upload):
    place = uploading._pieces(upload)
    place.unlink()
    always_full(place)
    with pytest.raises(uploading.NoRoom):
        uploading.add(upload, 0, book().read)
    upload.refresh_from_db()
    assert upload.received == 0
    place.unlink()
    place.touch()
    uploading.add(upload, 0, book().read)
    assert uploading.take(upload).state == "waiting"


def test_a_whole_file_that_nobody_took_is_taken_by_the_worker(upload):
    uploading.add(upload, 0, book().read)
    assert uploading.take_whole() == 0  # whoever sent it may be about to
    Upload.objects.update(changed=timezone.now() - 2 * uploading._LEFT_TO_ITSELF)
    assert uploading.take_whole() == 1
    assert Ingestion.objects.get().batch == upload.batch
    assert not Upload.objects.exists()


def test_what_a_killed_process_was_receiving_goes_at_once_and_what_a_living_one_is_stays(library, settings):
    folder = Path(settings.STORAGES["files"]["OPTIONS"]["location"]) / "received"
    folder.mkdir(parents=True, exist_ok=True)
    process = os.fork()
    if not process:
        os._exit(0)
    os.waitpid(process, 0)
    machine = queue.holder().rpartition(":")[0]
    dead, living = folder / f"{machine}:{process}~x.part", folder / f"{queue.holder()}~x.part"
    elsewhere = folder / f"lain:{process}~x.part"
    for place in (dead, living, elsewhere):
        place.touch()
    clear_left_over()
    assert not dead.exists()
    assert living.exists()
    assert elsewhere.exists()
    for place in (living, elsewhere):
        place.unlink()


class MakesRoom(threading.Event):
    """Whoever waits on it waits until there is room."""

    def wait(self, timeout: float | None = None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
        return False


def test_the_worker_waits_for_a_database_with_room(library):
    def write() -> str:
        with transaction.atomic():
            return Ingestion.objects.create(name="x", record={"title": "Panjang " * 50_000}).name

    with no_room_to_grow():
        assert work._with_room(MakesRoom(), write) == "x"
    assert Ingestion.objects.count() == 1
    stopping = threading.Event()
    stopping.set()
    assert work._with_room(stopping, write) is None
