"""The names of people and organisations, as Indonesians bear them: filed, cited, inverted and recognised.

Pure. Many Indonesians have no family name, and many have one name alone; a citation style that asks for "family,
given" would make a family of somebody's second name. So nothing is taken apart that a person has not decided. Titles
are set apart where they cannot be anything else: what may be an initial or the name by which a woman is known (`R.`,
`Nyai Ahmad Dahlan`) stays, for a lost part of a name is a worse mistake than a title too many.

Sources: Decree 20/2005 of the Perpustakaan Nasional on entry words of Indonesian authors (the first element, unless
a clan or family name is borne; AACR2 22.26 and much teaching take the last), the name variable of the CSL-JSON schema,
the RIS format's `AU`, and Google Scholar's guidelines (no academic titles in author tags).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class NameKind(StrEnum):
    """What is known of how a name is built."""

    UNKNOWN = "unknown"
    MONONYM = "mononym"
    NO_FAMILY_NAME = "no_family_name"
    FAMILY_NAME = "family_name"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is printed, without titles; `titles` stand apart ("Dr., M.Si.").

    `family` and `given` are filled only where a person decided them; `filing` only where it departs from the rule;
    `variants` are the other forms under which the same bearer is met.
    """

    printed: str
    kind: NameKind = NameKind.UNKNOWN
    titles: str = ""
    family: str = ""
    given: str = ""
    filing: str = ""
    variants: tuple[str, ...] = ()


class NoName(ValueError):
    """The text names nobody: it is empty, or made of marks, figures or titles alone."""


def read_name(text: str, *, organisation: bool | None = None) -> Name:
    """The name that other people's records write: "Toer, Pramoedya Ananta", "Dr. Siti Aminah, M.Si.",
    "{Sapa Institut}", "Salim, Agus, 1884-1954". Raises `NoName`.

    `organisation` says what the source knows of it; None lets the words speak. A source that inverts decides the
    parts for citations, not that there is a family name: the kind becomes FAMILY_NAME only where the part before the
    comma is also a known clan name. Behind a title in front, and before a body, a comma parts nothing ("Dr. Siti
    Aminah, Universitas Padjadjaran"). BibTeX braces mean "never take this apart", and persons without decided parts are
    braced too; so what stands in braces is an organisation only where its words say so. Letter case is kept.
    """
    plain = _tidy(_LOW_COMMA_INSIDE.sub(",", text))
    braced = plain.startswith("{") and plain.endswith("}")
    plain = _trimmed(_NOT_THE_NAME.sub("", _tidy(plain.replace("{", "").replace("}", ""))))
    if not _has_letters(plain):
        raise NoName(text)
    if looks_like_organisation(plain) if organisation is None else organisation:
        return Name(plain, NameKind.ORGANISATION)
    name, titles = _without_titles(plain)
    if not _has_letters(name):
        raise NoName(text)
    segments = [name] if braced else [part for part in _segments(name) if not _YEARS.fullmatch(part)]
    if len(segments) == 1:
        return Name(segments[0], NameKind.MONONYM if _is_one_name(segments[0]) else NameKind.UNKNOWN, titles)
    family, given, *more = segments
    if [_folded(part) in _SUFFIXES for part in more] == [True]:
        return Name(f"{given} {family}, {more[0]}", NameKind.UNKNOWN, titles)
    straight = bool(titles) and plain.startswith(titles.split()[0])
    inverts = not (more or straight or _folded(given) in _SUFFIXES or looks_like_organisation(given))
    if not (inverts and _has_letters(family) and _has_letters(given)):
        return Name(name, NameKind.UNKNOWN, titles)
    printed = _in_order(family, given)
    if _cuts_a_patronymic(family, given):
        return Name(printed, NameKind.UNKNOWN, titles)
    clan = guess_kind(printed) is NameKind.FAMILY_NAME and _is_clan(family)
    return Name(printed, NameKind.FAMILY_NAME if clan else NameKind.UNKNOWN, titles, family, given)


def split_titles(text: str) -> tuple[str, str]:
    """The name as printed without titles, and the titles as written: "Dr. Hj. Siti Aminah, S.Sos., M.Si." gives
    ("Siti Aminah", "Dr. Hj., S.Sos., M.Si."). The name is "" only where there were titles or marks alone.

    Degrees: Ministerial Regulation 63/2016 on degrees and how they are written, and what was in use before. Kept in
    the name: initials (`R.`, `T.B.`, `M.`), noble titles where one word alone would be left (Raden Saleh, R.A.
    Kartini), `Ny.`, `Nyai` and `Ibu` where a husband's name may follow, `bin`, `binti`, `alias`, and Balinese or
    Acehnese words of rank, which are part of the name. `H.` is Haji before two names or beside another title.
    """
    plain = _trimmed(_tidy(text))
    return (plain, "") if looks_like_organisation(plain) else _without_titles(plain)


def looks_like_organisation(text: str) -> bool:
    """Whether the words are those of a body, not of a person: a proposal, from Indonesian and English words that no
    person bears. Words that persons bear too count only with their company: Bale Istri, not Bale Rahayu; Tim Penyusun,
    not Tim Lindsey. What stands behind the first comma or in brackets does not count."""
    said = _PARENTHESES.sub(" ", _tidy(text))
    segments = _segments(said)
    raw = segments[0].split() if segments else []
    words = _folded(segments[0]).split() if segments else []
    if not words:
        return False
    if len(words) > 1 and _is_title(raw[0]):
        # Prof. Dr. Hazairin Institute is a body; Dr. Siti Aminah Universitas Padjadjaran is somebody who works there.
        return len(words) > 2 and words[-1] in _AT_THE_END
    line = " ".join(words)
    if line in _KNOWN_BODIES or not _BODIES.isdisjoint(words) or not _ENGLISH_BODIES.isdisjoint(words[1:]):
        return True
    if len(words) > 1 and any(f"{line} ".startswith(f"{beginning} ") for beginning in _BEGINNINGS):
        return True
    shouted = len(raw) > 1 and segments[0].isupper()
    if not shouted and any(word.isupper() and word.casefold() in _ACRONYMS for word in raw):
        return True
    return len(raw) == 1 and bool(_ACRONYM.fullmatch(raw[0]))


def guess_kind(printed: str) -> NameKind:
    """What the written name suggests: a proposal to an editor, never to be stored unseen.

    FAMILY_NAME only where the last words are a clan name that is hardly ever anything else (`_CLANS`). Minangkabau
    suku and Balinese names of birth order and caste are no family names in this sense.
    """
    if looks_like_organisation(printed):
        return NameKind.ORGANISATION
    name = split_titles(printed)[0]
    words = name.split()
    if _is_one_name(name):
        return NameKind.MONONYM
    if len(words) < 2 or "," in name or _is_bound(name):
        return NameKind.UNKNOWN
    return NameKind.FAMILY_NAME if _clan_length(words) else NameKind.UNKNOWN


def filing_form(name: Name) -> str:
    """The form under which a catalogue files it. A decided `filing` wins; else family name first where the kind is
    FAMILY_NAME; everything else as printed, that is under its first element (Perpusnas Decree 20/2005).

    A kind FAMILY_NAME is a person's deed (guesses are not stored), so its last element is taken even where family and
    given are not parted yet: with both words of Lumban Tobing, without particles (AACR2 22.5D, Dutch: "Kroef, Justus
    M. van der"). Not taken: what follows bin or binti, and the last word of Kwik Kian Gie, whose family stands first.
    """
    if name.filing:
        return name.filing
    if name.kind is not NameKind.FAMILY_NAME:
        return name.printed
    parts = _decided(name)
    return ", ".join(parts) if parts else _last_first(name.printed)


def sort_key(name: Name) -> str:
    """What alphabetical lists compare: the filing form word by word, without case, accents and marks. Words such as
    "The" or "Yayasan" count like any other."""
    filed = filing_form(name)
    return _folded(filed) or filed.casefold()


def cited(name: Name) -> dict[str, str]:
    """The CSL-JSON name variable: family and given only where both are decided; else `literal`, which no style takes
    apart. So a mononym never becomes "Sukarno, S."."""
    parts = _decided(name)
    return {"family": parts[0], "given": parts[1]} if parts else {"literal": name.printed}


def inverted(name: Name) -> str:
    """For RIS `AU` and Highwire `citation_author`: "Family, Given" where decided, else as printed.

    Readers cut at every comma, and Zotero keeps the first two pieces alone. A comma inside an undivided name
    ("Kementerian A, B, dan C") is therefore written as U+201A, which looks the same and cuts nothing;
    `read_name` makes a comma of it again.
    """
    parts = _decided(name) or (name.printed,)
    return ", ".join(part.replace(",", _LOW_COMMA) for part in parts)


def written_forms(name: Name) -> tuple[str, ...]:
    """Every form under which search should find the bearer, each once, the printed one first, titles left out."""
    parts = _decided(name)
    decided = [", ".join(parts), _in_order(*parts)] if parts else []
    printed, *variants = (
        form if name.kind is NameKind.ORGANISATION else split_titles(form)[0] or form
        for form in (name.printed, *name.variants)
    )
    forms = (_tidy(form) for form in (printed, *decided, filing_form(name), *variants))
    return tuple(dict.fromkeys(form for form in forms if form))


def same_bearer(a: Name, b: Name) -> bool:
    """Whether the two may be one bearer, as a proposal: the printed form of one is a form of the other, whatever the
    case, accents, titles, the order around a comma and the dots of initials. Never a person and an organisation; a
    pen name and a legal one only where an editor wrote one among the other's variants."""
    if (a.kind is NameKind.ORGANISATION) is not (b.kind is NameKind.ORGANISATION):
        return False
    ours, theirs = _likeness(a.printed, a.kind), _likeness(b.printed, b.kind)
    return bool(ours and theirs) and (
        ours == theirs
        or ours in {_likeness(variant, b.kind) for variant in b.variants}
        or theirs in {_likeness(variant, a.kind) for variant in a.variants}
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOW_COMMA = "\u201a"
_LOW_COMMA_INSIDE = re.compile(rf"(?<=\S){_LOW_COMMA}")
_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‛ʹʻʼʽʾʿˈ′＇"))
_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
#: Joiners shape letters of other scripts; between Latin letters they are dirt.
_STRAY_JOINER = re.compile(
    "(?<![\u0590-\u1fff\ua800-\uabff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1fff\ua800-\uabff])"
)
#: Scripts that set no space between words, so that one word is not one name: Thai, Balinese, Sundanese, Javanese, CJK.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1b00-\u1bbf\u2e80-\u9fff\ua980-\ua9df\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_NOT_THE_NAME = re.compile(r"(?:, ?| )(?:dkk|et\.? al|and others)\.?$", re.IGNORECASE)
_YEARS = re.compile(r"(?:ca\.? ?)?\d{4}\??(?: ?[-–] ?(?:\d{4}\??)?)?\.?")
_SYLLABLE = re.compile(r"[^\W\daeiou]*[aeiou]+[^\W\daeiou]*")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_BONDS = {"bin", "binti", "bt", "bt.", "ibn", "ibnu", "alias", "al."}
_PATRONYMICS = {"bin", "binti", "ibn", "ibnu"}


def _tidy(text: str) -> str:
    """In one line, composed, without characters that are not seen."""
    seen = "".join(
        " " if (kind := unicodedata.category(character)) == "Cc" else "" if kind == "Cs" else character
        for character in text
        if unicodedata.category(character) != "Cf" or character in "\u200c\u200d"
    )
    return " ".join(unicodedata.normalize("NFC", _STRAY_JOINER.sub("", seen)).split())


def _trimmed(text: str) -> str:
    """Without commas and semicolons that hold nothing: RIS writers end a body with a comma."""
    return text.strip(" ,;")


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _folded(text: str) -> str:
    """Words without case, accents, apostrophes and marks, one space between."""
    letters = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_UNDIVIDED)
    kept = []
    for character in unicodedata.normalize("NFKD", letters):
        accent = unicodedata.combining(character)
        if character.isalnum() or (unicodedata.category(character).startswith("M") and not accent):
            kept.append(character)
        elif not accent:
            kept.append(" ")
    return " ".join("".join(kept).split())


def _segments(text: str) -> list[str]:
    """What stands between commas outside parentheses, without the empty pieces."""
    pieces, depth = [""], 0
    for character in text:
        depth = max(depth + (character == "(") - (character == ")"), 0)
        if character == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += character
    if depth:  # a bracket that is never closed holds nothing together
        pieces = text.split(",")
    return [piece for segment in pieces if (piece := segment.strip(" ;"))]


def _is_one_name(name: str) -> bool:
    """Whether it is a single word, in a script that sets words apart, and no initial glued to a name (M.Natsir)."""
    return " " not in name and "." not in name[:-1] and not _UNSPACED.search(name)


def _decided(name: Name) -> tuple[str, str] | None:
    """Family and given, where a person decided both and they can be parted at all."""
    family, given = name.family.strip(), name.given.strip()
    whole = name.kind in {NameKind.ORGANISATION, NameKind.MONONYM}
    return None if whole or not (family and given) or _cuts_a_patronymic(family, given) else (family, given)


def _in_order(family: str, given: str) -> str:
    """The parts as the bearer writes them: family last, but first in Kwik Kian Gie (given names of two syllables)."""
    syllables = _folded(given).split()
    chinese = (
        _folded(family) in _FAMILY_FIRST and len(syllables) == 2 and all(map(_SYLLABLE.fullmatch, syllables))
    )
    return f"{family} {given}" if chinese else f"{given} {family}"


def _cuts_a_patronymic(family: str, given: str) -> bool:
    """Whether the parts are those of "BINTI AHMAD, Siti" or "Ahmad, Siti binti"."""
    return (
        _folded(family).partition(" ")[0] in _PATRONYMICS or _folded(given).rpartition(" ")[2] in _PATRONYMICS
    )


def _is_bound(name: str) -> bool:
    """Whether a word inside ties its parts together: daughter of, also called."""
    return not _BONDS.isdisjoint(word.casefold() for word in name.split()[1:-1])


def _last_first(printed: str) -> str:
    """A name with a family name that nobody parted yet: "Simatupang, T.B."."""
    words = printed.split()
    whole = len(words) < 2 or "," in printed or _is_bound(printed)
    if whole or _folded(words[-1]) in _SUFFIXES or _folded(words[0]) in _FAMILY_FIRST:
        return printed
    cut = len(words) - max(_clan_length(words), 1)
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}" if cut else printed


def _clan_length(words: Sequence[str]) -> int:
    """How many of the last words are a clan name: 0, 1 or 2."""
    last = [_folded(word) for word in words[-2:]]
    if len(words) > 1 and (
        " ".join(last) in _TWO_WORD_CLANS or (last[0] in {"al", "as"} and last[1] in _ARAB_CLANS)
    ):
        return 2
    return int(_is_clan(words[-1]))


def _is_clan(text: str) -> bool:
    folded = _folded(text)
    bare = folded.removeprefix("al ").removeprefix("as ")
    return (
        folded in _CLANS
        or folded in _TWO_WORD_CLANS
        or bare in _ARAB_CLANS
        or bare.removeprefix("al") in _ARAB_CLANS
    )


def _likeness(form: str, kind: NameKind) -> str:
    """What two writings of one name share; "" where there is nothing to compare."""
    plain = _trimmed(_tidy(form))
    if kind is not NameKind.ORGANISATION:
        plain = _without_titles(plain)[0] or plain
        segments = _segments(plain)
        plain = _in_order(*segments) if len(segments) == 2 else plain
    words = _folded(plain)
    return _LONE_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), words) or plain.casefold()


def _without_titles(plain: str) -> tuple[str, str]:
    """The name and its titles. Peeled until nothing more comes off, so that a second time changes nothing."""
    front: list[str] = []
    back: list[str] = []
    name = plain
    while True:
        before, rest, behind = _peel(name, beside=bool(front or back))
        front, back = front + before, behind + back
        if rest == name:
            return name, ", ".join(filter(None, (" ".join(front), *back)))
        name = rest


def _peel(name: str, *, beside: bool) -> tuple[list[str], str, list[str]]:
    """One layer: titles in front, the rest, titles behind. `beside` says that titles came off already."""
    segments = _segments(name)
    if len(name.split()) > 1 and all(_are_titles(segment) for segment in segments):
        return [], "", segments
    if len(name.split()) == 1 and (_is_title(name) or ("." in name and _is_degree(name))):
        return [name], "", []
    behind: list[str] = []
    while len(segments) > 1 and _are_titles(segments[-1]) and (beside or not _may_be_initials(segments)):
        behind.insert(0, segments.pop())
        beside = True
    if len(segments) == 1:
        segments[0], last = _without_last_title(segments[0])
        behind[:0] = last
    before: list[str] = []
    while len(segments) > 1 and _are_titles(segments[0]):
        before.append(segments.pop(0))
    for place in range(min(len(segments), 2)):
        others = sum(len(segment.split()) for number, segment in enumerate(segments) if number != place)
        came_off, segments[place] = _without_front(segments[place], others, beside=beside or bool(before))
        before += came_off
    return before, ", ".join(filter(None, segments)), behind


def _without_front(segment: str, others: int, *, beside: bool) -> tuple[list[str], str]:
    """The titles at the beginning of a segment and what follows; `others` counts the name's words elsewhere."""
    words = segment.split()
    before: list[str] = []
    while words:
        glued = _GLUED.match(words[0])
        ahead = [glued[1], words[0][glued.end() :], *words[1:]] if glued else words
        left = others + sum(not _is_title(word) for word in ahead[1:])
        count = _front_titles(ahead, left, last=before[-1:], beside=beside or bool(before))
        if not count or not left:
            break
        before += ahead[:count]
        words = ahead[count:]
    return before, " ".join(words)


def _front_titles(words: Sequence[str], left: int, *, last: Sequence[str], beside: bool) -> int:
    """How many words at the beginning are titles, `left` being the words of the name behind the first."""
    first, following = words[0], words[1] if len(words) > 1 else ""
    key = _key(first)
    if _is_title(first) or (last and key in _AFTER_A_TITLE and (key == "hc" or not first.isalpha())):
        return 1
    if last and _key(last[0]) in _RANKS and key in {"pol", "tni"}:
        return 1
    if key in _OF_WIVES:
        return int(_is_title(following) or _folded(following) in _OF_WOMEN)
    if first.rstrip(".").casefold() == "h":
        return int((left > 1 or beside) and left > 0 and not _INITIALS.fullmatch(following))
    if _DOTTED.fullmatch(first) and key == "kh":
        return int(left > 1 or beside)
    if _DOTTED.fullmatch(first) and key in _NOBLE_INITIALS:
        return int(left > 1 and not _is_clan(words[-1]))
    if key == "raden" and _folded(following) in _AFTER_RADEN:
        return 2 if left > 2 else 0
    return int(key in _WORDS_OF_RANK and left > 1 and _folded(following) != "ayu")


def _without_last_title(segment: str) -> tuple[str, list[str]]:
    """A segment without the degrees that follow the name with no comma: "Siti Aminah SH", "Siti Aminah S. Sos."."""
    words = segment.split()
    for count in (1, 2, 3):
        if len(words) <= count:
            break
        joined = "".join(words[-count:])
        apart = count == 1 or (_INITIALS.fullmatch(words[-count]) and len(_key(words[-1])) > 1)
        if apart and _is_degree_without_comma(
            joined, alone=len(words) - count == 1, shouted=segment.isupper()
        ):
            return " ".join(words[:-count]).rstrip(",;"), [" ".join(words[-count:])]
    return segment, []


def _is_degree_without_comma(word: str, *, alone: bool, shouted: bool) -> bool:
    bare = _IN_BRACKETS.sub("", word)
    key = _key(bare)
    if _SPECIALIST.fullmatch(bare):
        return True
    if key not in _DEGREES or (
        _LETTERS.fullmatch(bare) and len(key) == 2 and key not in (_FIRM if alone else _FIRMER)
    ):
        return False
    if "." in bare.rstrip("."):
        return True
    return bare.rstrip(".") in _WITHOUT_DOTS and not (shouted and not _VOWELS.isdisjoint(key))


def _may_be_initials(segments: Sequence[str]) -> bool:
    """Whether "Sinaga, S.H." is more likely a clan name with initials, as RIS writes it, than somebody with a degree."""
    head, *tail = segments
    if len(tail) > 1 or " " in head or not _LETTERS.fullmatch(tail[0]):
        return False
    return _is_clan(head) or (len(_key(tail[0])) == 2 and _key(tail[0]) not in _FIRM)


def _are_titles(segment: str) -> bool:
    """Whether a whole segment is titles: "S.Sos.", "S. Sos.", "Prof. Dr.", "M.Sc. (Hons)"."""
    words = segment.split()
    while words:
        for count in (3, 2, 1):
            joined = "".join(words[:count])
            if len(words) >= count and (_is_title(joined) or _is_degree(joined)):
                words = words[count:]
                break
        else:
            return False
        while words and _IN_BRACKETS.fullmatch(words[0]):
            words = words[1:]
    return bool(segment)


def _is_title(word: str) -> bool:
    """Whether it is a title before a name and cannot be anything else."""
    bare = word.removesuffix(".")
    key = bare.casefold()
    return key in _TITLES or key in _RANKS or (key in _CAREFUL_TITLES and (bare != bare.upper()))


def _is_degree(word: str) -> bool:
    """Whether what stands behind a comma is a degree or a profession."""
    bare = _IN_BRACKETS.sub("", word)
    key = _key(bare)
    if bare.rstrip(".").isalpha() and bare.istitle() and key in _ALSO_NAMES:
        return False
    return (
        key in _DEGREES
        or key in _PROFESSIONS
        or bool(_SPECIALIST.fullmatch(bare) or _APPLIED.fullmatch(bare))
    )


def _key(word: str) -> str:
    return re.sub(r"[.()]", "", word).casefold()


_LONE_LETTERS = re.compile(r"\b\w(?: \w)+\b")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.[^\W\d_]{1,3})+\.?")
_LETTERS = re.compile(r"(?:[^\W\d_]\. ?){2,}|[^\W\d_]\.[^\W\d_]|[A-Z]{2,3}\.?")
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
_GLUED = re.compile(
    r"((?:prof|drs?|dra|drg|drh|ir|hj|kh|apt|ns|pdt|tgk)\.|(?:k\.h\.|h\.)(?=[^\W\d_]{3}))(?=[^\W\d_])",
    re.IGNORECASE,
)
_SPECIALIST = re.compile(r"[Ss][Pp]\.[A-Za-z][A-Za-z.-]*|Sp[A-Z]{1,4}(?:-[A-Z]+)?\.?")
_APPLIED = re.compile(r"[SM]\.?Tr\.[A-Za-z.]+|A\.?M[ad]\.[A-Za-z.]+", re.IGNORECASE)
_VOWELS = set("aeiou")

_TITLES = _words(
    "prof dr drg drh dra drs ir hj kh tgk apt adv pdt pdm mgr ust ustz ustaz ustad ustadz ustazah ustadzah"
    " tn bpk bapak sdr sdri"
)
#: In capitals these are initials: MS Kaban, MR Siregar.
_CAREFUL_TITLES = _words("mr ms ns bd rr")
_RANKS = _words(
    "jend letjen mayjen brigjen letkol komjen irjen kombes akbp kompol akp iptu ipda aiptu aipda bripka briptu bripda"
    " laksda laksma marsda marsma"
)
_AFTER_A_TITLE = {"hc", "em", "emeritus", "purn", "cand"}
_WORDS_OF_RANK = _words("raden haji hajjah kiai kyai kiyai buya teungku romo")
_AFTER_RADEN = _words("mas ajeng adjeng roro rara ngabehi tumenggung")
_NOBLE_INITIALS = _words("ra ray rm rmt rngt rrr kra krt krmt krht kph kgph kgpaa bra bray gra gray gkr gph")
#: A woman may be known by these and her husband's name, and without them would become her husband.
_OF_WIVES = _words("ny nyonya nyai ibu mrs")
_OF_WOMEN = _words("siti sitti dewi ratna nyimas")

_DEGREES_WRITTEN = _words("""
    A.Ma. A.Ma.Pd. A.Md. A.P. B.A. B.Ed. B.Sc. B.S.W. B.Soc.Sc. D.E.A. D.Phil. D.Sc. D.Th. Ed.D. J.D. LL.B. LL.D. LL.M.
    M.A. M.A.B. M.A.P. M.AP. M.Ag. M.Ak. M.Ars. M.B.A. M.Biomed. M.Cs. M.D. M.Des. M.Dev. M.Div. M.Ds. M.E. M.Ec. M.Ed.
    M.Ec.Dev. M.Eng. M.Epid. M.Farm. M.Fil. M.Fil.I. M.Gizi. M.H. M.H.I. M.HI. M.Han. M.Hum. M.Hut. M.I.Kom. M.Ikom.
    M.I.P. M.IP. M.I.R. M.K.M. M.KM. M.Keb. M.Kep. M.Kes. M.Kesos. M.Kn. M.Kom. M.Krim. M.Lib. M.Litt. M.M. M.Min. M.P.
    M.P.A. M.P.H. M.P.P. M.Pd. M.Pd.I. M.PdI. M.Pd.K. M.Pem. M.Phil. M.Pi. M.Psi. M.Psi.T. M.Pt. M.Pust. M.Res. M.S.
    M.S.I. M.S.W. M.Sc. M.Si. M.Sn. M.Sos. M.Sosio. M.Stat. M.Sw. M.Sy. M.T. M.Th. M.Tr. M.Ud. Ph.D.
    S.A.B. S.A.P. S.AP. S.Ag. S.Ak. S.Ant. S.Ars. S.Des. S.Ds. S.E. S.E.I. S.E.Sy. S.Farm. S.Fil. S.Fil.I. S.Gz. S.H.
    S.H.I. S.HI. S.Hum. S.Hut. S.I.K. S.IK. S.I.Kom. S.Ikom. S.I.P. S.IP. S.I.Pust. S.K.G. S.KG. S.K.H. S.K.M. S.KM.
    S.Keb. S.Ked. S.Kel. S.Kep. S.Kes. S.Kesos. S.Kom. S.Kom.I. S.Li. S.M. S.Mat. S.Or. S.P. S.Par. S.Pd. S.Pd.I.
    S.PdI. S.Pd.K. S.Pi. S.Psi. S.Pt. S.Pust. S.S. S.S.T. S.ST. S.STP. S.Si. S.Sn. S.Sos. S.Sos.I. S.SosI. S.Stat.
    S.Sy. S.T. S.T.P. S.TP. S.Th. S.Th.I. S.Tr. S.Ud. S.Kep.Ns.
""")
_DEGREES = {_key(degree) for degree in _DEGREES_WRITTEN}
_WITHOUT_DOTS = {degree.replace(".", "") for degree in _DEGREES_WRITTEN}
#: Two letters that are a degree even behind one word; behind more than one; the others may be initials there.
_FIRM = {"sh", "mh", "se", "mm", "ma"}
_FIRMER = _FIRM | {"st", "ss", "sp", "mt", "ba"}
_PROFESSIONS = _words(
    "psikolog ak ca cpa cla cpl cpcle cmed chrp chrm chra cfp qia ns apt adv psi spsi akt cht cpm ctl hons cand"
)
#: Written like names, they are names: Jack Ma.
_ALSO_NAMES = {"ma", "se", "ap", "mak", "sak", "ak", "ca", "cand", "sag", "sip", "mag", "mir", "mars", "med"}

_BODIES = _words("""
    republik kementerian kementrian kemenko departemen direktorat ditjen inspektorat sekretariat pemerintah pemprov
    pemkab pemkot pemda pemdes dinas badan balai biro kantor lembaga komisi komnas komite dewan majelis mahkamah
    pengadilan kejaksaan kepolisian polri polda polres polresta polsek bareskrim satgas satpol ombudsman kedutaan
    kecamatan kelurahan kabupaten provinsi propinsi dprd dpr mpr dpd kpai kpu bawaslu lpsk bps bnpb bkkbn bappeda bappenas
    uptd upt p2tp2a dp3a dpppa puskesmas posyandu rsud rsup rsia universitas institut fakultas jurusan prodi politeknik
    akademi sekolah madrasah pesantren ponpes stai stain iain yayasan perkumpulan perhimpunan himpunan persatuan ikatan
    asosiasi federasi konfederasi serikat paguyuban koperasi koalisi aliansi jaringan gerakan forum konsorsium solidaritas
    pusat puslit perpustakaan penerbit percetakan museum sanggar komunitas kelompok panitia pokja redaksi fraksi partai
    gereja keuskupan muslimat fatayat perempuan wanita kowani lbh lsm wcc pkk pkbi ylbhi unicef unfpa unesco unhcr undp
    icjr institute foundation
    """)
_AT_THE_END = {"institut", "institute", "foundation", "center", "centre", "university", "college"}
#: These make a body of what stands before them; alone or first they may be somebody's name.
_ENGLISH_BODIES = _words("""
    center centre university college association network organization organisation committee commission council ministry
    department agency bureau society union alliance coalition program programme project international nations bank fund
    group women children watch tbk ltd inc llc corporation company initiative consortium federation secretariat
    """)
_BEGINNINGS = (
    "bale istri",
    "pt",
    "cv",
    "ud",
    "rs",
    "rumah sakit",
    "rumah aman",
    "rumah kitab",
    "pondok pesantren",
    "karang taruna",
    "ministry of",
    "department of",
    "university of",
    "office of",
    "center for",
    "centre for",
    "council of",
    *(
        f"tim {work}"
        for work in sorted(
            _words(
                "ahli advokasi dokumentasi editor kajian kerja pelaksana pendamping peneliti penelitian penerjemah"
                " pengabdian pengarah penggerak penulis penyunting penyusun perumus redaksi relawan riset sapa survei"
            )
        )
    ),
)
#: Whole names, and abbreviations that are bodies only in capitals (Ilo and Who are words).
_KNOWN_BODIES = {
    "indonesia",
    "muhammadiyah",
    "aisyiyah",
    "nahdlatul ulama",
    "kalyanamitra",
    "rifka annisa",
    "world bank",
    "amnesty",
    "save the children",
}
_ACRONYMS = _words(
    "ngo who ilo iom uin ui itb upi unpad unisba unpar un ippf adb usaid ausaid pekka sapa pbb"
)
_ACRONYM = re.compile(r"(?=.{3})(?:[B-DF-HJ-NP-TV-Z]+|(?=.*\d)(?=.*[A-Z].*[A-Z])[A-Z\d]+)")

#: Only names that are hardly ever given to a child as its own: Batak, Nias, Minahasa, Maluku, Toraja, Papua.
_CLANS = _words("""
    ambarita aritonang banjarnahor batubara butarbutar dalimunthe damanik daulay daulae debataraja doloksaribu ginting
    girsang gultom gurning gurusinga harahap harianja hasibuan hasugian hutabarat hutagalung hutagaol hutahaean hutajulu
    hutapea hutasoit hutasuhut hutauruk kaban karosekali keliat kembaren ketaren lubis lumbanbatu lumbangaol lumbanraja
    lumbantobing lumbantoruan manalu manihuruk manullang manurung marbun marpaung matondang munthe nababan nadapdap
    nadeak naibaho nainggolan napitupulu nasution pakpahan panggabean pandiangan panjaitan pardede pardosi parinduri
    pasaribu peranginangin pulungan rajagukguk rambe rangkuti ritonga rumahorbo rumapea sagala samosir
    saragi saragih sebayang sembiring siagian siahaan siallagan sianipar sianturi sibarani sibuea siburian sidabalok
    sidabutar sidauruk sigalingging sihaloho sihite sihombing sihotang silaban silaen silalahi silitonga simamora
    simangunsong simanjorang simanjuntak simanungkalit simaremare simarmata simatupang simbolon sinaga sinambela
    sinulingga sinurat sinuraya sipahutar sipayung sirait siregar siringoringo sirumapea sitanggang sitepu sitinjak
    sitohang sitompul sitorus sitorang situmeang situmorang surbakti tambunan tampubolon tarigan telaumbanua togatorop
    tondang torong turnip nahampun berutu solin
    gulo harefa hulu laoli lase mendrofa waruwu zalukhu zebua zega ziliwu halawa hia laia sarumaha zagoto dachi
    kaligis kalangie kandou karamoy kawilarang kumaat lasut lengkong lumanauw mamahit mandagi mandey manopo maramis
    mangindaan massie mawikere momuat mononutu najoan ngantung pangemanan pangkahila pelealu pinontoan ratulangi
    ratulangie rondonuwu rorimpandey rumagit rumengan rumokoy runtu runtukahu sarundajang sondakh sumual supit tangkudung
    tendean tumbelaka tumewu tumiwa waleleng walandouw watulingas waworuntu wenas worang wowor wuisan
    hattu latuconsina latuharhary latuheru latuihamallo latumahina latupapua latupeirissa leimena leiwakabessy louhenapessy
    manuhutu manuputty matulessy nanlohy nikijuluw pattinama pattiasina pattinasarany pattiradjawane pattiselanno pattipeilohy
    pattiwael pelupessy picauly ririmasse risakotta rumahuru sahanaya sahetapy salampessy sapulette siwabessy soumokil
    soplanit tahapary talahatu tamaela tehupeiory tomasoa tuhumury tupamahu tutupoly wattimena wattimury
    sarungallo pongrekun rumbiak rumbewas rumaropen solossa kogoya wenda tabuni
    """)
_TWO_WORD_CLANS = {
    "lumban tobing",
    "lumban gaol",
    "lumban raja",
    "lumban toruan",
    "lumban batu",
    "karo karo",
    "karo sekali",
    "perangin angin",
    "siringo ringo",
    "raja gukguk",
    "buta butar",
    "butar butar",
}
_ARAB_CLANS = _words(
    "habsyi habsji attas alatas aydrus alaydrus alaidrus haddad assegaf assegaff segaf saqqaf jufri shihab syihab"
    " baswedan bawazier bafadal bahasuan bamualim basalamah baraja bawahab sungkar katiri alkatiri"
    " bahmid"
)
#: Surnames of Chinese Indonesians, which stand first: Kwik Kian Gie.
_FAMILY_FIRST = _words(
    "ang auw goei gouw ho kho khouw kwee kwik lauw liem lie lim liong nio njoo oei oey ong phoa sie siauw soe tan tee the"
    " thio thung tio tjan tjia tjio tjoa tjong yap yauw"
)
