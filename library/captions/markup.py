"""The words of a cue and the little markup that is kept of it. Pure.

A cue's text is WebVTT cue text (W3C WebVTT, 4.2) of the plainest sort: lines, `<i>`, `<b>` and `<u>` in good order,
and `&amp;`, `&lt;`, `&gt;`. All else that WebVTT, SRT and their relatives put between pointed brackets is either
understood and dropped (colours, classes, karaoke times), understood and told apart (voices), or no markup at all and
stays as the words that somebody typed. What comes out is safe to place in a page once it is WebVTT cue text there
too; for a page use `plain` and escape.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_KEPT = {"i": "i", "em": "i", "b": "b", "strong": "b", "u": "u"}
_DROPPED = frozenset({"c", "lang", "ruby", "rt", "font", "span", "p", "div", "s", "strike", "tt"})
_MOMENT = re.compile(r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}")
# Bounded, so that a million open brackets take no longer than a million letters.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[^\s<>/.]{0,30})(?P<classes>\.[^\s<>]{0,200})?(?P<rest>[^<>]{0,300})>"
)
_OVERRIDE = re.compile(r"\{\\[^{}\n]{1,200}\}")
_KEPT_TAG = re.compile(r"</?[ibu]>")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[^\S\n\u00a0]+")
_LATE = re.compile(r"((?:<[ibu]>)+)([ \n]+)")  # blanks belong before what opens and after what closes
_EARLY = re.compile(r"([ \n]+)((?:</[ibu]>)+)")
_EMPTY = re.compile(r"<([ibu])>([ \n]*)</\1>")
_REOPENED = re.compile(r"</([ibu])>(\n?)<\1>")


@dataclass(frozen=True, slots=True)
class Marked:
    """Cue text, who says it where one voice says all of it (else ""), and whether a subtitle editor's `{\\an7}`,
    `{\\an8}` or `{\\an9}` puts it at the top."""

    text: str
    speaker: str = ""
    at_top: bool = False


def marked(written: str) -> Marked:
    """What was written in an upload or a form, as cue text. Several voices become "Name: words", one a line."""
    written = _UNSEEN.sub("", re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", written))
    at_top = bool(re.search(r"\{\\an[789]\}", written))
    voices = _voices(_OVERRIDE.sub("", written))
    spoken = [(name, text) for name, text in ((name, _tidy(text)) for name, text in voices) if text]
    names = {name for name, _text in spoken}
    if len(names) == 1:
        return Marked(_tidy("\n".join(text for _name, text in spoken)), names.pop(), at_top)
    lines = [f"{escaped(name)}: {text}" if name else text for name, text in spoken]
    return Marked(_tidy("\n".join(lines)), "", at_top)


def unmarked(text: str) -> str:
    """Cue text without its markup; the lines stay lines."""
    return html.unescape(_KEPT_TAG.sub("", text))


def escaped(words: str) -> str:
    """Words as cue text."""
    return html.escape(words, quote=False)


def _voices(written: str) -> Iterable[tuple[str, str]]:
    """(name of the voice or "", its text) in order. Text before the first voice has none."""
    name, pieces, opened = "", [], list[str]()

    def close(until: str = "") -> str:
        closing = ""
        while opened:
            closing += f"</{(last := opened.pop())}>"
            if last == until:
                break
        return closing

    end = 0
    for tag in _TAG.finditer(written):
        pieces.append(_words(written[end : tag.start()]))
        end = tag.end()
        kind = tag["name"].lower()
        if kept := _kept(kind, tag):
            if tag["end"]:
                pieces.append(close(kept) if kept in opened else "")
            elif kept not in opened:
                opened.append(kept)
                pieces.append(f"<{kept}>")
        elif kind == "v":
            yield name, "".join(pieces) + close()
            pieces = []
            name = "" if tag["end"] else _name(tag["rest"])
        elif kind == "br":
            pieces.append("\n")
        elif not _means_nothing_here(kind, tag):
            pieces.append(_words(tag[0]))
    yield name, "".join(pieces) + _words(written[end:]) + close()


def _kept(kind: str, tag: re.Match[str]) -> str:
    """The kept tag that is meant. `<b Budi>` is nothing that any format knows, so somebody's words."""
    return "" if tag["rest"].strip(" /") else _KEPT.get(kind, "")


def _means_nothing_here(kind: str, tag: re.Match[str]) -> bool:
    return kind in _DROPPED or bool(_MOMENT.fullmatch(tag[0][1:-1].strip()))


def _name(annotation: str) -> str:
    return " ".join(_UNSEEN.sub("", html.unescape(annotation)).split())


def _words(written: str) -> str:
    # No-break spaces, written as &nbsp; by many tools, stay what they are; unescaping may bring control characters.
    return escaped(_UNSEEN.sub("", html.unescape(written)))


def _tidy(text: str) -> str:
    """Lines without blanks at their ends and none of them empty; no tag around nothing."""
    while True:
        before = text
        text = _BLANKS.sub(" ", text)
        text = "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)
        text = _LATE.sub(r"\2\1", text)
        text = _EARLY.sub(r"\2\1", text)
        text = _REOPENED.sub(r"\2", _EMPTY.sub(r"\2", text))
        if text == before:
            return text
