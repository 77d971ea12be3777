"""Text with the words of a question marked: results and reader cut and mark here, whatever engine answered.

The one place where the text of publications becomes HTML: everything is escaped, and the only tag is `<mark>`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString

from search.analysis import placed, words_of
from search.analysis.folding import PIECE, pieces
from search.needles import Needles, Spot, forms_with, means, needles_of
from search.tree import Leaf, Phrase

SNIPPET_LENGTH = 240
"""Characters: about three lines of a finding on a wide screen, six on a phone."""

_AFTER_SENTENCE = re.compile(r"[.!?…]['\"”’»)]* ")

_DOUBLING = re.compile(r"[^\W_]+(?:(?:\s?[-‐‑−–]\s?|\s)[^\W_]+)+")
"""A word and the same again, with a hyphen or nothing but a space between: across a comma they are two words."""

Stretch = tuple[int, int]
"""(start, end) in characters."""

Found = tuple[int, int, int]
"""(start, end, leaf): a stretch, and the place of what was found there among the leaves."""


def marks(text: str, leaves: Iterable[Leaf]) -> list[Stretch]:
    """Where the wanted words stand in `text`, in order and apart from each other.

    Words are found by their stem where they have one, else as written; beginnings and near spellings as the engines
    find them; phrases only where they stand together, and then as one stretch.
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


def _found(text: str, leaves: tuple[Leaf, ...]) -> list[Found]:
    """Every match of every leaf."""
    if not leaves:
        return []
    needles = needles_of(leaves)
    spots = _among_laws(text, needles) if needles.of_laws else _spots(text, needles)
    return list(_matched(text, spots, leaves, needles)) if spots else []


def _spots(text: str, needles: Needles) -> list[Spot]:
    """The words of the text that any leaf could mean. Most pieces of a text hold none: the few that do are picked out of
    all at once, and positions are only counted where all the words of a phrase are there."""
    there = set(pieces(text))
    forms, odd = forms_with(there)
    wanted, phrased = needles.among(there, forms, odd)
    spots: list[Spot] = []
    if not wanted:
        return spots
    if not phrased:
        for piece in wanted:
            heeded = [word for word in words_of(piece) if needles.heeds(word[2], word[3])]
            for begins in _places(text, piece):
                spots += [
                    (0, begins + start, begins + end, exact, stem) for start, end, exact, stem in heeded
                ]
        return spots
    position = 0
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece in wanted:
            begins = match.start()
            for place, (start, end, exact, stem) in enumerate(words_of(piece)):
                if needles.heeds(exact, stem):
                    spots.append((position + place, begins + start, begins + end, exact, stem))
        count = forms.words.get(piece)
        position += len(words_of(piece)) if count is None else count
    return spots


def _places(text: str, piece: str) -> Iterator[int]:
    """Where a piece stands as a piece of its own."""
    begins = text.find(piece)
    while begins >= 0:
        end = begins + len(piece)
        alone = not begins or not PIECE.match(text, begins - 1, begins)
        if alone and not PIECE.match(text, end, end + 1):
            yield begins
        begins = text.find(piece, end)


def _among_laws(text: str, needles: Needles) -> list[Spot]:
    """The same where a law is asked for: its token has a place of its own among the words."""
    return [
        (position, start, end, exact, stem)
        for position, (start, end, exact, stem) in enumerate(placed(text))
        if needles.heeds(exact, stem)
    ]


def _matched(text: str, spots: Sequence[Spot], leaves: Sequence[Leaf], needles: Needles) -> Iterator[Found]:
    phrases = set()
    for _, start, end, exact, stem in spots:
        for leaf in needles.met(exact, stem):
            if isinstance(leaves[leaf], Phrase):
                phrases.add(leaf)
            else:
                yield start, end, leaf
    for place in phrases:
        phrase = leaves[place]
        if isinstance(phrase, Phrase):
            beside = _DOUBLING if _doubled(phrase) else None
            for start, end in _stretches(spots, phrase):
                if beside is None or beside.fullmatch(text, start, end):
                    yield start, end, place


def _doubled(phrase: Phrase) -> bool:
    """Whether it is one word that is said again (anak-anak), not several."""
    return not phrase.exact and len({term.stem for term in phrase.terms}) == 1


def _stretches(spots: Sequence[Spot], phrase: Phrase) -> Iterator[Stretch]:
    """Where a phrase stands: words side by side make one stretch.

    As the engines count it: with room, words may stand apart and change places by so many steps in all.
    """
    there = [{spot[0]: spot for spot in spots if means(term, phrase, spot)} for term in phrase.terms]
    for first in there[0]:
        chosen = [first]
        for order, places in enumerate(there[1:], 1):
            fits = [place for place in places if place not in chosen and _fits([*chosen, place], phrase.slop)]
            if not fits:
                break
            chosen.append(min(fits, key=lambda place: (abs(place - order - first), place)))
        else:
            yield from _side_by_side([own[place] for own, place in zip(there, chosen, strict=True)])


def _fits(places: Sequence[int], slop: int) -> bool:
    shifts = [place - order for order, place in enumerate(places)]
    return max(shifts) - min(shifts) <= slop


def _side_by_side(spots: Iterable[Spot]) -> Iterator[Stretch]:
    ordered = sorted(spots)
    first = 0
    for place, spot in enumerate(ordered):
        if place + 1 == len(ordered) or ordered[place + 1][0] != spot[0] + 1:
            yield ordered[first][1], max(one[2] for one in ordered[first : place + 1])
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
