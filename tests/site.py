"""A real site for tests that need one: prepared, with web server and worker as processes of their own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.requirements import missing

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PASSWORD = "kata-sandi-penyunting"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 60


@dataclass
class Site:
    """A running site: its address, its environment, and what it runs as."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run one command there; gives what it printed."""
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def status(self, path: str, **headers: str) -> int:
        return self.get(path, **headers)[0]

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of a page, without following redirects elsewhere."""
        request = urllib.request.Request(
            self.url + path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read()


@contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[Site]:
    """A site with an empty library in `folder`, an editor, and everything running; all of it ends with the block."""
    port = _free_port()
    kept = _without_our_settings() | {
        "PUSTAKA_DATA": str(folder),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        **environment,
    }
    site = Site(f"http://127.0.0.1:{port}", kept)
    shutil.copytree(prepared(), folder, dirs_exist_ok=True)
    web = [PYTHON, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}", "--worker-class",
           "gthread", "--threads", "8", "--log-level", "error", "--no-control-socket"]  # fmt: skip
    with (folder / "site.log").open("wb") as log:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=kept, stdout=log, stderr=log)
            for command in (web, [PYTHON, "manage.py", "worker"])
        ]
        try:
            _wait_until_answers(f"{site.url}/sehat")
            yield site
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(20)


def _without_our_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


@cache
def prepared() -> Path:
    """An empty library with an editor, on SQLite, made once to be copied."""
    folder = Path(tempfile.mkdtemp(dir=os.environ["PUSTAKA_DATA"]))
    site = Site("", _without_our_settings() | {"PUSTAKA_DATA": str(folder)})
    site.manage("prepare")
    script = (
        f"from library.models import User; User.objects.create_superuser('penyunting', password='{PASSWORD}')"
    )
    site.manage("shell", "-v", "0", "-c", script)
    return folder


@contextmanager
def chromium() -> Iterator:
    """A real Chromium, without traffic of its own."""
    if CHROMIUM is None:
        missing("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        try:
            yield browser
        finally:
            browser.close()


def _wait_until_answers(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
