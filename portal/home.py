"""What the home page shows: the newest works, the shelves with their counts, and how much is in here."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from library.access import rule_for
from library.models import Publication, Shelf

_NEWEST = 5


def home_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Everything that `portal/home.html` asks for. Numbers are of what the public may see."""
    viewer = rule_for(request)
    seen = Publication.objects.seen(viewer).filter(live=True)
    shelves = [shelf.counted(request) for shelf in Shelf.objects.live().order_by("path")]
    search = reverse("search")
    return {
        "sentence": page.intro,
        "questions": [{"text": text, "url": f"{search}?{urlencode({'q': text})}"} for text in page.questions],
        "newest": list(seen.for_cards().newest()[:_NEWEST]),
        "shelves": [shelf for shelf in shelves if shelf["count"]],
        "numbers": {
            "works": seen.count(),
            "passages": Publication.objects.read(viewer).filter(live=True).passages_counted(),
            "shelves": sum(1 for shelf in shelves if shelf["count"]),
        },
    }
