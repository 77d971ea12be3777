"""What a file says of itself beside what its draft says: offered with its source, and taken over one by one or together.

Nothing is published here. What the draft has already is never written over unless the editor says so, having seen both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ingest.describe import Identifier, Proposals, Told
from ingest.desk.mending import draft_of, follow_the_title, shown_date
from ingest.records.filling import contribute
from ingest.records.issues import folded
from library.models import Agent, Concept, Contribution, Publication, Study, Subject
from library.names import NoName, read_name
from library.record import Maker, Role

NEW, SAME, OTHER, ONLY_TOLD = "new", "same", "other", "told"
WORK, PEOPLE, SUBJECTS, LAWS = "work", "people", "subjects", "laws"
#: Proposal → field of the publication.
_FIELDS = {
    "title": "title",
    "subtitle": "subtitle",
    "parallel_title": "parallel_title",
    "date": "issued",
    "language": "language",
    "publisher": "publisher",
    "place": "published_in",
    "genre": "genre",
    "numbering": "numbering",
}
_NUMBERS = {"isbn": "isbn", "isbn_electronic": "isbn_electronic", "doi": "doi"}
#: Less sure than this is shown, and not chosen beforehand.
_SURE_ENOUGH = 0.4
#: A concept is chosen beforehand if the text returns to it: so often, on so many of its pages.
_OFTEN, _ON_PAGES = 5, 3
_OTHER_TITLES = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal beside the draft. `state`: the draft says nothing of it ("new"), the same, something "other" (`now`),
    or has no place for it ("told"). `seen` is a sign of what the draft says, by which a form knows what it was made on.
    `pages` of the file are where it stands."""

    key: str
    group: str
    label: str
    value: str
    source: str
    pages: tuple[int, ...]
    state: str
    now: str = ""
    seen: str = ""
    sure: bool = True

    @property
    def can_be_taken(self) -> bool:
        return self.state in (NEW, OTHER)

    @property
    def is_ready(self) -> bool:
        """Whether it is chosen beforehand: nothing stands in its place, and it is no mere guess."""
        return self.state == NEW and self.sure


@dataclass(frozen=True, slots=True)
class Known:
    """The names of people and of concepts by which a draft, which has only their keys, is compared."""

    agents: Mapping[int, str]
    concepts: Mapping[str, tuple[int, str]]

    @classmethod
    def of(cls, found: Iterable[Proposals], contents: Iterable[Mapping[str, Any]]) -> "Known":
        slugs = {slug for each in found for slug in _slugs(each)}
        agents = {row.get("agent") for each in contents for row in each.get("contributions") or ()}
        names = Agent.objects.filter(pk__in=agents - {None}).values_list("pk", "name")
        concepts = Concept.objects.filter(slug__in=slugs)
        return cls(dict(names), {each.slug: (each.pk, str(each)) for each in concepts})


@dataclass(slots=True)
class Taken:
    """What came of taking over: the labels of what was `done`, and a sentence for each that was refused."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class CannotTake(Exception):
    """The draft as such cannot be changed; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def content_of(work: Publication) -> Mapping[str, Any]:
    """A publication as its newest draft says it, in the words of a revision."""
    if work.latest_revision is not None:
        return work.latest_revision.content
    return work.specific.serializable_data()


def offers(found: Proposals, content: Mapping[str, Any], known: Known) -> list[Offer]:
    """All that the file proposes for this draft, in the order in which an editor reads it."""
    return [
        *_plain(found, content),
        *_numbers(found, content),
        *_people(found, content, known),
        *_subjects(found, content, known),
        *_laws(found, content, known),
    ]


def fresh(found: Proposals, content: Mapping[str, Any], known: Known) -> int:
    """How many proposals the draft has nothing of yet, however sure they are."""
    return sum(offer.state == NEW for offer in offers(found, content, known))


def take(
    work: Publication, found: Proposals, chosen: Mapping[str, str], user: Any, *, over: bool = False
) -> Taken:
    """Write the chosen offers (by key, each with the sign `seen` of what the editor saw) into a new draft. `over`: also where the
    draft says something else. What cannot be taken is said, and the others are taken. Raises `CannotTake`."""
    taken = Taken()
    with transaction.atomic():
        list(Publication.objects.select_for_update().filter(pk=work.pk))
        work = Publication.objects.select_related("latest_revision").get(pk=work.pk)
        draft = draft_of(work, user)
        if not draft.can_edit:
            locked = _("Dikunci oleh %(who)s.") % {"who": draft.locked} if draft.locked else ""
            raise CannotTake(locked or _("Anda tidak berhak mengubah terbitan ini."))
        content = content_of(work)
        there = {each.key: each for each in offers(found, content, Known.of([found], [content]))}
        latest = work.specific.get_latest_revision_as_object()
        title = latest.title
        for key, seen in chosen.items():
            offer = there.get(key)
            if offer is None or not offer.can_be_taken:
                continue
            if sentence := _objection(offer, seen, over=over) or _write(latest, found, offer):
                taken.refused.append(sentence)
            else:
                taken.done.append(offer.label)
        if taken.done:
            if latest.title != title and not latest.first_published_at:
                follow_the_title(latest, title)
            latest.draft_title = latest.title
            latest.save_revision(user=user, log_action=True, changed=True)
    return taken


def _objection(offer: Offer, seen: str, *, over: bool) -> str:
    """Why an offer is not taken as things stand; both values are told."""
    told = {"label": offer.label, "now": offer.now, "value": offer.value}
    if seen != offer.seen:
        sentence = _(
            "%(label)s tidak diganti: drafnya berubah sejak halaman ini dibuka. Sekarang “%(now)s”, usulannya “%(value)s”."
        )
        empty = _(
            "%(label)s tidak diganti: drafnya berubah sejak halaman ini dibuka. Sekarang kosong, usulannya “%(value)s”."
        )
        return (sentence if offer.now else empty) % told
    if offer.state == OTHER and not over:
        sentence = _(
            "%(label)s tidak diganti: draf sudah berisi “%(now)s”, usulannya “%(value)s”. Pilih “Ganti” bila usulannya yang benar."
        )
        return sentence % told
    return ""


def _write(latest: Publication, found: Proposals, offer: Offer) -> str:
    """Put one offer into the draft; a sentence where that cannot be, and then nothing of it."""
    name, _colon, rest = offer.key.partition(":")
    match name:
        case "maker":
            maker = found.makers[int(rest)]
            contribute(latest, [Maker(read_name(maker.name), Role(maker.role))])
        case "concept" | "law":
            slug = rest if name == "concept" else found.laws[int(rest)].concept
            concept = Concept.objects.get(slug=slug)
            if concept.pk not in {each.concept_id for each in latest.subjects.all()}:
                latest.subjects.add(Subject(concept=concept, sort_order=latest.subjects.count()))
        case _:
            return _set(latest, *_value(found, name, rest), offer.label)
    return ""


def _set(latest: Publication, place: str, value: str, label: str) -> str:
    before = getattr(latest, place)
    longest = latest._meta.get_field(place).max_length
    if longest and len(value) > longest:
        sentence = _(
            "%(label)s tidak dipakai: paling banyak %(longest)d huruf. Pendekkan di formulir drafnya."
        )
        return sentence % {"label": label, "longest": longest}
    setattr(latest, place, value)
    try:
        latest.clean()
    except ValidationError as error:
        # What is wrong elsewhere is not this proposal's to judge; the form of the work says it.
        if place in getattr(error, "error_dict", {}):
            setattr(latest, place, before)
            return f"{label}: {' '.join(error.message_dict[place])}"
    return ""


def _value(found: Proposals, name: str, rest: str) -> tuple[str, str]:
    """(field, value) of a plain offer."""
    if name == "title" and rest:
        return "title", found.other_titles[int(rest)].value
    if name in _FIELDS:
        return _FIELDS[name], getattr(found, name).value
    return _NUMBERS[name], _numbered(found, name).value


# What is offered


def _plain(found: Proposals, content: Mapping[str, Any]) -> Iterator[Offer]:
    labels = _labels()
    for name, place in _FIELDS.items():
        told: Told | None = getattr(found, name)
        if told is None or place not in content:
            continue
        now = str(content[place] or "")
        yield Offer(
            name, WORK, labels[name], _shown(name, told.value), _source(told), _pages(told.page),
            _state(told.value, now), _shown(name, now), sign(now), told.sure >= _SURE_ENOUGH,
        )  # fmt: skip
        if name == "title":
            yield from _other_titles(found, now)


def _other_titles(found: Proposals, now: str) -> Iterator[Offer]:
    said = {folded(now), folded(found.title.value if found.title else "")}
    for place, told in enumerate(found.other_titles[:_OTHER_TITLES]):
        if folded(told.value) not in said:
            said.add(folded(told.value))
            yield Offer(
                f"title:{place}", WORK, _("Judul lain"), told.value, _source(told), _pages(told.page), OTHER, now,
                sign(now), sure=False,
            )  # fmt: skip


def _numbers(found: Proposals, content: Mapping[str, Any]) -> Iterator[Offer]:
    labels = _labels()
    for scheme, place in _NUMBERS.items():
        told = _numbered(found, scheme)
        if told is not None and place in content:
            now = str(content[place] or "")
            yield Offer(
                scheme, WORK, labels[scheme], told.value, _near(told), _pages(told.page), _state(told.value, now), now,
                sign(now),
            )  # fmt: skip
    for told in found.identifiers:
        if told.scheme.startswith("issn"):
            source = f"{_near(told)} {_('ISSN milik judul berkalanya, jadi diisi di sana.')}"
            yield Offer(told.scheme, WORK, "ISSN", told.value, source, _pages(told.page), ONLY_TOLD)


def _people(found: Proposals, content: Mapping[str, Any], known: Known) -> Iterator[Offer]:
    if "contributions" not in content:
        return
    there = {
        (known.agents.get(row.get("agent"), ""), row.get("role")) for row in content["contributions"] or ()
    }
    roles = dict(Contribution.Role.choices)
    for place, maker in enumerate(found.makers):
        try:
            printed = read_name(maker.name).printed
        except NoName:
            continue
        if len(printed) > Agent._meta.get_field("name").max_length:
            continue
        role = str(roles.get(maker.role, maker.role))
        state = SAME if (printed, maker.role) in there else NEW
        source = _("Tercetak di samping sebutan perannya.")
        yield Offer(
            f"maker:{place}", PEOPLE, role.capitalize(), maker.name, source, _pages(maker.page), state, "", sign("")
        )  # fmt: skip


def _subjects(found: Proposals, content: Mapping[str, Any], known: Known) -> Iterator[Offer]:
    there = {row.get("concept") for row in content.get("subjects") or ()}
    for each in found.concepts:
        if each.concept in known.concepts:
            key, label = known.concepts[each.concept]
            source = ngettext(
                "Ditemukan %(count)d kali, di %(spread)d halaman.",
                "Ditemukan %(count)d kali, di %(spread)d halaman.",
                each.count,
            ) % {"count": each.count, "spread": each.spread}
            if each.label and folded(each.label) != folded(label):
                source += " " + _("Di teksnya: “%(label)s”.") % {"label": each.label}
            yield Offer(
                f"concept:{each.concept}", SUBJECTS, label, label, source, each.pages, SAME if key in there else NEW, "",
                sign(""), each.count >= _OFTEN and each.spread >= _ON_PAGES,
            )  # fmt: skip


def _laws(found: Proposals, content: Mapping[str, Any], known: Known) -> Iterator[Offer]:
    there = {row.get("concept") for row in content.get("subjects") or ()}
    told = {each.concept for each in found.concepts}
    for place, each in enumerate(found.laws):
        if each.concept and each.concept in told:
            continue  # it stands among the concepts, or is cited in two ways
        told.add(each.concept)
        source = ngettext("Dikutip %(count)d kali.", "Dikutip %(count)d kali.", each.count) % {
            "count": each.count
        }
        key, label = known.concepts.get(each.concept, (0, each.name))
        state = ONLY_TOLD if not key else SAME if key in there else NEW
        if not key:
            source += " " + _("Belum ada di tesaurus.")
        # Laws cited in passing are many: chosen beforehand is only what the text returns to.
        yield Offer(
            f"law:{place}", LAWS, label, label, source, each.pages, state, "", sign(""), sure=each.count > 1
        )  # fmt: skip


def _slugs(found: Proposals) -> Iterator[str]:
    for each in (*found.concepts, *found.laws):
        if each.concept:
            yield each.concept


def sign(now: str) -> str:
    """A short sign of what a draft says in one place."""
    return blake2s(now.encode(), digest_size=6).hexdigest()


def _state(value: str, now: str) -> str:
    if not now:
        return NEW
    return SAME if folded(value) == folded(now) else OTHER


def _numbered(found: Proposals, scheme: str) -> Identifier | None:
    return next((each for each in found.identifiers if each.scheme == scheme), None)


def _near(told: Identifier) -> str:
    """Where a number stands: they are believed beside their label alone."""
    word = told.scheme.partition("_")[0].upper()
    return _("Tercetak di samping tulisan “%(label)s”; angka pemeriksanya cocok.") % {"label": word} if (
        word != "DOI"
    ) else _("Tercetak di samping tulisan “DOI”.")  # fmt: skip


def _source(told: Told) -> str:
    return f"{told.sentence} {_('Periksa lagi.')}" if told.sure < _SURE_ENOUGH else str(told.sentence)


def _pages(page: int) -> tuple[int, ...]:
    return (page,) if page else ()


def _shown(name: str, value: str) -> str:
    """A value as an editor would write it."""
    if name == "date":
        return shown_date(value) if value else ""
    if name == "language":
        return str(dict(Publication.Language.choices).get(value, value))
    return str(dict(Study.Genre.choices).get(value, value)) if name == "genre" else value


def _labels() -> Mapping[str, str]:
    return {
        "title": _("Judul"),
        "subtitle": _("Anak judul"),
        "parallel_title": _("Judul sejajar"),
        "date": _("Tanggal terbit"),
        "language": _("Bahasa"),
        "publisher": _("Penerbit"),
        "place": _("Tempat terbit"),
        "genre": _("Jenis studi"),
        "numbering": _("Nomor edisi"),
        "isbn": "ISBN",
        "isbn_electronic": _("ISBN elektronik"),
        "doi": "DOI",
    }


def in_groups(found: Sequence[Offer]) -> list[tuple[str, list[Offer]]]:
    """The offers under the headings of the page, without empty ones."""
    names = {
        WORK: _("Terbitan"),
        PEOPLE: _("Orang dan lembaga"),
        SUBJECTS: _("Pokok bahasan"),
        LAWS: _("Peraturan yang dikutip"),
    }
    return [(names[key], each) for key in names if (each := [one for one in found if one.group == key])]
