"""What is said on the terminal: Indonesian first, then English, a little quieter."""

import os
import sys
from typing import NoReturn


def on_terminal() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def both(indonesian: str, english: str, width: int = 0) -> str:
    """The two side by side, filled up with spaces to `width` characters."""
    plain = f"{indonesian} · {english}"
    quiet = f"{indonesian} · \033[2m{english}\033[0m" if on_terminal() else plain
    return quiet + " " * (width - len(plain))


def complain(indonesian: str, english: str) -> None:
    print(indonesian, english, sep="\n", file=sys.stderr, flush=True)


def stop_with(code: int, indonesian: str, english: str) -> NoReturn:
    """End with one sentence in each language."""
    complain(indonesian, english)
    sys.exit(code)
