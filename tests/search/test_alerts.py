"""Saved searches by e-mail: one letter asks, a yes keeps, a click forgets; and nobody learns who keeps what."""

import re
import socketserver
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed

import pytest
from django.conf import settings as kept_settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Site

from library.changes import touch
from library.models import PermanentId, Publication
from portal.doctor import examine
from portal.models import Institute
from portal.worker import _tell_of_new_works
from search import alerts, forms, rates
from search.engine import engine
from search.engines import EngineAway
from search.indexing import drain_all
from search.models import Alert
from search.research import Query
from tests.works import shelve, shelve_quickly

ASKED = "/cari/kabar/?q=rahasianya&jenis=buku"
OWNER = "ibu@contoh.id"


@pytest.fixture(autouse=True)
def unspent(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for what another has asked."""
    for each in (rates.rates, rates.rates_of_addresses):
        monkeypatch.setattr(each, "_accounts", OrderedDict())


@pytest.fixture
def reader(library: None) -> Client:
    return Client()


def begin(reader: Client, address: str = OWNER, where: str = ASKED, **headers: str):
    """Ask for an alert; who asks too often is another test's matter."""
    rates.rates._accounts.clear()
    return reader.post(
        where, {"surel": address}, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def links(letter: mail.EmailMessage) -> list[str]:
    """The addresses in a letter, as paths."""
    found = re.findall(rf"^{re.escape(kept_settings.BASE_URL)}(/\S+)$", str(letter.body), re.MULTILINE)
    return [each for each in found if "/kabar/" in each]


def say_yes(reader: Client) -> Alert:
    """Answer the last letter."""
    (way,) = links(mail.outbox[-1])
    assert reader.post(way).status_code == 200
    return Alert.objects.filter(confirmed__isnull=False).latest("pk")


def keep(address: str = OWNER, asked: str = "q=rahasianya", *, days: float = 2, **fields: object) -> Alert:
    """An alert that was last looked after some days ago."""
    then = timezone.now() - timedelta(days=days)
    told = {"language": "id", "made": then, "confirmed": then, "looked": then, **fields}
    return Alert.objects.create(address=address, box=alerts.box_of(address), asked=asked, **told)


def publish(title: str, text: str = "Inilah rahasianya.", *, hours: float = 1) -> None:
    """A work that came in some hours ago, and can be found."""
    shelve_quickly(text, title=title)
    came_in = timezone.now() - timedelta(hours=hours)
    PermanentId.objects.filter(publication__title=title).update(came_in=came_in)
    drain_all()


def told() -> list[str]:
    return [each.to[0] for each in mail.outbox]


# The way of one alert


def test_from_the_search_to_the_last_letter(reader: Client) -> None:
    page = reader.get(ASKED).content.decode()
    assert '<q lang="">rahasianya</q>' in page
    assert "Buku" in page
    assert begin(reader).status_code == 200
    alert = say_yes(reader)
    assert (alert.address, alert.asked, alert.language) == (OWNER, "q=rahasianya&jenis=buku", "id")
    publish("Buku Baru")
    Alert.objects.update(looked=timezone.now() - timedelta(days=2))
    assert alerts.tell("Pustaka Sapa") == 1
    letter = mail.outbox[-1]
    work = Publication.objects.get(title="Buku Baru")
    assert f"{kept_settings.BASE_URL}{work.permanent_path}" in letter.body
    kept, stop = links(letter)
    assert "rahasianya" in reader.get(kept).content.decode()
    assert reader.get(stop).status_code == 200
    assert Alert.objects.count() == 1
    assert "Sudah dihentikan" in reader.post(stop).content.decode()
    assert not Alert.objects.exists()
    for each in (reader.get(stop), reader.post(stop), reader.get(kept), reader.post(kept)):
        assert each.status_code == 404
        assert "Tidak ada yang disimpan" in each.content.decode()


def test_in_english_the_letters_and_their_addresses_are_english(reader: Client) -> None:
    assert begin(reader, where="/en/cari/kabar/?q=anak").status_code == 200
    assert links(mail.outbox[0])[0].startswith("/en/cari/kabar/")
    assert say_yes(reader).language == "en"


def test_opening_a_letters_addresses_does_nothing(reader: Client) -> None:
    begin(reader)
    (way,) = links(mail.outbox[0])
    for _ in range(2):
        for method in (reader.get, reader.head):
            assert method(way).status_code == 200
            assert method(f"{way}berhenti/").status_code == 200
    assert Alert.objects.get().confirmed is None


def test_a_mail_program_stops_with_its_own_button(reader: Client) -> None:
    keep()
    publish("Buku Baru")
    alerts.tell("Pustaka Sapa")
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way = str(headers["List-Unsubscribe"]).strip("<>").removeprefix(kept_settings.BASE_URL)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        way,
        {"List-Unsubscribe": "One-Click"},
        headers={"origin": "https://surel.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 200
    assert not Alert.objects.exists()


def test_an_owner_takes_back_everything_with_one_click(reader: Client) -> None:
    first, _, other = keep(), keep(asked="q=dua"), keep("lain@contoh.id")
    Alert.objects.create(address=OWNER, box=alerts.box_of(OWNER), asked="q=tiga", language="id")
    way = f"/cari/kabar/{first.token}/"
    assert "1 pencarian lain" in reader.get(way).content.decode()
    reader.post(f"{way}berhenti/", {"semua": "1"})
    assert list(Alert.objects.exclude(address="")) == [other]
    assert list(Alert.objects.filter(address="").values_list("asked", flat=True)) == [""]


def test_who_stops_one_of_several_is_told_of_the_others(reader: Client) -> None:
    first, other = keep(), keep(asked="q=dua")
    page = reader.post(f"/cari/kabar/{first.token}/berhenti/").content.decode()
    assert "Alamat ini juga menyimpan 1 pencarian lain." in page
    assert list(Alert.objects.all()) == [other]


def test_who_says_no_is_forgotten_at_once(reader: Client) -> None:
    begin(reader)
    (way,) = links(mail.outbox[0])
    assert reader.post(f"{way}berhenti/").status_code == 200
    (left,) = Alert.objects.all()
    assert (left.address, left.asked, left.confirmed) == ("", "", None)
    assert left.token not in way and reader.get(way).status_code == 404
    assert OWNER.partition("@")[0] not in left.box


def test_who_said_no_is_not_asked_again_by_the_same_hand(reader: Client) -> None:
    begin(reader)
    reader.post(f"{links(mail.outbox[0])[0]}berhenti/")
    assert begin(reader, OWNER.replace("@", "+lagi@")).status_code == 200  # and nobody learns why none comes
    assert len(mail.outbox) == 1
    Alert.objects.update(made=timezone.now() - timedelta(hours=49))
    begin(reader)
    assert len(mail.outbox) == 2
    assert not Alert.objects.filter(address="").exists()


# What is kept, and what is told of it


def test_a_search_is_kept_without_its_page_and_order(reader: Client) -> None:
    begin(
        reader,
        where="/cari/kabar/?q=anak&urut=judul&halaman=3&topik=kdrt&topik=anak&tahun=2010-2020&tepat=1&x=1",
    )
    assert Alert.objects.get().asked == "q=anak&topik=anak&topik=kdrt&tahun=2010-2020&tepat=1"
    query = alerts.asked_by(Alert.objects.get())
    assert alerts.written(query) == Alert.objects.get().asked


@given(
    text=st.text(max_size=300),
    kinds=st.lists(st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True), max_size=5),
    exact=st.booleans(),
)
@hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_written_of_a_search_is_read_again(
    library: None, text: str, kinds: list[str], exact: bool
) -> None:
    asked = QueryDict(mutable=True)
    asked["q"] = text
    asked.setlist("jenis", kinds)
    asked["tepat"] = str(int(exact))
    query = forms.query(asked)
    again = forms.query(QueryDict(alerts.written(query)))
    assert again == alerts.keepable(query)
    assert alerts.written(again) == alerts.written(query)


def test_no_page_is_kept_listed_or_named_to_others(reader: Client) -> None:
    alert = keep()
    way = f"/cari/kabar/{alert.token}/"
    answers = [
        reader.get(ASKED), begin(reader), begin(reader, "bukan alamat"), reader.get(way),
        reader.get(f"{way}berhenti/"), reader.get("/cari/kabar/tidak-ada/"), reader.post(f"{way}berhenti/"),
    ]  # fmt: skip
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert not answer.cookies
        head = re.sub(r'<link rel="alternate"[^>]*>', "", answer.content.decode().partition("</head>")[0])
        assert "rahasianya" not in head
        assert '<meta name="robots" content="noindex, nofollow">' in head


def test_the_letters_hold_no_word_of_the_search(reader: Client) -> None:
    begin(reader, where="/cari/kabar/?q=rahasianya+%22kekerasan+seksual%22")
    keep("lain@contoh.id")
    publish("Buku Baru")
    alerts.tell("Pustaka Sapa")
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        whole = letter.message().as_string()
        assert "rahasianya" not in whole + letter.body
        assert "kekerasan" not in (whole + letter.body).lower()
        assert "q=" not in letter.body
        assert not re.search("kekerasan|violence", letter.subject, re.IGNORECASE)
        assert letter.to in ([OWNER], ["lain@contoh.id"])
        assert not letter.cc + letter.bcc


def test_a_first_letter_says_nothing_that_was_typed(reader: Client) -> None:
    """Nobody is written to by a stranger in our name."""
    begin(reader, where="/cari/kabar/?q=awas+kamu&topik=awas-kamu")
    letter = mail.outbox[0]
    assert "awas" not in letter.message().as_string() + letter.body


def test_nothing_is_logged_of_who_and_what(
    reader: Client, caplog: pytest.LogCaptureFixture, settings
) -> None:
    caplog.set_level("DEBUG")
    keep()
    publish("Buku Baru")
    begin(reader, "dua@contoh.id")
    say_yes(reader)
    alerts.tell("Pustaka Sapa")
    reader.post(links(mail.outbox[-1])[-1])
    begin(reader, "bukan alamat rahasianya")
    with post_office(refuses=True) as office:
        by(office, settings)
        Alert.objects.update(looked=timezone.now() - timedelta(days=2))
        alerts.tell("Pustaka Sapa")
        begin(reader, "tiga@contoh.id")
    alerts.tell("Pustaka Sapa")  # nobody listens any more
    begin(reader, "empat@contoh.id")
    said = [
        f"{record.getMessage()} {record.exc_info or ''}"
        for record in caplog.records
        if not record.name.startswith(("django.db", "asyncio"))
    ]
    assert any("refused" in each for each in said)
    assert any("does not take letters" in each for each in said)
    assert not [each for each in said if "contoh.id" in each or "rahasianya" in each]


def test_an_alert_names_nobody_where_it_is_printed(library: None) -> None:
    alert = keep()
    assert OWNER not in f"{alert!r} {alert}"
    assert "rahasianya" not in f"{alert!r} {alert}"


# Who may ask, how often


@pytest.mark.parametrize(
    "typed",
    ["", "ibu", "ibu@", "@contoh.id", "ibu@contoh", "ibu@[127.0.0.1]", '"ibu"@contoh.id', "a@b.id\nBcc: c@d.id",
     "a@b.id, c@d.id", "a@b.id\x00", "a" * 300 + "@contoh.id", "<a@b.id>", "a b@c.id", "ibu@contoh..id", "ïbu@contoh.id"],
)  # fmt: skip
def test_what_is_no_address_is_said_beside_the_field(reader: Client, typed: str) -> None:
    answer = begin(reader, typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Ini bukan alamat surel" in page
    assert 'aria-invalid="true"' in page
    assert not mail.outbox
    assert not Alert.objects.exists()


def test_one_person_is_one_address(reader: Client) -> None:
    begin(reader, "  Ibu@Contoh.ID ")
    assert Alert.objects.get().address == OWNER


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(reader: Client) -> None:
    keep(asked="q=rahasianya&jenis=buku")
    unknown, known = begin(reader, "lain@contoh.id"), begin(reader)
    assert told() == ["lain@contoh.id"]
    limited = begin(reader, "lain@contoh.id")
    assert unknown.content == known.content == limited.content
    assert unknown.status_code == known.status_code == limited.status_code == 200
    assert unknown.headers.keys() == known.headers.keys()
    assert Alert.objects.count() == 2
    assert told() == ["lain@contoh.id"]


def test_an_address_is_asked_once_an_hour_and_five_times_a_day(reader: Client) -> None:
    def back(**span: float) -> None:
        for each in Alert.objects.all():
            Alert.objects.filter(pk=each.pk).update(made=each.made - timedelta(**span))

    begin(reader)
    begin(reader, "ibu+lain@contoh.id", "/cari/kabar/?q=lain")
    begin(reader, OWNER, "/cari/kabar/?q=lain")
    assert told() == [OWNER]
    for number in range(6):
        back(minutes=61)
        begin(reader, f"ibu+{number}@contoh.id", f"/cari/kabar/?q=kata{number}")
    assert len(mail.outbox) == alerts.MOST_ASKED_A_DAY
    back(hours=24)
    begin(reader)
    assert len(mail.outbox) == alerts.MOST_ASKED_A_DAY + 1
    begin(reader, "ibunda@contoh.id")
    assert told()[-1] == "ibunda@contoh.id"


def test_who_has_said_yes_may_keep_another_search_at_once(reader: Client) -> None:
    for word in ("satu", "dua", "tiga"):
        begin(reader, where=f"/cari/kabar/?q={word}")
        say_yes(reader)
    assert Alert.objects.filter(confirmed__isnull=False).count() == 3


def test_the_same_search_is_kept_once(reader: Client) -> None:
    first = Alert.objects.create(address=OWNER, asked="q=satu", language="id")
    second = Alert.objects.create(address=OWNER, asked="q=satu", language="id")
    assert alerts.confirm(first) == first
    assert list(Alert.objects.all()) == [first]  # the other letter is answered with it
    late = Alert.objects.create(address=OWNER, asked="q=satu", language="id")
    answer = reader.post(f"/cari/kabar/{late.token}/")
    assert first.token in answer.content.decode()
    assert list(Alert.objects.all()) == [first]
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(asked="q=satu")
    assert alerts.held(second.token) is None


def test_a_yes_that_is_said_twice_moves_nothing(reader: Client) -> None:
    alert = keep(days=3)
    assert reader.post(f"/cari/kabar/{alert.token}/").status_code == 200
    assert Alert.objects.get().looked == alert.looked


def test_an_address_keeps_twenty_searches(reader: Client) -> None:
    for number in range(alerts.MOST_KEPT):
        keep(asked=f"q=kata{number}")
    assert begin(reader).status_code == 200
    assert not mail.outbox
    waiting = Alert.objects.create(address=OWNER, asked="q=lain", language="id")
    answer = reader.post(f"/cari/kabar/{waiting.token}/")
    assert answer.status_code == 409
    assert "sebanyak yang dapat disimpan" in answer.content.decode()
    assert Alert.objects.get(pk=waiting.pk).confirmed is None


def test_a_letter_that_nobody_answers_is_forgotten_after_two_days(reader: Client) -> None:
    begin(reader)
    (way,) = links(mail.outbox[0])
    Alert.objects.update(made=timezone.now() - timedelta(hours=49))
    assert reader.get(way).status_code == 404
    assert reader.post(way).status_code == 404
    alerts.tell("Pustaka Sapa")
    assert not Alert.objects.exists()


def test_so_many_letters_in_an_hour_are_enough(reader: Client) -> None:
    Alert.objects.bulk_create(
        Alert(address=f"{number}@contoh.id", asked="q=a", language="id")
        for number in range(alerts.MOST_ASKED_BY_ALL)
    )
    answer = begin(reader)
    assert answer.status_code == 503
    assert "Coba lagi satu jam lagi" in answer.content.decode()
    assert not mail.outbox


def test_who_begins_again_and_again_is_told_to_wait(reader: Client) -> None:
    codes = [reader.post(ASKED, {"surel": f"{number}@contoh.id"}).status_code for number in range(12)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert len(mail.outbox) < 12


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, 200),
        ({"origin": "null"}, 200),  # as pages without a referrer send it
        ({"origin": "http://testserver"}, 200),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "https://lain.example"}, 403),
    ],
)
def test_another_site_begins_nothing(reader: Client, headers: dict[str, str], status: int) -> None:
    assert begin(reader, **headers).status_code == status
    assert len(mail.outbox) == (status == 200)


# What cannot be kept


def test_without_a_question_one_is_led_to_ask(reader: Client) -> None:
    assert reader.get("/cari/kabar/?tepat=1").headers["Location"] == "/cari/"
    assert begin(reader, where="/cari/kabar/").headers["Location"] == "/cari/"


@pytest.mark.parametrize("question", ["%3F%3F%3F", "%E2%98%83" * 350])
def test_a_search_that_finds_nothing_ever_or_is_too_long_is_refused_in_words(
    reader: Client, question: str
) -> None:
    where = f"/cari/kabar/?q={question}"
    page = reader.get(where)
    assert page.status_code == 200
    assert 'class="notice"' in page.content.decode()
    assert "<form class=" not in page.content.decode().partition("<main")[2]
    assert begin(reader, where=where).status_code == 400
    assert not mail.outbox


ODD = st.text() | st.text(alphabet="\"()-|*~:'\\<>&;%\x00@.\r\n ORAND", max_size=60)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=ODD, address=ODD | st.emails(), extra=ODD)
def test_any_nonsense_is_answered(library: None, question: str, address: str, extra: str) -> None:
    reader = Client()
    rates.rates._accounts.clear()
    where = "/cari/kabar/?"
    asked = QueryDict(mutable=True)
    asked.setlist("q", [question])
    asked.setlist("topik", [extra])
    asked.setlist("tahun", [extra])
    for answer in (
        reader.get(where + asked.urlencode()),
        reader.post(where + asked.urlencode(), {"surel": address, extra: extra}),
        reader.post(f"/cari/kabar/x/{'berhenti/' if extra else ''}", {"semua": extra}),
    ):
        assert answer.status_code < 500
        assert b"<script>alert" not in answer.content
    for letter in mail.outbox:
        assert letter.message().as_bytes()


def test_other_methods_are_refused(reader: Client) -> None:
    assert reader.put(ASKED).status_code == 405
    assert reader.delete(f"/cari/kabar/{keep().token}/berhenti/").status_code == 405
    assert Alert.objects.count() == 1


# Whether it is offered


def test_without_a_mail_server_nothing_is_offered_but_stopping_works(reader: Client, settings) -> None:
    alert = keep()
    publish("Buku Baru")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not alerts.offered()
    assert reader.get(ASKED).status_code == 404
    assert begin(reader).status_code == 404
    assert alerts.tell("Pustaka Sapa") == 0
    (found,) = [each for each in examine() if each.what == "Kabar lewat surel"]
    assert "EMAIL_URL" in found.found
    assert not found.remedy
    assert reader.post(f"/cari/kabar/{alert.token}/berhenti/").status_code == 200
    assert not Alert.objects.exists()


def test_the_doctor_says_that_it_is_on(library: None) -> None:
    (found,) = [each for each in examine() if each.what == "Kabar lewat surel"]
    assert (found.found, found.remedy) == ("menyala", "")


# New works


def test_works_are_told_once_the_latest_first_and_only_those_that_answer(library: None) -> None:
    keep()
    publish("Dahulu", hours=72)
    publish("Kemarin", hours=20)
    publish("Hari Ini", hours=1)
    publish("Lain Sekali", "Tentang hal lain.")
    assert alerts.tell("Pustaka Sapa") == 1
    body = mail.outbox[0].body
    assert mail.outbox[0].subject == "Pustaka Sapa: 2 terbitan baru"
    assert 0 < body.index("Hari Ini") < body.index("Kemarin")
    assert "Dahulu" not in body
    assert "Lain Sekali" not in body
    assert alerts.tell("Pustaka Sapa") == 0
    assert alerts.tell("Pustaka Sapa", timezone.now() + timedelta(days=3)) == 0
    assert len(mail.outbox) == 1


def test_at_most_one_letter_a_day(library: None) -> None:
    keep()
    publish("Satu")
    now = timezone.now()
    assert alerts.tell("Pustaka Sapa", now) == 1
    publish("Dua", hours=0)
    assert alerts.tell("Pustaka Sapa", now + timedelta(hours=23)) == 0
    assert alerts.tell("Pustaka Sapa", now + timedelta(hours=24)) == 1
    assert "Dua" in mail.outbox[1].body
    assert "Satu" not in mail.outbox[1].body


def test_what_came_in_a_moment_ago_is_told_the_next_time(library: None) -> None:
    """Its neighbours of the same transaction may not be there yet."""
    keep()
    publish("Baru Saja", hours=0)
    now = timezone.now()
    assert alerts.tell("Pustaka Sapa", now) == 0
    assert alerts.tell("Pustaka Sapa", now + timedelta(days=1)) == 1


def test_who_has_not_said_yes_is_told_nothing(library: None) -> None:
    Alert.objects.create(address=OWNER, asked="q=rahasianya", language="id")
    publish("Buku Baru")
    assert alerts.tell("Pustaka Sapa", timezone.now() + timedelta(hours=40)) == 0
    assert not mail.outbox


def test_what_the_public_may_not_see_is_told_to_nobody(library: None) -> None:
    keep()
    publish("Buku Baru")
    Publication.objects.update(access="internal")
    assert alerts.tell("Pustaka Sapa") == 0


def test_of_very_many_works_the_latest_thirty_are_named(library: None) -> None:
    keep()
    for number in range(32):
        shelve_quickly("Inilah rahasianya.", title=f"Buku {number:02}")
    PermanentId.objects.update(came_in=timezone.now() - timedelta(hours=1))
    drain_all()
    assert alerts.tell("Pustaka Sapa") == 1
    letter = mail.outbox[0]
    assert letter.subject == "Pustaka Sapa: Lebih dari 30 terbitan baru"
    assert letter.body.count("* Buku") == 30


def test_a_letter_is_what_mail_programs_expect(library: None) -> None:
    keep()
    publish("Judul “aneh”\nBcc: korban@contoh.id")
    alerts.tell("Pustaka\r\nBcc: korban@contoh.id")
    letter = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert letter["To"] == OWNER
    assert letter["Bcc"] is None
    assert letter["From"].addresses[0].addr_spec == kept_settings.DEFAULT_FROM_EMAIL == "pustaka@localhost"
    assert letter["Message-ID"].endswith("@localhost>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert "* Judul “aneh” Bcc: korban@contoh.id" in letter.get_content()


def test_while_the_index_is_behind_nobody_is_told_and_nothing_is_missed(library: None) -> None:
    alert = keep()
    publish("Buku Baru")
    work = Publication.objects.get(title="Buku Baru")
    touch(work)
    assert alerts.tell("Pustaka Sapa") == 0
    assert Alert.objects.get().looked == alert.looked
    drain_all()
    assert alerts.tell("Pustaka Sapa") == 1


def test_a_work_that_changes_in_that_moment_is_told_later(library: None, monkeypatch) -> None:
    alert = keep()
    publish("Buku Baru")
    real = alerts.newcomers

    def changing(*args, **kwargs):
        touch(Publication.objects.get(title="Buku Baru"))
        return real(*args, **kwargs)

    monkeypatch.setattr(alerts, "newcomers", changing)
    assert alerts.tell("Pustaka Sapa") == 0
    assert Alert.objects.get().looked == alert.looked


def test_while_the_engine_is_away_all_wait(library: None, settings) -> None:
    alert = keep()
    publish("Buku Baru")
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    engine.cache_clear()
    assert alerts.tell("Pustaka Sapa") == 0
    assert Alert.objects.get().looked == alert.looked
    settings.ELASTICSEARCH_URLS = []
    engine.cache_clear()
    assert alerts.tell("Pustaka Sapa") == 1


def test_a_search_that_goes_unanswered_keeps_no_other_waiting(library: None, monkeypatch) -> None:
    keep("satu@contoh.id", "q=lambat", days=9)
    keep("dua@contoh.id")
    publish("Buku Baru")
    asked = alerts.newcomers

    def slow(query: Query, **named: object) -> list[Publication]:
        if query.question == "lambat":
            raise EngineAway("no answer")
        return asked(query, **named)

    monkeypatch.setattr(alerts, "newcomers", slow)
    assert alerts.tell("Pustaka Sapa") == 1
    assert told() == ["dua@contoh.id"]


def test_a_worker_that_is_to_stop_begins_no_further_letter(library: None) -> None:
    keep("satu@contoh.id")
    keep("dua@contoh.id")
    publish("Buku Baru")
    assert alerts.tell("Pustaka Sapa", is_stopping=lambda: bool(mail.outbox)) == 1
    assert alerts.tell("Pustaka Sapa") == 1
    assert sorted(told()) == ["dua@contoh.id", "satu@contoh.id"]


def test_a_work_that_is_opened_later_is_told_then(library: None) -> None:
    keep()
    work = shelve("Inilah rahasianya.", title="Buku Lama", access="internal")
    drain_all()
    assert alerts.tell("Pustaka Sapa") == 0
    work.access = "open"
    work.save_revision().publish()
    drain_all()
    assert alerts.tell("Pustaka Sapa", timezone.now() + timedelta(days=2)) == 1
    assert "Buku Lama" in mail.outbox[0].body


def test_two_workers_send_one_letter(library: None, monkeypatch) -> None:
    keep()
    publish("Buku Baru")
    real, begun = alerts.newcomers, []

    def meanwhile(*args, **kwargs):
        works = real(*args, **kwargs)
        if not begun:
            begun.append(alerts)
            assert alerts.tell("Pustaka Sapa") == 1  # the other was quicker
        return works

    monkeypatch.setattr(alerts, "newcomers", meanwhile)
    assert alerts.tell("Pustaka Sapa") == 0
    assert len(mail.outbox) == 1


def test_a_worker_that_was_stopped_over_a_letter_keeps_it_from_nobody(library: None) -> None:
    now = timezone.now()
    keep(claimed=now - timedelta(minutes=1))
    publish("Buku Baru")
    assert alerts.tell("Pustaka Sapa", now) == 0
    assert alerts.tell("Pustaka Sapa", now + timedelta(hours=1)) == 1
    assert Alert.objects.get().claimed is None


def test_the_worker_writes_in_the_name_that_the_institute_gave_itself(library: None) -> None:
    Institute.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"library_name": "Pustaka Desa"}
    )
    keep()
    publish("Buku Baru")
    _tell_of_new_works(threading.Event())
    assert mail.outbox[0].subject.startswith("Pustaka Desa: ")


# A mail server


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one letter needs."""

    def handle(self) -> None:
        office: Office = self.server  # type: ignore[assignment]
        self.say("220 kantor")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO" | b"HELO":
                    self.say("250 kantor")
                case b"RCPT" if office.refuses is True or (
                    office.refuses and office.refuses.encode() in line
                ):
                    self.say(f"{office.code} not for this box")
                case b"DATA":
                    self.say("354 go on")
                    letter = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        letter += part.removeprefix(b".") if part.startswith(b"..") else part
                    office.letters.append(message_from_bytes(letter, policy=policy.default))
                    self.say("250 kept")
                case b"QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 so be it")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Office(socketserver.ThreadingTCPServer):
    """A mail server; `refuses` letters to one address, or all."""

    daemon_threads = True

    def __init__(self, refuses: bool | str) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.refuses = refuses
        self.code = 550
        self.letters: list[Parsed] = []


@contextmanager
def post_office(refuses: bool | str = False) -> Iterator[Office]:
    with Office(refuses) as office:
        thread = threading.Thread(target=office.serve_forever, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()


def by(office: Office, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = office.server_address


def test_letters_arrive(reader: Client, settings) -> None:
    keep("ibu@münchen.example")
    publish("Buku “Baru”")
    with post_office() as office:
        by(office, settings)
        assert begin(reader).status_code == 200
        assert alerts.tell("Pustaka Sapa") == 1
    first, second = office.letters
    assert first["To"] == OWNER
    assert "/cari/kabar/" in first.get_content()
    assert second["To"] == "ibu@xn--mnchen-3ya.example"
    assert re.fullmatch(
        rf"<{kept_settings.BASE_URL}/cari/kabar/[-\w]+/berhenti/>", second["List-Unsubscribe"].strip()
    )
    assert "Buku “Baru”" in second.get_content()


def test_a_refused_letter_keeps_none_from_the_others(library: None, settings) -> None:
    refused = keep(days=3)
    keep("lain@contoh.id")
    publish("Buku Baru")
    with post_office(refuses=OWNER) as office:
        by(office, settings)
        assert alerts.tell("Pustaka Sapa") == 1
        assert [each["To"] for each in office.letters] == ["lain@contoh.id"]
    still = Alert.objects.get(address=OWNER)
    assert (still.looked, still.claimed) == (refused.looked, None)


def test_an_address_that_is_refused_for_a_month_is_forgotten(library: None, settings) -> None:
    keep(days=99)  # for which nobody tried to write
    publish("Buku Baru")
    with post_office(refuses=True) as office:
        by(office, settings)
        now = timezone.now()
        for day in range(30):
            alerts.tell("Pustaka Sapa", now + timedelta(days=day))
        assert Alert.objects.exists()
        alerts.tell("Pustaka Sapa", now + timedelta(days=31))
    assert not Alert.objects.exists()


def test_a_mail_server_that_says_later_is_asked_later(reader: Client, settings) -> None:
    keep(days=31)
    publish("Buku Baru")
    with post_office(refuses=True) as office:
        office.code = 450
        by(office, settings)
        assert alerts.tell("Pustaka Sapa") == 0
        answer = begin(reader, "lain@contoh.id")
        assert answer.status_code == 503
        assert "Surel tidak dapat dikirim saat ini" in answer.content.decode()
        assert Alert.objects.get().address == OWNER
        office.refuses = False
        assert alerts.tell("Pustaka Sapa") == 1


def test_a_mail_server_that_is_away_loses_nothing(reader: Client, settings) -> None:
    alert = keep(asked="q=rahasianya&jenis=buku")
    publish("Buku Baru")
    with post_office() as office:
        by(office, settings)
    assert alerts.tell("Pustaka Sapa") == 0
    still = Alert.objects.get()
    assert (still.looked, still.claimed) == (alert.looked, None)
    answers = [begin(reader, each) for each in ("lain@contoh.id", OWNER)]  # unknown, and known
    for answer in answers:
        assert answer.status_code == 503
        assert "Surel tidak dapat dikirim saat ini" in answer.content.decode()
    assert Alert.objects.count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert alerts.tell("Pustaka Sapa") == 1
    assert begin(reader, "lain@contoh.id").status_code == 200
    assert told() == [OWNER, "lain@contoh.id"]


def test_an_address_that_the_mail_server_refuses_is_said_and_not_kept(reader: Client, settings) -> None:
    with post_office(refuses=True) as office:
        by(office, settings)
        answer = begin(reader)
    assert answer.status_code == 400
    assert "ditolak oleh layanan surel" in answer.content.decode()
    assert not Alert.objects.exists()


def test_a_shelved_draft_is_no_news(library: None) -> None:
    keep()
    shelve("Inilah rahasianya.", title="Konsep", publish=False)
    drain_all()
    assert alerts.tell("Pustaka Sapa", timezone.now() + timedelta(days=1)) == 0
