"""All addresses: our own patterns first, Wagtail's pages last. Indonesian at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

import library.urls
import search.urls
from library import moments
from library.works import below_holdings
from portal import feeds, sitemaps, views
from portal.api.operations import api
from portal.oai.views import oai
from portal.opds import urls as opds_urls
from portal.reader.views import goto, read, read_moment

urlpatterns = [
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("sehat", views.alive, name="alive"),
    path("sehat/siap", views.ready, name="ready"),
    path("keluar/", views.leave, name="leave"),
    path("oai", oai, name="oai"),
    path("api/v1/", api.urls),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap"),
    path("favicon.ico", views.favicon),
    path("gambar/<path:name>", views.picture, name="picture"),
    path("", include(library.urls)),
    *i18n_patterns(
        path("", include(search.urls)),
        path("", include(library.urls.pages)),
        path("bantuan/", views.help_page, name="help"),
        path("opensearch.xml", sitemaps.opensearch, name="opensearch"),
        path("", include(opds_urls)),
        path("umpan/", feeds.everything, name="feed"),
        re_path(r"^umpan/koleksi/(?P<slug>[-\w]+)/$", feeds.shelf, name="feed_shelf"),
        re_path(
            r"^umpan/koleksi/(?P<slug>[-\w]+)/(?P<title>[-\w]+)/$", feeds.periodical, name="feed_periodical"
        ),
        path("umpan/topik/<slug:slug>/", feeds.concept, {"kind": "topic"}, name="feed_topic"),
        path("umpan/tempat/<slug:slug>/", feeds.concept, {"kind": "place"}, name="feed_place"),
        path("umpan/hukum/<slug:slug>/", feeds.concept, {"kind": "law"}, name="feed_law"),
        path("umpan/orang/<slug:slug>/", feeds.agent, name="feed_agent"),
        re_path(r"^(?P<work>koleksi/[-\w/]+/)baca/$", goto, name="goto"),
        re_path(r"^(?P<work>koleksi/[-\w/]+/)baca/(?P<number>\d{1,6})/$", read, name="read"),
        re_path(rf"^(?P<work>koleksi/[-\w/]+/)baca/{moments.PATTERN}$", read_moment, name="read_moment"),
        re_path(r"^(?P<path>koleksi/(?:[-\w]+/)*)$", below_holdings, name="below_holdings"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler400 = "portal.views.bad_request"
handler404 = "portal.views.not_found"
handler500 = "portal.views.broken"
