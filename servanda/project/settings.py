"""Settings of a deployment, read from environment variables; each is described in docs/reference/settings.md.

A missing variable is safe: nothing is open, nothing is sent, and without a secret key the server refuses to start.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- where things are -------------------------------------------------------------------------------------------------
VAR_DIR = Path(env.str("SERVANDA_VAR", default=str(BASE_DIR / "var")))
PROFILES_DIR = Path(env.str("SERVANDA_PROFILES", default=str(BASE_DIR / "profiles")))
PROFILE = env.str("SERVANDA_PROFILE", default="xar")
FILES_DIR = VAR_DIR / "files"
SEARCH_DIR = VAR_DIR / "search"

# --- safety -----------------------------------------------------------------------------------------------------------
DEBUG = env.bool("SERVANDA_DEBUG", default=False)
DEMO = env.bool("SERVANDA_DEMO", default=False)
SECRET_KEY = env.str("SERVANDA_SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SERVANDA_SECRET_KEY is not set. Make one with `servanda secret-key` and keep it secret."
    )
ALLOWED_HOSTS = env.list("SERVANDA_HOSTS", default=["localhost", "127.0.0.1"])
PLAIN_HTTP = env.bool("SERVANDA_PLAIN_HTTP", default=DEBUG or DEMO)
SECOND_FACTOR = env.str("SERVANDA_SECOND_FACTOR", default="required")
CSRF_TRUSTED_ORIGINS = env.list("SERVANDA_ORIGINS", default=[])

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_NAME = "servanda_session" if PLAIN_HTTP else "__Host-session"
CSRF_COOKIE_NAME = "servanda_csrf" if PLAIN_HTTP else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600  # absolute; a draft survives it on the server
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
BEHIND_PROXY = env.bool("SERVANDA_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # else all visitors would count as one guesser: the proxy
SECURE_REFERRER_POLICY = "same-origin"  # nothing leaves this site; "no-referrer" would make browsers send Origin: null
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- limits on what comes in, in bytes --------------------------------------------------------------------------------
MAX_UPLOAD = env.int("SERVANDA_MAX_UPLOAD", default=50 * 1024 * 1024)
MAX_REQUEST = 3 * MAX_UPLOAD  # several files in one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- parts ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "servanda.core",  # first: its field templates stand in for Django's
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "servanda.notifications",
    "servanda.audit",
    "servanda.accounts",
    "servanda.jobs",
    "servanda.publication",
    "servanda.taxonomy",
    "servanda.institutions",
    "servanda.mechanisms",
    "servanda.indicators",
    "servanda.documents",
    "servanda.recommendations",
    "servanda.assignments",
    "servanda.implementation",
    "servanda.importers",
    "servanda.exporters",
    "servanda.portal",
    "servanda.workspace",
    "servanda.demo",
    "servanda.project",
    "allauth",  # behind ours: our templates come first
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "servanda.core.middleware.TooMuchIsRefusedEarly",
    "servanda.core.middleware.AddressesHoldText",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "servanda.accounts.middleware.PrivateResponsesAreNotStored",
    "servanda.accounts.middleware.SecondFactorIsRequired",
    "servanda.core.middleware.ErrorsOfUseAreAnswered",
]
ROOT_URLCONF = "servanda.project.urls"
WSGI_APPLICATION = "servanda.project.wsgi.application"
FORM_RENDERER = "servanda.core.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "servanda.core.context.frame",
                "servanda.jobs.context.ended_work",
            ],
            "builtins": ["django.templatetags.i18n", "servanda.core.templatetags.components"],
        },
    }
]

# --- database ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("SERVANDA_DATABASE", default=f"sqlite:///{VAR_DIR / 'servanda.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL, not the widely copied NORMAL: only FULL keeps acknowledged commits through a power cut (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": env.str("SERVANDA_TASKS", default="django_tasks_db.DatabaseBackend")}}
CACHES = {  # counts attempts to sign in; on disk, so that all processes of a host count together
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "cache"}
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60 if DEBUG or DEMO else 24 * 3600

# --- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators give accounts; nobody signs up alone
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_ADAPTER = "servanda.accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {  # delay, never a lock: a stranger can't keep somebody out (docs/reference/limits.md)
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "servanda.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Servanda"
LOGIN_REDIRECT_URL = "workspace:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"

# --- languages --------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("SERVANDA_LANGUAGE", default="en")
LANGUAGES = [
    ("ar", _("Arabic")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "servanda" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Strict"
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("SERVANDA_TIME_ZONE", default="UTC")
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"

# --- mail -------------------------------------------------------------------------------------------------------------
vars().update(env.email("SERVANDA_MAIL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("SERVANDA_MAIL_FROM", default="servanda@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "servanda.core.logs.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("SERVANDA_LOG_LEVEL", default="WARNING")},
}
