"""What a reader typed, as it is read: on one line, and no longer than a question."""

import re

LONGEST_QUESTION = 400
"""Characters."""

_UNTYPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # controls and halves of characters


def on_one_line(question: str) -> tuple[str, bool]:
    """The question on one line without what no one can type, and whether it had to be cut."""
    enough = 10 * LONGEST_QUESTION  # no pasted book is read to its end only to be cut
    text = " ".join(_UNTYPED.sub(" ", question[:enough]).split())
    if len(text) <= LONGEST_QUESTION:
        return text, len(question) > enough
    head = text[: LONGEST_QUESTION + 1].rpartition(" ")[0]
    return head or text[:LONGEST_QUESTION], True
