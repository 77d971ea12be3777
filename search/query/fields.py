"""The fields that a question may name, and what is asked for in them.

    judul: title:        words in titles
    penulis: oleh: author: by:
                         words in the names of who made it
    topik: topic:  tempat: place:  hukum: law:
                         what a work is about: one value of that facet, or its words in the summary and the labels of
                         the subjects, so that `topik:kdrt` finds by an abbreviation that is no value
    tahun: year:         2015, 2010..2020, 2010.., ..2020
    terbitan: periodical:
                         what is in a journal or bulletin: its name as it stands in addresses, or words of titles
    jenis: kind:  bahasa: language:  akses: access:  pembaca: audience:
                         a value of that facet, by its name in Indonesian or English; several with commas

So whatever narrows in an address of the site is understood in a question too. The value stands directly behind the colon: one word, words in quotes, or a group in brackets.
"""

import re
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.text import slugify

from search.query import sentences
from search.tree import And, Chosen, Field, Leaf, Node, Not, Or, Within, Years, all_of, any_of

NAMES = {
    "judul": "names",
    "title": "names",
    "penulis": "makers",
    "author": "makers",
    "oleh": "makers",
    "by": "makers",
    "tahun": "year",
    "year": "year",
    "topik": "topic",
    "topic": "topic",
    "tempat": "place",
    "place": "place",
    "hukum": "law",
    "law": "law",
    "jenis": "kind",
    "kind": "kind",
    "bahasa": "language",
    "language": "language",
    "terbitan": "periodical",
    "periodical": "periodical",
    "akses": "access",
    "access": "access",
    "pembaca": "audience",
    "audience": "audience",
}
"""What may stand before the colon → the field of the tree or the facet."""

KINDS = {
    "buku": "buku",
    "book": "buku",
    "buku-saku": "buku-saku",
    "bukusaku": "buku-saku",
    "pocket-book": "buku-saku",
    "pocketbook": "buku-saku",
    "handbook": "buku-saku",
    "studi": "studi",
    "study": "studi",
    "riset": "studi",
    "research": "studi",
    "kajian": "studi",
    "penelitian": "studi",
    "jurnal": "jurnal",
    "journal": "jurnal",
    "buletin": "buletin",
    "bulletin": "buletin",
    "newsletter": "buletin",
    "peraturan": "peraturan",
    "regulation": "peraturan",
    "film": "film",
    "data": "data",
    "dataset": "data",
}
LANGUAGES = {
    "id": "id",
    "indonesia": "id",
    "indonesian": "id",
    "en": "en",
    "inggris": "en",
    "english": "en",
    "su": "su",
    "sunda": "su",
    "sundanese": "su",
    "jv": "jv",
    "jawa": "jv",
    "javanese": "jv",
    "mul": "mul",
    "lain": "mul",
    "other": "mul",
}

ACCESS = {
    "terbuka": "terbuka",
    "penuh": "terbuka",
    "open": "terbuka",
    "full": "terbuka",
    "ringkasan": "ringkasan",
    "keterangan": "ringkasan",
    "summary": "ringkasan",
    "record": "ringkasan",
}
AUDIENCES = {
    "general": "general",
    "umum": "general",
    "children": "children",
    "anak": "children",
    "teenagers": "teenagers",
    "remaja": "teenagers",
    "parents": "parents",
    "orang-tua": "parents",
    "pengasuh": "parents",
    "companions": "companions",
    "pendamping": "companions",
    "kader": "companions",
    "officials": "officials",
    "aparat": "officials",
    "pemerintah": "officials",
    "teachers": "teachers",
    "pendidik": "teachers",
    "guru": "teachers",
    "lawyers": "lawyers",
    "hukum": "lawyers",
    "penegak-hukum": "lawyers",
    "pembela-hukum": "lawyers",
    "researchers": "researchers",
    "peneliti": "researchers",
    "mahasiswa": "researchers",
}

_TEXTS: dict[str, Field] = {"names": "names", "makers": "makers"}
_YEARS = re.compile(r"([0-9]{4})?\s*(\.{2,3}|…|[-–—])?\s*([0-9]{4})?")

Plain = Callable[[], Node | None]
"""What a value is without its field; asked for only where that is needed."""


def asked(field: str, value: str, plain: Plain) -> tuple[Node | None, Promise | None]:
    """What a value asks for in a field, and what is said of it; None where it holds nothing to search for.

    `field` is a value of `NAMES`; `value` is what was typed, without quotes.
    """
    match field:
        case "year":
            years = _years(value)
            return (years, None) if years else (plain(), sentences.UNREADABLE_YEARS)
        case "kind":
            return _chosen(field, KINDS, value, plain, sentences.UNKNOWN_KIND)
        case "language":
            return _chosen(field, LANGUAGES, value, plain, sentences.UNKNOWN_LANGUAGE)
        case "access":
            return _chosen(field, ACCESS, value, plain, sentences.UNKNOWN_ACCESS)
        case "audience":
            return _chosen(field, AUDIENCES, value, plain, sentences.UNKNOWN_AUDIENCE)
    words = plain()
    if words is None:
        return None, None
    if field in _TEXTS:
        return within(_TEXTS[field], words), None
    slug = slugify(value.replace("/", " "))
    labelled = within("names" if field == "periodical" else "about", words)
    return any_of([Chosen(field, (slug,)), labelled]) if slug else labelled, None


def within(field: Field, tree: Node) -> Node:
    """The words of a tree, looked for in that field."""
    match tree:
        case And(parts):
            return all_of([within(field, part) for part in parts])
        case Or(parts):
            return any_of([within(field, part) for part in parts])
        case Not(part):
            return Not(within(field, part))
    return Within(field, tree) if isinstance(tree, Leaf) else tree


def _chosen(
    facet: str, known: dict[str, str], value: str, plain: Plain, unknown: Promise
) -> tuple[Node | None, Promise | None]:
    slugs = [slugify(each) for each in value.split(",")]
    values = dict.fromkeys(known.get(slug, "") for slug in slugs if slug)
    if not values or "" in values:
        return plain(), unknown
    return Chosen(facet, tuple(values)), None


def _years(value: str) -> Years | None:
    found = _YEARS.fullmatch(value.strip(" ,;:"))
    if not found or not (found[1] or found[3]):
        return None
    first, last = (int(year) if year else None for year in (found[1], found[3]))
    if not found[2]:
        return Years(first, first) if first is not None and last is None else None
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Years(first, last)
