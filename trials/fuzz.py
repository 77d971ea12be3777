"""The reader fuzzed for a bounded time: whatever the bytes, nothing comes out but pages, our own errors and our limits.

`python -m trials.fuzz --seconds 300` divides the time among the targets of `trials.fuzzing.targets`. With atheris, which
sees how far an input gets, where it is installed; the whole way through `manage read` in a child process, and everything
where it is not, by our own mutator from a fixed seed. What is found is kept in a folder, and tried again with `--replay`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from trials.fuzzing.driver import has_atheris

ROOT = Path(__file__).resolve().parents[1]
SEED = 2004
INSTALL = (
    "atheris is not here; our own mutator does it all. To install it: .venv/bin/python -m pip install atheris"
)
_SHARES = {"content": 2, "cmap": 1, "font": 1, "telling": 1, "lines": 1, "cleaning": 1, "read": 3}
_LATE = 60.0


def main() -> int:
    """Exit code 0 when nothing was found."""
    asked = _asked()
    if asked.replay:
        return _replay(*asked.replay)
    sees = has_atheris() and not asked.plain
    if not has_atheris():
        print(INSTALL, flush=True)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="pustaka-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    names = asked.target or list(_SHARES)
    found, whole = [], sum(_SHARES[name] for name in names)
    print(f"{'target':<10}{'by':<10}{'seconds':>8}{'inputs':>10}{'longest':>10}{'findings':>10}")
    for name in names:
        found += _fuzz(
            name,
            asked.seconds * _SHARES[name] / whole,
            asked.seed,
            folder,
            "atheris" if sees and name != "read" else "plain",
        )
    for path in found:
        print(f"\n{path}\n    again: python -m trials.fuzz --replay {path.name.partition('-')[0]} {path}")
        if path.with_suffix(".txt").exists():
            print("    " + path.with_suffix(".txt").read_text().strip().splitlines()[-1][:200])
    print("nothing but pages, our errors and our limits" if not found else f"\n{len(found)} findings")
    if not found and not asked.keep:
        _remove(folder)
    return 1 if found else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trials.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--target", action="append", choices=list(_SHARES))
    parser.add_argument(
        "--plain", action="store_true", help="our own mutator, also where atheris is installed"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where findings are kept")
    parser.add_argument("--replay", nargs=2, metavar=("TARGET", "FILE"))
    return parser.parse_args()


def _fuzz(name: str, seconds: float, seed: int, folder: Path, by: str) -> list[Path]:
    """Run one target, say what it came to, and give the inputs that were found."""
    before = set(folder.iterdir())
    with (
        tempfile.TemporaryDirectory(prefix="pustaka-fuzz-") as data,
        (folder / f"{name}.log").open("wb") as log,
    ):
        environment = os.environ | {"PUSTAKA_DATA": data, "TMPDIR": data, "PYTHONWARNINGS": "ignore"}
        command = [
            sys.executable,
            "-m",
            "trials.fuzzing.driver",
            name,
            str(seconds),
            str(seed),
            str(folder),
            by,
        ]
        try:
            code = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, timeout=seconds + _LATE
            ).returncode
        except subprocess.TimeoutExpired:
            code = -9
    noted = folder / f"{name}.json"
    said = json.loads(noted.read_text()) if noted.exists() else {"tried": 0, "longest": 0}
    inputs = {".current", ""}
    found = sorted(path for path in set(folder.iterdir()) - before if path.suffix in inputs)
    if code and not found:
        found = [folder / f"{name}.log"]  # it ended otherwise than by a finding of its own
    print(
        f"{name:<10}{by:<10}{seconds:>8.0f}{said['tried']:>10,}{said['longest']:>8.2f} s{len(found):>10}",
        flush=True,
    )
    return found


def _replay(name: str, file: str) -> int:
    from trials.fuzzing.targets import TARGETS

    TARGETS[name].run(Path(file).read_bytes())
    print("nothing is raised")
    return 0


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


if __name__ == "__main__":
    sys.exit(main())
