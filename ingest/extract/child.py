"""The process in which one file is read, forked by `nursery` for `bounded`.

It sets its own limits, then reads, and sends what it reads down its standard output as `messages`, the last of them
the good end or a failure. A child that is killed, or dies, simply stops talking.
"""

import os
from pathlib import Path
from typing import BinaryIO

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.psexceptions import PSException

from ingest.extract import Limits, PageText
from ingest.extract.chosen import opened, read
from ingest.extract.document import StreamTooLarge
from ingest.extract.messages import Failure, send
from ingest.extract.own_limits import allow, bound

#: How much of a file's beginning may stand before its signature (ISO 32000-1, annex H, note 13).
_HEAD = 1_024
_OUT_OF_MEMORY = 12  # the exit status when even saying so failed
#: Asked for, the file is only opened: its outline is all that is sent.
OUTLINE = "outline"


def main(path: Path, limits: Limits, only: str = "") -> int:
    """Read the file; gives the exit status. `only` is "" for all of it, or `OUTLINE`."""
    out = _private_output()
    bound(limits)
    try:
        try:
            _check(path, limits)
            for message in [opened(path, limits)] if only == OUTLINE else read(path, limits, fork=True):
                send(out, message)
                if isinstance(message, PageText):
                    allow(limits, message.number)
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
