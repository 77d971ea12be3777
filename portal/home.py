"""What the home page shows: the newest works, the shelves with their counts, and how much is in here."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from library.access import public, rule_for
from library.models import Concept, Holdings, Publication

_NEWEST = 5
_TOPICS = 16


def questions(page: Any) -> list[dict[str, str]]:
    """The example questions of the first page, each with the address that asks it."""
    search = reverse("search")
    return [
        {"text": text, "url": f"{search}?{urlencode({'q': text})}", "language": page.questions_language}
        for text in page.questions
    ]


def home_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Everything that `portal/home.html` asks for. Numbers are of what the public may see."""
    viewer = rule_for(request)
    seen = Publication.objects.seen(viewer).filter(live=True)
    holdings = Holdings.objects.first()
    shelves = holdings.shelves(viewer) if holdings else []
    return {
        "sentence": page.shown_title,
        "lead": page.intro,
        "holdings_url": reverse("wagtail_serve", args=["koleksi/"]),
        "newest": list(
            seen.filter(article=None).for_cards().newest()[:_NEWEST]
        ),  # articles come with their issue
        "topics": sorted(topics(seen, _TOPICS), key=lambda concept: concept.label.casefold()),
        "topics_url": reverse("topics"),
        "shelves": [shelf for shelf in shelves if shelf["count"]],
        "numbers": {
            "works": Publication.objects.seen(public()).count(),
            "passages": Publication.objects.read(public()).passages_counted(),
            "shelves": sum(1 for shelf in shelves if shelf["count"]),
        },
    }


def topics(seen: Any, most: int) -> list[Concept]:
    """The topics of which most of the works `seen` speak, the most frequent first, with how many those are (`works`)."""
    about = Count(
        "subjects__publication", filter=Q(subjects__publication__in=seen.values("pk")), distinct=True
    )
    found = Concept.objects.filter(law=None, place=None).annotate(works=about).filter(works__gt=0)
    return list(found.order_by("-works", "label_id", "pk")[:most])
