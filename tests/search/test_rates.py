"""Fair rates: what is too much, who is told so, and how."""

import json
import re
from collections import OrderedDict

import pytest
from django.test import Client, RequestFactory

from search import rates
from search.rates import AT_ONCE, WIDER, Rates, address, asker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_account_is_spent_and_earned_back() -> None:
    clock = Clock()
    some = Rates(3, 0.5, clock)
    assert [some.spend(b"a") for _ in range(3)] == [0, 0, 0]
    assert some.spend(b"a") == 2
    assert some.spend(b"b") == 0
    clock.now = 2.0
    assert some.spend(b"a") == 0
    assert some.spend(b"a") == 2
    clock.now = 100.0
    assert [some.spend(b"a") for _ in range(4)] == [0, 0, 0, 2]


def test_who_has_not_asked_for_long_is_forgotten() -> None:
    clock = Clock()
    some = Rates(3, 0.5, clock)
    for number in range(100):
        some.spend(str(number).encode())
    clock.now = 7.0
    some.spend(b"later")
    assert len(some) == 1


def test_one_address_is_many_people() -> None:
    make = RequestFactory()
    one = make.get("/", headers={"user-agent": "telepon", "accept-language": "id"}, REMOTE_ADDR="10.0.0.1")
    same = make.get("/", headers={"user-agent": "telepon", "accept-language": "id"}, REMOTE_ADDR="10.0.0.1")
    other = make.get("/", headers={"user-agent": "komputer", "accept-language": "id"}, REMOTE_ADDR="10.0.0.1")
    assert asker(one) == asker(same)
    assert asker(one) != asker(other)
    assert b"10.0.0.1" not in asker(one)


def seen_at(forwarded: str = "", remote: str = "9.9.9.9") -> bytes | None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_an_address_is_what_our_own_proxies_saw_and_nothing_that_was_sent_along(settings) -> None:
    assert settings.TRUSTED_PROXIES == 0
    assert seen_at("1.2.3.4") == seen_at("5.6.7.8") == seen_at()
    for near in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "172.18.0.1", "192.168.1.7"):
        assert (
            seen_at(remote=near) is None
        )  # perhaps a proxy that nobody told us of: all readers stand behind it
    assert seen_at(remote="::ffff:9.9.9.9") == seen_at() != seen_at(remote="::ffff:9.9.9.8")
    settings.TRUSTED_PROXIES = 1
    assert seen_at("6.6.6.6, 1.2.3.4", "127.0.0.1") == seen_at("7.7.7.7, 1.2.3.4", "127.0.0.1")
    assert seen_at("6.6.6.6, 1.2.3.4") != seen_at("6.6.6.6, 5.6.7.8")
    assert seen_at("unknown") is None
    assert seen_at("1.2.3.4:5678") == seen_at("1.2.3.4")
    assert seen_at("[2600::1]:443") == seen_at("2600::1") is not None
    settings.TRUSTED_PROXIES = 2
    assert seen_at("6.6.6.6, 1.2.3.4, 10.0.0.9") == seen_at("1.2.3.4, 10.0.0.8")
    assert seen_at("2001:db8::1, 10.0.0.9") == seen_at("2001:db8::2, 10.0.0.9")


def test_a_script_that_changes_its_name_is_told_to_wait_too(library, monkeypatch) -> None:
    for each in (rates.rates, rates.rates_of_addresses):
        monkeypatch.setattr(each, "_clock", Clock())
        monkeypatch.setattr(each, "_accounts", OrderedDict())
    client = Client(REMOTE_ADDR="9.9.9.9")
    place = address(RequestFactory().get("/", REMOTE_ADDR="9.9.9.9"))
    assert place is not None
    rates.rates_of_addresses.spend(place, WIDER * AT_ONCE - 1)
    names = [{"user-agent": name, "x-forwarded-for": name} for name in ("satu", "dua")]
    asked = RequestFactory().get("/", headers=names[1], REMOTE_ADDR="9.9.9.9")
    assert [client.get("/cari/?q=anak", headers=name).status_code for name in names] == [200, 429]
    assert rates.rates._accounts[rates.asker(asked)].left == AT_ONCE  # who must wait pays nothing
    assert Client(REMOTE_ADDR="9.9.9.10").get("/cari/?q=anak").status_code == 200


def test_one_second_is_one_second(library, monkeypatch, spent: Client) -> None:
    answer = spent.get("/cari/?q=anak")
    assert answer.headers["Retry-After"] == "1"
    assert "Wait 1 second, then" in answer.content.decode()
    told = spent.get("/cari/saran/?q=anak", headers={"accept": "application/json"})
    assert json.loads(told.content)["said"] == "Tunggu 1 detik. / Wait 1 second."


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser that has asked too much already; the clock stands still, however slow the machine is."""
    monkeypatch.setattr(rates.rates, "_clock", Clock())
    monkeypatch.setattr(rates.rates, "_accounts", OrderedDict())
    client = Client(headers={"user-agent": "robot"})
    request = RequestFactory().get("/", headers={"user-agent": "robot"})
    rates.rates.spend(asker(request), AT_ONCE)
    return client


@pytest.mark.parametrize("address", ["/cari/?q=anak", "/en/cari/?q=anak", "/koleksi/buku/x/cari/?q=anak"])
def test_who_asks_too_much_is_told_to_wait_in_both_languages(library, spent: Client, address: str) -> None:
    answer = spent.get(address)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= AT_ONCE
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "Terlalu banyak pencarian dalam waktu singkat." in page
    assert "Too many searches in a short time." in page
    head = re.sub(r'<link rel="alternate"[^>]*>', "", page.partition("</head>")[0])
    assert "anak" not in head
    assert Client().get("/cari/?q=anak").status_code == 200


def test_a_script_is_told_in_json(library, spent: Client) -> None:
    answers = [spent.get("/cari/saran/?q=anak", headers={"accept": "application/json"}) for _ in range(30)]
    (told, *_rest) = [each for each in answers if each.status_code == 429]
    assert json.loads(told.content)["suggestions"] == []


def test_whoever_asks_nothing_is_let_in(library, spent: Client) -> None:
    assert spent.get("/cari/").status_code == 200
