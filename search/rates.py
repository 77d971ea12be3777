"""Fair rates: who asks much more than a person can is told to wait, in a sentence.

Nobody is known by a bare address: a village, a school or an office shares one. Whoever asks is told apart by address
(all that proxies told of it), browser and languages together, hashed with a key that this process made for itself;
beside the hash stands nothing but a number, and it is forgotten once it would be full again. Each process counts for
itself: with several, more is allowed, which does no harm.

Browser, languages and what a proxy is told are what whoever asks says of themselves; a script may say another thing each
time. So there is a second account, for the address alone and many times as wide: a whole school fits in, a script that
changes its name does not.
"""

import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

#: Questions that may be asked at once, and those that are earned back in a second: a class of thirty that shares one
#: sort of telephone and one address asks without noticing, a loop of a script waits.
AT_ONCE = 300
A_SECOND = 5.0
#: An address has as much as so many of those who ask from it at once.
WIDER = 5
_MOST_KNOWN = 20_000
_TOLD_BY = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE")


@dataclass(slots=True)
class _Account:
    left: float
    at: float


class Rates:
    """Accounts of `at_once` questions each, of which `a_second` are earned back; `clock` gives seconds."""

    def __init__(self, at_once: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once, self.a_second, self._clock = at_once, a_second, clock
        self._accounts: OrderedDict[bytes, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def spend(self, who: bytes, cost: float = 1.0) -> int:
        """Take `cost` from an account; 0 where it had that much, else the seconds to wait, and nothing is taken."""
        with self._lock:
            now = self._clock()
            account = self._accounts.pop(who, None) or _Account(self.at_once, now)
            account.left = min(self.at_once, account.left + (now - account.at) * self.a_second)
            account.at = now
            self._accounts[who] = account  # the last: those asked for longest ago stand first, and go first
            self._forget(now)
            if account.left < cost:
                return max(1, math.ceil((cost - account.left) / self.a_second))
            account.left -= cost
            return 0

    def give_back(self, who: bytes, cost: float = 1.0) -> None:
        """What was taken for a question that was not answered."""
        with self._lock:
            if account := self._accounts.get(who):
                account.left = min(self.at_once, account.left + cost)

    def _forget(self, now: float) -> None:
        full_again = now - self.at_once / self.a_second
        while self._accounts:
            first = next(iter(self._accounts.values()))
            if first.at > full_again and len(self._accounts) <= _MOST_KNOWN:
                break
            self._accounts.popitem(last=False)

    def __len__(self) -> int:
        return len(self._accounts)


rates = Rates(AT_ONCE, A_SECOND)
rates_of_addresses = Rates(WIDER * AT_ONCE, WIDER * A_SECOND)
_key = secrets.token_bytes(16)


def asker(request: HttpRequest) -> bytes:
    """Who asks, as a number that says nothing of them."""
    return _hashed("\x00".join(request.META.get(name, "") for name in _TOLD_BY))


def address(request: HttpRequest) -> bytes | None:
    """From where it was asked, as a number that says nothing of it: what the outermost of our own proxies saw, else what
    we see ourselves. None where that is this machine or a neighbour of it, and so perhaps a proxy of which the settings do
    not know: behind it would stand all readers."""
    proxies = settings.TRUSTED_PROXIES
    told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    # Each of them adds at the end whom it saw; what stands before those was sent along by whoever asked.
    seen = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        known = ip_address(_without_port(seen))
    except ValueError:
        return None
    if known.version == 6 and known.ipv4_mapped:
        known = known.ipv4_mapped
    if known.is_loopback or (not proxies and known.is_private):
        return None
    # Whoever has one IPv6 address has all of its network.
    near = ip_network(f"{known}/64", strict=False) if known.version == 6 else known
    return _hashed(str(near))


def _without_port(told: str) -> str:
    """As some proxies write it: "5.6.7.8:1234", "[2001:db8::1]:443"."""
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told


def _hashed(told: str) -> bytes:
    return blake2b(told.encode(errors="replace"), key=_key, digest_size=16).digest()


def spent(request: HttpRequest, cost: float) -> int:
    """Seconds to wait, 0 for none. Who must wait for the one account does not pay from the other."""
    who = asker(request)
    seconds = rates.spend(who, cost)
    place = None if seconds else address(request)
    if place is None:
        return seconds
    if seconds := rates_of_addresses.spend(place, cost):
        rates.give_back(who, cost)
    return seconds


def fair(cost: float = 1.0) -> Callable:
    """A view's decorator: 429 with `Retry-After` and a sentence in both languages once an account is empty. `cost` is in
    questions: an export asks much, a suggestion little."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            seconds = spent(request, cost) if request.GET else 0
            return wait(request, seconds) if seconds else view(request, *args, **kwargs)

        return asked

    return wrap


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """What whoever has to wait is told."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        unit = "second" if seconds == 1 else "seconds"
        said = f"Tunggu {seconds} detik. / Wait {seconds} {unit}."
        answer: HttpResponse = JsonResponse({"suggestions": [], "said": said}, status=429)
    else:
        answer = render(request, "search/wait.html", {"seconds": seconds}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # it is no fault of ours
    return answer
