"""What every page knows: the institute, the navigation, and the same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.home import questions
from portal.models import Home


def house(request: HttpRequest) -> dict[str, Any]:
    """`house`, `languages`, `navigation` and `questions`; worked out only where a template asks."""
    return {
        "house": SimpleLazyObject(lambda: _house(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "questions": SimpleLazyObject(_questions),
        "base_url": settings.BASE_URL,
    }


def _questions() -> list[dict[str, str]]:
    """What people ask, for pages that invite to ask."""
    home = Home.objects.live().first()
    return questions(home) if home else []


def _house(request: HttpRequest) -> dict[str, Any]:
    institute = request.house
    english = get_language() == "en"
    digits = "".join(filter(str.isdigit, institute.help_whatsapp))
    return {
        "name": institute.library_name,
        "tagline": (institute.tagline_en if english else "") or institute.tagline_id,
        "institute": institute.institute,
        "leave_to": institute.leave_to,
        "contact": {
            "email": institute.contact_email,
            "phone": institute.contact_phone,
            "address": institute.contact_address,
        },
        "help": {
            "name": institute.help_name,
            "phone": institute.help_phone,
            "whatsapp": institute.help_whatsapp,
            "whatsapp_url": f"https://wa.me/{'62' + digits[1:] if digits.startswith('0') else digits}"
            if digits
            else "",
            "note": (institute.help_note_en if english else "") or institute.help_note_id,
            "checked": institute.help_checked,
        },
    }


def _languages(request: HttpRequest) -> dict[str, Any]:
    """The page in the other language: the same address with or without `/en`, and the same question. Addresses that
    have no language (a permanent one) lead nowhere else."""
    here = get_language() or "id"
    other = "id" if here == "en" else "en"
    path = request.get_full_path()
    url = translate_url(path, other)
    names = dict(settings.LANGUAGES)
    return {"here": here, "other": {"code": other, "name": names[other], "url": url if url != path else ""}}


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    entries = [
        (_("Koleksi"), reverse("wagtail_serve", args=["koleksi/"])),
        (_("Topik"), reverse("topics")),
        (_("Pencarian"), reverse("search")),
        (_("Bantuan"), reverse("help")),
    ]
    return [{"title": title, "url": url, "current": request.path.startswith(url)} for title, url in entries]
