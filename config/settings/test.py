"""Tests: real PostgreSQL, Redis and worker, started before Django loads by `tests.servers`."""

from config.settings.base import *  # noqa: F403
from config.settings.environment import optional

DEMO = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Tests hash hundreds of passwords that guard nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing is collected for tests; without this WhiteNoise warns of the missing folder.
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = optional("PEJLING_TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    # kombu sweeps unacknowledged tasks only every 100 s by itself.
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
