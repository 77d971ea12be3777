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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.clean import clean
from ingest.extract import PageText
from ingest.extract.bounded import extract
from search.analysis import is_stop, tokens

ROOT = Path(__file__).parents[1]
CORPUS, DEMO = ROOT.parent / "shared" / "corpus", ROOT / "demo"
SEED = 2024

FEWEST_PASSAGES, MOST_PASSAGES, USUAL_PASSAGES = 5, 100, 12
PASSAGE_CHARACTERS = 1_800
"""About a printed page."""
SOURCES = 3
"""A work is about something: most of its sentences come from so many files, the rest from anywhere."""
OWN_SENTENCES = 0.8

QUESTIONS_OF_EACH_SORT = 21
"""One to five words, phrases, either of two: seven sorts, about 150 questions."""

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


def works(source: Sentences, passages: int) -> Iterator[Work]:
    """Publications that have exactly so many passages together."""
    chance = random.Random(SEED)
    everything = [sentence for file in source.files for sentence in file]
    number, left = 0, passages
    while left > 0:
        number += 1
        many = min(left, round(chance.triangular(FEWEST_PASSAGES, MOST_PASSAGES, USUAL_PASSAGES)))
        many = left if left - many < FEWEST_PASSAGES else many  # no scrap at the end
        left -= many
        own = [sentence for file in chance.choices(source.files, k=SOURCES) for sentence in file]
        yield Work(
            number=number,
            title=" ".join(chance.choice(own).split()[:12]),
            year=chance.randint(1974, 2024),
            passages=[_passage(chance, own, everything) for _ in range(many)],
        )


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


def _question(chance: random.Random, everything: list[str], sort: int | str) -> str:
    while True:
        words = tokens(chance.choice(everything))
        if sort == "phrase":
            begin, many = chance.randrange(len(words)), chance.randint(2, 3)
            phrase = [token.word for token in words[begin : begin + many]]
            if len(phrase) == many and all(map(str.isalpha, phrase)):
                return f'"{" ".join(phrase)}"'
            continue
        meant = [token.word for token in words if len(token.exact) > 3 and token.exact.isalpha()]
        meant = list(dict.fromkeys(word.lower() for word in meant if not is_stop(word.lower())))
        many = 2 if sort == "or" else int(sort)
        if len(meant) >= many:
            begin = chance.randrange(len(meant) - many + 1)
            return (" OR " if sort == "or" else " ").join(meant[begin : begin + many])


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
