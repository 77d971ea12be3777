"""Words of a question in the other language, from the list `bilingual.tsv` beside this file.

Pure. The list is written from English to Indonesian and read both ways. English reaches its head through plural, past
and -ing forms and American spellings; Indonesian through the families of `search.analysis`. What the thesaurus already
knows is not in the list: whoever widens a question asks both.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search.analysis import Token, is_stop, tokens

Language = Literal["en", "id"]

LONGEST_HEAD = 3
"""Words of an English head. An Indonesian equivalent may have more."""

MOST_EQUIVALENTS = 4
"""Offered for one span of words: more would bury what was typed."""

PARTS = ("n", "v", "adj", "adv", "phrase")
COLUMNS = ("english", "indonesian", "part", "hidden", "note")

_PATH = Path(__file__).with_name("bilingual.tsv")


class Misread(ValueError):
    """A line of the list that cannot be kept: its `number` (from 1) and one sentence, `said`."""

    def __init__(self, number: int, said: Promise) -> None:
        super().__init__(number, said)
        self.number = number
        self.said = said

    def __str__(self) -> str:
        return str(format_lazy(_("Baris {number}: {said}"), number=self.number, said=self.said))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: an English head and its Indonesian equivalents, the likeliest first. Words of either language that are
    also in `hidden` are read and searched, and never shown."""

    english: str
    indonesian: tuple[str, ...]
    parts: tuple[str, ...]
    hidden: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What a span may be called in the other language. A `hidden` one is searched, and never shown to a reader."""

    words: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """The words from `start` up to `end` of what was given, read as the other language than `into`."""

    start: int
    end: int
    into: Language
    equivalents: tuple[Equivalent, ...]


_Words = tuple[str, ...]
_Placed = tuple[int, Token]
"""A token and the index of the given word that it came from."""
_Place = tuple[int, tuple[int, ...], int, int, Entry]
"""An entry and how likely it is meant: rank of the wording in it, parts of speech (nouns first), how many equivalents it
has (the fewer the plainer), order in the list."""

_SHORTEST_STEM = 4  # letters: families of less are chance ("ego" in "Diego")


class WordList:
    """The list made ready for questions. Immutable; threads may share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        heads: dict[_Words, Entry] = {}
        exact: dict[_Words, list[_Place]] = {}
        family: dict[_Words, list[_Place]] = {}
        for order, entry in enumerate(self.entries):
            heads[_exact(tokens(entry.english))] = entry
            if entry.english in entry.hidden:
                continue  # a slur is understood; it is nobody's translation
            for rank, words in enumerate(entry.indonesian):
                read = tokens(words)
                place = (rank, tuple(map(PARTS.index, entry.parts)), len(entry.indonesian), order, entry)
                exact.setdefault(_exact(read), []).append(place)
                if words not in entry.hidden and len("".join(_stems(read))) >= _SHORTEST_STEM:
                    family.setdefault(_stems(read), []).append(place)
        self._heads = heads
        self._openers = {head[0] for head in heads if len(head) > 1}
        self._exact = _likeliest(exact)
        self._family = _likeliest(family)
        self._indonesian_words = {word for words in exact for word in words}
        self._longest = max(map(len, (*heads, *exact)), default=0)

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of either language by this list, as it stands or as a plain English form."""
        return word in self._indonesian_words or any((base,) in self._heads for base in bases(word))

    def leaning(self, words: Iterable[str]) -> Language | None:
        """The language of these words as typed, where those that only one of the two knows tell it."""
        return self._leaning(token for word in words for token in tokens(word))

    def translations(
        self, words: Sequence[str], *, explained: Collection[int] = (), leaning: Language | None = None
    ) -> list[Translation]:
        """What `translations` of this module gives, from these entries.

        Words at the places `explained` tell of the language, but are not translated, and no span reaches across them.
        `leaning` is the language where more is known of it than these words tell.
        """
        placed = [(index, token) for index, word in enumerate(words) for token in tokens(word)]
        leaning = leaning or self._leaning(token for _, token in placed)
        taken = [index in explained for index, _ in placed]
        found: dict[Translation, None] = {}
        for size in range(min(self._longest, len(placed)), 0, -1):
            for start in range(len(placed) - size + 1):
                if any(taken[start : start + size]):
                    continue
                span = placed[start : start + size]
                if readings := list(self._read(span, leaning)):
                    taken[start : start + size] = [True] * size
                    found.update((reading, None) for reading in readings if reading.equivalents)
        return sorted(found, key=lambda translation: (translation.start, translation.end))

    def _read(self, span: Sequence[_Placed], leaning: Language | None) -> Iterator[Translation]:
        """A span in the language it seems to be of; in both where nothing tells."""
        read = [token for _, token in span]
        if len(read) == 1 and is_stop(read[0].exact):
            return
        english = self._english(read)
        indonesian = self._exact.get(_exact(read))
        if indonesian is None and english is None and leaning != "en":
            # A stemmer makes strange cousins of English words, so families are for what nothing else explains.
            indonesian = self._family.get(_stems(read))
        if english and (not indonesian or leaning != "id"):
            yield _translation(span, "id", [(words, english) for words in english.indonesian])
        if indonesian and (not english or leaning != "en"):
            yield _translation(span, "en", [(entry.english, entry) for entry in indonesian])

    def _english(self, read: Sequence[Token]) -> Entry | None:
        """The head that these tokens are a form of; as written before any inflection."""
        if len(read) > LONGEST_HEAD:
            return None
        if len(read) > 1 and self._openers.isdisjoint(bases(read[0].exact)):
            return None
        for words in product(*(bases(token.exact) for token in read)):
            if entry := self._heads.get(words):
                return entry
        return None

    def _leaning(self, read: Iterable[Token]) -> Language | None:
        """The language of a question, told by the words that only one of the two knows ("air", "dating" are both)."""
        balance = 0
        for token in read:
            english = not is_stop(token.exact) and self._english([token]) is not None
            indonesian = token.exact in self._indonesian_words
            balance += english - indonesian
        return "en" if balance > 0 else "id" if balance < 0 else None


def translations(words: Sequence[str]) -> list[Translation]:
    """The words of a question in the other language, by the list that is shipped.

    `words` are given in order, as typed, function words too: some heads hold them. The longest heads are read first, no
    word is read twice, and spans come in order. A span that may be either language ("air") gives two translations,
    unless the other words tell which is meant. Any text is taken; what is unknown is left out.
    """
    return shipped().translations(words)


@cache
def shipped() -> WordList:
    """The list beside this file, read once. A test has seen that every line of it can be kept."""
    return WordList(entry for _, entry in _lines(_PATH.read_text("utf-8")))


def entries(text: str) -> Iterator[Entry]:
    """The entries of a list in its written form. Raises `Misread` at the first line that cannot be kept."""
    known: set[_Words] = set()
    for number, entry in _lines(text):
        if said := wrong(entry):
            raise Misread(number, said)
        head = _exact(tokens(entry.english))
        if head in known:
            raise Misread(number, _("kata Inggris ini sudah ada."))
        known.add(head)
        yield entry


def _lines(text: str) -> Iterator[tuple[int, Entry]]:
    """The lines of a list with their numbers. Raises `Misread` where one has not the columns."""
    lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    rows = ((number, line.split("\t")) for number, line in lines if not line.startswith("#"))
    number, header = next(rows, (1, []))
    if tuple(header) != COLUMNS:
        raise Misread(number, _("nama kolom tidak dikenali."))
    for number, cells in rows:
        if len(cells) != len(COLUMNS):
            raise Misread(number, _("jumlah kolom tidak sesuai."))
        english, indonesian, part, hidden, note = cells
        yield number, Entry(english, _split(indonesian), _split(part), frozenset(_split(hidden)), note)


def edited(listed: Iterable[Entry], own: Iterable[Entry]) -> WordList:
    """A list with an editor's own lines: each stands in the place of the line with the same English word, or is added;
    one without an Indonesian word takes that line away."""
    lines = {_exact(tokens(entry.english)): entry for entry in listed}
    for entry in own:
        lines[_exact(tokens(entry.english))] = entry
    return WordList(entry for entry in lines.values() if entry.indonesian)


def wrong(entry: Entry) -> Promise | None:
    """What keeps an entry out of the list, as a sentence that begins small."""
    words = (entry.english, *entry.indonesian)
    if not 0 < len(tokens(entry.english)) <= LONGEST_HEAD:
        return _("kata Inggris harus satu sampai tiga kata.")
    if not 0 < len(entry.indonesian) <= MOST_EQUIVALENTS or not all(map(tokens, entry.indonesian)):
        return _("padanan Indonesia harus satu sampai empat.")
    if not entry.parts or not set(PARTS).issuperset(entry.parts):
        return _("kelas kata tidak dikenali.")
    if not entry.hidden.issubset(words):
        return _("kata tersembunyi harus salah satu kata di baris itu.")
    return None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _exact(read: Iterable[Token]) -> _Words:
    return tuple(token.exact for token in read)


def _stems(read: Iterable[Token]) -> _Words:
    return tuple(token.stem for token in read)


def _translation(
    span: Sequence[_Placed], into: Language, offered: Iterable[tuple[str, Entry]]
) -> Translation:
    """What is offered for a span, without what finds the same anyway ("film", "viruses")."""
    typed = _stems(token for _, token in span)
    kept = (
        Equivalent(words, words in entry.hidden) for words, entry in offered if _stems(tokens(words)) != typed
    )
    return Translation(span[0][0], span[-1][0] + 1, into, tuple(kept))


def _likeliest(listed: Mapping[_Words, list[_Place]]) -> dict[_Words, tuple[Entry, ...]]:
    """For every Indonesian wording the few heads that name it first."""
    chosen = {}
    for words, places in listed.items():
        ordered = dict.fromkeys(place[-1] for place in sorted(places, key=lambda place: place[:-1]))
        chosen[words] = tuple(ordered)[:MOST_EQUIVALENTS]
    return chosen


# What English does to a word, tried from the top; a guess that is no head costs nothing.
_ENDINGS = (
    (re.compile(r"ies$"), ("y", "ie")),
    (re.compile(r"ves$"), ("f", "fe", "ve")),
    (re.compile(r"(?<=s|x|z)es$|(?<=ch|sh)es$|(?<=o)es$"), ("", "e")),
    (re.compile(r"(?<!s)s$"), ("",)),
    (re.compile(r"ied$"), ("y", "ie")),
    (re.compile(r"([b-df-hj-np-tv-z])\1(?:ed|ing)$"), (r"\1", r"\1\1", r"\1\1e")),
    (re.compile(r"(?<=[a-z]{2})ed$"), ("e", "")),
    (re.compile(r"ying$"), ("y", "ie")),
    (re.compile(r"(?<=[a-z]{2})ing$"), ("e", "")),
)  # fmt: skip

#: American spellings, as the list writes them.
_SPELLINGS = (
    ("iz", "is"), ("yz", "ys"), ("or", "our"), ("ter", "tre"), ("ense", "ence"), ("gram", "gramme"), ("gment", "gement"),
    ("eling", "elling"), ("elor", "ellor"), ("ollment", "olment"), ("nemia", "naemia"), ("kilometer", "kilometre"),
)  # fmt: skip
_SHORTEST_RESPELT = 5  # letters: shorter ones become other words ("for" is no four)

_IRREGULAR = {
    form: base
    for line in """
        arise arose arisen; beat beaten; begin began begun; bend bent; bite bitten; bleed bled; break broke
        broken; bring brought; build built; buy bought; catch caught; choose chose chosen; come came; deal dealt; draw
        drew drawn; drink drank drunken; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight
        fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave
        forgiven; freeze froze frozen; give gave given; go went gone; grow grew grown; hang hung; hear heard; hide hid;
        hold held; keep kept; know knew known; lead led; learn learnt; leave leaves left; lend lent; lose
        lost; meet met; mean meant; overcome overcame; pay paid; ride rode ridden; rise rose risen; run ran; say said; see
        saw seen; seek sought; sell sold; send sent; sew sewn; shake shook shaken; shoot shot; show shown; sing sang sung;
        sit sat; sleep slept; speak spoke spoken; spend spent; stand stood; steal stole stolen; strike struck stricken;
        swear swore sworn; swim swam swum; take took taken; teach taught; tell told; traffic trafficked; think thought; throw threw thrown;
        undergo underwent undergone; undertake undertook undertaken; understand understood; wake woke woken; wear wore
        worn; weep wept; win won; withdraw withdrew withdrawn; write wrote written; rebuild rebuilt; withhold withheld;
        woman women; man men; child children; person persons; foot feet; tooth teeth; policeman policemen; fisherman
        fishermen; policewoman policewomen; bacterium bacteria; phenomenon phenomena; criterion criteria; thesis theses;
        hypothesis hypotheses; analysis analyses; diagnosis diagnoses; crisis crises; basis bases; index indices;
        appendix appendices; curriculum curricula; old older oldest elder eldest; young younger youngest; poor poorer
        poorest; rich richer richest; high higher highest; low lower lowest; large larger largest; small smaller smallest;
        big bigger biggest; early earlier earliest; late later; long longer longest; short shorter shortest; strong
        stronger strongest; weak weaker weakest; safe safer safest; new newer newest; happy happier happiest; great
        greater greatest; wide wider widest; easy easier easiest; deep deeper deepest; near nearer nearest
    """.replace("\n", " ").split(";")
    for base, *forms in [line.split()]
    for form in forms
}  # fmt: skip


@lru_cache(maxsize=20_000)
def bases(word: str) -> tuple[str, ...]:
    """What a folded English word may be a form of, the word itself first. Guesses are among them: look them up."""
    guesses = dict.fromkeys([word])
    for form in (word, *([word[:-1]] if word.endswith("s") else [])):  # folding joins the s of "women's"
        if form in _IRREGULAR:
            guesses[_IRREGULAR[form]] = None
    for ending, others in _ENDINGS:
        for other in others:
            base = ending.sub(other, word)
            if len(base) > 1:
                guesses[base] = None
    for american, british in _SPELLINGS:
        for guess in tuple(guesses):
            if american in guess and len(guess) >= _SHORTEST_RESPELT:
                guesses[guess.replace(american, british)] = None
    return tuple(guesses)
