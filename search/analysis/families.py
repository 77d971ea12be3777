"""Word families: every affixed form of a reviewed root, from one line of `families.tsv`.

Pure. A line holds a root, the affixes that make words of its family, and the forms that no rule makes. The rules are
those of Indonesian affixes with the changes of sound where they meet the root. They make more than a dictionary
holds, which harms nothing as long as no form is in two families (a test sees to that).

Affixes are written as linguists do, with the root as a hyphen:

    meN-kan     and what goes with it: di-kan ter-kan ku-kan kau-kan -kan, the spoken form without me- (mukul, nyiksa),
                and meN- di- as half of a doubled word (menakut-nakuti); so do meN- meN-i
    ke-an       and berke-an
    memper-kan  the same on per- (memper- memper-i), member-kan on ber-
    peN-an      with the nasal: pemukulan, penyiksaan; pe-an and pe- without: pelarian, petani
    pember-an keber-an keter-an ketidak-an
    V S         whole paradigms, see `PARADIGMS`
    adil:per-an the affix on another root than that of the line
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PARADIGMS = {
    "V": "meN- meN-kan meN-i peN- peN-an -an",
    "S": "meN-kan memper- ter- se- ke-an peN-an",
}
"""V is of verbs that take objects, S of qualities (sifat)."""

_VOICES = ("meN", "N", "di", "ter", "ku", "kau", "")
_ACTIVE = {"meN": "", "memper": "per", "member": "ber"}
_NOMINAL = {
    "pember": ("peN", "ber"),
    "pemper": ("peN", "per"),
    "keber": ("ke", "ber"),
    "keter": ("ke", "ter"),
    "ketidak": ("ketidak", ""),
}
_VOWELS = "aiueo"
_PARTICLES = ("lah", "kah", "pun")
_POSSESSORS = ("nya", "ku", "mu")
_SHORTEST_HOST = 3
"""Letters before an enclitic: `la|ku` and `pa|ku` have none."""


class WrongFamily(ValueError):
    """A line of the table cannot be read; says which and why."""


@dataclass(frozen=True, slots=True)
class Family:
    """One line. `forms` holds the root and everything of its family, without enclitics."""

    root: str
    forms: frozenset[str]
    reason: str = ""


def read(path: Path) -> Iterator[Family]:
    """The families of a table: root, affixes, more forms (with a minus: not this one), reason, tab-separated."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        root, affixes, more, reason, *surplus = [*(part.strip() for part in line.split("\t")), "", "", ""]
        if not root or any(surplus):
            raise WrongFamily(f"{path.name}:{number}: {line!r}")
        try:
            made = set(derived(root, affixes.split()))
        except KeyError as error:
            raise WrongFamily(f"{path.name}:{number}: {error}") from error
        unmade = {form[1:] for form in more.split() if form.startswith("-")}
        listed = {form for form in more.split() if not form.startswith("-")}
        yield Family(root, frozenset({root} | (made - unmade) | listed), reason)


def derived(root: str, affixes: Iterable[str]) -> Iterator[str]:
    """The words that these affixes make of a root. Raises `KeyError` for an affix that is none."""
    for affix in affixes:
        base, _, pattern = affix.rpartition(":")
        if pattern in PARADIGMS:
            yield from derived(base or root, PARADIGMS[pattern].split())
            continue
        prefix, hyphen, suffix = pattern.partition("-")
        if not hyphen:
            raise KeyError(affix)
        for word in _prefixed(prefix, base or root):
            yield word + suffix
        if (
            prefix == "meN" and suffix and not base
        ):  # half of a doubled word: menakut-nakuti, dibesar-besarkan
            yield from _nasal("me", root)
            yield f"di{root}"
        if prefix == "ke" and suffix == "an":
            yield f"berke{base or root}an"


def hosts(word: str) -> Iterator[tuple[str, str]]:
    """A folded word and what it may be without enclitics (`-nya`, `-ku`, `-mu`, then `-lah`, `-kah`, `-pun`), each with
    what was taken off: the longest first."""
    yield word, ""
    for particle in ("", *_PARTICLES):
        if not word.endswith(particle):
            continue
        host = word[: len(word) - len(particle)]
        for possessor in ("", *_POSSESSORS):
            if host.endswith(possessor) and particle + possessor:
                inner = host[: len(host) - len(possessor)]
                if len(inner) >= _SHORTEST_HOST:
                    yield inner, possessor + particle


def family_of(word: str, roots: Mapping[str, str]) -> str | None:
    """The root of a folded word by a table of forms and their roots, alone or with enclitics."""
    return next((roots[host] for host, _ in hosts(word) if host in roots), None)


def _prefixed(prefix: str, root: str) -> set[str]:
    """The root behind a prefix, in every spelling that is written; an active one brings its passives."""
    if prefix in _ACTIVE:
        inner = _ACTIVE[prefix]
        bases = _joined(inner, root)
        return {word for voice in _VOICES for base in bases for word in _joined(voice, base)}
    if prefix in _NOMINAL:
        outer, inner = _NOMINAL[prefix]
        return {word for base in _joined(inner, root) for word in _joined(outer, base)}
    return _joined(prefix, root)


def _joined(prefix: str, root: str) -> set[str]:
    match prefix:
        case "":
            return {root}
        case "meN" | "peN" | "N":
            return _nasal(prefix[:-1], root)
        case "ber" | "per" | "ter":
            return _before_r(prefix, root)
        case "di" | "ke" | "se" | "pe" | "me" | "ku" | "kau" | "ketidak":
            return {prefix + root}
    raise KeyError(f"{prefix}-")


def _before_r(prefix: str, root: str) -> set[str]:
    """ber+rasa → berasa, ber+kerja → bekerja; everywhere else the prefix stays whole."""
    if root.startswith("r"):
        return {prefix + root[1:]}
    if prefix != "ter" and re.match(rf"[^{_VOWELS}]er[^{_VOWELS}]", root):
        return {prefix + root, prefix[:2] + root}
    return {prefix + root}


def _nasal(prefix: str, root: str) -> set[str]:
    """me+tulis → menulis. k, p, s, t fall away in good style, but are often kept, in borrowed words above all."""
    first, second = root[0], root[1:2]
    kept = f"{prefix}{_NASALS.get(first, '')}{root}"
    words = {kept}
    if first in _DROPPED and second in _VOWELS:  # not before another consonant: mengkritik, memproses
        words.add(f"{prefix}{_DROPPED[first]}{root[1:]}")
    if _SYLLABLE.fullmatch(root):
        words.add(f"{prefix}nge{root}")  # mengebom, pengesahan
    return words


_NASALS = dict.fromkeys("aiueoghkq", "ng") | dict.fromkeys("bfvp", "m") | dict.fromkeys("cdjtsz", "n")
_DROPPED = {"k": "ng", "p": "m", "s": "ny", "t": "n"}
_SYLLABLE = re.compile(f"[^{_VOWELS}]{{0,2}}[{_VOWELS}][^{_VOWELS}]{{1,2}}")
