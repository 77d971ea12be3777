"""All settings, and the only place that reads the environment (docs: README, "Settings").

Strict production is the default; DEBUG=1 asks for development. Analysers, boosts and limits are not settings:
they sit as data beside the code that uses them.
"""

import os
import re
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[1]


def _environment(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _number(name: str, default: int) -> int:
    """A whole number, at least 0; 2_000_000 and 2000000 are the same."""
    given = _environment(name, str(default))
    if not re.fullmatch(r"[0-9]+(_[0-9]+)*", given):
        raise ImproperlyConfigured(
            f"{name} harus bilangan bulat tanpa satuan, bukan {given!r}.\n"
            f"{name} is to be a whole number without a unit, not {given!r}."
        )
    return int(given)


def _database(url: str) -> dj_database_url.DBConfig:
    try:
        return dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:  # without its words: they may hold the password
        example = "postgres://name:password@server/database"
        raise ImproperlyConfigured(
            f"DATABASE_URL harus berupa alamat seperti {example}\nDATABASE_URL is to be an address like {example}"
        ) from None


def _secret_key() -> str:
    """The key given, else one that is made once and kept in the data folder."""
    if given := _environment("SECRET_KEY"):
        return given
    if _ONLY_READS:
        return secrets.token_urlsafe(50)
    path = PUSTAKA_DATA / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # whoever comes first wins, the others read that one
        except FileExistsError:
            pass
        finally:
            made.unlink()
        return path.read_text().strip()


# The house

# `manage read` signs and keeps nothing: it works where the data folder is not there, or is not ours, and makes none.
_ONLY_READS = [Path(sys.argv[0]).name, *sys.argv[1:2]] == ["manage.py", "read"]
DEBUG = _environment("DEBUG").lower() in {"1", "true", "yes"}
PUSTAKA_DATA = Path(_environment("PUSTAKA_DATA", str(BASE_DIR / "var"))).resolve()
SECRET_KEY = _secret_key()
BASE_URL = _environment("BASE_URL", "http://localhost:" + _environment("PORT", "8000")).rstrip("/")
_base = urlsplit(BASE_URL)
ALLOWED_HOSTS = [host.strip() for host in _environment("ALLOWED_HOSTS").split(",") if host.strip()] or [
    host for host in dict.fromkeys([_base.hostname, "localhost", "127.0.0.1", "[::1]"]) if host
]
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]

INSTALLED_APPS = [
    "portal",
    "ingest",
    "search",
    "library",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # the admin names its addresses; works' files are kept elsewhere
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.middleware.without_body",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.house",
    "library.refusals.Refusals",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "library.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "portal.context.house",
            ],
        },
    },
]

# What is kept: the database, the files, the index

DATABASES = {
    "default": _database(_environment("DATABASE_URL", f"sqlite:///{PUSTAKA_DATA / 'pustaka.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time and readers beside it; without IMMEDIATE two writers meet as "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;",  # and see portal/sqlite.py
    }

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PUSTAKA_DATA / "files", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _ONLY_READS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = PUSTAKA_DATA / "media"
MEDIA_URL = "/gambar/"
STATIC_ROOT = PUSTAKA_DATA / "static"
STATIC_URL = "/static/"
PICTURE_CACHE = PUSTAKA_DATA / "cache" / "pictures"
PICTURE_CACHE_BYTES = _number("PICTURE_CACHE_BYTES", 2_000_000_000)
INDEX_FOLDER = PUSTAKA_DATA / "index"
ELASTICSEARCH_URLS = [url.strip() for url in _environment("ELASTICSEARCH_URL").split(",") if url.strip()]
ELASTICSEARCH_PREFIX = _environment(
    "ELASTICSEARCH_PREFIX", "pustaka"
)  # several libraries may share a cluster

DATA_UPLOAD_MAX_NUMBER_FILES = 202  # as many as one batch takes, and a table, and a field left empty
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None

# Language and time

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Wagtail: one tree of pages, an interface in two languages, no call to anybody else

WAGTAIL_SITE_NAME = "Pustaka Sapa"
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_IMAGE_MODEL = "library.Picture"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_USER_LOGIN_FORM = "portal.forms.LoginForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
LOGIN_URL = "wagtailadmin_login"

# Safety. Secure cookies, the redirect and HSTS follow the scheme of BASE_URL.

_https = _base.scheme == "https"
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
#: How many proxies of ours stand before us, each of which adds to X-Forwarded-For whom it saw (search.rates).
TRUSTED_PROXIES = _number("TRUSTED_PROXIES", 0)
SECURE_REDIRECT_EXEMPT = [r"^sehat"]  # asked by the machine beside us
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "pustaka"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Each process would remember covers that another has taken away with their work.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# Mail

EMAIL_URL = urlsplit(_environment("EMAIL_URL", "consolemail://"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_URL.scheme.startswith("smtp")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = EMAIL_URL.hostname or "localhost"
EMAIL_PORT = EMAIL_URL.port or 25
EMAIL_HOST_USER = unquote(EMAIL_URL.username or "")
EMAIL_HOST_PASSWORD = unquote(EMAIL_URL.password or "")
EMAIL_USE_TLS = EMAIL_URL.scheme == "smtp+tls"
EMAIL_USE_SSL = EMAIL_URL.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 10  # seconds: readers and the worker wait for it
#: Mail servers rarely take letters from anybody but the one who signed in.
DEFAULT_FROM_EMAIL = _environment(
    "EMAIL_FROM", EMAIL_HOST_USER if "@" in EMAIL_HOST_USER else f"pustaka@{_base.hostname or 'localhost'}"
)

# What is written down: never an address with its question in it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_questions": {"()": "portal.logs.WithoutQuestions"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_questions"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # gunicorn writes the whole address, question included, when a request fails outside Django.
        "gunicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "elastic_transport": {"level": "CRITICAL"},
        "pikepdf": {"level": "WARNING"},
    },
}
