"""How well we rank, measured with questions whose answers are known (`manage evaluate`, the benchmarks).

A collection is a folder in the common shape of retrieval tests: `docs.jsonl` {id, text[, title]}, `queries.jsonl`
{id, text}, `qrels.tsv` query⇥doc⇥grade. Each of its documents becomes a publication of one passage, with our own
analysis, in an index that is thrown away; each query is read and ranked as `research.find` does it.

The measures are those of trec_eval: nDCG with the grade itself as gain; questions without a relevant document do not
count. Errors: `EvaluationError` > `UnreadableCollection`.
"""

import json
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

from django.conf import settings
from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.analysis import streams
from search.bilingual import shipped
from search.engines import Engine, EngineError, Filters, PassageDocument, PublicationDocument
from search.engines.elasticsearch import Elasticsearch
from search.engines.embedded import Embedded
from search.interpretation import interpret
from search.interpretation.held import Held, held
from search.interpretation.lexicon import Lexicon
from search.query import parse
from search.research import WINDOW

CUTOFF = 10
"""Places that nDCG and MRR look at: what a reader sees without turning the page."""
RECALLED = 100
"""Places that recall looks at."""

_INDEXED_AT_ONCE = 1_000

Progress = Callable[[int, int], None]
Grades = Mapping[str, int]
"""document id → grade, 0 and below for irrelevant."""


class EvaluationError(Exception):
    """It cannot be measured; `sentence` says why."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnreadableCollection(EvaluationError):
    """A file of the collection is missing, or a line of it does not have the shape that is promised."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document or a query of a collection."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """`judgments` maps a query's id to the grades of the documents that somebody judged for it."""

    documents: Sequence[Text]
    queries: Sequence[Text]
    judgments: Mapping[str, Grades]

    def judged(self) -> list[Text]:
        """The queries for which something relevant is known."""
        return [query for query in self.queries if any(_relevant(self.judgments.get(query.id, {})))]


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over `queries` questions, each between 0 and 1."""

    ndcg: float
    mrr: float
    recall: float
    queries: int


# Reading


def read(folder: Path) -> Collection:
    """The collection in a folder. Raises `UnreadableCollection`."""
    return Collection(
        documents=list(_texts(folder / "docs.jsonl")),
        queries=list(_texts(folder / "queries.jsonl")),
        judgments=_judgments(folder / "qrels.tsv"),
    )


def _texts(path: Path) -> Iterator[Text]:
    for number, line in _lines(path):
        try:
            found = json.loads(line)
            yield Text(str(found["id"]), str(found["text"]), str(found.get("title") or ""))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _misshapen(path, number) from error


def _judgments(path: Path) -> dict[str, dict[str, int]]:
    judgments: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        try:
            query, document, grade = line.rstrip("\r\n").split("\t")
            judgments.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise _misshapen(path, number) from error
    return judgments


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, counted from 1."""
    try:
        with path.open(encoding="utf-8") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("Berkas %(path)s tidak ada atau tidak terbaca.") % {"path": path}
        raise UnreadableCollection(sentence) from error


def _misshapen(path: Path, line: int) -> UnreadableCollection:
    sentence = _("Baris %(line)d dari %(path)s tidak sesuai bentuknya.") % {"line": line, "path": path}
    return UnreadableCollection(sentence)


# Measuring


def ndcg(ranked: Sequence[str], grades: Grades, places: int = CUTOFF) -> float:
    """Normalised discounted cumulative gain: 1 where no other order of the judged documents would be better."""
    best = sorted(_relevant(grades), reverse=True)[:places]
    gains = [max(0, grades.get(document, 0)) for document in ranked[:places]]
    return _discounted(gains) / _discounted(best) if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades, places: int = CUTOFF) -> float:
    """1 over the place of the first relevant document; 0 where there is none in so many places."""
    return next((1 / place for place, each in enumerate(ranked[:places], 1) if grades.get(each, 0) > 0), 0.0)


def recall(ranked: Sequence[str], grades: Grades, places: int = RECALLED) -> float:
    """How much of what is relevant stands in so many places."""
    relevant = len(_relevant(grades))
    return sum(grades.get(document, 0) > 0 for document in ranked[:places]) / relevant if relevant else 0.0


def measure(collection: Collection, rank: Callable[[str], Sequence[str]]) -> Measures:
    """`rank` gives the ids of documents for the text of a query, best first."""
    judged = collection.judged()
    if not judged:
        raise EvaluationError(_("Tidak ada pertanyaan yang jawabannya diketahui dalam koleksi ini."))
    asked = [(rank(query.text), collection.judgments[query.id]) for query in judged]
    return Measures(
        ndcg=fmean(ndcg(ranked, grades) for ranked, grades in asked),
        mrr=fmean(reciprocal_rank(ranked, grades) for ranked, grades in asked),
        recall=fmean(recall(ranked, grades) for ranked, grades in asked),
        queries=len(asked),
    )


def _relevant(grades: Grades) -> list[int]:
    return [grade for grade in grades.values() if grade > 0]


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))


# Asking an engine


def evaluate(collection: Collection, engine: Engine, progress: Progress | None = None) -> Measures:
    """Fills the engine's index, which is expected to be empty, and asks it every query that was judged.

    Raises `EvaluationError`, and what the engine raises.
    """
    ids = [document.id for document in collection.documents]
    with engine.rebuild() as building:
        for start in range(0, len(ids), _INDEXED_AT_ONCE):
            some = collection.documents[start : start + _INDEXED_AT_ONCE]
            building.put(_document(start + place, each) for place, each in enumerate(some))
            building.commit()
        building.swap()
    asked, total, words = 0, len(collection.judged()), _words()

    def rank(question: str) -> list[str]:
        nonlocal asked
        asked += 1
        if progress:
            progress(asked, total)
        return [ids[publication - 1] for publication in ranking(question, engine, words)]

    return measure(collection, rank)


def ranking(question: str, engine: Engine, words: Held) -> list[int]:
    """The best publications for a question, as the first pages of `research.find` have them, read with these words."""
    tree = interpret(parse(question), *words).question.tree
    if tree is None:  # nothing that can be searched finds nothing, though an engine gives everything
        return []
    candidates = engine.candidates(tree, Filters(), size=WINDOW)
    ordered = engine.order(tree, candidates.ranked)
    return sorted(ordered, key=lambda publication: publication not in candidates.complete)


def _words() -> Held:
    """What the site reads questions with; where there is no database yet, the shipped list of words alone."""
    try:
        return held()
    except DatabaseError:
        return Held(Lexicon(), shipped())


def _document(place: int, text: Text) -> PublicationDocument:
    names_stems, names_exact = streams(text.title)
    return PublicationDocument(
        publication=place + 1,
        revision=1,
        names_stems=names_stems,
        names_exact=names_exact,
        passages=[PassageDocument(1, *streams(text.text))],
    )


@contextmanager
def temporary_engine(name: str, urls: Sequence[str] = ()) -> Iterator[Engine]:
    """An engine of that name with an index of its own, which is gone afterwards; `urls` are the servers to use
    instead of the settings'. Raises `EvaluationError` where no server is set."""
    if name == "embedded":
        with tempfile.TemporaryDirectory(prefix="pustaka-index-") as folder:
            yield Embedded(Path(folder), question_seconds=20.0)
        return
    addresses = list(urls or settings.ELASTICSEARCH_URLS)
    if not addresses:
        raise EvaluationError(_("Alamat Elasticsearch belum diatur. Isilah ELASTICSEARCH_URL."))
    made = Elasticsearch(addresses, f"measured-{uuid.uuid4().hex[:10]}", question_seconds=20.0)
    try:
        yield made
    finally:
        with suppress(EngineError):  # a server that is away was already said
            made.drop()
