"""The files of one generation of the embedded index: how they are made, read and written."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query

from search.engines import FACETS, EngineError, IndexBusy, PublicationDocument, WritingRefused
from search.engines import mapping as m
from search.tree import Node

NO_TEXTS = [""] * (m.GAP - 1)  # each moves the next text one position further away


@contextmanager
def our_errors() -> Iterator[None]:
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


_OF_THE_DISK = re.compile(r"IO error|IoError|os error \d")
"""How tantivy words what the machine refused: no room, read-only, no right."""
_WRITER_DIED = "index writer was killed"
_PROBE_BYTES = 1 << 20


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """As `our_errors`; what `folder` refuses, and not the document, is `WritingRefused`."""
    try:
        with our_errors():
            yield
    except IndexBusy:
        raise
    except EngineError as error:
        of_the_disk = isinstance(error.__cause__, OSError) or _OF_THE_DISK.search(str(error))
        # Of the thread that writes tantivy only tells that it is dead.
        if of_the_disk or (_WRITER_DIED in str(error) and not takes_files(folder)):
            raise WritingRefused(str(error)) from error
        raise


def takes_files(folder: Path) -> bool:
    """Whether a file of some size may be written there."""
    probe = folder / ".probe"
    try:
        with probe.open("wb") as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return True


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


SCHEMA = _made_schema()


_MOST_LEFT = 8


class Reading:
    """One state of the index. What it tells does not change, and threads share it."""

    def __init__(self, publications: tantivy.Searcher, passages: tantivy.Searcher) -> None:
        self.publications = publications
        self.passages = passages
        self._left: dict[int, tuple[Node, Sequence[Any]]] = {}

    def leave(self, tree: Node, found: Sequence[Any]) -> None:
        """What was found for this very tree, for the next step of the same question."""
        if len(self._left) >= _MOST_LEFT:  # whose next step never came
            self._left.clear()
        self._left[id(tree)] = tree, found

    def left(self, tree: Node) -> Sequence[Any]:
        """What was left, once; nothing where nobody left anything."""
        left, found = self._left.pop(id(tree), (None, ()))
        return found if left is tree else ()


class Generation:
    """The two tantivy indexes of one generation."""

    def __init__(self, folder: Path, publications: tantivy.Index, passages: tantivy.Index) -> None:
        self.folder = folder
        self.name = folder.name
        self.publications = publications
        self.passages = passages
        self._files = [str(folder / tier / "meta.json") for tier in m.WEIGHTS]
        self._seen: list[tuple[int, int]] = []
        self._reading: Reading | None = None
        for index in (publications, passages):
            index.config_reader("manual")

    @classmethod
    @our_errors()
    def create(cls, folder: Path) -> "Generation":
        for tier in m.WEIGHTS:
            (folder / tier).mkdir(parents=True)
        return cls(folder, *(tantivy.Index(SCHEMA, path=str(folder / tier)) for tier in m.WEIGHTS))

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        return cls(folder, *(tantivy.Index.open(str(folder / tier)) for tier in m.WEIGHTS))

    def reading(self) -> Reading:
        files = map(os.stat, self._files)
        seen = [(file.st_ino, file.st_mtime_ns) for file in files]
        if self._reading is None or seen != self._seen:
            self.publications.reload()
            self.passages.reload()
            self._reading = Reading(self.publications.searcher(), self.passages.searcher())
            self._seen = seen
        return self._reading


class Writing:
    """The writer of a generation; who makes one holds the lease and closes it."""

    def __init__(self, generation: Generation, memory: int) -> None:
        self.generation = generation
        self._revisions: dict[int, int] = {}
        with writing_errors(generation.folder):
            reading = generation.reading()
            self._held = reading.publications
            self._empty = not (reading.publications.num_docs or reading.passages.num_docs)
            self._publications = generation.publications.writer(memory // 2, num_threads=1)
            self._passages = generation.passages.writer(memory // 2, num_threads=1)

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        with writing_errors(self.generation.folder):
            for document in documents:
                if self._replaces(document.publication, document.revision):
                    own = m.publication(document)
                    for stream in ("stems", "exact"):
                        own[stream] = [text for value in own[stream] for text in (value, *NO_TEXTS)]
                    self._publications.add_document(tantivy.Document.from_dict(own, SCHEMA))
                    for passage in m.passages(document):
                        self._passages.add_document(tantivy.Document.from_dict(passage, SCHEMA))

    def remove(self, publication: int, revision: int) -> None:
        with writing_errors(self.generation.folder):
            if self._replaces(publication, revision):
                stone = m.tombstone(m.Removal(publication, revision))
                self._publications.add_document(tantivy.Document.from_dict(stone, SCHEMA))

    def _replaces(self, publication: int, revision: int) -> bool:
        """Whether nothing newer is held; then what is held is taken away."""
        held = self._revisions.get(publication)
        if held is None and self._empty:  # each deletion would be looked for in every part of a new index
            self._revisions[publication] = revision
            return True
        query = Query.term_query(SCHEMA, "publication", publication)
        if held is None:
            hits = self._held.search(query, limit=1, count=False).hits
            revisions: list[Any] = self._held.fast_field_values("revision", [address for _, address in hits])
            held = max(revisions, default=0)
        if revision < held:
            return False
        self._revisions[publication] = revision
        for writer in (self._publications, self._passages):
            writer.delete_documents_by_query(query)  # by term, a number is signed and meets nothing
        return True

    def commit(self) -> None:
        with writing_errors(self.generation.folder):
            self._passages.commit()
            self._publications.commit()

    def close(self) -> None:
        """Discard what was not committed, let merges end, and free tantivy's own lock."""
        for writer in (self._publications, self._passages):
            with suppress(EngineError), our_errors():
                writer.rollback()
                writer.wait_merging_threads()


def write_down(path: Path, text: str) -> None:
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
