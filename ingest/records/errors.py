"""What goes wrong while catalogue data are read from a table.

    ValueError
    └── WrongValue     one cell cannot be used (its sentence, without line and column)
    Exception
    └── RecordError    the table cannot be used: a sentence for each row, with its line and what to do

`several` makes one error of many sentences: the first ten, and how many more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

_SHOWN = 10


class WrongValue(ValueError):
    """A cell's text is not what its column holds. `sentence` begins small: it stands behind "Baris 3: ". One that is
    `plain` says by itself which cell is meant (the date, the ISBN); the others need the column's name before them."""

    def __init__(self, sentence: str, *, plain: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.plain = sentence, plain


class RecordError(Exception):
    """Metadata that cannot be used: a sentence for each row, with its line and what to do. `files` are the files that its
    rows name, as far as they could be read."""

    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """A row that cannot be used; `line` is where it begins in its file, 0 for the table as such. Where one cell is to
    blame, `column` is its name, or `place` its position in the line, from 0."""

    line: int
    sentence: str
    column: str = ""
    place: int = -1

    def __str__(self) -> str:
        if not self.line:
            return self.sentence
        return str(_("Baris %(line)d: %(trouble)s") % {"line": self.line, "trouble": self.sentence})


def several(troubles: Iterable[Trouble]) -> RecordError:
    """The error that says all of them, row by row; of more than ten it says how many more there are."""
    by_line: dict[int, list[str]] = {}
    for trouble in sorted(troubles, key=lambda each: each.line):
        by_line.setdefault(trouble.line, []).append(trouble.sentence)
    rows = [str(Trouble(line, " ".join(dict.fromkeys(said)))) for line, said in by_line.items()]
    more = len(rows) - _SHOWN
    if more > 0:
        rows[_SHOWN:] = [_("Dan %(count)d kesalahan lagi.") % {"count": more}]
    return RecordError("\n".join(rows))
