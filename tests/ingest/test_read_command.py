"""`manage read`: what it says of what is no file."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from ingest.errors import NoFile
from tests import pdfs


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
