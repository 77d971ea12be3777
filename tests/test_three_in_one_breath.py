"""One question, in a real browser: a page of a study, a cue of a film and a row of a dataset, each opening at its place."""

import csv
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yt_dlp
from axe_playwright_python.sync_playwright import Axe

from library.film import REMEDY
from tests.requirements import missing
from tests.site import PASSWORD, Site, chromium, running_site

DEMO = Path(__file__).resolve().parents[1] / "demo"
FILES = ("contoh-studi-pendampingan.pdf", "contoh-film-bale-istri.mp4", "contoh-data-kasus-bale.csv")
FILM = "/koleksi/film/apa-itu-bale-istri-contoh/"
DATA = "/koleksi/data/kasus-yang-diadukan-ke-bale-2015-2024-contoh/"
_PATIENCE = 30.0
VIDEO = "document.querySelector('video')"


def until(page: Any, condition: str) -> None:
    """Wait until it holds. The site's own rules forbid what Playwright would wait with."""
    deadline = time.monotonic() + _PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(100)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A library that holds the study, the film and the table of the demo."""
    folder = tmp_path_factory.mktemp("tiga")
    rows = list(csv.DictReader((DEMO / "metadata.csv").read_text(encoding="utf-8").splitlines()))
    chosen = [row for row in rows if row["file"] in FILES]
    for row in chosen:
        for name in (row["file"], *filter(None, (part.strip() for part in row["beside"].split(";")))):
            shutil.copy(DEMO / name, folder)
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, list(rows[0]))
        writer.writeheader()
        writer.writerows(chosen)
    with running_site(tmp_path_factory.mktemp("situs"), ELASTICSEARCH_URL="") as running:
        running.manage("ingest", str(folder), "--metadata", str(folder / "metadata.csv"), "--publish")
        yield running


def test_a_page_a_cue_and_a_row_open_at_their_places(site: Site) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="id-ID").new_page()
        page.goto(f"{site.url}/cari/?q=bale+pendampingan&jenis=studi")
        page.locator(".hit a").first.click()
        page.locator("main a[href*='lanjut=1']").click()  # what the study is about is said first
        assert "/baca/" in page.url and page.locator(".leaf-paper img").count() == 1
        page.goto(f"{site.url}/cari/?q=musyawarah+desa&jenis=film")
        page.locator(".hit a").first.click()
        assert page.locator(".cue-asked mark").count() > 0
        page.goto(f"{site.url}/cari/?q=garut+2021+online&jenis=data")
        page.locator(".hit a").first.click()
        assert "Garut" in page.locator("tr.asked").inner_text()


def test_one_question_finds_all_three_each_at_its_place(site: Site) -> None:
    opened = {
        "/koleksi/studi/": ".leaf-paper img",
        "/koleksi/film/": ".cue-asked mark",
        "/koleksi/data/": "tr.asked mark",
    }
    with chromium() as browser:
        page = browser.new_context(locale="id-ID").new_page()
        for shelf, place in opened.items():
            page.goto(f"{site.url}/cari/?q=bale+bandung")
            page.locator(f".hit a[href^='{shelf}']").first.click()
            if page.locator("main a[href*='lanjut=1']").count():
                page.locator("main a[href*='lanjut=1']").first.click()
            assert "/baca/" in page.url and page.locator(place).count() > 0, page.url


def test_the_film_plays_from_the_hit_shows_captions_and_the_transcript_follows(site: Site) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="id-ID").new_page()
        fetched: list[str] = []
        page.on("request", lambda asked: fetched.append(asked.url))
        page.goto(f"{site.url}{FILM}baca/1/?q=musyawarah+desa")
        assert not [address for address in fetched if ".mp4" in address]  # nothing before play
        page.goto(f"{site.url}/cari/?q=musyawarah+desa&jenis=film")
        page.locator(".hit a").first.click()
        asked = page.locator(".cue-asked")
        begins = int(asked.get_attribute("data-start") or 0) / 1000
        page.evaluate(f"{VIDEO}.muted = true; {VIDEO}.play()")
        until(page, f"{VIDEO}.currentTime > {begins}")
        assert page.evaluate(f"{VIDEO}.currentTime") < begins + 20
        assert page.evaluate(f"[...{VIDEO}.textTracks].map(each => [each.language, each.mode])") == [
            ["id", "showing"],
            ["en", "disabled"],
        ]
        until(page, "document.querySelector('.cue-now') !== null")
        first = page.locator("a.cue[data-start]").nth(2)
        first.click()
        until(
            page, f"Math.abs({VIDEO}.currentTime - {int(first.get_attribute('data-start') or 0) / 1000}) < 3"
        )
        until(page, "document.querySelectorAll('a.cue')[2].classList.contains('cue-now')")
        start, at = first.get_attribute("data-start"), first.get_attribute("data-at")
        assert page.locator("#bagikan-alamat").input_value().endswith(f"/t{int(start or 0) / 1000:g}/")
        cited = page.locator("[data-cite]").get_attribute("href") or ""
        page.goto(site.url + cited)
        assert f"{at}" in page.locator("main").inner_text()  # what is cited is that moment
        for asked_for, seconds in (("1:10", 70), ("npt:0:00:12.5", 12.5), ("31", 31)):
            page.goto(f"{site.url}{FILM}baca/15/?x={seconds}#t={asked_for}")
            until(page, f"Math.abs({VIDEO}.currentTime - {seconds}) < 1")
        page.goto(f"{site.url}/en{FILM}")
        page.evaluate(f"{VIDEO}.muted = true; {VIDEO}.play()")
        until(page, f"[...{VIDEO}.textTracks].some(t => t.language == 'en' && t.mode == 'showing')")


def test_on_a_phone_the_cue_stays_in_sight(site: Site) -> None:
    inside = """(() => {
        const cue = document.querySelector('CUE')?.getBoundingClientRect();
        const box = document.querySelector('.transcript-text').getBoundingClientRect();
        return Boolean(cue) && cue.top >= box.top && cue.bottom <= box.bottom;
    })()"""
    with chromium() as browser:
        context = browser.new_context(
            locale="id-ID", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"{site.url}{FILM}baca/15/?q=musyawarah+desa")
        until(page, inside.replace("CUE", ".cue-asked"))
        page.evaluate(f"{VIDEO}.muted = true; {VIDEO}.play()")
        until(page, f"{VIDEO}.currentTime > 0")
        page.evaluate(f"{VIDEO}.currentTime = 80")
        until(page, "Number(document.querySelector('.cue-now')?.dataset.start) > 70000")
        until(page, inside.replace("CUE", ".cue-now"))


def test_whoever_reads_the_transcript_keeps_their_place_while_the_film_plays(site: Site) -> None:
    shown = """(() => {
        const cue = document.activeElement.getBoundingClientRect();
        const box = document.querySelector('.transcript-text').getBoundingClientRect();
        return cue.top >= box.top - 1 && cue.bottom <= box.bottom + 1;
    })()"""
    top = "document.querySelector('.transcript-text').scrollTop"
    with chromium() as browser:
        context = browser.new_context(
            locale="id-ID", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(f"{site.url}{FILM}baca/1/")
        page.evaluate(f"{VIDEO}.muted = true; {VIDEO}.play()")
        until(page, "document.querySelector('.cue-now') !== null")
        page.locator(".transcript-text").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.transcript-text a:focus-visible')")
        page.wait_for_timeout(4200)  # as long as a wheel holds it
        page.evaluate(f"{VIDEO}.currentTime = 80")
        until(page, "Number(document.querySelector('.cue-now')?.dataset.start) > 70000")
        assert page.evaluate(shown) and page.evaluate(top) < 50
        page.evaluate("document.activeElement.blur()")
        page.evaluate(f"{VIDEO}.currentTime = 40")
        until(page, f"{top} > 100")  # it follows again
        page.evaluate("document.querySelector('.transcript-text').scrollTop = 0")  # as its scroll bar does
        until(page, f"{top} == 0")
        page.evaluate(f"{VIDEO}.currentTime = 85")
        until(page, "Number(document.querySelector('.cue-now')?.dataset.start) > 80000")
        assert page.evaluate(top) == 0


def test_another_quality_goes_on_at_the_same_speed_and_with_the_same_captions(site: Site) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="id-ID").new_page()
        page.goto(f"{site.url}{FILM}baca/1/")
        page.evaluate(f"{VIDEO}.muted = true; {VIDEO}.playbackRate = 1.5; {VIDEO}.play()")
        until(page, f"{VIDEO}.currentTime > 0.2")
        page.evaluate(f"{VIDEO}.textTracks[0].mode = 'disabled'; {VIDEO}.textTracks[1].mode = 'showing'")
        page.locator(".player-qualities a", has_text="240p").click()
        until(page, f"{VIDEO}.currentSrc.includes('240') && {VIDEO}.readyState > 2")
        assert page.evaluate(f"{VIDEO}.playbackRate") == 1.5
        assert page.evaluate(f"[...{VIDEO}.textTracks].map(each => each.mode)") == ["disabled", "showing"]


def test_a_table_is_read_on_a_phone_without_moving_it(site: Site) -> None:
    with chromium() as browser:
        page = browser.new_context(locale="id-ID", viewport={"width": 390, "height": 844}).new_page()
        page.goto(f"{site.url}/cari/?q=garut+2021+online&jenis=data")
        page.locator(".hit a").first.click()
        page.wait_for_load_state()  # before its styles are there, nothing stands where it will
        wide = page.evaluate("document.querySelector('.table-scroll').scrollWidth")
        assert wide <= page.evaluate("document.querySelector('.table-scroll').clientWidth")
        figure = page.locator("tr.asked td.figure").first
        assert figure.get_attribute("data-head")
        assert figure.bounding_box()["x"] + figure.bounding_box()["width"] <= 390


def test_without_scripts_every_cue_is_a_link_and_every_quality_too(site: Site) -> None:
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{site.url}{FILM}baca/9/")
        assert page.locator("source").get_attribute("src").partition("#t=")[2]
        page.locator(".player-qualities a", has_text="240p").click()
        assert "mutu=2" in page.url and "/baca/t" in page.url
        fourth = page.locator("a.cue").nth(3)
        start = int(fourth.get_attribute("data-start") or 0) / 1000
        fourth.click()
        assert f"/baca/t{start:g}/" in page.url


def test_ffprobe_agrees_with_what_the_page_says(site: Site, tmp_path: Path) -> None:
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        missing(REMEDY)
    page = site.get(FILM)[1].decode()
    told = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    video = next(each for each in _things(told) if each.get("@type") == "VideoObject")
    assert "1:32" in page
    address = page.partition('<source src="')[2].partition('"')[0]
    file = tmp_path / "film.mp4"
    file.write_bytes(site.get(address)[1])
    asked = ["-v", "error", "-show_entries", "format=duration:stream=width,height", "-of", "json", str(file)]
    probed = json.loads(subprocess.run([ffprobe, *asked], capture_output=True, check=True).stdout)
    assert float(probed["format"]["duration"]) == pytest.approx(92, abs=1)
    assert (probed["streams"][0]["width"], probed["streams"][0]["height"]) == (854, 480)
    assert video["duration"] == "PT1M32S"


def test_a_strangers_tool_finds_the_film(site: Site) -> None:
    with yt_dlp.YoutubeDL({"quiet": True, "no_warnings": True, "skip_download": True}) as tool:
        found = tool.extract_info(f"{site.url}{FILM}", download=False)
    found = found["entries"][0] if "entries" in found else found
    assert any(".mp4" in each["url"] for each in found["formats"])
    assert "Apa Itu Bale Istri?" in found["title"]


def _things(value: object) -> list[dict]:
    """All objects in JSON-LD, however deep."""
    if isinstance(value, dict):
        return [value, *(found for each in value.values() for found in _things(each))]
    return [found for each in value for found in _things(each)] if isinstance(value, list) else []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_films_and_data(site: Site, scheme: str) -> None:
    shown = [
        FILM,
        f"{FILM}baca/9/?q=musyawarah+desa",
        DATA,
        f"{DATA}baca/5/?q=garut+2021",
        "/koleksi/film/",
        "/koleksi/data/",
        "/cari/?q=musyawarah+desa",
    ]
    with chromium() as browser:
        for width in (390, 1280):
            size = {"width": width, "height": 900}
            context = browser.new_context(color_scheme=scheme, viewport=size, bypass_csp=True)
            page = context.new_page()
            for address in shown:
                page.goto(f"{site.url}{address}")
                found = Axe().run(page)
                assert found.violations_count == 0, f"{address}\n{found.generate_report()}"


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_desks_of_films_captions_and_data(site: Site, width: int) -> None:
    """What Wagtail draws around them is Wagtail's: its content alone is looked into, and that the page has one heading."""
    script = (
        "from library.models import Dataset, Film; print(Film.objects.get().pk, Dataset.objects.get().pk)"
    )
    film, data = site.manage("shell", "-v", "0", "-c", script).split()
    with chromium() as browser:
        size = {"width": width, "height": 900}
        page = browser.new_context(viewport=size, bypass_csp=True, locale="id-ID").new_page()
        page.goto(f"{site.url}/admin/")
        page.fill("[name=username]", "penyunting")
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.goto(f"{site.url}/admin/film/{film}/")
        captions = page.locator(".film-list a[href*=takarir]").first.get_attribute("href")
        for address in (f"/admin/film/{film}/", captions, f"/admin/data/{data}/"):
            page.goto(f"{site.url}{address}")
            assert page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip(), page.url
            assert page.title().strip(" -"), page.url
            for context in ({"include": [["main"]]}, None):
                rules = ["page-has-heading-one", "heading-order", "document-title"]
                options = {} if context else {"runOnly": {"type": "rule", "values": rules}}
                found = Axe().run(page, context=context, options=options)
                assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
