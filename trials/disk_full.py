"""The disk runs full: while files are taken in, while copies, covers and readings are made, and while the database writes.

The data folder lies on a small disk in memory (tmpfs; only root may mount one), with a ballast that leaves as little room
as each part asks for. Every file then ends in one sentence, or waits and goes on when there is room; nobody sees a
traceback; and when the ballast is gone, what is there is what an undisturbed run leaves, to the letter.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trials.kill import differences
from trials.site import INGEST, Site, prepared

SIZE = 420 << 20
_REST = 600.0
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)")
_SENTENCES = ("Ruang di disk pustaka habis", "Ruang di disk pustaka hampir habis", "Indeks")


def main() -> int:
    """Exit code 0 when nothing was lost, 2 where no disk can be mounted."""
    if os.geteuid():
        print("Only root may mount a small disk: sudo .venv/bin/python -m trials.disk_full")
        return 2
    asked = argparse.ArgumentParser(prog="trials.disk_full", description=__doc__)
    asked.add_argument("--only", action="append", choices=list(TRIALS))
    names = asked.parse_args().only or list(TRIALS)
    began = time.monotonic()
    with prepared() as site:
        site.manage(*INGEST)
        undisturbed = site.facts()
    print(
        f"undisturbed: {undisturbed['works']} works, {undisturbed['passages']} passages, {undisturbed['files']} files"
    )
    print(
        f"{'full while':<34}{'waiting':>9}{'put aside':>11}{'sentences':>11}{'seconds':>9}  with room again"
    )
    whole = True
    for name in names:
        whole &= _trial(*TRIALS[name], undisturbed)
    print(f"{'nothing lost, nothing doubled' if whole else 'NOT SOUND'}; {time.monotonic() - began:.0f} s")
    return 0 if whole else 1


class Seen:
    """What was seen while the disk was full: files that `waited`, files put `aside`, lines with one of our `sentences`,
    and what is `wrong`."""

    def __init__(self) -> None:
        self.waiting = self.aside = self.sentences = 0
        self.wrong: list[str] = []

    def heard(self, said: str) -> None:
        self.sentences += sum(said.count(sentence) for sentence in _SENTENCES)
        if _TRACEBACK.search(said):
            self.wrong.append(f"a traceback: {said[-1_500:]}")


def _trial(name: str, trial: Callable[[Site, Path, Seen], None], undisturbed: dict) -> bool:
    began = time.monotonic()
    with _small_disk() as disk, prepared(disk) as site:
        seen = Seen()
        trial(site, disk, seen)
        facts, left = site.facts(), site.left_over()
    wrong = seen.wrong + differences(facts, undisturbed)
    if left:
        wrong.append(f"{len(left)} files are left over: {left[0]}")
    print(
        f"{name:<34}{seen.waiting:>9}{seen.aside:>11}{seen.sentences:>11}{time.monotonic() - began:>9.0f}"
        f"  {'as undisturbed' if not wrong else 'NOT SOUND'}",
        flush=True,
    )
    for line in wrong:
        print(f"    {line}")
    return not wrong


def accepting(site: Site, disk: Path, seen: Seen) -> None:
    """Room for some of the files only: the command says of each of the others that it was not taken, and takes them when
    it is called again."""
    with _ballast(disk, leaving=4 << 20):
        ended = site.run(*INGEST)
        seen.heard(ended.stdout + ended.stderr)
        if ended.returncode != 1:
            seen.wrong.append(f"exit {ended.returncode}")
        _look(site, seen)
    _finish(site, seen)


def uploading(site: Site, disk: Path, seen: Seen) -> None:
    """Pieces come through the editor's door while the disk runs full in the middle of one."""
    site.shell(_UPLOADS_BEGIN)
    with _ballast(disk, leaving=2 << 20):
        _go_on(site, seen)
        seen.waiting += int(site.shell(_UPLOADS_LEFT))
    _go_on(site, seen)
    until = time.monotonic() + 180
    while int(site.shell(_UPLOADS_LEFT)) and time.monotonic() < until:
        time.sleep(15)
        site.shell("from ingest.uploading import take_whole\ntake_whole()")  # as the worker does every minute
    if left := int(site.shell(_UPLOADS_LEFT)):
        seen.wrong.append(f"{left} uploads are left")
    _finish(site, seen)


def _go_on(site: Site, seen: Seen) -> None:
    """All uploads sent on from where they are; each that is not taken must be told so, in a sentence."""
    ended = site.run("shell", "-v", "0", "-c", _UPLOADS_GO_ON)
    seen.heard(ended.stdout + ended.stderr)
    answers = ended.stdout.splitlines()
    seen.wrong += [answer for answer in answers if not answer.startswith(("507 Ruang", "204"))]
    if ended.returncode:
        seen.wrong.append(f"exit {ended.returncode}: {ended.stderr[-500:]}")


def making(site: Site, disk: Path, seen: Seen) -> None:
    """The worker reads while there is no room for readings, copies and covers, but for what the database says of it;
    then there is."""
    site.queue_demo()
    files = site.folder / "files"
    kept = files.rename(files.with_name("kept"))
    files.mkdir()
    held = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file())
    _mount(files, held + (3 << 20))  # goes with the disk below it
    shutil.copytree(kept, files, dirs_exist_ok=True)
    shutil.rmtree(kept)
    with _worker(site):
        _until_it_waits(site, seen)
    subprocess.run(["mount", "-o", f"remount,size={SIZE}", files], check=True)
    _with_worker(site, seen)


def writing(site: Site, disk: Path, seen: Seen) -> None:
    """Not even the database has room."""
    site.queue_demo()
    with _worker(site), _ballast(disk, leaving=256 << 10):
        time.sleep(45)
    _look(site, seen)
    _with_worker(site, seen)


def reading(site: Site, disk: Path, seen: Seen) -> None:
    """The command itself runs out of room for its rows."""
    site.queue_demo()
    with _ballast(disk, leaving=400 << 10):
        ended = site.run(*INGEST)
        seen.heard(ended.stdout + ended.stderr)
        if ended.returncode != 1:
            seen.wrong.append(f"exit {ended.returncode}")
    _look(site, seen)
    _finish(site, seen)


def _look(site: Site, seen: Seen) -> None:
    for (state, error), count in site.states().items():
        seen.waiting += count * (state in ("waiting", "running"))
        seen.aside += count * (state == "refused")
        seen.sentences += count * (error == "disk-full")


def _until_it_waits(site: Site, seen: Seen) -> None:
    """Until every file is read, or waits because the disk is full."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        time.sleep(3)
        states = site.states()
        if any(error == "disk-full" for _, error in states) and ("waiting", "") not in states:
            break
    _look(site, seen)


def _with_worker(site: Site, seen: Seen) -> None:
    """There is room: everything comes in by itself."""
    with _worker(site):
        until = time.monotonic() + _REST
        while site.waiting() and time.monotonic() < until:
            time.sleep(3)
    said = site.said.read_text(errors="replace")
    if _TRACEBACK.search(said):
        seen.wrong.append(f"a traceback of the worker: {said[-3_000:]}")


def _finish(site: Site, seen: Seen) -> None:
    """The same command again, until what waits for its time has had it."""
    until = time.monotonic() + _REST
    while time.monotonic() < until:
        if not site.run(*INGEST).returncode:
            return
        time.sleep(10)
    seen.wrong.append(f"not done within {_REST:.0f} s")


@contextmanager
def _worker(site: Site) -> Iterator[None]:
    process = site.start("worker")
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def _small_disk() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="pustaka-disk-"))
    _mount(place, SIZE)
    inside = place / "library"
    inside.mkdir()
    try:
        yield inside
    finally:
        subprocess.run(["umount", "-l", place], check=True)
        place.rmdir()


def _mount(place: Path, size: int) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "pustaka-trial", place], check=True)


@contextmanager
def _ballast(disk: Path, *, leaving: int) -> Iterator[None]:
    """As much as leaves so many bytes, gone after the block."""
    ballast = disk.parent / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - leaving))
    try:
        yield
    finally:
        ballast.unlink()


_UPLOADS_BEGIN = """
from pathlib import Path
from django.contrib.auth import get_user_model
from ingest import uploading
from ingest.models import Batch
by = get_user_model().objects.first()
batch = Batch.objects.create(by=by)
for path in sorted(Path("demo").glob("*.pdf")):
    try:
        uploading.begin(batch, path.name, path.stat().st_size, by=by)
    except uploading.UploadError as error:
        print(error.sentence)
"""
_UPLOADS_LEFT = """
from ingest.models import Upload
print(Upload.objects.count())
"""
_UPLOADS_GO_ON = """
from pathlib import Path
from django.test import Client
from ingest.models import Upload
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
uploads = list(Upload.objects.select_related("by"))
client.force_login(uploads[0].by)
for upload in uploads:
    if upload.received == upload.size:
        continue  # it came, and there was no room to take it: nobody sends it again
    with (Path("demo") / upload.name).open("rb") as source:
        source.seek(upload.received)
        answer = client.patch(
            f"/admin/unggah/potongan/{upload.code}/", source.read(), content_type="application/offset+octet-stream",
            headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(upload.received)},
        )
    print(answer.status_code, answer.content.decode()[:300].replace(chr(10), " "))
"""

TRIALS = {
    "accepting": ("files are taken in (command)", accepting),
    "uploading": ("files are sent (uploads)", uploading),
    "making": ("readings and copies are made", making),
    "writing": ("the database writes", writing),
    "reading": ("the command reads", reading),
}


if __name__ == "__main__":
    sys.exit(main())
