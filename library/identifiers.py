"""ISBN, ISSN, DOI and ORCID: their check digits and their written forms.

Pure. Nothing here is ever required: many booklets of small organisations have none (Perpusnas Regulation 5/2022 gives
an ISBN only to books that meet its criteria). What is given must be right.
"""

import re

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_PREFIX = re.compile(r"^\s*(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", re.IGNORECASE)
_DASHES = str.maketrans("‐‑‒–—−", "------")


class WrongIdentifier(ValueError):
    """The text is not such an identifier, or its check digit does not fit."""


def isbn(text: str) -> str:
    """An ISBN-13 or ISBN-10 with its hyphens as given; raises `WrongIdentifier`. Empty stays empty.

    Check digits: ISO 2108 (ISBN-13 weighs 1 and 3 modulo 10, ISBN-10 weighs 10 to 1 modulo 11).
    """
    text = " ".join(text.translate(_DASHES).split()).upper().removeprefix("ISBN").lstrip(": ")
    digits = re.sub(r"[- ]", "", text)
    if not digits:
        return ""
    if re.fullmatch(r"97[89]\d{10}", digits):
        fits = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        fits = _elevens(digits) == 0
    else:
        raise WrongIdentifier(text)
    if not fits:
        raise WrongIdentifier(text)
    return text.replace(" ", "-")


def issn(text: str) -> str:
    """An ISSN as `1234-567X`; raises `WrongIdentifier` (ISO 3297, modulo 11). Empty stays empty."""
    text = text.translate(_DASHES).strip().upper().removeprefix("ISSN").lstrip(": ")
    digits = re.sub(r"[- ]", "", text)
    if not digits:
        return ""
    if not re.fullmatch(r"\d{7}[\dX]", digits) or _elevens(digits):
        raise WrongIdentifier(text)
    return f"{digits[:4]}-{digits[4:]}"


def doi(text: str) -> str:
    """A DOI without any prefix, `10.1234/abc`; raises `WrongIdentifier`. Empty stays empty."""
    text = _DOI_PREFIX.sub("", text).strip()
    if text and not _DOI.fullmatch(text):
        raise WrongIdentifier(text)
    return text


def orcid(text: str) -> str:
    """An ORCID iD as `0000-0002-1825-0097`; raises `WrongIdentifier` (ISO 7064, MOD 11-2). Empty stays empty."""
    digits = re.sub(r"^\s*https?://orcid\.org/|[\s-]", "", text.translate(_DASHES)).upper()
    if not digits:
        return ""
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        raise WrongIdentifier(text)
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    if digits[15] != ("X" if expected == 10 else str(expected)):
        raise WrongIdentifier(text)
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def isbn_key(text: str) -> str:
    """What two writings of one ISBN share: its thirteen digits without hyphens; "" where it is none."""
    try:
        digits = isbn(text).replace("-", "")
    except WrongIdentifier:
        return ""
    if len(digits) != 10:
        return digits
    body = f"978{digits[:9]}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-weighed % 10}"


def _elevens(digits: str) -> int:
    """The weighted sum modulo 11 of an ISBN-10 or ISSN, whose last place may be X for ten."""
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, range(len(values), 0, -1), strict=True)) % 11
