"""Text with the words of a question marked: results and reader cut and mark here, whatever engine answered.

The one place where the text of publications becomes HTML: everything is escaped, and the only tag is `<mark>`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString

from search.analysis import placed, words_of
from search.analysis.folding import PIECE
from search.needles import Found, Needles, Spot, Standing, Stretch, means, needles_of, said_twice
from search.tree import Leaf, Phrase

SNIPPET_LENGTH = 240
"""Characters: about three lines of a finding on a wide screen, six on a phone."""

_AFTER_SENTENCE = re.compile(r"[.!?…]['\"”’»)]* ")

_SPECIAL = "&<>\"'"
"""What `escape` changes; most pieces of text have none."""

_DOUBLING = re.compile(r"[^\W_]+(?:(?:\s?[-‐‑−–]\s?|\s)[^\W_]+)+")
"""A word and the same again, with a hyphen or nothing but a space between: across a comma they are two words."""


_WHITE = re.compile(r"\s+")


def marks(text: str, leaves: Iterable[Leaf]) -> list[Stretch]:
    """Where the wanted words stand in `text`, in order and apart from each other.

    Words are found by their stem where they have one, else as written; beginnings and near spellings as the engines
    find them; phrases only where they stand together, and then as one stretch.
    """
    (found,) = _found([text], tuple(leaves))
    return _merged(found)


def mark(text: str, leaves: Iterable[Leaf]) -> SafeString:
    """The whole text as HTML with the wanted words in `<mark>`. Without the tags it reads exactly as `text`."""
    return SafeString(_written(text, 0, len(text), marks(text, leaves)))


def snippet(text: str, leaves: Iterable[Leaf], length: int = SNIPPET_LENGTH) -> SafeString:
    """The part of `text` that shows most of what was asked, as HTML on one line.

    At most `length` characters, with an ellipsis where it was cut. The part with the most different words wins,
    then the one with the most marks, then the first.
    """
    (cut,) = snippets([text], leaves, length)
    return cut


def snippets(texts: Sequence[str], leaves: Iterable[Leaf], length: int = SNIPPET_LENGTH) -> list[SafeString]:
    """The snippet of each text; of many it costs half as much to look for the words in all of them at once."""
    # One for one, so that words stay where they are; runs of blanks are looked after in the few words that are shown.
    lines = [text.replace("\n", " ").replace("\xa0", " ").replace("\t", " ") for text in texts]
    return [
        _cut(line, found, length) for line, found in zip(lines, _found(lines, tuple(leaves)), strict=True)
    ]


def _cut(line: str, found: list[Found], length: int) -> SafeString:
    start, end = _window(line, _densest(found, length), length)
    shown = line[start:end].strip()
    start = line.index(shown, start)
    end = start + len(shown)
    written = _written(line, start, end, _merged(found))
    if "  " in shown or not shown.isprintable():
        written = _WHITE.sub(" ", written)
    opening = "… " if start and not line[:start].isspace() else ""
    closing = "\u00a0…" if end < len(line) and not line[end:].isspace() else ""  # never alone on a line
    return SafeString(opening + written + closing)


def _found(texts: Sequence[str], leaves: tuple[Leaf, ...]) -> list[list[Found]]:
    """Of each text every match of every leaf, in order."""
    if not leaves:
        return [[] for _ in texts]
    found: list[list[Found]] = []
    needles = needles_of(leaves)
    present = needles.among(texts)
    pieces, words, begun, closely = present.pieces, present.words, present.begun, present.closely
    means = [words.get(piece, ()) for piece in pieces]
    opening = {which for which, piece in enumerate(pieces) if piece in begun}
    for text, places in zip(texts, present.places(texts), strict=True):
        if closely:
            held = {pieces[which] for _, which in places}
            if any(all(not word.isdisjoint(held) for word in several) for several in closely):
                found.append(sorted(_matched(text, needles)))
                continue
        there = [
            (begins + start, begins + end, leaf)
            for begins, which in places
            for start, end, leaf in means[which]
        ]
        for begins, which in [place for place in places if place[1] in opening] if opening else ():
            for phrase in begun[pieces[which]]:
                if stretch := _standing_at(text, begins, pieces[which], phrase):
                    there.append((*stretch, phrase.leaf))
        there.sort()
        found.append(there)
    return found


def _standing_at(text: str, begins: int, piece: str, phrase: Standing) -> Stretch | None:
    """Where a phrase stands whose first word is in the piece that begins there: with nothing between its words that is a
    word."""
    first, *others = phrase.words
    start, end = (begins + offset for offset in first[piece])
    place = begins + len(piece)
    for other in others:
        if (after := _next_word(text, place)) is None or after[0] not in other:
            return None
        place = after.end()
        end = after.start() + other[after[0]][1]
    return (start, end) if not phrase.twice or _DOUBLING.fullmatch(text, start, end) else None


def _next_word(text: str, place: int) -> re.Match[str] | None:
    """The next piece that holds a word; some are nothing but signs."""
    while (after := PIECE.search(text, place)) and not words_of(after[0]):
        place = after.end()
    return after


def _matched(text: str, needles: Needles) -> Iterator[Found]:
    """The same, read word by word as the engines count them: a law that is cited has a place of its own."""
    spots = [
        (position, start, end, exact, stem)
        for position, (start, end, exact, stem) in enumerate(placed(text))
        if needles.heeds(exact, stem)
    ]
    phrases = set()
    for _, start, end, exact, stem in spots:
        for leaf in needles.met(exact, stem):
            if isinstance(needles.leaves[leaf], Phrase):
                phrases.add(leaf)
            else:
                yield start, end, leaf
    for place in phrases:
        phrase = needles.leaves[place]
        if isinstance(phrase, Phrase):
            beside = _DOUBLING if said_twice(phrase) else None
            for start, end in _stretches(spots, phrase):
                if beside is None or beside.fullmatch(text, start, end):
                    yield start, end, place


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
    for start, end, _ in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _densest(found: Sequence[Found], length: int) -> Stretch:
    """From the first to the last mark of the best part of at most `length` characters; (0, 0) without marks."""
    if not found or found[-1][1] - found[0][0] <= length:
        return (found[0][0], found[-1][1]) if found else (0, 0)
    inside = dict.fromkeys([leaf for _, _, leaf in found], 0)
    left = now = kinds = many = 0
    first = last = 0
    for right, (_, end, leaf) in enumerate(found):
        if not inside[leaf]:
            now += 1
        inside[leaf] += 1
        while end - found[left][0] > length and left < right:
            leaving = found[left][2]
            left += 1
            inside[leaving] -= 1
            if not inside[leaving]:
                now -= 1
        if now > kinds or (now == kinds and right - left >= many):
            kinds, many, first, last = now, right - left + 1, left, right
    return found[first][0], found[last][1]


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
    for after in reversed([*_AFTER_SENTENCE.finditer(line, max(0, earliest - 2), first)]):
        start = after.end()
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
        if closes > place:
            if opens >= end:
                break
            first = opens if opens > place else place
            last = closes if closes < end else end
            pieces += (text[place:first], "<mark>", text[first:last], "</mark>")
            place = last
    pieces.append(text[place:end])
    shown = text[start:end]
    for sign in _SPECIAL:
        if sign in shown:
            pieces[::2] = map(escape, pieces[::2])
            break
    return "".join(pieces)
