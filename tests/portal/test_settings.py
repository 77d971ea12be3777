"""What the environment says, and what becomes of it."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def printed(tmp_path: Path, name: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """This setting, as a process of its own makes it."""
    return subprocess.run(
        [sys.executable, "-c", f"from portal import settings; print(settings.{name})"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PUSTAKA_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_how_much_the_pictures_of_pages_may_take_can_be_set(tmp_path) -> None:
    assert printed(tmp_path, "PICTURE_CACHE_BYTES").stdout == "2000000000\n"
    for given in ("5000000", "5_000_000"):
        assert printed(tmp_path, "PICTURE_CACHE_BYTES", PICTURE_CACHE_BYTES=given).stdout == "5000000\n"


def test_what_is_no_number_is_said_in_a_sentence(tmp_path) -> None:
    for given in ("2 GB", "-1", "1.5", "²"):
        ended = printed(tmp_path, "PICTURE_CACHE_BYTES", PICTURE_CACHE_BYTES=given)
        assert ended.returncode and "PICTURE_CACHE_BYTES is to be a whole number" in ended.stderr


def test_a_site_with_a_wrong_setting_ends_with_its_sentence_alone(tmp_path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", "127.0.0.1:0", "--preload"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PUSTAKA_DATA": str(tmp_path), "DATABASE_URL": "nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 3
    assert "DATABASE_URL is to be an address" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_letters_come_from_whoever_signs_in_at_the_mail_server_unless_told(tmp_path) -> None:
    def sender(**environment: str) -> str:
        return printed(tmp_path, "DEFAULT_FROM_EMAIL", **environment).stdout.strip()

    site = {"BASE_URL": "https://pustaka.contoh.id"}
    assert sender(**site) == "pustaka@pustaka.contoh.id"
    assert sender(EMAIL_URL="smtp+tls://ibu%40contoh.id:x@surel.contoh.id:587", **site) == "ibu@contoh.id"
    assert sender(EMAIL_URL="smtp://kantor:x@surel.contoh.id", **site) == "pustaka@pustaka.contoh.id"
    assert sender(EMAIL_URL="smtp://surel.contoh.id", EMAIL_FROM="kabar@contoh.id") == "kabar@contoh.id"


def test_a_password_of_the_mail_server_may_hold_any_sign(tmp_path) -> None:
    given = "smtp://ibu:ab%2Fc%40d%23@surel.contoh.id"
    assert printed(tmp_path, "EMAIL_HOST_PASSWORD", EMAIL_URL=given).stdout == "ab/c@d#\n"
