"""Where this house stands and what its processes see."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("PUSTAKA_DATA") or ROOT / "var").resolve()
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"

# Where we ask whether the site answers: "every address" is not one.
NEAREST = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(HOST, HOST)  # noqa: S104
NAME = "localhost" if NEAREST in ("127.0.0.1", "::1") else HOST
BASE_URL = os.environ.get("BASE_URL") or f"http://{NAME}:{PORT}"

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# The caller's own Python would bring its packages into ours.
FOREIGN = {
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "UV_PROJECT_ENVIRONMENT",
    "UV_SYSTEM_PYTHON",
    "VIRTUAL_ENV",
}


def environment() -> dict[str, str]:
    """The environment variables of everything that is started from here."""
    seen = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return seen | {
        "BASE_URL": BASE_URL,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "HOST": HOST,
        "PIP_USER": "0",
        "PORT": PORT,
        "PUSTAKA_DATA": str(DATA),
    }
