"""What MARC and MODS have in common: the words, codes and marks of library catalogues, and how their cards are read.

Pure. Codes: ISO 639-2/B for languages, MARC relators for roles. Words that people read are Indonesian, as Indonesian
catalogues print them; both languages are understood.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from library import dates, identifiers
from library.dates import UNKNOWN, PartialDate, UnreadableDate
from library.metadata.dublin_core import CREATORS, in_one_line
from library.names import Name, NameKind, NoName, looks_like_organisation, read_name
from library.record import Maker, Record, RecordKind, Role

LANGUAGES = {"id": "ind", "en": "eng", "su": "sun", "jv": "jav", "mul": "mul"}
_LANGUAGE_OF = {
    word: code
    for code, words in {
        "id": "id ind in indonesia indonesian bahasa",
        "en": "en eng english inggris",
        "su": "su sun sunda sundanese",
        "jv": "jv jav jw jawa javanese",
        "mul": "mul multiple",
    }.items()
    for word in words.split()
}
KINDS = {
    RecordKind.BOOK: "Buku",
    RecordKind.POCKET_BOOK: "Buku saku",
    RecordKind.STUDY: "Laporan studi",
    RecordKind.JOURNAL_ISSUE: "Nomor jurnal",
    RecordKind.JOURNAL_ARTICLE: "Artikel jurnal",
    RecordKind.BULLETIN_ISSUE: "Nomor buletin",
    RecordKind.BULLETIN_ARTICLE: "Artikel buletin",
    RecordKind.REGULATION: "Peraturan",
    RecordKind.FILM: "Film",
    RecordKind.DATASET: "Data",
}
_KIND_OF = {word.casefold(): kind for kind, word in KINDS.items()} | {
    "rekaman video": RecordKind.FILM,
    "video": RecordKind.FILM,
    "motion picture": RecordKind.FILM,
    "moving image": RecordKind.FILM,
    "videorecording": RecordKind.FILM,
    "video recording": RecordKind.FILM,
    "dataset": RecordKind.DATASET,
    "data set": RecordKind.DATASET,
    "data sets": RecordKind.DATASET,
    "buku teks": RecordKind.BOOK,
    "text": RecordKind.BOOK,
    "monograph": RecordKind.BOOK,
    "pamphlet": RecordKind.POCKET_BOOK,
    "laporan penelitian": RecordKind.STUDY,
    "technical report": RecordKind.STUDY,
    "research report": RecordKind.STUDY,
    "legislation": RecordKind.REGULATION,
    "peraturan perundang-undangan": RecordKind.REGULATION,
    "law or statute": RecordKind.REGULATION,
    "journal article": RecordKind.JOURNAL_ARTICLE,
}
#: Studies that say of themselves what they are; the word is kept as the genre.
_STUDIES = {
    "skripsi",
    "tesis",
    "thesis",
    "theses",
    "disertasi",
    "dissertation",
    "laporan",
    "studi",
    "riset",
    "kajian",
}
_SAYS_NOTHING = {"bibliography", "mixed material", "article"}
_BULLETIN = re.compile(r"\b(?:buletin|bulletin|majalah|magazine|warta|newsletter|tabloid)\b", re.IGNORECASE)
#: No heading, imprint or citation is longer; what is, is no such thing.
_LONGEST = 500
_POCKET = re.compile(r"buku saku\b", re.IGNORECASE)

#: Relator code and the word that a catalogue prints.
ROLES = {
    Role.AUTHOR: ("aut", "penulis"),
    Role.EDITOR: ("edt", "penyunting"),
    Role.TRANSLATOR: ("trl", "penerjemah"),
    Role.ILLUSTRATOR: ("ill", "ilustrator"),
    Role.RESEARCHER: ("res", "peneliti"),
    Role.DIRECTOR: ("drt", "sutradara"),
    Role.PRODUCER: ("pro", "produser"),
    Role.CONTRIBUTOR: ("ctb", "kontributor"),
}
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words} | {
    "pengarang": Role.AUTHOR,
    "author": Role.AUTHOR,
    "primary author": Role.AUTHOR,
    "additional author": Role.AUTHOR,
    "creator": Role.AUTHOR,
    "cre": Role.AUTHOR,
    "editor": Role.EDITOR,
    "ed": Role.EDITOR,
    "penyunting bahasa": Role.EDITOR,
    "translator": Role.TRANSLATOR,
    "trans": Role.TRANSLATOR,
    "alih bahasa": Role.TRANSLATOR,
    "illustrator": Role.ILLUSTRATOR,
    "researcher": Role.RESEARCHER,
    "rth": Role.RESEARCHER,
    "director": Role.DIRECTOR,
    "film director": Role.DIRECTOR,
    "fmd": Role.DIRECTOR,
    "producer": Role.PRODUCER,
    "film producer": Role.PRODUCER,
    "fmp": Role.PRODUCER,
}
ACCESS = {
    "open": "Akses terbuka",
    "summary": "Hanya ringkasan yang dapat dibaca umum",
    "internal": "Hanya untuk kalangan sendiri",
    "embargo": "Belum dapat dibaca umum",
}
ACCESS_OF = {word: access for access, word in ACCESS.items()}
STATUS = {"in_force": "berlaku", "amended": "berlaku dengan perubahan", "repealed": "dicabut"}
STATUS_OF = {word: status for status, word in STATUS.items()}
#: What stands before a summary that is no abstract.
PLAIN_WORDS = "Ringkasan dalam bahasa sederhana"

Level = Literal["whole", "part", "serial"]
_STOP_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "id": "yang dan dari untuk dengan pada ini itu dalam di ke oleh tidak adalah tentang",
        "en": "the and of for with this that in to by is are on from about",
    }.items()
}
_CITATION = re.compile(r"(?P<kind>\D.*) (?P<number>[^\s/]+)/(?P<year>\d{4})")
_PAGES = re.compile(r"(?:hlm|hal|halaman|pp?|pages?)\.?\s*([\divxlcIVXLC]+)(?:\s*[-–—]\s*([\divxlcIVXLC]+))?")
_VOLUME = re.compile(r"\b(?:vol|volume|jil|jilid|thn?|tahun)\b\.?\s*([^\s,;()]+)", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:nos?|nomor|num|edisi|issue)\b\.?\s*([^\s,;()]+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_NAMED_AND_NOT_TAKEN = re.compile(
    r"^(?:oleh|by|penulis|pengarang|disusun oleh|penyusun)\s*:?\s+", re.IGNORECASE
)


# Words


def language(*words: str) -> str:
    """Our code of the first of these that is a language we know; Indonesian else."""
    return next(
        (_LANGUAGE_OF[word] for each in words if (word := each.strip().lower()) in _LANGUAGE_OF), "id"
    )


def language_of_text(text: str, otherwise: str) -> str:
    """Whether an abstract is Indonesian or English, by its smallest words."""
    words = re.findall(r"[a-z]+", text.lower())
    counted = {code: sum(word in stop for word in words) for code, stop in _STOP_WORDS.items()}
    if counted["id"] == counted["en"]:
        return "en" if otherwise == "en" else "id"
    return max(counted, key=lambda code: counted[code])


def kind_and_genre(words: Iterable[str], level: Level, serial: str, title: str) -> tuple[RecordKind, str]:
    """What sort of thing a catalogue's words mean, and the word that is kept as its genre."""
    genres = [
        word for word in (bare(word) for word in words) if word and word.casefold() not in _SAYS_NOTHING
    ]
    kind = next((_KIND_OF[word.casefold()] for word in genres if word.casefold() in _KIND_OF), None)
    others = [word for word in genres if word.casefold() not in _KIND_OF]
    study = next((word for word in others if word.casefold().split()[0] in _STUDIES), "")
    # "Text" and the like are said of everything; what the record is part of says more.
    if kind is None or (kind is RecordKind.BOOK and level != "whole" and KINDS[kind] not in genres):
        bulletin = bool(_BULLETIN.search(serial or title))
        if level == "part":
            kind = RecordKind.BULLETIN_ARTICLE if bulletin else RecordKind.JOURNAL_ARTICLE
        elif level == "serial":
            kind = RecordKind.BULLETIN_ISSUE if bulletin else RecordKind.JOURNAL_ISSUE
        elif study:
            kind = RecordKind.STUDY
        else:
            kind = RecordKind.POCKET_BOOK if _POCKET.match(title) else RecordKind.BOOK
    if kind is RecordKind.STUDY:
        return kind, study or next(iter(others), "")
    return kind, next(iter(others), "")


def role(*words: str) -> Role | None:
    """The role that a code or a word names; None where there is none, and a contributor for one that we lack."""
    said = [word.strip().strip(".:()[]").casefold() for word in words]
    known = next((_ROLE_OF[word] for word in said if word in _ROLE_OF), None)
    return known or (Role.CONTRIBUTOR if any(said) else None)


# Names


def is_organisation(name: Name) -> bool:
    return name.kind is NameKind.ORGANISATION or (
        name.kind is NameKind.UNKNOWN and not name.family and looks_like_organisation(name.printed)
    )


def main_maker(record: Record) -> Maker | None:
    """Whose name the main entry is: the first who made it; else it is entered under its title, as films always are
    (AACR2 21.1C, RDA 6.27.1.3): too many make one."""
    if record.kind is RecordKind.FILM:
        return None
    return next(iter(record.by(*CREATORS)), None)


def maker(text: str, as_role: Role, *, organisation: bool | None, orcid: str = "") -> Maker | None:
    """Who a heading names; None where it names nobody."""
    text = bare(text)[:_LONGEST]
    if len(text) > 2 and text.endswith(".") and not re.search(r"(?:\b\w|\.\w+)\.$", text):
        text = text[:-1]
    number = ""
    with suppress(identifiers.WrongIdentifier):
        number = identifiers.orcid(orcid)
    with suppress(NoName):
        return Maker(read_name(text, organisation=organisation), as_role, orcid=number)
    return None


def makers_of_statement(statement: str) -> list[Maker]:
    """Who a statement of responsibility names, where the record has no headings."""
    first = _NAMED_AND_NOT_TAKEN.sub("", bare(statement).partition(";")[0].strip())
    whole = bool(first) and looks_like_organisation(first)
    names = [first] if whole else re.split(r",\s+|\s+(?:dan|and|&)\s+", first)
    found = (maker(name, Role.AUTHOR, organisation=None) for name in names)
    return [each for each in found if each is not None]


# Text and numbers


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def paragraphs(text: str) -> str:
    """The text line by line, without what XML refuses."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(in_one_line(line) for line in text.strip().splitlines()))


def bare(text: str) -> str:
    """One line without the one mark of ISBD that stands at the end of a subfield."""
    return re.sub(r"\s*[:;/,=]$", "", " ".join(text.split()))


def checked(check: Any, text: str) -> str:
    """The identifier, or "" where its check digit does not fit: an editor sees what is missing."""
    try:
        return str(check(text))
    except identifiers.WrongIdentifier:
        return ""


def imprint_date(text: str) -> PartialDate:
    """The date of an imprint: "2015", "[2015]", "c2015", "cet. 2, 2015", "Maret 2015", "[sekitar 1999]", "1999?"."""
    plain = re.sub(r"[\[\]©]|\b[cp](?=\d{4})", "", text[:_LONGEST]).strip(" .,;:")
    with suppress(UnreadableDate):
        return dates.read(plain)
    if found := _YEAR.search(plain):
        about = re.search(
            r"\b(?:sekitar|kira-kira|ca?\.|about)\s*$|\?", plain[: found.start()] + plain[found.end() :]
        )
        return PartialDate(int(found[1]), circa=bool(about))
    return UNKNOWN


def edtf(text: str) -> PartialDate:
    with suppress(UnreadableDate):
        return dates.read(text)
    return UNKNOWN


def year_printed(issued: PartialDate) -> str:
    """What the imprint says: "2015", "[sekitar 1999]", "2014-2015"."""
    if not issued.year:
        return ""
    if issued.circa:
        return f"[sekitar {issued.year}]"
    if issued.until and issued.until.year != issued.year:
        return f"{issued.year}-{issued.until.year}"
    return str(issued.year)


def statute_of(citation: str) -> dict[str, Any]:
    """Kind, number and year of "UU 23/2004"."""
    if found := _CITATION.fullmatch(citation[:_LONGEST]):
        return {
            "kind": found["kind"],
            "number": found["number"],
            "year": int(found["year"]),
            "citation": citation,
        }
    return {"citation": citation}


def part_of(said: Sequence[str]) -> Mapping[str, str]:
    """Volume, number, first and last page from "Vol. 3, No. 2 (September 2015), hlm. 105-119"."""
    whole = ", ".join(said)[:_LONGEST]
    pages, volume = _PAGES.search(whole), _VOLUME.search(whole)
    number = _NUMBER.search(whole)
    return {
        "volume": volume[1] if volume else "",
        "number": number[1] if number else "",
        "first_page": pages[1] if pages else "",
        "last_page": (pages[2] or pages[1]) if pages else "",
    }


def in_the_issue(record: Record) -> list[str]:
    """ "Vol. 3, No. 2" and "hlm. 105-119" of an article or issue, as far as they are known."""
    serial = record.serial
    numbers = [
        f"Vol. {serial.volume}" if serial.volume else "",
        f"No. {serial.number}" if serial.number else "",
    ]
    pages = record.first_page
    if record.last_page and record.last_page != record.first_page:
        pages = f"{record.first_page}-{record.last_page}"
    return [each for each in (", ".join(filter(None, numbers)), f"hlm. {pages}" if pages else "") if each]
