"""tantivy as the engine: the index is a folder, no server runs. The one door to that library.

    folder/current                    the name of the generation that answers, replaced in one step
    folder/lease                      locked by whoever writes or rebuilds
    folder/<generation>/version       written last: a generation without it was never finished
    folder/<generation>/publications  one tantivy index for each kind of document: in a common one, passages would
    folder/<generation>/passages      spoil the publications' average length and word counts, which BM25 needs

The two are committed one after the other, passages first; a passage whose publication is not there yet, or no
more, is no candidate. A question is never given to tantivy's own parser.
"""

import fcntl
import itertools
import os
import shutil
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query
from tantivy.tantivy import __version__ as tantivy_version

from search.engines import (
    FACETS,
    JOINED,
    Candidates,
    EngineError,
    Evidence,
    Filters,
    Health,
    IndexBusy,
    IndexOutdated,
    PublicationDocument,
    Sort,
)
from search.engines import mapping as m
from search.query import And, Node, Not, Or, Phrase, Term, refused, wanted

WRITER_BYTES = 64_000_000
BUILDER_BYTES = 200_000_000

FIRST_PASSAGES = 1_000
"""The best passages that are looked at together; a publication without one among them is then asked alone."""

_DIRECTIONS = {"newest": Order.Desc, "oldest": Order.Asc, "title": Order.Asc}
_NO_TEXTS = [""] * (m.GAP - 1)  # each moves the next text one position further away


@contextmanager
def _our_errors() -> Iterator[None]:
    """tantivy's errors become ours: all are ValueError or RuntimeError, and a panic of Rust is no Exception."""
    try:
        yield
    except (ValueError, RuntimeError, OSError) as error:
        if "LockBusy" in str(error):
            raise IndexBusy from error
        raise EngineError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(str(error)) from error


def _made_schema() -> tantivy.Schema:
    """One for both indexes, so that a query fits either; a field without values costs nothing."""
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("publication", indexed=True, fast=True)
    made.add_unsigned_field("number", fast=True)
    made.add_unsigned_field("revision", fast=True)
    made.add_boolean_field("gone", indexed=True)
    for begin in m.WEIGHTS["publications"]:
        for stream in ("stems", "exact"):
            made.add_text_field(f"{begin}{stream}", tokenizer_name="whitespace")
    for facet in FACETS:
        made.add_text_field(m.facet_field(facet), fast=True, tokenizer_name="raw", index_option="basic")
    made.add_unsigned_field("years", indexed=True, fast=True)
    made.add_unsigned_field("newest", fast=True)
    made.add_unsigned_field("oldest", fast=True)
    made.add_text_field("title", fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


_SCHEMA = _made_schema()


class Embedded:
    """The engine in a folder. Many processes may read, one at a time writes."""

    name = "embedded"

    def __init__(self, folder: Path, *, version: str = m.VERSION) -> None:
        self.folder = folder
        # The index format changes with some of the library's releases.
        self.version = f"{version} {tantivy_version.split(', ')[-1]}"
        self._lock = Lock()
        self._opened: _Generation | None = None

    # Questions

    @_our_errors()
    def candidates(
        self,
        tree: Node | None,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        size: int = 100,
        start: int = 0,
    ) -> Candidates:
        sort = m.order_of(tree, sort)
        reading = self._reading()
        rest = m.rest(tree)
        whole = _Publications(reading, tree, filters)
        total, complete = whole.window(sort, size, start)
        if tree and sort == "relevance" and start == 0 and total > len(complete):
            complete += self._joined(reading, tree, filters, complete)
        facets = None
        others, remaining = 0, list[int]()
        if rest:
            partial = _Publications(reading, rest, filters)
            others, remaining = partial.window(sort, size - len(complete), max(0, start - total))
            facets = partial.facets() if others and not total else None
        return Candidates(
            total, others, facets or whole.facets(), [*complete, *remaining], frozenset(complete)
        )

    def _joined(self, reading: "_Reading", tree: Node, filters: Filters, known: Collection[int]) -> list[int]:
        """The publications of the best passages with all the words, if they hold all that was asked, minus too."""
        held = [_matches(tree), *_limits(filters)]
        query = _scoring(held, m.scores(tree, "passages"))
        hits = reading.passages.search(query, limit=m.PROPOSED_PASSAGES, count=False).hits
        proposed = dict.fromkeys(_values(reading.passages, "publication", hits))
        new = [publication for publication in list(proposed)[:JOINED] if publication not in known]
        if not new:
            return []
        only = replace(filters, only=new)  # the passages were asked under the filters' own `only` already
        _, verified = _Publications(reading, tree, only).window("newest", len(new), 0)
        return [publication for publication in new if publication in verified]

    @_our_errors()
    def order(self, tree: Node | None, publications: Sequence[int]) -> list[int]:
        if tree is None or not wanted(tree) or not publications:
            return list(publications)
        _, ranked = _ranked_passages(self._reading().passages, tree, publications, 1)
        best = {publication: own[0][0] for publication, own in ranked.items() if own}
        return sorted(publications, key=lambda publication: best.get(publication, 0.0))

    @_our_errors()
    def evidence(
        self, tree: Node | None, publications: Sequence[int], *, passages: int = 3
    ) -> dict[int, Evidence]:
        found = {publication: Evidence((), 0) for publication in publications}
        if tree is None or not wanted(tree) or not publications:
            return found
        searcher = self._reading().passages
        count, ranked = _ranked_passages(searcher, tree, publications, passages)
        matching = {publication: len(own) for publication, own in ranked.items()}
        if count > FIRST_PASSAGES:
            counted = {"publications": {"terms": {"field": "publication", "size": len(publications)}}}
            answer = searcher.aggregate(_any_passage(tree, publications, scored=False), counted)
            buckets = answer["publications"]["buckets"]
            matching |= {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        for publication, own in ranked.items():
            numbers = [number for _, number in own[:passages]]
            found[publication] = Evidence(numbers, matching[publication])
        return found

    @_our_errors()
    def passages(
        self, tree: Node | None, publication: int, *, size: int = 100, start: int = 0
    ) -> tuple[int, list[int]]:
        if tree is None or not wanted(tree):
            return 0, []
        searcher = self._reading().passages
        query = _all([_among([publication]), _matches(tree)])
        return _window(searcher, query, "number", Order.Asc, size, start)

    @_our_errors()
    def revisions(self, after: int, size: int) -> list[tuple[int, int]]:
        searcher = self._reading().publications
        later = Query.range_query(_SCHEMA, "publication", FieldType.Unsigned, max(0, after + 1), None)
        query = _all([later], [_gone()])
        hits = searcher.search(query, limit=max(1, size), order_by_field="publication", order=Order.Asc).hits[
            :size
        ]
        return list(
            zip(_values(searcher, "publication", hits), _values(searcher, "revision", hits), strict=True)
        )

    def health(self) -> Health:
        try:
            with _our_errors():
                reading = self._reading()
                publications, _ = _Publications(reading, None, Filters()).window("newest", 0, 0)
                return Health(True, True, publications, reading.passages.num_docs)
        except EngineError as trouble:
            return Health(True, False, 0, 0, str(trouble.sentence))

    def _reading(self) -> "_Reading":
        """What is committed by now, in whichever process."""
        with self._lock:
            name = self._answering()
            if self._opened is None or self._opened.folder.name != name:
                try:
                    self._opened = self._generation(name)
                except IndexOutdated:
                    if self._answering() == name:
                        raise
                    self._opened = self._generation(self._answering())  # swapped while we looked
            return self._opened.reading()

    # Writing

    @contextmanager
    def writer(self) -> Iterator["_Writing"]:
        with self._lease():
            writing = _Writing(self._generation(self._answering()), WRITER_BYTES)
            try:
                yield writing
            finally:
                writing.close()

    @contextmanager
    def rebuild(self) -> Iterator["_Building"]:
        with self._lease():
            self._clear(keep=[folder.name for folder in self._generations() if (folder / "version").exists()])
            folder = self.folder / (time.strftime("%Y%m%d%H%M%S-", time.gmtime()) + uuid.uuid4().hex[:8])
            building = None
            try:
                building = _Building(self, _Generation.create(folder))
                yield building
            finally:
                if building is not None:
                    building.close()
                if self._named() != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)

    @_our_errors()
    def switch(self, folder: Path) -> None:
        """Let a finished generation answer, and delete all but it and the one before."""
        before = self._named()
        _write_down(folder / "version", self.version)
        _write_down(self.folder / "current", folder.name)
        self._clear(keep=[before, folder.name])

    @contextmanager
    def _lease(self) -> Iterator[None]:
        with _our_errors():
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / "lease").open("w")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise IndexBusy from error
            yield

    # Generations

    def _named(self) -> str:
        try:
            return (self.folder / "current").read_text(errors="replace")
        except FileNotFoundError:
            return ""

    @_our_errors()
    def _answering(self) -> str:
        """The name of the generation that answers."""
        name = self._named()
        if not name or "/" in name:
            raise IndexOutdated
        return name

    def _generation(self, name: str) -> "_Generation":
        """Raises `IndexOutdated` for another version, and for damaged files: the remedy is the same."""
        try:
            with _our_errors():
                if (self.folder / name / "version").read_text() == self.version:
                    return _Generation.open(self.folder / name)
        except EngineError as error:
            raise IndexOutdated(name) from error
        raise IndexOutdated(name)

    def _generations(self) -> list[Path]:
        return [folder for folder in self.folder.iterdir() if folder.is_dir()]

    def _clear(self, keep: Collection[str]) -> None:
        for folder in self._generations():
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


# One generation


class _Reading:
    """One state of the index."""

    def __init__(self, publications: tantivy.Searcher, passages: tantivy.Searcher) -> None:
        self.publications = publications
        self.passages = passages


class _Generation:
    """The two tantivy indexes of one generation."""

    def __init__(self, folder: Path, publications: tantivy.Index, passages: tantivy.Index) -> None:
        self.folder = folder
        self.publications = publications
        self.passages = passages
        self._seen: list[tuple[int, int]] = []
        for index in (publications, passages):
            index.config_reader("manual")

    @classmethod
    @_our_errors()
    def create(cls, folder: Path) -> "_Generation":
        for tier in m.WEIGHTS:
            (folder / tier).mkdir(parents=True)
        return cls(folder, *(tantivy.Index(_SCHEMA, path=str(folder / tier)) for tier in m.WEIGHTS))

    @classmethod
    def open(cls, folder: Path) -> "_Generation":
        return cls(folder, *(tantivy.Index.open(str(folder / tier)) for tier in m.WEIGHTS))

    def reading(self) -> _Reading:
        files = [(self.folder / tier / "meta.json").stat() for tier in m.WEIGHTS]
        seen = [(file.st_ino, file.st_mtime_ns) for file in files]
        if seen != self._seen:
            self.publications.reload()
            self.passages.reload()
            self._seen = seen
        return _Reading(self.publications.searcher(), self.passages.searcher())


class _Writing:
    """The writer of a generation; who makes one holds the lease and closes it."""

    @_our_errors()
    def __init__(self, generation: _Generation, memory: int) -> None:
        self.generation = generation
        self._held = generation.reading().publications
        self._revisions: dict[int, int] = {}
        self._publications = generation.publications.writer(memory // 2, num_threads=1)
        self._passages = generation.passages.writer(memory // 2, num_threads=1)

    @_our_errors()
    def put(self, documents: Iterable[PublicationDocument]) -> None:
        for document in documents:
            if self._replaces(document.publication, document.revision):
                own = m.publication(document)
                for stream in ("stems", "exact"):
                    own[stream] = [text for value in own[stream] for text in (value, *_NO_TEXTS)]
                self._publications.add_document(tantivy.Document.from_dict(own, _SCHEMA))
                for passage in m.passages(document):
                    self._passages.add_document(tantivy.Document.from_dict(passage, _SCHEMA))

    @_our_errors()
    def remove(self, publication: int, revision: int) -> None:
        if self._replaces(publication, revision):
            stone = m.tombstone(m.Removal(publication, revision))
            self._publications.add_document(tantivy.Document.from_dict(stone, _SCHEMA))

    def _replaces(self, publication: int, revision: int) -> bool:
        """Whether nothing newer is held; then what is held is taken away."""
        query = Query.term_query(_SCHEMA, "publication", publication)
        held = self._revisions.get(publication)
        if held is None:
            hits = self._held.search(query, limit=1, count=False).hits
            held = max(_values(self._held, "revision", hits), default=0)
        if revision < held:
            return False
        self._revisions[publication] = revision
        for writer in (self._publications, self._passages):
            writer.delete_documents_by_query(query)  # by term, a number is signed and meets nothing
        return True

    @_our_errors()
    def commit(self) -> None:
        self._passages.commit()
        self._publications.commit()

    def close(self) -> None:
        """Discard what was not committed, let merges end, and free tantivy's own lock."""
        for writer in (self._publications, self._passages):
            with suppress(EngineError), _our_errors():
                writer.rollback()
                writer.wait_merging_threads()


class _Building(_Writing):
    """The writer of a generation that does not answer yet."""

    def __init__(self, engine: Embedded, generation: _Generation) -> None:
        super().__init__(generation, BUILDER_BYTES)
        self._engine = engine

    def swap(self) -> None:
        self.commit()
        self.close()
        self._engine.switch(self.generation.folder)


def _write_down(path: Path, text: str) -> None:
    """Replace a small file in one step, such that a power cut leaves the old one or the new one."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


# Questions, compiled


class _Publications:
    """The publications that hold what a tree asks for, under filters."""

    def __init__(self, reading: _Reading, tree: Node | None, filters: Filters) -> None:
        self._searcher = reading.publications
        self._tree = tree
        self._filters = filters

    def window(self, sort: Sort, size: int, start: int) -> tuple[int, list[int]]:
        """How many there are, and those of the window."""
        held = [_matches(self._tree), *_limits(self._filters)]
        if size < 1:
            sort = "newest"  # only to be counted: no score is needed
        if sort != "relevance":
            query = _all(held, [_gone()])
            return _window(self._searcher, query, sort, _DIRECTIONS[sort], size, start, "publication")
        query = _scoring(held, m.scores(self._tree, "publications"), [_gone()])
        count, hits = _search(self._searcher, query, size, offset=start)
        return count, _best_first(self._searcher, "publication", hits)

    def facets(self) -> dict[str, dict[str, int]]:
        """Facet → value → exact number, each under all filters but its own."""
        own = m.conditions(self._filters)
        shared = [facet for facet in FACETS if facet not in own]
        facets = {}
        for group, but in [(shared, None), *(([facet], facet) for facet in FACETS if facet in own)]:
            query = _all([_matches(self._tree), *_limits(self._filters, but)], [_gone()])
            counted = {
                facet: {"terms": {"field": m.facet_field(facet), "size": m.MOST_VALUES}} for facet in group
            }
            answer = self._searcher.aggregate(query, counted) if group else {}
            for facet in group:
                found = {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]}
                facets[facet] = dict.fromkeys(self._filters.chosen.get(facet, ()), 0) | found
        return facets


def _window(
    searcher: tantivy.Searcher,
    query: Query,
    by: str,
    order: Order,
    size: int,
    start: int,
    field: str = "number",
) -> tuple[int, list[int]]:
    """How many match, and the numbers of a window in that order."""
    count, hits = _search(searcher, query, size, offset=start, order_by_field=by, order=order)
    return count, _values(searcher, field, hits)


def _search(
    searcher: tantivy.Searcher, query: Query, limit: int, **more: Any
) -> tuple[int, list[tuple[Any, tantivy.DocAddress]]]:
    """How many match, and the first of them. (tantivy panics when asked for none.)"""
    found: Any = searcher.search(query, limit=max(1, limit), **more)
    return found.count, found.hits[: max(0, limit)]


def _ranked_passages(
    searcher: tantivy.Searcher, tree: Node, publications: Sequence[int], each: int
) -> tuple[int, dict[int, list[tuple[float, int]]]]:
    """How many passages match, and for each publication its best, as (−score, number), `each` at least."""
    ranked: dict[int, list[tuple[float, int]]] = {publication: [] for publication in publications}

    def ask(among: Sequence[int], limit: int) -> int:
        count, hits = _search(searcher, _any_passage(tree, among), limit)
        owners, numbers = (_values(searcher, field, hits) for field in ("publication", "number"))
        for publication in among:
            ranked[publication] = []
        for (score, _), publication, number in zip(hits, owners, numbers, strict=True):
            ranked[publication].append((-score, number))
        return count

    # One question is cheaper than twenty; only who stands behind others' many passages is asked alone.
    count = ask(publications, FIRST_PASSAGES)
    if count > FIRST_PASSAGES:
        for publication in publications:
            if len(ranked[publication]) < each:
                ask([publication], each)
    for own in ranked.values():
        own.sort()
    return count, ranked


def _best_first(searcher: tantivy.Searcher, field: str, hits: list[Any]) -> list[int]:
    """Equal scores by number: they come in the order of segments, which merges change."""
    scores = [-score for score, _ in hits]
    return [number for _, number in sorted(zip(scores, _values(searcher, field, hits), strict=True))]


def _values(searcher: tantivy.Searcher, field: str, hits: list[Any]) -> list[int]:
    values: list[Any] = searcher.fast_field_values(field, [address for _, address in hits])
    return values


def _matches(tree: Node | None) -> Query:
    match tree:
        case None:
            return Query.all_query()
        case Term() | Phrase():
            return _needle(m.needle(tree))
        case Or(parts):
            return Query.boolean_query([(Occur.Should, _matches(part)) for part in parts])
        case Not(part):
            return _all([], [_matches(part)])
        case And(parts):
            return _all(
                [_matches(part) for part in parts if not isinstance(part, Not)],
                [_matches(part.part) for part in parts if isinstance(part, Not)],
            )


def _needle(clause: m.Clause) -> Query:
    """tantivy measures the slop of each word from the first one only; here it holds between every two of them."""
    if not clause.slop or len(clause.tokens) < 3:
        return _clause(clause)
    pairs = itertools.combinations(enumerate(clause.tokens), 2)
    return _all(
        [
            _clause(clause),
            *(Query.phrase_query(_SCHEMA, clause.field, list(pair), clause.slop) for pair in pairs),
        ]
    )


def _clause(clause: m.Clause) -> Query:
    match clause.tokens:
        case ():
            return Query.empty_query()
        case (token,):
            query = Query.term_query(_SCHEMA, clause.field, token)
        case tokens:
            query = Query.phrase_query(_SCHEMA, clause.field, list(tokens), clause.slop)
    return query if clause.boost == 1 else Query.boost_query(query, clause.boost)


def _all(held: Sequence[Query], refused: Sequence[Query] = ()) -> Query:
    """Refusals alone match nothing in tantivy; here they refuse from everything."""
    return Query.boolean_query(
        [(Occur.Must, query) for query in held or [Query.all_query()]]
        + [(Occur.MustNot, query) for query in refused]
    )


def _scoring(held: Sequence[Query], scores: Iterable[m.Clause], refused: Sequence[Query] = ()) -> Query:
    """What must be held adds nothing to the score, only the clauses do."""
    must = Query.const_score_query(_all(held, refused), 0.0)
    return Query.boolean_query([(Occur.Must, must), *((Occur.Should, _clause(clause)) for clause in scores)])


def _any_passage(tree: Node, publications: Collection[int], *, scored: bool = True) -> Query:
    """Passages of these publications that hold any of the words; all of them together count for more."""
    held = [_among(publications), _matches(Or(wanted(tree)))]
    without = [_matches(node) for node in refused(tree)]
    if not scored:
        return _all(held, without)
    together = Query.const_score_query(_matches(tree), m.ALL_WORDS)
    any_of_them = _scoring(held, m.scores(tree, "passages"), without)
    return Query.boolean_query([(Occur.Must, any_of_them), (Occur.Should, together)])


def _limits(filters: Filters, but: str | None = None) -> list[Query]:
    """All filters, or all but the own ones of one facet."""
    groups = m.conditions(filters)
    limits = [_condition(one) for facet, group in groups.items() if facet != but for one in group]
    if filters.only is not None:
        limits.append(_among(filters.only))
    if filters.without:
        limits.append(_all([], [_among(filters.without)]))
    return limits


def _condition(condition: m.Condition) -> Query:
    match condition:
        case m.Among(field, values):
            return Query.term_set_query(_SCHEMA, field, values)
        case m.Between(field, low, high):
            return Query.range_query(_SCHEMA, field, FieldType.Unsigned, low, high)


def _among(publications: Collection[int]) -> Query:
    return Query.term_set_query(_SCHEMA, "publication", sorted(publications))


def _gone() -> Query:
    return Query.term_query(_SCHEMA, "gone", True)
