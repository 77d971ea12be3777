"""What templates of every floor ask of the catalogue: icons, grouped numbers, and how a cover is drawn."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from library.metadata import csl
from library.metadata.coins import span
from library.models.cards import DATASET, FILM

register = template.Library()

#: Compositions of clouds in `clouds.svg`.
_CLOUDS = 4

#: From this many characters on, a title on a drawn cover is set one size smaller; from so many in one word too.
_LONG, _VERY_LONG = 28, 60
_LONG_WORD, _VERY_LONG_WORD = 9, 14


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of our sprite. It always stands beside words, so it is hidden from those who listen."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("pustaka/icons.svg"),
        name,
    )


@register.filter
def grouped(number: int) -> str:
    """A count as the reader's language writes it: 5.014 or 5,014."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def passage_words(publication: Any, label: str, number: int) -> str:
    """How a passage is called: by its printed number, or its place in the file; a cue by its moment, a row by its place."""
    kind = publication.kind.slug
    if kind == FILM.slug:
        return label or gettext("bagian %(number)s") % {"number": number}
    if kind == DATASET.slug:
        return gettext("baris %(number)s") % {"number": number}
    if label:
        return gettext("hlm. %(label)s") % {"label": label}
    return gettext("PDF hlm. %(number)s") % {"number": number}


@register.simple_tag
def more_passages(publication: Any, count: int) -> str:
    """How many more places of a work answer a question."""
    if publication.kind.slug in {FILM.slug, DATASET.slug}:
        words = ngettext("%(count)s bagian lain", "%(count)s bagian lain", count)
    else:
        words = ngettext(
            "%(count)s halaman lain di terbitan ini", "%(count)s halaman lain di terbitan ini", count
        )
    return words % {"count": grouped(count)}


@register.filter
def clouds(key: object) -> int:
    """Which composition of clouds a drawn cover carries: always the same for the same work."""
    return sum(str(key).encode()) % _CLOUDS + 1


@register.filter
def title_size(title: object) -> str:
    """How large a title may stand on a drawn cover: `short`, `long` or `very-long`."""
    length = len(str(title))
    word = max(map(len, str(title).split()), default=0)
    if length > _VERY_LONG or word > _VERY_LONG_WORD:
        return "very-long"
    return "long" if length > _LONG or word > _LONG_WORD else "short"


@register.filter
def safe_in_script(data: str) -> SafeString:
    """JSON-LD as `library.head` gives it: nothing in it ends the script element, and escaping would break it."""
    return mark_safe(data)  # noqa: S308


@register.filter
def safe_reference(html: str) -> SafeString:
    """A reference as `library.citations` gives it: all but its own marks is escaped there."""
    return mark_safe(html)  # noqa: S308


@register.simple_tag
def coins(publication: Any) -> SafeString:
    """The record of a work in a list, from which Zotero offers the whole list. Never on a work's own page: there it would
    hide the richer tags."""
    item = csl.item(publication.own.record(files=False, brief=True))
    return format_html('<span class="Z3988" title="{}"></span>', span(item))
