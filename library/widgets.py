"""Widgets of our admin forms."""

from django.forms import CheckboxSelectMultiple, Media
from wagtail.admin.staticfiles import versioned_static


class ManyOfMany(CheckboxSelectMultiple):
    """A few ticked boxes among hundreds: a list that scrolls, and with scripts a box that narrows it and shows the ticked
    ones first."""

    def __init__(self, attrs=None, choices=()) -> None:
        super().__init__({"class": "many-of-many", **(attrs or {})}, choices)

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("pustaka/js/many.js")])
