"""What the home page shows: the newest works, the shelves with their counts, and how much is in here."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from library.access import public, rule
from library.models import File, Publication, Shelf

_NEWEST = 5


def home_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Everything that `portal/home.html` asks for. Numbers are of what the public may see."""
    seen = Publication.objects.seen(rule(request.user)).filter(live=True)
    shelves = [shelf.counted(request) for shelf in Shelf.objects.live().order_by("path")]
    readable = Publication.objects.read(public()).values("pk")
    pages = File.objects.filter(spans__publication__in=readable).distinct().values("pk", "pages")
    search = reverse("search")
    return {
        "sentence": page.intro,
        "questions": [{"text": text, "url": f"{search}?{urlencode({'q': text})}"} for text in page.questions],
        "newest": list(seen.for_cards().newest()[:_NEWEST]),
        "shelves": [shelf for shelf in shelves if shelf["count"]],
        "numbers": {
            "works": seen.count(),
            "passages": sum(row["pages"] for row in pages),
            "shelves": sum(1 for shelf in shelves if shelf["count"]),
        },
    }
