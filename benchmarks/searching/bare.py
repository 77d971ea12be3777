"""An engine without us: what it was asked, asked once more with nothing around it; passages alone; its bulk writing."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import elasticsearch as client
import tantivy
from elasticsearch.helpers import streaming_bulk

from search.engines import Engine, PublicationDocument, bodies
from search.engines import mapping as m
from search.engines.elasticsearch import Elasticsearch
from search.engines.elasticsearch.writing import BULK_BYTES
from search.engines.embedded import BUILDER_BYTES, Embedded
from search.engines.embedded import questions as q
from search.engines.embedded.index import NO_TEXTS, SCHEMA, Reading
from search.tree import Node

PATIENCE = 20.0
FIRST_PASSAGES = 1_000
"""Among so many of the best passages ten different works are looked for."""

Call = Callable[[], object]
"""One call of the engine's own library, with what it is given made already."""


@contextmanager
def overheard(engine: Engine) -> Iterator[tuple[Engine, list[Call]]]:
    """The same engine, and the calls of its library that it makes from now on: each may be made again, bare.

    All that a program without us could not spare: the Elasticsearch client writes its bodies and reads the answers; of
    tantivy the queries are made, and the hits fetched. Trees that were compiled before are not compiled again.
    """
    calls: list[Call] = []
    if isinstance(engine, Embedded):
        queries: Any = _Heard(q.Query, calls)
        with patch.object(q, "Query", queries):
            yield _Embedded(engine.folder, calls), calls
    elif isinstance(engine, Elasticsearch):
        again = Elasticsearch(engine.urls, engine.prefix, question_seconds=PATIENCE)
        listening: Any = _HeardServer(again._questions, calls)
        again._questions = listening
        yield again, calls
    else:
        raise TypeError(engine)


class _Heard:
    """A part of an engine's library that writes down what it is asked."""

    def __init__(self, asked: Any, calls: list[Call]) -> None:
        self._asked = asked
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._asked, name)
        if not callable(found):
            return found

        def ask(*given: Any, **named: Any) -> Any:
            self._calls.append(partial(found, *given, **named))
            return found(*given, **named)

        return ask


class _HeardSearcher(_Heard):
    """tantivy hands over what it found when that is asked for; the client of a server has done so already."""

    def search(self, *given: Any, **named: Any) -> Any:
        self._calls.append(lambda: self._asked.search(*given, **named).hits)
        return self._asked.search(*given, **named)


class _HeardServer(_Heard):
    def options(self, **options: Any) -> "_HeardServer":
        """The same server asked with other patience; that is no question yet."""
        return _HeardServer(self._asked.options(**options), self._calls)


class _Embedded(Embedded):
    def __init__(self, folder: Path, calls: list[Call]) -> None:
        super().__init__(folder, question_seconds=PATIENCE)
        self._calls = calls

    def _reading(self) -> Reading:
        found = super()._reading()
        heard: list[Any] = [
            _HeardSearcher(each, self._calls) for each in (found.publications, found.passages)
        ]
        return Reading(*heard)


def forget_answers(engine: Engine) -> None:
    """Elasticsearch keeps whole answers to some questions; here every question costs what a new one costs."""
    if isinstance(engine, Elasticsearch):
        server = client.Elasticsearch(engine.urls)
        server.indices.put_settings(
            index=f"{engine.prefix}-p*", settings={"index.requests.cache.enable": False}
        )


def by_passages_alone(engine: Engine, tree: Node, publications: Sequence[int], most: int) -> list[int]:
    """The first works of the best passages, as if there were nothing but passages."""
    if isinstance(engine, Embedded):
        searcher = engine._reading().passages
        hits = q.search(searcher, q.any_passage(tree, publications), FIRST_PASSAGES).hits
        return list(dict.fromkeys(q.values(searcher, "publication", hits)))[:most]
    if isinstance(engine, Elasticsearch):
        (answer,) = engine._ask(("passages", bodies.order(tree, publications) | {"size": most}))
        return [hit["fields"]["publication"][0] for hit in answer["hits"]["hits"]]
    raise TypeError(engine)


# Writing

Fields = dict[str, Any]


def fields(documents: Sequence[PublicationDocument], engine: Engine) -> dict[m.Tier, list[Fields]]:
    """The same documents as the library is given them, ready-made."""
    publications = [m.publication(each) for each in documents]
    if isinstance(engine, Embedded):
        for own in publications:
            for stream in ("stems", "exact"):
                own[stream] = [text for value in own[stream] for text in (value, *NO_TEXTS)]
    passages = [passage for each in documents for passage in m.passages(each)]
    return {"publications": publications, "passages": passages}


def bulk(made: dict[m.Tier, list[Fields]], engine: Engine) -> None:
    """All of them into a new index of the same fields, in bulk, till they can be searched; no revisions, nothing replaced."""
    if isinstance(engine, Embedded):
        with tempfile.TemporaryDirectory(prefix="pustaka-bare-") as folder:
            _into_tantivy(made, Path(folder))
    elif isinstance(engine, Elasticsearch):
        _into_elasticsearch(made, engine)
    else:
        raise TypeError(engine)


def _into_tantivy(made: dict[m.Tier, list[Fields]], folder: Path) -> None:
    writers: dict[m.Tier, Any] = {}
    for tier in made:
        (folder / tier).mkdir()
        index = tantivy.Index(SCHEMA, path=str(folder / tier))
        writers[tier] = index.writer(BUILDER_BYTES // 2, num_threads=1)
    # Each writer works on its own, so both are kept busy from the first document to the last.
    in_turn = sorted(
        (place / len(documents), tier, place)
        for tier, documents in made.items()
        for place in range(len(documents))
    )
    for _, tier, place in in_turn:
        writers[tier].add_document(tantivy.Document.from_dict(made[tier][place], SCHEMA))
    for writer in writers.values():
        writer.commit()
        writer.wait_merging_threads()


def _into_elasticsearch(made: dict[m.Tier, list[Fields]], engine: Elasticsearch) -> None:
    server = client.Elasticsearch(engine.urls, request_timeout=60)
    names: dict[m.Tier, str] = {tier: f"{engine.prefix}-bare-{tier}" for tier in made}
    try:
        for tier, name in names.items():
            server.indices.create(index=name, **bodies.index(tier, "bare"))
            actions = ({"_index": name, "_source": each} for each in made[tier])
            # A small server refuses more at once than a tenth of its memory.
            for _ in streaming_bulk(server, actions, max_chunk_bytes=BULK_BYTES):
                pass
        server.indices.refresh(index=list(names.values()))
    finally:
        server.indices.delete(index=list(names.values()), ignore_unavailable=True)
