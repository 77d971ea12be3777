"""Saved searches: whoever leaves an e-mail address is told of new works, without an account. The rules; the letters are in
`alert_letters`, the doors in `alert_views`, and the worker calls `tell`.

An address is written to once, to ask whether it is its owner's; with a yes it is kept beside the search until one click
takes both away. What is logged says neither who nor what.

    AlertError              nothing was begun or kept; `sentence` says why to the reader
    ├── NoAddress           what was typed is no address that can be written to
    ├── TooManyAsk          more ask at this hour than letters are sent
    └── TooManyKept         the address keeps as many searches as it may
    MailError               a letter was not handed over
    ├── MailAway            the mail server cannot be reached, or takes nothing from us
    └── MailRefused         it does not take this letter
        ├── NobodyThere     as it says, nobody has that address
        └── MailLater       not now
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from time import monotonic

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.access import public
from library.changes import pending
from search import forms, shown
from search.alert_letters import MOST_TOLD, confirmation, news
from search.engines import EngineError
from search.models import Alert
from search.newcomers import newcomers
from search.research import Query

log = logging.getLogger(__name__)

#: Searches that one address may keep.
MOST_KEPT = 20
#: Letters to an address that has not said yes: in an hour, in a day.
MOST_ASKED_AN_HOUR, MOST_ASKED_A_DAY = 1, 5
#: Letters to all addresses together in an hour: more than readers ask for, less than what a mail server is blamed for.
MOST_ASKED_BY_ALL = 200
WAITS_FOR_YES = timedelta(hours=48)
EVERY = timedelta(days=1)

#: So long after a work has come in it is told: by then whatever published it together with others has ended.
_SETTLES = timedelta(minutes=10)
#: A worker that was stopped while it handed over a letter: the next tries again after this.
_CLAIM = timedelta(minutes=10)
#: An address that a mail server has refused for so long, each time, is gone.
_GIVEN_UP_AFTER = timedelta(days=30)
#: So many searches one after the other that the engine does not answer: it is the engine.
_ENGINE_IS_AWAY = 3
#: The worker has more time for a question than a reader.
_PATIENCE = 10.0
#: The index waits meanwhile; whoever is left comes first in the next round.
_SECONDS_A_ROUND = 60.0
_MOST_A_ROUND = 1_000


class AlertError(Exception):
    sentence: Promise | str = ""


class NoAddress(AlertError):
    sentence = _("Ini bukan alamat surel yang dapat dikirimi. Tulis seperti nama@contoh.id.")


class TooManyAsk(AlertError):
    sentence = _("Terlalu banyak permintaan yang masuk saat ini. Coba lagi satu jam lagi.")


class TooManyKept(AlertError):
    sentence = _(
        "Alamat ini sudah menyimpan pencarian sebanyak yang dapat disimpan. Hentikan salah satunya lebih dulu."
    )


class MailError(Exception):
    sentence: Promise | str = ""


class MailAway(MailError):
    sentence = _(
        "Surel tidak dapat dikirim saat ini, dan tidak ada yang disimpan. Coba lagi beberapa saat lagi."
    )


class MailRefused(MailError):
    sentence = _("Alamat ini ditolak oleh layanan surel. Periksa ejaannya; tidak ada yang disimpan.")


class NobodyThere(MailRefused):
    pass


class MailLater(MailRefused):
    sentence = MailAway.sentence


def offered() -> bool:
    """Whether there is a mail server to send letters by."""
    return settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend"


# What is asked


def keepable(query: Query) -> Query:
    """The search itself: without a place in its list and an order, with its choices in one order and under the names that
    they have today."""
    chosen = {facet: tuple(sorted(values)) for facet, values in shown.followed(query, public()).items()}
    return replace(query, chosen=chosen, sort="relevance", page=1, places=())


def written(query: Query) -> str:
    """What is kept of a search; the same search gives the same text."""
    return forms.address(keepable(query)).removeprefix("?")


def fits(query: Query) -> bool:
    """Whether it asks anything, and no more than is kept."""
    return 0 < len(written(query)) <= (Alert._meta.get_field("asked").max_length or 0)


def asked_by(alert: Alert) -> Query:
    return keepable(forms.query(QueryDict(alert.asked)))


# From the first letter to the last


def read_address(typed: str) -> str:
    """An address as it is kept: in small letters, so that one person is one address. Raises `NoAddress`."""
    address = typed.strip().lower()
    name, _at, domain = address.rpartition("@")
    try:
        validate_email(address)
    except ValidationError:
        raise NoAddress from None
    # Quoted names and bare machines are valid, and nobody's who reads here.
    if len(address) > 254 or '"' in name or "[" in domain or "." not in domain:
        raise NoAddress
    return address


def begin(typed: str, query: Query, language: str, house: str) -> None:
    """Ask the owner of an address whether to tell of new works; `house` is what the library is called.

    Whether a letter goes out, and why none does, is told to nobody: whoever types an address may not be its owner. Raises
    `NoAddress`, `TooManyAsk`, `MailAway`, `MailRefused`.
    """
    address, asked = read_address(typed), written(query)
    now = timezone.now()
    forget_unanswered(now)
    if _unanswered().filter(made__gt=now - timedelta(hours=1)).count() >= MOST_ASKED_BY_ALL:
        raise TooManyAsk
    # Made first and looked at then: of two who ask at once for one address, the second sees the first.
    alert = Alert.objects.create(
        address=address, box=box_of(address), asked=asked, language=language, made=now
    )
    try:
        if _may_be_asked(alert, now):
            hand_over(confirmation(alert, house))
            return
        reach()  # so that neither an outage nor the time it takes tells which it was
    except MailError:
        alert.delete()
        raise
    alert.delete()


def _may_be_asked(alert: Alert, now: datetime) -> bool:
    kept = Alert.objects.filter(address=alert.address, confirmed__isnull=False)
    if kept.filter(asked=alert.asked).exists() or kept.count() >= MOST_KEPT:
        return False
    letters = _unanswered().filter(box=alert.box, pk__lt=alert.pk)  # of two at once the first is sent
    an_hour, a_day = (
        letters.filter(made__gt=now - span).count() for span in (timedelta(hours=1), timedelta(days=1))
    )
    return an_hour < MOST_ASKED_AN_HOUR and a_day < MOST_ASKED_A_DAY


def box_of(address: str) -> str:
    """A number for all addresses whose letters lie in one box: many mail servers leave out what follows a plus (RFC 5233).
    Nobody without the key of this library finds the address in it."""
    name, _at, domain = address.rpartition("@")
    return salted_hmac("search.alerts", f"{name.partition('+')[0]}@{domain}", algorithm="sha256").hexdigest()


def held(token: str) -> Alert | None:
    """The alert of a letter; None where nothing is kept, or no longer."""
    too_old = Q(confirmed__isnull=True, made__lte=timezone.now() - WAITS_FOR_YES)
    return Alert.objects.filter(token=token).exclude(too_old).exclude(address="").first()


def confirm(alert: Alert) -> Alert:
    """The owner said yes; gives what is kept. Twice is once, and of a search that the address keeps already there is no
    second. Raises `TooManyKept`."""
    now = timezone.now()
    kept = Alert.objects.filter(address=alert.address, confirmed__isnull=False).exclude(pk=alert.pk)
    same = kept.filter(asked=alert.asked)
    if not same.exists():
        if kept.count() >= MOST_KEPT:
            raise TooManyKept
        # Another letter of the same search may be answered in the same moment.
        with suppress(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=alert.pk, confirmed__isnull=True).update(confirmed=now, looked=now)
    _unanswered().filter(address=alert.address, asked=alert.asked).delete()
    return same.first() or alert


def stop(alert: Alert, *, everything: bool = False) -> None:
    """Forget it at once; with `everything` all that the address keeps or was asked for."""
    those = Alert.objects.filter(Q(address=alert.address) if everything else Q(pk=alert.pk))
    those.filter(confirmed__isnull=False).delete()
    # Who says no is not to be asked again by the same hand a moment later.
    for asked in those.filter(confirmed__isnull=True):
        asked.address = asked.asked = ""
        asked.token = secrets.token_urlsafe()
        asked.save()


def others_kept(alert: Alert) -> int:
    """How many other searches the address keeps."""
    return Alert.objects.filter(address=alert.address, confirmed__isnull=False).exclude(pk=alert.pk).count()


def forget_unanswered(now: datetime) -> None:
    _unanswered().filter(made__lte=now - WAITS_FOR_YES).delete()


def _unanswered() -> QuerySet[Alert]:
    return Alert.objects.filter(confirmed__isnull=True)


# New works


def tell(house: str, now: datetime | None = None, *, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Write to all who are to be told of new works by now, to each once a day at most; gives how many letters went out.

    Those who have waited longest come first. While the index is behind the database, or away, all wait; so they do where
    the mail server is. A search that alone goes unanswered keeps nobody else waiting. Between two letters it is asked
    whether to stop.
    """
    now = now or timezone.now()
    forget_unanswered(now)
    if not offered():
        return 0
    until = now - _SETTLES
    due = Alert.objects.filter(confirmed__isnull=False, looked__lte=until - EVERY)
    due = due.order_by(F("tried").asc(nulls_first=True), "pk")
    started, told, unanswered = monotonic(), 0, 0
    for alert in list(due[:_MOST_A_ROUND]):
        if pending() or is_stopping() or monotonic() - started > _SECONDS_A_ROUND:
            break
        Alert.objects.filter(pk=alert.pk).update(tried=now)
        try:
            told += _told(alert, until, now, house)
            unanswered = 0
        except MailAway as error:
            log.warning("Readers are told of new works later: %s", type(error).__name__)
            break
        except EngineError as error:
            log.warning("A reader is told of new works later: %s", type(error).__name__)
            unanswered += 1
            if unanswered == _ENGINE_IS_AWAY:
                break
    return told


def _told(alert: Alert, until: datetime, now: datetime, house: str) -> bool:
    """Whether a letter was handed over. Raises `EngineError`, `MailAway`."""
    works = newcomers(asked_by(alert), since=alert.looked, until=until, most=MOST_TOLD + 1, seconds=_PATIENCE)
    if pending():  # a work that was being changed was left out
        return False
    still = Alert.objects.filter(pk=alert.pk, looked=alert.looked)
    if not works:
        still.update(looked=until)
        return False
    free = Q(claimed__isnull=True) | Q(claimed__lte=now - _CLAIM)
    if not still.filter(free).update(claimed=now):
        return False
    mine = Alert.objects.filter(pk=alert.pk, claimed=now)
    try:
        hand_over(news(alert, works, house))
    except MailRefused as error:
        if isinstance(error, NobodyThere):
            since = alert.refused_since or now
            if since <= now - _GIVEN_UP_AFTER:
                mine.delete()
            mine.update(refused_since=since)
        mine.update(claimed=None)
        return False
    except MailAway:
        mine.update(claimed=None)
        raise
    mine.update(looked=until, claimed=None, refused_since=None)
    return True


def reach() -> None:
    """Whether the mail server answers: raises `MailAway` where it does not."""
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as error:
        log.warning("The mail server does not take letters: %s", type(error).__name__)
        raise MailAway from None


def hand_over(letter: EmailMessage) -> None:
    """Give a letter to the mail server. Raises `MailRefused` or `MailAway`, whose words name nobody."""
    try:
        letter.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        log.warning("A letter was refused: %s", type(error).__name__)
        if _for_now(error):
            raise MailLater from None
        # Another refusal may be about us: how we sign, where we write from.
        raise (NobodyThere if isinstance(error, SMTPRecipientsRefused) else MailRefused) from None
    except ValueError as error:  # no letter can be made of it
        log.warning("A letter was refused: %s", type(error).__name__)
        raise MailRefused from None
    except (SMTPException, OSError) as error:
        log.warning("The mail server does not take letters: %s", type(error).__name__)
        raise MailAway from None


def _for_now(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """Whether the mail server says to come again: 4 begins its answers that are not for good (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPDataError):
        return 400 <= error.smtp_code < 500
    return all(400 <= code < 500 for code, _said in error.recipients.values())
