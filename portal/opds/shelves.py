"""What stands in the catalogues for reading apps, from the database: always what everybody may see, whoever asks."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from library.access import Rule, public
from library.models import Article, Concept, Holdings, Issue, Publication, Shelf
from library.models import Subject as SubjectOfWork
from library.models.described import absolute
from portal.home import topics as most_frequent
from portal.opds import feeds
from portal.opds.feeds import SEARCH, Cover, Feed, Navigation, Pages
from search.research import FINDINGS_A_PAGE, NUMBERED_PAGES, Query, find

WORKS_A_PAGE = 25
#: Topics that are listed: apps show them one below the other and offer no search among them.
MOST_TOPICS = 100

NEWEST, SHELVES, TOPICS = "terbaru/", "rak/", "topik/"


# Ways on


def start(name: str) -> Feed:
    """The root, called by the name of the library: the newest works, the shelves on which works stand, the topics."""
    rule = public()
    seen = _seen(rule)
    holdings = Holdings.objects.first()
    shelves = holdings.shelves(rule) if holdings else []
    ways = [Navigation(_("Baru masuk"), NEWEST, _("Semua terbitan, yang baru masuk di atas."), newest=True)]
    ways += [
        Navigation(each["title"], f"{SHELVES}{each['slug']}/", _counted(each["count"]), each["count"])
        for each in shelves
        if each["count"]
    ]
    if most_frequent(seen, 1):
        ways.append(Navigation(_("Menurut topik"), TOPICS, _("Topik yang paling banyak dibahas.")))
    return Feed(name, "", _last_change(seen), tuple(ways))


def topics() -> Feed:
    """The topics of which works speak, the most frequent first."""
    seen = _seen(public())
    ways = [
        Navigation(topic.label, f"{TOPICS}{topic.slug}/", _counted(topic.works), topic.works)
        for topic in most_frequent(seen, MOST_TOPICS)
    ]
    return Feed(_("Menurut topik"), TOPICS, _last_change(seen), tuple(ways))


# Works


def newest(page: int) -> Feed:
    """All works but articles, which come with their issue; those that came last first. Raises `NoSuchPage`."""
    rule = public()
    works = _seen(rule).filter(article=None).newest()
    return _listed(_("Baru masuk"), NEWEST, works, page, rule)


def shelf(slug: str, page: int) -> Feed | None:
    """The works of a shelf, the latest first; None of a shelf on which nothing stands that everybody may see. Raises
    `NoSuchPage`."""
    rule = public()
    found = Shelf.objects.live().filter(slug=slug).first()
    if found is None or not (works := found.works(rule)).exists():
        return None
    return _listed(found.shown_title, f"{SHELVES}{slug}/", _by_year(works), page, rule)


def topic(slug: str, page: int) -> Feed | None:
    """The works about a topic, articles too, the latest first; None where there are none. Raises `NoSuchPage`."""
    rule = public()
    concept = Concept.objects.filter(slug=slug, law=None, place=None).first()
    about = SubjectOfWork.objects.filter(concept=concept).values("publication")
    works = _seen(rule).filter(pk__in=about)
    if concept is None or not works.exists():
        return None
    return _listed(concept.label, f"{TOPICS}{slug}/", _by_year(works), page, rule, above=TOPICS)


def found(question: str, page: int) -> Feed:
    """A page of what answers a question, as search finds it. The title does not say what was asked: others may see it
    on the screen. Raises `EngineError` and `NoSuchPage`."""
    if page > NUMBERED_PAGES:
        raise feeds.NoSuchPage
    answer = find(Query(question, page=page))
    pages = Pages(page, answer.total + answer.others, FINDINGS_A_PAGE, NUMBERED_PAGES)
    keys = [finding.publication.pk for finding in answer.findings]
    rule = public()
    known = {work.pk: told for work, told in _told(_seen(rule).filter(pk__in=keys).order_by(), rule)}
    publications = tuple(known[key] for key in keys if key in known)
    return Feed(
        _("Hasil pencarian"),
        SEARCH,
        feeds.last_change(publications),
        publications=publications,
        pages=pages,
        asked=question,
    )


# What they are made of


def _seen(rule: Rule) -> Any:
    return Publication.objects.seen(rule).filter(live=True)


def _by_year(works: Any) -> Any:
    """As on the pages of the site."""
    return works.order_by("-issued_sort", "title", "pk")


def _counted(works: int) -> str:
    return ngettext("%(count)d terbitan", "%(count)d terbitan", works) % {"count": works}


def _last_change(works: Any) -> Any:
    return works.order_by().aggregate(last=Max("permanent__changed"))["last"] or feeds.NEVER


def _listed(title: str, place: str, works: Any, page: int, rule: Rule, above: str = "") -> Feed:
    """A page of works in their order."""
    pages = Pages(page, works.count(), WORKS_A_PAGE)
    shown = _told(works, rule, slice(pages.start, pages.start + WORKS_A_PAGE))
    publications = tuple(told for _work, told in shown)
    return Feed(
        title,
        place,
        feeds.last_change(publications),
        publications=publications,
        pages=pages,
        above=above,
    )


def _told(works: Any, rule: Rule, part: slice = slice(None)) -> list[tuple[Any, feeds.Publication]]:
    """Each of (a part of) the works with what catalogues tell of it, in as many queries for many as for one."""
    rows = works.for_cards().prefetch_related(*Publication.recorded_with())[part]
    owns = [work.own for work in rows]
    warned = _warned_inside([own for own in owns if isinstance(own, Issue)], rule)
    return [(own, _publication(own, rule, warned=own.pk in warned)) for own in owns]


def _warned_inside(issues: Sequence[Issue], rule: Rule) -> set[int]:
    """The issues in which an article has a notice of its content: its pages are among theirs."""
    if not issues:
        return set()
    articles = Article.objects.read(rule).filter(live=True, host__in=[issue.pk for issue in issues])
    return {host for host, notices in articles.values_list("host", "content_notices") if notices}


def _publication(own: Any, rule: Rule, *, warned: bool) -> feeds.Publication:
    readable = own.read_by(rule) and own.opens
    shown = own.shown_cover
    return feeds.publication(
        own.record(files=readable),
        kind=str(own.kind.name),
        language=get_language() or "id",
        readable=readable,
        warned=warned,
        cover=Cover(absolute(shown.url), shown.width, shown.height) if shown else None,
    )
