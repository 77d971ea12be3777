"""The commands that start the house: `./run` and the lock files it installs from."""

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.opening import processes

ROOT = Path(__file__).resolve().parents[1]
RUN = ROOT / "run"
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
PATIENCE = 240  # seconds until a start that hangs is ended, so that the suite does not hang with it


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def newcomer(data: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who set nothing but the data folder and the port."""
    ours = {"BASE_URL", "DATABASE_URL", "ELASTICSEARCH_URL", "DEBUG", "HOST", "SECRET_KEY", "ALLOWED_HOSTS"}
    seen = {name: value for name, value in os.environ.items() if name not in ours}
    return seen | {"PUSTAKA_DATA": str(data), "PORT": str(free_port())} | more


def said(*command: str | Path, cwd: Path = ROOT, **environment: str) -> tuple[int, list[str]]:
    """A command's exit code and what it said about its trouble, line by line."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


# The lock files


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_no_host(lock: Path) -> None:
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|--trusted-host", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    entries = re.split(r"^(?=\S+==)", lock.read_text(), flags=re.MULTILINE)
    assert [
        entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry
    ] == []


def test_the_development_lock_holds_all_of_the_other_in_the_same_versions() -> None:
    runtime, development = ({*re.findall(r"^\S+==[^\s;]+", lock.read_text(), re.MULTILINE)} for lock in LOCKS)
    assert runtime - development == set()


# Before anything is installed


def test_an_older_python_is_answered_with_one_sentence() -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 18, 'final', 0); runpy.run_path({str(RUN)!r})"
    code, lines = said(sys.executable, "-c", pretend)
    assert code == 2
    assert lines == [
        "Pustaka Sapa memerlukan Python 3.11 atau lebih baru; yang ini 3.9.18.",
        "Pustaka Sapa needs Python 3.11 or newer; this one is 3.9.18.",
    ]


def test_an_older_python_can_read_the_script_that_far() -> None:
    assert ast.parse(RUN.read_text(), feature_version=(3, 7))


def test_where_the_venv_module_is_missing_the_line_that_installs_it_is_said(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(ROOT / "portal" / "opening", house / "portal" / "opening")
    for path in [RUN, *LOCKS]:
        shutil.copy(path, house)
    without = "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['run', 'manage', 'check']; "
    without += "runpy.run_path('run', run_name='__main__')"
    code, lines = said(sys.executable, "-c", without, cwd=house, PATH=str(tmp_path))
    assert code == 2
    remedy = "sudo apt install python{}.{}-venv".format(*sys.version_info)
    assert len(lines) == 2
    assert all(line.endswith(remedy) for line in lines)
    assert not (house / ".venv").exists()


def test_a_taken_port_is_said_with_another_that_can_be_tried() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, lines = said(RUN, PORT=str(port), HOST="127.0.0.1")
    assert code == 1
    assert lines[1] == f"Port {port} is taken; choose another, for example: PORT={port % 65535 + 1} ./run"


@pytest.mark.parametrize("port", ["rumah", "0", "65536", "-1"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    assert said(RUN, PORT=port) == (
        1,
        [f"PORT harus angka 1–65535, bukan {port}.", f"PORT must be a number 1–65535, not {port}."],
    )


@pytest.mark.parametrize(
    "path",
    [RUN, ROOT / "portal" / "local_elasticsearch.py", *(ROOT / "portal" / "opening").glob("*.py")],
    ids=lambda path: path.name,
)
def test_what_starts_the_house_needs_the_standard_library_alone(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    foreign = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not name.startswith("portal.opening.")} == set()


def test_an_unknown_command_is_answered_with_where_to_look() -> None:
    code, lines = said(RUN, "jalankan")
    assert code == 2
    assert lines[1] == "No command jalankan; see ./run help"


def test_help_lists_every_door_and_needs_nothing_installed(tmp_path: Path) -> None:
    listed = subprocess.run([RUN, "help"], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    for door in [
        "",
        " test",
        " manage",
        " worker",
        " web",
        " elasticsearch",
        " trial",
        " bench",
        " doctor",
        " help",
    ]:
        assert re.search(rf"^  \./run{door}\b", listed, re.MULTILINE)


# Processes


def test_what_a_step_printed_is_given_back() -> None:
    code, lines = processes.follow("berkata", "saying", [sys.executable, "-c", "print('satu'); print('dua')"])
    assert (code, lines) == (0, ["satu\n", "dua\n"])


def test_a_step_that_fails_shows_what_it_said_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        processes.step("memasang", "installing", [sys.executable, "-c", "print('tidak ada ruang'); exit(3)"])
    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "tidak ada ruang",
        "Gagal: memasang.",
        "Failed: installing.",
    ]


# The whole start: real processes, real data, a port of its own


class Opened:
    """A library that was opened by `./run`, and what it said until its door was open."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.address = f"http://localhost:{environment['PORT']}"
        self.process = subprocess.Popen(
            [RUN], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._patience = threading.Timer(PATIENCE, self.process.kill)
        self._patience.start()
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                return
        pytest.fail(f"The library did not open:\n{self.said}")

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return answer.status, answer.read().decode()

    def end_by(self, number: int) -> int:
        """Send a signal to `./run` alone and give its exit code, once every process of its tree is gone.

        All of them hold the same output; it ends when the last of them has ended.
        """
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=30)[0]
        return self.process.returncode

    def close(self) -> None:
        self._patience.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "perpustakaan"


@pytest.fixture
def opened(data: Path) -> Iterator[Opened]:
    library = Opened(newcomer(data))
    yield library
    library.close()


def test_a_fresh_data_folder_becomes_a_library_that_answers_and_closes_cleanly(opened: Opened) -> None:
    assert f"{opened.address}/admin/" in opened.said
    assert re.search(r"password +\S{12,} +hanya tampil sekali ini", opened.said)
    status, home = opened.get("/")
    assert status == 200
    assert "<h1" in home
    status, results = opened.get("/cari/?q=kekerasan+dalam+rumah+tangga")
    assert status == 200
    assert "<mark" in results
    assert opened.end_by(signal.SIGINT) == 0


def test_the_second_start_prepares_nothing_and_tells_no_password(opened: Opened) -> None:
    assert "password" not in opened.said
    assert "menyiapkan" not in opened.said
    assert "<mark" in opened.get("/cari/?q=kekerasan+dalam+rumah+tangga")[1]
    assert opened.end_by(signal.SIGTERM) == 0


def test_no_process_outlives_a_starter_that_was_killed(opened: Opened) -> None:
    assert opened.end_by(signal.SIGKILL) == -signal.SIGKILL
    with socket.create_server(("127.0.0.1", int(opened.address.rpartition(":")[2]))):
        pass
