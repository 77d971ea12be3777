"""What may be written to the log: errors yes, what a reader asked no."""

import logging
import re
from traceback import TracebackException

_QUESTION = re.compile(r"\?.*", re.DOTALL)  # to the end: a question may hold any character
_SECRET = re.compile(r"(/cari/kabar/)[-\w]+")  # of a letter: whoever has it stops what the letter tells of


class WithoutQuestions(logging.Filter):
    """Takes query strings and the secrets of letters out of messages, and the request out of what other handlers could
    print.

    Where an error ended a request that carried a question or a form, its trace is kept without the errors' own words, because
    they may repeat what was asked; where it happened and what kind it was stays.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message or "/cari/kabar/" in message:
            record.msg, record.args = _SECRET.sub(r"\1…", _QUESTION.sub("", message)), ()
        request = record.__dict__.pop("request", None)
        if isinstance(record.exc_info, tuple) and record.exc_info[1] and _carried_words(request):
            record.exc_text = _without_words(record.exc_info[1])
        return True


def _carried_words(request: object) -> bool:
    """Asked of the bare request: what could not be read as a question cannot be asked for it either."""
    asked = getattr(request, "META", {}).get("QUERY_STRING")
    return bool(asked) or getattr(request, "method", "") == "POST"


def _without_words(error: BaseException) -> str:
    """The trace of an error and of those behind it, each with its kind alone."""
    links: dict[int, str] = {}
    link: BaseException | None = error
    while link is not None and id(link) not in links:
        links[id(link)] = "".join(
            [*TracebackException.from_exception(link).stack.format(), type(link).__qualname__]
        )
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\n".join(reversed(links.values()))
