"""What is not public of a film or a dataset shows through no door: each of their own addresses in every state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from library.access import Access
from library.models import Chart, Publication
from search.indexing import drain_all
from tests.data import VILLAGES, tabled
from tests.screened import screened

pytestmark = pytest.mark.usefixtures("library")


def changed(work: Publication, **fields: object) -> None:
    for name, value in fields.items():
        setattr(work, name, value)
    work.save_revision().publish()


def removed(work: Publication) -> None:
    work.unpublish()


CLOSED: dict[str, Callable[[Publication], None]] = {
    "summary only": lambda work: changed(work, access=Access.SUMMARY),
    "internal": lambda work: changed(work, access=Access.INTERNAL),
    "under embargo": lambda work: changed(
        work, access=Access.EMBARGO, embargo_until=timezone.localdate() + timedelta(days=9)
    ),
    "withdrawn": lambda work: changed(work, access=Access.WITHDRAWN),
    "unpublished": removed,
}


def doors_of(work: Publication) -> list[str]:
    """The addresses at which its content may be had."""
    own = work.specific
    found = [f"{own.address}baca/1/", f"{own.address}baca/2/"]
    if own.kind.slug == "film":
        found += [f"{own.address}baca/t3.5/", f"{own.address}baca/t3.5/en/"]
        found += [each.url for each in own.qualities] + [each.url for each in own.tracks]
    else:
        found += [f"{own.address}data.{ending}" for ending in ("csv", "xlsx", "zip")]
        found += [f"{own.address}grafik/1.{ending}" for ending in ("svg", "png")]
    return found


@pytest.fixture(params=["film", "data"])
def work(request) -> Publication:
    if request.param == "film":
        return screened()
    chart = Chart(form="bars", title_id="Kasus", across="Desa", measures="Kasus")
    return tabled(VILLAGES, charts=(chart,))


@pytest.mark.parametrize("state", CLOSED)
def test_what_is_closed_has_no_open_door(client, work, state):
    doors = doors_of(work)
    for door in doors:
        answer = client.get(door)
        assert answer.status_code == 200, door
        answer.close()
    CLOSED[state](work)
    drain_all()
    for door in doors:
        for address in (door, f"/en{door}") if door.startswith("/koleksi") else (door,):
            assert client.get(address).status_code == 404, address
    page = client.get(work.address).content.decode()
    assert "<video" not in page and "data.csv" not in page and "<svg viewBox" not in page
    for question in ("bale istri", "rumah aman", "rancamanah"):
        assert "baca/" not in client.get("/cari/", {"q": question}).content.decode()


def drafted(work: Publication) -> None:
    """A draft in which the villages are no longer called villages; it is not published."""
    draft = work.get_latest_revision_as_object()
    columns = list(draft.columns.all())
    for column in columns:
        if column.name == "Desa":
            column.type, column.level = "text", ""
    draft.columns.set(columns)
    assert "village" not in {each.level for each in draft.columns.all()}
    draft.save_revision()


def redrafted(work: Publication) -> None:
    """The same in a draft that was never published, of the same table: a copy that an editor made."""
    copy = work.copy(update_attrs={"slug": "salinan", "title": "Salinan"}, keep_live=False)
    drafted(copy)
    copy.refresh_from_db()
    copy.specific.save()


@pytest.mark.parametrize("draft", [drafted, redrafted])
def test_a_draft_shows_no_small_count(client, draft):
    work = tabled(
        VILLAGES,
        columns={"Desa": {"type": "place", "level": "village"}},
        charts=(Chart(form="bars", title_id="Kasus", across="Desa", measures="Kasus"),),
    )
    drain_all()
    told = work.sheet_file.sheet.told
    draft(work)
    drain_all()
    doors = [(door, {}) for door in doors_of(work)]
    doors += [(address, {"q": "rancamanah"}) for address in ("/cari/", f"{work.address}cari/")]
    for door, asked in doors:
        answer = client.get(door, asked)
        assert answer.status_code == 200, door
        said = answer.content.decode(errors="replace")
        assert "Kasus: 3" not in said and "Kasus: <mark>3" not in said and "Rancamanah,2020,3" not in said
    assert "&lt; 5" in client.get("/cari/", {"q": "rancamanah"}).content.decode()
    assert "3" not in {text[-1] for text in work.sheet_file.passages.values_list("text", flat=True)}
    # what readers are shown was found once, and not anew for each of them
    assert work.sheet_file.passages.exists()
    assert type(work).objects.get(pk=work.pk).sheet_file.sheet.told == told


def test_the_upload_itself_is_never_served(client, work):
    for file in work.specific.files:
        with file.original.open() as original:
            uploaded = original.read()
        for name in ("x.csv", "x.mp4", "x.vtt", file.name):
            answer = client.get(f"/berkas/{file.code}/{name}")
            if answer.status_code == 200:
                assert b"".join(answer.streaming_content) != uploaded
            answer.close()


def test_a_poster_is_shown_with_the_record_and_not_before(client):
    film = screened()
    [recording] = film.recordings.all()
    file = recording.file
    if not file.cover:
        file.cover.save("cover.webp", ContentFile(b"RIFF"))
    address = f"/berkas/{file.code}/sampul.webp"
    answer = client.get(address)
    assert answer.status_code == 200
    answer.close()
    changed(film, access=Access.INTERNAL)
    assert client.get(address).status_code == 404
