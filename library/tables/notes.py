"""What travels with figures wherever they go: where they come from, how they were counted, what the signs mean. Pure."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from library.tables.values import Cell, Column, PublicTable, Row, Type, Withheld


@dataclass(frozen=True, slots=True)
class About:
    """A dataset as its figures are introduced, in the language of the moment. `name` is a short address (letters, digits
    and hyphens), `address` the page of the dataset, `licence` a key of `library.licences.LICENCES` or "", `changed` the
    moment of its last change in ISO 8601."""

    name: str
    title: str
    publisher: str = ""
    source: str = ""
    counting: str = ""
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
        *signs(table),
        (_("Lisensi"), licence),
        (_("Alamat"), about.address),
    ]
    return [(label, " ".join(text.split())) for label, text in lines if text.strip()]


def signs(table: PublicTable) -> list[tuple[str, str]]:
    """What the signs in the table mean, those that stand in it."""
    found = {cell.withheld for row in table.rows for cell in row}
    lines = []
    if Withheld.SMALL in found:
        lines.append(("<5", _("satu sampai empat, tidak ditulis agar orangnya tidak dapat dikenali")))
    if Withheld.BESIDE in found:
        lines.append(("x", _("disamarkan, karena angka kecil di sebelahnya dapat dihitung darinya")))
    return lines


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
    """A cell as it is read on a page: `shown` is its value as text; "< 5" and "x" where it is withheld, "–" for none."""
    if cell.withheld:
        return "< 5" if cell.withheld is Withheld.SMALL else "x"
    return f"{shown}{cell.mark}" if cell.value is not None else "–"
