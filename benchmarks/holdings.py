"""Fills an empty database with works, as rows that the site itself could have written, thousands in a few seconds."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from benchmarks.corpus import Work
from library.models import (
    SHELVED,
    Agent,
    Concept,
    Contribution,
    File,
    Passage,
    PermanentId,
    Publication,
    Shelf,
    Span,
    Subject,
)
from library.terms import bring_in
from library.thesaurus.table import ours
from portal.prepare import make_pages

_AUTHORS = 400
_MOST_MAKERS, _MOST_SUBJECTS = 3, 4
_KINDS = ("buku", "buku-saku", "studi", "peraturan")
_BOXES = 1_100
"""Bytes of the words' places on a usual page: nobody asks for them here, but they stand between the texts."""
_AT_ONCE = 200
_REVISION = 1


def empty_library() -> None:
    """Tables, the first pages, the thesaurus and some people."""
    call_command("migrate", interactive=False, verbosity=0)
    make_pages()
    bring_in(ours())
    Agent.objects.bulk_create(
        Agent(name=f"Penulis {number}", slug=f"penulis-{number}") for number in range(_AUTHORS)
    )


def add(works: Iterable[Work]) -> None:
    """These works as rows, published on the shelves of their kinds in turn."""
    agents, concepts = list(Agent.objects.order_by("pk")), list(Concept.objects.order_by("pk"))
    waiting = iter(works)
    while some := list(islice(waiting, _AT_ONCE)):
        with transaction.atomic():
            _put(some, agents, concepts)


def _put(works: list[Work], agents: list[Agent], concepts: list[Concept]) -> None:
    chance = random.Random(works[0].number)
    pages = Page.objects.bulk_create(_pages(works))
    for work, page in zip(works, pages, strict=True):
        year = {"issued": str(work.year), "issued_sort": work.year * 10_000, "year": work.year}
        common = Publication(page_ptr=page, language=chance.choice(["id"] * 9 + ["en"]), **year)
        # A row of each table alone, without the ones below it and without what listens to an editor's saving.
        common.save_base(raw=True, force_insert=True)
        _kind(work)(publication_ptr=common).save_base(raw=True, force_insert=True)
    keys = [page.pk for page in pages]
    files = File.objects.bulk_create(_file(work) for work in works)
    Span.objects.bulk_create(
        Span(publication_id=key, file=file, sort_order=0) for key, file in zip(keys, files, strict=True)
    )
    Contribution.objects.bulk_create(
        Contribution(publication_id=key, agent=agent, sort_order=place)
        for key in keys
        for place, agent in enumerate(chance.sample(agents, chance.randint(1, _MOST_MAKERS)))
    )
    Subject.objects.bulk_create(
        Subject(publication_id=key, concept=concept, sort_order=place)
        for key in keys
        for place, concept in enumerate(chance.sample(concepts, chance.randint(1, _MOST_SUBJECTS)))
    )
    PermanentId.objects.bulk_create(
        PermanentId(publication_id=page.pk, title=page.title, was_public=True, revision=_REVISION)
        for page in pages
    )
    for work, file in zip(works, files, strict=True):
        Passage.objects.bulk_create(
            Passage(
                file=file,
                number=number,
                label=str(number),
                label_source=Passage.LabelSource.LABEL,
                text=text,
                search_text=text,
                boxes=chance.randbytes(_BOXES),
                reader="pdfminer",
            )
            for number, text in enumerate(work.passages, 1)
        )


def _pages(works: list[Work]) -> Iterator[Page]:
    shelves = {shelf.kind_slug: shelf for shelf in Shelf.objects.all()}
    locale, now = Locale.get_default(), timezone.now()
    for work in works:
        kind = _kind(work)
        shelf = shelves[kind.KIND.slug]
        slug = f"karya-{work.number}"
        shelf.numchild += 1
        yield Page(
            path=Page._get_path(shelf.path, shelf.depth + 1, shelf.numchild),
            depth=shelf.depth + 1,
            title=work.title[:255],
            draft_title=work.title[:255],
            slug=slug,
            url_path=f"{shelf.url_path}{slug}/",
            content_type=ContentType.objects.get_for_model(kind),
            locale=locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
    for shelf in shelves.values():
        shelf.save(update_fields=["numchild"])


def _kind(work: Work) -> type[Publication]:
    return SHELVED[_KINDS[work.number % len(_KINDS)]]


def _file(work: Work) -> File:
    return File(
        sha256=hashlib.sha256(str(work.number).encode()).hexdigest(),
        name=f"karya-{work.number}.pdf",
        size=sum(map(len, work.passages)),
        pages=len(work.passages),
    )
