"""The engine protocol: what holds the index promises this, and nothing else of an engine is known outside.

Two engines keep the promise (`embedded`, `elasticsearch`); `tests/search/test_engines.py` is the promise as
sentences, run whole on each. Two kinds of document live in one engine with one analysis: a *publication*
(its names, all its text, the values readers narrow by) and each of its *passages*. Engines hold whitespace
tokens with positions and never analyse; every token comes from `search.analysis`.

A question takes three steps, each one method here; `search.research` composes them:

1. `candidates`: the publications that answer, with exact totals and facets, joined with the publications of
   the best passages that hold all the words, so that one page of a thick book is found by what stands on it;
2. `order`: the joined candidates by their best passage;
3. `evidence`: the passages to show of each publication shown, and how many more there are.

Errors: `EngineError` > `EngineAway` (not reachable, or too slow), `IndexOutdated` (made by another mapping or
analysis), `IndexBusy` (another writer holds the lease), `WritingRefused` (no change is taken now, whichever). Each carries
its sentence for the reader. A plain `EngineError` while writing is about what was written.
"""

import base64
import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.tree import Node

#: The values readers narrow by. A publication document may give several values of each.
FACETS = (
    "kind",
    "year",
    "topic",
    "place",
    "law",
    "language",
    "person",
    "periodical",
    "access",
    "audience",
)

Sort = Literal["relevance", "newest", "oldest", "title"]

Told = TypeVar("Told")

#: How many publications the best passages may add to the candidates.
JOINED = 100

#: Values of a facet that are told without being asked for more; of the years all are told.
MOST_VALUES = 50


class EngineError(Exception):
    """The index could not do what was asked; `sentence` says it to a reader, `remedy` what helps to whoever runs the site
    ("" where nobody knows)."""

    sentence = _("Pencarian sedang terganggu. Koleksi tetap dapat dibuka dan dibaca.")
    remedy: Promise | str = ""

    @property
    def for_operators(self) -> str:
        """What helps, else what is wrong: for commands."""
        return str(self.remedy or self.sentence)


class EngineAway(EngineError):
    """The engine cannot be reached, or did not answer in time."""

    sentence = _(
        "Mesin pencari sedang tidak dapat dihubungi. Koleksi tetap dapat dibuka dan dibaca; cobalah mencari lagi sebentar lagi."
    )
    remedy = _("Mesin pencari tidak menjawab: periksa apakah ia berjalan, dan ELASTICSEARCH_URL.")


class IndexOutdated(EngineError):
    """The index was made by another version of the mapping or the analysis, or does not exist yet."""

    sentence = _(
        "Indeks pencarian sedang disiapkan. Koleksi tetap dapat dibuka dan dibaca; cobalah mencari lagi sebentar lagi."
    )
    remedy = _("Indeks belum ada, rusak, atau dari versi lain. Jalankan: ./run manage rebuild_index")


class IndexClosed(EngineError):
    """The index is there, and the machine does not let us open it: its disk is full or read-only, or we have no right."""

    remedy = _(
        "Indeks ada, tetapi tidak dapat dibuka: periksa ruang disk, izin folder indeks, dan apakah disknya hanya dapat dibaca."
    )


class IndexBusy(EngineError):
    """Another process holds the one writer's lease."""

    sentence = _("Indeks sedang ditulis oleh proses lain. Cobalah lagi sebentar lagi.")


class WritingRefused(EngineError):
    """The engine answers, but takes no change, whatever it is: its disk is full, it is read-only, we have no right."""

    sentence = _(
        "Indeks pencarian sedang tidak dapat ditulis, misalnya karena ruang disk habis. Yang sudah ada tetap dapat dicari; yang berubah menyusul setelah itu dibereskan."
    )
    remedy = _(
        "Indeks tidak dapat ditulis: periksa ruang disk, izin folder indeks, dan apakah disknya hanya dapat dibaca."
    )


@dataclass(frozen=True, slots=True)
class PassageDocument:
    """One passage as an engine holds it.

    `number` counts from 1 in the publication's own list; `stems` and `exact` are whitespace-joined tokens of
    equal count and position.
    """

    number: int
    stems: str
    exact: str


@dataclass(frozen=True, slots=True)
class PublicationDocument:
    """One publication as an engine holds it, with all its passages.

    `publication` is the page's primary key; `revision` grows with every change, and an older one never
    overwrites a newer; `names_*` are the tokens of title, subtitle, parallel title and the like; `makers_*` those of
    who made it; `about_*` those of abstracts and concepts; `values` holds, for each name in `FACETS`, the values (year
    as "2004");
    `sort_title` is the folded title; `date` is yyyymmdd with zeros for what is unknown.
    """

    publication: int
    revision: int
    names_stems: str
    names_exact: str
    about_stems: str = ""
    about_exact: str = ""
    makers_stems: str = ""
    makers_exact: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort_title: str = ""
    date: int = 0
    passages: Sequence[PassageDocument] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader has narrowed to, and what must not be seen.

    `chosen` maps a facet to the values wanted (any of them; several facets must all hold); `years` is an
    inclusive range whose ends may be None, and counts as the facet `year`'s own; `without` are publications left out of the whole question, because
    a change to them is not indexed yet; `only` limits the question to these publications.
    """

    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    years: tuple[int | None, int | None] | None = None
    without: Collection[int] = ()
    only: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: behind which publication to go on, whatever was added or taken away before it.

    `whole` tells whether that one held all that was asked; `key` is what put it where it is: a score and its number,
    or the key of the list's order.
    """

    whole: bool
    key: tuple[float | int | str, ...]

    def __str__(self) -> str:
        """For an address: letters, digits, `-` and `_`."""
        written = json.dumps([int(self.whole), *self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that was written so; None for any other text."""
        try:
            padded = text[:_LONGEST_CURSOR].encode() + b"=" * (-len(text) % 4)
            whole, *key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, TypeError, RecursionError):
            return None
        return cls(whole == 1, tuple(key)) if key and all(map(_can_be_a_key, key)) else None


_LONGEST_CURSOR = 2_000


def _can_be_a_key(value: object) -> bool:
    match value:
        case bool():
            return False
        case int():
            return 0 <= value < 2**63
        case float():
            return math.isfinite(value)
    return isinstance(value, str)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The first step's answer.

    `total` publications hold all that was asked; `others` hold some of the words and none that are refused.
    `facets` maps facet → value → exact number of publications, under all filters but the facet's own; it
    describes the total, or the others where the total is 0; the most frequent values come first. A chosen value is
    there even with 0. `more` are the facets that have more values than were asked for. `ranked` are publications in the
    order asked for, those with all the words before the rest: exactly the window, and for relevance from the start up to
    `JOINED` more that the best passages proposed. `complete` are those of `ranked` that hold all that was asked. `last`
    is the place of the window's last publication, where the list goes on; None where it is empty.
    """

    total: int
    others: int
    facets: Mapping[str, Mapping[str, int]]
    ranked: Sequence[int]
    complete: Collection[int]
    more: Collection[str] = frozenset()
    last: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best passages of one publication (numbers, best first) and how many of its passages match at all."""

    numbers: Sequence[int]
    matching: int


class Writer(Protocol):
    """What may be done to an index while holding its lease. Nothing is seen before `commit`.

    What waits for `commit` may wait in memory: commit every few dozen publications. After an error nothing of the
    batch can be relied on; putting it again, with the same revisions, heals whatever is half there.
    """

    def put(self, documents: Iterable[PublicationDocument]) -> None:
        """Replace each publication and all its passages; an older revision than the one held is dropped."""

    def remove(self, publication: int, revision: int) -> None:
        """Take a publication and its passages away; unknown ones are no error.

        The revision is remembered: a `put` with an older one that arrives later is dropped.
        """

    def commit(self) -> None:
        """Make all that was put and removed durable and visible at once."""


class Engine(Protocol):
    """What holds the index. Every method raises `EngineAway` within its deadline rather than wait.

    `tree` is analysed (see `search.tree`); None asks for everything, and then no passage is evidence.
    """

    name: str
    version: str
    """Of the mapping, the analysis and its tables, and of what else decides whether an index can be read."""

    def together(self, ask: Callable[[], Told]) -> Told:
        """What `ask` returns or raises, which takes several steps of this engine, one after the other: cheaper than each by
        itself. An engine in our own process gives them all together the time of one answer.

        It asks the engine and nothing else: it may run in another thread, where there is no database.
        """

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
        """Step 1: publications that answer `tree`, `size` from `start`; with nothing to rank by, newest first.

        With `after` they are the next behind that place in the engine's own order, to the end of any list, and `start` is
        not looked at; a cursor of another order begins at the beginning. `values` of each facet are told at most.
        """

    def order(self, tree: Node | None, publications: Sequence[int]) -> list[int]:
        """Step 2: the same publications (≤ 200), by their best passage, and by their description where it holds all that
        was asked for; those that gain by neither keep their order, last."""

    def evidence(
        self, tree: Node | None, publications: Sequence[int], *, passages: int = 3
    ) -> dict[int, Evidence]:
        """Step 3: the best `passages` of each of these publications; a passage matches by any of the words."""

    def passages(
        self, tree: Node | None, publication: int, *, size: int = 100, start: int = 0
    ) -> tuple[int, list[int]]:
        """Every passage of one publication that by itself holds what `tree` asks for: how many, and the numbers in
        reading order.

        With the loosened tree these are the passages that `evidence` counts.
        """

    def revisions(self, after: int, size: int) -> list[tuple[int, int]]:
        """What is held, for the sweep: (publication, revision) with publication > `after`, in order, `size` at most."""

    def writer(self) -> AbstractContextManager[Writer]:
        """A writer. Raises `IndexBusy` if the lease is held, `IndexOutdated` if the index is of another version.

        Leaving the context without `commit` discards what was put.
        """

    def rebuild(self) -> AbstractContextManager["Rebuild"]:
        """A new index beside the old one, which goes on answering; see `Rebuild`.

        Raises `IndexBusy` if one is under way. No change is lost to it: what a writer commits meanwhile is in the
        new index too, or the writer is refused with `IndexBusy` and comes back.
        """

    def health(self) -> "Health":
        """Whether it answers and is of this version; never raises."""


class Rebuild(Writer, Protocol):
    """A new index being filled. Leaving the context without `swap` throws it away and keeps the old one."""

    def swap(self) -> None:
        """Commit, and answer from the new index from now on; the old one is kept until the next swap."""


@dataclass(frozen=True, slots=True)
class Health:
    """`reachable`; `current` (the index exists and is of this version); counts; `trouble` where something is wrong."""

    reachable: bool
    current: bool
    publications: int
    passages: int
    trouble: EngineError | None = None

    @property
    def sentence(self) -> str:
        """What is wrong, to a reader."""
        return str(self.trouble.sentence) if self.trouble else ""
