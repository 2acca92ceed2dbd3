"""The demo: one machine, loopback only, accounts shown on the log-in page."""

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, DATA_DIR
from config.settings.environment import optional

DEMO = True
INSTALLATION_NAME = optional("PEJLING_MUNICIPALITY", "Hvidfjord Kommune")
ALLOWED_HOSTS = [host for host in optional("PEJLING_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
STATIC_ROOT = BASE_DIR / "var" / "static"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
# The demo's shared password would pass no validator.
AUTH_PASSWORD_VALIDATORS = []
# Compressing at set-up costs more than it saves on one machine.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
