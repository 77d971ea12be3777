"""What is wrong with a table, or ought to be known about it. Pure values, said in the language of the moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Fault:
    """`row` is its number in the file, 0 for the table as such; `column` the heading, "" for the whole row; `message` a
    translatable sentence with `values` to be put in; `stops`: the table cannot be used before it is mended."""

    message: str
    row: int = 0
    column: str = ""
    stops: bool = True
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)

    def __str__(self) -> str:
        """The sentence behind where it happened."""
        said = {"row": self.row, "column": self.column, "sentence": self.sentence}
        if self.row and self.column:
            return _("Baris %(row)d, kolom “%(column)s”: %(sentence)s") % said
        if self.row:
            return _("Baris %(row)d: %(sentence)s") % said
        return _("Kolom “%(column)s”: %(sentence)s") % said if self.column else self.sentence


def quoted(text: str) -> str:
    """A wrong text as a sentence quotes it: short, in one line, without what cannot be seen."""
    seen = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return seen if len(seen) <= 60 else f"{seen[:59]}…"
