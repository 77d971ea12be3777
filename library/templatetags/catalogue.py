"""What templates of every floor ask of the catalogue: icons, grouped numbers, and how a cover is drawn."""

from django import template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

#: Compositions of clouds in `clouds.svg`.
_CLOUDS = 4

#: From this many characters on, a title on a drawn cover is set one size smaller.
_LONG, _VERY_LONG = 28, 60


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


@register.filter
def clouds(key: object) -> int:
    """Which composition of clouds a drawn cover carries: always the same for the same work."""
    return sum(str(key).encode()) % _CLOUDS + 1


@register.filter
def title_size(title: object) -> str:
    """How large a title may stand on a drawn cover: `short`, `long` or `very-long`."""
    length = len(str(title))
    return "very-long" if length > _VERY_LONG else "long" if length > _LONG else "short"
