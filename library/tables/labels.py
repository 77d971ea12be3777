"""What the cells of a row say of it: that it is a sum, that it holds averages, of how large a place it speaks; and which columns
tell rows apart and which count. Pure."""

import re
from collections.abc import Sequence

from library.tables.headings import says_no_count
from library.tables.reading import NUMBERED
from library.tables.values import Column, Role, Row, Type

_CALLED = frozenset(
    {
        "keseluruhan",
        "jml",
        "jlh",
        "all",
        "sum",
        "Σ".casefold(),
        "grand total",
        "rekapitulasi",
        "sub total",
        "total keseluruhan",
        "rekap",
    }
)
_BEGINS = frozenset({"jumlah", "total", "subtotal", "semua", "seluruh", "seluruhnya"})
#: What rows are called that are no sum and no member of one: averages and rates, and the least and the most.
_FOOTER = re.compile(
    r"\W*(?:rata[\s-]*rata|rataan|rerata|mean|average|median|modus|persen(?:tase)?|prosentase|percent(?:age)?|%|‰|proporsi"
    r"|rasio|ratio|rate|prevalensi|angka (?:kejadian|per)|(?:\w+ )?per (?:1[\d.,]*0\b|seribu|seratus|kapita))",
    re.IGNORECASE,
)
_EXTREME = re.compile(
    r"\W*(?:terendah|tertinggi|terkecil|terbesar|minimum|maksimum|maximum|min|max|maks)\W*", re.IGNORECASE
)
#: What may be a sum, if it is one by its figures: "L+P", "laki-laki dan perempuan", "I+II", "Setahun".
MAYBE_SUM = re.compile(
    r"gabungan\b.*|.*\bgabungan|setahun|sepanjang tahun|satu tahun|both(?: sexes)?|combined"
    r"|[^+]+(?:\+[^+]+)+|(?:l|lk|laki[\s-]*laki|pria|m|male)\s*(?:/|&|dan|and|,)\s*(?:p|pr|perempuan|wanita|f|female)"
    r"|(?:p|pr|perempuan|wanita|f|female)\s*(?:/|&|dan|and|,)\s*(?:l|lk|laki[\s-]*laki|pria|m|male)",
    re.IGNORECASE,
)
#: What a cell of villages begins with when it speaks of a larger place.
LARGER = re.compile(r"(?:kecamatan|kec|kabupaten|kab|kota|provinsi|propinsi|prov)\b[.\s]*")


def is_total(value: object) -> bool:
    """Whether a cell of a dimension says that its row is a sum."""
    if not isinstance(value, str):
        return False
    words = " ".join(value.casefold().split())
    return words in _CALLED or words.split(" ")[0] in _BEGINS


def is_average(value: object) -> bool:
    """Whether a cell of a dimension says that its row holds averages or rates of the other rows."""
    return isinstance(value, str) and bool(_FOOTER.match(value))


def footers(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """The rows that add up to nothing and are added to nothing: averages, rates, the least and the most."""
    every = dimensions(columns)
    return frozenset(
        at
        for at, row in enumerate(rows)
        for each in every
        if is_average(row[each].value) or _EXTREME.fullmatch(str(row[each].value or ""))
    )


def averages(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[int]:
    """Those of them that hold averages and rates: such figures count nobody."""
    every = dimensions(columns)
    return frozenset(at for at, row in enumerate(rows) if any(is_average(row[each].value) for each in every))


def counts(columns: Sequence[Column]) -> list[int]:
    """The columns that may count people and cases. One with decimals is among them: a single "2,5" makes a column of
    counts one of decimals."""
    return [
        at
        for at, column in enumerate(columns)
        if column.role is Role.MEASURE
        and column.type in {Type.INTEGER, Type.NUMBER}
        and not says_no_count(column)
    ]


def dimensions(columns: Sequence[Column]) -> list[int]:
    """The columns that tell rows apart."""
    return [at for at, column in enumerate(columns) if column.role is Role.DIMENSION]


def telling_apart(columns: Sequence[Column]) -> list[int]:
    """The same without those that only number the rows."""
    return [at for at in dimensions(columns) if not _numbers_rows(columns[at])]


def _numbers_rows(column: Column) -> bool:
    return column.type is Type.TEXT and bool(NUMBERED.match(re.sub(r"[_\-.]+", " ", column.name).strip()))


def bare(value: object) -> str:
    """The name of a place without what kind of place it is."""
    return LARGER.sub("", " ".join(str(value or "").casefold().split()))
