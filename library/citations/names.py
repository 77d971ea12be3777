"""Names of people and organisations, as a style wants them: inverted or not, with initials, joined, shortened to
"et al.", with what they did.

A literal name (a mononym, an organisation) is set as it stands and never taken apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from library.citations.initials import initials
from library.citations.letters import change
from library.citations.pieces import Piece, row, words
from library.citations.styles import Element, Locale, Sheet

_LATIN = re.compile(r"[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u052f\u0590-\u06ff\u1f00-\u1fff]")
_LATIN_START = re.compile(r"[&a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u052f\u0590-\u06ff\u1f00-\u1fff]")
_PARTICLE = re.compile(r"([^ ]+(?:-|ʻ|’| |') *)(.+)")
_JOINING = ("’", "'", "-", " ")


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `literal` alone, or the parts of a person's name."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""
    dropping_particle: str = ""
    suffix: str = ""
    comma_suffix: bool = False

    @property
    def is_person(self) -> bool:
        return not self.literal


def read(value: Any) -> tuple[Name, ...]:
    """The names that a CSL-JSON item holds, of whatever shape; those without a word are left out."""
    if isinstance(value, str | dict):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    return tuple(name for each in value if (name := _one(each)))


def _one(value: Any) -> Name | None:
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, dict):
        return None

    def said(key: str) -> str:
        return " ".join(part.split()) if isinstance(part := value.get(key), str) else ""

    if said("literal"):
        return Name(literal=said("literal"))
    name = Name(
        family=said("family"),
        given=said("given"),
        particle=said("non-dropping-particle"),
        dropping_particle=said("dropping-particle"),
        suffix=said("suffix"),
        comma_suffix=bool(value.get("comma-suffix")),
    )
    return _without_particles(name) if name.family or name.given else None


def _without_particles(name: Name) -> Name:
    """Small words before a family name ("van den Berg", "bin Abdullah") are its particle, if nobody said another."""
    if name.particle or not (name.family and name.given):
        return name
    particle, family = "", name.family
    while (found := _PARTICLE.fullmatch(family)) and found[1] != found[1].upper() and _is_small(found[1]):
        particle, family = particle + found[1], found[2]
    particle = particle.rstrip() if particle.rstrip()[-1:] not in ("'", "’") else particle
    return replace(name, particle=particle, family=family) if particle else name


def _is_small(word: str) -> bool:
    first = word.lstrip("-'ʻ’ ")[:1]
    return bool(first) and first.upper() != first


@dataclass(frozen=True, slots=True)
class Setting:
    """How a <names> element sets its names: the element with its name, label and et-al, and the options of its name
    after inheritance. `inherited` are those of the style without the name's own."""

    names: Element
    options: Mapping[str, str]
    inherited: Mapping[str, str]
    delimiter: str
    demote_particle: str
    locale: Locale

    @classmethod
    def of(cls, names: Element, lender: Element | None, sheet: Sheet, area: str) -> "Setting":
        """The setting of a <names> in an area of a style; `lender` is the <names> that it stands in for."""
        children = _borrowed(names.children, lender.children) if lender else names.children
        name = next((child for child in children if child.name == "name"), Element("name"))
        return cls(
            names=Element("names", names.attributes, children),
            options={**sheet.options[area], **name.attributes},
            inherited=sheet.options[area],
            delimiter=names.get("delimiter") or sheet.names_delimiter[area],
            demote_particle=sheet.demote_particle,
            locale=sheet.locale,
        )

    def and_word(self) -> str:
        if self.options.get("and") == "text":
            return self.locale.term("and") or "and"
        return "&" if self.options.get("and") == "symbol" else ""


def _borrowed(own: tuple[Element, ...], lent: tuple[Element, ...]) -> tuple[Element, ...]:
    """The setting of a <names> inside a substitute: all that of the one that it stands in for, or what it has itself
    and only the other's <name>."""
    if not own:
        return lent
    kinds = [child.name for child in lent]
    if "name" not in kinds or any(child.name == "name" for child in own):
        return own
    name = lent[kinds.index("name")]
    before = "label" in kinds and kinds.index("label") < kinds.index("name")
    return (*own, name) if before else (name, *own)


def render(people: Sequence[tuple[str, tuple[Name, ...]]], setting: Setting) -> Piece:
    """The names of several variables (`editor`, `translator`), each with its label; when the same people did two
    things and the locale has a word for that, they are named once."""
    both = _both(people, setting)
    if both:
        people = [(both, people[0][1])]
    return row(
        (_with_label(variable, names, setting) for variable, names in people),
        setting.names,
        delimiter=setting.delimiter,
    )


def _both(people: Sequence[tuple[str, tuple[Name, ...]]], setting: Setting) -> str:
    label = setting.names.child("label")
    if len(people) != 2 or label is None or people[0][1] != people[1][1]:
        return ""
    term = "".join(sorted(variable for variable, _names in people))
    return term if setting.locale.term(term, label.get("form", "long")) else ""


def _with_label(variable: str, names: tuple[Name, ...], setting: Setting) -> Piece:
    joined = _joined(names, setting)
    label = setting.names.child("label")
    if label is None:
        return joined
    many = len(names) > 1
    text = setting.locale.term(variable, label.get("form", "long"), many=many) or ""
    if label.get("strip-periods") == "true":
        text = text.replace(".", "")
    term = words(change(text, label.get("text-case"), english=True), label)
    kinds = [child.name for child in setting.names.children]
    before = "name" in kinds and kinds.index("label") < kinds.index("name")
    return row([term, joined] if before else [joined, term])


def _joined(names: tuple[Name, ...], setting: Setting) -> Piece:
    options = setting.options
    least, first = int(options.get("et-al-min") or 0), int(options.get("et-al-use-first") or 1)
    delimiter = options.get("delimiter", ", ")
    shown, last = list(names), ""
    if least and len(names) >= least and least >= first:
        if options.get("et-al-use-last") == "true":
            first = min(first, least - 2)
            if len(names) > first:
                shown, last = [*names[:first], names[-1]], "…"
        elif len(names) > first:
            shown = list(names[:first])
            return _et_al(
                [_set(name, setting, place) for place, name in enumerate(shown)], delimiter, setting
            )
    pieces = [piece for place, name in enumerate(shown) if not (piece := _set(name, setting, place)).is_empty]
    if len(pieces) < 2:
        return row(pieces)
    if last:
        join = Piece(last, delimiter if len(pieces) > 2 else " ", " ")
    else:
        join = _and(setting, delimiter, many=len(pieces) > 2, last_is_person=shown[-1].is_person)
    for piece in pieces[:-2]:
        piece.suffix += delimiter
    return row([*pieces[:-1], join, pieces[-1]])


def _and(setting: Setting, delimiter: str, *, many: bool, last_is_person: bool) -> Piece:
    """What stands before the last name."""
    word = setting.and_word()
    if not word:
        return Piece(delimiter)
    # As the reference processor does it: before an organisation only the style's general rule counts, not the name's.
    rules = setting.options if last_is_person else setting.inherited
    apart = _is_apart(rules.get("delimiter-precedes-last", "contextual"), many=many)
    return Piece(word, delimiter if apart else " ", " ")


def _is_apart(rule: str, *, many: bool) -> bool:
    """Whether a delimiter stands before the last name, or before "et al."."""
    return rule == "always" or (rule == "contextual" and many)


def _et_al(pieces: list[Piece], delimiter: str, setting: Setting) -> Piece:
    style = setting.names.child("et-al")
    term = (style.get("term") if style else "") or "et-al"
    rule = setting.options.get("delimiter-precedes-et-al", "contextual")
    pieces = [piece for piece in pieces if not piece.is_empty]
    if not pieces:
        return row([])
    et_al = words(setting.locale.term(term) or "et al.", style)
    et_al.prefix = delimiter if _is_apart(rule, many=len(pieces) > 1) else " "
    et_al.suffix = ""
    for piece in pieces[:-1]:
        piece.suffix += delimiter
    return row([*pieces, et_al])


def _set(name: Name, setting: Setting, place: int) -> Piece:
    """One name, in the order of the style."""
    if name.literal:
        return row([words(name.literal)])
    options = setting.options
    given = _given(name, options)
    family = words(name.family)
    particle = words(name.particle) if name.particle else Piece("")
    if not _LATIN.search(name.family.replace('"', "")):
        space = " " if _LATIN_START.match(name.given) else ""
        return _spaced(space, _spaced(space, particle, family), given)
    whole = options.get("form", "long") == "long"
    dropping = words(name.dropping_particle) if whole and name.dropping_particle else Piece("")
    suffix = _suffix(name, options) if whole else Piece("")
    hugging = "" if name.particle.endswith(_JOINING) else " "
    order = options.get("name-as-sort-order", "")
    if order == "all" or (order == "first" and place == 0):
        between = options.get("sort-separator", ", ")
        if setting.demote_particle == "display-and-sort":
            rest = _spaced(" ", _spaced(" ", given, dropping), particle)
            return _spaced(between, _spaced(between, family, rest), suffix)
        first = _spaced(hugging, particle, family)
        return _spaced(between, _spaced(between, first, _spaced(" ", given, dropping)), suffix)
    if name.dropping_particle.endswith(("'", "ʼ", "’", "-")) and not name.particle:
        last = _spaced("", dropping, family)
    elif hugging:
        last = _spaced(" ", dropping, particle, family)
    else:
        last = _spaced(" ", dropping, _spaced("", particle, family))
    last = _spaced(", " if name.comma_suffix else " ", last, suffix)
    return _spaced(" ", given, last)


def _spaced(between: str, *pieces: Piece) -> Piece:
    kept = [piece for piece in pieces if not piece.is_empty]
    for piece in kept[:-1]:
        piece.suffix += between
    return row(kept)


def _given(name: Name, options: Mapping[str, str]) -> Piece:
    if options.get("form", "long") != "long" or not name.given:
        return Piece("")
    if name.family and "initialize-with" in options:
        whole = options.get("initialize") == "false"
        return words(initials(name.given, options["initialize-with"], whole_names=whole))
    return words(name.given)


def _suffix(name: Name, options: Mapping[str, str]) -> Piece:
    if not name.suffix:
        return Piece("")
    text = name.suffix
    if "initialize-with" in options:
        text = initials(text, options["initialize-with"], whole_names=True)
    dot = "." if text.endswith(".") else ""
    piece = words(text.removesuffix("."))
    piece.suffix = dot + piece.suffix
    return piece
