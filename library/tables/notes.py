"""What travels with figures wherever they go: where they come from, how they were counted, what the signs mean. Pure."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from library.tables.values import Cell, Column, PublicTable, Row, Type, Withheld

#: What readers see in place of a figure, on pages, in charts and in sentences; no line is broken in it. In files that
#: programs read stands the value of `Withheld`.
SIGNS = {Withheld.SMALL: "<\N{NO-BREAK SPACE}5", Withheld.BESIDE: "x"}


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its language, "id" or "en"; both are "" where nothing is said."""

    text: str = ""
    language: str = ""

    @classmethod
    def of(cls, indonesian: str, english: str) -> "Said":
        """The text in the language of the moment where it is there, else the other."""
        both = [cls(indonesian, "id"), cls(english, "en")]
        return next((each for each in (reversed(both) if language() == "en" else both) if each.text), cls())


@dataclass(frozen=True, slots=True)
class About:
    """A dataset as its figures are introduced, in the language of the moment; what was not translated says in which
    language it is ("id", "en"). `name` is a short address (letters, digits
    and hyphens), `address` the page of the dataset, `licence` a key of `library.licences.LICENCES` or "", `changed` the
    moment of its last change in ISO 8601."""

    name: str
    title: str
    publisher: str = ""
    source: str = ""
    source_language: str = ""
    counting: str = ""
    counting_language: str = ""
    coverage: str = ""
    licence: str = ""
    licence_name: str = ""
    licence_address: str = ""
    address: str = ""
    changed: str = ""


def language() -> str:
    """The language of the moment: "id" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "id"


def said(about: About, table: PublicTable) -> list[tuple[str, str]]:
    """Label and text of all that is to be known of the figures, nothing empty."""
    licence = " ".join(filter(None, [about.licence_name, about.licence_address]))
    lines = [
        (_("Judul"), about.title),
        (_("Penerbit"), about.publisher),
        (_("Tahun data"), about.coverage),
        (_("Sumber angka"), about.source),
        (_("Cara menghitung"), about.counting),
        *codes(table),
        (_("Lisensi"), licence),
        (_("Alamat"), about.address),
    ]
    return [(label, " ".join(text.split())) for label, text in lines if text.strip()]


def signs(table: PublicTable) -> list[tuple[str, str]]:
    """What the signs in the table mean, those that stand in it, as readers see them."""
    return [(SIGNS[why], meaning) for why, meaning in _withheld(table)]


def codes(table: PublicTable) -> list[tuple[str, str]]:
    """The same for the files that go out: the signs as they stand in their cells."""
    return [(why.value, meaning) for why, meaning in _withheld(table)]


def _withheld(table: PublicTable) -> list[tuple[Withheld, str]]:
    found = {cell.withheld for row in table.rows for cell in row}
    meanings = {
        Withheld.SMALL: _("satu sampai empat, tidak ditulis agar orangnya tidak dapat dikenali"),
        Withheld.BESIDE: _("disamarkan, karena angka kecil di sebelahnya dapat dihitung darinya"),
    }
    return [(why, meaning) for why, meaning in meanings.items() if why in found]


def unbroken(sentence: str) -> str:
    """A sentence that names the sign of small counts, with the sign as readers see it everywhere: translations are typed
    with a plain space."""
    return sentence.replace("< 5", SIGNS[Withheld.SMALL])


def marks(columns: tuple[Column, ...], row: Row) -> str:
    """The marks of notes in a row: "tahun *; kasus a)"."""
    return "; ".join(
        f"{column.name} {cell.mark}" for column, cell in zip(columns, row, strict=True) if cell.mark
    )


def kind(column: Column) -> str:
    """What a column holds, in words."""
    return {
        Type.TEXT: _("teks"),
        Type.INTEGER: _("bilangan bulat"),
        Type.NUMBER: _("bilangan pecahan"),
        Type.PERCENT: _("persen"),
        Type.YEAR: _("tahun"),
        Type.PLACE: _("tempat"),
    }[column.type]


def spoken(cell: Cell, shown: str) -> str:
    """A cell as it is read on a page: `shown` is its value as text; one of `SIGNS` where it is withheld, "–" for none."""
    if cell.withheld:
        return SIGNS[cell.withheld]
    return f"{shown}{cell.mark}" if cell.value is not None else "–"
