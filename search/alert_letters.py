"""The two letters that readers get who keep a search: is this your address, and what is new.

Plain text, in the reader's language, with how to stop in the other one too. No word of the search is in them: somebody
else may read over a shoulder, or have typed the address.
"""

from collections.abc import Sequence
from email.utils import formataddr, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from library.models import Publication
from library.models.described import absolute
from search.models import Alert

#: Works named in one letter.
MOST_TOLD = 30


def confirmation(alert: Alert, house: str) -> EmailMessage:
    """Asks the owner of an address. It holds nothing that was typed by whoever asked for it."""
    with override(alert.language):
        parts = [
            _("Seseorang meminta agar alamat surel ini dikabari bila ada terbitan baru di %(library)s.")
            % {"library": _line(house)},
            _("Bila itu Anda, buka tautan ini dalam dua hari, lalu tekan tombolnya:")
            + f"\n{_address('search_alert_kept', alert)}",
            _(
                "Bila bukan Anda, abaikan surel ini: tidak ada kabar yang akan dikirim, dan alamat surel Anda dihapus setelah dua hari."
            ),
        ]
        subject = _("Benarkah ini alamat surel Anda?")
    with override(_other(alert.language)):
        parts.append(_("Bila Anda tidak meminta surel ini, abaikan saja: tidak ada lagi yang dikirim."))
    return _letter(alert, house, subject, parts)


def news(alert: Alert, works: Sequence[Publication], house: str) -> EmailMessage:
    """Names new works, the latest first; where there are more than `MOST_TOLD`, it says so."""
    stop = _address("search_alert_stop", alert)
    with override(alert.language):
        named = works[:MOST_TOLD]
        if len(works) > MOST_TOLD:
            head = _(
                "Ada lebih dari %(count)s terbitan baru untuk pencarian yang Anda simpan. Ini yang terbaru:"
            ) % {"count": MOST_TOLD}
        else:
            head = ngettext(
                "Ada %(count)s terbitan baru untuk pencarian yang Anda simpan:",
                "Ada %(count)s terbitan baru untuk pencarian yang Anda simpan:",
                len(named),
            ) % {"count": len(named)}
        parts = [
            head,
            *(_named(work) for work in named),
            _("Pencarian yang Anda simpan, dengan semua temuannya:")
            + f"\n{_address('search_alert_kept', alert)}",
            _("Berhenti menerima kabar ini, dan hapus alamat surel Anda dari sini:") + f"\n{stop}",
        ]
        subject = ngettext("%(count)s terbitan baru", "%(count)s terbitan baru", len(named)) % {
            "count": len(named)
        }
        if len(works) > MOST_TOLD:
            subject = _("Lebih dari %(count)s terbitan baru") % {"count": MOST_TOLD}
    with override(_other(alert.language)):
        parts.append(_("Berhenti menerima kabar ini: buka tautan terakhir di atas, lalu tekan tombolnya."))
    letter = _letter(alert, house, subject, parts)
    # RFC 2369 and, for a button of the mail program itself, RFC 8058.
    letter.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return letter


def _letter(alert: Alert, house: str, subject: str, parts: Sequence[str]) -> EmailMessage:
    return EmailMessage(
        subject=f"{_line(house)}: {subject}",
        body="\n\n".join(parts) + f"\n\n-- \n{_line(house)}\n{settings.BASE_URL}\n",
        from_email=_sender(house),
        to=[alert.address],
        headers={
            # Else Django names the machine.
            "Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"),
            "Auto-Submitted": "auto-generated",  # RFC 3834: who is away does not answer
        },
    )


def _named(work: Publication) -> str:
    title = _line(work.title) + (f" ({work.year})" if work.year else "")
    return f"* {title}\n  {absolute(work.permanent_path)}"


def _address(view: str, alert: Alert) -> str:
    with override(alert.language):
        return absolute(reverse(view, args=[alert.token]))


def _sender(house: str) -> str:
    sender: str = settings.DEFAULT_FROM_EMAIL
    return sender if "<" in sender else formataddr((_line(house), sender))


def _other(language: str) -> str:
    return "id" if language == "en" else "en"


def _line(text: str) -> str:
    """On one line: a line end would begin another header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
