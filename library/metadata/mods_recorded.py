"""What MODS says of films and data, and how it is read: `mods` and `mods_reading` are the doors.

Pure. `typeOfResource` is "moving image" for a film and "software, multimedia" for a dataset, as the Library of Congress
has it for data in machine-readable form. Languages spoken, of captions and of transcripts are told apart by
`objectPart`; a column is a note of type "variable" under its heading.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from library.metadata import cataloguing as words
from library.metadata import cataloguing_recorded as recorded
from library.metadata import mods_nodes as nodes
from library.metadata.csl_reading import COUNTED
from library.metadata.dublin_core import distinct, in_one_line, open_files
from library.metadata.xml_files import xml_text
from library.record import Captions, Figures, Footage, Record, RecordKind, Variable

TYPES_OF_RESOURCE = {RecordKind.FILM: "moving image", RecordKind.DATASET: "software, multimedia"}
_SPOKEN, _CAPTIONS, _TRANSCRIPT = "spoken", "captions", "transcript"
_VARIABLE, _COUNTING, _COUNTED_BY = "variable", "counting", "source of figures"
_UNIT = re.compile(r"(?P<said>.*?)\s*\(satuan: (?P<unit>[^()]*)\)")


# Out


def languages(mods: Element, record: Record) -> None:
    """The languages of a film, after the one of the record."""
    captions = record.footage.captions
    for part, codes in (
        (_SPOKEN, record.footage.spoken),
        (_CAPTIONS, [track.language for track in captions if track.address]),
        (_TRANSCRIPT, [track.language for track in captions if not track.address]),
    ):
        for code in distinct(codes):
            node = nodes.add(mods, "language", objectPart=part)
            term = words.LANGUAGES.get(code, "und")
            nodes.add(node, "languageTerm", term, type="code", authority="iso639-2b")


def formats(record: Record) -> list[str]:
    """The media types in which a film or a dataset can be had."""
    files = open_files(record) if record.kind in TYPES_OF_RESOURCE else ()
    return distinct(file.media_type for file in files)


def audience(mods: Element, record: Record) -> None:
    """The class of the censorship board."""
    nodes.say(mods, "targetAudience", record.footage.age_class, displayLabel=recorded.AGE)


def notes(mods: Element, record: Record) -> None:
    """Who counted, how, and what the columns mean."""
    figures = record.figures
    nodes.say(mods, "note", figures.counted_by, type=_COUNTED_BY, displayLabel=recorded.COUNTED_BY)
    for label, language, text in zip(
        COUNTED, ("id", "en"), (figures.counting_id, figures.counting_en), strict=True
    ):
        nodes.say(mods, "note", text, type=_COUNTING, displayLabel=label, xml_lang=language)
    for each in figures.variables:
        unit = f"(satuan: {each.unit_id})" if each.unit_id else ""
        title = in_one_line(each.title_id or each.name)
        said = ": ".join(filter(None, [title, in_one_line(each.meaning_id)]))
        nodes.say(mods, "note", f"{said} {unit}", type=_VARIABLE, displayLabel=in_one_line(each.name))


def years(mods: Element, record: Record) -> None:
    """The years that figures cover."""
    figures = record.figures
    if not (figures.covers_from or figures.covers_to):
        return
    subject = nodes.add(mods, "subject")
    ends = (("start", figures.covers_from), ("end", figures.covers_to))
    for point, year in ends:
        if year:
            nodes.add(subject, "temporal", f"{year:04d}", encoding="w3cdtf", point=point)


# In


def kind_words(mods: Element) -> list[str]:
    """The word for the kind that the type of resource tells, after those that the record says itself."""
    film = TYPES_OF_RESOURCE[RecordKind.FILM]
    told = next(nodes.texts(mods, "typeOfResource"), "").casefold() == film
    return [words.KINDS[RecordKind.FILM]] if told else []


def record_languages(mods: Element) -> list[str]:
    """The languages of the work itself, without those of its parts."""
    return [code for part, code in _languages(mods) if not part]


def audiences(mods: Element) -> Iterator[str]:
    """For whom it is, without its class."""
    for node in nodes.elements(mods, "targetAudience"):
        if node.get("displayLabel") != recorded.AGE and (said := xml_text(node)):
            yield said


def extent(mods: Element) -> str:
    """The first extent that is not made of length or rows."""
    said = nodes.texts(mods, "physicalDescription/extent")
    return next((text for text in said if not recorded.is_ours(text)), "")


def footage(mods: Element) -> Footage:
    """Length, class and languages of a film."""
    told = [(part, words.language(code)) for part, code in _languages(mods)]
    spoken = [code for part, code in told if part == _SPOKEN] or [code for part, code in told if not part]
    captions = [code for part, code in told if part in {_CAPTIONS, _TRANSCRIPT, "subtitle", "subtitles"}]
    lengths = [recorded.read_extent(text).seconds for text in nodes.texts(mods, "physicalDescription/extent")]
    classes = (recorded.age_class(text) for text in nodes.texts(mods, "targetAudience"))
    return Footage(
        seconds=max(lengths, default=0),
        age_class=next(filter(None, classes), ""),
        spoken=tuple(distinct(spoken)),
        captions=tuple(Captions(code) for code in distinct(captions)),
    )


def figures(mods: Element) -> Figures:
    """Years, columns, rows and notes of a dataset."""
    covered = [int(text) for node in _temporal(mods) if re.fullmatch(r"[1-9]\d{3}", text := xml_text(node))]
    rows = [recorded.read_extent(text).rows for text in nodes.texts(mods, "physicalDescription/extent")]
    counting = {
        node.get("displayLabel"): xml_text(node)
        for node in nodes.elements(mods, "note")
        if node.get("type") == _COUNTING
    }
    return Figures(
        covers_from=min(covered, default=0),
        covers_to=max(covered, default=0),
        counted_by=nodes.text(mods, "note", type=_COUNTED_BY),
        counting_id=counting.get(COUNTED[0], ""),
        counting_en=counting.get(COUNTED[1], ""),
        variables=tuple(_variables(mods)),
        rows=max(rows, default=0),
    )


def is_years(subject: Element) -> bool:
    """Whether a subject is nothing but years in figures, and no heading."""
    return len(subject) > 0 and all(child in _temporal_of(subject) for child in subject)


def _variables(mods: Element) -> Iterator[Variable]:
    for node in nodes.elements(mods, "note"):
        name = node.get("displayLabel", "")
        if node.get("type") != _VARIABLE or not name:
            continue
        said, unit = xml_text(node), ""
        if found := _UNIT.fullmatch(said):
            said, unit = found["said"], found["unit"]
        title, _mark, meaning = said.partition(": ")
        yield Variable(name, title_id=title if title != name else "", meaning_id=meaning, unit_id=unit)


def _languages(mods: Element) -> list[tuple[str, str]]:
    """Each with the part of the work that is in it, "" for the work itself."""
    return [
        (node.get("objectPart", "").casefold(), code)
        for node in nodes.elements(mods, "language")
        for code in nodes.texts(node, "languageTerm")
    ]


def _temporal(mods: Element) -> list[Element]:
    return [each for subject in nodes.elements(mods, "subject") for each in _temporal_of(subject)]


def _temporal_of(subject: Element) -> list[Element]:
    return [each for each in nodes.elements(subject, "temporal") if each.get("point")]
