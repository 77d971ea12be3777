"""Where ingest shows itself in the admin: its menu entry, its screens, and a word on works whose file is being read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ingest import import_views, views
from ingest.models import Ingestion


class UploadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ingest.add_ingestion")


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("unggah/", views.uploads, name="ingest_uploads"),
        path("unggah/<int:pk>/lagi/", views.again, name="ingest_again"),
        path("unggah/<int:pk>/hapus/", views.remove, name="ingest_remove"),
        path("impor/", import_views.bring, name="ingest_import"),
        path("impor/<str:token>/", import_views.look, name="ingest_import_look"),
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
