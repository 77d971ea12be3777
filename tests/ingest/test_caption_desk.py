"""Cues mended in place by several editors: nothing that was typed, and nothing that another kept, is lost without a word."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ingest import cue_forms
from ingest.cue_forms import BadCues, Outcome, mended, read, row, worked_in
from ingest.cues import attach, cues_of, detach, keep, stored
from library.captions import Cue
from library.captions.markup import marked
from library.models import File, Recording
from tests.screened import INDONESIAN, screened

LONG = "kata " * 1_000


def sent(cues, **changed: str) -> dict[str, str]:
    """What the page of these cues sends, with some of its fields changed: `text_2="…"`."""
    post = {}
    for number, cue in enumerate(cues, 1):
        made = row(number, cue)
        post |= {
            f"{name}-{number}": getattr(made.typed, name) for name in ("start", "end", "speaker", "text")
        }
        post[f"was-{number}"] = made.was
    return post | {name.replace("_", "-"): value for name, value in changed.items()}


def texts(cues) -> list[str]:
    return [cue.text for cue in cues]


THREE = [Cue(0, 2000, "satu"), Cue(2000, 4000, "dua"), Cue(4000, 6000, "tiga")]


def test_what_another_editor_did_to_other_cues_stays():
    by_another = [Cue(0, 1000, "(musik)"), *THREE[1:], Cue(7000, 8000, "empat")]  # one thrown away, two added
    after = mended(read(sent(THREE, text_3="TIGA", gone_2="1")), by_another)
    assert texts(after) == ["(musik)", "TIGA", "empat"]


def test_a_cue_that_two_editors_changed_is_asked_about_and_only_then_replaced():
    by_another = [Cue(-0, 500, "(musik)"), THREE[0], Cue(2100, 4000, "DUA"), THREE[2]]
    post = sent(THREE, text_2="dua lagi")
    with pytest.raises(BadCues) as asked:
        mended(read(post), by_another)
    assert list(asked.value.differing) == [2] and not asked.value.sentences
    differing = asked.value.differing[2]
    assert differing.now == Cue(2100, 4000, "DUA")
    for choice, said in ((differing.mine, "dua lagi"), (differing.theirs, "DUA")):
        assert texts(mended(read(post | {"keep-2": choice}), by_another)) == ["(musik)", "satu", said, "tiga"]
    meanwhile = [
        THREE[0],
        Cue(2100, 4000, "Dua!"),
        THREE[2],
    ]  # what was chosen against is no more what is kept
    with pytest.raises(BadCues):
        mended(read(post | {"keep-2": differing.mine}), meanwhile)


def test_a_cue_that_another_threw_away_comes_back_only_where_the_editor_wants_it():
    by_another = [THREE[0], THREE[2]]
    post = sent(THREE, text_2="DUA")
    with pytest.raises(BadCues) as asked:
        mended(read(post), by_another)
    differing = asked.value.differing[2]
    assert differing.now is None
    assert texts(mended(read(post | {"keep-2": differing.mine}), by_another)) == ["satu", "DUA", "tiga"]
    assert texts(mended(read(post | {"keep-2": differing.theirs}), by_another)) == ["satu", "tiga"]


def test_a_cue_that_another_changed_is_thrown_away_only_where_the_editor_wants_it():
    by_another = [THREE[0], Cue(2000, 4000, "DUA"), THREE[2]]
    post = sent(THREE, gone_2="1")
    with pytest.raises(BadCues) as asked:
        mended(read(post), by_another)
    insisted = post | {"keep-2": asked.value.differing[2].mine}
    assert texts(mended(read(insisted), by_another)) == ["satu", "tiga"]


MOVED = [Cue(cue.start + 5000, cue.end + 5000, cue.text) for cue in THREE]


@pytest.mark.parametrize(
    "by_another",
    [
        pytest.param([THREE[0], THREE[2], Cue(9000, 11_000, "dua")], id="that cue alone"),
        pytest.param(MOVED, id="all of them"),
        pytest.param(
            [THREE[0], Cue(2500, 3900, "(musik)"), THREE[2], Cue(9000, 11_000, "dua")],
            id="its place is taken",
        ),
    ],
)
@pytest.mark.parametrize("changed", [{"gone_2": "1"}, {"text_2": "DUA"}])
def test_a_cue_that_another_only_moved_is_no_cue_that_was_thrown_away(by_another, changed):
    post = sent(THREE, **changed)
    with pytest.raises(BadCues) as asked:
        mended(read(post), by_another)
    differing = asked.value.differing[2]
    [moved] = [cue for cue in by_another if cue.text == "dua"]
    assert differing.now == moved
    assert texts(mended(read(post | {"keep-2": differing.theirs}), by_another)) == texts(by_another)
    after = texts(mended(read(post | {"keep-2": differing.mine}), by_another))
    assert "dua" not in after and after.count("DUA") == ("text_2" in changed)


def test_the_same_words_far_away_are_another_cue():
    far = [THREE[0], THREE[2], Cue(900_000, 901_000, "dua")]
    assert worked_in(read(sent(THREE, gone_2="1")), far) == Outcome(far, [2])
    with pytest.raises(BadCues) as asked:
        mended(read(sent(THREE, text_2="DUA")), far)
    assert asked.value.differing[2].now is None


def test_words_that_were_left_as_they_are_shown_stay_as_they_are_kept():
    kept = [Cue(0, 2000, "x &lt;b&gt; y"), Cue(2000, 4000, "<b>a</b> &amp; b", "Ibu", "line:0")]
    post = sent(kept, end_1="0:01.500", start_2="0:02.500", speaker_2="Budi")
    after = [Cue(0, 1500, kept[0].text), Cue(2500, 4000, kept[1].text, "Budi", "line:0")]
    assert mended(read(post), kept) == after
    assert mended(read(post), after) == after  # sent twice
    assert texts(mended(read(sent(kept, text_1="x <b>z</b>")), kept))[0] == "x <b>z</b>"


def test_a_page_of_changed_rows_is_read_once_however_many_cues_there_are(monkeypatch):
    kept = [Cue(number * 1000, number * 1000 + 900, f"kata {number}") for number in range(2_000)]
    others = [Cue(cue.start, cue.end, f"{cue.text}!") for cue in kept]
    reads = []
    monkeypatch.setattr(cue_forms, "marked", lambda text: reads.append(text) or marked(text))
    with pytest.raises(BadCues) as asked:
        mended(read(sent(kept[:40], **{f"text_{number}": "lain" for number in range(1, 41)})), others)
    assert len(asked.value.differing) == 40 and len(reads) <= 80


def test_what_is_sent_twice_is_kept_once():
    post = sent(THREE, text_2="DUA", gone_3="1", start_new="0:08", end_new="0:09", text_new="baru")
    once = mended(read(post), THREE)
    assert texts(once) == ["satu", "DUA", "baru"]
    assert mended(read(post), once) == once


@pytest.mark.parametrize(
    ("changed", "number", "words"),
    [
        pytest.param({"text_2": LONG}, 2, "5.000 huruf", id="a cue too long"),
        pytest.param(
            {"start_new": "0:08", "end_new": "0:09", "text_new": LONG}, 0, "5.000 huruf", id="a new one"
        ),
        pytest.param({"speaker_2": "B" * 400}, 2, "300 huruf", id="a name too long"),
        pytest.param({"end_2": "99:00:00"}, 2, "film lain", id="long after the film"),
        pytest.param({"end_new": "0:09"}, 0, "waktunya tidak terbaca", id="a new one without its beginning"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_not_cut(changed, number, words):
    with pytest.raises(BadCues) as refused:
        mended(read(sent(THREE, **changed)), THREE, 12.0)
    assert words in refused.value.sentences[number] and len(refused.value.sentences) == 1


def test_cues_that_were_kept_before_the_length_was_known_hold_nobody_up():
    kept = [*THREE, Cue(60_000, 62_000, "lama")]
    assert texts(mended(read(sent(kept, text_1="SATU")), kept, 12.0)) == ["SATU", "dua", "tiga", "lama"]


def test_a_voice_that_is_typed_among_the_words_is_the_speaker():
    [cue] = mended(read(sent(THREE[:1], text_1="<v Ibu>satu")), THREE[:1])
    assert (cue.speaker, cue.text) == ("Ibu", "satu")


@pytest.fixture
def desk(library, editor):
    film = screened()
    file = film.spans.get(file__language="id").file
    return editor, film, file, reverse("ingest_track", args=[film.pk, file.pk])


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    found = {}
    for each in page.select(".cue-form [name]"):
        if each.name == "textarea":
            found[each["name"]] = each.get_text().removeprefix("\n")
        elif each.get("type") not in {"checkbox", "radio"} or each.has_attr("checked"):
            found[each["name"]] = each.get("value", "")
    return found


def opened(editor, address: str) -> BeautifulSoup:
    return BeautifulSoup(editor.get(address).content, "html.parser")


def test_a_new_cue_with_a_wrong_time_is_refused_in_its_open_panel_with_all_that_was_typed(desk):
    editor, _film, file, address = desk
    typed = {
        "start-new": "lima",
        "end-new": "0:08.000",
        "speaker-new": "Ibu",
        "text-new": "Kata-kata baru",
        "gone-2": "1",
    }
    answer = editor.post(address, fields(opened(editor, address)) | typed)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422 and len(cues_of(file)) == 3
    panel = page.select_one("details.cue-new")
    assert panel.has_attr("open") and "waktunya tidak terbaca" in panel.text
    assert fields(page).items() >= typed.items()
    saved = editor.post(address, fields(page) | {"start-new": "0:07"}, follow=True)
    assert "Takarir disimpan." in saved.content.decode()
    assert [cue.text for cue in cues_of(file)] == [INDONESIAN[0].text, "Kata-kata baru", INDONESIAN[2].text]


def test_a_second_save_overwrites_nothing_of_another_editor_in_silence(desk):
    editor, _film, file, address = desk
    page = fields(opened(editor, address))
    keep(file, [INDONESIAN[0], Cue(3500, 6000, "Versi editor lain."), INDONESIAN[2]])
    sheet = page | {"text-2": "Versi saya.", "text-3": "Rumah aman dicari berdua."}
    for _time in range(2):  # the second time as the first
        answer = editor.post(address, sheet)
        shown = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == 422
        assert "Versi editor lain." in shown.select_one("#c2 .cue-differs").text
        assert len(shown.select(".cue-differs")) == 1
        assert [cue.text for cue in cues_of(file)][1:] == ["Versi editor lain.", "Rumah aman dicari bersama."]
        sheet = fields(shown)
    [mine] = [
        each["value"] for each in shown.select(".cue-differs input") if each["value"].startswith("mine")
    ]
    editor.post(address, sheet | {"keep-2": mine})
    assert [cue.text for cue in cues_of(file)][1:] == ["Versi saya.", "Rumah aman dicari berdua."]


def test_a_cue_for_ninety_nine_hours_is_refused_in_place_as_in_an_upload(desk):
    editor, _film, file, address = desk
    before = cues_of(file)
    answer = editor.post(address, fields(opened(editor, address)) | {"start-1": "0:00", "end-1": "99:00:00"})
    assert answer.status_code == 422 and "film lain" in answer.content.decode()
    assert cues_of(file) == before


@pytest.mark.parametrize(("seconds", "said"), [(5.0, True), (11.5, False)])
def test_recordings_of_different_length_are_told_at_the_desk_and_where_the_film_is_edited(
    desk, seconds, said
):
    editor, film, _file, _address = desk
    other = File.objects.create(
        sha256="5" * 64,
        name="hemat.mp4",
        size=9,
        media_type="video/mp4",
        seconds=seconds,
        width=160,
        height=90,
        worries=[],
    )
    latest = film.get_latest_revision_as_object()
    latest.recordings.add(Recording(file=other, sort_order=1))
    latest.save_revision()
    for address in (
        reverse("ingest_film", args=[film.pk]),
        reverse("wagtailadmin_pages:edit", args=[film.pk]),
    ):
        page = " ".join(opened(editor, address).text.split())
        assert ("tidak sama panjang (180p 0:12, 90p 0:05)" in page) is said
        assert ("tidak sama panjang" in page) is said


def test_where_only_the_whole_is_at_fault_no_cue_is_blamed(desk):
    editor, _film, file, address = desk
    keep(file, [Cue(500, 2500, "Hanya awalnya.")])
    page = opened(editor, address).select_one(".cue-film").text
    assert "Mungkin terpotong" in page and "bagian perlu dilihat" not in page
    keep(file, INDONESIAN)
    assert "Tidak ada yang perlu dilihat." in opened(editor, address).select_one(".cue-film").text


def test_a_cue_that_was_gone_before_it_was_thrown_away_is_told(desk):
    editor, _film, file, address = desk
    page = fields(opened(editor, address))
    left = [INDONESIAN[0], INDONESIAN[2]]
    keep(file, left)
    answer = editor.post(address, page | {"gone-2": "1"}, follow=True).content.decode()
    assert (
        "Bagian 2 yang Anda centang “buang” sudah tidak ada" in answer and "Takarir disimpan." not in answer
    )
    assert cues_of(file) == left


@pytest.mark.parametrize("replaced", [True, False])
def test_captions_that_were_replaced_or_let_go_meanwhile_lose_nothing_that_was_typed(desk, replaced):
    editor, film, file, address = desk
    typed = fields(opened(editor, address)) | {"text-2": "Versi saya.", "gone-3": "1", "text-new": "baru"}
    before = cues_of(file)
    if replaced:
        new = stored(film, b"WEBVTT\n\n00:01.000 --> 00:02.000\nlain\n", "b.vtt", timed=True, language="id")
        keep(new, [Cue(1000, 2000, "lain")])
        attach(film, new)
        way, said = reverse("ingest_track", args=[film.pk, new.pk]), "sudah diganti dengan unggahan baru"
    else:
        detach(film, file.pk)
        way, said = reverse("ingest_film", args=[film.pk]), "sudah dilepas dari filmnya"
    answer = editor.post(address, typed)
    page = BeautifulSoup(answer.content, "html.parser")
    alert = page.select_one(".cue-form [role=alert]")
    assert answer.status_code == 409 and said in alert.text and alert.a["href"] == way
    assert fields(page).items() >= {key: value for key, value in typed.items() if "csrf" not in key}.items()
    assert cues_of(file) == before
    assert editor.get(address).status_code == 404
