"""Cells that a spreadsheet would run as a formula, made harmless. Pure.

OWASP, *CSV Injection*: a cell that begins with =, +, -, @, a tab or a line's end gets an apostrophe before it. Wide forms
of these signs are taken like them. So does what follows a semicolon or a tab inside a cell: a spreadsheet of a country with
decimal commas parts a line there, whatever quotes we write. Figures are written by us as figures and need none.
"""

import re

LIKE_A_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_BEHIND_A_SEPARATOR = re.compile(r"([;\t]\s*)(?=[=+\-@＝＋－＠])")
#: Characters that no XML file, and so no XLSX, may hold.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """A text as a cell of a CSV that no spreadsheet takes for a formula."""
    text = _BEHIND_A_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if LIKE_A_FORMULA.match(text) else text
