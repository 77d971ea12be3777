"""What a harvester asks: the six verbs of OAI-PMH 2.0 with their arguments, and what is wrong with them. Pure.

Source of all rules: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0, sections 2.5, 3.6 and 4.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from portal.oai.tokens import EVERYTHING, FIRST, LAST, NAME, Onward, Place, Selection

_VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # verb: what it must have, what it may have beside
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
#: Verbs whose list may go on; a token then stands alone.
_LISTS = frozenset({"ListSets", "ListIdentifiers", "ListRecords"})
_FORMS = (
    (re.compile(r"[0-9-]{10}"), "%Y-%m-%d"),
    (re.compile(r"[0-9-]{10}T[0-9:]{8}Z"), "%Y-%m-%dT%H:%M:%SZ"),
)
_SHAPES = {
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]+"),
    "set": NAME,
    "identifier": re.compile(r"[!-~]{1,250}"),
}
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)


class Refused(Exception):
    """A condition of the protocol that the answer tells: `code` is its word ("badArgument"), the message a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that is sound. `said` are its arguments as they came, for the answer repeats them."""

    verb: str
    prefix: str = ""
    identifier: str = ""
    selection: Selection = EVERYTHING
    place: Place | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def asked(arguments: Sequence[tuple[str, str]], prefixes: Sequence[str]) -> Asked:
    """What these names and values of an address or a form ask for; `prefixes` are the formats there are. Raises `Refused`."""
    said = dict(arguments)
    verb = said.pop("verb", "")
    if verb not in _VERBS or sum(name == "verb" for name, _ in arguments) > 1:
        raise Refused("badVerb", f"The verb is one of {', '.join(_VERBS)}, and is said once.")
    if len(said) + 1 < len(arguments):
        raise Refused("badArgument", "An argument is said twice.")
    if "resumptionToken" in said and verb in _LISTS:
        if len(said) > 1:
            raise Refused("badArgument", "A resumptionToken stands alone beside the verb.")
        return _going_on(verb, said)
    if said.get("set") == "":  # as a form sends it that was not filled in
        del said["set"]
    needed, allowed = _VERBS[verb]
    if unknown := said.keys() - needed - allowed:
        raise Refused("badArgument", f"{verb} knows no {', '.join(sorted(unknown))[:200]}.")
    if missing := {name for name in needed if not said.get(name)}:
        raise Refused("badArgument", f"{verb} needs {' and '.join(sorted(missing))}.")
    for name, shape in _SHAPES.items():
        if name in said and not shape.fullmatch(said[name]):
            raise Refused("badArgument", f"This is no {name}.")
    prefix = said.get("metadataPrefix", "")
    if prefix and prefix not in prefixes:
        raise Refused("cannotDisseminateFormat", f"The formats here are {', '.join(prefixes)}.")
    return Asked(
        verb,
        prefix,
        said.get("identifier", ""),
        Selection(*_stretch(said.get("from"), said.get("until")), said.get("set", "")),
        said={"verb": verb} | said,
    )


def _going_on(verb: str, said: Mapping[str, str]) -> Asked:
    try:
        onward = None if verb == "ListSets" else Onward.read(said["resumptionToken"])
    except ValueError:
        onward = None
    if onward is None:
        raise Refused("badResumptionToken", "This resumptionToken is none of ours. Begin the list anew.")
    told = {"verb": verb, **said}
    return Asked(verb, onward.prefix, selection=onward.selection, place=onward.place, said=told)


def _stretch(since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    """From `from` on and before what follows `until`: both belong to the stretch. Raises `Refused`."""
    first, first_step = _date(since, "from")
    last, last_step = _date(until, "until")
    if first and last:
        if first_step != last_step:
            raise Refused("badArgument", "from and until have the same granularity: days, or seconds.")
        if first > last:
            raise Refused("badArgument", "from is after until.")
    return first, last and last + last_step


def _date(said: str | None, name: str) -> tuple[datetime | None, timedelta]:
    """The moment at which it begins, and how long it is; some ask since the year 1, which is to say from the beginning."""
    if said is None:
        return None, _SECOND
    for (shape, form), length in zip(_FORMS, (_DAY, _SECOND), strict=True):
        if shape.fullmatch(said):
            try:
                read = datetime.strptime(said, form).replace(tzinfo=UTC)
            except ValueError:
                break
            return min(max(read, FIRST), LAST - length), length
    raise Refused("badArgument", f"{name} is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, in UTC.")
