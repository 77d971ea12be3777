"""Reading: what a page of a PDF says, as every reader gives it. Plain values, no Django and no PDF library.

`bounded.extract` is what the pipeline calls: it asks `nursery` for a `child`, a process with limits (`own_limits`), and
hears from it through `messages`. In that process `pdfminer` reads files (`document` opens them and finds their pages,
`told` what they say of themselves, `content` reads the operators, which `operators` cuts out of the stream, `showing`
makes words of them, `fonts` knows the letters, `lines` makes lines, `order` puts them in order, `tables` finds the rows
of tables, `pictures` knows how much of the page is picture) and `stock` a page that our own reading could not; `second`
asks `pdfium` for what both cannot, and `chosen` has the say. They import only leftwards in own_limits, plain, tables,
order, lines, pictures, operators, fonts, showing, content, messages, document, told, stock, pdfminer, pdfium, second,
chosen, child, nursery, bounded. All but `bounded` stay free of Django, so that a child starts at once.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

#: The version of our own reading and judging, to be raised whenever a page of the same file comes out differently.
VERSION = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. The defaults are the library's; tests ask for less.

    `size`, `memory` and `stream` are bytes (of the file, of address space, and of one decoded stream); `cpu` and
    `cpu_a_page` (for every page that is finished) are CPU seconds, `wall` is how many times as long the clock may
    run while the parent waits; `characters` and `forms` (calls of Form XObjects)
    are a page's; `depth` is how deep forms may stand in forms; `cmap` is the entries of one font's ToUnicode map.
    """

    size: int = 200_000_000
    pages: int = 5_000
    memory: int = 1_500_000_000
    cpu: float = 30.0
    cpu_a_page: float = 0.3
    wall: float = 2.0
    stream: int = 64_000_000
    characters: int = 200_000
    forms: int = 2_000
    depth: int = 12
    cmap: int = 70_000


class Word(NamedTuple):
    """A word and its box: points from the top left corner of the page as it is shown (x0 < x1, y0 < y1)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as it was set. `size` is the type's in points; `gap`: a paragraph's distance stands above it;
    `turned`: it does not run the way most of the page does (watermarks, captions up the margin); `row`: it goes on
    the row of a table to which the line above belongs. U+00AD at its end is a hyphen that the file itself marks as
    soft; readers write all others as "-"."""

    text: str
    size: float = 0.0
    gap: bool = False
    turned: bool = False
    words: tuple[Word, ...] = ()
    row: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as a reader found it, before any cleaning.

    `number` counts from 1; `label` is the file's own page label, or None where the file has none; `reader` names
    who read it; `picture` is the share of the page that its pictures cover together (0–1); `hidden` the share of
    its letters that are drawn invisibly (a publisher's recognised text); `flags` are facts about the reading:
    "fallback" (our own reading failed), "unread" (nobody could read it), "cut" (a limit was reached), "lost-font"
    (some of its text is in a font that is not there), "reordered" (its content has its lines in another order), and
    those of `ingest.quality`; `confidence` is its too.
    """

    number: int
    label: str | None
    lines: tuple[Line, ...]
    reader: str
    width: float = 0.0
    height: float = 0.0
    picture: float = 0.0
    hidden: float = 0.0
    flags: frozenset[str] = field(default_factory=frozenset)
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The lines joined by line breaks, with an empty line where a paragraph's distance stands."""
        return "".join(("\n\n" if line.gap else "\n") + line.text for line in self.lines).lstrip("\n")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a file's own table of contents. `depth` counts from 0, `page` (its place in the file) from 1."""

    depth: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file says of itself before its pages are read: how many there are, whether it was encrypted (with an
    empty password, or it would not be read), with which versions it is read, and its own table of contents.

    `told` is what its information dictionary and XMP say, by "title", "language", "created" (ISO 8601), "producer",
    "identifier"; never who wrote it: that is the name of a typist, and a person's.
    """

    pages: int
    encrypted: bool
    tools: dict[str, str]
    contents: tuple[Heading, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
