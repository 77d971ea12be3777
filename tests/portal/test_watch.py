"""A film on its page and in its player: found by what is said in it, opened at its second, and kept from the eager."""

import pytest
from bs4 import BeautifulSoup

from ingest.cues import cues_of, keep
from library.captions import Cue
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
    assert f"{film.address}baca/t9/?q=rumah" in found
    page = client.get(f"{film.address}baca/t9/", {"q": "rumah aman"}).content.decode()
    assert "#t=9" in page
    assert "<mark>Rumah</mark> <mark>aman</mark>" in page
    assert 'class="cue cue-asked" id="t=9"' in page  # where the address leads also without scripts
    assert "Ibu Yayah" in page
    assert "temuan 1 dari 1" in page
    assert "1 temuan" in client.get(f"{film.address}baca/t3.5/", {"q": "rumah aman"}).content.decode()


def test_the_permanent_address_of_a_cue_leads_to_its_second(client, film):
    code = film.permanent.code
    for below in ("2/", "t3.5/"):  # by its number, as cues were once cited, and by its moment
        answer = client.get(f"/p/{code}/{below}")
        assert answer.headers["Location"] == f"{film.address}baca/t3.5/#t=3.5"
    english = client.get(f"/p/{code}/5/").headers["Location"]
    assert english == f"{film.address}baca/t3.5/en/#t=3.5"
    assert client.get(f"/p/{code}/t3.5/en/").headers["Location"] == english


def marked(client, address: str) -> tuple[str, str, str]:
    """What is marked as asked for at an address without its fragment, where the player begins, what is shared."""
    soup = BeautifulSoup(client.get(address.partition("#")[0]).content, "html.parser")
    cue = soup.select_one(".cue-asked")
    begins = soup.select_one("video source")["src"].partition("#t=")[2]
    return cue.get_text() if cue else "", begins, soup.select_one("#bagikan-alamat")["value"]


def test_a_new_cue_moves_no_address_of_what_stands_behind_it(client, film):
    code = film.permanent.code
    cited = {
        f"/p/{code}/t9/": "Rumah aman dicari bersama.",
        f"/p/{code}/t3.5/en/": "They call the place bale istri.",
    }
    opened = {address: client.get(address).headers["Location"] for address in cited}
    shared = {address: marked(client, place)[2] for address, place in opened.items()}
    assert [each.partition("/p/")[2] for each in shared.values()] == [f"{code}/t9/", f"{code}/t3.5/en/"]
    for span in film.spans.all():
        keep(span.file, [Cue(6500, 8000, "(musik)"), *cues_of(span.file)])
    for address, text in cited.items():
        place = client.get(address).headers["Location"]
        assert place == opened[address]
        begins = place.partition("#t=")[2]
        assert marked(client, place) == (text, begins, shared[address])
    moved = film.passage_url(4)
    assert client.get(f"/p/{code}/4/").headers["Location"] == moved  # old addresses go on answering


def test_a_number_that_the_film_has_no_more_leads_to_the_film(client, film):
    answer = client.get(f"/p/{film.permanent.code}/60/")
    assert (answer.status_code, answer.headers["Location"]) == (302, film.address)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        pytest.param("9.3", "Rumah aman dicari bersama.", id="its time was mended a little"),
        pytest.param("4.7", "Mereka menamai tempat itu bale istri.", id="in the middle"),
        pytest.param("7.6", "Rumah aman dicari bersama.", id="shortly before"),
        pytest.param("6.4", "Mereka menamai tempat itu bale istri.", id="just after"),
    ],
)
def test_a_moment_is_opened_at_what_is_said_then(client, film, seconds, text):
    if seconds == "6.4":  # nothing begins near: the player is there, and nothing is marked
        text = ""
        for span in film.spans.all():
            keep(span.file, [cue for cue in cues_of(span.file) if cue.start < 9000])
    said, begins, shared = marked(client, f"{film.address}baca/t{seconds}/")
    assert (said, begins) == (text, seconds)
    assert shared.endswith(f"/p/{film.permanent.code}/t{seconds}/")


def test_a_moment_or_a_number_that_the_film_has_not_opens_the_film(client, film):
    beginning = f"{film.address}baca/1/"
    for address in (
        f"/p/{film.permanent.code}/t900/",
        f"{film.address}baca/t999999/",
        f"{film.address}baca/60/",
    ):
        answer = client.get(address, {"q": "bale"}, follow=True)
        place = answer.redirect_chain[-1][0]
        assert answer.status_code == 200 and place.startswith(beginning) and place.endswith("#t=0")
    assert client.get(f"{film.address}baca/60/?q=bale").headers["Location"] == f"{beginning}?q=bale#t=0"


def test_what_was_shared_of_a_cue_that_begins_after_the_film_leads_to_it(client, film):
    own = film.spans.get(file__language="id").file
    keep(own, [*cues_of(own), Cue(60_000, 62_000, "Terlambat.")])
    place = client.get(f"/p/{film.permanent.code}/t60/").headers["Location"]
    said, begins, shared = marked(client, place)
    assert (said, begins) == ("Terlambat.", "60")
    assert shared.endswith(f"/p/{film.permanent.code}/t60/")


def test_a_language_in_which_nothing_is_kept_leads_to_the_same_moment_in_its_own(client, film):
    answer = client.get(f"{film.address}baca/t9/xx/?q=rumah")
    assert answer.headers["Location"] == f"{film.address}baca/t9/?q=rumah#t=9"
    assert client.get(f"{film.address}baca/t9/en/").status_code == 200


def test_a_moment_is_written_in_plain_digits(client, film):
    assert client.get(f"{film.address}baca/t٣/").status_code == 404
    assert client.get(f"/p/{film.permanent.code}/t٣/").status_code == 404


def test_the_notice_before_a_moment_leads_on_to_it(client):
    film = screened("Yang Diceritakan", content_notices=[Notice.TESTIMONY])
    gate = BeautifulSoup(client.get(f"{film.address}baca/t3.5/en/?q=bale").content, "html.parser")
    assert gate.select_one("video") is None
    on = gate.select_one("a[rel=nofollow][href*=lanjut]")["href"]
    assert on == f"{film.address}baca/t3.5/en/?q=bale&lanjut=1#t=3.5"
    assert marked(client, on)[0] == "They call the place bale istri."


def test_what_is_found_before_and_after_is_reached_by_its_moment(client, film):
    page = client.get(f"{film.address}baca/t3.5/", {"q": "bale OR rumah OR nangka"}).content.decode()
    steps = [each["href"] for each in BeautifulSoup(page, "html.parser").select(".found-steps a")]
    assert [step.partition("?")[0] for step in steps] == [
        f"{film.address}baca/t0.5/",
        f"{film.address}baca/t9/",
    ]


def test_the_other_language_is_shown_at_the_same_moment(client, film):
    page = client.get(f"{film.address}baca/3/").content.decode()
    assert f'href="{film.address}baca/t9/en/#t=9"' in page
    english = client.get(f"{film.address}baca/t9/en/").content.decode()
    assert "A shelter is found together." in english and "Rumah aman" not in english
    assert "A shelter is found together." in client.get(f"{film.address}baca/6/").content.decode()


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
    beginning = f"{film.address}baca/1/#t=0"
    assert client.get(f"{film.address}baca/2/").headers["Location"] == beginning


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
    assert "baca/t3.5/" in client.get("/cari/", {"q": "menamai"}).content.decode()
