"""Other people's references, as CSL-JSON items, become records; RIS and BibTeX come this way too.

Pure. Kinds that this library does not hold go to the nearest that it does, or become a sentence for the editor.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from library import dates, identifiers, timecodes
from library.dates import UNKNOWN, PartialDate, UnreadableDate
from library.metadata.errors import UnreadableRecord
from library.metadata.reading import Reading, Trouble, plain
from library.names import Name, NoName, read_name
from library.record import Figures, Footage, Maker, Record, RecordKind, Role, Serial, Statute

#: Genres that we name ourselves: how a record keeps them, and how a reference says them (Indonesian, English).
GENRES = {
    "studi": ("Studi", "Study"),
    "riset": ("Riset", "Research"),
    "kajian": ("Kajian", "Review"),
    "pembelajaran": ("Pembelajaran", "Lessons learned"),
    "buku-saku": ("Buku saku", "Pocket book"),
    "buletin": ("Buletin", "Bulletin"),
    "film": ("Film", "Film"),
}
#: What stands before the note on how figures were counted, at the end of an abstract.
COUNTED = ("Cara menghitung", "How it was counted")
LAWS = {
    "UU": "Undang-Undang",
    "Perppu": "Peraturan Pemerintah Pengganti Undang-Undang",
    "PP": "Peraturan Pemerintah",
    "Perpres": "Peraturan Presiden",
    "Keppres": "Keputusan Presiden",
    "Permen": "Peraturan Menteri",
    "Perma": "Peraturan Mahkamah Agung",
    "Perda": "Peraturan Daerah",
}
#: What stands before the title in the other language, which CSL has no variable for.
PARALLEL_TITLE = "Judul sejajar"

_KINDS = {
    RecordKind.BOOK: "book classic collection monograph edited-book reference-book reference",
    RecordKind.POCKET_BOOK: "pamphlet",
    RecordKind.STUDY: (
        "report thesis dissertation manuscript paper-conference proceedings-article speech posted-content "
        "report-component article-preprint standard"
    ),
    RecordKind.JOURNAL_ARTICLE: "article-journal journal-article review review-book",
    RecordKind.BULLETIN_ARTICLE: "article-magazine article-newspaper",
    RecordKind.JOURNAL_ISSUE: "periodical journal journal-issue",
    RecordKind.REGULATION: "legislation bill regulation treaty",
    RecordKind.FILM: "motion_picture",
    RecordKind.DATASET: "dataset",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
#: Types that say little: the fields decide.
_VAGUE = {"", "article", "document", "other", "misc", "generic"}
#: What a reference of these types is called where it says no genre of its own.
_GENRE_OF = {
    "thesis": "Tesis",
    "dissertation": "Disertasi",
    "paper-conference": "Makalah",
    "manuscript": "Naskah",
}
_ROLES = {
    "author": Role.AUTHOR,
    "director": Role.DIRECTOR,
    "producer": Role.PRODUCER,
    "executive-producer": Role.PRODUCER,
    "script-writer": Role.AUTHOR,
    "editor": Role.EDITOR,
    "collection-editor": Role.EDITOR,
    "translator": Role.TRANSLATOR,
    "illustrator": Role.ILLUSTRATOR,
    "contributor": Role.CONTRIBUTOR,
}
_LANGUAGES = {
    "id": "id in ind bahasa indonesia indonesian",
    "en": "en eng english inggris american british usenglish ukenglish",
    "su": "su sun sunda sundanese",
    "jv": "jv jav jawa javanese",
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words.split()}
_BULLETIN = re.compile(r"\b(?:buletin|bulletin|majalah|magazine|warta|newsletter|tabloid)\b", re.IGNORECASE)
_LAW = re.compile(
    rf"(?P<kind>{'|'.join(sorted((*LAWS, *LAWS.values()), key=len, reverse=True))})\b.*?"
    r"\bN(?:omor|o)\b\.?\s*(?P<number>[\w.-]+)\s+(?:Tahun|Th\.?)\s+(?P<year>\d{4})(?:\s+tentang\s+(?P<about>.+))?",
    re.IGNORECASE,
)
_ISSN = re.compile(r"\b\d{4}[-‐–]?\d{3}[\dXx]\b")


def read_items(numbered: Iterable[tuple[str | int, object]]) -> Reading:
    """The records of items, each with its place in the file."""
    reading = Reading()
    for place, item in numbered:
        try:
            reading.records.append(record(item))
        except UnreadableRecord as error:
            reading.troubles.append(Trouble(place, error.sentence))
    return reading


def record(item: object) -> Record:
    """The record of one item; raises `UnreadableRecord` where it has no title or is of a kind that is not held here.

    What is of no use to us is passed over. A number whose check digit does not fit is not taken as one, and not lost
    either: the source says it to the editor.
    """
    if not isinstance(item, Mapping):
        raise UnreadableRecord(_("Ini bukan keterangan satu terbitan."))
    said = {str(key): value for key, value in item.items()}
    kind = _kind(said)
    title = (
        _text(said, "title")
        or _text(said, "title-short")
        or (_text(said, "container-title") if kind.is_issue else "")
    )
    if not any(character.isalnum() for character in title):
        raise UnreadableRecord(_("Entri ini tidak punya judul."))
    note = _text(said, "note")
    common: dict[str, Any] = {
        "makers": tuple(_makers(said)),
        "language": _language(_text(said, "language")),
        "issued": _date(said.get("issued")),
        "publisher": _text(said, "publisher"),
        "place": _text(said, "publisher-place"),
        "doi": _checked(identifiers.doi, _text(said, "DOI")),
        "source": "; ".join(filter(None, [_text(said, "URL"), *_unsound(said)])),
        "tags": _keywords(said),
        "parallel_title": note.removeprefix(f"{PARALLEL_TITLE}: ") if note.startswith(PARALLEL_TITLE) else "",
    }
    english = common["language"] == "en"
    abstract = _text(said, "abstract")
    if kind is RecordKind.DATASET:
        abstract, common["figures"] = _counted(abstract)
    common["abstract_en" if english else "abstract_id"] = abstract
    title, subtitle = _divided(title, _text(said, "title-short"))
    return Record(kind, title, subtitle, **(common | _own(kind, said, title)))


def _kind(said: Mapping[str, Any]) -> RecordKind:
    word = _text(said, "type").lower()
    bulletin = bool(_BULLETIN.search(_text(said, "container-title") or _text(said, "title")))
    kind = _KIND_OF.get(word)
    if kind is RecordKind.JOURNAL_ISSUE and (bulletin or _text(said, "genre") in GENRES["buletin"]):
        return RecordKind.BULLETIN_ISSUE
    if kind is RecordKind.BOOK and _text(said, "genre") in GENRES["buku-saku"]:
        return RecordKind.POCKET_BOOK
    if kind is None and word in _VAGUE:
        if _text(said, "container-title"):
            return RecordKind.BULLETIN_ARTICLE if bulletin else RecordKind.JOURNAL_ARTICLE
        if _text(said, "ISBN") or _text(said, "publisher"):
            return RecordKind.BOOK
    if kind is None:
        if not word:
            raise UnreadableRecord(_("Jenis entri ini tidak disebut."))
        raise UnreadableRecord(
            format_lazy(_("Jenis “{kind}” tidak disimpan di perpustakaan ini."), kind=word)
        )
    return kind


def _own(kind: RecordKind, said: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The fields of its kind."""
    if kind.is_article or kind.is_issue:
        container = _text(said, "container-title") or (title if kind.is_issue else "")
        first, last = _pages(_text(said, "page"))
        serial = Serial(
            title=container,
            issn_print=_issn(said),
            volume=_text(said, "volume"),
            number=_text(said, "issue") or _text(said, "number"),
            issue_title=title if kind.is_issue and container != title else "",
        )
        return {"serial": serial} | ({"first_page": first, "last_page": last} if kind.is_article else {})
    if kind is RecordKind.REGULATION:
        return {"statute": _statute(said, title)}
    if kind in {RecordKind.FILM, RecordKind.DATASET}:
        return _recorded(kind, said)
    own = {
        "series": _text(said, "collection-title"),
        "series_number": _text(said, "collection-number"),
        "edition": _text(said, "edition"),
        "volume": _text(said, "volume"),
        "extent": _text(said, "number-of-pages"),
        "isbn": _isbn(said),
    }
    if kind is RecordKind.STUDY:
        word = _text(said, "type").lower()
        genre = _text(said, "genre") or _GENRE_OF.get(word, "")
        known = (key for key, labels in GENRES.items() if genre in labels)
        own |= {"genre": next(known, genre), "report_number": _text(said, "number")}
    return own


def _recorded(kind: RecordKind, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a film or a dataset says of itself."""
    own = {
        "series": _text(said, "collection-title"),
        "series_number": _text(said, "collection-number"),
        "edition": _text(said, "version") or _text(said, "edition"),
    }
    if kind is RecordKind.DATASET:
        return own
    genre = _text(said, "genre")
    milliseconds = timecodes.read(_text(said, "dimensions")) or 0
    own["genre"] = "" if genre in GENRES["film"] else genre
    return own | {"footage": Footage(seconds=milliseconds / 1000)}


def _counted(abstract: str) -> tuple[str, Figures]:
    """The abstract of a dataset, and the note on how it was counted where it ends in one."""
    for number, label in enumerate(COUNTED):
        before, mark, note = f" {abstract}".rpartition(f" {label}: ")
        if mark:
            return before.strip(), Figures(counting_en=note) if number else Figures(counting_id=note)
    return abstract, Figures()


def _statute(said: Mapping[str, Any], title: str) -> Statute:
    found = _LAW.search(title[:500])
    words = found.groupdict("") if found else {}
    kind = next(
        (
            short
            for short, whole in LAWS.items()
            if words.get("kind", "").casefold() in (short.casefold(), whole.casefold())
        ),
        "",
    )
    number, year = words.get("number", "") or _text(said, "number"), words.get("year", "")
    return Statute(
        kind=kind,
        number=number,
        year=int(year or _date(said.get("issued")).year),
        about=words.get("about", ""),
        short_name=_text(said, "title-short"),
        issuer=_text(said, "authority"),
        gazette=_text(said, "container-title"),
        citation=f"{kind} {number}/{year}" if kind and number and year else "",
    )


# Makers


def _makers(said: Mapping[str, Any]) -> Iterable[Maker]:
    for variable, role in _ROLES.items():
        names = said.get(variable)
        for each in names if isinstance(names, list) else ():
            if isinstance(each, Mapping) and (name := _name(each)):
                yield Maker(name, role)


def _name(said: Mapping[str, Any]) -> Name | None:
    """Family and given names were parted by whoever made the reference; a name in one piece is not taken apart,
    which braces tell `read_name`."""
    particles = [
        _text(said, "dropping-particle"),
        _text(said, "non-dropping-particle"),
        _text(said, "family"),
    ]
    family, given = " ".join(filter(None, particles)), _text(said, "given")
    if family and given:
        with suppress(NoName):
            parts = filter(None, [family, given, _text(said, "suffix")])
            return read_name(", ".join(parts), organisation=False)
        return None
    whole = _text(said, "literal") or _text(said, "name") or family or given
    if whole.casefold().strip(". ") in {"", "others", "et al", "dkk"}:
        return None
    with suppress(NoName):
        return read_name(f"{{{whole}}}")
    return None


# Dates


def _date(said: object) -> PartialDate:
    """What the date says, as far as it can be read; season and words alike."""
    if isinstance(said, str | int):
        return _spoken(str(said))
    if not isinstance(said, Mapping):
        return UNKNOWN
    days = [_day(parts) for parts in said.get("date-parts") or () if isinstance(parts, list)]
    days = [day for day in days if day.year]
    if not days:
        words = (_text(said, key) for key in ("edtf", "raw", "literal"))
        return next((day for day in map(_spoken, filter(None, words)) if day.year), UNKNOWN)
    first, *rest = days
    until = rest[0] if rest and rest[0].sort > first.sort else None
    about = str(said.get("circa", "")).lower() not in {"", "false", "0"}
    return PartialDate(first.year, first.month, first.day, about, until)


def _day(parts: list[Any]) -> PartialDate:
    numbers = [
        str(part).strip().zfill(2) for part in parts if re.fullmatch(r"\s*0*[1-9]\d{0,3}\s*", str(part))
    ]
    with suppress(UnreadableDate):
        return dates.read("-".join(numbers[:3]))
    return _spoken(numbers[0])


def _spoken(words: str) -> PartialDate:
    with suppress(UnreadableDate):
        return dates.read(words)
    with suppress(UnreadableDate):
        return dates.read(words.partition("T")[0])  # an ISO date with a time of day
    year = re.search(r"(?<!\d)(1[4-9]|20)\d\d(?!\d)", words)
    return PartialDate(int(year[0])) if year else UNKNOWN


# Words


def _text(said: Mapping[str, Any], key: str) -> str:
    """One line; Crossref gives lists of one."""
    value = said.get(key)
    if isinstance(value, list):
        value = next(iter(value), "")
    return plain(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _divided(whole: str, short: str) -> tuple[str, str]:
    """Title and subtitle, where the short title tells which is which; never guessed at a colon."""
    for between in (": ", " "):
        if short and whole.startswith(short + between) and (between == ": " or short[-1] in "?!:…"):
            return short, whole[len(short + between) :]
    return whole, ""


def _pages(said: str) -> tuple[str, str]:
    first, _dash, last = re.sub(r"\s*[-‐-―−]+\s*", "-", said).partition("-")
    return first, last or first


def _keywords(said: Mapping[str, Any]) -> tuple[str, ...]:
    words = said.get("keyword") or said.get("subject") or ""
    text = "; ".join(map(str, words)) if isinstance(words, list) else str(words)
    parts = re.split(r"[;\n]" if ";" in text else r"[,\n]", text)
    return tuple(dict.fromkeys(filter(None, map(plain, parts))))


def _language(said: str) -> str:
    word = re.split(r"[-_ ]", said.lower())[0]
    return _LANGUAGE_OF.get(word, "mul" if word else "id")


def _unsound(said: Mapping[str, Any]) -> list[str]:
    """What the item gives as ISBN, ISSN or DOI and is none."""
    sound = {"ISBN": _isbn(said), "ISSN": _issn(said), "DOI": _checked(identifiers.doi, _text(said, "DOI"))}
    wrong = [(name, _text(said, name)) for name, read in sound.items() if _text(said, name) and not read]
    if any(_isbn({"ISBN": value}) or _issn({"ISSN": value}) for name, value in wrong if name != "DOI"):
        wrong = [each for each in wrong if each[0] == "DOI"]  # RIS has one field for both numbers
    sentence = _("%(name)s keliru di sumbernya: %(value)s")
    return [str(sentence) % {"name": name, "value": value[:100]} for name, value in wrong]


def _issn(said: Mapping[str, Any]) -> str:
    found = (_checked(identifiers.issn, each) for each in _ISSN.findall(_text(said, "ISSN")))
    return next(filter(None, found), "")


def _isbn(said: Mapping[str, Any]) -> str:
    words = re.split(r"[,;/]|(?<=\d)\s+(?=97[89])|\s*\([^()]*\)", _text(said, "ISBN"))
    return next(filter(None, (_checked(identifiers.isbn, each) for each in words)), "")


def _checked(check: Any, text: str) -> str:
    with suppress(identifiers.WrongIdentifier):
        return str(check(text))
    return ""
