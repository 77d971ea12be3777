"""What a thesaurus consists of, as plain values; `Thesaurus.check()` finds what is wrong in one.

Pure. Labels, broader and related entries are sets by nature: they are kept in one order (by their folded letters),
so that two thesauri that say the same are equal, whatever file they came from.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: The languages of our labels: Indonesian, English, Sundanese.
LANGUAGES = ("id", "en", "su")
#: What a law's status may be; empty is not known. The words of the library's own laws.
STATUSES = frozenset({"", "in_force", "amended", "repealed"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 250


def fold(label: str) -> str:
    """What two writings of one label share: no case, no accents, no punctuation."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare).strip()


def is_slug(text: str) -> bool:
    return len(text) <= _LONGEST_SLUG and bool(_SLUG.fullmatch(text))


def _one_line(text: str) -> str:
    """The text with single spaces, without control characters (not every form of RDF can carry them)."""
    kept = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cs"})
    return " ".join("".join(kept).split())


def _lines(text: str) -> str:
    return "\n".join(_one_line(line) for line in text.strip().splitlines())


def _in_order(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        sorted({line for label in labels if (line := _one_line(label))}, key=lambda each: (fold(each), each))
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one entry in one language: the preferred one ("" if none), other names that may be shown beside
    it, and hidden ones, which find the entry and are never shown (misspellings, words that hurt)."""

    pref: str = ""
    alternatives: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "pref", _one_line(self.pref))
        object.__setattr__(self, "alternatives", _in_order(self.alternatives))
        object.__setattr__(self, "hidden", _in_order(self.hidden))

    def __iter__(self) -> Iterator[str]:
        """Every label, the preferred one first."""
        yield from (
            (self.pref, *self.alternatives, *self.hidden) if self.pref else (*self.alternatives, *self.hidden)
        )

    @property
    def shown(self) -> tuple[str, ...]:
        """The labels that a reader may see."""
        return (self.pref, *self.alternatives) if self.pref else self.alternatives


class PlaceLevel(StrEnum):
    """What sort of place; its code stands in the notation. A region is a group of regencies without a code."""

    COUNTRY = "country"
    PROVINCE = "province"
    REGION = "region"
    REGENCY = "regency"
    CITY = "city"
    DISTRICT = "district"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class LawFacts:
    """The law that the entry's notation cites. `kind` as lawyers shorten it (UU, PP, Permen), `year` 0 if not known,
    `status` one of `STATUSES`, `amended_by` and `repealed_by` slugs of entries, `issuer` whose Permen or Perda it is."""

    number: str = ""
    year: int = 0
    kind: str = ""
    about: str = ""
    short_name: str = ""
    status: str = ""
    amended_by: tuple[str, ...] = ()
    repealed_by: tuple[str, ...] = ()
    issuer: str = ""
    gazette: str = ""

    def __post_init__(self) -> None:
        for name in ("number", "kind", "about", "short_name", "status", "issuer", "gazette"):
            object.__setattr__(self, name, _one_line(getattr(self, name)))
        object.__setattr__(self, "amended_by", _in_order(self.amended_by))
        object.__setattr__(self, "repealed_by", _in_order(self.repealed_by))


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept. A law has `law`, a place has `place`; `group` is the slug of its facet; `matches` are the addresses
    of the same concept in other thesauri."""

    slug: str
    labels_id: Labels = Labels()
    labels_en: Labels = Labels()
    labels_su: Labels = Labels()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    scope_note_id: str = ""
    scope_note_en: str = ""
    group: str = ""
    notation: str = ""
    law: LawFacts | None = None
    place: PlaceLevel | None = None
    matches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("broader", "related", "matches"):
            object.__setattr__(self, name, _in_order(getattr(self, name)))
        for name in ("scope_note_id", "scope_note_en"):
            object.__setattr__(self, name, _lines(getattr(self, name)))
        object.__setattr__(self, "notation", _one_line(self.notation))
        if self.law == LawFacts():
            object.__setattr__(self, "law", None)

    @property
    def labels(self) -> tuple[Labels, Labels, Labels]:
        """In the order of `LANGUAGES`."""
        return self.labels_id, self.labels_en, self.labels_su


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word that may mean several entries, or something else in ordinary speech. `candidates` are slugs, likeliest
    first; the notes say what to ask the reader."""

    label: str
    candidates: tuple[str, ...]
    note_id: str = ""
    note_en: str = ""

    def __post_init__(self) -> None:
        for name in ("label", "note_id", "note_en"):
            object.__setattr__(self, name, _one_line(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: a way of looking at the field, under which its entries are listed."""

    slug: str
    label_id: str
    label_en: str = ""

    def __post_init__(self) -> None:
        for name in ("label_id", "label_en"):
            object.__setattr__(self, name, _one_line(getattr(self, name)))


class FaultKind(StrEnum):
    """What can be wrong, each with its sentence in `_SENTENCES`."""

    BAD_SLUG = "bad-slug"
    DUPLICATE = "duplicate"
    NO_LABEL = "no-label"
    UNKNOWN_GROUP = "unknown-group"
    DANGLING_BROADER = "dangling-broader"
    DANGLING_RELATED = "dangling-related"
    DANGLING_LAW = "dangling-law"
    DANGLING_CANDIDATE = "dangling-candidate"
    CYCLE = "cycle"
    RELATED_TO_ITSELF = "related-to-itself"
    RELATED_TO_ANCESTOR = "related-to-ancestor"
    NOT_MUTUAL = "not-mutual"
    SHARED_LABEL = "shared-label"
    UNKNOWN_STATUS = "unknown-status"


_SENTENCES: dict[FaultKind, Promise | str] = {
    FaultKind.BAD_SLUG: _("“{slug}” bukan alamat yang sah: pakai huruf kecil, angka, dan tanda hubung saja."),
    FaultKind.DUPLICATE: _("Alamat “{slug}” dipakai lebih dari satu kali."),
    FaultKind.NO_LABEL: _("“{slug}” belum punya nama dalam bahasa Indonesia."),
    FaultKind.UNKNOWN_GROUP: _("“{slug}” masuk kelompok “{other}”, yang tidak ada."),
    FaultKind.DANGLING_BROADER: _("Istilah “{slug}” berada di bawah “{other}”, yang tidak ada."),
    FaultKind.DANGLING_RELATED: _("Istilah “{slug}” terkait dengan “{other}”, yang tidak ada."),
    FaultKind.DANGLING_LAW: _("Peraturan “{slug}” diubah atau dicabut oleh “{other}”, yang tidak ada."),
    FaultKind.DANGLING_CANDIDATE: _("Kata bermakna ganda “{slug}” menunjuk “{other}”, yang tidak ada."),
    FaultKind.CYCLE: _("Istilah “{slug}” berada di bawah dirinya sendiri."),
    FaultKind.RELATED_TO_ITSELF: _("Istilah “{slug}” terkait dengan dirinya sendiri."),
    FaultKind.RELATED_TO_ANCESTOR: _(
        "Istilah “{slug}” terkait dengan “{other}”, padahal sudah berada di bawahnya."
    ),
    FaultKind.NOT_MUTUAL: _("Istilah “{slug}” terkait dengan “{other}”, tetapi tidak sebaliknya."),
    FaultKind.SHARED_LABEL: _(
        "Nama “{label}” dipakai oleh “{slug}” dan “{other}”. Ubah salah satunya, atau catat sebagai kata bermakna ganda."
    ),
    FaultKind.UNKNOWN_STATUS: _("Status “{other}” dari peraturan “{slug}” tidak dikenal."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: with which entry, and with what else."""

    kind: FaultKind
    slug: str
    other: str = ""
    label: str = ""

    @property
    def sentence(self) -> Promise | str:
        return format_lazy(_SENTENCES[self.kind], slug=self.slug, other=self.other, label=self.label)


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Entries and groups in the order in which they are listed, and the words that need a question."""

    entries: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()

    def check(self) -> list[Fault]:
        """Everything that is wrong, by kind and in the order of the entries; an empty list is a sound thesaurus."""
        known = {entry.slug: entry for entry in self.entries}
        return [
            *_wrong_slugs(self),
            *_unfinished(self),
            *_dangling(self, known),
            *_wrong_relations(self, known),
            *_shared_labels(self),
        ]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a file said that could not be kept: where (a row's number, a concept's address, 0 for the whole file), a
    sentence for the person who brought it, and the cells themselves where nothing else keeps them."""

    place: str | int
    sentence: Promise | str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a file: a thesaurus (empty if nothing could be read), and what went wrong."""

    thesaurus: Thesaurus = Thesaurus()
    troubles: list[Trouble] = field(default_factory=list)


def ancestors(slug: str, known: Mapping[str, Entry]) -> set[str]:
    """Every entry above this one; with itself in a circle. Unknown slugs have nothing above them."""
    above: set[str] = set()
    waiting = list(known[slug].broader) if slug in known else []
    while waiting:
        if (one := waiting.pop()) not in above:
            above.add(one)
            waiting.extend(known[one].broader if one in known else ())
    return above


def _wrong_slugs(thesaurus: Thesaurus) -> Iterator[Fault]:
    slugs = [*(group.slug for group in thesaurus.groups), *(entry.slug for entry in thesaurus.entries)]
    yield from (Fault(FaultKind.BAD_SLUG, slug) for slug in dict.fromkeys(slugs) if not is_slug(slug))
    # A facet and its top concept may share one address, as ours do.
    for listed in ([each.slug for each in thesaurus.groups], [each.slug for each in thesaurus.entries]):
        yield from (Fault(FaultKind.DUPLICATE, slug) for slug, times in Counter(listed).items() if times > 1)


def _unfinished(thesaurus: Thesaurus) -> Iterator[Fault]:
    groups = {group.slug for group in thesaurus.groups}
    for group in thesaurus.groups:
        if not group.label_id:
            yield Fault(FaultKind.NO_LABEL, group.slug)
    for entry in thesaurus.entries:
        if not entry.labels_id.pref:
            yield Fault(FaultKind.NO_LABEL, entry.slug)
        if entry.group not in groups:
            yield Fault(FaultKind.UNKNOWN_GROUP, entry.slug, entry.group)
        if entry.law and entry.law.status not in STATUSES:
            yield Fault(FaultKind.UNKNOWN_STATUS, entry.slug, entry.law.status)


def _dangling(thesaurus: Thesaurus, known: Mapping[str, Entry]) -> Iterator[Fault]:
    for entry in thesaurus.entries:
        laws = (*entry.law.amended_by, *entry.law.repealed_by) if entry.law else ()
        for kind, slugs in (
            (FaultKind.DANGLING_BROADER, entry.broader),
            (FaultKind.DANGLING_RELATED, entry.related),
            (FaultKind.DANGLING_LAW, laws),
        ):
            yield from (Fault(kind, entry.slug, slug) for slug in slugs if slug not in known)
    for word in thesaurus.ambiguous:
        for slug in word.candidates:
            if slug not in known:
                yield Fault(FaultKind.DANGLING_CANDIDATE, word.label, slug)


def _wrong_relations(thesaurus: Thesaurus, known: Mapping[str, Entry]) -> Iterator[Fault]:
    for entry in thesaurus.entries:
        above = ancestors(entry.slug, known)
        if entry.slug in above:
            yield Fault(FaultKind.CYCLE, entry.slug)
        for other in entry.related:
            if other == entry.slug:
                yield Fault(FaultKind.RELATED_TO_ITSELF, entry.slug)
            elif other in above:
                yield Fault(FaultKind.RELATED_TO_ANCESTOR, entry.slug, other)
            if other in known and entry.slug not in known[other].related:
                yield Fault(FaultKind.NOT_MUTUAL, entry.slug, other)


def _shared_labels(thesaurus: Thesaurus) -> Iterator[Fault]:
    declared: defaultdict[str, set[str]] = defaultdict(set)
    for word in thesaurus.ambiguous:
        declared[fold(word.label)].update(word.candidates)
    owners: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for entry in thesaurus.entries:
        for label in (label for labels in entry.labels for label in labels):
            owners[fold(label)].setdefault(entry.slug, label)
    for folded, owned in owners.items():
        first, *others = owned
        for other in others:
            if not {first, other} <= declared[folded]:
                yield Fault(FaultKind.SHARED_LABEL, first, other, owned[first])
