"""MODS from other libraries becomes records; `mods` is the door.

Pure. Tolerated, because SLiMS writes it: elements in a namespace of its own, names typed "Personal Name", roles in its
own words, text that is no XML, an ISSN called ISBN, a title that stands only in the statement of responsibility.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from library import identifiers
from library.dates import UNKNOWN, PartialDate
from library.licences import LICENCES
from library.metadata import cataloguing as words
from library.metadata import mods_nodes as nodes
from library.metadata import mods_recorded
from library.metadata.errors import UnreadableRecord
from library.metadata.reading import Reading, Trouble
from library.metadata.xml_files import local, root, xml_text
from library.record import Figures, Footage, Maker, Record, RecordKind, Role, Serial, Statute, Subject

#: The type and label of the notes that hold what MODS has no element for.
NOTES = {
    "rubric": ("rubric", "Rubrik"),
    "report_number": ("report number", "Nomor laporan"),
    "funder": ("funding", "Pendanaan"),
    "method": ("methodology", "Metode"),
    "gazette": ("gazette", "Diundangkan dalam"),
    "status": ("status", "Status"),
    "source": ("source note", "Sumber"),
}
_MOST_RECORDS = 10_000
_LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"
_HREF = "{http://www.w3.org/1999/xlink}href"


def read(data: bytes) -> Reading:
    """The records of a MODS file, a collection or a single one, with or without namespace; a trouble's place is the
    number of the record in the file, 0 for the file itself."""
    try:
        document = root(data)
    except UnreadableRecord as error:
        return Reading(troubles=[Trouble(0, error.sentence)])
    reading = Reading()
    found = [node for node in document.iter() if local(node) == "mods"]
    if not found:
        reading.troubles.append(Trouble(0, _("Berkas ini tidak berisi cantuman MODS.")))
    for number, node in enumerate(found[:_MOST_RECORDS], start=1):
        try:
            reading.records.append(_record(node))
        except UnreadableRecord as error:
            reading.troubles.append(Trouble(number, error.sentence))
    if len(found) > _MOST_RECORDS:
        reading.troubles.append(
            Trouble(_MOST_RECORDS + 1, _("Sisa berkas ini tidak dibaca: terlalu banyak cantuman."))
        )
    return reading


def _record(mods: Element) -> Record:
    title, subtitle, volume = _title(mods)
    host = next((each for each in nodes.elements(mods, "relatedItem") if each.get("type") == "host"), None)
    serial_title = nodes.text(host, "titleInfo/title") if host is not None else ""
    level: words.Level = "whole"
    if nodes.text(mods, "originInfo/issuance") in {"continuing", "serial"}:
        level = "serial"
    elif host is not None:
        level = "part"
    genres = [*nodes.texts(mods, "genre"), *nodes.texts(mods, "physicalDescription/form")]
    genres += mods_recorded.kind_words(mods)
    kind, genre = words.kind_and_genre(genres, level, serial_title, title)
    makers, commissioned_by, issuer = _makers(mods)
    language = words.language(*mods_recorded.record_languages(mods))
    extent, _mark, dimensions = mods_recorded.extent(mods).rpartition(" ; ")
    isbns, issns = _numbers(mods)
    series = next(
        (each for each in nodes.elements(mods, "relatedItem") if each.get("type") == "series"), None
    )
    serial, pages = _serial(mods, host, kind, issns)
    return Record(
        kind,
        title,
        subtitle=subtitle,
        parallel_title=_typed_title(mods, "translated"),
        makers=makers,
        language=language,
        issued=_issued(mods),
        publisher=nodes.text(mods, "originInfo/publisher"),
        place=_place(mods),
        subjects=tuple(_subjects(mods)),
        tags=_tags(mods),
        audience=tuple(mods_recorded.audiences(mods)),
        licence=_licence(mods),
        rights_holder=nodes.text(mods, "accessCondition", type="rights holder"),
        funder=_noted(mods, "funder"),
        access=words.ACCESS_OF.get(nodes.text(mods, "accessCondition", type="restriction on access"), "open"),
        series=nodes.text(series, "titleInfo/title") if series is not None else "",
        series_number=nodes.text(series, "titleInfo/partNumber") if series is not None else "",
        edition=nodes.text(mods, "originInfo/edition"),
        volume=volume,
        extent=extent or dimensions,
        dimensions=dimensions if extent else "",
        isbn=isbns[0],
        isbn_electronic=isbns[1],
        doi=words.checked(identifiers.doi, nodes.text(mods, "identifier", type="doi")),
        ddc=nodes.text(mods, "classification"),
        call_number=nodes.text(mods, "location/shelfLocator"),
        genre=genre,
        report_number=_noted(mods, "report_number"),
        commissioned_by=commissioned_by,
        method=_noted(mods, "method", lines=True),
        rubric=_noted(mods, "rubric"),
        serial=serial,
        statute=_statute(mods, issuer) if kind is RecordKind.REGULATION else Statute(),
        footage=mods_recorded.footage(mods) if kind is RecordKind.FILM else Footage(),
        figures=mods_recorded.figures(mods) if kind is RecordKind.DATASET else Figures(),
        source=_source(mods),
        **_abstracts(mods, language),
        **pages,
    )


def _title(mods: Element) -> tuple[str, str, str]:
    """Title, subtitle, volume. SLiMS leaves the title of "Judul / penulis" to the statement of responsibility."""
    proper = next((each for each in nodes.elements(mods, "titleInfo") if not each.get("type")), None)
    before, title, subtitle, volume = (
        nodes.text(proper, name) if proper is not None else ""
        for name in ("nonSort", "title", "subTitle", "partNumber")
    )
    title = f"{before} {title}".strip()
    if subtitle and title.endswith(":"):
        title = words.bare(title)
    if not any(sign.isalnum() for sign in title):
        title = words.bare(nodes.text(mods, "note", type="statement of responsibility"))
    if not any(sign.isalnum() for sign in title):
        raise UnreadableRecord(_("Cantuman ini tidak punya judul (titleInfo)."))
    return title, subtitle, volume


def _typed_title(mods: Element, kind: str) -> str:
    found = (
        nodes.text(each, "title") for each in nodes.elements(mods, "titleInfo") if each.get("type") == kind
    )
    return next(filter(None, found), "")


def _makers(mods: Element) -> tuple[tuple[Maker, ...], str, str]:
    """Those who made it, who commissioned it, and whose regulation it is."""
    makers: list[Maker] = []
    commissioned_by = issuer = ""
    for node in nodes.elements(mods, "name"):
        said = list(nodes.texts(node, "role/roleTerm"))
        whole = _whole_name(node)
        if "pat" in said:
            commissioned_by = whole
        elif "enj" in said:
            issuer = whole
        else:
            found = words.maker(
                whole,
                words.role(*said) or Role.AUTHOR,
                organisation=_is_body(node.get("type", "").casefold()),
                orcid=nodes.text(node, "nameIdentifier", type="orcid"),
            )
            makers += [found] if found else []
    return tuple(makers), commissioned_by, issuer


def _is_body(kind: str) -> bool | None:
    """MODS says "personal" and "corporate"; SLiMS "Personal Name", "Organizational Body", "Conference"."""
    if kind.startswith("personal"):
        return False
    return True if kind.startswith(("corporate", "organi", "conference")) else None


def _whole_name(node: Element) -> str:
    """The name in one piece; parts that are decided stand family first."""
    parts = {part.get("type", ""): xml_text(part) for part in reversed(nodes.elements(node, "namePart"))}
    if parts.get("family") and parts.get("given"):
        return f"{parts['family']}, {parts['given']}"
    return parts.get("") or parts.get("family") or parts.get("given") or nodes.text(node, "displayForm")


def _issued(mods: Element) -> PartialDate:
    exact = words.edtf(nodes.text(mods, "originInfo/dateIssued", encoding="edtf"))
    if exact.year:
        return exact
    written = [*nodes.texts(mods, "originInfo/dateIssued"), *nodes.texts(mods, "originInfo/copyrightDate")]
    written += [*nodes.texts(mods, "originInfo/dateCreated"), *nodes.texts(mods, "part/date")]
    return next((date for date in map(words.imprint_date, written) if date.year), UNKNOWN)


def _place(mods: Element) -> str:
    terms = [
        term for term in nodes.elements(mods, "originInfo/place/placeTerm") if term.get("type") != "code"
    ]
    return next((text for text in map(xml_text, terms) if text), "")


def _abstracts(mods: Element, language: str) -> dict[str, Any]:
    """Abstracts and plain summaries by language; SLiMS puts its abstract into a note without a type."""
    told = [
        (each, each.get("displayLabel") == words.PLAIN_WORDS) for each in nodes.elements(mods, "abstract")
    ]
    told += (
        [(each, False) for each in nodes.elements(mods, "note") if not each.get("type")] if not told else []
    )
    found: dict[str, Any] = {}
    for node, plain in told:
        text = xml_text(node, lines=True)
        says = node.get(_LANGUAGE_ATTRIBUTE) or node.get("lang") or ""
        code = words.language(says) if says else words.language_of_text(text, language)
        key = f"{'summary' if plain else 'abstract'}_{'en' if code == 'en' else 'id'}"
        found[key] = "\n\n".join(filter(None, [found.get(key, ""), text]))
    return found


def _numbers(mods: Element) -> tuple[tuple[str, str], list[str]]:
    """The ISBN in print and the electronic one; and every ISSN, which SLiMS calls ISBN too."""
    printed = electronic = ""
    issns = list(nodes.texts(mods, "identifier", type="issn"))
    for node in nodes.elements(mods, "identifier"):
        if node.get("type", "").casefold() != "isbn":
            continue
        text = xml_text(node)
        if isbn := words.checked(identifiers.isbn, text):
            if node.get("displayLabel") == "elektronik":
                electronic = electronic or isbn
            else:
                printed = printed or isbn
        else:
            issns.append(text)
    return (printed, electronic), issns


def _serial(
    mods: Element, host: Element | None, kind: RecordKind, issns: list[str]
) -> tuple[Serial, dict[str, Any]]:
    """The serial, and the pages of an article in it; some write the part within the host."""
    if not (kind.is_article or kind.is_issue):
        return Serial(), {}
    details: dict[str, str] = {}
    extents: list[Element] = []
    for node in [mods] if host is None else [mods, host]:
        for detail in nodes.elements(node, "part/detail"):
            details.setdefault(
                detail.get("type", ""), nodes.text(detail, "number") or nodes.text(detail, "caption")
            )
        extents += nodes.elements(node, "part/extent")
    if host is not None:
        issns = [*nodes.texts(host, "identifier", type="issn"), *issns]
    serial = Serial(
        title=nodes.text(host, "titleInfo/title") if host is not None else "",
        issn_print=next((issn for text in issns if (issn := words.checked(identifiers.issn, text))), ""),
        issn_electronic=words.checked(identifiers.issn, nodes.text(host, "identifier", type="eissn"))
        if host is not None
        else "",
        volume=details.get("volume", ""),
        number=details.get("issue", "") or details.get("number", ""),
        issue_title=nodes.text(host, "note", type="issue title") if host is not None else "",
    )
    if not kind.is_article or not extents:
        return serial, {}
    first, last = nodes.text(extents[0], "start"), nodes.text(extents[0], "end")
    listed = words.part_of([f"hlm. {nodes.text(extents[0], 'list')}"])
    return serial, {"first_page": first or listed["first_page"], "last_page": last or listed["last_page"]}


def _subjects(mods: Element) -> Iterator[Subject]:
    """What it is about; two of one `altRepGroup` are one subject in two languages. Tags have no authority at all."""
    grouped: dict[str, Subject] = {}
    found: list[Subject] = []
    for node in nodes.elements(mods, "subject"):
        if _is_tag(node) or mods_recorded.is_years(node):
            continue
        kind = "law" if nodes.elements(node, "titleInfo") else "concept"
        parts = [
            text for child in node if local(child) != "hierarchicalGeographic" and (text := xml_text(child))
        ]
        if kind == "concept" and [local(child) for child in node] == ["geographic"]:
            kind = "place"
        address = node.get("valueURI", "")
        subject = Subject(" — ".join(parts), "", kind, node.get("displayLabel", ""), address)
        group = node.get("altRepGroup", "")
        if group in grouped and not grouped[group].label_en:
            at = found.index(grouped[group])
            found[at] = grouped[group] = replace(grouped[group], label_en=subject.label_id)
        elif subject.label_id:
            found.append(subject)
            if group:
                grouped[group] = subject
    yield from dict.fromkeys(found)


def _is_tag(node: Element) -> bool:
    """A topic that no list of subjects answers for; SLiMS says `authority` even where it is empty."""
    return "authority" not in node.attrib and [local(child) for child in node] == ["topic"]


def _tags(mods: Element) -> tuple[str, ...]:
    tags = (nodes.text(node, "topic") for node in nodes.elements(mods, "subject") if _is_tag(node))
    return tuple(dict.fromkeys(filter(None, tags)))


def _licence(mods: Element) -> str:
    for node in nodes.elements(mods, "accessCondition"):
        address, name = node.get(_HREF, "").rstrip("/"), xml_text(node)
        for key, licence in LICENCES.items():
            if name == licence.name_id or (address and address == licence.address.rstrip("/")):
                return key
    return ""


def _noted(mods: Element, key: str, *, lines: bool = False) -> str:
    kind = NOTES[key][0]
    found = (xml_text(each, lines=lines) for each in nodes.elements(mods, "note") if each.get("type") == kind)
    return next(filter(None, found), "")


def _statute(mods: Element, issuer: str) -> Statute:
    facts: dict[str, Any] = words.statute_of(_typed_title(mods, "uniform"))
    return Statute(
        **facts,
        about=_typed_title(mods, "alternative"),
        short_name=_typed_title(mods, "abbreviated"),
        issuer=issuer,
        gazette=_noted(mods, "gazette"),
        status=words.STATUS_OF.get(_noted(mods, "status"), ""),
    )


def _source(mods: Element) -> str:
    """Where it was found: the source that the record names, else its page."""
    originals = [each for each in nodes.elements(mods, "relatedItem") if each.get("type") == "original"]
    named = next((nodes.text(each, "location/url") for each in originals), "")
    urls = sorted(nodes.elements(mods, "location/url"), key=lambda each: each.get("usage") is None)
    pages = [xml_text(each) for each in urls if each.get("access") != "raw object"]
    return named or _noted(mods, "source") or next(filter(words.is_address, pages), "")
