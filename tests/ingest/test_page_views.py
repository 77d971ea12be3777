"""The quality of a file's text, page by page: `/admin/berkas/<pk>/halaman/`."""

import itertools
import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from ingest import decisions, page_words, readings
from ingest.extract import Outline
from ingest.models import Correction, Recognition
from library import pictures
from library.models import File, Passage
from tests.works import signed_in, stored

FIRST, SECOND = "Setiap orang\ndilarang", "Korban <berhak> & dilindungi"


@pytest.fixture
def browser(library) -> Client:
    return signed_in()


@pytest.fixture
def file(make_book, request) -> File:
    """Of a work that nobody but editors sees. Every test has one of its own: what readers say of it lies on the disk."""
    book = make_book(FIRST, SECOND, "Penutup", title=request.node.name, publish=False)
    return book.get_latest_revision_as_object().spans.get().file


def door(file: File, number: int | None = None, rest: str = "") -> str:
    return f"/admin/berkas/{file.pk}/halaman/" + (f"{number}/" if number else "") + rest


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def done(browser: Client, file: File, number: int, **given: str) -> str:
    """The page that an editor sees after deciding something."""
    answer = browser.post(door(file, number), given, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def passage(file: File, number: int) -> Passage:
    return file.passages.get(number=number)


def listed(html: str, file: File) -> list[int]:
    return [number for number in range(1, file.pages + 1) if f'href="{door(file, number)}" tabindex' in html]


# The list


def test_the_list_begins_with_what_needs_an_editor(browser, file):
    file.passages.filter(number=2).update(flags=["few-letters"], confidence=0.5)
    html = page(browser, door(file))
    assert listed(html, file) == [2]
    assert "banyak tanda" in html and "ragu" in html and "pembaca pertama" in html
    assert listed(page(browser, door(file, rest="?lihat=semua")), file) == [1, 2, 3]
    assert listed(page(browser, door(file, rest="?lihat=apa")), file) == [2]


def test_pages_without_text_are_listed_where_there_are_any(browser, file):
    assert "?lihat=kosong" not in page(browser, door(file))
    file.passages.filter(number=1).update(flags=["empty"])
    file.passages.filter(number=3).update(flags=["garbage"], confidence=0.2)
    assert listed(page(browser, door(file, rest="?lihat=kosong")), file) == [1, 3]


def test_where_nothing_needs_an_editor_all_pages_are_shown(browser, file):
    assert listed(page(browser, door(file)), file) == [1, 2, 3]
    assert "semua teks terbaca dengan baik" in page(browser, door(file, rest="?lihat=perlu"))
    assert "Belum ada keputusan penyunting" in page(browser, door(file, rest="?lihat=penyunting"))


def test_fifty_pages_stand_on_one_part_of_the_list(browser):
    file = stored(*(f"Halaman {number}" for number in range(1, 121)))
    assert listed(page(browser, door(file)), file) == list(range(1, 51))
    html = page(browser, door(file, rest="?lihat=semua&p=3"))
    assert listed(html, file) == list(range(101, 121))
    assert "bagian 3 dari 3" in html and 'loading="lazy"' in html
    assert listed(page(browser, door(file, rest="?p=x")), file) == list(range(1, 51))


def test_a_page_of_the_file_is_opened_by_its_number(browser, file):
    assert browser.get(door(file, rest="?ke=2")).url == door(file, 2)
    for odd in ("0", "4", "²", "x", "9" * 30):
        assert "halaman 1 sampai 3" in page(browser, door(file) + f"?ke={odd}")


def test_the_list_says_who_numbered_a_page_and_what_waits_for_recognition(browser, file, django_user_model):
    by = django_user_model.objects.get()
    decisions.number_from(file, 2, "iv", by)
    decisions.ask_for_recognition(file, 3, by)
    html = page(browser, door(file, rest="?lihat=penyunting"))
    assert listed(html, file) == [2, 3]
    assert "nomor tercetak iv (ditetapkan penyunting)" in html and "Menunggu" in html
    Recognition.objects.update(state="refused", error="took-too-long")
    assert "OCR tidak berhasil: " in page(browser, door(file, rest="?lihat=penyunting"))


def test_a_list_costs_the_same_however_long_it_is(browser, django_assert_max_num_queries):
    file = stored(*(f"Halaman {number}" for number in range(200)))
    browser.get(door(file))
    with django_assert_max_num_queries(20):
        browser.get(door(file))


# One page


def test_a_page_shows_its_picture_its_text_and_where_its_words_stand(browser, file):
    html = page(browser, door(file, 2))
    assert f'src="/admin/berkas/{file.pk}/halaman/2-1200.webp"' in html
    assert "Korban &lt;berhak&gt; &amp; dilindungi" in html and "<berhak>" not in html
    assert 'data-boxes="' in html and html.count(";") > 3
    assert f'href="{door(file, 1)}"' in html and f'href="{door(file, 3)}"' in html
    assert 'accesskey="p"' in html and 'accesskey="n"' in html
    assert f'href="{door(file, 4)}"' not in page(browser, door(file, 3))


def test_a_page_leads_to_the_next_that_needs_an_editor(browser, file):
    assert "Lompat" not in page(browser, door(file, 1))
    file.passages.filter(number=3).update(flags=["needs-ocr", "empty"], confidence=0, text="", boxes=None)
    assert f'accesskey="l" href="{door(file, 3)}"' in page(browser, door(file, 1))
    html = page(browser, door(file, 3))
    assert "Teks halaman ini baru lengkap" in html and "Tidak ada teks yang tersimpan" in html


def test_the_text_is_mended_and_given_back(browser, file):
    html = page(browser, door(file, 2))
    assert "Kembalikan ke teks mesin" not in html
    html = done(browser, file, 2, action="text", text="Korban dilindungi\r\n", seen=decisions.mark_of(SECOND))
    assert "Teks halaman 2 disimpan." in html and "Kembalikan ke teks mesin" in html and "diperbaiki" in html
    assert (
        passage(file, 2).text == "Korban dilindungi" and Correction.objects.get().by.username == "penyunting"
    )
    html = done(browser, file, 2, action="back", seen=decisions.mark_of("Korban dilindungi"))
    assert "kembali ke hasil bacaan mesin" in html and passage(file, 2).text == SECOND


def test_the_form_as_it_is_shown_changes_nothing(browser, file):
    answer = browser.get(door(file, 1))
    html = answer.content.decode()
    mark = decisions.mark_of(passage(file, 1).text)
    assert f'name="seen" value="{mark}"' in html and f"\n{FIRST}</textarea>" in html
    assert "tidak berubah" in done(browser, file, 1, action="text", text=FIRST, seen=mark)
    assert not Correction.objects.exists()


def test_who_saves_after_somebody_else_is_told_and_keeps_what_was_typed(browser, file):
    opened = decisions.mark_of(SECOND)
    done(browser, file, 2, action="text", text="Dari Ratna", seen=opened)
    answer = browser.post(door(file, 2), {"action": "text", "text": "Dari Sri", "seen": opened})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "berubah sejak Anda membukanya" in html and "\nDari Sri</textarea>" in html and "Dari Ratna" in html
    )
    assert passage(file, 2).text == "Dari Ratna"
    fresh = decisions.mark_of("Dari Ratna")
    assert f'name="seen" value="{fresh}"' in html
    done(browser, file, 2, action="text", text="Dari Sri", seen=fresh)
    assert passage(file, 2).text == "Dari Sri"


def test_printed_numbers_begin_where_an_editor_says_so(browser, file):
    assert "disimpan" in done(browser, file, 1, action="number", printed="xi")
    assert [each.label for each in file.passages.order_by("number")] == ["xi", "xii", "xiii"]
    assert "dihitung dari halaman 1" in page(browser, door(file, 2))
    html = done(browser, file, 2, action="number", printed="halaman dua")
    assert "Nomor tercetak ditulis seperti" in html and passage(file, 2).label == "xii"
    assert "dihapus" in done(browser, file, 1, action="number", printed="")
    assert passage(file, 1).label == ""


def test_another_reader_is_asked_compared_and_chosen(browser, file):
    html = page(browser, door(file, 2, "?banding=pdfium"))
    assert "belum membaca halaman ini" in html and "Baca sekarang" in html
    html = done(browser, file, 2, action="read", reader="pdfium")
    assert "Hasil pembaca kedua" in html and "Pakai pembaca kedua" in html
    assert passage(file, 2).reader == "pdfminer" and not Correction.objects.exists()
    html = done(browser, file, 2, action="reader", reader="pdfium")
    assert "Pembaca halaman 2 diganti." in html and "(dipilih penyunting)" in html
    assert passage(file, 2).reader == "pdfium"
    assert "Pakai pembaca pertama" in page(browser, door(file, 2, "?banding=pdfminer"))
    done(browser, file, 2, action="reader", reader="")
    assert passage(file, 2).reader == "pdfminer" and not Correction.objects.exists()


def test_the_first_reader_is_asked_where_another_read_the_page(browser, file):
    decisions.choose_reader(file, 2, "pdfium", None)
    (readings._folder(file) / "reading").unlink()
    only_the_second = readings.page(file, 2, "pdfium")
    outline = Outline(3, False, {}, (), {})
    readings.keep(file, "x", outline, [replace(only_the_second, number=n) for n in (1, 2, 3)])
    html = page(browser, door(file, 2, "?banding=pdfminer"))
    assert "belum membaca halaman ini" in html and "Baca sekarang" in html
    html = done(browser, file, 2, action="read", reader="pdfminer")
    assert "Hasil pembaca pertama" in html and "Pakai pembaca pertama" in html
    found = readings.page(file, 2, "pdfminer")
    assert (found.reader, found.number, found.text.strip()) == ("pdfminer", 2, only_the_second.text.strip())
    done(browser, file, 2, action="reader", reader="pdfminer")
    assert passage(file, 2).reader == "pdfminer"


def test_how_a_page_came_to_be_read_is_told_in_plain_words(browser, file):
    Passage.objects.filter(file=file, number=2).update(reader="pdfminer-mended", flags=["reordered"])
    html = page(browser, door(file, 2))
    assert "berkas diperbaiki dulu" in html and "urutan baris dirapikan" in html
    assert "pdfminer-mended" not in html and "reordered" not in html


def test_a_reader_that_cannot_read_the_page_is_said_so(browser, file):
    Path(file.original.path).write_bytes(b"%PDF-1.4 rusak")
    html = done(browser, file, 2, action="read", reader="pdfium")
    assert "tidak dapat membaca halaman ini" in html


def test_a_page_is_sent_to_recognition_and_says_where_it_stands(browser, file):
    html = done(browser, file, 2, action="recognise")
    assert "masuk antrean OCR" in html and "Menunggu" in html and "Muat ulang" in html
    row = Recognition.objects.get()
    assert (row.file, row.number, row.wanted) == (file, 2, True)
    Recognition.objects.update(state="running")
    assert "Sedang dikenali" in page(browser, door(file, 2))
    Recognition.objects.update(state="done")
    html = page(browser, door(file, 2))
    assert "Ulangi OCR halaman ini" in html and "pengenalan teks (OCR)" in html


def test_what_is_not_there_or_cannot_be_meant_is_not_found(browser, file):
    for address in (door(file, 4), "/admin/berkas/999999/halaman/", "/admin/berkas/999999/halaman/1/"):
        page(browser, address, 404)
    for odd in ({}, {"action": "apa"}, {"action": "reader", "reader": "tukang"}, {"action": "read"}):
        assert browser.post(door(file, 1), odd).status_code == 404
    assert not Correction.objects.exists()


# Pictures


def test_editors_see_the_picture_of_a_page_of_a_draft(browser, file, settings, tmp_path):
    settings.PICTURE_CACHE = tmp_path
    answer = browser.get(door(file) + "1-480.webp")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "private" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"RIFF")
    for odd in ("1-481", "4-480", "0-480"):
        assert browser.get(door(file) + f"{odd}.webp").status_code == 404


def test_the_pictures_of_all_files_keep_within_the_limit_that_is_set(
    browser, file, settings, tmp_path, monkeypatch
):
    settings.PICTURE_CACHE, settings.PICTURE_CACHE_BYTES = tmp_path, 300_000
    another = tmp_path / ("0" * 64) / "lama" / "1-480.webp"
    another.parent.mkdir(parents=True)
    another.write_bytes(b"x" * 300_000)
    os.utime(another, (1e9, 1e9))
    monkeypatch.setattr(pictures, "_drawn", itertools.count())
    answer = browser.get(door(file) + "1-480.webp")
    assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"RIFF")
    assert not another.exists() and list((tmp_path / file.sha256).glob("*/1-480.webp"))


# Who may


def test_only_who_looks_after_files_comes_in(file, django_user_model):
    addresses = (door(file), door(file, 1), door(file) + "1-480.webp")
    stranger, guest = Client(), Client()
    user = django_user_model.objects.create_user("tamu")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    guest.force_login(user)
    for address in addresses:
        assert stranger.get(address).url.startswith("/admin/login/")
        assert guest.get(address).url == "/admin/"
    for client in (stranger, guest):
        client.post(door(file, 1), {"action": "number", "printed": "9"})
    assert not Correction.objects.exists()


def test_editors_may(file, django_user_model):
    user = django_user_model.objects.create_user("sri")
    user.groups.add(Group.objects.get(name="Penyunting"))
    browser = Client()
    browser.force_login(user)
    assert page(browser, door(file, 1))
    assert "disimpan" in done(browser, file, 1, action="number", printed="1")


def test_a_form_of_another_site_decides_nothing(file, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create_superuser("lain", password="rahasia-sekali"))
    assert browser.post(door(file, 1), {"action": "number", "printed": "9"}).status_code == 403
    assert not Correction.objects.exists()


# From the publication


def test_a_publications_form_leads_to_the_pages_of_its_files(browser, file):
    work = file.ingestions.get().target
    html = page(browser, f"/admin/pages/{work.pk}/edit/")
    assert door(file) in html and "perlu dilihat" not in html
    file.passages.filter(number=2).update(flags=["garbage", "empty"], confidence=0)
    html = page(browser, f"/admin/pages/{work.pk}/edit/")
    assert "teks 1 halaman perlu dilihat" in html and "Lihat halaman demi halaman" in html


# Words


def test_every_flag_has_words_and_one_without_is_shown_as_it_is():
    told = page_words.said(["few-letters", "apa-saja", "watermark"])
    assert [each.name for each in told] == ["banyak tanda", "tanda air dilewati", "apa-saja"]
    assert [each.worrying for each in told] == [True, False, False]
    assert [each.name for each in page_words.said(["empty", "needs-ocr"])] == ["perlu OCR"]


def test_how_sure_a_text_is_in_a_word():
    words = [page_words.sureness(confidence, []).word for confidence in (1.0, 0.75, 0.5, 0.1)]
    assert words == ["yakin", "cukup yakin", "ragu", "tidak dapat dipercaya"]
    assert page_words.sureness(1.0, ["empty"]) is None
    assert page_words.sureness(0.0, ["empty", "needs-ocr"]).word == "belum ada teks"


def test_a_corrected_page_needs_no_editor_any_more():
    assert page_words.is_worrying(0.3, [])
    assert page_words.is_worrying(1.0, ["unread", "empty"])
    assert not page_words.is_worrying(1.0, ["empty"])
    assert not page_words.is_worrying(1.0, ["corrected", "unread"])
