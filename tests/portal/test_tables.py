"""A dataset on its page and as a table: found row by row, sorted and narrowed by its address, without small counts."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.translation import gettext, override
from PIL import Image

from library.exports import EXPORTS
from library.models import Chart
from library.notices import Notice
from search.indexing import drain_all
from tests.data import VILLAGES, tabled

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def data():
    chart = Chart(
        form="lines", title_id="Kasus menurut tahun", across="Tahun", measures="Kasus KDRT", by="Kabupaten"
    )
    found = tabled(
        charts=(chart,),
        counting_id="Satu orang dihitung satu kali setahun.",
        counting_en="One person is counted once a year.",
        counted_by="Catatan pendamping",
    )
    drain_all()
    return found


def test_its_page_says_the_main_figure_draws_its_chart_and_never_hides_how_it_was_counted(client, data):
    page = client.get(data.address).content.decode()
    assert 'class="headline"' in page and "2016" in page
    assert page.count("<svg") >= 2 and "Kasus menurut tahun" in page
    assert "Satu orang dihitung satu kali setahun." in page
    english = client.get(f"/en{data.address}").content.decode()
    assert "One person is counted once a year." in english


def told(page: BeautifulSoup, label: str) -> list[tuple[str, str]]:
    """The language and the words of everything that stands under a label."""
    found = [each for each in page.select("dl dt") if each.text.strip() == label]
    return [(each.find_next("dd").get("lang", ""), each.find_next("dd").text.strip()) for each in found]


def test_where_figures_come_from_is_said_in_english_or_marked_as_indonesian(client, data):
    here = data.address
    for english, language, words in (
        ("", "id", "Catatan pendamping"),
        ("Notes of companions", "en", "Notes of companions"),
    ):
        data.counted_by_en = english
        data.save_revision().publish()
        with override("en"):
            label = gettext("Sumber angka")
        page = BeautifulSoup(client.get(f"/en{here}").content, "html.parser")
        assert told(page, label) == [(language, words)] * 2  # with the charts, and in the details
        page = BeautifulSoup(Client().get(here).content, "html.parser")
        assert told(page, "Sumber angka") == [("id", "Catatan pendamping")] * 2


def cards(page: str) -> dict[str, str]:
    return {
        each["property"]: each["content"]
        for each in BeautifulSoup(page, "html.parser").select("meta[property^='og:image']")
    }


def test_it_is_passed_on_with_its_first_chart(client, data):
    found = cards(client.get(data.address).content.decode())
    assert found["og:image"].endswith(f"{data.address}grafik/1.png")
    assert "Kasus menurut tahun" in found["og:image:alt"]
    answer = client.get(f"{data.address}grafik/1.png")
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (int(found["og:image:width"]), int(found["og:image:height"]))


def test_only_what_is_public_is_passed_on_with_a_chart(client, editor, data):
    data.access = "summary"
    data.save_revision().publish()
    for viewer in (client, editor):
        page = viewer.get(data.address).content.decode()
        assert cards(page) == {}


def test_what_may_distress_is_said_before_any_figure(client, data):
    data.content_notices = [Notice.TESTIMONY]
    data.save_revision().publish()
    closed = client.get(data.address).content.decode()
    assert (
        'class="headline"' not in closed
        and "chart-figure" not in closed
        and "data.csv" not in (BeautifulSoup(closed, "html.parser").select_one("main").decode())
    )
    assert cards(closed) == {}
    assert "Satu orang dihitung satu kali setahun." in closed
    way = BeautifulSoup(closed, "html.parser").select_one("main a[href^='?lanjut=1']")
    assert way is not None and "nofollow" in way["rel"]
    opened = client.get(f"{data.address}{way['href'].partition('#')[0]}").content.decode()
    assert 'class="headline"' in opened and opened.count("<svg") >= 2 and "data.csv" in opened
    assert f"{data.address}baca/1/?lanjut=1#tabel" in opened  # said once, it is not said again
    for found in (client.get(f"{data.address}baca/1/"), client.get(f"{data.address}baca/1/?lanjut=1")):
        assert ("<table" in found.content.decode()) is ("lanjut=1" in found.request["QUERY_STRING"])


def test_no_door_to_its_figures_is_told_to_machines_before_the_notice_was_read(client, data):
    def told():
        page = client.get(data.address)
        records = [client.get(f"{data.address}sitasi.{each}").content.decode() for each in EXPORTS]
        return " ".join([page.content.decode().partition("<main")[0], page.headers["Link"], *records])

    assert told().count("data.csv") > 3
    data.content_notices = [Notice.TESTIMONY]
    data.save_revision().publish()
    assert "data.csv" not in told() and "variableMeasured" in told()


def test_what_is_found_of_data_behind_a_notice_names_its_places_and_columns_and_no_figure(client, data):
    def found():
        drain_all()
        page = BeautifulSoup(client.get("/cari/", {"q": "garut kekerasan seksual"}).content, "html.parser")
        return [each.get_text() for each in page.select(".hit-words")]

    assert "Kabupaten: Garut; Tahun: 2015; Kasus KDRT: 22; Kasus kekerasan seksual: 9" in found()
    data.content_notices = [Notice.TESTIMONY]
    data.save_revision().publish()
    assert "Kabupaten: Garut; Tahun: 2015; Kasus KDRT; Kasus kekerasan seksual" in found()
    inside = client.get(f"{data.address}cari/", {"q": "garut"}).content.decode()
    assert "<mark>Garut</mark>" in inside and "22" not in inside.partition("<main")[2].partition("</main")[0]
    assert data.table().rows[2][2].number == 22  # who goes on reads it
    data.content_notices = []
    data.save_revision().publish()
    assert "Kasus KDRT: 22" in " ".join(found())


def test_a_row_is_found_by_its_words_and_opens_the_table_there(client, data):
    found = client.get("/cari/", {"q": "garut 2015"}).content.decode()
    assert re.search(rf'href="{data.address}baca/3/\?q=garut[^"#]*#b3"', found)
    moved = client.get(f"/p/{data.permanent.code}/3/")
    assert moved.headers["Location"].endswith("/baca/3/#b3")
    page = client.get(f"{data.address}baca/3/", {"q": "garut 2015"}).content.decode()
    assert 'id="b3" class="asked" aria-current="true"' in page
    assert "<mark>Garut</mark>" in page


def test_a_column_is_found_by_its_name(client, data):
    assert data.address in client.get("/cari/", {"q": "kekerasan seksual"}).content.decode()
    page = client.get(f"{data.address}baca/3/", {"q": '"kekerasan seksual"'}).content.decode()
    assert "Kasus <mark>kekerasan seksual</mark>" in page


def rows(page: str) -> list[str]:
    """The first cell and the second of each row, in order."""
    return [part.split("</th><td")[0].rpartition(">")[2] for part in page.split('<tr role="row" id=')[1:]]


def test_it_is_sorted_and_narrowed_by_its_address(client, data):
    address = f"{data.address}baca/1/"
    assert rows(client.get(address).content.decode()) == ["Bandung", "Bandung", "Garut", "Garut"]
    assert rows(client.get(address, {"urut": "3"}).content.decode()) == [
        "Garut",
        "Garut",
        "Bandung",
        "Bandung",
    ]
    narrowed = client.get(address, {"k1": "garut", "urut": "-2"}).content.decode()
    assert rows(narrowed) == ["Garut", "Garut"] and "2 dari 4 baris" in narrowed
    assert rows(client.get(address, {"kata": "bandung 2016"}).content.decode()) == ["Bandung"]
    nothing = client.get(address, {"kata": "tidak ada"}).content.decode()
    assert "Tidak ada baris yang cocok." in nothing


@pytest.mark.parametrize(
    "query",
    ["urut=99", "urut=-", "urut=%00", "k1=%00x", "k99=1", "bagian=999999", "bagian=-1", "kata=" + "a" * 900],
)
def test_nonsense_in_its_address_breaks_nothing(client, data, query):
    assert client.get(f"{data.address}baca/1/?{query}").status_code == 200


def test_a_unit_is_said_where_the_heading_does_not_say_it(client):
    units = {"Kasus KDRT": {"unit_id": "kasus"}, "Kasus kekerasan seksual": {"unit_id": "orang"}}
    data = tabled(columns=units)
    page = BeautifulSoup(client.get(f"{data.address}baca/1/").content, "html.parser")
    heads = [each["data-head"] for each in page.select("tbody tr:first-child td")]
    assert heads == ["Tahun", "Kasus KDRT", "Kasus kekerasan seksual (orang)"]
    assert "(kasus)" not in page.select_one("thead").get_text()


def test_a_row_that_is_not_there_is_not_found(client, data):
    assert client.get(f"{data.address}baca/5/").status_code == 404


def test_small_counts_of_villages_leave_by_no_door(client):
    data = tabled(
        VILLAGES,
        "Kasus menurut Desa",
        columns={
            "Desa": {"type": "place", "level": "village"},
            "Kasus": {"type": "integer", "role": "measure"},
        },
        charts=(Chart(form="bars", title_id="Kasus", across="Desa", measures="Kasus"),),
    )
    drain_all()
    page = client.get(f"{data.address}baca/1/").content.decode()
    assert "&lt;\N{NO-BREAK SPACE}5" in page
    for address in (
        f"{data.address}data.csv",
        f"{data.address}data.zip",
        f"{data.address}grafik/1.svg",
        f"{data.address}baca/1/",
    ):
        said = client.get(address).content
        assert b">3<" not in said and b"Rancamanah,2020,3" not in said
    assert not [
        text for text in data.sheet_file.passages.values_list("text", flat=True) if "Kasus: 3" in text
    ]
    code = data.sheet_file.code
    assert client.get(f"/berkas/{code}/kasus-menurut-desa.csv").status_code == 404
    assert client.get(f"/berkas/{code}/halaman/1-480.webp").status_code == 404


@pytest.mark.parametrize(
    ("ending", "begins"), [("csv", b"\xef\xbb\xbfKabupaten"), ("xlsx", b"PK"), ("zip", b"PK")]
)
def test_figures_go_home_with_their_note(client, data, ending, begins):
    answer = client.get(f"{data.address}data.{ending}")
    assert answer.content.startswith(begins)
    assert f'filename="{data.slug}.{ending}"' in answer.headers["Content-Disposition"]
    if ending == "csv":
        assert "Satu orang dihitung satu kali setahun." in answer.content.decode("utf-8-sig")


def test_charts_go_home_as_pictures(client, data):
    assert client.get(f"{data.address}grafik/1.png").content.startswith(b"\x89PNG")
    svg = client.get(f"{data.address}grafik/1.svg").content.decode()
    assert "Sumber: Catatan pendamping" in svg and "<script" not in svg
    assert client.get(f"{data.address}grafik/2.png").status_code == 404


def test_the_figures_of_a_chart_stand_below_it(client, data):
    page = BeautifulSoup(client.get(data.address).content, "html.parser")
    table = page.select_one("details.chart-table table")
    assert [each.get_text(" ", strip=True) for each in table.select("thead th")] == ["Bandung", "Garut"]
    rows = [[each.get_text() for each in row.select("th, td")] for row in table.select("tbody tr")]
    assert rows == [["2015", "34", "22"], ["2016", "41", "25"]]


def test_a_chart_without_a_source_says_who_published_it_and_where_it_stands(client):
    chart = Chart(form="bars", title_id="Kasus", across="Tahun", measures="Kasus KDRT")
    data = tabled(charts=(chart,), publisher="Sapa Institut", issued="2024")
    svg = client.get(f"{data.address}grafik/1.svg").content.decode()
    assert "Sumber: Sapa Institut, 2024," in svg and data.permanent_path in svg


def test_charts_that_cannot_be_drawn_as_asked_are_told_to_the_editor():
    wrong = Chart(form="bars", title_id="Salah", across="Thn", measures="Kasus KDRT")
    many = Chart(form="lines", title_id="Banyak", across="Tahun", measures="Kasus", by="Kabupaten")
    rows = "".join(f"Kabupaten {name},{year},{9 + year % 7}\n" for name in "ABCDEFG" for year in (2015, 2016))
    data = tabled(f"Kabupaten,Tahun,Kasus\n{rows}", charts=(many,))
    assert [each.form for each in data.drawn_charts()] == ["multiples"]
    [told] = data.chart_troubles()
    assert "Banyak" in told and "7" in told
    data = tabled(charts=(wrong,), title="Lain")
    assert data.drawn_charts() == []
    assert "“Thn”" in data.chart_troubles()[0]


def test_what_only_the_institute_may_see_has_no_door(client, data):
    data.access = "internal"
    data.save_revision().publish()
    for door in ("data.csv", "data.zip", "grafik/1.svg", "baca/1/"):
        assert client.get(f"{data.address}{door}").status_code == 404


def test_cards_say_rows(client, data):
    assert "4 baris" in client.get("/koleksi/data/").content.decode()
