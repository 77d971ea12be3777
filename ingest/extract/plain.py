"""What files say as plain values: letters that can be printed, single lines and dates. Pure; all readers ask."""

import re

#: Entries of a table of contents, and characters of one value.
MOST_HEADINGS, LONGEST = 2_000, 500

_PDF_DATE = re.compile(
    r"\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?"
)
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?")


def printable(text: str) -> str:
    """Without control characters (a NUL cannot be stored, the others mean nothing); blanks of any width are one.
    Many fonts call each of their hyphens soft, so that says nothing."""
    if text.isprintable():
        return text
    return "".join(
        " " if letter.isspace() else letter
        for letter in text.replace("\u00ad", "-")
        if letter.isspace() or ord(letter) >= 32
    )


def one_line(text: str) -> str:
    """Without what cannot be printed, and not longer than LONGEST."""
    text = text[: 4 * LONGEST]
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]


def iso_date(text: str) -> str:
    """A PDF's date (ISO 32000-1, 7.9.4) or one of ISO 8601 as ISO 8601, as exact as it is given; "" for what is none."""
    read = _PDF_DATE.match(text)
    if not read or _ISO_DATE.fullmatch(text):
        return _possible(text)
    year, month, day, hour, minute, second, utc, sign, hours, minutes = read.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not day or not hour:
        return _possible(date)
    zone = "Z" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return _possible(f"{date}T{hour}:{minute}:{second or '00'}{zone}") or _possible(date)


def _possible(text: str) -> str:
    if not _ISO_DATE.fullmatch(text) or text[:4] < "1900":
        return ""
    month, day, hour = text[5:7] or "01", text[8:10] or "01", text[11:13] or "00"
    return text if "01" <= month <= "12" and "01" <= day <= "31" and hour <= "23" else ""
