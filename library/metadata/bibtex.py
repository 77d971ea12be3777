"""References as BibTeX, which LaTeX, JabRef and Zotero read; and such files read.

Pure; bibtexparser's one door. Written so that BibTeX and biber both read it: the old field names, which biblatex knows
as aliases, UTF-8, and biblatex's own fields for what the old ones cannot say (`langid`, `pagetotal`, a `date` for a
stretch or for about a year). Decided:

* `@techreport` rather than `@report`: biblatex takes it for its `@report`, and BibTeX's styles know no other.
* `@periodical` and `@legislation` are biblatex's; BibTeX's styles set what they do not know as `@misc`.
* `@video` and `@dataset` are biblatex's too. Of a film the directors are its `editor`, with `editortype` director, as
  biblatex and pandoc have it; how long it plays is the note.
* Titles stand in double braces, for styles put others in lower case: Indonesian has no such habit, and nobody can tell
  a proper name by its letters.
* Names in one piece, of organisations and of people without a family name, stand in braces of their own.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)
from django.utils.translation import gettext_lazy as _

from library import dates, timecodes
from library.dates import UnreadableDate
from library.metadata.csl_reading import GENRES, read_items
from library.metadata.dublin_core import in_one_line
from library.metadata.latex import escaped, unescaped
from library.metadata.reading import Reading, Trouble, clean

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {
    "book": "book",
    "report": "techreport",
    "article-journal": "article",
    "article-magazine": "article",
    "periodical": "periodical",
    "legislation": "legislation",
    "motion_picture": "video",
    "dataset": "dataset",
}
_FILM = "motion_picture"
#: Types as others write them, in the words of CSL; what is not here is asked for its fields.
_READ_TYPES = {
    "article-journal": "article suppperiodical",
    "book": "book mvbook collection mvcollection proceedings mvproceedings manual reference mvreference",
    "pamphlet": "booklet",
    "report": "techreport report",
    "thesis": "phdthesis mastersthesis thesis bachelorsthesis",
    "manuscript": "unpublished",
    "paper-conference": "inproceedings conference",
    "periodical": "periodical",
    "legislation": "legislation legal",
    "motion_picture": "video movie",
    "dataset": "dataset",
    "chapter": "inbook incollection suppbook bookinbook",
    "webpage": "online www electronic",
    "": "misc",
}
_TYPE_OF = {tag: word for word, tags in _READ_TYPES.items() for tag in tags.split()}
_GENRE_OF = {
    "phdthesis": "Disertasi",
    "mastersthesis": "Tesis",
    "bachelorsthesis": "Skripsi",
    "mathesis": "Tesis",
}
_LANGUAGES = {"id": "indonesian", "en": "english", "su": "sundanese", "jv": "javanese"}
#: Addresses and dates, in which LaTeX's marks mean themselves.
_VERBATIM = {"url", "doi", "eprint", "file", "date"}


def write(item: Mapping[str, Any]) -> str:
    """One reference as an entry, ending in a line break; several may follow one another."""
    kind = str(item.get("type", ""))
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(kind, item) if value)
    return f"@{_TYPES.get(kind, 'misc')}{{{key(item)},\n{fields}}}\n"


def key(item: Mapping[str, Any]) -> str:
    """By what LaTeX cites it: first maker, year and permanent id, "katjasungkana-2015-k3m9"; the same always."""
    makers = [name for role in ("director", "author", "editor") for name in item.get(role, ())]
    first = next((name.get("family") or name.get("literal", "") for name in makers), "")
    year = next((str(parts[0]) for parts in item.get("issued", {}).get("date-parts", ())), "")
    return "-".join(filter(None, [_slug(str(first)), year, _slug(str(item.get("id", "")))])) or "pustaka"


def read(text: str) -> Reading:
    """The records of a BibTeX or biblatex file; a trouble's place is the line on which its entry begins."""
    library = parse_string(clean(text), parse_stack=[])
    reading = read_items((_line(entry), _item(entry, _strings(library))) for entry in _entries(library))
    for block in library.failed_blocks:
        if not isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            sentence = _("Entri ini tidak utuh: ada kurung, tanda petik atau koma yang kurang.")
            reading.troubles.append(Trouble(_line(block), sentence))
    reading.troubles.sort(key=lambda trouble: int(trouble.place))
    if not reading.records and not reading.troubles:
        reading.troubles.append(Trouble(1, _("Berkas ini tidak berisi entri BibTeX.")))
    return reading


# Out


def _fields(kind: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, its value with delimiters or as a macro), "" for none."""
    within = kind in {"article-journal", "article-magazine"}
    said = {name: escaped(str(value)) for name, value in item.items() if isinstance(value, str)}
    issue = kind == "periodical"
    theme = issue and "container-title" in said
    yield "title", _braced(said.get("container-title" if theme else "title", ""), twice=True)
    yield "issuetitle", _braced(said["title"], twice=True) if theme else ""
    yield "shorttitle", _braced(said.get("title-short", ""), twice=True)
    yield "entrysubtype", "{magazine}" if kind == "article-magazine" or (issue and "genre" in said) else ""
    yield from _makers(kind, item)
    yield "journal", _braced(said.get("container-title", "")) if within else ""
    yield from _date(item.get("issued", {}))
    yield "type", _braced(said.get("genre", "")) if kind in {"report", "dataset", _FILM} else ""
    yield (
        "institution" if kind == "report" else "publisher",
        _braced("" if issue else said.get("publisher", "")),
    )
    yield "organization", _braced(said.get("authority", ""))
    yield "howpublished", _braced(said.get("container-title", "")) if kind == "legislation" else ""
    yield "address", _braced("" if issue else said.get("publisher-place", ""))
    yield "series", _braced(said.get("collection-title", ""))
    yield "number", _braced(said.get("issue") or said.get("number") or said.get("collection-number", ""))
    yield "volume", _braced(said.get("volume", ""))
    yield "edition", _braced(said.get("edition", ""))
    yield "version", _braced(said.get("version", ""))
    yield "pages", _braced(re.sub(r"(?<=\w)-(?=\w)", "--", said.get("page") or said.get("locator", "")))
    yield "pagetotal", _braced(said.get("number-of-pages", ""))
    yield "isbn", _braced(said.get("ISBN", ""))
    yield "issn", _braced(said.get("ISSN", ""))
    yield "doi", _braced(_verbatim(item.get("DOI", "")))
    yield "url", _braced(_verbatim(item.get("URL", "")))
    yield "langid", _braced(_LANGUAGES.get(said.get("language", ""), ""))
    yield "abstract", _braced(said.get("abstract", ""))
    yield "keywords", _braced(said.get("keyword", "").replace(",", " ").replace(";", ","))
    first = said.get("genre") if kind == "book" else said.get("dimensions")
    yield "note", _braced(". ".join(filter(None, [first, said.get("note")])))


def _makers(kind: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    fields = {
        role: " and ".join(map(_name, item.get(role, ()))) for role in ("author", "editor", "translator")
    }
    directors = " and ".join(map(_name, item.get("director", ())))
    if kind == _FILM and directors:
        fields |= {"editor": directors, "editortype": "director", "editora": fields["editor"]}
    if producers := " and ".join(map(_name, item.get("producer", ()))):
        fields |= {"editorb": producers, "editorbtype": "producer"}
    yield from ((role, _braced(names)) for role, names in fields.items())


def _braced(text: str, *, twice: bool = False) -> str:
    if not text:
        return ""
    return f"{{{{{text}}}}}" if twice else f"{{{text}}}"


def _name(name: Mapping[str, str]) -> str:
    family, given = name.get("family", ""), name.get("given", "")
    if name.get("literal") or not (family and given):
        return _braced(escaped(name.get("literal") or family or given))
    return f"{_part(family)}, {_part(given)}"


def _part(text: str) -> str:
    """A part of a name, in braces where BibTeX would read more than one out of it."""
    return _braced(escaped(text)) if re.search(r",|\band\b", text, re.IGNORECASE) else escaped(text)


def _date(issued: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Year, month and day for all; where these say too little, biblatex's date too, which biber prefers."""
    days = [list(map(int, parts)) for parts in issued.get("date-parts", ())]
    if not days:
        return
    year, month, day = [*days[0], 0, 0][:3]
    said = ["-".join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(parts)) for parts in days]
    about = bool(issued.get("circa"))
    yield "year", f"{{{year:04d}}}"
    if len(days) > 1 or about:
        yield "date", "{" + "/".join(f"{each}~" if about else each for each in said) + "}"
    else:
        yield "month", _MONTHS[month - 1] if month else ""
        yield "day", f"{{{day}}}" if day else ""


def _verbatim(value: object) -> str:
    """An address: nothing is escaped, and nothing may open or close a group or a comment of LaTeX."""
    marks = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(marks.get(character, character) for character in in_one_line(str(value)))


def _slug(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())[:40].strip("-")


# In


def _entries(library: Library) -> Iterator[Entry]:
    """Every entry; also those whose key or field comes twice, which many exporters write."""
    for each in library.blocks:
        block: Block | None = each
        while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            block = block.ignore_error_block
        if isinstance(block, Entry):
            yield block


def _line(block: Entry | ParsingFailedBlock) -> int:
    return (block.start_line or 0) + 1


def _strings(library: Library) -> dict[str, str]:
    """The macros of the file and the months that every BibTeX knows, as raw LaTeX."""
    macros = {name: str(number) for number, name in enumerate(_MONTHS, start=1)}
    for string in library.strings:
        macros[string.key.lower()] = _raw(str(string.value), macros)
    return macros


def _raw(value: str, macros: Mapping[str, str]) -> str:
    """The value of a field without its delimiters: groups, strings, numbers and macros joined by `#`."""
    parts, depth, quoted, start = [], 0, False, 0
    for place, character in enumerate(value):
        if character in "{}" and value[place - 1 : place] != "\\":
            depth += 1 if character == "{" else -1
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "#" and not depth and not quoted:
            parts.append(value[start:place])
            start = place + 1
    parts.append(value[start:])
    return "".join(_one(part.strip(), macros) for part in parts)


def _one(part: str, macros: Mapping[str, str]) -> str:
    if len(part) >= 2 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
        return part[1:-1]
    return macros.get(part.lower(), part)


def _item(entry: Entry, macros: Mapping[str, str]) -> dict[str, Any]:
    """The entry as a CSL-JSON item."""
    raw: dict[str, str] = {}
    for each in entry.fields:
        raw.setdefault(each.key.lower(), _raw(str(each.value), macros))
    said = {name: _bare(value) if name in _VERBATIM else unescaped(value) for name, value in raw.items()}
    kind = _TYPE_OF.get(entry.entry_type.lower(), entry.entry_type.lower())
    if kind == "article-journal" and said.get("entrysubtype") in {"magazine", "newspaper"}:
        kind = "article-magazine"
    journal = said.get("journaltitle") or said.get("journal", "")
    title, container = _title(said), journal
    if kind == "periodical" and said.get("issuetitle"):
        title, container = said["issuetitle"], said.get("title", "")
    if kind == "legislation":
        container = said.get("howpublished", "")
    number = said.get("number") or said.get("issue", "")
    genre, _dot, note = said.get("note", "").partition(". ")
    length = genre if kind == _FILM and timecodes.read(genre) is not None else ""
    if length:
        genre = said.get("type", "")
    elif kind != "book" or genre not in GENRES["buku-saku"]:
        genre, note = said.get("type") or _GENRE_OF.get(entry.entry_type.lower(), ""), said.get("note", "")
    if kind == "periodical" and said.get("entrysubtype") == "magazine":
        genre = GENRES["buletin"][0]
    return {
        "type": kind,
        "title": title,
        "title-short": said.get("title", "")
        if "subtitle" in said and kind != "periodical"
        else said.get("shorttitle", ""),
        **_read_makers(kind, raw, said),
        "issued": _read_date(said),
        "container-title": container,
        "collection-title": said.get("series", ""),
        "collection-number": number if kind == "book" else "",
        "number": number if kind in {"report", "legislation"} else "",
        "issue": number,
        "volume": said.get("volume", ""),
        "edition": said.get("edition", ""),
        "version": said.get("version", ""),
        "dimensions": length,
        "page": re.sub(r"\s*[-‐-―−]+\s*", "-", said.get("pages", "")),
        "number-of-pages": said.get("pagetotal", ""),
        "genre": _GENRE_OF.get(genre.lower(), genre),
        "publisher": next(
            filter(None, map(said.get, ("publisher", "institution", "school", "organization"))), ""
        ),
        "authority": said.get("organization", ""),
        "publisher-place": said.get("location") or said.get("address", ""),
        "ISBN": said.get("isbn", ""),
        "ISSN": said.get("issn", ""),
        "DOI": said.get("doi", ""),
        "URL": said.get("url", ""),
        "language": said.get("langid") or said.get("language", ""),
        "abstract": said.get("abstract", ""),
        "keyword": said.get("keywords") or said.get("keyword", ""),
        "note": note,
    }


def _read_makers(
    kind: str, raw: Mapping[str, str], said: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    """Names by their role in CSL. Who else would be the author of a film is its director."""
    found: dict[str, list[dict[str, str]]] = {}
    for field in ("author", "translator", "editor", "editora", "editorb", "editorc"):
        kept_as = said.get(f"{field}type", "").lower()
        role = kept_as if kept_as in {"director", "producer"} else "editor" if "editor" in field else field
        found.setdefault(role, []).extend(_names(raw.get(field, "")))
    if kind == _FILM and not found.get("director"):
        found["director"] = found.pop("author")
    return found


def _title(said: Mapping[str, str]) -> str:
    title, subtitle = said.get("title", ""), said.get("subtitle", "")
    return f"{title}{' ' if title[-1:] in '?!:…' else ': '}{subtitle}" if subtitle else title


def _bare(value: str) -> str:
    """An address without the escapes that some exporters put into it all the same."""
    found = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value)
    return in_one_line(re.sub(r"\\(?=[_%&#~$])|[{}]", "", found[1] if found else value))


def _names(raw: str) -> Iterator[dict[str, str]]:
    """A name is in parts only where a comma parts it: BibTeX would make a family name of everybody's last word."""
    for name in split_multiple_persons_names(raw) if raw.strip() else ():
        try:
            parts = parse_single_name_into_parts(name, strict=False)
        except InvalidNameError:
            yield {"literal": unescaped(name)}
            continue
        given, suffix = unescaped(" ".join(parts.first)), unescaped(" ".join(parts.jr))
        if given and _is_parted(name):
            yield {"family": unescaped(" ".join([*parts.von, *parts.last])), "given": given, "suffix": suffix}
        elif unescaped(name) != "others":
            yield {"literal": unescaped(name)}


def _is_parted(name: str) -> bool:
    """Whether a comma stands in it outside of all braces."""
    while (without := re.sub(r"\{[^{}]*\}", "", name)) != name:
        name = without
    return "," in name


def _read_date(said: Mapping[str, str]) -> dict[str, Any]:
    """biblatex's date, else year with month and day, as far as they can be read."""
    year, month, day = (said.get(name, "").strip(" .") for name in ("year", "month", "day"))
    if said.get("date"):
        return {"edtf": said["date"]}
    for spoken in (
        f"{year}-{month}-{day}",
        f"{year}-{month}",
        f"{day} {month} {year}",
        f"{month} {year}",
        year,
    ):
        try:
            dates.read(spoken.strip())
        except UnreadableDate:
            continue
        return {"raw": spoken.strip()}
    return {"raw": year}
