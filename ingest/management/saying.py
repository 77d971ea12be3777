"""What our commands say on standard output, to whoever listens and for as long as somebody does.

A pipe whose other end is closed, a full disk and an output that was never there do not end a command in the middle of
its work: it goes on and is silent, or asks `is_heard` where saying is all that it does.
"""

import codecs
import errno
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

_INTERRUPTED = 130
#: Of names of files that are no text on their disk, and of texts of broken files; no encoding has them.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Output:
    """The two outputs of a command. `trouble` is why nothing more is said on the first, None while all is heard."""

    def __init__(self, command: BaseCommand) -> None:
        self._out, self._err = command.stdout, command.stderr
        stream = getattr(command.stdout, "_out", None)
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self.trouble = None if stream is not None else OSError(errno.EBADF, os.strerror(errno.EBADF))

    @property
    def is_heard(self) -> bool:
        return self.trouble is None

    def say(self, text: str) -> None:
        """One line, or several, for people."""
        text = _LONE_SURROGATE.sub("�", text)
        self._write(text.encode(self._encoding, errors="replace").decode(self._encoding))

    def say_json(self, value: dict[str, Any]) -> None:
        """One line for machines: JSON in the encoding of the output, or in ASCII where that is not UTF-8."""
        ascii_only = codecs.lookup(self._encoding).name != "utf-8"
        text = _LONE_SURROGATE.sub("�", json.dumps(value, ensure_ascii=False))
        self._write(json.dumps(json.loads(text)) if ascii_only else text)

    def complain(self, text: str) -> None:
        """A sentence on standard error; where that cannot be written, nobody is there to be told."""
        with suppress(OSError, AttributeError):  # it is no stream at all where the shell closed it
            self._err.write(_LONE_SURROGATE.sub("�", text))

    def progress(self, text: str) -> None:
        """How far it is, in the one line of a terminal that each call writes anew; "" clears it."""
        if sys.stderr is not None and sys.stderr.isatty():
            with suppress(OSError):
                self._err.write(f"\r\033[K{text}", ending="")
                self._err.flush()

    def close(self) -> None:
        """Write what still waits to be written."""
        if self.is_heard:
            try:
                self._out.flush()
            except OSError as error:
                self._lose(error)

    def _write(self, text: str) -> None:
        if self.is_heard:
            try:
                self._out.write(text)
            except OSError as error:
                self._lose(error)

    def _lose(self, error: OSError) -> None:
        self.trouble = error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, self._out.fileno())  # Python writes what is left at its end, and would complain
        finally:
            os.close(nowhere)


@contextmanager
def speaking(command: BaseCommand, interrupted: str = "") -> Iterator[Output]:
    """The outputs of a command for as long as it works. Interrupted, it ends with 130 and that sentence. Where not all
    could be said it ends with 1 and a sentence, when its work is done; whoever closed a pipe has heard enough and is told
    nothing."""
    output = Output(command)
    try:
        yield output
    except KeyboardInterrupt:
        output.progress("")
        if interrupted:
            output.complain(interrupted)
        sys.exit(_INTERRUPTED)
    finally:
        output.close()
    if output.trouble is not None and not isinstance(output.trouble, BrokenPipeError):
        sentence = _("Keluaran perintah ini tidak dapat ditulis: %(reason)s.")
        output.complain(sentence % {"reason": output.trouble.strerror or output.trouble})
        sys.exit(1)
