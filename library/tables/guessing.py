"""What the columns of a table may mean, by their headings and their cells: proposals that an editor corrects. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from library.tables import numbers
from library.tables.ages import of_ages
from library.tables.numbers import NoNumber
from library.tables.reading import FIRST_YEAR, LAST_YEAR, NUMBERED
from library.tables.values import Column, Level, Role, Type

#: So large a part of the cells must fit; the others become faults that the editor sees.
_MOST = 0.5
#: A heading that is sure of its years, whatever its cells hold: what is none is told by its row.
_SURELY_YEAR = re.compile(r"(?:tahun|thn|th|year)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:tahun|thn|th|year)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bpersen(?:tase)?\b|\bproporsi\b|\bpercent(?:age)?\b", re.IGNORECASE)
#: Neighbourhoods are smaller than villages and have numbers for names.
_NEIGHBOURHOOD = re.compile(r"(?:rt|rw)\b(?![\s/]*\d)", re.IGNORECASE)
_LEVELS: tuple[tuple[Level, str, str], ...] = (
    (
        Level.VILLAGE,
        r"\b(?:desa|ds|kelurahan|kel|kampung|kp|dusun|dukuh|lingkungan|nagari|jorong|gampong|pekon|banjar|village)\b",
        r"^(?:desa|ds\.|kelurahan|kel\.|kampung|kp\.|dusun|nagari|jorong|gampong|pekon)\s",
    ),
    (Level.SUBDISTRICT, r"\b(?:kecamatan|kec|subdistrict)\b", r"^(?:kecamatan|kec\.)\s"),
    (
        Level.DISTRICT,
        r"\b(?:kabupaten|kab|kota|kabupaten/kota|district|regency|city)\b",
        r"^(?:kabupaten|kab\.|kota)\s",
    ),
    (
        Level.PROVINCE,
        r"\b(?:provinsi|propinsi|prov|province)\b",
        r"^(?:provinsi|prov\.|jawa|di yogyakarta|dki)\b",
    ),
)
_PLACE = re.compile(r"\b(?:wilayah|tempat|lokasi|daerah|place|area|region)\b", re.IGNORECASE)


def guess(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """A column for each heading. Their titles are the headings; meanings and units are left to the editor, but for a per
    cent sign."""
    # side by side they count one group each, also where a heading names none that is known
    several = sum(of_ages(heading) in {"groups", "one group"} for heading in headings) > 1
    found = []
    for at, heading in enumerate(headings):
        texts = [row[at].strip() for row in rows if at < len(row) and not numbers.is_missing(row[at])]
        found.append(_column(heading, texts, several_groups=several))
    return tuple(found)


def _column(heading: str, texts: list[str], *, several_groups: bool) -> Column:
    title = " ".join(heading.replace("_", " ").split())
    title = title[:1].upper() + title[1:]
    type_, role, level = _kind(heading, texts, several_groups=several_groups)
    unit = "%" if type_ is Type.PERCENT else ""
    return Column(heading, title_id=title, type=type_, role=role, level=level, unit_id=unit, unit_en=unit)


def _kind(heading: str, texts: list[str], *, several_groups: bool) -> tuple[Type, Role, Level]:
    words = re.sub(r"[_\-.]+", " ", heading).strip()
    if _NEIGHBOURHOOD.match(words):
        return Type.PLACE, Role.DIMENSION, Level.VILLAGE
    if _SURELY_YEAR.fullmatch(words):
        return Type.YEAR, Role.DIMENSION, Level.NONE
    figures = _figures(texts)
    age = of_ages(heading)
    counted = figures is not None and (age == "one group" or (age == "groups" and several_groups))
    kept_as = _age(texts, figures, grouped=age != "ages") if age and not counted else None
    if kept_as is not None:
        return kept_as, Role.DIMENSION, Level.NONE
    if figures is None:
        level = _level(words, texts)
        if level is not None:
            return Type.PLACE, Role.DIMENSION, level
        return Type.TEXT, Role.DIMENSION, Level.NONE
    whole = all(number == number.to_integral_value() for number in figures)
    like_years = whole and all(FIRST_YEAR <= number <= LAST_YEAR for number in figures)
    if like_years and (_YEAR.search(words) or (not words and figures)):
        return Type.YEAR, Role.DIMENSION, Level.NONE
    if NUMBERED.match(words):
        return Type.TEXT, Role.DIMENSION, Level.NONE
    if _PERCENT.search(words) or sum(text.endswith("%") for text in texts) > len(texts) / 2:
        return Type.PERCENT, Role.MEASURE, Level.NONE
    return Type.INTEGER if whole else Type.NUMBER, Role.MEASURE, Level.NONE


def _age(texts: list[str], figures: list[Decimal] | None, *, grouped: bool) -> Type | None:
    """How a column of ages is kept: as whole numbers where every cell is one; as words where there are groups ("0-5",
    "18+", "<5"); None for averages, which have decimals."""
    if figures is None or len(figures) < len(texts):
        return Type.TEXT
    if all(number == number.to_integral_value() for number in figures):
        return Type.INTEGER
    return Type.TEXT if grouped else None


def _figures(texts: list[str]) -> list[Decimal] | None:
    """The figures of a column, if most of its cells are figures."""
    written, _others = numbers.writing(texts)
    figures, tried = [], 0
    for text in texts:
        if numbers.withheld(text):
            continue
        tried += 1
        try:
            figures.append(numbers.read(text, written))
        except NoNumber:
            continue
    return (
        figures if (tried or "<5" in map(numbers.withheld, texts)) and len(figures) >= _MOST * tried else None
    )


def _level(words: str, texts: list[str]) -> Level | None:
    """How small the places of a column are; None where it holds no places."""
    named = [level for level, heading, _cell in _LEVELS if re.search(heading, words, re.IGNORECASE)]
    for level, _heading, cell in _LEVELS:
        if texts and sum(bool(re.match(cell, text, re.IGNORECASE)) for text in texts) >= len(texts) / 2:
            # what the cells say wins, but a heading that knows of smaller places is believed
            return min([level, *named], key=[each for each, *_rest in _LEVELS].index)
    if named:
        return named[0]
    return Level.NONE if _PLACE.search(words) else None
