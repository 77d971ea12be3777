"""A record as a CSL-JSON item: the source of shown references and of RIS, BibTeX and COinS; and such items read.

Pure. CSL 1.0.2 (its appendices on types and variables) and the schema csl-data.json. What a style would print wrongly
is left out. The choices of type were made by what APA 7, Chicago 18, Harvard, IEEE and MLA 9 print:

* A pocket book is a `book` with a genre. Of a `pamphlet` Harvard and IEEE put the title in quotes like an article's,
  and Zotero makes a manuscript; of a book the genre is printed ("[Buku saku]") where the style has a place for it.
* An issue is a `periodical`: APA, Chicago, IEEE and MLA print its volume and number in their places. Its title is its
  theme within the periodical, or the periodical's own where it has none: a title "Vol. 3 No. 2" would be said twice.
* A law is `legislation` without `number`: styles print "Legis. No. 23", and the title of an Indonesian law says it.
* A film is a `motion_picture` that says of itself that it is one: APA prints "[Film]" of it, and of one without a genre
  "[Video recording]". How long it plays is its `dimensions`, as a timecode ("12:30", as Chicago prints it). Films and
  data have no `medium`: it is the carrier of what is not online, and IEEE prints it in the place of "[Online]".
* A dataset keeps how it was counted at the end of its abstract: no style prints that, and no reference goes without it.
* Articles carry no publisher and no place: Chicago would print "(Bandung)" behind the journal's name, IEEE the
  publisher behind a bulletin's.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from library import numbering
from library.captions.times import timecode
from library.dates import PartialDate
from library.metadata.csl_reading import COUNTED, GENRES, LAWS, PARALLEL_TITLE, read_items
from library.metadata.dublin_core import in_one_line, whole_title
from library.metadata.reading import Reading, Trouble, clean
from library.names import cited
from library.record import Maker, Record, RecordKind, Role

#: One reference as CSL-JSON says it.
Item = dict[str, Any]

TYPES = {
    RecordKind.BOOK: "book",
    RecordKind.POCKET_BOOK: "book",
    RecordKind.STUDY: "report",
    RecordKind.JOURNAL_ISSUE: "periodical",
    RecordKind.JOURNAL_ARTICLE: "article-journal",
    RecordKind.BULLETIN_ISSUE: "periodical",
    RecordKind.BULLETIN_ARTICLE: "article-magazine",
    RecordKind.REGULATION: "legislation",
    RecordKind.FILM: "motion_picture",
    RecordKind.DATASET: "dataset",
}
_MAKERS = {
    "author": (Role.AUTHOR, Role.RESEARCHER),
    "director": (Role.DIRECTOR,),
    "producer": (Role.PRODUCER,),
    "editor": (Role.EDITOR,),
    "translator": (Role.TRANSLATOR,),
    "illustrator": (Role.ILLUSTRATOR,),
    "contributor": (Role.CONTRIBUTOR,),
}


def item(record: Record, *, language: str = "id", page: str = "") -> Item:
    """The item; words of ours in it (genre, keywords, abstract) are in `language`, "id" or "en".

    `page` is the printed page that the reader cites, and becomes `locator`; the pages of an article are `page`.
    Every value is one line of text without markup; nothing is empty.
    """
    own = (
        _in_a_serial(record)
        if record.kind.is_article or record.kind.is_issue
        else _by_itself(record, language)
    )
    made: Item = {
        "id": record.permanent.rstrip("/").rpartition("/")[2] or "pustaka",
        "type": TYPES[record.kind],
        "title": whole_title(record),
        "title-short": record.title if record.subtitle else "",
        **{variable: [_name(maker) for maker in record.by(*roles)] for variable, roles in _MAKERS.items()},
        "issued": issued(record.issued),
        "language": record.language,
        **own,
        "locator": page,
        "DOI": record.doi,
        "URL": record.permanent or record.address,
        "abstract": _abstract(record, language),
        "keyword": _keywords(record, language),
        "note": f"{PARALLEL_TITLE}: {record.parallel_title}" if record.parallel_title else "",
    }
    folded = {key: in_one_line(value) if isinstance(value, str) else value for key, value in made.items()}
    return {key: value for key, value in folded.items() if value}


def issued(when: PartialDate) -> Item:
    """The date as CSL-JSON says it, a stretch as two; {} for unknown."""
    if not when.year:
        return {}
    stretch = [when, when.until] if when.until else [when]
    said: Item = {
        "date-parts": [[part for part in (day.year, day.month, day.day) if part] for day in stretch]
    }
    return said | {"circa": True} if when.circa else said


def text(items: Iterable[Item]) -> str:
    """A CSL-JSON file of the items."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n"


def read(said: str) -> Reading:
    """The records of a CSL-JSON file: one item or a list of them, also as Zotero ({"items": […]}) and Crossref
    ({"message": …}) wrap them. A trouble's place is the item's number in the file, or the line that is no JSON."""
    try:
        found = json.loads(clean(said))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        return Reading(troubles=[Trouble(line, _("Berkas ini bukan JSON yang utuh; mungkin terpotong."))])
    for wrapper in ("message", "items"):
        if isinstance(found, dict) and "type" not in found and wrapper in found:
            found = found[wrapper]
    return read_items(enumerate(found if isinstance(found, list) else [found], start=1))


def _name(maker: Maker) -> dict[str, str]:
    return {part: in_one_line(text) for part, text in cited(maker.name).items()}


def _by_itself(record: Record, language: str) -> Item:
    """What a book, a study or a law says of itself."""
    if record.kind is RecordKind.REGULATION:
        statute = record.statute
        return {
            "title": _law_title(record),
            "title-short": statute.short_name,
            "authority": statute.issuer,
            "container-title": statute.gazette,
            "publisher": record.publisher,
            "publisher-place": record.place,
        }
    if record.kind in {RecordKind.FILM, RecordKind.DATASET}:
        return _recorded(record, language)
    genre = "buku-saku" if record.kind is RecordKind.POCKET_BOOK else record.genre
    extent = re.sub(r"\s*\b(?:hlm|hal|halaman|pages?|pp?)\b\.?\s*$", "", record.extent, flags=re.IGNORECASE)
    return {
        "genre": _in(language, *GENRES[genre]) if genre in GENRES else genre,
        "number": record.report_number,
        # Who asked for a study and let nobody else publish it, published it.
        "publisher": record.publisher or record.commissioned_by,
        "publisher-place": record.place,
        "collection-title": record.series,
        "collection-number": record.series_number,
        "edition": record.edition,
        "volume": record.volume,
        "number-of-pages": extent or (str(record.pages) if record.pages else ""),
        "ISBN": record.isbn or record.isbn_electronic,
    }


def _recorded(record: Record, language: str) -> Item:
    """What a film or a dataset says of itself."""
    seconds = record.footage.seconds
    genre = record.genre or ("film" if record.kind is RecordKind.FILM else "")
    return {
        "genre": _in(language, *GENRES[genre]) if genre in GENRES else genre,
        "dimensions": timecode(round(seconds * 1000)) if seconds > 0 else "",
        "version": record.edition if record.kind is RecordKind.DATASET else "",
        "edition": record.edition if record.kind is RecordKind.FILM else "",
        "publisher": record.publisher or record.commissioned_by,
        "publisher-place": record.place,
        "collection-title": record.series,
        "collection-number": record.series_number,
    }


def _abstract(record: Record, language: str) -> str:
    figures = record.figures
    counted = _in(language, figures.counting_id, figures.counting_en)
    note = f"{_in(language, *COUNTED)}: {counted}" if counted else ""
    return " ".join(filter(None, [_in(language, record.abstract_id, record.abstract_en), note]))


def _in_a_serial(record: Record) -> Item:
    """What an issue or an article says of the periodical that it stands in."""
    serial = record.serial
    numbers = {"volume": serial.volume, "issue": serial.number}
    numbers["ISSN"] = serial.issn_print or serial.issn_electronic
    if record.kind.is_article:
        pages = "-".join(dict.fromkeys(filter(None, [record.first_page, record.last_page])))
        return {"container-title": serial.title, "page": pages, **numbers}
    theme = serial.issue_title or ("" if serial.title and _only_numbers(record) else whole_title(record))
    bulletin = record.kind is RecordKind.BULLETIN_ISSUE
    return {
        "title": theme or serial.title,
        "container-title": serial.title if theme != serial.title and theme else "",
        "genre": GENRES["buletin"][0] if bulletin else "",
        "publisher": record.publisher,
        "publisher-place": record.place,
        **numbers,
    }


def _only_numbers(record: Record) -> bool:
    """Whether an issue's title says no more than which issue it is: "Vol. 3 No. 2", "Buletin Sapa, Edisi 12"."""
    title = record.title.casefold().replace(record.serial.title.casefold(), "").strip(" ,:.-–—()")
    return not title or bool(numbering.read(title))


def _law_title(record: Record) -> str:
    """The title of a law, made whole where it does not say its own number."""
    title, statute = whole_title(record), record.statute
    if not (statute.number and statute.year) or re.search(
        rf"(?<!\w){re.escape(statute.number)}(?!\w)", title
    ):
        return title
    kind = LAWS.get(statute.kind, statute.kind)
    return f"{kind} Nomor {statute.number} Tahun {statute.year} tentang {statute.about or title}"


def _keywords(record: Record, language: str) -> str:
    labels = [_in(language, subject.label_id, subject.label_en) for subject in record.subjects]
    words = dict.fromkeys(in_one_line(word).replace(";", ",") for word in (*labels, *record.tags))
    return "; ".join(filter(None, words))


def _in(language: str, indonesian: str, english: str) -> str:
    return (english or indonesian) if language == "en" else (indonesian or english)
