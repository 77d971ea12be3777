"""Texts to measure with: sentences of real laws, put together anew into as many passages as are asked for.

The sentences come from a corpus beside the repository where there is one, else from the demo collection. Everything is
drawn with a fixed seed: the same texts and the same questions each time.
"""

import hashlib
import random
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from ingest.clean import clean
from ingest.extract import PageText
from ingest.extract.bounded import extract
from search.analysis import is_stop, tokens

ROOT = Path(__file__).parents[1]
CORPUS, DEMO = ROOT.parent / "shared" / "corpus", ROOT / "demo"
SEED = 2024

FEWEST_PASSAGES, MOST_PASSAGES, USUAL_PASSAGES = 5, 100, 12
THICK = range(500, 1_001)
BETWEEN_THICK = 3_000
"""After so many passages of usual works comes a thick one: in all about a fifth of what is held."""
PASSAGE_CHARACTERS = 1_800
"""About a printed page."""
SOURCES = 3
"""A work is about something: most of its sentences come from so many files, the rest from anywhere."""
OWN_SENTENCES = 0.8

QUESTIONS_OF_EACH_SORT = 21
"""One to five words, phrases, either of two: seven sorts, about 150 questions."""
BEGINNING = 3
"""Letters: the fewest that a question may give of a word."""
WORDS_OF_ITEM = 4

_SENTENCE_END = re.compile(r"(?<=[.;:])\s+")


@dataclass(frozen=True)
class Sentences:
    """`name` says where from; one list for each file."""

    name: str
    files: list[list[str]]


@dataclass(frozen=True)
class Work:
    """What becomes a publication; `number` counts from 1."""

    number: int
    title: str
    year: int
    passages: list[str]


def sentences() -> Sentences:
    """From every PDF at hand; what was read is kept in the machine's temporary folder for the next time."""
    folder, name = (CORPUS, "corpus") if CORPUS.is_dir() else (DEMO, "demo")
    paths = sorted(folder.glob("*.pdf"))
    reader = "pdftotext" if shutil.which("pdftotext") else "our own reader"
    read = _read_with_pdftotext if shutil.which("pdftotext") else _read_with_ours
    sizes = repr([(path.name, path.stat().st_size) for path in paths])
    known_as = hashlib.sha256(f"{reader} {sizes}".encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"pustaka-sentences-{known_as}.txt"
    if not kept.exists():
        found = ("\n".join(_cut(read(path))) for path in paths)
        fresh = kept.with_suffix(f".{random.SystemRandom().randrange(10**9)}")
        fresh.write_text("\f".join(found), encoding="utf-8")
        fresh.replace(kept)
    files = [text.split("\n") for text in kept.read_text(encoding="utf-8").split("\f") if text]
    return Sentences(f"{len(files)} files of the {name}, read by {reader}", files)


def works(source: Sentences) -> Iterator[Work]:
    """Publications without end; most are of usual size, some are thick books."""
    chance = random.Random(SEED)
    everything = [sentence for file in source.files for sentence in file]
    since_thick = 0
    for number in count(1):
        if since_thick >= BETWEEN_THICK:
            many, since_thick = chance.choice(THICK), 0
        else:
            many = round(chance.triangular(FEWEST_PASSAGES, MOST_PASSAGES, USUAL_PASSAGES))
            since_thick += many
        own = [sentence for file in chance.choices(source.files, k=SOURCES) for sentence in file]
        yield Work(
            number=number,
            title=" ".join(chance.choice(own).split()[:12]),
            year=chance.randint(1974, 2024),
            passages=[_passage(chance, own, everything) for _ in range(many)],
        )


def amounting_to(works: Iterator[Work], passages: int) -> Iterator[Work]:
    """As many of the next works as have so many passages together; the last one is cut to fit."""
    while passages > 0:
        work = next(works)
        yield replace(work, passages=work.passages[:passages])
        passages -= len(work.passages)


def questions(source: Sentences) -> list[str]:
    """One to five words of one sentence, two or three words as a phrase, one word or another."""
    chance = random.Random(SEED + 1)
    everything = [sentence for file in source.files for sentence in file]
    asked = []
    for sort in (1, 2, 3, 4, 5, "phrase", "or"):
        for _ in range(QUESTIONS_OF_EACH_SORT):
            asked.append(_question(chance, everything, sort))
    chance.shuffle(asked)
    return asked


def beginnings(source: Sentences, most: int) -> list[str]:
    """The beginnings of three letters that the most words of the texts share, as questions; and each of them beside a
    usual word."""
    words = Counter(
        token.exact
        for file in source.files
        for sentence in file
        for token in tokens(sentence)
        if token.exact.isalpha()
    )
    begun: Counter[str] = Counter()
    for word, often in words.items():
        if len(word) > BEGINNING:
            begun[word[:BEGINNING]] += often
    usual = [word for word, _ in words.most_common() if len(word) > 3 and not is_stop(word)]
    alone = [f"{letters}*" for letters, _ in begun.most_common(most)]
    return [*alone, *(f"{word} {start}" for word, start in zip(usual, alone, strict=False))]


def meant(text: str) -> list[str]:
    """The different words of a text that say something, in lower case."""
    words = (token.word.lower() for token in tokens(text) if len(token.exact) > 3 and token.exact.isalpha())
    return list(dict.fromkeys(word for word in words if not is_stop(word)))


def _question(chance: random.Random, everything: list[str], sort: int | str) -> str:
    while True:
        sentence = chance.choice(everything)
        if sort == "phrase":
            said = tokens(sentence)
            begin, many = chance.randrange(len(said)), chance.randint(2, 3)
            phrase = [token.word for token in said[begin : begin + many]]
            if len(phrase) == many and all(map(str.isalpha, phrase)):
                return f'"{" ".join(phrase)}"'
            continue
        words = meant(sentence)
        many = 2 if sort == "or" else int(sort)
        if len(words) >= many:
            begin = chance.randrange(len(words) - many + 1)
            return (" OR " if sort == "or" else " ").join(words[begin : begin + many])


def _passage(chance: random.Random, own: list[str], everything: list[str]) -> str:
    text: list[str] = []
    length = 0
    while length < PASSAGE_CHARACTERS:
        text.append(chance.choice(own if chance.random() < OWN_SENTENCES else everything))
        length += len(text[-1]) + 1
    return "\n".join(text)


def _cut(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        if 40 <= len(sentence) <= 600 and sum(map(str.isalpha, sentence)) > len(sentence) * 0.6:
            yield sentence


def _read_with_pdftotext(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", path, "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


def _read_with_ours(path: Path) -> str:
    return "\n".join(
        page.text for page in clean([each for each in extract(path) if isinstance(each, PageText)])
    )
