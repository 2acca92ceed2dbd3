"""Settings that hold in every environment."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy

from config.settings.environment import optional, required

# ListView[Project] raises at import without this.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(optional("PEJLING_DATA", str(BASE_DIR / "var" / "demo")))

SECRET_KEY = required("SECRET_KEY")
DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "guardian",
    "pgtrigger",
    "csp",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "core",
    "portfolio",
    "principles",
    "businesscase",
    "governance",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.LanguageMiddleware",
    "core.middleware.RefuseControlCharactersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.installation",
            ],
            "builtins": ["core.templatetags.danish"],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        ),
                    ],
                ),
            ],
        },
    },
]
FORM_RENDERER = "core.forms.renderer.DesignSystemRenderer"

DATABASES = {"default": dj_database_url.parse(required("DATABASE_URL"), conn_max_age=60)}
# A page asks the same few statements every time: after the third the server keeps each of them parsed and planned
# (docs/speed.md). A pooler between the two must know of prepared statements (PgBouncer does from 1.21).
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
    "server_side_binding": True,
    "prepare_threshold": 3,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- Log-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:my_page"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "core.accounts.ClosedAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # A whole municipality may come from one address, so the limits by place alone are wide. The key of a failed
    # log-in is the e-mail address and the place together (core.accounts): a stranger locks out nobody else.
    "login": "300/m/ip",
    "login_failed": "5/10m/key,300/10m/ip",
    "change_password": "5/10m/user",
}
ACCOUNT_LOGOUT_ON_GET = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = int(timedelta(hours=9).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"

# --- Language, numbers and time -----------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The largest business case: sixty lines of thirty years, each with a low, a likely and a high (businesscase.forms).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_500
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024

# --- Security -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Jobs and mail ------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "send-outbox": {"task": "core.send_outbox", "schedule": 30.0},
    # What has been carried out is remembered for so many days only.
    "forget-posted": {"task": "core.forget_posted", "schedule": crontab(hour=3, minute=20)},
    # Seats in the bodies begin and end at midnight, and their rights with them.
    "align-rights": {"task": "governance.align_rights", "schedule": crontab(hour=0, minute=2)},
    # How long a place on the reserve list holds stands in policy.
    "expire-reserve": {"task": "governance.expire_reserve", "schedule": crontab(hour=0, minute=12)},
    # How long after the day of a benefit who is reminded stands in policy.
    "remind-of-benefits": {"task": "governance.remind_of_benefits", "schedule": crontab(hour=6, minute=30)},
    # A grant lapses when its day has passed in Copenhagen.
    "lapse-grants": {"task": "governance.lapse_grants", "schedule": crontab(hour=0, minute=7)},
    # How long before the day a deviation comes back stands in policy.
    "remind-of-deviations": {"task": "governance.remind_of_deviations", "schedule": crontab(hour=6, minute=40)},
    # When which report is due stands in the database; here is only how often it is looked up.
    "schedule-reports": {"task": "governance.schedule_reports", "schedule": 120.0, "options": {"expires": 110}},
    "take-back-reports": {"task": "governance.take_back_reports", "schedule": 15.0, "options": {"expires": 14}},
}
# How many days a request that was carried out is known again when it is sent once more. A double click is seconds, a
# client's new try hours; what is sent from a page older than that is judged by how the case stands.
POSTED_REQUEST_DAYS = 30
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = optional("PEJLING_FROM_EMAIL", "pejling@localhost")

# A fault leaves its traceback where the container or the demo keeps its output.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "line"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.authentication.BearerAuthentication",
        "core.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.InScope"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.AlwaysJSON",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.Pages",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "core.api.problems.answer_problem",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Pejling",
    "DESCRIPTION": gettext_lazy("The portal's HTTP API. Amounts are decimal strings in DKK excluding VAT."),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # The code speaks English; what the schema says to people is said in its own words.
    "ENFORCE_NON_BLANK_FIELDS": True,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "UnitKind": "core.enums.UnitKind",
        "Light": "portfolio.enums.Light",
        "ProposalKind": "portfolio.enums.ProposalKind",
        "ProposalState": "portfolio.enums.ProposalState",
        "StrategyKind": "principles.enums.DocumentKind",
        "StrategyRole": "principles.enums.SetRole",
        "BodyKind": "governance.enums.BodyKind",
        "BodyRole": "governance.enums.BodyRole",
        "Route": "governance.enums.Route",
        "LineKind": "businesscase.api.evaluation.LINE_WORDS",
        "Timing": "businesscase.api.evaluation.TIMING_WORDS",
    },
    "TAGS": [
        {"name": "calculations", "description": gettext_lazy("Calculations that store nothing")},
        {"name": "proposals", "description": gettext_lazy("Proposals and their moves")},
        {"name": "projects", "description": gettext_lazy("Projects")},
        {"name": "benefits", "description": gettext_lazy("Benefits")},
        {"name": "units", "description": gettext_lazy("The organisation")},
        {"name": "business-cases", "description": gettext_lazy("Business cases")},
        {"name": "bodies", "description": gettext_lazy("Bodies")},
        {"name": "pools", "description": gettext_lazy("The pool")},
        {"name": "decisions", "description": gettext_lazy("Recommendations and decisions")},
        {"name": "strategies", "description": gettext_lazy("Strategies")},
        {"name": "principles", "description": gettext_lazy("Principles")},
    ],
}

# Where the portal answers, for the links in its mails.
SITE_ADDRESS = optional("PEJLING_ADDRESS", "http://localhost:8000").rstrip("/")
# The name on the pages; each installation gives its own.
INSTALLATION_NAME = optional("PEJLING_MUNICIPALITY", "Pejling")
INSTALLATION_ACCENT = optional("PEJLING_ACCENT", "blue")
ACCESSIBILITY_STATEMENT_URL = optional("PEJLING_ACCESSIBILITY_URL")
VERSION = "0.1.0"
