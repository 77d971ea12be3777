"""From the keys that an engine proposes to what is shown: works, and their passages with the words in context.

The index proposes, the database disposes: what comes back was read from rows that this viewer may see, and snippets are
cut from the passages' text by us.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from django.db import connection
from django.utils.safestring import SafeString

from library.access import public
from library.models import Passage, Publication
from library.prepared import answer
from search.cards import cards
from search.engines import Evidence
from search.query import Question, wanted
from search.snippets import snippet, snippets
from search.tree import Leaf

PASSAGES_SHOWN = 3
_MARK = "<mark>"


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of a finding: its number in the publication, its printed label (or ""), its words in context."""

    number: int
    label: str
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Finding:
    """A publication that answers: up to three passages, how many `more`, and whether it holds all the words."""

    publication: Publication
    hits: tuple[Hit, ...]
    more: int
    whole: bool


def hits(publication: Publication, numbers: Sequence[int], question: Question) -> tuple[Hit, ...]:
    """These passages of one work, with the question's words in context."""
    leaves = wanted(question.tree)
    found = publication.passages_numbered(list(numbers))
    passages = [(number, found[number]) for number in numbers if number in found]
    cuts = snippets([passage.text for _, passage in passages], leaves)
    return tuple(
        Hit(number, passage.label, _with_mark(cut, passage.text, passage.search_text, leaves))
        for (number, passage), cut in zip(passages, cuts, strict=True)
    )


def findings(
    shown: Sequence[int], evidence: Mapping[int, Evidence], complete: set[int], asked: Question
) -> tuple[Finding, ...]:
    """From keys to what is shown. What the database does not confirm falls out here: a work that may not be seen, and
    the passages of one that may not be read."""
    rule = public()
    known = cards(shown, rule)
    hits: dict[int, list[Hit]] = {
        key: [] for key, card in known.items() if key in evidence and card.work.read_by(rule)
    }
    places = [
        (key, number, place)
        for key in hits
        for number in evidence[key].numbers
        if (place := known[key].place(number))
    ]
    texts = _texts({place for _, _, place in places})
    there = [(key, number, *texts[place]) for key, number, place in places if place in texts]
    leaves = wanted(asked.tree)
    cuts = snippets([text for *_, text in there], leaves)
    unmarked = {
        known[key].place(number)
        for (key, number, *_), cut in zip(there, cuts, strict=True)
        if _MARK not in cut
    }
    searched = _texts(unmarked, "search_text") if leaves else {}
    for (key, number, label, text), cut in zip(there, cuts, strict=True):
        if _MARK not in cut and (place := known[key].place(number)) in searched:
            cut = _with_mark(cut, text, searched[place][1], leaves)
        hits[key].append(Hit(number, label, cut))
    found = []
    for key in shown:
        if key in known:
            own = tuple(hits.get(key, ()))
            more = max(0, evidence[key].matching - len(own)) if key in hits else 0
            found.append(Finding(known[key].work, own, more, key in complete))
    return tuple(found)


def _with_mark(cut: SafeString, text: str, searched: str, leaves: Sequence[Leaf]) -> SafeString:
    """What is shown of a passage: where nothing is marked in its text, what else is searched, as the names of a table's
    columns in the other language."""
    if _MARK in cut or searched == text:
        return cut
    other = snippet(searched.removeprefix(text).strip(), leaves)
    return other if _MARK in other else cut


def _texts(
    places: Collection[tuple[int, int]], column: Literal["text", "search_text"] = "text"
) -> dict[tuple[int, int], tuple[str, str]]:
    """Label and text of the passages with these keys of files and numbers.

    In words of the database, with a table of what is wanted: Django takes longer to write a condition on sixty pairs than
    any database to answer it, and SQLite looks for the sixty in a table in half the time that it takes for conditions.
    """
    if not places:
        return {}
    wanted = ", ".join(["(%s, %s)"] * len(places))
    table = connection.ops.quote_name(Passage._meta.db_table)
    asked = (
        f"WITH wanted (file, place) AS (VALUES {wanted}) SELECT file, place, label, {column} "  # noqa: S608  # only our names
        f"FROM wanted CROSS JOIN {table} WHERE file_id = file AND number = place"
    )
    given = tuple(chain.from_iterable(places))
    return {(file, number): (label, text) for file, number, label, text in answer(asked, given)}
