"""A row of a table put into a publication or a periodical: into a new one wholly, into one that exists where it is silent.

Rows are checked before (`tables.checked`): nothing here refuses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from ingest.records import values
from ingest.records.columns import COLUMNS, KINDS, MAKERS, columns_of
from ingest.records.laws import law_of
from library.models import Agent, Concept, Contribution, Publication, Regulation, Subject
from library.names import Name, NameKind
from library.record import Maker

Fields = Mapping[str, str]
#: Fields that every work has something in from the start: silence cannot be told from a choice.
_NEVER_SILENT = frozenset({"title", "language", "access", "genre"})


def kind_slug(fields: Fields) -> str:
    """The kind of the shelf on which it stands."""
    return KINDS[fields["kind"]].shelf


def fill(publication: Publication, fields: Fields, *, makers: Iterable[Maker] | None = None) -> None:
    """Put a row into a publication, over what is there. Agents and laws that are not there yet are made.

    `makers` are those of a record whose names were read already; without, the columns of names say them.
    """
    _fill_plainly(publication, fields)
    contribute(publication, makers_of(fields) if makers is None else makers)
    _add_subjects(publication, fields)
    if tags := _read(fields, "tags"):
        publication.tags.set(tags)
    if isinstance(publication, Regulation) and fields.get("law_number"):
        publication.law = law_of(fields)


def fill_over(publication: Publication, fields: Fields) -> None:
    """Put the plain fields of a row into a publication, over what is there; who made it and its subjects stay."""
    _fill_plainly(publication, fields)


def fill_silence(
    publication: Publication, fields: Fields, *, makers: Iterable[Maker] | None = None
) -> list[str]:
    """Put into a publication what the row knows and it does not say; gives the columns that were of use."""
    used = silent(publication, fields, makers=makers)
    told = {name: fields[name] for name in used if name in fields} | {"kind": fields["kind"]}
    _fill_plainly(publication, told)
    if "creators" in used:
        contribute(publication, makers_of(fields) if makers is None else makers)
    if "concepts" in used:
        _add_subjects(publication, fields)
    if "tags" in used:
        publication.tags.set(_read(fields, "tags"))
    if "law_number" in used and isinstance(publication, Regulation):
        publication.law = law_of(fields)
    return used


def silent(publication: Publication, fields: Fields, *, makers: Iterable[Maker] | None = None) -> list[str]:
    """The columns of the row that would tell something new of a publication."""
    own = _own_fields(publication)
    found = [
        column.name
        for column in columns_of(fields["kind"])
        if column.name in fields
        and column.name not in _NEVER_SILENT
        and column.field in own
        and getattr(publication, column.field) in ("", None, [])
    ]
    if "embargo_until" in found and publication.access != "embargo":
        found.remove("embargo_until")
    named = any(name in fields for name in MAKERS) if makers is None else any(True for _maker in makers)
    if named and not publication.contributions.all():
        found.append("creators")
    if "concepts" in fields and not publication.subjects.all():
        found.append("concepts")
    if "tags" in fields and not publication.tags.all():
        found.append("tags")
    if isinstance(publication, Regulation) and "law_number" in fields and publication.law is None:
        found.append("law_number")
    return found


def fill_model(row: Model, fields: Fields, *, over: bool) -> bool:
    """Put a row's plain columns into what is no publication, a periodical; without `over` only where it is silent.
    Gives whether anything changed."""
    changed = False
    for column in columns_of(fields["kind"], type(row)):
        if column.name not in fields:
            continue
        value, before = column.read(fields[column.name], fields["kind"]), getattr(row, column.field)
        if value != before and (over or before in ("", None)):
            setattr(row, column.field, value)
            changed = True
    return changed


def makers_of(fields: Fields) -> list[Maker]:
    """Those whom the columns of names tell of, in the order of the columns."""
    return [
        Maker(name, role) for column, role in MAKERS.items() for name in values.names(fields.get(column, ""))
    ]


def contribute(publication: Publication, makers: Iterable[Maker]) -> None:
    """Add those who made it, each once in a role, behind those who are there."""
    seen = {(each.agent_id, each.role) for each in publication.contributions.all()}
    for maker in makers:
        agent = _agent(maker)
        if (agent.pk, maker.role) not in seen:
            contribution = Contribution(agent=agent, role=maker.role, sort_order=len(seen))
            publication.contributions.add(contribution)
            seen.add((agent.pk, maker.role))


def _agent(maker: Maker) -> Agent:
    """The entry of exactly this name, or of which it is a variant; else a new one. Likeness joins nobody: that is for an
    editor to decide (*Gabungkan*). Of the kind of name, a new entry takes only what is plain to see."""
    name: Name = maker.name
    known: list[Agent] = list(Agent.objects.called(name.printed).order_by("pk"))
    if known:
        return next((each for each in known if each.name == name.printed), known[0])
    sure = name.kind in {NameKind.ORGANISATION, NameKind.MONONYM}
    made: Agent = Agent.objects.create(
        name=name.printed,
        kind=Agent.Kind(name.kind.value) if sure else Agent.Kind.UNKNOWN,
        titles=name.titles,
        orcid=maker.orcid,
        family="" if sure else name.family[:250],
        given="" if sure else name.given[:250],
    )
    return made


def _add_subjects(publication: Publication, fields: Fields) -> None:
    slugs = list(dict.fromkeys(_read(fields, "concepts") or ()))
    known = Concept.objects.in_bulk(slugs, field_name="slug") if slugs else {}
    there = {each.concept_id for each in publication.subjects.all()}
    for slug in slugs:
        if slug in known and known[slug].pk not in there:
            publication.subjects.add(Subject(concept=known[slug], sort_order=len(there)))
            there.add(known[slug].pk)


def _fill_plainly(publication: Publication, fields: Fields) -> None:
    own = _own_fields(publication)
    for column in columns_of(fields["kind"]):
        if column.name in fields and column.field in own:
            setattr(publication, column.field, column.read(fields[column.name], fields["kind"]))


def _own_fields(publication: Publication) -> set[str]:
    """A row may come to a work of a kindred kind: a book's row to a pocket book."""
    return {field.name for field in publication._meta.get_fields()}


def _read(fields: Fields, name: str) -> Any:
    return COLUMNS[name].read(fields[name], fields["kind"]) if name in fields else None
