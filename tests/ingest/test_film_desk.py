"""The desk of a film: captions come in, are looked at and mended beside it, and go out again."""

import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ingest import cue_forms, recordings
from ingest.accept import take_in
from ingest.cues import cues_of
from ingest.models import Ingestion
from ingest.work import work_off
from library import fixity
from library.film import available, probe
from library.models import File, Film, Shelf
from tests.requirements import missing
from tests.screened import SAMPLE, screened, unlike_others

pytestmark = pytest.mark.usefixtures("library")

VTT = b"WEBVTT\n\n00:01.000 --> 00:03.000\nDi bawah pohon\n\n00:04.000 --> 00:06.000\n<v Ibu>Kami berkumpul\n"


@pytest.fixture
def film():
    return screened(captions=False)


def give(editor, film, data: bytes, name: str = "film.id.vtt", language: str = "id"):
    return editor.post(
        reverse("ingest_film", args=[film.pk]),
        {"act": "captions", "language": language, "file": SimpleUploadedFile(name, data)},
        follow=True,
    )


def read(film) -> list[str]:
    return [passage.text for _number, passage in Film.objects.get(pk=film.pk).passages()]


def test_a_film_without_captions_says_so_and_takes_a_transcript_meanwhile(editor, film):
    address = reverse("ingest_film", args=[film.pk])
    assert "belum mempunyai takarir" in editor.get(address).content.decode()
    editor.post(address, {"act": "transcript", "language": "id", "text": "Paragraf satu.\n\nParagraf dua."})
    assert read(film) == ["Paragraf satu.", "Paragraf dua."]
    page = editor.get(f"{film.address}baca/2/").content.decode()
    assert "tidak menyebut waktunya" in page and "#t=" not in page.split("transcript-text")[1]


def test_captions_are_uploaded_and_read_at_once(editor, film):
    page = give(editor, film, VTT).content.decode()
    assert "2 bagian diterima." in page and "Kami berkumpul" in page
    assert read(film) == ["Di bawah pohon", "Kami berkumpul"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "kosong", id="empty"),
        pytest.param(b"\x00\x01\x02\xff" * 50, "bukan teks", id="bytes"),
        pytest.param(b"WEBVTT\n\n00:03.000 --> 00:01.000\nTerbalik", "sebelum", id="reversed"),
        pytest.param(b"WEBVTT\n\n10:00.000 --> 10:03.000\nFilm lain", "film lain", id="another film's"),
        pytest.param(b"Hanya kata-kata.", "penanda waktu", id="no times"),
    ],
)
def test_captions_that_cannot_be_shown_are_refused_with_a_sentence(editor, film, data, words):
    answer = give(editor, film, data, language="su")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    field = page.select_one("[id=captions-file]")
    said = page.find(id=field["aria-describedby"].split()[-1])
    assert words in said.text
    assert page.select_one("select[id=captions-language] option[selected]")["value"] == "su"
    assert read(film) == []


def test_a_transcript_that_cannot_be_kept_is_refused_and_stands_in_its_field(editor, film):
    address = reverse("ingest_film", args=[film.pk])
    answer = editor.post(address, {"act": "transcript", "language": "klingon", "text": "Paragraf satu."})
    assert answer.status_code == 422 and "Paragraf satu.</textarea>" in answer.content.decode()
    assert read(film) == []


def test_captions_in_another_letter_code_are_read_and_that_is_said(editor, film):
    page = give(editor, film, "WEBVTT\n\n00:01.000 --> 00:03.000\nKafé".encode("latin-1")).content.decode()
    assert read(film) == ["Kafé"] and "bukan UTF-8" in page


@pytest.fixture
def track(editor, film):
    give(editor, film, VTT)
    file = Film.objects.get(pk=film.pk).spans.get().file
    return file, reverse("ingest_track", args=[film.pk, file.pk])


def as_it_stands(file) -> dict[str, str]:
    """What the page of its cues sends where nothing was changed on it."""
    said = {}
    for row in (cue_forms.row(number, cue) for number, cue in enumerate(cues_of(file), 1)):
        said[f"was-{row.number}"] = row.was
        for name in ("start", "end", "speaker", "text"):
            said[f"{name}-{row.number}"] = getattr(row.typed, name)
    return said


def test_a_cue_is_mended_in_place_and_readers_have_it(editor, film, track):
    file, address = track
    answer = editor.post(
        address, as_it_stands(file) | {"text-2": "Kami <i>duduk</i> bersama", "start-2": "0:03.500"}
    )
    assert answer.status_code == 302
    assert read(film) == ["Di bawah pohon", "Kami duduk bersama"]
    served = Film.objects.get(pk=film.pk).tracks[0].url
    body = b"".join(editor.get(served).streaming_content).decode()
    assert "00:00:03.500 --> 00:00:06.000" in body and "<i>duduk</i>" in body


def test_a_cue_is_added_at_its_moment_and_one_is_thrown_away(editor, film, track):
    file, address = track
    new = {"start-new": "0:00.200", "end-new": "0:00.900", "text-new": "(musik)", "gone-1": "1"}
    editor.post(address, as_it_stands(file) | new)
    assert read(film) == ["(musik)", "Kami berkumpul"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start-1": "kapan saja"}, "waktunya tidak terbaca"),
        ({"end-1": "0:00.500"}, "sesudah mulainya"),
        ({"text-1": " "}, "kata-katanya kosong"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_row_and_nothing_typed_is_lost(editor, film, track, typed, words):
    file, address = track
    before = cues_of(file)
    answer = editor.post(address, as_it_stands(file) | {"text-2": "Yang sudah diketik"} | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page and "Yang sudah diketik" in page
    assert cues_of(file) == before


def test_what_an_editor_should_look_at_stands_beside_its_cue(editor, film):
    long = b"WEBVTT\n\n00:01.000 --> 00:01.500\nKalimat yang jauh terlalu panjang untuk dibaca dalam setengah detik saja\n"
    page = give(editor, film, long).content.decode()
    assert "Terlalu cepat dibaca" in page


@pytest.mark.parametrize(("ending", "begins"), [("vtt", "WEBVTT"), ("srt", "1\n00:00:01,000")])
def test_captions_go_out_again(editor, film, track, ending, begins):
    file, _address = track
    answer = editor.get(reverse("ingest_track_file", args=[film.pk, file.pk, ending]))
    assert answer.content.decode().startswith(begins)


def test_a_track_can_be_let_go(editor, film, track):
    file, _address = track
    editor.post(reverse("ingest_film", args=[film.pk]), {"act": "remove", "file": file.pk})
    assert read(film) == []


def test_the_desk_is_for_those_who_look_after_files(client, film):
    for address in (reverse("ingest_film", args=[film.pk]), reverse("ingest_track", args=[film.pk, 1])):
        assert client.get(address).status_code == 302


def test_recordings_are_brought_for_a_film_and_nothing_else_is_taken(editor, film):
    address = f"{reverse('ingest_uploads')}?terbitan={film.pk}"
    page = editor.get(address).content.decode()
    assert 'accept=".mp4,video/mp4"' in page and 'name="folder"' not in page
    recording = SimpleUploadedFile("hemat.mp4", unlike_others(SAMPLE.read_bytes()))
    editor.post(address, {"files": [recording, SimpleUploadedFile("naskah.pdf", b"%PDF-1.7 bukan film")]})
    work_off()
    states = dict(Ingestion.objects.exclude(name="film.mp4").values_list("name", "state"))
    assert states == {"hemat.mp4": "done", "naskah.pdf": "refused"}
    assert len(Film.objects.get(pk=film.pk).get_latest_revision_as_object().recordings.all()) == 2


def test_what_a_film_lacks_is_said_where_it_is_edited(editor, film):
    address = reverse("wagtailadmin_pages:edit", args=[film.pk])
    page = editor.get(address).content.decode()
    assert "belum mempunyai takarir" in page and "belum mempunyai rekaman" not in page
    give(editor, film, VTT)
    assert "belum mempunyai takarir" not in editor.get(address).content.decode()


OTHER = b"WEBVTT\n\n00:01.000 --> 00:03.000\nDi bawah pohon nangka\n"


def say(editor, film, text: str = "Paragraf satu."):
    return editor.post(
        reverse("ingest_film", args=[film.pk]),
        {"act": "transcript", "language": "id", "text": text},
        follow=True,
    )


def asked_about(page: str) -> str:
    """The key of the file about which the desk asks."""
    found = re.search(r'value="replace"><input type="hidden" name="file" value="(\d+)"', page)
    assert found, "nothing is asked"
    return found[1]


def test_new_captions_take_the_place_of_the_old_in_their_language(editor, film):
    give(editor, film, VTT)
    page = give(editor, film, OTHER).content.decode()
    assert "1 bagian diterima." in page
    assert read(film) == ["Di bawah pohon nangka"]


def test_captions_take_the_place_of_the_transcript_that_went_before(editor, film):
    say(editor, film)
    assert "2 bagian diterima." in give(editor, film, VTT).content.decode()
    assert read(film) == ["Di bawah pohon", "Kami berkumpul"]


def test_a_transcript_replaces_timed_captions_only_where_the_editor_says_so(editor, film, track):
    page = say(editor, film).content.decode()
    assert "sudah mempunyai takarir berwaktu" in page and "Transkrip disimpan" not in page
    assert read(film) == ["Di bawah pohon", "Kami berkumpul"]
    answer = editor.post(
        reverse("ingest_film", args=[film.pk]), {"act": "replace", "file": asked_about(page)}, follow=True
    )
    assert "Transkrip disimpan" in answer.content.decode()
    assert read(film) == ["Paragraf satu."]


@pytest.mark.parametrize(
    ("data", "words", "after"),
    [
        pytest.param(VTT, "Berkas yang sama", ["Di bawah pohon", "Kami berkumpul"], id="the same"),
        pytest.param(OTHER, "sudah diperbaiki di sini", ["Di bawah pohon nangka"], id="others"),
    ],
)
def test_corrections_are_lost_only_where_the_editor_says_so(editor, film, track, data, words, after):
    file, address = track
    editor.post(address, as_it_stands(file) | {"text-2": "Kami duduk"})
    page = give(editor, film, data).content.decode()
    assert words in page
    assert read(film) == ["Di bawah pohon", "Kami duduk"]
    editor.post(reverse("ingest_film", args=[film.pk]), {"act": "replace", "file": asked_about(page)})
    assert read(film) == after


def test_the_captions_of_one_film_do_not_become_those_of_another(editor, film, track):
    file, address = track
    editor.post(address, as_it_stands(file) | {"text-2": "Kami duduk"})
    other = screened("Film Kedua", captions=False)
    give(editor, other, VTT, language="en")
    assert read(film) == ["Di bawah pohon", "Kami duduk"]
    assert [each.language for each in Film.objects.get(pk=film.pk).tracks] == ["id"]
    assert read(other) == ["Di bawah pohon", "Kami berkumpul"]
    theirs = Film.objects.get(pk=other.pk).spans.get().file
    answer = editor.post(
        reverse("ingest_film", args=[film.pk]), {"act": "replace", "file": theirs.pk}, follow=True
    )
    assert answer.status_code == 200 and read(film) == ["Di bawah pohon", "Kami duduk"]


def test_the_captions_of_every_film_pass_the_check_of_their_bytes(editor, film, track):
    file, _address = track
    fixity.check(file)
    assert file.fault == ""
    with Path(file.original.path).open("ab") as original:
        original.write(b"x")
    fixity.check(file)
    assert file.fault == file.Fault.CHANGED


def test_the_desk_of_a_draft_plays_its_recording_and_knows_its_length(editor, client, library):
    shelf = Shelf.objects.filter(kind_slug="film").get()
    draft = shelf.add_child(instance=Film(title="Dibuat tangan", slug="dibuat-tangan", live=False))
    draft.save_revision()
    take_in(io.BytesIO(unlike_others(SAMPLE.read_bytes())), "film.mp4", target=draft)
    work_off()
    assert not draft.recordings.exists()  # they are in the draft alone
    beyond = give(editor, draft, b"WEBVTT\n\n10:00.000 --> 10:03.000\nFilm lain").content.decode()
    assert "film lain" in beyond
    page = give(editor, draft, VTT).content.decode()
    address = BeautifulSoup(page, "html.parser").select_one("video source")["src"]
    answer = editor.get(address, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (206, 100)
    client.logout()
    assert client.get(address).status_code == 302


def test_a_recording_is_looked_into_once_and_not_whenever_its_desk_is_opened(editor, film, monkeypatch):
    if not available():
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    file = film.recordings.get().file
    assert file.worries == ["begins-late"]  # noted as it came in
    looked = []
    monkeypatch.setattr(recordings, "probe", lambda *given: looked.append(given) or probe(*given))
    for known, times in ((file.worries, 0), (None, 1)):
        File.objects.filter(pk=file.pk).update(worries=known)
        looked.clear()
        for _time in range(2):
            page = editor.get(reverse("ingest_film", args=[film.pk])).content.decode()
            assert "lambat mulai" not in page  # the copy for viewers begins at once
        assert len(looked) == times


def test_a_recording_that_begins_late_for_viewers_is_told_with_what_mends_it(editor, film):
    file = film.recordings.get().file
    File.objects.filter(pk=file.pk).update(worries=["begins-late"], copy="")
    page = editor.get(reverse("ingest_film", args=[film.pk])).content.decode()
    assert "ffmpeg -i masuk.mp4 -c copy -movflags +faststart keluar.mp4" in page
