"""A form with more files than one request may bring: Django refuses it before any view sees it, with a bare 400. Here the view
is asked all the same, so that it can say so in a sentence.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]
_PIECE = 1 << 20
_MARK = "_came_too_many"


def one_sentence_for_too_many(view: View) -> View:
    """Lets the view answer such a form itself (`came_too_many`); it has no fields then, so nothing can be done with it.
    Every other form is checked for its token as usual."""
    protected = csrf_protect(view)

    @csrf_exempt  # the token stands in the form, which is read here first
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _ = request.FILES if request.method == "POST" else None
        except TooManyFilesSent:
            setattr(request, _MARK, True)
            _hear_out(request)
            return view(request, *args, **kwargs)
        answer: HttpResponse = protected(request, *args, **kwargs)
        return answer

    return asked


def came_too_many(request: HttpRequest) -> bool:
    return getattr(request, _MARK, False)


def _hear_out(request: HttpRequest) -> None:
    """A browser shows no answer before all was sent; what is left of it goes nowhere."""
    with suppress(OSError):
        while request.read(_PIECE):
            pass
