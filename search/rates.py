"""Fair rates: who asks much more than a person can is told to wait, in a sentence.

Nobody is known by a bare address: a village, a school or an office shares one. Whoever asks is told apart by address
(all that proxies told of it), browser and languages together, hashed with a key that this process made for itself;
beside the hash stands nothing but a number, and it is forgotten once it would be full again. Each process counts for
itself: with several, more is allowed, which does no harm.
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

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

#: Questions that may be asked at once, and those that are earned back in a second: a class of thirty that shares one
#: sort of telephone and one address asks without noticing, a loop of a script waits.
AT_ONCE = 300
A_SECOND = 5.0
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
_key = secrets.token_bytes(16)


def asker(request: HttpRequest) -> bytes:
    """Who asks, as a number that says nothing of them."""
    told = "\x00".join(request.META.get(name, "") for name in _TOLD_BY)
    return blake2b(told.encode(errors="replace"), key=_key, digest_size=16).digest()


def fair(cost: float = 1.0) -> Callable:
    """A view's decorator: 429 with `Retry-After` and a sentence in both languages once an account is empty. `cost` is in
    questions: an export asks much, a suggestion little."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            seconds = rates.spend(asker(request), cost) if request.GET else 0
            return _wait(request, seconds) if seconds else view(request, *args, **kwargs)

        return asked

    return wrap


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        said = f"Tunggu {seconds} detik. / Wait {seconds} seconds."
        answer: HttpResponse = JsonResponse({"suggestions": [], "said": said}, status=429)
    else:
        answer = render(request, "search/wait.html", {"seconds": seconds}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # it is no fault of ours
    return answer
