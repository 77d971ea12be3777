"""How a reader goes through a work: the addresses from passage to passage, with what was asked taken along."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from library import moments
from library.captions import fragment
from library.models import Publication
from library.templatetags.catalogue import grouped
from search import forms
from search.inside import inside
from search.interpretation import NO_CHOICES, Choices


@dataclass(frozen=True, slots=True)
class Way:
    """How a reader goes through a work: what goes along from page to page. `warned`: the notices of its content were
    shown; it stands in the address, for the house remembers nothing of its readers."""

    work: str
    question: str = ""
    exact: bool = False
    view: str = "halaman"
    warned: bool = False
    choices: Choices = NO_CHOICES

    @classmethod
    def of(cls, request: HttpRequest, work: str) -> "Way":
        view = "teks" if request.GET.get("tampilan") == "teks" else "halaman"
        warned = request.GET.get("lanjut") == "1"
        asked = forms.bare(request.GET)
        return cls(work, asked.question, asked.exact, view, warned, asked.choices)

    def address(self, number: int) -> str:
        """Where its n-th passage is read."""
        return reverse("read", args=[self.work, number]) + self._taken_along()

    def moment(self, milliseconds: int, language: str = "") -> str:
        """Where a film is watched from that moment, with what is said then in that language ("": the film's own)."""
        place = moments.in_address(milliseconds, language)
        return f"{reverse('goto', args=[self.work])}{place}{self._taken_along()}#t={fragment(milliseconds)}"

    def _taken_along(self) -> str:
        kept = {
            "q": self.question,
            "tepat": "1" if self.question and self.exact else "",
            "tampilan": "teks" if self.view == "teks" else "",
            "lanjut": "1" if self.warned else "",
        }
        read_as = forms.choices_in_address(self.choices) if self.question else []
        query = urlencode([*((name, value) for name, value in kept.items() if value), *read_as])
        return f"?{query}" if query else ""


def hits(
    publication: Publication, number: int, way: Way, address: Callable[[int], str] | None = None
) -> dict[str, Any] | None:
    """Where in this work the question is answered too: the pages before and after this one, each at its `address`."""
    found = inside(publication, way.question, exact=way.exact, choices=way.choices)
    steps = found.steps
    if not steps:
        return None
    address = address or way.address
    before = [each for each in steps if each < number]
    after = [each for each in steps if each > number]
    here = len(before) + 1 if number in steps else 0
    said = _said(here, len(steps), cut=found.more and len(steps) == len(found.numbers))
    # What the results count, and these do not: pages with some of the words where others hold all.
    words = (
        [_("semua kata") if found.whole else _("sebagian kata")] if found.whole < len(found.numbers) else []
    )
    return {
        "said": " · ".join([said, *words]),
        "previous_url": address(before[-1]) if before else "",
        "next_url": address(after[0]) if after else "",
    }


def _said(here: int, total: int, *, cut: bool) -> str:
    """The how manieth of so many places this is, where it is one; `cut`: there are more than are led through."""
    counted = {"here": grouped(here), "total": grouped(total)}
    if here and cut:
        return _("temuan %(here)s dari %(total)s yang pertama") % counted
    if here:
        return _("temuan %(here)s dari %(total)s") % counted
    if cut:
        return _("%(total)s temuan yang pertama") % counted
    return ngettext("%(total)s temuan", "%(total)s temuan", total) % counted
