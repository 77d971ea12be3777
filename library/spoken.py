"""Dates as a reader says them, in the reader's language and as precise as they are known."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from library.dates import PartialDate


def spoken(when: PartialDate) -> str:
    """ "22 September 2004", "September 2004", "2004", "sekitar 2004", "Januari–Februari 2015"; "" for unknown."""
    if not when.year:
        return ""
    text = _formatted(when)
    if when.until is not None:
        text = _stretch(when, when.until)
    return _("sekitar %(date)s") % {"date": text} if when.circa else text


def spoken_day(day: date | None) -> str:
    """A day in the calendar, or "" for none."""
    return date_format(day, "j F Y") if day else ""


def _formatted(when: PartialDate) -> str:
    if when.day:
        return date_format(date(when.year, when.month, when.day), "j F Y")
    if when.month:
        return date_format(date(when.year, when.month, 1), "F Y")
    return str(when.year)


def _stretch(first: PartialDate, last: PartialDate) -> str:
    """Months of one year share it; all else is said whole, with room around the dash."""
    if first.year == last.year and first.month and last.month and not first.day and not last.day:
        return f"{date_format(date(first.year, first.month, 1), 'F')}–{_formatted(last)}"
    if not first.month and not last.month:
        return f"{first.year}–{last.year}"
    return f"{_formatted(first)} – {_formatted(last)}"
