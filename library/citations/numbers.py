"""Numbers as they are printed: "37", "5-9", "1 & 2", "iv-xii", "2A": whether they are numbers, one or many, and their
ranges written out or shortened; ordinals.

Pure. What is no number ("Edisi khusus") is kept as it stands.
"""

import re
from dataclasses import dataclass, replace

from library.citations.styles import Locale

# Variables whose hyphens between numbers become dashes.
_RANGED = """
    page page-first chapter-number collection-number edition issue number number-of-pages number-of-volumes volume
    locator
"""
RANGED = frozenset(_RANGED.split())
_DASHED_WITH_LETTERS = RANGED - {"chapter-number", "number-of-pages", "number-of-volumes"}
_ALSO_NUMERIC = """
    call-number division part-number printing-number section supplement-number version supplement
"""
NUMERIC = RANGED | frozenset(_ALSO_NUMERIC.split())
_NUMBERED = re.compile(r"(?:[0-9]+|[ixv]+)(?:[-,:a-zA-Z]*|-[-0-9]+)")
_LETTERED = re.compile(r"([0-9]*[a-zA-Z]+0*)?([0-9]+(?:[a-zA-Z]*|[-,a-zA-Z]+))")
_ROMAN = re.compile(r"[ivxlcm]+", re.IGNORECASE)
# "5 dan 6" where the locale does not know the word between them, in variables that have labels.
_SPOKEN = re.compile(r"[0-9]+[-;,:a-zA-Z]*(?: [a-z]{1,4}(?:\.| ) *[0-9]+[-;,:a-zA-Z]*)+")
_SPOKEN_IN = frozenset({"issue", "locator", "page", "section", "volume"})
_FRACTION = re.compile(r"[0-9]+(?:/[0-9]+)+")


@dataclass(frozen=True, slots=True)
class Part:
    """One number: letters before it ("A" of A3), itself, and what joins it to the next."""

    letters: str
    value: str
    joint: str = ""

    @property
    def counts(self) -> bool:
        return bool(re.match(r"\s*-?[0-9]", self.value) or _ROMAN.fullmatch(self.value))

    @property
    def is_plain(self) -> bool:
        """Whether it can be an ordinal: digits alone, not beginning with a zero."""
        return not self.letters and bool(re.fullmatch(r"[1-9][0-9]*", self.value))


@dataclass(frozen=True, slots=True)
class Number:
    """What a variable holds."""

    parts: tuple[Part, ...]
    is_numeric: bool
    is_plural: bool


def read(text: str, variable: str, locale: Locale) -> Number:
    """The numbers in the text of this variable, joined as the locale joins them."""
    text = text.strip()
    if variable.startswith("page"):
        text = text.replace("–", "-")
    cut = re.split(_joints(locale), text)
    values, joints = cut[0::2], cut[1::2]
    parts = []
    for index, value in enumerate(values):
        joint = joints[index] if index < len(joints) else ""
        if joint.strip() == "&":
            joint = _ampersand(value, locale)
        found = _LETTERED.fullmatch(value)
        letters, rest = (found[1] or "", found[2]) if found else ("", value)
        parts.append(Part(letters, rest, re.sub(r"\s*-\s*", "-", joint)))
    first = parts[0]
    if len(parts) == 1 and _FRACTION.fullmatch(first.value):
        return Number(tuple(parts), is_numeric=True, is_plural=False)
    if len(parts) == 1 and variable in _SPOKEN_IN and _SPOKEN.fullmatch(first.value):
        return Number(tuple(parts), is_numeric=True, is_plural=False)
    is_numeric = bool(_NUMBERED.fullmatch(first.value))
    is_plural = is_numeric and len(parts) > 1 and first.counts
    if is_numeric and variable.startswith("number-of-"):
        is_plural = is_plural or _leading_integer(text) > 1
    return Number(tuple(parts), is_numeric, is_plural)


def _joints(locale: Locale) -> str:
    words = {"and", locale.term("and") or "and"}
    spoken = "|".join(rf",\s+{re.escape(word)}\s+|\s+{re.escape(word)}\s+" for word in sorted(words))
    return rf"(\s*&\s*|{spoken}|;\s+|,\s+|\s*[-–]+\s*)"


def _ampersand(value: str, locale: Locale) -> str:
    sign = locale.term("and", "symbol") or "&"
    if sign == locale.term("and"):
        sign = "&"
    return sign if re.fullmatch(r"[a-zA-Z](?:.*[a-zA-Z])?", value) else f" {sign} "


def _leading_integer(text: str) -> int:
    found = re.match(r"[0-9]+", text)
    return int(found[0][:9]) if found else 0


def with_dashes(
    number: Number, variable: str, locale: Locale, *, pages: bool, page_format: str
) -> tuple[Part, ...]:
    """The parts with dashes between the ends of a range; page ranges (`pages`) in the format of the style."""
    if variable not in RANGED:
        return number.parts
    dash = locale.term("page-range-delimiter") or "–"
    lettered = number.is_numeric and variable in _DASHED_WITH_LETTERS
    parts = list(number.parts)
    in_range = False
    for index, part in enumerate(parts):
        if not parts[0].counts or not part.counts:
            in_range = False
            if lettered and part.joint == "-":
                parts[index] = replace(part, joint=dash)
        elif part.joint == "-":
            in_range = True
        elif in_range:
            in_range = False
            first = parts[index - 1]
            if first.letters == part.letters:  # A3-B7 is no range
                end = _page_end(first.value, part.value, page_format) if pages else part.value
                if lettered or (_is_whole(first.value) and _is_whole(part.value)):
                    parts[index - 1] = replace(first, joint=dash)
                    parts[index] = replace(part, value=end)
    return tuple(parts)


def _is_whole(value: str) -> bool:
    return value.isdecimal() or bool(_ROMAN.fullmatch(value))


def _page_end(begin: str, end: str, page_format: str) -> str:
    """The second number of a page range: written out ("105-9" is 105–109), then shortened as Chicago does (16th
    edition, 9.61: 321–28, but 100–104)."""
    if not (begin.isdecimal() and end.isdecimal()) or (not page_format and int(begin) > int(end)):
        return end
    if len(end) < len(begin):
        end = begin[: len(begin) - len(end)] + end
    if int(begin) >= int(end) or page_format != "chicago-16":
        return end
    if int(begin) > 100 and int(begin) % 100:
        for digits in range(2, len(end)):
            if int(begin) // 10**digits == int(end) // 10**digits:
                return str(int(end) % 10**digits)
    return end


def ordinal(value: str, locale: Locale) -> str:
    """ "2" as "2nd"; the number alone in a language that writes no ordinals so. 10 to 99 are looked at before the
    last digit (11th, but 21st)."""
    endings = [value[-2:]] if value[-2:-1] not in ("", "0") else []
    for ending in (*endings, f"0{value[-1:]}"):
        if (suffix := locale.term(f"ordinal-{ending}")) is not None:
            return value + suffix
    return value + (locale.term("ordinal") or "")
