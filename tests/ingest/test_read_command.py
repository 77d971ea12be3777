"""`manage read`: what it says of what is no file, and to whom it says it."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from ingest.errors import NoFile, NoReader
from ingest.extract import bounded
from tests import pdfs

READ = [sys.executable, "manage.py", "read"]
LAW = settings.BASE_DIR / "demo" / "uu-23-2004-penghapusan-kdrt.pdf"
PATIENCE = 120


def said(*paths: Path) -> list[dict[str, object]]:
    """What the command says as JSON; it must complain, for one of them at least cannot be read."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("read", *map(str, paths), "--json", stdout=out)
    assert ended.value.code == 1
    return [json.loads(line) for line in out.getvalue().splitlines()]


def loop(folder: Path) -> Path:
    (folder / "satu").symlink_to(folder / "dua")
    (folder / "dua").symlink_to(folder / "satu")
    return folder / "satu"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipa")
    return folder / "pipa"


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda folder: folder / "tidak-ada.pdf", id="missing"),
        pytest.param(lambda folder: folder, id="a folder"),
        pytest.param(loop, id="a loop"),
        pytest.param(pipe, id="a pipe"),
        pytest.param(lambda folder: folder / ("panjang" * 50), id="a name too long"),
    ],
)
def test_what_is_no_file_is_said_to_be_none_and_the_rest_is_read(tmp_path: Path, place) -> None:
    there = tmp_path / "naskah.pdf"
    there.write_bytes(pdfs.pages("Pasal 5"))
    path = place(tmp_path)
    refused, page = said(path, there)
    assert refused == {"file": str(path), "error": str(NoFile.sentence)}
    assert page["text"] == "Pasal 5"


def test_a_file_that_may_not_be_opened_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "terkunci.pdf"
    path.write_bytes(pdfs.pages("Pasal 5"))
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may open everything
        monkeypatch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(PermissionError("no")))
    [refused] = said(path)
    assert refused["error"] == str(NoFile.sentence)


def typed(
    folder: Path, into: str, *paths: Path | bytes, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command in a shell, its output led `into` somewhere, for a data folder below `folder` that is not there."""
    told = {**os.environ, "PUSTAKA_DATA": str(folder / "tidak" / "ada"), **environment}
    for name in ("DJANGO_SETTINGS_MODULE", "SECRET_KEY"):
        told.pop(name, None)
    command = ["sh", "-c", f'exec "$@" {into}', "sh", *READ, *paths, "--json"]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=told, capture_output=True, timeout=PATIENCE, check=False
    )


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "utf-8"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}], ids=str
)
def test_a_name_that_is_no_text_is_shown_and_the_files_after_it_are_read(tmp_path: Path, environment) -> None:
    named = bytes(tmp_path) + b"/nama\xff.pdf"
    with open(named, "wb") as file:  # noqa: PTH123  (such names are bytes)
        file.write(pdfs.pages("Pasal 5"))
    there = tmp_path / "naskah.pdf"
    there.write_bytes(pdfs.pages("Pasal 6 – “Keluarga”"))
    ended = typed(tmp_path, "", named, there, **environment)
    assert (ended.returncode, ended.stderr) == (0, b"")
    first, second = (json.loads(line) for line in ended.stdout.decode("utf-8").splitlines())
    assert first["file"] == f"{tmp_path}/nama\N{REPLACEMENT CHARACTER}.pdf" and first["text"] == "Pasal 5"
    assert second["file"] == str(there) and "Pasal 6" in second["text"]


@pytest.mark.parametrize(("into", "why"), [(">&-", "Bad file descriptor"), (">/dev/full", "No space left")])
def test_an_output_that_cannot_be_written_is_said_in_one_sentence(
    tmp_path: Path, into: str, why: str
) -> None:
    ended = typed(tmp_path, into, LAW)
    complained = ended.stderr.decode()
    assert (ended.returncode, ended.stdout, complained.count("\n")) == (1, b"", 1)
    assert complained.startswith(f"Keluaran perintah ini tidak dapat ditulis: {why}")


def test_nobody_needs_a_data_folder_to_read_and_none_is_made(tmp_path: Path) -> None:
    ended = typed(tmp_path, "", LAW)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert not list(tmp_path.iterdir())
    (tmp_path / "tidak").write_text("no folder can be made below a file")
    ended = typed(tmp_path, "", LAW)
    assert (ended.returncode, ended.stderr) == (0, b"") and ended.stdout


def test_interrupted_it_ends_quietly(tmp_path: Path) -> None:
    reading = subprocess.Popen(
        [*READ, *[LAW] * 200, "--json"], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert json.loads(reading.stdout.readline())["number"] == 1
    reading.send_signal(signal.SIGINT)
    _said, complained = reading.communicate(timeout=PATIENCE)
    assert (reading.returncode, complained) == (130, b"")


def test_where_no_reader_can_be_started_it_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "naskah.pdf"
    path.write_bytes(pdfs.pages("Pasal 5"))
    bounded.close()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "tidak-ada"))
    assert said(path) == [{"file": str(path), "error": str(NoReader.sentence)}]
    assert NoReader.transient and NoReader.code == "no-reader"
