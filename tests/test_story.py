"""The whole story, in a real browser, once per engine: from an editor's PDF to a reader's marked page, and gone again."""

import hashlib
import re
import uuid
from pathlib import Path

import pytest

from search.engines.elasticsearch import Elasticsearch
from tests import pdfs
from tests.search.engine_cases import elasticsearch_urls
from tests.site import PASSWORD, Site, chromium, running_site

PAGES = [
    "Kata pengantar studi ini ditulis di Soreang oleh para pendamping.",
    "Daftar isi studi tentang akses keadilan bagi perempuan korban.",
    "Dari dua ratus laporan kekerasan dalam rumah tangga hanya sembilan belas sampai ke persidangan.",
    "Para korban menempuh perjalanan jauh untuk memperoleh visum dan perlindungan sementara dari kepolisian.",
]
QUESTION = "memperoleh visum perlindungan"
TITLE = "Jalan Panjang ke Ruang Sidang"


@pytest.fixture(params=["embedded", "elasticsearch"])
def site(request, tmp_path):
    environment = {"ELASTICSEARCH_URL": ""}
    if request.param == "elasticsearch":
        prefix = f"cerita-{uuid.uuid4().hex[:8]}"
        urls = elasticsearch_urls()
        environment = {"ELASTICSEARCH_URL": ",".join(urls), "ELASTICSEARCH_PREFIX": prefix}
    with running_site(tmp_path, **environment) as running:
        yield running
    if request.param == "elasticsearch":
        Elasticsearch(urls, prefix).drop()


def test_from_a_pdf_to_a_marked_page_and_gone_again(site: Site, tmp_path: Path) -> None:
    study = tmp_path / "jalan-panjang.pdf"
    study.write_bytes(pdfs.labelled(PAGES, [(0, {"S": "/r"}), (2, {"S": "/D", "St": 37})]))
    with chromium() as browser:
        editor, reader = browser.new_context().new_page(), browser.new_context(locale="id-ID").new_page()
        complaints = heard_from(reader)
        publish(editor, site, study)
        work = find_and_open(reader, site)
        kept = take_home(reader, site, work)
        unpublish(editor, site)
        gone(reader, site, work, kept)
        # Chromium reports answers with an error status itself; those are asked for above.
        assert [each for each in complaints if "Failed to load resource" not in each] == []


def heard_from(page) -> list[str]:
    """What the browser complains of: errors of scripts and of the content policy, requests to other hosts."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if "127.0.0.1" in asked.url else complaints.append(asked.url))
    return complaints


def publish(page, site: Site, study: Path) -> None:
    """An editor signs in, uploads a PDF, sees that it was read, and publishes it."""
    page.goto(f"{site.url}/admin/")
    page.fill("[name=username]", "penyunting")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.get_by_role("link", name="Unggah PDF").first.click()
    page.set_input_files("[name=files]", study)
    page.get_by_role("button", name="Unggah", exact=True).click()
    row = page.locator("tr", has_text="jalan-panjang.pdf")
    row.get_by_text("Siap diterbitkan").wait_for(timeout=60_000)
    row.get_by_role("link").first.click()
    page.fill("[name=title]", TITLE)
    page.fill("[name=issued]", "Maret 2025")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    page.locator(".messages .success", has_text=TITLE).wait_for()


def find_and_open(page, site: Site) -> str:
    """A reader asks on the first page, sees the printed number with the words in context, and opens that page."""
    page.goto(site.url)
    finding = page.locator(".finding", has_text=TITLE)
    for _attempt in range(40):  # the worker brings the index up within seconds
        page.goto(site.url)
        page.get_by_role("search").locator("input[type=search]").first.fill(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cari/**")
        if finding.count():
            break
        page.wait_for_timeout(250)
    assert QUESTION.split()[0] not in page.title()
    hit = finding.locator(".hit", has_text="hlm. 38").first
    assert "visum" in hit.locator("mark").all_inner_texts()
    hit.get_by_role("link").first.click()
    page.wait_for_url("**/baca/4/**")
    marked = {text.strip(" .").lower() for text in page.locator("mark").all_inner_texts()}
    assert {"memperoleh", "visum", "perlindungan"} <= marked
    assert page.locator("svg rect").count() >= 3
    picture = page.locator("img[src*='/halaman/']").first
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    return re.sub(r"baca/4/.*", "", page.url).removeprefix(site.url)


def take_home(page, site: Site, work: str) -> dict[str, str]:
    """The reader downloads the file by ranges; gives every address that must be gone later."""
    page.goto(site.url + work)
    file = page.locator("a[href^='/berkas/']").first.get_attribute("href")
    permanent = re.search(r"/p/\w+/", page.content())
    assert file
    assert permanent
    status, whole = site.get(file)
    assert status == 200
    parts = [site.get(file, Range=f"bytes={start}-{start + 999}") for start in range(0, len(whole), 1000)]
    assert {status for status, _ in parts} == {206}
    assert hashlib.sha256(b"".join(part for _, part in parts)).digest() == hashlib.sha256(whole).digest()
    page.goto(f"{site.url}{work}baca/4/")
    picture = page.locator("img[src*='/halaman/']").first.get_attribute("src")
    return {"file": file, "permanent": permanent[0], "passage": f"{permanent[0]}4/", "picture": picture}


def unpublish(page, site: Site) -> None:
    """The editor takes the work back."""
    page.goto(f"{site.url}/admin/unggah/")
    page.locator(".desk-batches a").first.click()
    page.locator("tr", has_text="jalan-panjang.pdf").get_by_role("link", name="Buka terbitan").click()
    number = re.search(r"/pages/(\d+)/edit/", page.url)
    assert number
    page.goto(f"{site.url}/admin/pages/{number[1]}/unpublish/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/admin/**")


def gone(page, site: Site, work: str, kept: dict[str, str]) -> None:
    """It is gone from search at once, and from page, reader, file and picture; the permanent address says so."""
    page.goto(f"{site.url}/cari/?q={QUESTION}")
    assert TITLE not in page.content()
    assert site.status(work) == 410
    assert site.status(f"{work}baca/4/") == 404
    assert site.status(kept["file"]) == 404
    assert site.status(kept["picture"]) == 404
    assert site.status(kept["permanent"]) == 410
    assert site.status(kept["passage"]) == 410
    page.goto(site.url + kept["permanent"])
    assert TITLE in page.content()
