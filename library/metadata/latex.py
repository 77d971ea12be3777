"""Plain text as LaTeX writes it in a .bib file, and back.

Pure; pylatexenc's one door. UTF-8 stays as it is: biber wants it and BibTeX passes it on.
"""

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from library.metadata.dublin_core import in_one_line

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
#: Pairs that LaTeX would set as one: a dash, quotation marks, Spanish marks.
_LIGATURE = re.compile(
    r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
#: What pylatexenc does not know, or knows as another character.
_MORE = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "lbrace": "{",
    "rbrace": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textdollar": "$",
    "textendash": "–",
    "textemdash": "—",
    "slash": "/",
}
_DEEP = re.compile(r"(?:\{[^{}]*){60}")


def escaped(text: str) -> str:
    """One line of text with LaTeX's own marks escaped; its braces are balanced, as BibTeX counts the escaped ones too."""
    marks = _ESCAPED if _balanced(text) else _ESCAPED | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
    apart = _LIGATURE.sub("\0", in_one_line(text))
    return _SPECIAL.sub(lambda found: marks[found[0]], apart).replace("\0", "{}")


def unescaped(text: str) -> str:
    """The text that LaTeX would print, in one line: accents are letters, commands and braces are gone. What is no
    sound LaTeX comes back as it stands, without its braces."""
    if not re.search(r"[\\{}$~%]|--|``|''|,,|<<|>>|[!?]`", text):
        return in_one_line(text)
    if _DEEP.search(text):  # nobody nests so deep in earnest
        return in_one_line(re.sub(r"[{}]", "", text))
    # A % is a comment in LaTeX, but none in a .bib file: who wrote it bare meant the sign.
    text = re.sub(r"(?<!\\)((?:\\\\)*)%", r"\1\\%", text)
    try:
        printed = _printer().latex_to_text(text)
    except (ValueError, IndexError, RecursionError):
        printed = re.sub(r"[{}]", "", text)
    return in_one_line(printed)


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


@cache
def _printer() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=character) for name, character in _MORE.items()]
    macros.append(MacroTextSpec("url", simplify_repl="%s"))
    known.add_context_category("citations", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=known, math_mode="text", keep_comments=False)
