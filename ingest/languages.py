"""Which language a text is in: Indonesian, English, Sundanese, Javanese, or another. Pure.

A naive Bayes over the letters as they follow each other (one to four, with the ends of words), learnt at the first
question from `languages.txt`. Detectors that others made fold Sundanese into Indonesian; ours is small, but knows the
four languages that our shelves hold.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path

SAMPLES = Path(__file__).with_name("languages.txt")
#: What is none of the others; "" says that nobody can tell.
OTHER = "other"

#: The lengths of the runs of letters that count, and how far the samples are mistrusted.
_LENGTHS, _DOUBT = (1, 2, 3, 4), 0.2
#: A word that a page repeats ("Cukup jelas" under every article) counts so often.
_REPEATED = 2
#: Runs overlap, so they are far from independent witnesses: so many of them are worth one.
_WORTH = 12.0
#: Below so many letters, or less sure than that, nothing is said.
FEWEST_LETTERS, _SURE = 20, 0.7
#: Beyond so many letters nothing more is learnt.
_ENOUGH = 4_000
#: A file is said to be in a further language from this share of its letters on.
SHARE = 0.1
_NOT_LETTERS = re.compile(r"[\W_]+")
#: "Co-61", "3a": codes are in no language.
_CODES = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True)
class Guess:
    """`language` is "id", "en", "su", "jv", "other", or "" where nobody can tell; `confidence` 0–1."""

    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a file: `main` as in a `Guess`; `shares` of its letters by language, the largest first, for
    pages about which something can be said."""

    main: str
    confidence: float
    shares: tuple[tuple[str, float], ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are worth naming, the main one first."""
        return tuple(language for language, share in self.shares if share >= SHARE and language != OTHER)


def language(text: str) -> Guess:
    """The language of a text; "" where it is too short, or two languages are about as likely."""
    words = _limited(_words(text))
    letters = sum(map(len, words))
    if letters < FEWEST_LETTERS:
        return Guess("", 0.0)
    if sum(letter > "\u024f" for word in words for letter in word) * 2 > letters:
        return Guess(OTHER, 1.0)  # no Latin letters
    scores = _model().scores(" ".join(words)[:_ENOUGH])
    best = max(scores, key=scores.__getitem__)
    likely = 1 / sum(exp(min(700.0, (score - scores[best]) / _WORTH)) for score in scores.values())
    return Guess(best if likely >= _SURE else "", round(likely, 3))


def languages(pages: Iterable[str]) -> Languages:
    """The languages of a file, from the texts of its pages."""
    letters: Counter[str] = Counter()
    sure: defaultdict[str, float] = defaultdict(float)
    for text in pages:
        guess = language(text)
        if guess.language:
            many = sum(map(str.isalpha, text))
            letters[guess.language] += many
            sure[guess.language] += guess.confidence * many
    whole = letters.total()
    if not whole:
        return Languages("", 0.0, ())
    shares = tuple((name, round(many / whole, 3)) for name, many in letters.most_common())
    main = shares[0][0]
    return Languages(main, round(sure[main] / whole, 3), shares)


def _words(text: str) -> list[str]:
    text = _CODES.sub(" ", unicodedata.normalize("NFC", text).casefold())
    return _NOT_LETTERS.sub(" ", text).split()


def _limited(words: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    kept = []
    for word in words:
        seen[word] += 1
        if seen[word] <= _REPEATED:
            kept.append(word)
    return kept


def _runs(text: str) -> Counter[str]:
    """How often each run of letters occurs in words set apart by single blanks; blanks are the ends of words."""
    text = f" {text} "
    return Counter(
        text[start : start + length] for length in _LENGTHS for start in range(len(text) - length + 1)
    )


class _Model:
    """The logarithm of each run's share of all runs of its length, by language. What a language was not seen to have
    it is believed to have as seldom as all of them together do; what none has says nothing."""

    def __init__(self, samples: dict[str, str]) -> None:
        seen = {name: _seen(text) for name, text in samples.items()}
        common: defaultdict[str, float] = defaultdict(float)
        for shares in seen.values():
            for run, share in shares.items():
                common[run] += share / len(seen)
        self.names = tuple(seen)
        #: By run, its logarithms in the order of `names`.
        self._logs = {
            run: tuple(log((1 - _DOUBT) * seen[name].get(run, 0.0) + _DOUBT * share) for name in self.names)
            for run, share in common.items()
        }

    def scores(self, text: str) -> dict[str, float]:
        totals = [0.0] * len(self.names)
        for run, many in _runs(text).items():
            logs = self._logs.get(run)
            if logs:
                totals = [total + many * each for total, each in zip(totals, logs, strict=True)]
        return dict(zip(self.names, totals, strict=True))


def _seen(text: str) -> dict[str, float]:
    runs = _runs(text)
    totals: Counter[int] = Counter()
    for run, many in runs.items():
        totals[len(run)] += many
    return {run: many / totals[len(run)] for run, many in runs.items()}


@lru_cache(1)
def _model() -> _Model:
    samples: dict[str, list[str]] = {}
    name = ""
    for line in SAMPLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            samples.setdefault(name, []).extend(_words(line))
    return _Model({name: " ".join(words) for name, words in samples.items()})
