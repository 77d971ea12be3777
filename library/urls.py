"""Addresses of the library: files and what never changes without a language, the pages of knowledge in both."""

from django.urls import path, re_path

from library import citing, figures, knowledge, moments, views
from library.exports import EXPORTS
from library.thesaurus_files import thesaurus_file

urlpatterns = [
    path("p/<slug:code>/", views.permanent, name="permanent"),
    path("p/<slug:code>/<int:number>/", views.permanent, name="permanent_passage"),
    re_path(rf"^p/(?P<code>[-\w]+)/{moments.PATTERN}$", views.permanent_moment, name="permanent_moment"),
    path("berkas/<slug:code>/sampul.webp", views.cover, name="cover"),
    path("berkas/<slug:code>/halaman/<int:number>-<int:width>.webp", views.page, name="page_picture"),
    path("berkas/<slug:code>/<str:name>", views.file, name="file"),
]

#: In the reader's language, under `/en/` too.
pages = [
    path("topik/", knowledge.topics, name="topics"),
    re_path(r"^topik/tesaurus\.(?P<ending>ttl|jsonld|zip)$", thesaurus_file, name="thesaurus_file"),
    path("topik/<slug:slug>/", knowledge.topic, name="topic"),
    path("tempat/", knowledge.places, name="places"),
    path("tempat/<slug:slug>/", knowledge.place, name="place"),
    path("hukum/", knowledge.laws, name="laws"),
    path("hukum/<slug:slug>/", knowledge.law, name="law"),
    path("orang/", knowledge.people, name="people"),
    path("orang/<slug:slug>/", knowledge.agent, name="agent"),
    re_path(r"^(?P<work>koleksi/[-\w/]+/)sitasi/$", citing.citation, name="citation"),
    re_path(
        rf"^(?P<work>koleksi/[-\w/]+/)data\.(?P<ending>{'|'.join(figures.WRITERS)})$",
        figures.figures,
        name="figures",
    ),
    re_path(
        r"^(?P<work>koleksi/[-\w/]+/)grafik/(?P<number>\d{1,3})\.(?P<ending>svg|png)$",
        figures.chart,
        name="chart",
    ),
    re_path(
        rf"^(?P<work>koleksi/[-\w/]+/)sitasi\.(?P<ending>{'|'.join(EXPORTS)})$", citing.export, name="export"
    ),
]
