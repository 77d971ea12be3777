"""Figures as people write them, and as they are shown. Pure.

"1.234,5" is Indonesian and "1,234.5" English; which of them a column follows is decided by all its cells together. A
mark behind a figure ("2015*") is kept apart from it, and words for "no figure" are missing values.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MISSING = frozenset(
    {"", "-", "--", "–", "—", "..", "...", "…", "n/a", "na", "n.a.", "n.a", "#n/a", "nan", "null", "none"}
    | {"tidak ada data", "tidak ada", "tidak tersedia", "tidak diketahui", "tak ada data", "belum ada data"}
    | {"no data", "not available", "unknown", "kosong", "tad"}
)
_WITHHELD = {"<5": "<5", "<5*": "<5", "kurang dari 5": "<5", "x": "x"}
#: What people put behind a figure to send the reader to a note; a digit only with a bracket and room before it.
_MARK = re.compile(r"(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\(?[a-z]\)|(?<=\s)\(?\d\)|(?<=\s)\(?[rp]\)?)$", re.IGNORECASE)
_AROUND = re.compile(r"^(?:rp\.?|idr)\s*|\s*%$|\s*(?:persen|percent)$", re.IGNORECASE)
_SPACES = re.compile("[\\s\u00a0\u202f\u2009']")
_DIGITS = re.compile(r"[-+]?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a column writes figures. `told`: some cell shows it; else it is only assumed that groups of three digits are
    thousands. `unsure`: there is such a group."""

    decimal: str = "."
    told: bool = False
    unsure: bool = False

    @property
    def group(self) -> str:
        return "," if self.decimal == "." else "."


class NoNumber(ValueError):
    """A text that is no figure in that writing."""


def is_missing(text: str) -> bool:
    return text.strip().casefold() in MISSING


def withheld(text: str) -> str:
    """The sign by which a table says that a figure is withheld, as ours writes it, or ""."""
    return _WITHHELD.get("".join(text.casefold().split()), _WITHHELD.get(text.strip().casefold(), ""))


def parted(text: str) -> tuple[str, str]:
    """A figure and the mark behind it; the whole text and "" where it has none."""
    text = text.strip()
    found = _MARK.search(text)
    before = text[: found.start()].strip() if found else text
    return (before, found[0].strip()) if found and before[-1:].isdigit() else (text, "")


def writing(texts: Iterable[str]) -> tuple[Writing, list[int]]:
    """How these cells write figures, and the positions of those that write them in the other way."""
    points: list[int] = []
    commas: list[int] = []
    unsure: set[str] = set()
    for at, text in enumerate(texts):
        sign = _decimal_of(_bare(text))
        if sign in {".", ","}:
            (points if sign == "." else commas).append(at)
        elif sign:
            unsure.add(sign[0])
    if points or commas:
        decimal, others = (".", commas) if len(points) >= len(commas) else (",", points)
        return Writing(decimal, True, bool(unsure)), others
    return Writing("," if unsure == {"."} else ".", False, bool(unsure)), []


def _decimal_of(text: str) -> str:
    """What the text uses as its decimal sign: "." or ","; ".?" or ",?" where three digits follow the only sign, which may
    be either; "" where there is no sign."""
    if not _DIGITS.fullmatch(text):
        return ""
    text = text.lstrip("+-")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if not points and not commas:
        return ""
    sign = "." if points else ","
    if points + commas > 1:
        return "," if sign == "." else "."
    before, _sign, after = text.partition(sign)
    if len(after) == 3 and before not in {"", "0"} and len(before) <= 3:
        return f"{sign}?"
    return sign


def read(text: str, written: Writing) -> Decimal:
    """The figure. Raises `NoNumber`."""
    bare = _bare(text)
    group, point = re.escape(written.group), re.escape(written.decimal)
    if not re.fullmatch(rf"[-+]?(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)?(?:{point}\d+)?", bare, re.ASCII):
        raise NoNumber(text)
    plain = bare.replace(written.group, "").replace(written.decimal, ".")
    if not any(map(str.isdigit, plain)) or len(plain) > 30:
        raise NoNumber(text)
    return Decimal(plain)


def _bare(text: str) -> str:
    """The text without its mark, currency, per cent sign and spaces."""
    text = parted(text)[0].replace("−", "-")
    return _SPACES.sub("", _AROUND.sub("", _AROUND.sub("", text.strip())))


def shown(number: int | Decimal, language: str, *, most_decimals: int = 2) -> str:
    """A figure as a reader of that language ("id" or "en") writes it: 1.234,5 or 1,234.5."""
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-most_decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace("-", "−")
    return text if language.startswith("en") else text.translate(str.maketrans(",.", ".,"))


def plain(number: int | Decimal) -> str:
    """A figure as machines read it: no groups, a decimal point, no exponent."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
