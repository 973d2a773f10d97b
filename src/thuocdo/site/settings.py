"""Django settings, from the environment room alone."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from thuocdo import environment
from thuocdo.site.hosts import beyond_this_machine

HOME = environment.home()
ROOM = Path(__file__).parent

DEBUG = False
# Nothing is signed for longer than the process lives unless a key is given; serve() insists
# on one as soon as the site is open beyond this machine.
SECRET_KEY = environment.value("THUOCDO_SECRET_KEY") or get_random_secret_key()
ALLOWED_HOSTS = [host.strip() for host in environment.value("THUOCDO_HOSTS").split(",")]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "thuocdo.audit",
    "thuocdo.accounts",
    "thuocdo.jobs",
    "thuocdo.evidence",
    "thuocdo.pages",
    "thuocdo.cockpit",
    "thuocdo.service",
    "thuocdo.polls",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "thuocdo.pages.memory.remember_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "thuocdo.cockpit.guard.guard_internal",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "thuocdo.cockpit.refusals.explain_errors",
]
ROOT_URLCONF = "thuocdo.site.urls"
WSGI_APPLICATION = "thuocdo.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        environment.value("DATABASE_URL") or f"sqlite:///{HOME / 'thuocdo.sqlite3'}",
        conn_max_age=600,  # opening a connection costs more than a remembered page
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work: our own table behind django_tasks, and the modules that register tasks.
# Files come only to the import page; they wait where raw uploads are swept away.
FILE_UPLOAD_HANDLERS = ["thuocdo.service.receiving.Receiving"]
FILE_UPLOAD_TEMP_DIR = str(HOME / "uploads")

TASKS = {"default": {"BACKEND": "thuocdo.jobs.backend.LeasedBackend"}}
JOB_MODULES = ["thuocdo.jobs.upkeep", "thuocdo.dossiers.tasks", "thuocdo.evidence.tasks"]

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "login"
SESSION_COOKIE_NAME = "thuocdo_session"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
CSRF_COOKIE_NAME = "thuocdo_csrf"
CSRF_FAILURE_VIEW = "thuocdo.cockpit.guard.refuse_form"
# Open beyond this machine means behind TLS: cookies travel by https alone, and forms come from
# these addresses whatever scheme the proxy speaks to us.
HOSTS_BEYOND = beyond_this_machine(ALLOWED_HOSTS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(HOSTS_BEYOND)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS_BEYOND]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOM / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
