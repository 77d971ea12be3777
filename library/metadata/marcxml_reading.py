"""MARCXML from other libraries becomes records; `marcxml` is the door.

Pure. Tolerated, because it is met: no namespace, a single record, indicators missing, ISBD marks kept or left out, 260
instead of 264 and in every shape, MARC-8 called UTF-8, names in the statement of responsibility alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from library import identifiers
from library.dates import UNKNOWN, PartialDate
from library.licences import LICENCES
from library.metadata import cataloguing as words
from library.metadata import cataloguing_recorded, marcxml_recorded
from library.metadata.csl_reading import COUNTED
from library.metadata.errors import UnreadableRecord
from library.metadata.marcxml_cards import Card, Field, card_of
from library.metadata.reading import Reading, Trouble
from library.metadata.xml_files import local, root
from library.record import Maker, Record, RecordKind, Role, Serial, Statute, Subject

#: Our headings are of no list that the Library of Congress has a code for.
SOURCE = "local"
SUBJECT_TAGS = {"concept": "650", "place": "651", "law": "630"}

_MOST_RECORDS = 10_000
_KIND_OF_TAG = {tag: kind for kind, tag in SUBJECT_TAGS.items()}
_NOT_KNOWN = re.compile(
    r"s\.?\s*[ln]\.?|n\.?\s*p\.?|tanpa (?:tempat|penerbit)|(?:tempat|penerbit)[\w ]* tidak diketahui",
    re.IGNORECASE,
)


def read(data: bytes) -> Reading:
    """The records of a MARCXML file, with or without its namespace and collection; a trouble's place is the number of
    the record in the file, 0 for the file itself."""
    try:
        document = root(data)
    except UnreadableRecord as error:
        return Reading(troubles=[Trouble(0, error.sentence)])
    reading = Reading()
    nodes = [node for node in document.iter() if local(node) == "record"]
    # OAI-PMH wraps a record into one of its own, which has no leader and no fields.
    nodes = [node for node in nodes if any(local(child) in {"datafield", "controlfield"} for child in node)]
    if not nodes:
        reading.troubles.append(Trouble(0, _("Berkas ini tidak berisi cantuman MARC.")))
    for number, node in enumerate(nodes[:_MOST_RECORDS], start=1):
        try:
            reading.records.append(_record(card_of(node)))
        except UnreadableRecord as error:
            reading.troubles.append(Trouble(number, error.sentence))
    if len(nodes) > _MOST_RECORDS:
        reading.troubles.append(
            Trouble(_MOST_RECORDS + 1, _("Sisa berkas ini tidak dibaca: terlalu banyak cantuman."))
        )
    return reading


def _record(card: Card) -> Record:
    title, subtitle, parallel, volume = _title(card)
    host = next(iter(card.all("773")), None)
    level: words.Level = "whole"
    if card.leader[7:8] in {"a", "b"} or (host and host.text("g") and card.leader[7:8] not in {"m", "s"}):
        level = "part"
    elif card.leader[7:8] in {"s", "i"}:
        level = "serial"
    genres = [text for each in card.all("655") for text in each.texts("a")]
    genres += marcxml_recorded.kind_words(card)
    kind, genre = words.kind_and_genre(genres, level, host.text("t") if host else "", title)
    language, abstracts = _languages_and_abstracts(card)
    recorded: dict[str, Any] = {}
    if kind is RecordKind.FILM:
        recorded["footage"] = marcxml_recorded.footage(card)
        language = marcxml_recorded.language(card)
    elif kind is RecordKind.DATASET:
        recorded["figures"] = marcxml_recorded.figures(card)
    makers, commissioned_by, issuer = _makers(card)
    place, publisher, issued = _imprint(card)
    isbn, isbn_electronic = _isbns(card)
    serial, pages = _serial(card, kind, title)
    series = next(iter(card.all("490", "440", "830")), None)
    return Record(
        kind,
        title,
        subtitle=subtitle,
        parallel_title=parallel,
        makers=makers,
        language=language,
        issued=issued,
        publisher=publisher,
        place=place,
        subjects=tuple(_read_subjects(card)),
        tags=tuple(dict.fromkeys(text for each in card.all("653") for text in each.texts("a"))),
        audience=tuple(
            text
            for each in card.all("521")
            for text in each.texts("a")
            if not (recorded and cataloguing_recorded.age_class(text))
        ),
        licence=_licence(card),
        rights_holder=card.text("542", "d"),
        funder=card.text("536"),
        access=words.ACCESS_OF.get(card.text("506"), "open"),
        series=words.bare(series.text("a")) if series else "",
        series_number=words.bare(series.text("v")) if series else "",
        edition=words.bare(card.text("250")),
        volume=volume,
        extent=_extent(card),
        dimensions=words.bare(card.text("300", "c")),
        isbn=isbn,
        isbn_electronic=isbn_electronic,
        doi=_doi(card),
        ddc=card.text("082").replace("/", ""),
        call_number=" ".join(next((each.texts("ab") for each in card.all("090", "084", "099")), [])),
        genre=genre,
        report_number=card.text("088"),
        commissioned_by=commissioned_by,
        method=_method(card),
        rubric=_labelled(card, "Rubrik"),
        serial=serial,
        statute=_statute(card, issuer) if kind is RecordKind.REGULATION else Statute(),
        source=_source(card),
        **abstracts,
        **pages,
        **recorded,
    )


def _title(card: Card) -> tuple[str, str, str, str]:
    """Title, subtitle, title in the other language, volume."""
    proper = next((each for each in card.all("245") if each.text("a")), None)
    title = words.bare(proper.text("a")) if proper else ""
    if proper is None or not any(sign.isalnum() for sign in title):
        raise UnreadableRecord(_("Cantuman ini tidak punya judul (ruas 245)."))
    subtitle = words.bare(proper.text("b"))
    parallel = next((words.bare(each.text("a")) for each in card.all("246") if each.indicators[1] == "1"), "")
    if not parallel and " = " in subtitle:
        subtitle, _mark, parallel = subtitle.rpartition(" = ")
    elif not parallel and proper.text("a").rstrip().endswith("="):
        subtitle, parallel = "", subtitle
    number, part = proper.text("n").rstrip(" .,:/"), words.bare(proper.text("p"))
    if part:
        subtitle = ": ".join(filter(None, [subtitle, part]))
    volume = re.sub(r"^(?:jilid|jil|volume|vol|bagian)\b\.?\s*", "", number, flags=re.IGNORECASE)
    if volume:  # ISBD puts a full stop before a part
        title = re.sub(r"\s*\.$", "", title)
    return title, subtitle, parallel, volume


def _languages_and_abstracts(card: Card) -> tuple[str, dict[str, Any]]:
    coded = [text for each in card.all("041") for text in each.texts("a")]
    coded = [
        text[at : at + 3] for text in coded for at in range(0, len(text), 3)
    ]  # older records run codes together
    language = "mul" if len(set(coded)) > 1 else words.language(*coded, card.control.get("008", "")[35:38])
    told = [text for each in card.all("041") for text in each.texts("b")]
    notes = [each for each in card.all("520") if each.text("a")]
    abstracts: dict[str, Any] = {}
    for number, each in enumerate(notes):
        text = each.long("a")
        code = (
            words.language(told[number])
            if len(told) == len(notes)
            else words.language_of_text(text, language)
        )
        sort = "summary" if each.text("3") == words.PLAIN_WORDS else "abstract"
        key = f"{sort}_{'en' if code == 'en' else 'id'}"
        abstracts[key] = "\n\n".join(filter(None, [abstracts.get(key, ""), text]))
    return language, abstracts


def _makers(card: Card) -> tuple[tuple[Maker, ...], str, str]:
    """Those who made it, who commissioned it, and whose regulation it is."""
    makers: list[Maker] = []
    commissioned_by = issuer = ""
    for each in card.all("100", "110", "111", "700", "710", "711"):
        body = each.tag.endswith(("10", "11"))
        codes, said = each.texts("4"), each.texts("e" if not each.tag.endswith("11") else "j")
        name = _body(each) if body else each.text("a")
        if "pat" in codes:
            commissioned_by = words.bare(name)
        elif "enj" in codes:
            issuer = words.bare(name)
        elif not each.text("t"):  # with a title it is a related work
            orcid = next((text for text in each.texts("10") if "orcid.org" in text), "")
            role = words.role(*codes, *said) or Role.AUTHOR
            if found := words.maker(name, role, organisation=body, orcid=orcid):
                makers.append(found)
    if not makers:
        makers = words.makers_of_statement(card.text("245", "c"))
    return tuple(makers), commissioned_by, issuer


def _body(each: Field) -> str:
    """A body's name with its units; the country alone before a ministry is left out."""
    names = [words.bare(text) for text in each.texts("ab")]
    if len(names) > 1 and names[0].strip(" .").casefold() in {"indonesia", "republik indonesia"}:
        names = names[1:]
    return ". ".join(name.rstrip(".") if len(names) > 1 else name for name in names)


def _imprint(card: Card) -> tuple[str, str, PartialDate]:
    imprints = sorted(card.all("264"), key=lambda each: each.indicators[1] != "1") + card.all("260")

    def first(codes: str) -> str:
        found = (words.bare(text).strip("[]") for each in imprints for text in each.texts(codes))
        return next((text for text in found if text and not _NOT_KNOWN.fullmatch(text.strip(" .,"))), "")

    issued = next(
        (words.edtf(each.text("k")) for each in card.all("046") if each.text("2") == "edtf"), UNKNOWN
    )
    if not issued.year:
        dates = (words.imprint_date(text) for each in imprints for text in each.texts("cg"))
        issued = next((date for date in dates if date.year), UNKNOWN)
    if not issued.year:
        issued = words.imprint_date(card.control.get("008", "")[7:11])
    return first("a"), first("b"), issued


def _isbns(card: Card) -> tuple[str, str]:
    """Printed and electronic; qualifiers stand in $q or, of old, in brackets behind the number."""
    found = {"print": "", "electronic": ""}
    for each in card.all("020"):
        number, _space, behind = each.text("a").partition("(")
        isbn = words.checked(identifiers.isbn, re.split(r"\s+[^\d\sXx-]", number)[0])
        qualifier = f"{behind} {each.text('q')}".casefold()
        sort = (
            "electronic"
            if re.search(r"elektronik|electronic|pdf|e-?book|daring|online", qualifier)
            else "print"
        )
        found[sort] = found[sort] or isbn
    return found["print"], found["electronic"]


def _doi(card: Card) -> str:
    for each in card.all("024"):
        said_so = each.text("2").casefold() == "doi" or "10." in each.text("a")[:25]
        if said_so and (doi := words.checked(identifiers.doi, each.text("a"))):
            return doi
    return ""


def _extent(card: Card) -> str:
    physical = next(iter(card.all("300")), None)
    if physical is None:
        return ""
    said = " : ".join(text for text in (words.bare(each) for each in physical.texts("ab")) if text)
    return "" if cataloguing_recorded.is_ours(said) else said


def _method(card: Card) -> str:
    """The method of a study: a note that is not the one on how figures were counted."""
    notes = (each.long("a") for each in card.all("567"))
    return next((note for note in notes if not note.startswith(tuple(f"{label}: " for label in COUNTED))), "")


def _serial(card: Card, kind: RecordKind, title: str) -> tuple[Serial, dict[str, Any]]:
    """The serial, and the pages of an article in it."""
    if not (kind.is_article or kind.is_issue):
        return Serial(), {}
    host = next((each for each in card.all("773", "772")), None)
    part = (
        words.part_of(host.texts("g"))
        if host
        else words.part_of(card.all("362")[0].texts("a") if card.all("362") else [])
    )
    issns = [host.text("x")] if host else []
    issns += [text for each in card.all("022") for text in each.texts("a")]
    printed = next((issn for text in issns if (issn := words.checked(identifiers.issn, text))), "")
    electronic = words.checked(identifiers.issn, card.text("776", "x"))
    serial = Serial(
        title=words.bare(host.text("ts")) if host else title if card.leader[7:8] == "s" else "",
        issn_print=printed,
        issn_electronic=electronic,
        volume=part["volume"],
        number=part["number"],
        issue_title=host.text("n") if host else "",
    )
    pages = {"first_page": part["first_page"], "last_page": part["last_page"]}
    return serial, pages if kind.is_article else {}


def _read_subjects(card: Card) -> Iterator[Subject]:
    """What it is about; two headings that $8 links are one subject in two languages. Subdivisions follow a dash."""
    linked: dict[str, Subject] = {}
    alone: list[Subject] = []
    for each in card.all("650", "651", "630", "610", "611", "600", "648"):
        ours = each.text("2") == SOURCE
        heading = " — ".join(text if ours else text.rstrip(".") for text in each.texts("abtvxyz"))
        notation = next(
            (text.partition(")")[2] for text in each.texts("0") if text.startswith(f"({SOURCE})")), ""
        )
        address = next((text for text in each.texts("0") if words.is_address(text)), "")
        subject = Subject(heading, "", _KIND_OF_TAG.get(each.tag, "concept"), notation, address)
        link = each.text("8")
        if link in linked and not linked[link].label_en:
            at = alone.index(linked[link])
            alone[at] = linked[link] = replace(linked[link], label_en=heading)
        elif heading:
            alone.append(subject)
            if link:
                linked[link] = subject
    yield from dict.fromkeys(alone)


def _licence(card: Card) -> str:
    for each in card.all("540"):
        address, name = each.text("u").rstrip("/"), each.text("a")
        for key, licence in LICENCES.items():
            if name == licence.name_id or (address and address == licence.address.rstrip("/")):
                return key
    return ""


def _labelled(card: Card, label: str) -> str:
    """What a note says after its label: "Rubrik: Sosok"."""
    notes = (text for each in card.all("500") for text in each.texts("a"))
    return next((text.removeprefix(f"{label}: ") for text in notes if text.startswith(f"{label}: ")), "")


def _statute(card: Card, issuer: str) -> Statute:
    called = {each.text("i"): each.text("a") for each in card.all("246")}
    facts: dict[str, Any] = words.statute_of(words.bare(card.text("240")))
    return Statute(
        **facts,
        about=called.get("Tentang:", ""),
        short_name=called.get("Sebutan:", ""),
        issuer=issuer,
        gazette=_labelled(card, "Diundangkan dalam"),
        status=words.STATUS_OF.get(_labelled(card, "Status"), ""),
    )


def _source(card: Card) -> str:
    """Where it was found: the source that the record names, else its page."""
    places = sorted(card.all("856"), key=lambda each: each.text("3") != "Sumber")
    return _labelled(card, "Sumber") or next(
        (each.text("u") for each in places if words.is_address(each.text("u"))), ""
    )
