"""A record of `library.record` in the words of our tables (docs/metadata-csv.md), so that one road leads into the
catalogue whatever the format was."""

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from ingest.records.columns import BULLETIN_TITLE, COLUMNS, JOURNAL_TITLE
from ingest.records.issues import folded
from library import identifiers
from library.licences import LICENCES
from library.models import AmbiguousLabel, Concept, Law, Publication, Study
from library.notices import Audience
from library.record import Maker, Record, RecordKind, Subject

_PLAIN = [
    "title",
    "subtitle",
    "parallel_title",
    "publisher",
    "place",
    "series",
    "series_number",
    "doi",
    "abstract_id",
    "abstract_en",
    "summary_id",
    "summary_en",
    "rights_holder",
    "funder",
    "source",
    "isbn",
    "isbn_electronic",
    "edition",
    "volume",
    "extent",
    "dimensions",
    "ddc",
    "call_number",
    "report_number",
    "commissioned_by",
    "method",
    "rubric",
    "first_page",
    "last_page",
]


@dataclass(slots=True)
class Vocabulary:
    """The thesaurus as a keyword meets it: by a label or a notation that one entry has and no other."""

    slugs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ambiguous: set[str] = field(default_factory=set)

    @classmethod
    def held(cls) -> "Vocabulary":
        found = cls(
            ambiguous={folded(label) for label in AmbiguousLabel.objects.values_list("label", flat=True)}
        )
        for concept in Concept.objects.all():
            shown = [concept.label_id, concept.label_en, concept.label_su, concept.notation]
            others = [
                label
                for language in ("id", "en", "su")
                for label in concept.lines(f"alternatives_{language}")
            ]
            for label in {folded(label) for label in [*shown, *others] if label}:
                found.slugs[label].add(concept.slug)
        return found

    def slug(self, *labels: str) -> str:
        """The entry that all of these name that name any; "" where none does, or a label is meant in two ways."""
        named = [
            self.slugs.get(folded(label), set()) for label in labels if folded(label) not in self.ambiguous
        ]
        found = {next(iter(slugs)) for slugs in named if len(slugs) == 1}
        return found.pop() if len(found) == 1 else ""


def as_fields(record: Record, vocabulary: Vocabulary) -> dict[str, str]:
    """The row of a record, with the columns of its kind alone. Subjects and keywords that the thesaurus has under exactly
    that name are concepts, the others tags; who made it stays with `makers`."""
    kind = _kind(record)
    concepts, tags = _about(record, vocabulary)
    told = {name: getattr(record, name) for name in _PLAIN}
    told |= {
        "date": record.issued.edtf,
        "language": record.language if record.language in Publication.Language.values else "",
        "licence": record.licence if record.licence in LICENCES else "",
        "access": {"open": "", "embargo": "summary", "withdrawn": "internal"}.get(
            record.access, record.access
        ),
        "audience": "; ".join(word for word in record.audience if word in Audience.values),
        "genre": record.genre if record.genre in Study.Genre.values else "",
        "concepts": "; ".join(concepts),
        "tags": "; ".join(tags),
    }
    told |= _serial(record, kind) | _statute(record)
    row = {
        name: text.strip()
        for name, text in told.items()
        if text.strip() and (kind in COLUMNS[name].kinds or name == "issn")
    }
    return {"kind": kind} | row


def makers_of(record: Record) -> tuple[Maker, ...]:
    """Those who made it; a wrong ORCID iD is left out, as it names somebody else or nobody."""
    return tuple(Maker(each.name, each.role, orcid=_orcid(each.orcid)) for each in record.makers)


def _kind(record: Record) -> str:
    """RIS and CSL have one word for a journal and for an issue of it: what has no number and no date is the journal."""
    serial = record.serial
    if record.kind.is_issue and not (serial.volume or serial.number or record.issued.year):
        return BULLETIN_TITLE if record.kind is RecordKind.BULLETIN_ISSUE else JOURNAL_TITLE
    return record.kind.value


def _serial(record: Record, kind: str) -> dict[str, str]:
    if not (record.kind.is_issue or record.kind.is_article):
        return {}
    serial = record.serial
    title = serial.title or (record.title if record.kind.is_issue else "")
    told = {
        "periodical": title,
        "volume": serial.volume,
        "number": serial.number,
        "issn": serial.issn_print,
        "issn_electronic": serial.issn_electronic,
        "theme": serial.issue_title if serial.issue_title not in {record.title, title} else "",
    }
    if record.kind.is_issue and kind == record.kind and folded(record.title) == folded(title):
        told["title"] = ""  # it is called by its number
    return told


def _statute(record: Record) -> dict[str, str]:
    statute = record.statute
    if record.kind is not RecordKind.REGULATION or not statute.number:
        return {}
    return {
        "law_kind": statute.kind if statute.kind in Law.Kind.values else str(Law.Kind.OTHER),
        "law_number": statute.number,
        "law_year": str(statute.year) if 1800 <= statute.year <= 2100 else "",
        "law_about": statute.about,
        "law_short_name": statute.short_name,
        "law_issuer": statute.issuer,
        "law_gazette": statute.gazette,
        "law_status": statute.status if statute.status in Law.Status.values else "",
    }


def _about(record: Record, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """The slugs of the concepts that it names, and the words that are none."""
    concepts: dict[str, None] = {}
    tags: dict[str, None] = {}
    for subject in [*record.subjects, *(Subject(tag) for tag in record.tags)]:
        slug = vocabulary.slug(subject.notation, subject.label_id, subject.label_en)
        if slug:
            concepts[slug] = None
        elif word := _one_word(subject.label_id or subject.label_en):
            tags[word] = None
    own = [record.genre] if record.kind is RecordKind.STUDY and record.genre not in Study.Genre.values else []
    tags |= dict.fromkeys(filter(None, map(_one_word, [*_unknown_audience(record.audience), *own])))
    return list(concepts), list(tags)


def _unknown_audience(words: Iterable[str]) -> Iterable[str]:
    return (word for word in words if word not in Audience.values)


def _one_word(text: str) -> str:
    """A tag in a list of tags: semicolons stand between them."""
    return " ".join(re.sub(r"[;\s]+", " ", text).split())


def _orcid(text: str) -> str:
    with suppress(identifiers.WrongIdentifier):
        return identifiers.orcid(text)
    return ""
