"""What every page knows about the installation and the reader."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from core.demo_accounts import demo_accounts
from core.navigation import entries

if TYPE_CHECKING:
    from django.http import HttpRequest


def installation(request: "HttpRequest") -> dict[str, Any]:
    """Return `installation` (name, accent, demo) and the main `navigation`."""
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "installation": {
            "name": settings.INSTALLATION_NAME,
            "accent": settings.INSTALLATION_ACCENT,
            "accessibility_url": settings.ACCESSIBILITY_STATEMENT_URL,
            "version": settings.VERSION,
            "demo": settings.DEMO,
            "demo_accounts": demo_accounts if settings.DEMO else (),
        },
        # A page is drawn in parts, and only its frame asks.
        "navigation": SimpleLazyObject(lambda: entries(request)) if known else [],
    }
