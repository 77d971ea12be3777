"""What may be written to the log: errors yes, what a reader asked no."""

import logging
import re
from traceback import TracebackException

_QUESTION = re.compile(r"\?[^\s\"']*")


class WithoutQuestions(logging.Filter):
    """Takes query strings out of messages, and the request out of what other handlers could print.

    Where an error ended a request that carried a question, its trace is kept without the errors' own words, because
    they may repeat what was asked; where it happened and what kind it was stays.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message:
            record.msg, record.args = _QUESTION.sub("", message), ()
        request = record.__dict__.pop("request", None)
        if isinstance(record.exc_info, tuple) and record.exc_info[1] and getattr(request, "GET", None):
            record.exc_text = _without_words(record.exc_info[1])
        return True


def _without_words(error: BaseException) -> str:
    """The trace of an error and of those behind it, each with its kind alone."""
    links: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        trace = TracebackException.from_exception(seen, capture_locals=False)
        links.insert(0, "".join([*trace.stack.format(), type(seen).__qualname__]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n\n".join(links)
