"""Judging what a reader made of a page: is it text, or only looks like some? Pure; `extract.chosen` asks.

Wrong letters do not show in any single one of them, but they do in many: garbage has none of the words that every
language needs all the time, or no vowels, or half its letters are signs.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract import PageText
from ingest.rows import SYMBOLS

#: Of every 100 words of Indonesian prose about 23 are among these; so many are English, Sundanese or Javanese ones.
_FUNCTION_WORDS = frozenset(
    [
        "yang",
        "dan",
        "di",
        "dari",
        "dengan",
        "untuk",
        "pada",
        "dalam",
        "ini",
        "itu",
        "atau",
        "oleh",
        "ke",
        "tidak",
        "adalah",
        "sebagai",
        "dapat",
        "akan",
        "telah",
        "para",
        "serta",
        "bahwa",
        "atas",
        "bagi",
        "antara",
        "karena",
        "sebagaimana",
        "secara",
        "terhadap",
        "setiap",
        "jika",
        "bila",
        "juga",
        "ia",
        "mereka",
        "kami",
        "kita",
        "saya",
        "ada",
        "harus",
        "maka",
        "hal",
        "tentang",
        "melalui",
        "sesuai",
        "tersebut",
        "dimaksud",
        "paling",
        "lebih",
        "belum",
        "sudah",
        "bukan",
        "agar",
        "setelah",
        "sebelum",
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "as",
        "was",
        "with",
        "be",
        "by",
        "on",
        "not",
        "are",
        "this",
        "or",
        "from",
        "at",
        "an",
        "which",
        "have",
        "has",
        "were",
        "their",
        "nu",
        "jeung",
        "ka",
        "ku",
        "teu",
        "anu",
        "henteu",
        "nya",
        "pikeun",
        "kana",
        "tina",
        "éta",
        "ieu",
        "sareng",
        "kanggo",
        "dina",
        "aya",
        "ti",
        "ing",
        "lan",
        "kang",
        "sing",
        "iku",
        "kanthi",
        "saka",
        "marang",
        "kanggo",
        "ora",
        "yen",
        "ingkang",
        "punika",
        "wonten",
        "dhumateng",
        "saking",
        "kaliyan",
    ]
)
_VOWELS = frozenset("aeiouyàáâäåèéêëìíîïòóôöùúûü")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
#: What leads the eye from a title to its page number, or waits to be filled in, says nothing about letters.
#: (It looks back instead of offering two ways to begin, because a set that all begin with is found much sooner.)
_LEADERS = re.compile(r"[.…_\-–—·•*=](?:(?<=([.…_\-–—·•*=]))\1{2,}|(?<=[.…·_])\s(?:[.…·_]\s){2,})")
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff]")
_NO_VOWEL = re.compile(r"[^\W\d_]{4,}")
_TORN = re.compile(r"[a-z][A-Z]|[^\W\d_][0-9]+[^\W\d_]|^[0-9]{1,2}[A-Z]{2,}[a-z]*$")

#: On fewer words than this nothing can be said about their kind.
FEWEST_WORDS = 60
UNKNOWN, FUNCTION, LETTERS, BROKEN, SINGLE = 0.02, 0.05, 0.6, 0.3, 0.5
#: The same, where there is no doubt left.
_HOPELESS_UNKNOWN, _HOPELESS_LETTERS, _HOPELESS_BROKEN = 0.3, 0.35, 0.6
#: Pictures that cover so much of a page without text are the page itself.
PICTURE = 0.5
#: Fewer words on such a picture are a stamp or a footer, not what the page says: the longest footer we know (the
#: disclaimer of Direktori Putusan Mahkamah Agung, with its head and watermark) has 126. Of scanned laws that have the
#: text of the publisher's recognition, half the pages have 146 words and more.
FEW_WORDS = 150
#: So many times the letters of a page's own text must be recognised on it to take its place.
MORE = 1.1

#: Flags that ask for another reader.
DOUBTFUL = frozenset({"unknown-letters", "few-function-words", "few-letters", "broken-words"})


NO_TEXT = frozenset({"empty", "garbage"})
"""Flags of a page without text that may be kept."""


def has_real_text(flags: Collection[str]) -> bool:
    """Whether a page with these flags has text that may be kept and searched."""
    return NO_TEXT.isdisjoint(flags)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`confidence` (0–1) is how sure the text is what is printed. `flags`: "empty" (no letters), "garbage" (it is not to
    be kept), "needs-ocr" (garbage, or pictures cover most of the page and its text is none, or no more than a stamp),
    "unknown-letters", "few-function-words", "few-letters", "broken-words", "hidden" (recognised by the publisher, not
    printed)."""

    confidence: float
    flags: frozenset[str]

    @property
    def is_real_text(self) -> bool:
        return has_real_text(self.flags)


def judge(page: PageText) -> Verdict:
    """What is to be thought of a page as it was read."""
    text = "\n".join(line.text for line in page.lines)
    flags = {"hidden"} if page.hidden > 0.5 else set()
    black = "".join(text.split())
    if not any(letter.isalnum() or letter == "\ufffd" for letter in black):
        flags.add("empty")
        if page.picture > PICTURE:
            flags.add("needs-ocr")
        return Verdict(0.0 if "needs-ocr" in flags else 1.0, frozenset(flags))
    shares = _Shares.of(text)
    flags |= shares.flags()
    if shares.hopeless(flags):
        flags |= {"garbage", "needs-ocr"}
    elif page.picture > PICTURE and "hidden" not in flags and shares.words < FEW_WORDS:
        flags.add("needs-ocr")
    return Verdict(shares.confidence(), frozenset(flags))


def better(one: PageText, other: PageText) -> PageText:
    """Which of two readings of one page is the better one; the first, where there is no difference to speak of.

    A reading that is sure because it hardly read anything is not better, and nothing not better than garbage: that there
    is something to be read is all that we know then.
    """
    first, second = judge(one), judge(other)
    if ("empty" in first.flags) != ("empty" in second.flags):
        return other if "empty" in first.flags else one
    few, many = sorted((_many_letters(one), _many_letters(other)))
    if few * 2 < many:
        fuller, verdict = (one, first) if _many_letters(one) == many else (other, second)
        if verdict.is_real_text:
            return fuller
    return other if second.confidence > first.confidence + 0.02 else one


def completed(page: PageText, recognised: PageText) -> PageText:
    """What is to be kept of a page that needed recognition: what was recognised; but where it has text of its own, that,
    unless recognition, which sees all that is printed, found clearly more."""
    if not judge(page).is_real_text:
        return recognised
    more = _many_letters(recognised) > MORE * _many_letters(page)
    return recognised if more and judge(recognised).is_real_text else page


def _many_letters(page: PageText) -> int:
    return sum(map(str.isalnum, "".join(line.text for line in page.lines)))


@dataclass(frozen=True, slots=True)
class _Shares:
    """`unknown` and `letters` of all that is black, `function` of words of letters, `broken` of those of three and
    more letters, `single` of one letter; `words` is how many words of letters there are."""

    words: int
    unknown: float
    letters: float
    function: float
    broken: float
    single: float

    @classmethod
    def of(cls, text: str) -> "_Shares":
        text = _LEADERS.sub(" ", text)
        black = "".join(text.split())
        every = len(black) or 1
        unknown = sum(map(_is_unknown, _STRANGE.findall(black)))
        words = [word for word in _WORD.findall(text) if not word.isdecimal()]
        many = len(words) or 1
        long = [word for word in words if len(word) > 2]
        return cls(
            words=len(words),
            unknown=unknown / every,
            letters=sum(map(str.isalnum, black)) / every,
            function=sum(map(_FUNCTION_WORDS.__contains__, map(str.casefold, words))) / many,
            broken=sum(map(_is_broken, long)) / (len(long) or 1),
            single=list(map(len, words)).count(1) / many,
        )

    def flags(self) -> set[str]:
        flags = set()
        if self.unknown > UNKNOWN:
            flags.add("unknown-letters")
        if self.words >= FEWEST_WORDS and self.function < FUNCTION:
            flags.add("few-function-words")
        if self.letters < LETTERS:
            flags.add("few-letters")
        if self.words >= FEWEST_WORDS // 3 and (self.broken > BROKEN or self.single > SINGLE):
            flags.add("broken-words")
        return flags

    def hopeless(self, flags: set[str]) -> bool:
        """Whether nobody could read this: lists of names have no function words either, but they have vowels."""
        if self.unknown > _HOPELESS_UNKNOWN:
            return True
        if self.words >= FEWEST_WORDS // 3 and self.broken > _HOPELESS_BROKEN:
            return True
        if "few-function-words" in flags:
            return self.broken > BROKEN or self.letters < _HOPELESS_LETTERS
        return False

    def confidence(self) -> float:
        sure = 1 - min(1.0, 3 * self.unknown)
        sure *= min(1.0, 0.4 + self.letters)
        if self.words >= FEWEST_WORDS:
            sure *= min(1.0, 0.5 + 0.5 * self.function / 0.12)
        if self.words >= FEWEST_WORDS // 3:
            sure *= 1 - min(1.0, max(0.0, self.broken - 0.1) + max(0.0, self.single - 0.3))
        return round(max(0.0, sure), 2)


def _is_unknown(letter: str) -> bool:
    """What nobody could translate, and letters of a font's own that are not among the usual symbols."""
    return letter == "\ufffd" or ("\ue000" <= letter <= "\uf8ff" and ord(letter) not in SYMBOLS)


@lru_cache(8_000)
def _is_broken(word: str) -> bool:
    """No vowel in four letters or more (abbreviations are capitals, and few), or letters and digits mixed."""
    if _TORN.search(word):
        return True
    return bool(_NO_VOWEL.search(word)) and not any(letter in _VOWELS for letter in word.casefold())
