"""From the keys that an engine proposes to what is shown: works, and their passages with the words in context.

The index proposes, the database disposes: what comes back was read from rows that this viewer may see, and snippets are
cut from the passages' text by us.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from library.access import public
from library.models import Passage, Publication
from library.prepared import answer
from search.cards import cards
from search.engines import Evidence
from search.query import Question, wanted
from search.snippets import snippets

PASSAGES_SHOWN = 3


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
        Hit(number, passage.label, cut) for (number, passage), cut in zip(passages, cuts, strict=True)
    )


def findings(
    shown: Sequence[int], evidence: Mapping[int, Evidence], complete: set[int], asked: Question
) -> tuple[Finding, ...]:
    """From keys to what is shown. What the database does not confirm falls out here: a work that may not be seen, and
    the passages of one that may not be read."""
    rule = public()
    works = cards(shown, rule)
    evidence = {key: evidence[key] for key, work in works.items() if key in evidence and work.read_by(rule)}
    numbers = {key: found.numbers for key, found in evidence.items()}
    texts = _passages(works, numbers)
    leaves = wanted(asked.tree)
    cuts = dict(zip(texts, snippets([text for _, text in texts.values()], leaves), strict=True))
    found = []
    for key in shown:
        work = works.get(key)
        if work is None:
            continue
        cut = tuple(
            Hit(number, texts[key, number][0], cuts[key, number])
            for number in numbers.get(key, ())
            if (key, number) in texts
        )
        matching = evidence[key].matching if key in evidence else 0
        found.append(Finding(work, cut, max(0, matching - len(cut)), key in complete))
    return tuple(found)


def _passages(
    works: Mapping[int, Publication], numbers: Mapping[int, Sequence[int]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Label and text of the passages to show, by publication and number, in one query."""
    places = {
        (key, number): (place.file.pk, place.number)
        for key, wanted_numbers in numbers.items()
        for number, place in works[key].places_of(wanted_numbers).items()
    }
    if not places:
        return {}
    found = {(file, number): (label, text) for file, number, label, text in _texts(set(places.values()))}
    return {asked: found[place] for asked, place in places.items() if place in found}


def _texts(places: Iterable[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    """(file, number, label, text) of the passages with these keys of files and numbers.

    In words of the database: Django takes longer to write a condition on sixty pairs than any database to answer it. File
    by file, as every database then finds them by the index; a row of pairs would be scanned for.
    """
    numbers: dict[int, list[int]] = {}
    for file, number in sorted(places):
        numbers.setdefault(file, []).append(number)
    each = [f"(file_id = %s AND number IN ({', '.join(['%s'] * len(those))}))" for those in numbers.values()]
    given = [value for file, those in numbers.items() for value in (file, *those)]
    table = connection.ops.quote_name(Passage._meta.db_table)
    asked = f"SELECT file_id, number, label, text FROM {table} WHERE {' OR '.join(each)}"  # noqa: S608  # only our names
    return answer(asked, tuple(given))
