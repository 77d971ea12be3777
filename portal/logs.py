"""What may be written to the log: errors yes, what a reader asked no."""

import logging
import re

_QUESTION = re.compile(r"\?[^\s\"']*")


class WithoutQuestions(logging.Filter):
    """Takes query strings out of messages, and the request out of what other handlers could print."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "?" in message:
            record.msg, record.args = _QUESTION.sub("", message), ()
        record.__dict__.pop("request", None)
        return True
