"""The database's questions about publications, by name."""

from typing import Any

from django.db import models
from django.db.models.functions import Greatest, JSONObject, Least
from django.http import HttpRequest
from wagtail.models import PageQuerySet, Site

from library.access import Rule
from library.models.agents import Agent
from library.models.contributions import Contribution
from library.models.files import File
from library.models.pictures import COVER, PictureRendition
from library.models.spans import Span
from library.models.vocabulary import Concept
from library.record import Record


def shown_with() -> list[models.Prefetch]:
    """Who made a publication and what it reads, in a query each."""
    return [
        models.Prefetch("contributions", Contribution.objects.select_related("agent")),
        models.Prefetch("spans", Span.objects.select_related("file")),
    ]


def _made(cover: str) -> models.Subquery:
    """A chosen cover as it was made to be shown: its file's name, width and height; NULL where there is none yet."""
    made = PictureRendition.objects.filter(image=models.OuterRef(cover), filter_spec=COVER)
    return models.Subquery(made.values(told=JSONObject(file="file", width="width", height="height"))[:1])


def kinds_of(model: Any) -> list[Any]:
    """The kinds of publication that have a table of their own; what some of them share has none."""
    below = [
        each
        for kind in model.__subclasses__()
        for each in (kinds_of(kind) if kind._meta.abstract else [kind])
    ]
    return below or [model]


class PublicationQuerySet(PageQuerySet):
    def seen(self, rule: Rule) -> "PublicationQuerySet":
        """Those whose record the viewer may see."""
        return self.filter(rule.seen())

    def read(self, rule: Rule) -> "PublicationQuerySet":
        """Those whose text and files the viewer may open."""
        return self.filter(rule.read())

    def at(self, request: HttpRequest, below: str) -> "PublicationQuerySet":
        """The one whose address is `below` the root of the site that was asked, without the language."""
        roots = [root.root_path for root in Site.get_site_root_paths()]  # which Wagtail keeps in the cache
        if len(roots) > 1:
            site = Site.find_for_request(request)
            known = Site.get_site_root_paths()
            roots = [root.root_path for root in known if site and root.site_id == site.pk]
        slug = below.rstrip("/").rpartition("/")[2]  # which alone is indexed
        return self.filter(slug=slug, url_path__in=[f"{root}{below}" for root in roots])

    def for_cards(self) -> "PublicationQuerySet":
        """With all that a card shows, in a fixed number of queries."""
        own = [
            "__".join(filter(None, ["" if kind is self.model else kind._meta.model_name, relation]))
            for kind in kinds_of(self.model)
            for relation in kind.card_relations or ("",)
        ]
        own = [relation for relation in own if relation]
        return self.select_related("cover", "permanent", *own).prefetch_related(
            *shown_with(), "cover__renditions"
        )

    def records(self, rule: Rule) -> dict[int, Record]:
        """Key → record, as the viewer may read it, in a fixed number of questions."""
        works = self.order_by().for_cards().prefetch_related(*self.model.recorded_with())
        found = [work.own for work in works]
        return {work.pk: work.record(files=work.read_by(rule)) for work in found}

    def for_page(self) -> "PublicationQuerySet":
        """With its own kind and what its page reads of others, in one query: `.own` of what is found."""
        common = self.model.page_relations
        own = [
            "__".join(filter(None, [kind._meta.model_name, relation]))
            for kind in kinds_of(self.model)
            for relation in ("", *(name for name in kind.page_relations if name not in common))
        ]
        chosen = {"chosen_cover": _made("cover"), "chosen_cover_of_host": _made("article__host__cover")}
        return self.select_related(*common, *own).annotate(**chosen)

    def newest(self) -> "PublicationQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def about(self, concept: Concept) -> "PublicationQuerySet":
        """Those that name the concept, the place or the law among their subjects."""
        return self.filter(subjects__concept=concept.pk).distinct()

    def by(self, agent: Agent) -> "PublicationQuerySet":
        """Those to which the person or organisation contributed."""
        return self.filter(contributions__agent=agent).distinct()

    def passages_counted(self) -> int:
        """How many printed pages they read, in one query."""
        end = models.Case(
            models.When(last__isnull=True, then=models.F("file__pages")), default=Least("last", "file__pages")
        )
        length = Greatest(end - models.F("first") + 1, 0, output_field=models.IntegerField())
        printed = Span.objects.filter(file__media_type="application/pdf")
        spans = printed.filter(publication__in=self.order_by().values("pk")).exclude(
            publication__article__host__spans__file=models.F("file")  # pages that its issue counts
        )
        counted: dict[str, Any] = spans.aggregate(all=models.Sum(length))
        return counted["all"] or 0

    def reading(self, file: File) -> "PublicationQuerySet":
        """Those of which some passage lies in `file`."""
        return self.filter(spans__file=file).distinct()
