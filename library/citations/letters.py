"""Capital letters: titles in English title case, first letters, lower case (CSL 1.0.2, "Text-case").

Pure. Only English has title case; the caller asks for it only where the words are English.
"""

import re

# The words that title case leaves small: CSL 1.0.2, "Title Case Conversion".
_STOP_WORDS = """
    a about above across afore after against al along alongside amid amidst among amongst an and anenst apropos apud
    around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by c
    ca circa d' de despite down during et except for forenenst from given in inside into lest like modulo near next
    nor notwithstanding of off on onto or out over per plus pro qua sans since so than the through thru throughout
    thruout till to toward towards under underneath until unto up upon v van versus via vis-à-vis von vs with within
    without yet
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_JOINT = re.compile(
    r"""(‘|’|“|”|\ "|\ '|"|'|[-–—/.,;?!:]|[\[\]()]
    |<span\ style="font-variant:\ ?small-caps;?">|<span\ class="no(?:case|decor)">|</span>|</?(?:i|sc|b|sub|sup)>)""",
    re.VERBOSE,
)
_SPACES = re.compile(r"([\u00a0 \u2000-\u200b\u205f\u3000]+)")
_KEPT_AS_IT_IS = {"<span": "</span>", "<sc>": "</sc>", "<sub>": "</sub>", "<sup>": "</sup>"}
_OPENING_QUOTES = {' "': ('"', " '"), " '": ("'", ' "'), "‘": ("’", "‘"), "“": ("”", "“")}
_CLOSING_QUOTES = ("’", "”", '"', "'")


def change(text: str, case: str, *, english: bool) -> str:
    """`text` in a text-case of CSL; "title" leaves words of other languages alone."""
    if case == "capitalize-first":
        return capitalize_first(text)
    if case == "title":
        return title(text) if english else text
    if case == "lowercase":
        return text.lower()
    if case == "uppercase":
        return text.upper()
    return text


def capitalize_first(text: str) -> str:
    """The first word with a capital, unless it has one somewhere or stands in a tag that keeps letters as they are."""
    return _Recasing(text, only_first=True).done()


def title(text: str) -> str:
    """English title case: every word but the stop words, and those too at the start, the end and after a colon."""
    return _Recasing(text, only_first=False).done()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


class _Recasing:
    """One walk over a text that is cut at its joints (marks, quotation marks, tags): between them stand words."""

    def __init__(self, text: str, *, only_first: bool) -> None:
        self.lead = " " if text.startswith("'") else ""  # so that it opens a quotation, and is no apostrophe
        cut = _JOINT.split(self.lead + text)
        self.strings, self.joints = cut[0::2], cut[1::2]
        # An apostrophe belongs to what follows it ('s), so that nothing behind it becomes a first letter.
        for index, joint in enumerate(self.joints):
            if joint == "'" and self.strings[index + 1]:
                self.strings[index + 1] = joint + self.strings[index + 1]
                self.joints[index] = ""
        self.originals = list(self.strings)
        self.only_first = only_first
        self.is_first = True
        self.after_mark = False
        self.last_word: tuple[int, int] | None = None
        self.kept: list[str] = []
        self.quotes: list[tuple[str, str, int | None]] = []

    def done(self) -> str:
        if self.strings[0].strip():
            self.strings[0] = self._words(self.strings[0], 0)
        for index, joint in enumerate(self.joints):
            self._step(index, joint)
        for _closer, _within, position in self.quotes:
            if position is not None:
                self._restore(position + 1)
        if not self.only_first and self.last_word:
            self._raise_last_word(*self.last_word)
        rest = zip(self.joints, self.strings[1:], strict=True)
        changed = self.strings[0] + "".join(joint + string for joint, string in rest)
        return changed[len(self.lead) :]

    def _step(self, index: int, joint: str) -> None:
        string = self.strings[index + 1]
        kept = next((closer for opener, closer in _KEPT_AS_IT_IS.items() if joint.startswith(opener)), None)
        if kept:
            self.kept.append(kept)
        elif self.kept and joint == self.kept[-1]:
            self.kept.pop()
        if joint[-1:] in "!?:" and joint:
            self.after_mark = True
        if not self.kept:
            self.strings[index + 1] = self._words(string, index + 1)
        elif string.strip():
            self.last_word = None
        unpaired = self._pair(joint, index)
        if unpaired is not None:
            self._restore(unpaired + 1)
            self.last_word = None
        if string.strip():
            self.is_first = self.after_mark = False

    def _words(self, string: str, place: int) -> str:
        cut = _SPACES.split(string)
        for index in range(0, len(cut), 2):
            word = cut[index]
            if not word:
                continue
            if self.only_first:
                if self.is_first:
                    cut[index] = _capital(word) if word == word.lower() else word
                    self.is_first = False
                break
            wanted = self.is_first or self.after_mark or (len(word) > 1 and word.lower() not in STOP_WORDS)
            # As the reference processor does it: the "e" of "e-learning" only before the first joint of a title.
            wanted = wanted or (place == 0 and index == len(cut) - 1 and self.joints[:1] == ["-"])
            if wanted and word == word.lower():
                cut[index] = _capital(word)
            self.is_first = self.after_mark = False
            self.last_word = (place, index)
        return "".join(cut)

    def _pair(self, joint: str, index: int) -> int | None:
        """Keep count of quotation marks; the place of one that has no fellow."""
        if joint in _OPENING_QUOTES:
            closer, within = _OPENING_QUOTES[joint]
            if not self.quotes or joint == self.quotes[-1][1]:
                self.quotes.append((closer, within, index))
                return None
            _closer, _within, lost = self.quotes.pop()
            self.quotes.append((closer, within, None))
            return lost
        if joint in _CLOSING_QUOTES:
            if self.quotes and joint == self.quotes[-1][0]:
                self.quotes.pop()
                return None
            return index
        return None

    def _restore(self, place: int) -> None:
        """Behind an apostrophe no capital is made: it is the middle of a word."""
        self.strings[place] = self.originals[place][:1] + self.strings[place][1:]

    def _raise_last_word(self, place: int, index: int) -> None:
        cut = _SPACES.split(self.strings[place])
        if len(cut[index]) > 1 and cut[index].lower() in STOP_WORDS:
            cut[index] = _capital(cut[index])
        self.strings[place] = "".join(cut)
