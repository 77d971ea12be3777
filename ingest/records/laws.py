"""Laws as entries of the thesaurus, found or made by what a file or a table says of them."""

from collections.abc import Mapping

from ingest.records import values
from ingest.records.columns import CITED_LAWS, columns_of
from library.models import Law


def law_of(fields: Mapping[str, str]) -> Law:
    """The law of a row, with what the row knows of it where the entry is silent: what the thesaurus or an editor says
    stays."""
    law = named_law(
        fields.get("law_kind") or str(Law.Kind.UU),
        fields["law_number"],
        fields.get("law_year"),
        about=fields.get("law_about", ""),
    )
    told = False
    for column in columns_of(fields["kind"], Law):
        if column.name in fields and getattr(law, column.field) in {"", None}:
            setattr(law, column.field, column.read(fields[column.name], fields["kind"]))
            told = True
    if told:
        law.save()
    for name, relation in CITED_LAWS.items():
        for cited in values.laws(fields.get(name, "")):
            getattr(law, relation).add(named_law(*cited))
    return law


def named_law(kind: str, number: str, year: str | int | None, *, about: str = "", name: str = "") -> Law:
    """The law of that kind, number and year; made where it is not there yet, with its short form `name` as label.

    Of kinds that many bodies issue, it is the same law only where the name or what it is about is the same too.
    """
    kind = kind if kind in Law.Kind.values else str(Law.Kind.OTHER)
    year = int(year) if year else None
    name = (name or f"{kind} {number}/{year or ''}".rstrip("/"))[:250]
    same = Law.objects.filter(kind=kind, number=number, year=year)
    if Law.Kind(kind) in Law.ISSUED_BY_MANY:
        same = same.filter(about__iexact=about) if about else same.filter(label_id=name)
    known: Law | None = same.order_by("pk").first()
    if known is None:
        made: Law = Law.objects.create(kind=kind, number=number, year=year, about=about, label_id=name)
        return made
    if about and not known.about:
        known.about = about
        known.save()
    return known
