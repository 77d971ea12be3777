"""A film on its page and in its player: found by what is said in it, opened at its second, and kept from the eager."""

import pytest

from library.notices import Notice
from search.indexing import drain_all, rebuild
from tests.screened import screened

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def film():
    found = screened()
    drain_all()
    return found


def test_its_page_plays_it_with_nothing_loaded_beforehand(client, film):
    page = client.get(film.address).content.decode()
    [quality] = film.qualities
    assert '<video class="player-picture" controls preload="none"' in page
    assert f'<source src="{quality.url}" type="video/mp4">' in page
    assert page.count("<track ") == 2
    assert 'kind="captions" srclang="id"' in page and 'kind="subtitles" srclang="en"' in page
    assert "180p" in page and "KB" in page
    assert "Takarir Indonesia" in page and "Takarir Inggris" in page


def test_captions_are_on_in_the_language_of_the_page(client, film):
    page = client.get(film.address).content.decode()
    assert page.index("default>") < page.index('srclang="en"')
    english = client.get(f"/en{film.address}").content.decode()
    assert english.index("default>") > english.index('srclang="en"')


def test_a_cue_is_found_and_opens_the_film_at_its_second_with_the_words_marked(client, film):
    found = client.get("/cari/", {"q": "rumah aman"}).content.decode()
    assert f"{film.address}baca/3/?q=rumah" in found
    page = client.get(f"{film.address}baca/3/", {"q": "rumah aman"}).content.decode()
    assert "#t=9" in page
    assert "<mark>Rumah</mark> <mark>aman</mark>" in page
    assert 'class="cue cue-asked" id="t=9"' in page  # where the address leads also without scripts
    assert "Ibu Yayah" in page


def test_the_permanent_address_of_a_cue_leads_to_its_second(client, film):
    code = film.permanent.code
    answer = client.get(f"/p/{code}/2/")
    assert answer.headers["Location"] == f"{film.address}baca/2/#t=3.5"


def test_the_other_language_is_shown_at_the_same_moment(client, film):
    page = client.get(f"{film.address}baca/3/").content.decode()
    assert f'href="{film.address}baca/6/"' in page
    english = client.get(f"{film.address}baca/6/").content.decode()
    assert "A shelter is found together." in english and "Rumah aman" not in english


def test_a_quality_is_chosen_without_scripts(client, film):
    page = client.get(f"{film.address}baca/1/", {"mutu": "9"}).content.decode()
    assert 'aria-current="true"' in page
    assert client.get(f"{film.address}?mutu=%00").status_code in {200, 400}


def test_what_may_distress_is_said_before_anything_plays(client):
    film = screened("Yang Tidak Diceritakan", content_notices=[Notice.TESTIMONY])
    page = client.get(film.address).content.decode()
    assert "<video" not in page and "kesaksian nyata" in page
    gate = client.get(f"{film.address}baca/1/").content.decode()
    assert "<video" not in gate
    assert "<video" in client.get(f"{film.address}baca/1/", {"lanjut": "1"}).content.decode()


def test_a_film_without_captions_plays_and_says_so(client):
    film = screened("Bisu", captions=False)
    page = client.get(f"{film.address}baca/1/").content.decode()
    assert "<video" in page and "belum mempunyai takarir" in page
    assert client.get(f"{film.address}baca/2/").status_code == 404


def test_recordings_and_captions_go_out_by_ranges_to_whoever_may_see_the_film(client, film):
    [quality] = film.qualities
    answer = client.get(quality.url, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (206, "video/mp4")
    assert len(b"".join(answer.streaming_content)) == 100
    [track, _english] = film.tracks
    answer = client.get(track.url)
    assert answer.headers["Content-Type"] == "text/vtt"
    assert b"".join(answer.streaming_content).startswith(b"WEBVTT")
    film.access = "internal"
    film.save_revision().publish()
    assert client.get(quality.url).status_code == client.get(track.url).status_code == 404


def test_cards_say_minutes_and_not_pages(client, film):
    shelf = client.get("/koleksi/film/").content.decode()
    assert "12 detik" in shelf and "hlm." not in shelf


def test_a_film_is_rebuilt_into_the_index_with_its_cues(client, film):
    rebuild()
    assert "baca/2/" in client.get("/cari/", {"q": "menamai"}).content.decode()
