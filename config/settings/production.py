"""Production: secrets from the environment, HTTPS only, never the demo's accounts."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.environment import optional, required

if optional("PEJLING_DEMO"):
    message = "PEJLING_DEMO is set. Production does not start in demo mode."
    raise ImproperlyConfigured(message)

ALLOWED_HOSTS = required("PEJLING_HOSTS").split(",")
SITE_ADDRESS = optional("PEJLING_ADDRESS", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# One proxy stands before the portal; without this every client would share one address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(optional("EMAIL_PORT", "25"))
EMAIL_HOST_USER = optional("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = optional("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = bool(optional("EMAIL_USE_TLS"))
# base.py has a default for it; here the place of the attachments must be a choice.
required("PEJLING_DATA")
