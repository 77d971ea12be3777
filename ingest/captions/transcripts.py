"""A transcript without times, as an editor pastes it or uploads it, cut into paragraphs. Pure."""

import re

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")


def paragraphs(text: str) -> list[str]:
    """The paragraphs, each on one line; every word of the text in its order.

    Where blank lines part them, a line break within is only the width of somebody's window. Without any blank line,
    every line is a paragraph.
    """
    text = _UNSEEN.sub("", re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text))
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    if "" not in lines:
        return [line for line in lines if line]
    found: list[list[str]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [" ".join(paragraph) for paragraph in found if paragraph]
