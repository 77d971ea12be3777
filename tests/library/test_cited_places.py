"""A film cited at its second and data at their row, by whoever comes to the page of citation."""

import json

import pytest
from bs4 import BeautifulSoup

from search.indexing import drain_all
from tests.data import tabled
from tests.screened import screened

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def film():
    found = screened()
    drain_all()
    return found


@pytest.fixture
def data():
    found = tabled(counting_id="Satu orang dihitung satu kali setahun.", covers_from=2015, covers_to=2016)
    drain_all()
    return found


def page(client, work, query: str = "", language: str = "") -> BeautifulSoup:
    answer = client.get(f"{language}{work.address}sitasi/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text().split())


def in_text(soup: BeautifulSoup) -> dict[str, str]:
    """What stands in running text, by style."""
    return {each["id"].removeprefix("teks-"): words(each) for each in soup.select(".in-text span[id]")}


def test_a_film_is_cited_at_the_cue_that_its_page_hands_over(client, film):
    cue = film.passages_numbered([3])[3]
    handed = client.get(f"{film.address}baca/3/").content.decode()
    assert f"sitasi/?halaman={cue.label.replace(':', '%3A')}" in handed
    soup = page(client, film, f"?halaman={cue.label}")
    assert words(soup.h1) == f"Mengutip film pada {cue.label}"
    assert {text.rstrip(")]").rpartition(", ")[2].rpartition(" ")[2] for text in in_text(soup).values()} == {
        cue.label
    }
    assert f"/p/{film.permanent.code}/t9/" in words(soup.main)
    assert "hlm." not in words(soup.select_one(".styles"))


def test_a_second_in_the_middle_of_a_cue_opens_at_that_cue_however_it_is_written(client, film):
    for written, at in (("0:04", "t4"), ("00:04", "t4"), ("0:00:04", "t4"), ("0:04.6", "t4.6")):
        soup = page(client, film, f"?halaman={written}")
        assert words(soup.h1) == "Mengutip film pada 0:04"
        path = f"/p/{film.permanent.code}/{at}/"
        assert path in words(soup.main)
        opened = client.get(client.get(path).headers["Location"].partition("#")[0]).content
        assert "Mereka menamai" in BeautifulSoup(opened, "html.parser").select_one(".cue-asked").text


def test_a_film_without_captions_is_opened_at_the_second_itself(client):
    film = screened("Bisu", captions=False)
    soup = page(client, film, "?halaman=0:05")
    assert f"/p/{film.permanent.code}/t5/" in words(soup.main)


@pytest.mark.parametrize("written", ["9:00", "12", "0:99", "iv", "-0:01", "<b>"])
def test_what_is_no_moment_of_the_film_is_said_beside_its_field(client, film, written):
    soup = page(client, film, f"?halaman={written}")
    field = soup.select_one("input[name=halaman]")
    assert (field["aria-invalid"], field["value"]) == ("true", written)
    sentence = words(soup.find(id=field["aria-describedby"]))
    assert f"Tidak ada {written} di film ini." in sentence and "0:42" in sentence
    assert words(soup.h1) == "Mengutip terbitan ini"


def test_a_film_asks_for_minutes_and_seconds(client, film):
    soup = page(client, film)
    assert words(soup.select_one("label[for=halaman]")) == "Menit dan detik yang dikutip"


def test_the_permanent_address_of_a_moment_leads_into_the_player(client, film):
    soup = page(client, film, "?halaman=0:03")  # the second in which the cue begins
    path = f"/p/{film.permanent.code}/t3.5/"
    assert path in words(soup.main)
    assert client.get(path).headers["Location"].endswith("baca/t3.5/#t=3.5")


def test_data_are_cited_at_a_row_in_both_languages(client, data):
    soup = page(client, data, "?nomor=3")
    assert words(soup.h1) == "Mengutip baris 3"
    assert all("baris 3" in text.casefold() for text in in_text(soup).values())
    assert f"/p/{data.permanent.code}/3/" in words(soup.main)
    english = page(client, data, "?nomor=3", "/en")
    assert all("row 3" in text.casefold() for text in in_text(english).values())


@pytest.mark.parametrize("written", ["99", "0", "tiga", "9" * 40])
def test_a_row_that_is_not_there_is_said_beside_its_field(client, data, written):
    soup = page(client, data, f"?nomor={written}")
    field = soup.select_one("input[name=nomor]")
    assert (field["aria-invalid"], field["value"]) == ("true", written)
    assert f"Tidak ada baris {written} di data ini." in words(soup.find(id=field["aria-describedby"]))


def test_of_what_may_not_be_read_nothing_is_looked_into(client, film, data):
    for work in (film, data):
        work.access = "summary"
        work.save_revision().publish()
    soup = page(client, film, "?halaman=0:04")
    assert words(soup.h1) == "Mengutip film pada 0:04"
    assert f"/p/{film.permanent.code}/t" not in words(soup.main)
    assert words(page(client, data, "?nomor=3").h1) == "Mengutip baris 3"


def test_the_exports_of_a_film_and_of_data_say_what_they_are(client, film, data):
    says = {
        "ris": ("TY  - VIDEO", "TY  - DATA"),
        "bib": ("@video{", "@dataset{"),
        "marcxml": ("<leader>00000ngm", "<leader>00000nmm"),
        "mods": (">moving image<", ">software, multimedia<"),
    }
    for ending, expected in says.items():
        for work, word in zip((film, data), expected, strict=True):
            assert word in client.get(f"{work.address}sitasi.{ending}").content.decode()
    [item] = json.loads(client.get(f"{data.address}sitasi.json").content)
    assert item["abstract"].endswith("Cara menghitung: Satu orang dihitung satu kali setahun.")


def test_the_head_of_both_speaks_to_search_engines(client, film, data):
    says = {}
    for work in (film, data):
        soup = BeautifulSoup(client.get(work.address).content, "html.parser")
        graph = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
        says[work.pk] = (graph[0], {tag["name"] for tag in soup.select("meta[name]")})
    said, tags = says[film.pk]
    assert (said["@type"], said["contentUrl"].rpartition(".")[2]) == ("VideoObject", "mp4")
    assert [track["inLanguage"] for track in said["caption"]] == ["id", "en"]
    assert not [name for name in tags if name.startswith("citation_")]
    assert said["transcript"] == (
        "Di bawah pohon nangka, para ibu berkumpul. Mereka menamai tempat itu bale istri. Rumah aman dicari bersama."
    )
    said, tags = says[data.pk]
    assert (said["@type"], said["temporalCoverage"]) == ("Dataset", "2015/2016")
    assert {each["name"] for each in said["variableMeasured"]} >= {"Kabupaten", "Tahun"}
    assert not [name for name in tags if name.startswith("citation_")]


def test_what_is_said_stays_behind_its_notice(client):
    film = screened(content_notices=["testimony"])
    soup = BeautifulSoup(client.get(film.address).content, "html.parser")
    assert "rumah aman dicari" not in str(soup).lower()
    assert "transcript" not in soup.find("script", type="application/ld+json").string


def test_a_cue_in_the_other_language_is_cited_as_that_cue(client, film):
    handed = BeautifulSoup(client.get(f"{film.address}baca/6/").content, "html.parser")
    address = next(each["href"] for each in handed.select("a") if "sitasi/?" in each["href"])
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    assert words(soup.h1) == "Mengutip film pada 0:09"
    assert f"/p/{film.permanent.code}/t9/en/" in words(soup.main)
    elsewhere = page(client, film, "?halaman=0:03&nomor=6")  # the moment was typed anew
    assert f"/p/{film.permanent.code}/t3.5/" in words(elsewhere.main)
