"""The little markup that a title may carry: `<i>`, `<b>`, `<sup>`, `<sub>`, `<sc>`, small capitals as a span, and
quotation marks, straight or curly. All other marks of less and greater are words.

Pure. Which quotation mark is printed depends on those around it and on the locale, so here they are only paired and
told apart: outer and inner.
"""

import re
from dataclasses import dataclass

_TAG = re.compile(
    r"""<(?P<open>i|b|sup|sub|sc)>
    | </(?P<close>i|b|sup|sub|sc|span)>
    | <span\s+style="font-variant:\s*(?P<caps>small-caps);?"[^>]*>
    | <span\s+class="(?P<class>nocase|nodecor)"[^>]*>
    | (?P<quote>["'“”‘’])""",
    re.VERBOSE,
)
_OPENING = {"“": "”", "‘": "’"}
_LETTER = re.compile(r"[-0-9a-zA-Z\u00c0-\u017f\u0370-\u052f\u0590-\u06ff]")
_APOSTROPHE = "’"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch inside a tag: `i`, `b`, `sup`, `sub`, `sc`, `"` (outer quotation marks) or `'` (inner ones)."""

    tag: str
    content: "list[Span]"


Span = str | Marked


@dataclass(slots=True)
class _Opened:
    tag: str
    closer: str
    literal: str
    content: list[Span]


def read(text: str) -> list[Span]:
    """The words with their markup, in order; a tag or quotation mark without its fellow stays a word."""
    opened: list[_Opened] = [_Opened("", "", "", [])]
    position = 0
    for found in _TAG.finditer(text):
        _say(opened[-1].content, text[position : found.start()])
        position = found.end()
        before, after = text[: found.start()][-1:], text[position:][:1]
        if closer := _closes(found, before, after, opened):
            _close(opened, closer, found[0])
        elif tag := _opens(found, before, after):
            opened.append(_Opened(*tag, literal=found[0], content=[]))
        else:
            _say(opened[-1].content, _APOSTROPHE if found[0] == "'" else found[0])
    _say(opened[-1].content, text[position:])
    while len(opened) > 1:
        _give_up(opened)
    return _settled(opened[0].content, _first_straight(opened[0].content))


def _first_straight(spans: list[Span]) -> str:
    """The straight quotation mark that comes first in a text is its outer one, the other its inner one."""
    for span in spans:
        if isinstance(span, Marked):
            if span.tag.startswith("straight"):
                return span.tag
            if found := _first_straight(span.content):
                return found
    return ""


def _settled(spans: list[Span], outer: str) -> list[Span]:
    return [span if isinstance(span, str) else _settled_one(span, outer) for span in spans]


def _settled_one(span: Marked, outer: str) -> Marked:
    tag = span.tag
    if tag.startswith("straight"):
        tag = '"' if tag == outer else "'"
    return Marked(tag, _settled(span.content, outer))


def _closes(found: re.Match[str], before: str, after: str, opened: list[_Opened]) -> str:
    """The closer that this is, if something waits for it."""
    if tag := found["close"]:
        return f"</{tag}>" if any(one.closer == f"</{tag}>" for one in opened) else ""
    quote = found["quote"]
    if not quote or quote in _OPENING:
        return ""
    if quote in "'’" and _is_apostrophe(before, after):
        return ""
    if quote in "'\"" and _starts(before, after):
        return ""
    return quote if any(one.closer == quote for one in opened) else ""


def _is_apostrophe(before: str, after: str) -> bool:
    return bool(_LETTER.match(before) and _LETTER.match(after))


def _opens(found: re.Match[str], before: str, after: str) -> tuple[str, str] | None:
    """(tag, closer) of what this opens."""
    if tag := found["open"]:
        return tag, f"</{tag}>"
    if found["caps"]:
        return "sc", "</span>"
    if found["class"]:
        return found["class"], "</span>"
    quote = found["quote"]
    if not quote:
        return None
    if quote in _OPENING:
        return ('"' if quote == "“" else "'"), _OPENING[quote]
    return (f"straight {quote}", quote) if quote in "'\"" and _starts(before, after) else None


def _starts(before: str, after: str) -> bool:
    return (not before or before in " (“‘\"'>\u202f") and bool(after.strip())


def _close(opened: list[_Opened], closer: str, literal: str) -> None:
    while opened[-1].closer != closer:
        _give_up(opened)
    done = opened.pop()
    if done.tag in ("nocase", "nodecor"):
        opened[-1].content.extend(done.content)
    elif done.content:
        opened[-1].content.append(Marked(done.tag, done.content))


def _give_up(opened: list[_Opened]) -> None:
    """What was opened last is never closed: its sign is a word."""
    lost = opened.pop()
    _say(opened[-1].content, _APOSTROPHE if lost.literal == "'" else lost.literal)
    for span in lost.content:
        if isinstance(span, str):
            _say(opened[-1].content, span)
        else:
            opened[-1].content.append(span)


def _say(content: list[Span], text: str) -> None:
    if text and content and isinstance(content[-1], str):
        content[-1] += text
    elif text:
        content.append(text)
