"""Why a work was found where it was: how the question was read, and at which of the three steps the work was lost."""

from collections.abc import Iterator, Sequence

from library.models import Publication
from search.engines import Engine, Filters
from search.interpretation import Interpretation
from search.interpretation.held import understood
from search.research import WINDOW
from search.tree import And, Chosen, Fuzzy, Meant, Node, Not, Or, Phrase, Prefix, Term, Within, Years

DEPTH = 5
_EVERYTHING = 1_000
"""Places of the engine's own order that are looked through."""


def explained(question: str, expected: Sequence[int], engine: Engine) -> Iterator[str]:
    """Lines: the reading of the question, the first findings, and each expected work with its places.

    `words`: of how many parts of the question the whole work, and its best passage, hold one. `place`: in the engine's order of publications,
    then in the order by best passage with those that hold all the words first.
    """
    interpretation = understood(question)
    yield from _reading(interpretation)
    tree = interpretation.question.tree
    if tree is None:
        yield "nothing that can be searched"
        return
    candidates = engine.candidates(tree, Filters(), size=WINDOW)
    ordered = engine.order(tree, candidates.ranked)
    ordered.sort(key=lambda publication: publication not in candidates.complete)
    whole = engine.candidates(tree, Filters(), size=_EVERYTHING)
    yield f"{candidates.total} works with all the words, {candidates.others} with some"
    places = {key: place for place, key in enumerate(ordered, start=1)}
    by_engine = {key: place for place, key in enumerate(whole.ranked, start=1)}
    shown = [*ordered[:DEPTH], *(key for key in expected if key not in ordered[:DEPTH])]
    titles = dict(Publication.objects.filter(pk__in=shown).values_list("pk", "title"))
    for key in shown:
        lacking = [said(part) for part in _parts(tree) if not _holds(key, part, engine)]
        numbers = engine.evidence(tree, [key], passages=1)[key].numbers
        kept = (
            "all words" if key in candidates.complete else "some words" if key in places else "no candidate"
        )
        best = f"passage {numbers[0]}" if numbers else "no passage"
        without = f"; lacks {', '.join(lacking)}" if lacking else ""
        yield (
            f"{'→' if key in expected else ' '} {places.get(key, '–'):>3}  engine {by_engine.get(key, '–'):>3}  {kept:12} "
            f"{titles.get(key, '?')[:60]}; {best}{without}"
        )


def _reading(interpretation: Interpretation) -> Iterator[str]:
    yield f"read as {said(interpretation.question.tree)}  [{interpretation.language or '?'}]"
    for added in interpretation.added:
        also = ", ".join([*added.labels, *(f"({name})" for name in added.narrower)])
        yield f"  {added.typed} = {added.concept.slug if added.concept else 'words'}: {also}"
    for doubt in interpretation.doubts:
        yield f"  {doubt.typed}? {', '.join(sense.slug for sense in doubt.options)}"


def said(tree: Node | None) -> str:
    """A tree in one line; other readings as their number."""
    match tree:
        case None:
            return "nothing"
        case Term(_, stem, exact):
            return stem or f"={exact}"
        case Phrase(terms):
            return f'"{" ".join(term.stem or term.exact for term in terms)}"'
        case Prefix(_, exact) | Fuzzy(_, exact):
            return f"{exact}*"
        case Within(field, part):
            return f"{field}:{said(part)}"
        case Chosen(facet, values):
            return f"{facet}:{'|'.join(values)}"
        case Years(first, last):
            return f"year:{first}..{last}"
        case Meant(typed, also):
            return f"{said(typed)}+{len(also)}"
        case And(parts):
            return f"({' '.join(map(said, parts))})"
        case Or(parts):
            return f"({' | '.join(map(said, parts))})"
        case Not(part):
            return f"-{said(part)}"
    raise TypeError(f"no node: {tree!r}")


def _parts(tree: Node) -> Sequence[Node]:
    return tree.parts if isinstance(tree, And) else [tree]


def _holds(publication: int, part: Node, engine: Engine) -> bool:
    return engine.candidates(part, Filters(only=[publication]), size=1, values=1).total > 0
