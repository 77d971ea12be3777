"""Where ingest shows itself in the admin: its menu entry, its screens, and a word on works whose file is being read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, re_path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ingest import (
    data_views,
    film_views,
    import_views,
    page_views,
    place_views,
    proposal_views,
    upload_views,
    views,
)
from ingest.imports import steps
from ingest.models import Ingestion


class UploadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ingest.add_ingestion")


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("unggah/", views.uploads, name="ingest_uploads"),
        path("unggah/kiriman/", upload_views.open_batch, name="ingest_open"),
        path("unggah/potongan/", upload_views.pieces, name="ingest_pieces"),
        path("unggah/potongan/<slug:code>/", upload_views.piece, name="ingest_piece"),
        path("unggah/karantina/", views.quarantine, name="ingest_quarantine"),
        path("unggah/lepas/", views.loose, name="ingest_loose"),
        path("unggah/<slug:code>/", views.batch, name="ingest_batch"),
        path("unggah/<int:pk>/lagi/", views.again, name="ingest_again"),
        path("unggah/<int:pk>/batal/", views.cancel, name="ingest_cancel"),
        path("unggah/<int:pk>/hapus/", views.remove, name="ingest_remove"),
        path("unggah/<int:pk>/tempat/", place_views.place, name="ingest_place"),
        path("impor/", import_views.bring, name="ingest_import"),
        path("impor/templat.<str:form>", steps.empty_table, name="ingest_import_template"),
        path("impor/<str:token>/", import_views.look, name="ingest_import_look"),
        path("impor/<str:token>/kolom/", steps.match_columns, name="ingest_import_columns"),
        path("impor/<str:token>/periksa/", steps.look_at_rows, name="ingest_import_check"),
        path("impor/<str:token>/hasil/", steps.done, name="ingest_import_done"),
        path("impor/<str:token>/salah.<str:form>", steps.mend, name="ingest_import_mend"),
        path("data/<int:pk>/", data_views.desk, name="ingest_data"),
        path("film/<int:pk>/", film_views.desk, name="ingest_film"),
        path("film/<int:pk>/rekaman/<int:file>/", film_views.recording, name="ingest_recording"),
        path("film/<int:pk>/takarir/<int:file>/", film_views.track, name="ingest_track"),
        re_path(
            r"^film/(?P<pk>\d{1,9})/takarir/(?P<file>\d{1,9})\.(?P<ending>vtt|srt)$",
            film_views.track_file,
            name="ingest_track_file",
        ),
        path("berkas/<int:pk>/usulan/", proposal_views.proposals, name="ingest_proposals"),
        path("berkas/<int:pk>/halaman/", page_views.pages, name="ingest_pages"),
        path("berkas/<int:pk>/halaman/<int:number>/", page_views.page, name="ingest_page"),
        path(
            "berkas/<int:pk>/halaman/<int:number>-<int:width>.webp",
            page_views.picture,
            name="ingest_page_picture",
        ),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return UploadMenuItem(
        _("Unggah PDF"), reverse("ingest_uploads"), name="unggah", icon_name="upload", order=150
    )


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return import_views.ImportMenuItem(
        _("Impor data katalog"), reverse("ingest_import"), name="impor", icon_name="download", order=155
    )


@hooks.register("before_edit_page")
def say_where_its_files_stand(request: HttpRequest, page: Any) -> None:
    unfinished = Ingestion.objects.filter(target_id=page.pk).exclude(state=Ingestion.State.DONE)
    if request.method == "GET":
        for row in unfinished:
            text = row.sentence or gettext("%(name)s: %(state)s, %(done)d dari %(total)d halaman.") % {
                "name": row.name,
                "state": row.get_state_display(),
                "done": row.pages_done,
                "total": row.pages_total,
            }
            messages.info(request, text)


hooks.register("register_page_header_buttons", page_views.buttons)
hooks.register("register_page_header_buttons", proposal_views.buttons)
hooks.register("register_page_header_buttons", film_views.buttons)
hooks.register("register_page_header_buttons", data_views.buttons)
hooks.register("before_edit_page", data_views.say_what_to_look_at)
hooks.register("before_edit_page", film_views.say_what_is_missing)
hooks.register("before_edit_page", page_views.say_what_to_look_at)
