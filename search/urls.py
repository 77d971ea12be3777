"""Addresses of search, in both languages."""

from django.urls import path, re_path

from search import alert_views, choosing, export_views, feeds, views

urlpatterns = [
    path("cari/", views.results, name="search"),
    path("cari/pilihan/<slug:name>/", choosing.choices, name="search_choices"),
    path("cari/ekspor/", export_views.export, name="search_export"),
    path("cari/umpan/", feeds.feed, name="search_feed"),
    path("cari/banyak/", export_views.many, name="search_many"),
    path("cari/saran/", views.suggestions, name="search_suggestions"),
    path("cari/kabar/", alert_views.begin, name="search_alert"),
    path("cari/kabar/<slug:token>/", alert_views.kept, name="search_alert_kept"),
    path("cari/kabar/<slug:token>/berhenti/", alert_views.stop, name="search_alert_stop"),
    re_path(r"^(?P<work>koleksi/[-\w/]+/)cari/$", views.inside_work, name="search_inside"),
]
