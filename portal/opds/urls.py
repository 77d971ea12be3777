"""Addresses of the catalogues, in both languages; the same below each root."""

from django.urls import URLPattern, path

from portal.opds import opds1, views
from portal.opds.feeds import SEARCH
from portal.opds.shelves import NEWEST, SHELVES, TOPICS

#: What comes behind the name of the root → where it stands, and the view.
_DOORS = {
    "": ("", views.start),
    "_newest": (NEWEST, views.newest),
    "_shelf": (f"{SHELVES}<slug:slug>/", views.shelf),
    "_topics": (TOPICS, views.topics),
    "_topic": (f"{TOPICS}<slug:slug>/", views.topic),
    "_search": (SEARCH, views.search),
}

urlpatterns: list[URLPattern] = [
    path(f"{standard.name}/{place}", view, {"standard": standard}, name=f"{standard.name}{name}")
    for standard in views.STANDARDS
    for name, (place, view) in _DOORS.items()
]
urlpatterns.append(path(f"opds/{opds1.DESCRIPTION}", views.description, name="opds_description"))
