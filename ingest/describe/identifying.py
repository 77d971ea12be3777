"""ISBN, ISSN and DOI in a text: only with their label and a check digit that fits, and a DOI by its shape. Pure."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from ingest.describe.values import Identifier
from library import identifiers
from library.identifiers import WrongIdentifier

_DASHES = str.maketrans("‐‑‒–—−", "------")
_ISBN = re.compile(
    r"(?P<e>\be[\s-]?)?(?:\b|(?<=[eE]))ISBN(?:[\s-]*1[03])?\b\s*(?P<note>\([^()]{1,30}\))?[\s:.]*(?P<digits>(?:\d[\s-]{0,2}){9,12}[\dXx])(?!\d)"
    r"(?P<after>[ \t]*\([^()]{1,30}\))?",
    re.IGNORECASE,
)
_ISSN = re.compile(
    r"(?P<e>\b[ep][\s-]?)?(?:\b|(?<=[ePpE]))ISSN\b\s*(?P<note>\([^()]{1,20}\)|cetak|online|daring)?[\s:.]*(?P<digits>\d{4}\s?-?\s?\d{3}[\dXx])(?![\dA-Za-z])",
    re.IGNORECASE,
)
_DOI = re.compile(
    r"\b(?:doi\b[\s:.]*(?:https?://(?:dx\.)?doi\.org/)?|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/[^\s\"<>]+)",
    re.IGNORECASE,
)
_ELECTRONIC = re.compile(r"pdf|elektron|e-?book|epub|digital|online|daring|web", re.IGNORECASE)
_WHOLE_SET = re.compile(r"lengkap|set|jil", re.IGNORECASE)
_REFERENCES = re.compile(
    r"^[^\w\n]*(?:daftar\s+(?:pustaka|rujukan)|references|bibliography|pustaka)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: Title pages, imprint and preface come first; the back cover last. A DOI elsewhere is another work's.
_FRONT, _BACK, _DOI_PAGES = 8, 2, 3
_LONGEST_PAGE = 10_000  # characters


def identifiers_in(texts: Sequence[str]) -> tuple[Identifier, ...]:
    """The file's own identifiers, from the texts of its pages (first and last are read), each once, in order."""
    numbered = [(page, text[:_LONGEST_PAGE]) for page, text in enumerate(texts, 1)]
    looked = numbered[:_FRONT] + [page for page in numbered[-_BACK:] if page[0] > _FRONT]
    found: dict[tuple[str, str], Identifier] = {}
    for page, text in looked:
        plain = text.translate(_DASHES)
        for each in (*_isbns(plain, page), *_issns(plain, page)):
            found.setdefault((each.scheme.partition("_")[0], _bare(each.value)), each)
    for page, text in numbered[:_DOI_PAGES]:
        before = _REFERENCES.split(text, maxsplit=1)[0]
        if doi := _doi(before, page):
            found.setdefault(("doi", ""), doi)
    return tuple(found.values())


def _isbns(text: str, page: int) -> Iterator[Identifier]:
    for found in _ISBN.finditer(text):
        note = f"{found['e'] or ''}{found['note'] or ''}{found['after'] or ''}"
        digits = " ".join(found["digits"].split()).replace("- ", "-").replace(" -", "-")
        for written in (digits, _first(digits, 10)):
            with suppress(WrongIdentifier):
                scheme = "isbn_electronic" if found["e"] or _ELECTRONIC.search(note) else "isbn"
                yield Identifier(
                    scheme, identifiers.isbn(written), page, 0.7 if _WHOLE_SET.search(note) else 0.95
                )
                break


def _first(digits: str, many: int) -> str:
    """The beginning of a run of digits that another number follows."""
    end = [place for place, sign in enumerate(digits) if sign.isalnum()][:many]
    return digits[: end[-1] + 1]


def _issns(text: str, page: int) -> Iterator[Identifier]:
    for found in _ISSN.finditer(text):
        with suppress(WrongIdentifier):
            electronic = (found["e"] or "").lower().startswith("e") or _ELECTRONIC.search(found["note"] or "")
            value = identifiers.issn("".join(found["digits"].split()))
            yield Identifier("issn_electronic" if electronic else "issn", value, page, 0.95)


def _doi(text: str, page: int) -> Identifier | None:
    if found := _DOI.search(text):
        with suppress(WrongIdentifier):
            return Identifier("doi", identifiers.doi(found[1].rstrip(".,;:)]}>'\"")), page, 0.9)
    return None


def _bare(value: str) -> str:
    return identifiers.isbn_key(value) or value.replace("-", "")
