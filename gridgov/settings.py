"""Settings of the site. Every value an office may want to change is read from the environment or `.env`.

Data live in one folder (`GRIDGOV_DATA`, default `var/`): database, attachments, secret key, static files.
"""

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env.str("GRIDGOV_DATA", default=str(BASE_DIR / "var"))).resolve()
# A data folder in which it lies holds the accounts of the demo.
DEMO_PASSWORD_FILE = "demo_password"


def open_data_folder() -> None:
    """Make the data folder, for this user alone; stop with a sentence where that is not possible."""
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(
            f"数据文件夹 {DATA_DIR} 建不起来（{error.strerror}）。请用 GRIDGOV_DATA 另指定一个。"
        ) from error
    if not os.access(DATA_DIR, os.W_OK | os.X_OK):
        raise SystemExit(f"数据文件夹 {DATA_DIR} 不能写。请改正它的权限，或用 GRIDGOV_DATA 另指定一个。")


open_data_folder()


def secret_key() -> str:
    """Return the site's key, made at the first start; of two processes starting at once one wins for both."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        draft = DATA_DIR / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), "ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii")


SECRET_KEY = env.str("GRIDGOV_SECRET_KEY", default="") or secret_key()
DEBUG = env.bool("GRIDGOV_DEBUG", default=False)
HTTPS = env.bool("GRIDGOV_HTTPS", default=False)
# An intranet server is reached by whatever address the office gives it; a public one names its hosts.
ALLOWED_HOSTS = env.list("GRIDGOV_HOSTS", default=["*"])
# How many proxies of our own stand in front and set X-Forwarded-For: 1 behind nginx, else 0.
PROXIES = env.int("GRIDGOV_PROXIES", default=0)
CSRF_TRUSTED_ORIGINS = env.list("GRIDGOV_ORIGINS", default=[])

INSTALLED_APPS = [
    "gridgov",
    "gridgov.organizations",
    "gridgov.records",
    "standards",
    "standards.activities",
    "evaluation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "csp",
    "django_filters",
    "simple_history",
]

MIDDLEWARE = [
    "gridgov.middleware.HeadMiddleware",
    "gridgov.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gridgov.middleware.NoStoreMiddleware",
    "gridgov.middleware.WhoseMiddleware",
    "gridgov.middleware.IdleLogoutMiddleware",
    "gridgov.middleware.ClosedByDefaultMiddleware",
    "gridgov.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gridgov.middleware.WrongMethodMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gridgov.urls"
WSGI_APPLICATION = "gridgov.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gridgov.context.navigation",
            ],
        },
    },
]


def database() -> dict:
    """SQLite in the data folder, or what `DATABASE_URL` names; both behave alike (architecture, decision 8)."""
    config = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'gridgov.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            # A deferred transaction that turns into a write fails at once with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL 只支持 sqlite:/// 与 postgres://，请改正后再启动。")
    # A new connection per request costs half of a small request on SQLite, two thirds on PostgreSQL.
    return config | {"CONN_MAX_AGE": None}


DATABASES = {"default": database()}
# Who says what a person has to do (`gridgov.tasks`).
TASK_SOURCES = [
    "standards.reminders.tasks_of",
    "standards.activities.reminders.tasks_of",
    "evaluation.tasks.tasks_of",
]
# Who says what is wrong in a registry (`standards.health`).
HEALTH_SOURCES = [
    "standards.health.examining.EXAMINATION",
    "evaluation.health.EXAMINATION",
]
# Who knows more of the places of a tree (`standards.tree_notes`).
TREE_SOURCES = ["evaluation.tree_notes.notes"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organizations.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the user name is unique without regard to case, by a constraint
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gridgov.organizations.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "gridgov.organizations.passwords.MixtureValidator"},
    {"NAME": "gridgov.organizations.passwords.OwnNameValidator"},
    {"NAME": "gridgov.organizations.passwords.CommonValidator"},
]
LOGIN_URL = "organizations:login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "organizations:login"

# By address alone a whole office behind one address would be locked out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "gridgov.organizations.lockout.counted_username"
AXES_LOCKOUT_CALLABLE = "gridgov.organizations.views.login.locked_out"
# Logins and failures are events of `records`; axes keeps only what it counts.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False

SESSION_COOKIE_NAME = "gridgov_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_MINUTES = env.int("GRIDGOV_IDLE_MINUTES", default=60)
CSRF_FAILURE_VIEW = "gridgov.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
else:
    # Chromium ignores the header on plain http with a warning in the console on every page.
    SECURE_CROSS_ORIGIN_OPENER_POLICY = None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["gridgov.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "gridgov" / "static"]
MEDIA_ROOT = DATA_DIR / "attachments"
ATTACHMENT_LIMIT = env.int("GRIDGOV_ATTACHMENT_MB", default=50) * 1024 * 1024
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "gridgov.staticfiles.HashedStorage"},
}
# Source maps are for developers: compressing them took most of the time of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Mail is off until somebody names a server: smtp://user:password@host:25, smtp+tls://…, smtp+ssl://….
MAIL_CONFIGURED = bool(env.str("GRIDGOV_MAIL", default=""))
if MAIL_CONFIGURED:
    vars().update(env.email_url("GRIDGOV_MAIL"))
    EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("GRIDGOV_MAIL_FROM", default="gridgov@localhost")
# The address people use, for links in mail and QR codes of reports: http://10.1.2.3:8000
SITE_URL = env.str("GRIDGOV_URL", default="").rstrip("/")
# A PKCS#12 file with which reports may be signed (extra `sign`), and its password.
SIGNING_CERTIFICATE = env.str("GRIDGOV_SIGNING_CERTIFICATE", default="")
SIGNING_PASSWORD = env.str("GRIDGOV_SIGNING_PASSWORD", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pypdf": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        # Whoever knocks under another name reads so on the page; scanners would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # A moment with more requests than threads is no fault: they are answered in turn.
        "waitress.queue": {"level": "ERROR"},
    },
}
