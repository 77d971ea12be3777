"""Addresses of search, in both languages."""

from django.urls import path, re_path

from search import choosing, views

urlpatterns = [
    path("cari/", views.results, name="search"),
    path("cari/pilihan/<slug:name>/", choosing.choices, name="search_choices"),
    path("cari/saran/", views.suggestions, name="search_suggestions"),
    re_path(r"^(?P<work>koleksi/[-\w/]+/)cari/$", views.inside_work, name="search_inside"),
]
