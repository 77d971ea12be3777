"""One page by the first reader alone, in a process of its own, for an editor who wants to compare.

`read` asks; the rest is the program that it asks for (`python -m ingest.first_page NUMBER PATH LIMITS`, started by
`ingest.extract.bounded`). What the first reader finds nowhere else keeps: where the second was better, only that was kept.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ingest.errors import IngestError
from ingest.extract import Limits, Outline, PageText, pdfminer
from ingest.extract.bounded import extract
from ingest.extract.messages import Failure, send
from ingest.extract.own_limits import allow, bound


def read(path: Path, number: int) -> PageText | None:
    """The page of that number (from 1) as the first reader has it; None where it cannot read it."""
    command = (sys.executable, "-m", "ingest.first_page", str(number))
    with suppress(IngestError, OSError):
        found = [each for each in extract(path, child=command) if isinstance(each, PageText)]
        return next((page for page in found if page.number == number and "unread" not in page.flags), None)
    return None


def main(number: int, path: Path, limits: Limits) -> None:
    """Send that page, and nothing but an outline before it; nothing where the file ends before."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound(limits)
    try:
        outline: Outline | None = None
        for message in _messages(path, limits):
            if isinstance(message, Outline):
                outline = message
                continue
            allow(limits, message.number)
            if message.number == number and outline is not None:
                send(out, outline)
                send(out, message)
                break
        send(out, None)
    except BrokenPipeError:
        return
    except Exception as error:  # the one place where the reader's errors end
        send(out, Failure("damaged", f"{type(error).__name__}: {error}"))


def _messages(path: Path, limits: Limits) -> Iterator[Outline | PageText]:
    """As they come; of a file that cannot be opened by its tables, by its objects."""
    told = False
    try:
        for message in pdfminer.read(path, limits):
            told = True
            yield message
    except (MemoryError, BrokenPipeError, GeneratorExit):
        raise
    except Exception:
        if told:
            raise
        yield from pdfminer.read(path, limits, mend=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Limits(**json.loads(sys.argv[3])))
