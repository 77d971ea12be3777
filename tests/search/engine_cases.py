"""Small works for the engines' tests: real analysis, texts short enough to see why something is found."""

import itertools
import os
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from search import query
from search import tree as nodes
from search.analysis import streams
from search.engines import Candidates, Engine, Filters, PassageDocument, PublicationDocument
from search.engines.elasticsearch import Elasticsearch
from tests.requirements import missing

EVERYTHING = Filters()


def work(
    publication: int,
    *pages: str,
    revision: int = 1,
    title: str = "",
    about: str = "",
    makers: str = "",
    kind: str | Sequence[str] = "book",
    year: int | None = None,
    language: str = "id",
    **values: Sequence[str],
) -> PublicationDocument:
    """A publication; `values` are those of further facets."""
    names, abouts, made_by = streams(title), streams(about), streams(makers)
    return PublicationDocument(
        publication=publication,
        revision=revision,
        names_stems=names[0],
        names_exact=names[1],
        about_stems=abouts[0],
        about_exact=abouts[1],
        makers_stems=made_by[0],
        makers_exact=made_by[1],
        values={
            "kind": [kind] if isinstance(kind, str) else kind,
            "year": [str(year)] if year else [],
            "language": [language],
            **values,
        },
        sort_title=title.casefold(),
        date=(year or 0) * 10_000,
        passages=[PassageDocument(number, *streams(page)) for number, page in enumerate(pages, 1)],
    )


def hold(engine: Engine, *works: PublicationDocument) -> None:
    with engine.writer() as writer:
        writer.put(works)
        writer.commit()


def remove(engine: Engine, publication: int, revision: int) -> None:
    with engine.writer() as writer:
        writer.remove(publication, revision)
        writer.commit()


def rebuild(engine: Engine, *works: PublicationDocument) -> None:
    with engine.rebuild() as building:
        building.put(works)
        building.swap()


def ask(engine: Engine, question: str, filters: Filters = EVERYTHING) -> Candidates:
    tree = query.parse(question).tree
    assert tree is not None
    return engine.candidates(tree, filters)


def found(engine: Engine, question: str | query.Node, filters: Filters = EVERYTHING) -> set[int]:
    """The publications that hold all that is asked."""
    tree = query.parse(question).tree if isinstance(question, str) else question
    assert tree is not None
    answer = engine.candidates(tree, filters)
    assert answer.total == len(answer.complete)
    return set(answer.complete)


def everything(engine: Engine) -> list[int]:
    return sorted(engine.candidates(None, EVERYTHING).ranked)


# What a plain reading of the texts gives


def holds(document: PublicationDocument, tree: query.Node) -> bool:
    """Whether a publication holds what a tree asks for, by its definition alone."""
    texts = [(document.names_stems, document.names_exact), (document.about_stems, document.about_exact)]
    texts += [(passage.stems, passage.exact) for passage in document.passages]
    return _holds([(stems.split(), exact.split()) for stems, exact in texts], tree)


def _holds(texts: list[tuple[list[str], list[str]]], tree: query.Node) -> bool:
    match tree:
        case query.Term(stem=stem, exact=exact):
            return any(stem in stems if stem else exact in exacts for stems, exacts in texts)
        case query.Phrase(terms, slop, exact=True):
            wanted = [term.exact for term in terms]
            return any(_follow(exacts, wanted, slop) for _, exacts in texts)
        case query.Phrase(terms, slop):
            wanted = [term.stem for term in terms]
            return any(_follow(stems, wanted, slop) for stems, _ in texts)
        case nodes.Prefix(exact=start):
            return any(exact.startswith(start) for _, exacts in texts for exact in exacts)
        case nodes.Meant(typed, also):
            return any(_holds(texts, part) for part in (typed, *also))
        case query.And(parts):
            return all(_holds(texts, part) for part in parts)
        case query.Or(parts):
            return any(_holds(texts, part) for part in parts)
        case query.Not(part):
            return not _holds(texts, _typed(part))
    raise NotImplementedError(tree)


def _typed(tree: query.Node) -> query.Node:
    """A refusal refuses what was typed."""
    match tree:
        case nodes.Meant(typed):
            return _typed(typed)
        case query.And(parts) | query.Or(parts):
            return type(tree)(tuple(map(_typed, parts)))
        case query.Not(part):
            return query.Not(_typed(part))
    return tree


def _follow(text: list[str], wanted: list[str], slop: int) -> bool:
    """As written, or within `slop` steps of moving a word (so two words may change places for two steps)."""
    places = [[place for place, token in enumerate(text) if token == word] for word in wanted]
    return any(
        max(shifts) - min(shifts) <= slop
        for chosen in itertools.product(*places)
        if len(set(chosen)) == len(chosen)
        for shifts in [[place - order for order, place in enumerate(chosen)]]
    )


# A real server


def elasticsearch_urls() -> list[str]:
    """The servers to test with; without one that answers the test is skipped."""
    given = os.environ.get("TEST_ELASTICSEARCH_URL") or os.environ.get("ELASTICSEARCH_URL") or ""
    urls = [url.strip() for url in given.split(",") if url.strip()]
    if not any(map(_answers, urls)):
        missing(
            "Elasticsearch is not running: ./run elasticsearch, "
            "then ELASTICSEARCH_URL=http://127.0.0.1:9200 ./run test"
        )
    return urls


def _answers(url: str) -> bool:
    try:
        send(url, "_cluster/health")
    except OSError:
        return False
    return True


def send(url: str, path: str) -> str:
    """What a server says, past our own engine."""
    with urllib.request.urlopen(f"{url}/{path}", timeout=30) as answer:
        return answer.read().decode()


@contextmanager
def a_prefix_of_ones_own() -> Iterator[Elasticsearch]:
    """An engine whose indices no other test sees; they are deleted at the end."""
    # The suite runs beside others on a busy machine: what is tested here is the answer, not its speed.
    engine = Elasticsearch(elasticsearch_urls(), f"test-{uuid.uuid4().hex[:10]}", question_seconds=20.0)
    try:
        yield engine
    finally:
        engine.drop()


def indices(url: str, prefix: str) -> list[str]:
    return sorted(send(url, f"_cat/indices/{prefix}-*?h=index").split())


def numbers(works: Iterable[PublicationDocument]) -> set[int]:
    return {each.publication for each in works}
