"""Cells of a table, an editor's or another library's, put into the words of ours, where exactly one thing can be meant: `Buku` is the kind
`book`, `Indonesia` the language `id`, and `<Ani><Budi>`, as SLiMS writes several, is `Ani; Budi`.

What is not known here stays as it is: the checks say what is wrong with it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import override

from ingest.records.columns import MAKERS
from ingest.records.issues import folded
from ingest.records.labels import CHOICES

_SEVERAL = frozenset({"audience", "notices", "spoken"})
_LISTS = frozenset({*MAKERS, "tags", "concepts"})
_BRACKETED = re.compile(r"(?:<[^<>]+>\s*)+")
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ALSO: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "monograf": "book",
        "textbook": "book",
        "bookpart": "book",
        "pocket book": "pocket-book",
        "buku kecil": "pocket-book",
        "jurnal": "journal",
        "buletin": "bulletin",
        "artikel": "journal-article",
        "article": "journal-article",
        "journal article": "journal-article",
        "artikel jurnal": "journal-article",
        "edisi jurnal": "journal-issue",
        "riset": "study",
        "kajian": "study",
        "penelitian": "study",
        "laporan penelitian": "study",
        "report": "study",
        "laporan": "study",
        "undang undang": "regulation",
        "peraturan perundang undangan": "regulation",
    },
    "language": {
        "bahasa indonesia": "id",
        "indonesian": "id",
        "ind": "id",
        "id id": "id",
        "bahasa inggris": "en",
        "english": "en",
        "eng": "en",
        "en us": "en",
        "en gb": "en",
        "bahasa sunda": "su",
        "sundanese": "su",
        "sun": "su",
        "bahasa jawa": "jv",
        "javanese": "jv",
        "jav": "jv",
        "jw": "jv",
    },
    "access": {"terbuka": "open", "public": "open", "publik": "open", "open access": "open", "umum": "open"},
    "licence": {"cc by": "cc-by-4.0", "cc by sa": "cc-by-sa-4.0", "cc by nc": "cc-by-nc-4.0"},
}


def by_its_name(column: str, text: str) -> str:
    """The text of a cell of our own table, where words may also be called as the site calls them, in either language."""
    if column not in CHOICES:
        return text
    if column in _SEVERAL:
        return "; ".join(_named(column, part.strip()) for part in text.split(";") if part.strip())
    return _named(column, text)


def in_our_words(column: str, text: str) -> str:
    """The text of a cell of somebody else's table as its column takes it."""
    if column in CHOICES:
        if column in _SEVERAL:
            return "; ".join(_word(column, part) for part in re.split(r"[;,]", text) if part.strip())
        return _word(column, text)
    if column in _LISTS and _BRACKETED.fullmatch(text):
        return "; ".join(part.strip() for part in re.findall(r"<([^<>]+)>", text))
    return _DOI.sub("", text) if column == "doi" else text


def _word(column: str, text: str) -> str:
    text = text.strip()
    if text in CHOICES[column]:
        return text
    return _words()[column].get(folded(text), text)


def _named(column: str, text: str) -> str:
    return text if text in CHOICES[column] else _names()[column].get(folded(text), text)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """As `_names`, and other words that people use."""
    return {
        column: {folded(said): word for said, word in _ALSO.get(column, {}).items()} | names
        for column, names in _names().items()
    }


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    """By column, the names of its words in both languages."""
    found: dict[str, dict[str, str]] = {}
    for column, choices in CHOICES.items():
        known = found[column] = {folded(word): word for word in choices}
        for language in ("id", "en"):
            with override(language):
                for word, name in choices.items():
                    known.setdefault(folded(str(name)), word)
    return found
