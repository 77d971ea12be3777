"""tantivy as the engine: the index is a folder, no server runs. This package is the one door to that library.

    folder/current                    the name of the generation that answers, replaced in one step
    folder/lease                      locked by whoever writes, and by a build for the moment of its swap
    folder/building, folder/meanwhile see `meanwhile`
    folder/<generation>/version       written last: a generation without it was never finished
    folder/<generation>/publications  one tantivy index for each kind of document: in a common one, passages would
    folder/<generation>/passages      spoil the publications' average length and word counts, which BM25 needs

The two are committed one after the other, passages first; a passage whose publication is not there yet, or no
more, is no candidate.
"""

import shutil
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from tantivy import FieldType, Order, Query
from tantivy.tantivy import __version__ as tantivy_version

from search.engines import (
    JOINED,
    MOST_VALUES,
    Candidates,
    Cursor,
    EngineError,
    Evidence,
    Filters,
    Health,
    IndexClosed,
    IndexOutdated,
    PublicationDocument,
    Sort,
    Told,
)
from search.engines import clauses as c
from search.engines import mapping as m
from search.engines.embedded import best
from search.engines.embedded import questions as q
from search.engines.embedded.index import (
    SCHEMA,
    Generation,
    Reading,
    Writing,
    our_errors,
    takes_files,
    write_down,
    writing_errors,
)
from search.engines.embedded.meanwhile import Meanwhile, locked
from search.engines.patience import Patience, beside
from search.tree import Node, wanted

WRITER_BYTES = 64_000_000
BUILDER_BYTES = 200_000_000

QUESTION_SECONDS = 2.0
"""So long one answer may take; nothing that readers can ask comes near it on a machine that is well."""

TURN_SECONDS = 60.0
"""So long a new index waits for its turn while somebody writes; a batch takes a second or two, one of thick books more."""
_AWAIT_A_BUILD = 0.1
"""Seconds: whoever writes looks for a moment whether a build is under way."""


class Embedded:
    """The engine in a folder. Many processes may read, one at a time writes, and one at a time builds."""

    name = "embedded"

    def __init__(
        self,
        folder: Path,
        *,
        version: str = m.VERSION,
        question_seconds: float = QUESTION_SECONDS,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        """`question_seconds` is the patience of one who waits for an answer; measurements have more of it.
        `turn_seconds` is that of a new index with those who write."""
        self.folder = folder
        # The index format changes with some of the library's releases.
        self.version = f"{version} {tantivy_version.split(', ')[-1]}"
        self._patience = Patience(question_seconds)
        self._turn_seconds = turn_seconds
        self.meanwhile = Meanwhile(folder, self.version)
        self._lock = Lock()
        self._opened: Generation | None = None
        self._current = folder / "current"
        self._last_named: tuple[tuple[int, int], str] = (0, 0), ""

    # Questions

    def together(self, ask: Callable[[], Told]) -> Told:
        return self._patience.wait_for(ask)

    def candidates(
        self,
        tree: Node | None,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        size: int = 100,
        start: int = 0,
        after: Cursor | None = None,
        values: int = MOST_VALUES,
    ) -> Candidates:
        tree = c.asked(tree)
        sort = c.order_of(tree, sort)
        after = c.goes_on(after, sort)
        return self._patience.wait_for(
            lambda: self._candidates(tree, filters, sort, size, 0 if after else start, after, values)
        )

    @our_errors()
    def _candidates(
        self,
        tree: Node | None,
        filters: Filters,
        sort: Sort,
        size: int,
        start: int,
        after: Cursor | None,
        values: int,
    ) -> Candidates:
        reading = self._reading()
        rest = c.rest(tree)
        whole = q.Publications(reading.publications, tree, filters)
        # tantivy lets other threads run: counting costs as much as finding, and needs nothing of it.
        counted = beside(lambda: whole.facets(values))
        if after is None:
            total, found = whole.window(sort, size, start)
        else:
            total = whole.count()
            found = whole.behind(after.key, sort, size) if after.whole else []
        complete = [publication for _, publication in found]
        last = Cursor(True, found[-1][0]) if found else None
        if tree and wanted(tree) and sort == "relevance" and not (start or after) and total > len(complete):
            complete += self._joined(reading, tree, filters, complete)
        facets = None
        others, remaining = 0, list[int]()
        if rest:
            partial = q.Publications(reading.publications, rest, filters)
            room = size - len(found)
            if after is None or after.whole:
                others, behind = partial.window(sort, room, max(0, start - total))
            else:
                others, behind = partial.count(), partial.behind(after.key, sort, room)
            remaining = [publication for _, publication in behind]
            last = Cursor(False, behind[-1][0]) if behind else last
            facets = partial.facets(values) if others and not total else None
        counts, more = facets or counted()
        return Candidates(total, others, counts, [*complete, *remaining], frozenset(complete), more, last)

    def _joined(self, reading: Reading, tree: Node, filters: Filters, known: Collection[int]) -> list[int]:
        """The publications of the best passages with all the words, if they hold all that was asked, minus too."""
        proposed = q.proposed(reading.passages, tree, filters)[:JOINED]
        new = [publication for publication in proposed if publication not in known]
        if not new:
            return []
        only = replace(filters, only=new)  # the passages were asked under the filters' own `only` already
        _, found = q.Publications(reading.publications, tree, only).window("newest", len(new), 0)
        verified = {publication for _, publication in found}
        return [publication for publication in new if publication in verified]

    def order(self, tree: Node | None, publications: Sequence[int]) -> list[int]:
        if tree is None or not wanted(tree) or not publications:
            return list(publications)
        return self._patience.wait_for(lambda: self._order(tree, publications))

    @our_errors()
    def _order(self, tree: Node, publications: Sequence[int]) -> list[int]:
        reading = self._reading()
        scores = best.order(reading, tree, publications)
        return c.by_score(publications, scores, q.records(reading.publications, tree, publications))

    def evidence(
        self, tree: Node | None, publications: Sequence[int], *, passages: int = 3
    ) -> dict[int, Evidence]:
        if tree is None or not wanted(tree) or not publications:
            return {publication: Evidence((), 0) for publication in publications}
        return self._patience.wait_for(lambda: self._evidence(tree, publications, passages))

    @our_errors()
    def _evidence(self, tree: Node, publications: Sequence[int], passages: int) -> dict[int, Evidence]:
        return best.evidence(self._reading(), tree, publications, passages)

    def passages(
        self, tree: Node | None, publication: int, *, size: int = 100, start: int = 0
    ) -> tuple[int, list[int]]:
        if tree is None or not wanted(tree):
            return 0, []
        return self._patience.wait_for(lambda: self._passages(tree, publication, size, start))

    @our_errors()
    def _passages(self, tree: Node, publication: int, size: int, start: int) -> tuple[int, list[int]]:
        searcher = self._reading().passages
        query = q.passages_of(publication, tree)
        found = q.search(searcher, query, size, offset=start, order_by_field="number", order=Order.Asc)
        return found.count, q.values(searcher, "number", found.hits)

    @our_errors()
    def revisions(self, after: int, size: int) -> list[tuple[int, int]]:
        searcher = self._reading().publications
        later = Query.range_query(SCHEMA, "publication", FieldType.Unsigned, max(0, after + 1), None)
        query = q.everything_of([later], [q.gone()])
        hits = q.search(searcher, query, size, order_by_field="publication", order=Order.Asc).hits
        return list(
            zip(q.values(searcher, "publication", hits), q.values(searcher, "revision", hits), strict=True)
        )

    def health(self) -> Health:
        try:
            with our_errors():
                reading = self._reading()
                publications = q.Publications(reading.publications, None, Filters()).count()
                return Health(True, True, publications, reading.passages.num_docs)
        except EngineError as trouble:
            return Health(True, False, 0, 0, trouble)

    def _reading(self) -> Reading:
        """What is committed by now, in whichever process."""
        with self._lock:
            name = self._answering()
            if self._opened is None or self._opened.name != name:
                try:
                    self._opened = self._generation(name)
                except IndexOutdated:
                    if self._answering() == name:
                        raise
                    self._opened = self._generation(self._answering())  # swapped while we looked
            return self._opened.reading()

    # Writing

    @contextmanager
    def writer(self) -> Iterator[Writing]:
        with locked(self.folder, "lease"):
            writing = Changing(self, self._generation(self._answering()))
            try:
                yield writing
            finally:
                writing.close()

    @contextmanager
    def rebuild(self) -> Iterator["Building"]:
        with self.meanwhile.building(_AWAIT_A_BUILD):
            self._clear(keep=[folder.name for folder in self._generations() if (folder / "version").exists()])
            folder = self.folder / (time.strftime("%Y%m%d%H%M%S-", time.gmtime()) + uuid.uuid4().hex[:8])
            building = None
            try:
                with writing_errors(self.folder):
                    generation = Generation.create(folder)
                building = Building(self, generation)
                yield building
            finally:
                if building is not None:
                    building.close()
                if self._named() != folder.name:
                    shutil.rmtree(folder, ignore_errors=True)

    def turn(self) -> AbstractContextManager[None]:
        """The lease, for the moment in which a new index begins to answer. Where changes come in without a pause, the
        worker's is free for an instant only, between two batches."""
        return locked(self.folder, "lease", self._turn_seconds)

    def switch(self, folder: Path) -> None:
        """Let a finished generation answer, and delete all but it and the one before."""
        with writing_errors(self.folder):
            before = self._named()
            write_down(folder / "version", self.version)
            write_down(self.folder / "current", folder.name)
            self._clear(keep=[before, folder.name])

    # Generations

    def _named(self) -> str:
        try:
            state = self._current.stat()
            seen = state.st_ino, state.st_mtime_ns
            if self._last_named[0] != seen:  # it is replaced, never written anew
                self._last_named = seen, self._current.read_text(errors="replace")
            return self._last_named[1]
        except FileNotFoundError:
            return ""

    @our_errors()
    def _answering(self) -> str:
        """The name of the generation that answers."""
        name = self._named()
        if not name or "/" in name:
            raise IndexOutdated
        return name

    def _generation(self, name: str) -> Generation:
        """Raises `IndexOutdated` for another version, and for damaged files: the remedy is the same. tantivy takes a lock to
        read, too: where the folder takes no file, it is `IndexClosed`."""
        try:
            with our_errors():
                if (self.folder / name / "version").read_text() == self.version:
                    return Generation.open(self.folder / name)
        except EngineError as error:
            if isinstance(error.__cause__, FileNotFoundError) or takes_files(self.folder):
                raise IndexOutdated(name) from error
            raise IndexClosed(str(error)) from error
        raise IndexOutdated(name)

    def _generations(self) -> list[Path]:
        return [folder for folder in self.folder.iterdir() if folder.is_dir()]

    def _clear(self, keep: Collection[str]) -> None:
        for folder in self._generations():
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


class Changing(Writing):
    """The writer of the generation that answers; a build that is under way is told of what it commits."""

    def __init__(self, engine: Embedded, generation: Generation) -> None:
        super().__init__(generation, WRITER_BYTES)
        self._meanwhile = engine.meanwhile
        self._batch = ""

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        for document in documents:
            super().put([document])
            self._note(document)

    def remove(self, publication: int, revision: int) -> None:
        super().remove(publication, revision)
        self._note(m.Removal(publication, revision))

    def _note(self, change: PublicationDocument | m.Removal) -> None:
        batch = self._batch or uuid.uuid4().hex
        if self._meanwhile.note(batch, [change]):
            self._batch = batch

    def commit(self) -> None:
        super().commit()
        if self._batch:
            self._meanwhile.confirm(self._batch)
        self._batch = ""


class Building(Writing):
    """The writer of a generation that does not answer yet."""

    def __init__(self, engine: Embedded, generation: Generation) -> None:
        super().__init__(generation, BUILDER_BYTES)
        self._engine = engine

    def commit(self) -> None:
        """Nothing: nobody asks this generation before the swap, and each commit would leave files to be merged. Its memory is
        bounded all the same: when it is full, tantivy writes it out."""

    def swap(self) -> None:
        super().commit()  # the long part, while others may still write
        with self._engine.turn():
            for change in self._engine.meanwhile.noted():
                if isinstance(change, m.Removal):
                    self.remove(change.publication, change.revision)
                else:
                    self.put([change])
            super().commit()
            self.close()
            self._engine.switch(self.generation.folder)
