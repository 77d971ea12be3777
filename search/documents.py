"""From a publication to what an engine holds of it. Only what is public becomes a document."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from library.access import Rule
from library.models import Publication
from search.analysis import fold, streams
from search.engines import PassageDocument, PublicationDocument
from search.facets import values

_READ_AT_ONCE = 50
"""Works whose rows are fetched together. Their texts are not among those: books are large."""


def documents(revisions: Mapping[int, int], rule: Rule) -> Iterator[tuple[int, PublicationDocument | None]]:
    """Each of these publications (by its key, with the revision that it answers), in their order, with its document; None
    where the public may not see it, or where it is gone. One text at a time is in memory."""
    waiting = iter(revisions)
    while some := list(islice(waiting, _READ_AT_ONCE)):
        works = Publication.objects.filter(pk__in=some).for_cards().prefetch_related(*Publication.told_with())
        found = {work.pk: work for work in works}
        for key in some:
            work = found.pop(key, None)
            yield key, document(work, revisions[key], rule) if work else None


def document(publication: Publication, revision: int, rule: Rule) -> PublicationDocument | None:
    """The document of one publication, with its passages where they may be read; None where it may not be seen.

    `rule` is the public's; `revision` is the number of the change that it answers.
    """
    if not publication.seen_by(rule):
        return None
    work = publication.own
    makers = dict.fromkeys(_makers(work))
    makers_stems, makers_exact = _joined(makers)
    names = dict.fromkeys([*work.names(), *_of_its_law(work)])
    names_stems, names_exact = _joined(name for name in names if name not in makers)
    about_stems, about_exact = _joined([*work.about_words(), *work.tag_names])
    return PublicationDocument(
        publication=work.pk,
        revision=revision,
        names_stems=names_stems,
        names_exact=names_exact,
        about_stems=about_stems,
        about_exact=about_exact,
        makers_stems=makers_stems,
        makers_exact=makers_exact,
        values=values(work, rule),
        sort_title=" ".join(fold(word) for word in work.title.split()),
        date=work.issued_sort,
        passages=[_passage(number, passage.search_text) for number, passage in work.passages_to_find(rule)]
        if work.read_by(rule)
        else [],
    )


def _of_its_law(work: Any) -> list[str]:
    """All that the law is called whose text the work is: whoever asks for it by its common name wants the law itself, not
    what mentions it."""
    law = getattr(work, "law", None)
    return law.labels() if law else []


def _makers(work: Any) -> Iterator[str]:
    """Who made it, by every form of the name, as they stand among its names too."""
    for each in work.contributions.all():
        yield from (each.agent.name, *each.agent.as_name.variants)


def _passage(number: int, text: str) -> PassageDocument:
    stems, exact = streams(text)
    return PassageDocument(number, stems, exact)


def _joined(texts: Iterable[str]) -> tuple[str, str]:
    """The streams of several texts. They follow each other; a phrase across two of them is no great harm."""
    return streams("\n".join(text for text in texts if text))
