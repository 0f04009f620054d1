"""Outturn's settings: one file, everything that differs between places read from the environment.

Secure by default: without any variable set this is a production configuration that refuses to start until it is given
a SECRET_KEY, ALLOWED_HOSTS and a DATABASE_URL. `OUTTURN_ENVIRONMENT` is `production` (the default), `demo` or `test`.
"""

import json
import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

ENVIRONMENT = env.str("OUTTURN_ENVIRONMENT", default="production")
if ENVIRONMENT not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"OUTTURN_ENVIRONMENT is '{ENVIRONMENT}'; it must be production, demo or test.")
PRODUCTION = ENVIRONMENT == "production"

# What this process serves: the office's pages, the public's, or, on one machine in a demonstration, both.
SURFACE = env.str("OUTTURN_SURFACE", default="office" if PRODUCTION else "all")
if SURFACE not in {"office", "public"} | (set() if PRODUCTION else {"all"}):
    raise ImproperlyConfigured(f"OUTTURN_SURFACE is '{SURFACE}'; it must be office or public (all: a demonstration).")

IS_PUBLIC = SURFACE == "public"
# Whether a process that serves first proves that it can do no more than its surface may (config/surface.py).
CHECK_SURFACE = PRODUCTION or env.bool("OUTTURN_CHECK_SURFACE", default=False)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

# What belongs to the office and must not be within reach of a process that faces the world.
OFFICE_VARIABLES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "EMAIL_URL",
    "CACHE_URL",
    "OIDC_CLIENT_SECRET",
    "OUTTURN_PUBLIC_FILE",
    "OUTTURN_OWNER_PASSWORD",
    "OUTTURN_OFFICE_PASSWORD",
)

DEBUG = env.bool("DEBUG", default=False)
if IS_PUBLIC:
    given = [name for name in OFFICE_VARIABLES if name in os.environ]
    if given:
        raise ImproperlyConfigured(
            f"The public surface is given {', '.join(given)}, which only the office may have. Take it out of the "
            "environment of this process; its own database is PUBLIC_DATABASE_URL."
        )
    SECRET_KEY = secrets.token_urlsafe(60)  # it signs nothing, so that each process may have its own
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS") if PRODUCTION else env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
    DATABASES = {"default": env.db_url("PUBLIC_DATABASE_URL")}
elif PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    # A demonstration and the tests keep nothing secret and serve this machine only.
    SECRET_KEY = env.str("SECRET_KEY", default="only-for-demonstration-and-tests-" + "0" * 32)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
    DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'demo.sqlite3'}")}

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

if IS_PUBLIC and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "config.published_file"
elif DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# On SQLite the public surface has a file of its own, written at each publication (reports/public_file.py).
PUBLIC_FILE = env.str("OUTTURN_PUBLIC_FILE", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "config.admin_app.OutturnAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "config.apps.HouseConfig",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "accounts",
    "indicators",
    "suppression",
    "commentary",
    "reports",
]

MIDDLEWARE = [
    "config.logs.RequestIds",
    "config.headers.HeadersOfEveryResponse",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.OfficeIsNotStored",
    "config.maintenance.OfficeIsClosed",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.Authentication",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.refusals.DeniedByDefault",
    "accounts.middleware.TooManyTriesAreTold",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reports.site.withdrawn.WithdrawnReportsAreGone",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "config.context.council",
]

if IS_PUBLIC:
    # Nobody signs in and nothing is kept: no session, no form, no catalogue, no Part 2 (docs/surfaces.md).
    INSTALLED_APPS = [
        "django.contrib.staticfiles",
        "config.apps.HouseConfig",
        "django_tables2",
        "reports.site.apps.PublicSiteConfig",
    ]
    MIDDLEWARE = [
        "config.logs.RequestIds",
        "config.headers.HeadersOfEveryResponse",
        "csp.middleware.CSPMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "config.methods.GetAndHeadOnly",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "reports.site.remembered.PagesAreRemembered",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.common.CommonMiddleware",
        "reports.site.withdrawn.WithdrawnReportsAreGone",
    ]
    ROOT_URLCONF = "config.public_urls"
    CONTEXT_PROCESSORS = ["django.template.context_processors.request", "config.context.council"]
    MIGRATION_MODULES = {"reports": None}  # the tables are the office's to change
    # No CSRF protection: no form changes anything, and nothing but GET and HEAD is answered.
    SILENCED_SYSTEM_CHECKS = ["security.W003"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": CONTEXT_PROCESSORS,
            "libraries": {"markup": "commentary.templatetags.markup", "pages": "reports.templatetags.pages"},
        },
    }
]

# People and sign-in (docs/sign-in.md)
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reports:office_home"
LOGOUT_REDIRECT_URL = "reports:home"
# A second factor for whoever reads Part 2, publishes or administers. Production cannot turn it off.
REQUIRE_MFA = PRODUCTION or env.bool("OUTTURN_REQUIRE_MFA", default=False)
INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 60 * 60
TRIES = env.int("OUTTURN_TRIES", default=5)
TRIES_PER_ADDRESS = env.int("OUTTURN_TRIES_PER_ADDRESS", default=5)
TRIES_MINUTES = env.int("OUTTURN_TRIES_MINUTES", default=15)
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE_SECONDS = 60 * env.int("OUTTURN_SESSION_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = 60 * 60 * env.int("OUTTURN_SESSION_HOURS", default=8)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = False  # accounts/limits.py counts, in the database, for all processes alike
ACCOUNT_FORMS = {
    page: f"accounts.forms.{form}"
    for page, form in (
        ("login", "SignInForm"),
        ("reauthenticate", "PasswordAgainForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("reset_password", "ForgottenPasswordForm"),
        ("reset_password_from_key", "NewPasswordForm"),
        ("user_token", "ResetLinkForm"),
    )
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a step of 30 seconds either way, as RFC 6238 advises
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrator's, who invites to them
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.CodeForm",
    "authenticate_webauthn": "accounts.second_factor_forms.PasskeyForm",
    "reauthenticate": "accounts.second_factor_forms.CodeAgainForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.PasskeyAgainForm",
    "login_webauthn": "accounts.second_factor_forms.PasskeySignInForm",
    "activate_totp": "accounts.second_factor_forms.AddAppForm",
    "add_webauthn": "accounts.second_factor_forms.AddPasskeyForm",
}

# Single sign-on with OpenID Connect, such as Microsoft Entra ID; off without OIDC_ISSUER.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_NAME = env.str("OIDC_NAME", default="your council account")
OIDC_SUBJECT_CLAIM = env.str("OIDC_SUBJECT_CLAIM", default="sub")
OIDC_SECOND_FACTOR = env.list("OIDC_SECOND_FACTOR", default=[])  # such as amr=mfa or acrs=c1
OIDC_FORM_ORIGINS = env.list(
    "OIDC_FORM_ORIGINS", default=["/".join(OIDC_ISSUER.split("/")[:3])] if OIDC_ISSUER else []
)
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://") and PRODUCTION:
    raise ImproperlyConfigured(f"OIDC_ISSUER is '{OIDC_ISSUER}'; it must begin with https://.")
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise ImproperlyConfigured("OIDC_ISSUER is set and OIDC_CLIENT_ID is not; single sign-on needs both.")
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {
                    "server_url": OIDC_ISSUER.rstrip("/"),
                    "oauth_pkce_enabled": True,
                    "uid_field": "subject",
                },
            }
        ]
        if OIDC_ISSUER
        else []
    }
}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Static files, compiled by `make` into static/build
STATIC_URL = "static/"
STATICFILES_DIRS = [("outturn", BASE_DIR / "static" / "build")]
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT == "test"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Which files of a Part 1 paper are published with it: kinds of `reports.renderers.RENDERERS`
FILES = ["word", "pdf", "open-data", "index", "csv", "csv-metadata", "json"]
PUBLISHED_FILES = [] if ENVIRONMENT == "test" else env.list("PUBLISHED_FILES", default=FILES)
if not set(PUBLISHED_FILES) <= set(FILES):
    raise ImproperlyConfigured(f"PUBLISHED_FILES may hold {', '.join(FILES)}; it is {', '.join(PUBLISHED_FILES)}.")

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # without a script the whole grid is one form, and so is a new year
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
CRISPY_GDS_FRONTEND_VERSION = "5.14.0"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# Security. HTTPS is off only where a demonstration or the tests serve this machine.
HTTPS = env.bool("OUTTURN_HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("OUTTURN_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # the last address of X-Forwarded-For is the reader's
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The prefix binds a cookie to this host, whole, over HTTPS: a sister site under the same domain cannot set it.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_FORM_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Mail: reminders. Without EMAIL_URL (smtp://user:password@host:587, smtp+tls://…) it is written to the console.
EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="outturn@localhost")
OUTTURN_ADDRESS = env.str("OUTTURN_ADDRESS", default="http://localhost:8000").rstrip("/")

# The public site: what absolute links, the feed and the sitemap begin with, and whom readers write to.
PUBLIC_ADDRESS = env.str("OUTTURN_PUBLIC_ADDRESS", default="http://localhost:8000").rstrip("/")
PUBLIC_CONTACT = env.str("OUTTURN_PUBLIC_CONTACT", default="")
# For how many seconds a public page may be shown without asking again: as long a withdrawn one can stay in a cache.
PUBLIC_SECONDS = env.int("OUTTURN_PUBLIC_SECONDS", default=60)

# The council
COUNCIL_NAME = env.str("OUTTURN_COUNCIL_NAME", default="Example Borough Council")
SERVICE_NAME = env.str("OUTTURN_SERVICE_NAME", default="Children's services performance")
MFA_TOTP_ISSUER = f"Outturn, {COUNCIL_NAME}"

# Its look (docs/theme.md): colours and type, an icon, and a logo where there is one. `make build` applies them.
THEME_FOLDER = Path(env.str("OUTTURN_THEME", default=str(BASE_DIR / "static" / "theme")))
THEME = json.loads((THEME_FOLDER / "theme.json").read_text(encoding="utf-8"))
HAS_LOGO = (THEME_FOLDER / "logo.svg").exists()

# Operation: a file that closes the office, and how little room on the disk makes a process say that it is not ready.
MAINTENANCE_FILE = env.str("OUTTURN_MAINTENANCE_FILE", default=str(BASE_DIR / "var" / "maintenance"))
LEAST_FREE_MEGABYTES = env.int("OUTTURN_LEAST_FREE_MEGABYTES", default=200 if PRODUCTION else 0)
# The cache of what is worked out again and again, and the worker for what nobody waits for (docs/operators/scale.md).
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
HAS_WORKER = env.bool("OUTTURN_HAS_WORKER", default=False) and not IS_PUBLIC
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if HAS_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# For how many days what concerns people is kept: `manage.py purge_personal_data` (docs/operators/retention.md).
RETENTION = {
    "sessions": env.int("RETENTION_SESSIONS_DAYS", default=90),
    "people": env.int("RETENTION_PEOPLE_DAYS", default=2 * 365),
    "imports": env.int("RETENTION_IMPORTS_DAYS", default=2 * 365),
    "drafts": env.int("RETENTION_DRAFTS_DAYS", default=180),
}
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # whatever watches the process asks it directly, not through the proxy

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.WithRequestId"}},
    "formatters": {
        "json": {"()": "config.logs.JsonLines"},
        "plain": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "json" if PRODUCTION else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would write what ours leave out; statements are logged with their values at DEBUG.
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.db.backends": {"level": "INFO"},
    },
}
