"""What a SKOS graph says, as a thesaurus: our own without loss, and another's as far as ours has room for it.

Pure. Another's concepts have addresses and no slugs, labels in many languages (perhaps as things of their own, SKOS-XL),
relations said from one side only. What has no room is counted, and each sort of it is one trouble with its first place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS, FOAF, RDF, RDFS, SKOS
from rdflib.term import Node

from library.thesaurus.graphs import ELI, OURS, SKOSXL
from library.thesaurus.values import (
    LANGUAGES,
    STATUSES,
    Ambiguous,
    Entry,
    Group,
    Labels,
    LawFacts,
    PlaceLevel,
    Reading,
    Thesaurus,
    Trouble,
    ancestors,
    fold,
    is_slug,
)  # fmt: skip

_MOST_CONCEPTS = 20_000
_LAST = 1_000_000_000
_CODES = {"id": "id", "in": "id", "ind": "id", "en": "en", "eng": "en", "su": "su", "sun": "su"}
_LABEL_TERMS = {
    "pref": (SKOS.prefLabel, SKOSXL.prefLabel),
    "alternatives": (SKOS.altLabel, SKOSXL.altLabel),
    "hidden": (SKOS.hiddenLabel, SKOSXL.hiddenLabel),
}
#: What we keep, and what only follows from it.
_UNDERSTOOD = {
    *(term for terms in _LABEL_TERMS.values() for term in terms),
    SKOS.broader, SKOS.narrower, SKOS.related, SKOS.broaderTransitive, SKOS.narrowerTransitive, SKOS.semanticRelation,
    SKOS.scopeNote, SKOS.definition, SKOS.notation, SKOS.inScheme, SKOS.topConceptOf, SKOS.exactMatch, RDF.type,
    RDFS.label, FOAF.focus, OURS.slug, OURS.order, OURS.placeLevel,
}  # fmt: skip


@dataclass(slots=True)
class _Losses:
    """What is not kept: each sort once, with its first place and how often it came."""

    first: dict[str, tuple[str, Promise | str]] = field(default_factory=dict)
    counted: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, where: Node, sentence: Promise | str, **values: str) -> None:
        said = format_lazy(sentence, **values)
        self.first.setdefault(str(said), (str(where), said))
        self.counted[str(said)] += 1

    def troubles(self) -> Iterator[Trouble]:
        for key, (where, said) in self.first.items():
            more = self.counted[key] - 1
            again = _("{sentence} (Masih ada {more} lagi yang seperti ini.)")
            yield Trouble(where, format_lazy(again, sentence=said, more=str(more)) if more else said)


def understood(graph: Graph) -> Reading:
    """The thesaurus that the graph describes, and what of it is not kept."""
    concepts = _concepts(graph)
    if not concepts:
        return Reading(troubles=[Trouble(0, _("Berkas ini tidak memuat satu pun konsep SKOS."))])
    if len(concepts) > _MOST_CONCEPTS:
        return Reading(
            troubles=[Trouble(0, _("Berkas ini memuat lebih dari 20.000 konsep; impor sebagian saja."))]
        )
    losses = _Losses()
    if len(set(graph.subjects(RDF.type, SKOS.ConceptScheme))) > 1:
        losses.note(URIRef(""), _("Berkas ini memuat beberapa tesaurus; semuanya digabung menjadi satu."))
    labels = {node: _labels(graph, node, losses) for node in concepts}
    slugs = _slugs(graph, concepts, {node: each[0].pref for node, each in labels.items()})
    broader, related = _relations(graph, slugs, losses)
    groups, group_of = _groups(graph, slugs, losses)
    law_slugs = {law: slugs[node] for node, law in graph.subject_objects(FOAF.focus) if node in slugs}
    entries = [
        Entry(
            slug=slug,
            labels_id=labels[node][0],
            labels_en=labels[node][1],
            labels_su=labels[node][2],
            broader=tuple(broader[slug]),
            related=tuple(related[slug]),
            scope_note_id=_note(graph, node, "id", losses),
            scope_note_en=_note(graph, node, "en", losses),
            group=group_of.get(slug, ""),
            notation=_notation(graph, node, losses),
            law=_law(graph, node, law_slugs, losses),
            place=_place(graph, node),
            matches=_matches(graph, node),
        )
        for node, slug in slugs.items()
    ]
    for node in concepts:
        for term in sorted(set(graph.predicates(node)) - _UNDERSTOOD, key=str):
            losses.note(node, _("Keterangan “{term}” tidak disimpan."), term=_short(graph, term))
    thesaurus = Thesaurus(tuple(entries), groups, tuple(_ambiguous(graph, slugs, losses)))
    return Reading(thesaurus, list(losses.troubles()))


def _concepts(graph: Graph) -> list[Node]:
    """In the order of our own files, else of their addresses."""
    found = set(graph.subjects(RDF.type, SKOS.Concept))
    others = set(graph.subjects(RDF.type, SKOS.ConceptScheme)) | _collections(graph)
    for term in _LABEL_TERMS["pref"]:
        found |= set(graph.subjects(term)) - others  # some files leave the type to be inferred
    return sorted(found, key=lambda node: (_order(graph, node), str(node)))


def _collections(graph: Graph) -> set[Node]:
    return {
        node for kind in (SKOS.Collection, SKOS.OrderedCollection) for node in graph.subjects(RDF.type, kind)
    }


def _order(graph: Graph, node: Node) -> int:
    value = graph.value(node, OURS.order, any=True)
    number = value.toPython() if isinstance(value, Literal) else None
    return number if isinstance(number, int) else _LAST


def _short(graph: Graph, term: Node) -> str:
    return term.n3(graph.namespace_manager) if isinstance(term, URIRef) else str(term)


def _literals(graph: Graph, node: Node, terms: Iterable[Node]) -> list[Literal]:
    """The texts of these properties, also of labels that are things of their own, in one order."""
    found = set()
    for value in (value for term in terms for value in graph.objects(node, term)):
        written = [value] if isinstance(value, Literal) else graph.objects(value, SKOSXL.literalForm)
        noted = [] if isinstance(value, Literal) else graph.objects(value, RDF.value)
        found |= {text for text in (*written, *noted) if isinstance(text, Literal) and str(text).strip()}
    return sorted(found, key=lambda text: (fold(str(text)), str(text), text.language or ""))


def _language(text: Literal) -> str:
    """Ours, or what the file calls it; a text without a language is taken to be Indonesian."""
    code = (text.language or "id").lower().partition("-")[0]
    return _CODES.get(code, code)


def _labels(graph: Graph, node: Node, losses: _Losses) -> tuple[Labels, Labels, Labels]:
    sorts: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: {sort: [] for sort in _LABEL_TERMS})
    for sort, terms in _LABEL_TERMS.items():
        for text in _literals(graph, node, terms):
            if text.language is None:
                losses.note(node, _("Nama tanpa keterangan bahasa dianggap berbahasa Indonesia."))
            sorts[_language(text)][sort].append(str(text))
    made = {}
    for language in LANGUAGES:
        first, *others = sorts[language]["pref"] or [""]
        if others:
            sentence = _("Ada lebih dari satu nama utama dalam satu bahasa; yang lain menjadi nama lain.")
            losses.note(node, sentence)
        made[language] = Labels(
            first, (*others, *sorts[language]["alternatives"]), tuple(sorts[language]["hidden"])
        )
    foreign = {language: kinds for language, kinds in sorts.items() if language not in LANGUAGES}
    for language, kinds in sorted(foreign.items()):
        for _text in (text for texts in kinds.values() for text in texts):
            losses.note(node, _("Nama dalam bahasa “{language}” tidak disimpan."), language=language)
    if not made["id"].pref:
        named = _borrowed_name(graph, node, made, foreign)
        made["id"] = Labels(named, made["id"].alternatives, made["id"].hidden)
        losses.note(
            node, _("Istilah tanpa nama utama dalam bahasa Indonesia untuk sementara memakai nama lain.")
        )
    return made["id"], made["en"], made["su"]


def _borrowed_name(
    graph: Graph, node: Node, made: Mapping[str, Labels], foreign: Mapping[str, Mapping[str, list[str]]]
) -> str:
    """What to call a concept that has no Indonesian name yet."""
    names = [made["en"].pref, made["su"].pref, *made["id"].alternatives]
    names += [name for _language_code, kinds in sorted(foreign.items()) for name in kinds["pref"]]
    names += [str(text) for text in _literals(graph, node, (RDFS.label,))]
    return next((name for name in names if name), _tail(node))


def _tail(node: Node) -> str:
    return unquote(str(node).rstrip("/#").rpartition("#")[2].rpartition("/")[2]) or str(node)


def _slugs(graph: Graph, nodes: Iterable[Node], names: Mapping[Node, str]) -> dict[Node, str]:
    """A slug for each of them, of its own: the one that our file gives, or else made of its name or address."""
    slugs: dict[Node, str] = {}
    numbered: defaultdict[str, int] = defaultdict(int)
    taken: set[str] = set()
    nodes = list(nodes)
    given = {node: str(graph.value(node, OURS.slug, any=True) or "") for node in nodes}
    for node in sorted(
        nodes, key=lambda node: not is_slug(given[node])
    ):  # those given come first; the sort is stable
        stem = (
            given[node] if is_slug(given[node]) else slugify(names[node])[:200].strip("-_").replace("_", "-")
        )
        if not is_slug(stem):
            stem = slugify(_tail(node))[:200].strip("-_").replace("_", "-")
        stem = stem if is_slug(stem) else "istilah"
        slug = stem
        while slug in taken:
            numbered[stem] += 1
            slug = f"{stem}-{numbered[stem] + 1}"
        taken.add(slug)
        slugs[node] = slug
    return {node: slugs[node] for node in nodes}


def _relations(
    graph: Graph, slugs: Mapping[Node, str], losses: _Losses
) -> tuple[defaultdict[str, list[str]], defaultdict[str, list[str]]]:
    """What stands above and beside each slug, without circles, from whichever side it was said."""
    upward = {(child, parent) for child, parent in graph.subject_objects(SKOS.broader)}
    upward |= {(child, parent) for parent, child in graph.subject_objects(SKOS.narrower)}
    beside = {
        pair for one, other in graph.subject_objects(SKOS.related) for pair in ((one, other), (other, one))
    }
    broader: defaultdict[str, list[str]] = defaultdict(list)
    related: defaultdict[str, list[str]] = defaultdict(list)
    known: dict[str, Entry] = {}
    for child, parent in sorted(upward):
        if (ours := _both(child, parent, slugs, losses)) is None:
            continue
        below, above = ours
        if below == above or below in ancestors(above, known):
            losses.note(
                child, _("Hubungan lebih luas yang berputar kembali ke istilah itu sendiri tidak disimpan.")
            )
            continue
        broader[below].append(above)
        known[below] = Entry(below, broader=tuple(broader[below]))
    over = {slug: ancestors(slug, known) for slug in slugs.values()}
    for first, second in sorted(beside):
        if (ours := _both(first, second, slugs, losses)) is None:
            continue
        one, other = ours
        if one == other or other in over[one] or one in over[other]:
            losses.note(first, _("Hubungan terkait dengan istilah di atas atau di bawahnya tidak disimpan."))
        else:
            related[one].append(other)
    return broader, related


def _both(one: Node, other: Node, slugs: Mapping[Node, str], losses: _Losses) -> tuple[str, str] | None:
    if one in slugs and other in slugs:
        return slugs[one], slugs[other]
    losses.note(one, _("Hubungan dengan istilah di luar berkas ini tidak disimpan."))
    return None


def _groups(
    graph: Graph, slugs: Mapping[Node, str], losses: _Losses
) -> tuple[tuple[Group, ...], dict[str, str]]:
    """The collections as groups, and the group of each slug; what is in none goes to a group of the whole file, but for
    concepts that went out from here in no group: they come back in none."""
    nodes = sorted(_collections(graph), key=lambda node: (_order(graph, node), str(node)))
    silent = _Losses()  # the labels of groups in other languages are no loss worth a sentence each
    labels = {node: _labels(graph, node, silent) for node in nodes}
    group_slugs = _slugs(graph, nodes, {node: each[0].pref for node, each in labels.items()})
    group_of: dict[str, str] = {}
    for node in nodes:
        for member in _members(graph, node, losses):
            if member in group_slugs:
                losses.note(node, _("Kelompok di dalam kelompok disimpan sebagai kelompok yang sejajar."))
            elif (
                member in slugs and group_of.setdefault(slugs[member], group_slugs[node]) != group_slugs[node]
            ):
                losses.note(member, _("Istilah yang masuk beberapa kelompok hanya disimpan dalam satu."))
    groups = [Group(group_slugs[node], labels[node][0].pref, labels[node][1].pref) for node in nodes]
    ours = {slug for node, slug in slugs.items() if graph.value(node, OURS.slug, any=True) is not None}
    if without := [slug for slug in slugs.values() if slug not in group_of and slug not in ours]:
        rest = _group_of_the_rest(graph, {group.slug for group in groups})
        groups.append(rest)
        group_of |= dict.fromkeys(without, rest.slug)
    return tuple(groups), group_of


def _members(graph: Graph, node: Node, losses: _Losses) -> list[Node]:
    members = sorted(graph.objects(node, SKOS.member), key=str)
    for head in graph.objects(node, SKOS.memberList):
        members += _listed(graph, head, losses)
    return members


def _listed(graph: Graph, head: Node, losses: _Losses) -> list[Node]:
    try:
        return list(graph.items(head))
    except ValueError:  # a list that leads back into itself
        losses.note(head, _("Sebuah daftar berputar kembali ke awalnya dan tidak disimpan."))
        return []


def _group_of_the_rest(graph: Graph, taken: set[str]) -> Group:
    """A group named like the thesaurus, for concepts that are in no collection."""
    titles: dict[str, str] = {}
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        for text in _literals(graph, scheme, (DCTERMS.title, DC.title, SKOS.prefLabel, RDFS.label)):
            titles.setdefault(_language(text), str(text))
    name = titles.get("id") or titles.get("en") or next(iter(titles.values()), "Istilah lain")
    slug = slugify(name)[:200].strip("-_").replace("_", "-")
    slug = slug if is_slug(slug) and slug not in taken else "istilah-lain"
    while slug in taken:
        slug += "-2"
    return Group(slug, name, titles.get("en", ""))


def _note(graph: Graph, node: Node, language: str, losses: _Losses) -> str:
    """The scope note, or else the definition, in this language."""
    notes = _literals(graph, node, (SKOS.scopeNote,))
    definitions = _literals(graph, node, (SKOS.definition,))
    scope = [str(text) for text in notes if _language(text) == language]
    defined = [str(text) for text in definitions if _language(text) == language]
    if scope and defined:
        losses.note(node, _("Definisi tidak disimpan bila sudah ada catatan ruang lingkup."))
    if language == "id":  # asked once for each concept
        for text in (*notes, *definitions):
            if _language(text) not in {"id", "en"}:
                sentence = _("Penjelasan dalam bahasa “{language}” tidak disimpan.")
                losses.note(node, sentence, language=_language(text))
    return "\n".join(scope or defined)


def _notation(graph: Graph, node: Node, losses: _Losses) -> str:
    notations = _literals(graph, node, (SKOS.notation,))
    if len(notations) > 1:
        losses.note(node, _("Istilah dengan beberapa notasi hanya menyimpan yang pertama."))
    return str(notations[0]) if notations else ""


def _place(graph: Graph, node: Node) -> PlaceLevel | None:
    level = str(graph.value(node, OURS.placeLevel, any=True) or "")
    return PlaceLevel(level) if level in set(PlaceLevel) else None


def _matches(graph: Graph, node: Node) -> tuple[str, ...]:
    """Where else the concept stands; of another's concept first of all its own address."""
    matches = [str(match) for match in graph.objects(node, SKOS.exactMatch) if isinstance(match, URIRef)]
    own = isinstance(node, URIRef) and graph.value(node, OURS.slug, any=True) is None
    return (str(node), *matches) if own else tuple(matches)


def _law(graph: Graph, node: Node, law_slugs: Mapping[Node, str], losses: _Losses) -> LawFacts | None:
    law = next(
        (each for each in graph.objects(node, FOAF.focus) if (each, RDF.type, ELI.LegalResource) in graph),
        None,
    )
    if law is None:
        return None

    def text(term: Node) -> str:
        return str(next(iter(_literals(graph, law, (term,))), ""))

    def others(term: Node) -> tuple[str, ...]:
        found = list(graph.objects(law, term))
        for other in found:
            if other not in law_slugs:
                losses.note(law, _("Hubungan dengan peraturan di luar berkas ini tidak disimpan."))
        return tuple(law_slugs[other] for other in found if other in law_slugs)

    year = text(DCTERMS.issued)[:4]
    status = text(OURS.status)
    return LawFacts(
        number=text(ELI.number),
        year=int(year) if year.isascii() and year.isdigit() else 0,
        kind=text(DCTERMS.type),
        about=text(ELI.title),
        short_name=text(ELI.title_short),
        status=status if status in STATUSES else "",
        amended_by=others(ELI.amended_by),
        repealed_by=others(ELI.repealed_by),
        issuer=text(ELI.responsibility_of),
        gazette=text(ELI.published_in),
    )


def _ambiguous(graph: Graph, slugs: Mapping[Node, str], losses: _Losses) -> Iterator[Ambiguous]:
    words = sorted(
        graph.subjects(RDF.type, OURS.AmbiguousWord), key=lambda word: (_order(graph, word), str(word))
    )
    for word in words:
        head = graph.value(word, OURS.candidates, any=True)
        candidates = _listed(graph, head, losses) if head is not None else []
        notes = {_language(text): str(text) for text in _literals(graph, word, (SKOS.note,))}
        label = str(next(iter(_literals(graph, word, (RDFS.label,))), ""))
        known = tuple(slugs[each] for each in candidates if each in slugs)
        yield Ambiguous(label, known, notes.get("id", ""), notes.get("en", ""))
