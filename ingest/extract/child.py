"""The process in which one file is read: `python -m ingest.extract.child PATH [LIMITS as JSON]`, started by `bounded`.

It sets its own limits, then reads, and sends what it reads down its standard output as `messages`, the last of them
the good end or a failure. A child that is killed, or dies, simply stops talking.
"""

import json
import logging
import math
import os
import resource
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.psexceptions import PSException

from ingest.extract import Limits, PageText
from ingest.extract.chosen import read
from ingest.extract.document import StreamTooLarge
from ingest.extract.messages import Failure, send

#: How much of a file's beginning may stand before its signature (ISO 32000-1, annex H, note 13).
_HEAD = 1_024
_OUT_OF_MEMORY = 12  # the exit status when even saying so failed


def main(path: Path, limits: Limits) -> int:
    out = _private_output()
    _bound(limits)
    try:
        try:
            _check(path, limits)
            for message in read(path, limits):
                send(out, message)
                if isinstance(message, PageText):
                    _allow(limits, message.number)
            send(out, None)
        except BrokenPipeError:
            raise
        except Exception as error:
            # The one place where a reader's errors end; whatever pdfminer.six raises is one of them.
            send(out, _failure(error))
    except BrokenPipeError:
        return 0  # nobody listens any more
    except MemoryError:
        return _OUT_OF_MEMORY
    return 0


def _private_output() -> BinaryIO:
    """The pipe to the parent under a number of its own: what a library prints must not get between the messages."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _bound(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    _allow(limits, 0)


def _allow(limits: Limits, pages: int) -> None:
    """Let the process run for as long as so many finished pages earn it. The system counts whole seconds."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    seconds = math.ceil(limits.cpu + limits.cpu_a_page * pages)
    resource.setrlimit(
        resource.RLIMIT_CPU, (seconds if most == resource.RLIM_INFINITY else min(seconds, most), most)
    )


def _check(path: Path, limits: Limits) -> None:
    """Refuse what is no PDF before anything tries to read it. Raises `Failure`."""
    size = path.stat().st_size
    if not size:
        raise Failure("empty")
    if size > limits.size:
        raise Failure("too-large")
    with path.open("rb") as opened:
        if b"%PDF" not in opened.read(_HEAD):
            raise Failure("not-a-pdf")


def _failure(error: Exception) -> Failure:
    detail = f"{type(error).__name__}: {error}"
    match error:
        case Failure():
            return error
        case MemoryError() | StreamTooLarge():
            return Failure("too-much-memory", detail)
        case PDFEncryptionError():
            return Failure("encrypted", detail)
        case OSError() if not isinstance(error, PSException):
            return Failure("reader-crashed", detail)  # the disk's fault, not the file's
    return Failure("damaged", detail)


if __name__ == "__main__":
    logging.disable()
    warnings.simplefilter("ignore")
    asked = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    sys.exit(main(Path(sys.argv[1]), replace(Limits(), **asked)))
