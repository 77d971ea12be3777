"""The whole library in one file, and back: complete, unharmed, and never half of it."""

import hashlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from tests.requirements import missing
from tests.site import PYTHON, ROOT, prepared

TITLE = "Suara dari Rancaekek"
PSQL = shutil.which("psql")
NOBODY = 65534

RESTORE = """
import sys
import django
django.setup()
from pathlib import Path
from portal import backup
from portal.backup.errors import BackupError

replace, *files = sys.argv[1:]
for file in files:
    try:
        print(backup.restore(Path(file), replace=replace == "1").differing)
    except BackupError as error:
        print(error.sentence)
"""


class Library:
    """A library in a folder of its own, worked on by commands as its operator would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PYTHON, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self._environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, program: str, *arguments: object, **more: str) -> str:
        """What a program prints that works on the library's folder."""
        command = [PYTHON, "-c", program, *map(str, arguments)]
        seen = self._environment(**more) | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
        return subprocess.run(command, cwd=ROOT, env=seen, check=True, capture_output=True, text=True).stdout

    def done(self, *arguments: object, **more: str) -> str:
        ran = self.run(*arguments, **more)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def refused(self, *arguments: object, **more: str) -> str:
        ran = self.run(*arguments, **more)
        assert ran.returncode == 1, ran.stdout
        assert "Traceback" not in ran.stderr
        return ran.stderr

    def restored(self, *files: Path, replace: bool = True, **more: str) -> list[str]:
        """What becomes of each of these files: a sentence that refuses it, or what differed where it was made."""
        return self.python(RESTORE, int(replace), *files, **more).splitlines()

    def found(self, question: str, **more: str) -> list[str]:
        answer = json.loads(self.done("find", question, "--json", **more))
        return [finding["title"] for finding in answer["findings"]]

    def _environment(self, **more: str) -> dict[str, str]:
        ours = {"DATABASE_URL", "ELASTICSEARCH_URL", "SECRET_KEY", "BASE_URL", "DEBUG"}
        seen = {name: value for name, value in os.environ.items() if name not in ours}
        return seen | {"PUSTAKA_DATA": str(self.folder)} | more

    def web(self, **more: str) -> subprocess.CompletedProcess[str]:
        """The site, where it does not come to open."""
        return subprocess.run(
            [
                PYTHON,
                "-m",
                "gunicorn",
                "portal.wsgi:application",
                "--bind",
                "127.0.0.1:0",
                "--preload",
                "--log-level",
                "error",
            ],
            cwd=ROOT,
            env=self._environment(**more),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def contents(self) -> dict[str, bytes]:
        """All that is kept, by its path; the database row by row, since its file changes with every opening."""
        kept = {
            str(path.relative_to(self.folder)): path.read_bytes()
            for name in ("files", "media")
            for path in (self.folder / name).rglob("*")
            if path.is_file()
        }
        kept["secret_key"] = (self.folder / "secret_key").read_bytes()
        with closing(sqlite3.connect(self.folder / "pustaka.sqlite3")) as database:
            rows = [line for line in database.iterdump() if '"sqlite_sequence"' not in line]
            kept["database"] = "\n".join(rows).encode()
        return kept


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with one work, read from a real PDF."""
    folder = tmp_path_factory.mktemp("origin")
    shutil.copytree(prepared(), folder, dirs_exist_ok=True)
    library = Library(folder)
    bring(library)
    return library


def bring(library: Library, **more: str) -> None:
    pdf = min((ROOT / "demo").glob("*.pdf"), key=lambda path: path.stat().st_size)
    table = library.folder / "list.csv"
    table.write_text(f"file,kind,title,language\n{pdf.name},buku,{TITLE},id\n")
    library.done("ingest", pdf, "--metadata", table, "--publish", "--no-ocr", **more)


@pytest.fixture(scope="module")
def backup(origin: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("disk") / "pustaka.tar"
    told = json.loads(origin.done("backup", file, "--json"))
    assert told == {"file": str(file), "bytes": file.stat().st_size, "works": 1, "missing": 0}
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> Library:
    return Library(tmp_path / "data")


@pytest.fixture
def another(tmp_path: Path) -> Library:
    """A library that is there already, without a work."""
    shutil.copytree(prepared(), tmp_path / "data")
    return Library(tmp_path / "data")


def changed(source: Path, target: Path, change: Callable[[str, bytes], list[tuple[str, bytes]]]) -> Path:
    """The same archive with other members."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            for name, content in change(member.name, file.read()):
                fresh = tarfile.TarInfo(name)
                fresh.size = len(content)
                new.addfile(fresh, BytesIO(content))
    return target


# Back and forth


def test_on_an_empty_machine_everything_comes_back(origin: Library, backup: Path, elsewhere: Library) -> None:
    said = elsewhere.done("restore", backup)
    assert "Pustaka kembali: 1 terbitan." in said
    assert elsewhere.contents() == origin.contents()
    assert elsewhere.found(TITLE) == [TITLE]
    assert "0 bermasalah" in elsewhere.done("check_files")
    assert not list(elsewhere.folder.glob("re*-*"))
    assert (elsewhere.folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_what_is_replaced_is_kept_aside(origin: Library, backup: Path, another: Library) -> None:
    before = another.contents()
    (sentence,) = another.restored(backup, replace=False)
    assert "--replace" in sentence
    assert another.contents() == before
    another.restored(backup)
    (aside,) = another.folder.glob("replaced-*")
    assert Library(aside).contents() == before
    assert another.contents() == origin.contents()


def test_a_spoiled_library_is_replaced_too(origin: Library, backup: Path, another: Library) -> None:
    (another.folder / "pustaka.sqlite3").write_bytes(b"nothing that a database would write" * 500)
    another.restored(backup)
    assert another.contents() == origin.contents()


def test_a_folder_takes_a_backup_under_todays_name(origin: Library, tmp_path: Path) -> None:
    said = origin.done("backup", tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("pustaka-20")
    assert str(file) in said
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_others_that_were_killed_left_behind_is_cleared(backup: Path, another: Library) -> None:
    disk = another.folder.with_name("disk")
    old, young = disk / ".pustaka-backup-old", disk / ".pustaka-backup-young"
    unpacked = another.folder / "restore-old"
    for folder in (old, young, unpacked):
        folder.mkdir(parents=True)
    for folder in (old, unpacked):
        os.utime(folder, (0, 0))
    another.done("backup", disk)
    another.restored(backup)
    assert not old.exists()
    assert young.exists()
    assert not unpacked.exists()


def test_a_folder_that_lies_elsewhere_is_kept_too(
    origin: Library, elsewhere: Library, tmp_path: Path
) -> None:
    linked = Library(tmp_path / "linked")
    shutil.copytree(origin.folder, linked.folder)
    (linked.folder / "files").rename(tmp_path / "large-disk")
    (linked.folder / "files").symlink_to(tmp_path / "large-disk")
    linked.done("backup", tmp_path / "a.tar")
    elsewhere.restored(tmp_path / "a.tar")
    assert elsewhere.contents() == origin.contents()
    (sentence,) = linked.restored(tmp_path / "a.tar")
    assert "tidak dapat ditukar" in sentence
    assert (linked.folder / "files").is_symlink()


def test_an_original_that_the_disk_lost_is_said(origin: Library, tmp_path: Path) -> None:
    damaged = Library(tmp_path / "damaged")
    shutil.copytree(origin.folder, damaged.folder)
    (folder,) = (path for path in (damaged.folder / "files").glob("??/*") if path.is_dir())
    shutil.rmtree(folder)
    assert json.loads(damaged.done("backup", tmp_path / "a.tar", "--json"))["missing"] == 1


def test_a_backup_is_a_usual_archive_with_its_checksums(backup: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", backup, "-C", tmp_path], check=True)
    said = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True
    )
    assert said.returncode == 0
    listed = {line.split("  ")[1] for line in (tmp_path / "SHA256SUMS").read_text().splitlines()}
    assert {"database", "secret_key", "pustaka.json"} < listed
    assert not any(name.startswith(("index", "cache", "static")) for name in listed)


def test_it_is_made_while_others_write(origin: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(origin.folder / "pustaka.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE wagtailcore_site SET site_name = 'Belum jadi'")
        origin.done("backup", tmp_path / "a.tar")
        writer.execute("ROLLBACK")
    elsewhere = Library(tmp_path / "data")
    elsewhere.restored(tmp_path / "a.tar")
    assert elsewhere.contents() == origin.contents()


def test_where_the_settings_were_others_it_is_said(
    origin: Library, elsewhere: Library, tmp_path: Path
) -> None:
    origin.done("backup", tmp_path / "a.tar", BASE_URL="https://pustaka.example.org")
    (differing,) = elsewhere.restored(tmp_path / "a.tar")
    assert differing == str(
        {
            "BASE_URL": "https://pustaka.example.org",
            "ALLOWED_HOSTS": "pustaka.example.org,localhost,127.0.0.1,[::1]",
        }
    )


# What is refused


def test_a_file_that_is_there_is_not_written_over(origin: Library, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("precious")
    assert "sudah ada" in origin.refused("backup", tmp_path / "a.tar")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["precious"]


def test_where_nothing_can_be_written_it_is_said(origin: Library, tmp_path: Path) -> None:
    assert "Disk menolak" in origin.refused("backup", tmp_path / "missing" / "a.tar")
    assert not list(origin.folder.glob("backup-*"))


NO_ROOM = """
import resource
import sys
import django
django.setup()
from pathlib import Path
from portal import backup
from portal.backup.errors import BackupError

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    backup.back_up(Path(sys.argv[1]))
except BackupError as error:
    print(error.sentence)
"""


@pytest.mark.parametrize("share", [0.1, 1.01])
def test_where_the_room_ends_nothing_is_left(origin: Library, tmp_path: Path, share: float) -> None:
    """In the middle of the database, and behind it."""
    room = int((origin.folder / "pustaka.sqlite3").stat().st_size * share)
    assert "Disk menolak" in origin.python(NO_ROOM, tmp_path / "a.tar", room)
    assert not list(tmp_path.iterdir())


def test_a_database_on_another_disk_changes_places_too(
    backup: Path, another: Library, origin: Library
) -> None:
    if not Path("/dev/shm").is_dir() or Path("/dev/shm").stat().st_dev == another.folder.stat().st_dev:
        missing("a second disk, such as /dev/shm")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as disk:
        shutil.move(another.folder / "pustaka.sqlite3", disk)
        there = f"sqlite:///{disk}/pustaka.sqlite3"
        assert another.restored(backup, DATABASE_URL=there) == ["{}"]
        assert [path.name for path in Path(disk).iterdir()] == ["pustaka.sqlite3"]
        shutil.move(Path(disk) / "pustaka.sqlite3", another.folder)
    assert another.contents() == origin.contents()


def test_an_open_library_is_not_replaced(backup: Path, another: Library) -> None:
    before = another.contents()
    with closing(sqlite3.connect(another.folder / "pustaka.sqlite3")) as reader:
        reader.execute("SELECT count(*) FROM wagtailcore_page").fetchone()
        assert "sedang dipakai" in another.refused("restore", backup, "--replace")
    assert another.contents() == before


def _cut(source: Path, target: Path, keep: float) -> Path:
    whole = source.read_bytes()
    target.write_bytes(whole[: int(len(whole) * keep)])
    return target


def _spoiled(source: Path, target: Path) -> Path:
    whole = bytearray(source.read_bytes())
    whole[len(whole) // 2] ^= 1
    target.write_bytes(whole)
    return target


def _instead(name: str, content: bytes) -> Callable[[str, bytes], list[tuple[str, bytes]]]:
    return lambda member, old: [(member, content if member == name else old)]


def _manifest(**more: object) -> Callable[[str, bytes], list[tuple[str, bytes]]]:
    def change(member: str, old: bytes) -> list[tuple[str, bytes]]:
        return [(member, json.dumps(json.loads(old) | more).encode() if member == "pustaka.json" else old)]

    return change


def _with(name: str) -> Callable[[str, bytes], list[tuple[str, bytes]]]:
    return lambda member, old: [(member, old)] if member != "SHA256SUMS" else [(name, b"x"), (member, old)]


REFUSED: dict[str, tuple[Callable[[Path, Path], Path], str]] = {
    "nothing": (lambda _source, target: target, "Disk menolak"),
    "a folder": (lambda _source, target: target.parent, "Disk menolak"),
    "an empty file": (lambda source, target: _cut(source, target, 0), "bukan cadangan"),
    "a text": (lambda _source, target: (target.write_text("halo " * 900), target)[1], "bukan cadangan"),
    "another archive": (
        lambda source, target: changed(source, target, lambda name, content: [(f"x{name}", content)]),
        "bukan cadangan",
    ),
    "a third of it": (lambda source, target: _cut(source, target, 0.3), "terpotong atau rusak"),
    "nearly all of it": (lambda source, target: _cut(source, target, 0.98), "terpotong atau rusak"),
    "one bit changed": (_spoiled, "terpotong atau rusak"),
    "a file too many": (
        lambda source, target: changed(source, target, _with("files/zz/stray")),
        "terpotong atau rusak",
    ),
    "a way out": (
        lambda source, target: changed(source, target, _with("files/../../escaped")),
        "terpotong atau rusak",
    ),
    "an absolute path": (
        lambda source, target: changed(source, target, _with("/tmp/escaped")),
        "terpotong atau rusak",
    ),
    "a file twice": (
        lambda source, target: changed(
            source, target, lambda name, content: [(name, content)] * (1 + (name == "secret_key"))
        ),
        "terpotong atau rusak",
    ),
    "a file that is a folder": (
        lambda source, target: changed(
            source,
            target,
            lambda name, content: [
                (name, content),
                *([("files/x", b""), ("files/x/y", b"")] if name == "secret_key" else []),
            ],
        ),
        "terpotong atau rusak",
    ),
    "odd migrations": (
        lambda source, target: changed(source, target, _manifest(migrations=[5])),
        "bukan cadangan",
    ),
    "another manifest": (
        lambda source, target: changed(source, target, _instead("pustaka.json", b"[]")),
        "bukan cadangan",
    ),
    "a later format": (lambda source, target: changed(source, target, _manifest(format=2)), "lebih baru"),
    "a later version": (
        lambda source, target: changed(source, target, _manifest(migrations=["library.9999_later"])),
        "lebih baru",
    ),
    "another database": (
        lambda source, target: changed(source, target, _manifest(database="postgresql")),
        "DATABASE_URL",
    ),
}


def test_what_is_no_whole_backup_changes_nothing(backup: Path, another: Library, tmp_path: Path) -> None:
    before = another.contents()
    made = [make(backup, tmp_path / f"{what}.tar") for what, (make, _) in REFUSED.items()]
    said = another.restored(*made)
    for (what, (_, sentence)), line in zip(REFUSED.items(), said, strict=True):
        assert sentence in line, what
    assert another.contents() == before
    assert not list(another.folder.glob("re*-*"))
    assert not (tmp_path / "escaped").exists()
    assert not Path("/tmp/escaped").exists()


def test_a_database_that_is_spoiled_is_not_brought_back(
    origin: Library, another: Library, tmp_path: Path
) -> None:
    spoiled = Library(tmp_path / "spoiled")
    shutil.copytree(origin.folder, spoiled.folder)
    with (spoiled.folder / "pustaka.sqlite3").open("r+b") as file:
        file.seek(20_000)
        file.write(b"spoiled " * 4_000)
    assert "tidak dapat dibaca utuh" in spoiled.refused("backup", tmp_path / "a.tar")
    assert not (tmp_path / "a.tar").exists()


# Cut off


CUT_OFF = """
import shutil
import sys
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
from portal import backup
from portal.backup import swap
from portal.backup.errors import CutOff
from portal.prepare import prepare

class Killed(BaseException):
    pass

source, template = map(Path, sys.argv[1:])
data = Path(settings.PUSTAKA_DATA)
put = swap._put

for steps in range(100):
    shutil.rmtree(data)
    shutil.copytree(template, data)
    left = [steps]

    def put_until_killed(one, other):
        if not left[0]:
            raise Killed
        left[0] -= 1
        put(one, other)

    swap._put = put_until_killed
    try:
        backup.restore(source, replace=True)
        break
    except Killed:
        pass
    for opens in (prepare, lambda: backup.back_up(data.with_name("b.tar"))):
        try:
            opens()
            print("opened")
        except CutOff:
            pass
    swap._put = put
    backup.restore(Path("another.tar"))
    data.rename(data.with_name(f"after-{steps}"))
    data.mkdir()
print(steps)
"""


def test_a_restore_that_was_cut_off_opens_nothing_and_goes_on(
    origin: Library, backup: Path, another: Library
) -> None:
    template = another.folder.with_name("template")
    shutil.copytree(another.folder, template)
    before, after = another.contents(), origin.contents()
    (steps,) = another.python(CUT_OFF, backup, template).split()
    assert int(steps) >= 4
    for step in range(int(steps)):
        library = Library(another.folder.with_name(f"after-{step}"))
        (aside,) = library.folder.glob("replaced-*")
        assert Library(aside).contents() == before
        assert library.contents() == after


INTERRUPTED = """
import os
import sys
import django
django.setup()
from pathlib import Path
from portal import backup

sync, calls = os.sync, []

def interrupt():
    sync()
    calls.append(1)
    if len(calls) == 2:
        raise KeyboardInterrupt

os.sync = interrupt
try:
    backup.restore(Path(sys.argv[1]), replace=True)
except KeyboardInterrupt:
    print(backup.is_cut_off())
os.sync = sync
backup.restore(Path(sys.argv[1]))
backup.restore(Path(sys.argv[1]), replace=True)
print(len(list(Path(os.environ["PUSTAKA_DATA"]).glob("replaced-*"))))
"""


def test_an_interrupted_restore_goes_on_and_a_second_one_keeps_what_the_first_kept(
    origin: Library, backup: Path, another: Library
) -> None:
    before = another.contents()
    assert another.python(INTERRUPTED, backup).split() == ["True", "2"]
    assert another.contents() == origin.contents()
    assert any(Library(aside).contents() == before for aside in another.folder.glob("replaced-*"))


def test_a_log_that_was_left_is_not_played_into_what_comes_back(
    origin: Library, backup: Path, another: Library
) -> None:
    database = another.folder / "pustaka.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("UPDATE wagtailcore_page SET title = 'Lama'")
        log = database.with_name("pustaka.sqlite3-wal").read_bytes()
    database.unlink()
    shutil.rmtree(another.folder / "files", ignore_errors=True)
    shutil.rmtree(another.folder / "media", ignore_errors=True)
    database.with_name("pustaka.sqlite3-wal").write_bytes(log)
    (sentence,) = another.restored(backup, replace=False)
    assert "--replace" in sentence
    another.restored(backup)
    assert another.contents() == origin.contents()


def test_a_restore_that_was_cut_off_goes_on_in_its_own_database_only(another: Library) -> None:
    staged = another.folder / "restore-x"
    staged.mkdir()
    told = {"data": str(another.folder), "staged": str(staged), "aside": None, "held": [], "placed": False}
    told |= {"database": "dbname=other", "source": "a.tar", "works": 0, "settings": {}}
    (another.folder / "restoring").write_text(json.dumps(told))
    (sentence,) = another.restored(Path("a.tar"))
    assert "dbname=other" in sentence
    assert staged.is_dir()


def test_a_library_that_is_half_replaced_is_not_opened(another: Library) -> None:
    (another.folder / "restoring").write_text("{}")
    (sentence,) = another.restored(Path("a.tar"))
    assert "tidak dapat diteruskan" in sentence
    for command in ("prepare", "worker"):
        assert "jalankan perintah yang sama" in another.refused(command)
    web = another.web()
    assert web.returncode == 3
    assert "jalankan perintah yang sama" in web.stderr
    assert "Traceback" not in web.stderr


# PostgreSQL


@dataclass
class Server:
    """A PostgreSQL of our own."""

    port: int

    def database(self, name: str) -> str:
        """The address of a new database."""
        self.tell("postgres", f"CREATE DATABASE {name}")
        return f"postgres://pustaka@127.0.0.1:{self.port}/{name}"

    def tell(self, database: str, words: str) -> str:
        command = [
            PSQL,
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "pustaka",
            "-d",
            database,
            "-Atc",
            words,
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(path) for path in [shutil.which("initdb")] if path
    ]
    if not found or not PSQL:
        missing("PostgreSQL: apt install postgresql")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pustaka-postgresql-"))
    as_nobody: list[str] = []
    if os.geteuid() == 0:  # which PostgreSQL refuses to be
        os.chown(folder, NOBODY, NOBODY)
        as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    tools, data = found[-1].parent, folder / "data"
    subprocess.run(
        [*as_nobody, tools / "initdb", "-D", data, "-U", "pustaka", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True, cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    process = subprocess.Popen(
        [*as_nobody, tools / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        ready = [tools / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        for _ in range(600):
            if subprocess.run(ready, check=False).returncode == 0:
                break
            time.sleep(0.1)
        yield Server(port)
    finally:
        process.send_signal(signal.SIGINT)  # closes all connections
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_comes_back_too(server: Server, tmp_path: Path) -> None:
    here, there = server.database("here"), server.database("there")
    titles = "SELECT string_agg(title, '/' ORDER BY path) FROM wagtailcore_page"
    file = tmp_path / "a.tar"
    origin, elsewhere = Library(tmp_path / "here"), Library(tmp_path / "there")
    origin.done("prepare", DATABASE_URL=here)
    origin.done("backup", file, DATABASE_URL=here)
    assert "Pustaka kembali" in elsewhere.done("restore", file, DATABASE_URL=there)
    assert server.tell("there", titles) == server.tell("here", titles)

    server.tell("there", "UPDATE wagtailcore_page SET title = 'Lain'; CREATE TABLE of_somebody_else (id int)")
    assert ["--replace" in said for said in elsewhere.restored(file, replace=False, DATABASE_URL=there)] == [
        True
    ]
    with psycopg.connect(there):
        (said,) = elsewhere.restored(file, DATABASE_URL=there)
        assert "sedang dipakai" in said
    spoiled = changed(file, tmp_path / "b.tar", _with_other_database)
    (said,) = elsewhere.restored(spoiled, DATABASE_URL=there)
    assert "PostgreSQL menolak" in said
    assert "Lain" in server.tell("there", titles)
    assert not list(elsewhere.folder.glob("re*-*"))
    (said,) = elsewhere.restored(file, DATABASE_URL=there)
    assert "of_somebody_else" in said
    assert "Lain" in server.tell("there", titles)
    assert not list(elsewhere.folder.glob("re*-*"))

    server.tell("there", "DROP TABLE of_somebody_else")
    assert elsewhere.restored(file, DATABASE_URL=there) == ["{}"]
    assert server.tell("there", titles) == server.tell("here", titles)
    (aside,) = elsewhere.folder.glob("replaced-*")
    assert (aside / "database").read_bytes().startswith(b"PGDMP")
    (said,) = elsewhere.restored(file)
    assert "DATABASE_URL" in said


def _with_other_database(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """Right checksums, and a database that no tool of PostgreSQL wrote."""
    other = b"PGDMP and then nothing"
    if name == "database":
        return [(name, other)]
    if name == "SHA256SUMS":
        lines = content.decode().splitlines()
        kept = [line for line in lines if not line.endswith("  database")]
        content = "\n".join([*kept, f"{hashlib.sha256(other).hexdigest()}  database\n"]).encode()
    return [(name, content)]
