"""Text with the words of a question marked: results and reader cut and mark here, whatever engine answered.

The one place where the text of publications becomes HTML: everything is escaped, and the only tag is `<mark>`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString

from search.analysis import Placed, placed
from search.query import Leaf, Phrase, Term

SNIPPET_LENGTH = 240
"""Characters: about three lines of a finding on a wide screen, six on a phone."""

_AFTER_SENTENCE = re.compile(r"[.!?…]['\"”’»)]* ")

Stretch = tuple[int, int]
"""(start, end) in characters."""

Found = tuple[int, int, int]
"""(start, end, leaf): a stretch, and the place of what was found there among the leaves."""


def marks(text: str, leaves: Iterable[Leaf]) -> list[Stretch]:
    """Where the wanted words stand in `text`, in order and apart from each other.

    Words are found by their stem where they have one, else as written; phrases only where they stand together,
    and then as one stretch.
    """
    return _merged(_found(text, tuple(leaves)))


def mark(text: str, leaves: Iterable[Leaf]) -> SafeString:
    """The whole text as HTML with the wanted words in `<mark>`. Without the tags it reads exactly as `text`."""
    return SafeString(_written(text, 0, len(text), marks(text, leaves)))


def snippet(text: str, leaves: Iterable[Leaf], length: int = SNIPPET_LENGTH) -> SafeString:
    """The part of `text` that shows most of what was asked, as HTML on one line.

    At most `length` characters, with an ellipsis where it was cut. The part with the most different words wins,
    then the one with the most marks, then the first.
    """
    line = " ".join(text.split())
    found = _found(line, tuple(leaves))
    start, end = _window(line, _densest(found, length), length)
    opening = "… " if start else ""
    closing = "\u00a0…" if end < len(line) else ""  # never alone on a line
    return SafeString(opening + _written(line, start, end, _merged(found)) + closing)


def _found(text: str, leaves: Sequence[Leaf]) -> list[Found]:
    """Every match of every leaf, in the order of the text."""
    if not leaves:
        return []
    by_stem: dict[str, list[int]] = defaultdict(list)
    by_exact: dict[str, list[int]] = defaultdict(list)
    for place, leaf in enumerate(leaves):
        first = leaf.terms[0] if isinstance(leaf, Phrase) else leaf
        if _meant_as_written(first, leaf):
            by_exact[first.exact].append(place)
        else:
            by_stem[first.stem].append(place)
    nothing: list[int] = []
    words = list(placed(text))
    found: list[Found] = []
    for position, (start, end, exact, stem) in enumerate(words):
        for place in by_stem.get(stem, nothing) + by_exact.get(exact, nothing):
            leaf = leaves[place]
            if isinstance(leaf, Term):
                found.append((start, end, place))
            else:
                found.extend((start, end, place) for start, end in _stretches(words, position, leaf))
    return found


def _meant_as_written(term: Term, leaf: Leaf) -> bool:
    return not term.stem or (isinstance(leaf, Phrase) and leaf.exact)


def _stretches(words: Sequence[Placed], position: int, phrase: Phrase) -> Iterator[Stretch]:
    """The phrase that begins at `position`: words side by side make one stretch. Nothing when it is not whole."""
    positions = [position]
    between = phrase.slop
    for term in phrase.terms[1:]:
        as_written = _meant_as_written(term, phrase)
        for skipped in range(between + 1):
            here = positions[-1] + 1 + skipped
            if here >= len(words):
                return
            _, _, exact, stem = words[here]
            if exact == term.exact if as_written else stem == term.stem:
                positions.append(here)
                between -= skipped
                break
        else:
            return
    first = 0
    for place, here in enumerate(positions):
        if place + 1 == len(positions) or positions[place + 1] != here + 1:
            yield words[positions[first]][0], words[here][1]
            first = place + 1


def _merged(found: Iterable[Found]) -> list[Stretch]:
    """The stretches in order, those that overlap made one: tags must not cross."""
    merged: list[Stretch] = []
    for start, end, _ in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _densest(found: Iterable[Found], length: int) -> Stretch:
    """From the first to the last mark of the best part of at most `length` characters; (0, 0) without marks."""
    best, best_stretch = (0, 0), (0, 0)
    ordered = sorted(found)
    inside: Counter[int] = Counter()
    left = 0
    for right, (_, end, leaf) in enumerate(ordered):
        inside[leaf] += 1
        while left < right and end - ordered[left][0] > length:
            leaving = ordered[left][2]
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
            left += 1
        worth = (len(inside), right - left + 1)
        if worth > best:
            best, best_stretch = worth, (ordered[left][0], end)
    return best_stretch


def _window(line: str, shown: Stretch, length: int) -> Stretch:
    """A stretch of at most `length` characters around what must be shown, cut where a sentence or a word begins."""
    if len(line) <= length:
        return 0, len(line)
    first, last = shown[0], min(shown[1], shown[0] + length)
    earliest = max(0, last - length)
    start = _sentence_start(line, earliest, first)
    if start is None:
        start = _word_start(line, max(earliest, first - (length - (last - first)) // 3), first)
    if start > len(line) - length:  # near the end there is room for more before
        start = min(start, _word_start(line, len(line) - length, start))
    end = start + length
    if end >= len(line):
        return start, len(line)
    border = line.rfind(" ", max(last, start + 1), end + 1)
    if border > start:
        end = border
    elif last > start:
        end = last
    return start, end


def _sentence_start(line: str, earliest: int, first: int) -> int | None:
    """Where the sentence of `first` begins, if that is not before `earliest`."""
    starts = [match.end() for match in _AFTER_SENTENCE.finditer(line, max(0, earliest - 2), first)]
    for start in reversed(starts):
        if start >= earliest and line[start : start + 2].lstrip("\"'“‘«(")[:1].isupper():
            return start
    return 0 if earliest == 0 else None


def _word_start(line: str, earliest: int, first: int) -> int:
    """The first beginning of a word from `earliest` on, at the latest `first`."""
    if earliest == 0:
        return 0
    border = line.find(" ", earliest - 1, first)
    return first if border < 0 else border + 1


def _written(text: str, start: int, end: int, stretches: Iterable[Stretch]) -> str:
    """`text` from `start` to `end`, escaped, the stretches in `<mark>`."""
    pieces: list[str] = []
    place = start
    for opens, closes in stretches:
        opens, closes = max(opens, place), min(closes, end)
        if opens < closes:
            pieces += [escape(text[place:opens]), "<mark>", escape(text[opens:closes]), "</mark>"]
            place = closes
    pieces.append(escape(text[place:end]))
    return "".join(pieces)
