"""Whether anybody does the work that waits, for pages on which somebody waits for it."""

from django import template

from portal.worker import last_beat

register = template.Library()


@register.simple_tag
def worker_is_away() -> bool:
    """True where no worker has been alive lately."""
    return last_beat() is None
