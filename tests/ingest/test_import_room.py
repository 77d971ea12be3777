"""The room *Impor data katalog*: brought, looked at, applied; without scripts, and for those who may add."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ingest import import_views
from library.models import Book, Publication, Shelf, User
from tests.ingest.test_import import RIS
from tests.works import signed_in

DOOR = "/admin/impor/"


def brought(client: Client, content: str, name: str = "data.ris") -> str:
    """Bring a file; gives the address at which it is looked at."""
    answer = client.post(DOOR, {"file": SimpleUploadedFile(name, content.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def editor_of(*shelves: str) -> Client:
    """A browser of somebody who may add below these shelves, and nothing else."""
    user = User.objects.create(username="pembantu")
    group = Group.objects.create(name="Pembantu")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    for shelf in Shelf.objects.filter(kind_slug__in=shelves):
        group.page_permissions.create(page=shelf, permission=add)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_a_file_is_brought_looked_at_and_applied(library):
    client = signed_in()
    address = brought(client, RIS)
    page = client.get(address).content.decode()
    assert "2 akan menjadi draf, 0 sudah ada, 0 tidak dapat dipakai. Belum ada yang disimpan." in page
    assert "Bumi Manusia" in page and not Publication.objects.exists()
    page = client.post(address).content.decode()
    assert "2 draf baru, 0 sudah ada, 0 tidak dapat dipakai." in page
    assert f"/admin/pages/{Book.objects.get().pk}/edit/" in page
    assert client.get(f"/admin/pages/{Book.objects.get().pk}/edit/").status_code == 200
    page = client.post(address).content.decode()
    assert "0 draf baru, 2 sudah ada" in page


def test_the_room_needs_no_script(library):
    client = signed_in()
    form = client.get(DOOR).content.decode()
    assert 'enctype="multipart/form-data"' in form and 'type="file"' in form
    page = client.get(brought(client, RIS)).content.decode()
    assert re.search(r'<form method="post" class="[^"]*">\s*<input type="hidden" name="csrf', page)


def test_what_cannot_be_read_is_said_beside_the_field(library):
    answer = signed_in().post(DOOR, {"file": SimpleUploadedFile("x.ris", b"halo")})
    assert answer.status_code == 200 and "tidak berisi entri RIS" in answer.content.decode()
    answer = signed_in_again().post(DOOR, {"file": SimpleUploadedFile("x.docx", b"halo")})
    assert "tidak dikenali" in answer.content.decode()
    assert "Pilih satu berkas." in signed_in_again().post(DOOR, {}).content.decode()


def signed_in_again() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="penyunting"))
    return client


def test_markup_in_a_title_is_shown_as_text(library):
    client = signed_in()
    page = client.get(
        brought(client, "TY  - BOOK\nTI  - <script>alert(1)</script>\nER  -\n")
    ).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_a_large_import_goes_on_where_it_stopped(library, monkeypatch):
    monkeypatch.setattr(import_views, "AT_ONCE", 2)
    client = signed_in()
    address = brought(client, "".join(f"TY  - BOOK\nTI  - Buku {number}\nER  -\n" for number in range(5)))
    page = client.post(address).content.decode()
    assert "2 draf baru" in page and "3 entri lagi menunggu." in page and "Lanjutkan" in page
    client.post(address)
    page = client.post(address).content.decode()
    assert "1 draf baru, 4 sudah ada" in page and "menunggu" not in page
    assert Book.objects.count() == 5


def test_who_may_add_below_some_shelves_adds_there_alone(library):
    client = editor_of("jurnal")
    page = client.get(brought(client, RIS)).content.decode()
    assert "1 akan menjadi draf" in page and "Anda tidak berwenang menambah di rak Buku." in page
    client.post(brought(client, RIS))
    assert not Book.objects.exists() and Publication.objects.count() == 2


@pytest.mark.parametrize("shelves", [[], ["buku"]])
def test_the_room_and_its_entry_are_for_those_who_may_add(library, shelves):
    client = editor_of(*shelves)
    assert ('"name": "impor"' in client.get("/admin/").content.decode()) is bool(shelves)
    assert (client.get(DOOR).status_code == 200) is bool(shelves)


def test_nobody_finds_what_somebody_else_brought(library):
    address = brought(signed_in(), RIS)
    assert editor_of("buku").get(address).status_code == 404
    assert editor_elsewhere().get(f"{DOOR}../x/").status_code == 404
    assert Client().get(address).status_code == 302


def editor_elsewhere() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="pembantu"))
    return client
