"""What `./run test`, `bench` and `trial` run."""

import sys
from typing import NoReturn

from portal.opening.packages import DEVELOPMENT, install
from portal.opening.place import PYTHON, ROOT, VENV
from portal.opening.processes import Command, become, follow, run
from portal.opening.words import stop_with


def check_all(options: list[str]) -> NoReturn:
    """With pytest's options pytest alone; without, the static checks before it, all of them.

    The exit code is that of the first failure; pytest has the last line.
    """
    install(DEVELOPMENT)
    # All of it runs on two cores at once, a file at a time; with options the choice is the caller's.
    pytest: Command = [PYTHON, "-m", "pytest", *(options or ["-n", "2", "--dist", "loadfile"])]
    failures = (
        [] if options else [code for name, command in static_checks() if (code := _check(name, command))]
    )
    if not failures:
        become(pytest, at=ROOT)
    run(pytest)
    sys.exit(failures[0])


def static_checks() -> list[tuple[str, Command]]:
    tools, templates = VENV / "bin", sorted(ROOT.glob("templates/**/*.html"))
    return [
        ("ruff", [tools / "ruff", "check", ".", "run"]),
        ("ruff format", [tools / "ruff", "format", "--check", ".", "run"]),
        ("djade", [tools / "djade", "--check", *templates]),
        ("mypy", [tools / "mypy"]),
        ("import-linter", [tools / "lint-imports"]),
        ("django", [PYTHON, "manage.py", "check"]),
        ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def _check(name: str, command: Command) -> int:
    code, lines = follow("memeriksa", f"checking: {name}", command)
    if code:
        print("".join(lines), flush=True)
    return code


def one_or_all(folder: str, arguments: list[str]) -> NoReturn:
    """Run the module of that folder that is named, with its options, or without a name all of them in turn."""
    names = sorted(path.stem for path in ROOT.glob(f"{folder}/*.py") if "__main__" in path.read_text())
    if arguments and arguments[0] not in names:
        known = ", ".join(names)
        stop_with(
            2, f"{arguments[0]} tidak ada; yang ada: {known}.", f"There is no {arguments[0]}, but: {known}."
        )
    install(DEVELOPMENT)
    if arguments:
        become([PYTHON, "-m", f"{folder}.{arguments[0]}", *arguments[1:]], at=ROOT)
    sys.exit(max([run([PYTHON, "-m", f"{folder}.{name}"]) for name in names], default=0))
