"""Fetches a real Elasticsearch once and runs it on this machine, for development and tests.

Stands alone: standard library only, imports nothing of ours. The server comes from Maven Central (the core
server without its licensed modules, about 99 MB); it is started as an unprivileged user where we are root,
because it refuses to run as root. Production uses the full distribution instead.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from types import FrameType

VERSION = "8.19.8"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
NOBODY = 65534
READY_SECONDS = 120
STOP_SECONDS = 30

CONFIGURATION = """\
cluster.name: pustaka
discovery.type: single-node
xpack.security.enabled: false
network.host: 127.0.0.1
http.port: {port}
cluster.routing.allocation.disk.threshold_enabled: false
path.data: {data}/data
path.logs: {data}/logs
"""


class CannotRunError(Exception):
    """One sentence: what went wrong, and the remedy."""

    exit_code = 1


class MissingError(CannotRunError):
    """Something that must first be installed on this machine: Maven, a Java, setpriv."""

    exit_code = 2


def install(version: str, base: Path) -> Path:
    """The folder of that server version under `base`, fetched and unpacked if it is not there yet."""
    home = base / version
    if (home / "bin" / "elasticsearch").exists():
        return home
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingError(
            "Maven is missing, it fetches the server. Install it (Debian: apt-get install maven), "
            "or set ELASTICSEARCH_URL to a server that runs already."
        )
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base, prefix=".fetch-") as scratch:
        print(f"Fetching Elasticsearch {version} (about 99 MB, once) …", flush=True)
        command = [maven, "-q", "-B", MAVEN_COPY]
        command += [f"-Dartifact={ARTIFACT.format(version=version)}", f"-DoutputDirectory={scratch}"]
        fetched = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)  # noqa: S603
        archives = list(Path(scratch).glob("*.zip"))
        if fetched.returncode or not archives:
            lines = (fetched.stdout + fetched.stderr).strip().splitlines() or ["no word from Maven"]
            raise CannotRunError(f"Maven could not fetch Elasticsearch {version}: {lines[0]}")
        unpacked = Path(scratch) / "unpacked"
        with zipfile.ZipFile(archives[0]) as archive:
            archive.extractall(unpacked)
        (tree,) = unpacked.iterdir()
        for program in [*tree.glob("bin/*"), *tree.glob("modules/*/platform/*/bin/*")]:
            program.chmod(0o755)  # zipfile drops the run bits
        tree.chmod(0o755)
        (tree / "plugins").mkdir(exist_ok=True)
        tree.rename(home)
    return home


def java_for(version: str) -> Path:
    """The home of the oldest Java on this machine that is new enough: 17 for servers 8, 21 for servers 9.

    A home named by ES_JAVA_HOME or JAVA_HOME goes first.
    """
    wanted = 17 if int(version.split(".")[0]) < 9 else 21
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    on_path = shutil.which("java")
    found = [*Path("/usr/lib/jvm").glob("*"), *([Path(on_path).resolve().parents[1]] if on_path else [])]
    for home in [*named, *sorted(found, key=_java_release)]:
        if _java_release(home) >= wanted:
            return home
    raise MissingError(
        f"Elasticsearch {version} needs Java {wanted} or newer. Install it "
        f"(Debian: apt-get install openjdk-{wanted}-jre-headless), or set ES_JAVA_HOME to its folder."
    )


def _java_release(home: Path) -> int:
    if not (home / "bin" / "java").exists():
        return 0
    try:
        told = re.search(r'JAVA_VERSION="(?:1\.)?(\d+)', (home / "release").read_text())
    except OSError:
        command = [str(home / "bin" / "java"), "-version"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        told = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    return int(told[1]) if told else 0


def base_folder() -> Path:
    """Where servers and their data are kept: ELASTICSEARCH_HOME, else `elasticsearch` in the data folder.

    As root the server runs as nobody, who must be able to walk there; otherwise the system's temporary
    folder is taken.
    """
    if os.environ.get("ELASTICSEARCH_HOME"):
        return Path(os.environ["ELASTICSEARCH_HOME"]).resolve()
    data = Path(os.environ.get("PUSTAKA_DATA") or Path(__file__).resolve().parents[1] / "var").resolve()
    base = data / "elasticsearch"
    if os.geteuid() == 0 and not _open_to_all(base):
        return Path(tempfile.gettempdir()) / "pustaka-elasticsearch"
    return base


def _open_to_all(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in [folder, *folder.parents] if part.exists())


def prepare(home: Path, data: Path, port: int) -> None:
    """Write the configuration into the data folder and give that folder to the user who will run."""
    settings = data / "config"
    folders = [settings, data / "data", data / "logs", data / "tmp"]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for name in ("jvm.options", "log4j2.properties"):
        shutil.copy(home / "config" / name, settings / name)
    (settings / "elasticsearch.yml").write_text(CONFIGURATION.format(port=port, data=data))
    if os.geteuid() == 0:
        data.chmod(0o755)
        for path in [data, *folders, *(inside for folder in folders for inside in folder.rglob("*"))]:
            os.chown(path, NOBODY, NOBODY)


def start(home: Path, java: Path, data: Path) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
    command = [str(home / "bin" / "elasticsearch"), "-p", str(data / "pid")]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise MissingError(
                "Elasticsearch refuses to run as root, and setpriv is missing to become nobody. "
                "Install it (Debian: apt-get install util-linux), or run this as another user."
            )
        command = [setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"}
    environment |= {
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(data / "config"),
        "ES_TMPDIR": str(data / "tmp"),
    }
    environment.setdefault("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
    with (data / "logs" / "output.log").open("wb") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            cwd=home,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def healthy(url: str) -> bool:
    """Whether a server answers at `url` with a usable cluster. (This build has no answer at the root.)"""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:  # noqa: S310
            return json.load(answer).get("status") in ("green", "yellow")
    except (OSError, ValueError, urllib.error.URLError):
        return False


def run(home: Path, java: Path, data: Path, port: int) -> int:
    """Run in the foreground until Ctrl-C, SIGTERM or the server's own end; gives the exit code."""
    url = f"http://127.0.0.1:{port}"
    if healthy(url):
        print(f"An Elasticsearch answers already: {url}")
        return 0
    (data / "pid").unlink(missing_ok=True)
    prepare(home, data, port)
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    server = start(home, java, data)
    deadline = time.monotonic() + READY_SECONDS
    announced = False
    while server.poll() is None and not stopping:
        if not announced and healthy(url):
            print(f"Elasticsearch answers: {url}  (ELASTICSEARCH_URL={url}; Ctrl-C stops it)", flush=True)
            announced = True
        if not announced and time.monotonic() > deadline:
            print(f"No answer after {READY_SECONDS} s; see {data / 'logs'}", file=sys.stderr)
            break
        time.sleep(0.25)
    if server.poll() is None:
        _end(server)
        (data / "pid").unlink(missing_ok=True)
        return 0 if stopping else 1
    print(f"Elasticsearch ended: {_last_words(data)}", file=sys.stderr)
    return server.returncode or 1


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _last_words(data: Path) -> str:
    lines = (data / "logs" / "output.log").read_text(errors="replace").strip().splitlines()
    errors = [line for line in lines if "ERROR" in line or "xception" in line]
    return next(iter(errors or lines[-1:]), "it said nothing") + f"  (see {data / 'logs'})"


def main(argv: list[str] | None = None) -> int:
    """The command; one sentence and exit code 2 where something is missing here, 1 for any other trouble."""
    parser = argparse.ArgumentParser(prog="elasticsearch", description="Run a real local Elasticsearch.")
    parser.add_argument(
        "--version", default=VERSION, help=f"server version (default {VERSION}; 9.x needs Java 21)"
    )
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument(
        "--data", type=Path, help="data folder (default: beside the server, one per version and port)"
    )
    parser.add_argument("--fetch-only", action="store_true", help="fetch the server and stop")
    options = parser.parse_args(argv)
    try:
        base = base_folder()
        java = java_for(options.version)
        home = install(options.version, base)
        if options.fetch_only:
            print(home)
            return 0
        data = options.data or base / f"data-{options.version}-{options.port}"
        return run(home, java, data.resolve(), options.port)
    except CannotRunError as trouble:
        print(trouble, file=sys.stderr)
        return trouble.exit_code


if __name__ == "__main__":
    sys.exit(main())
