"""Who calls: a person with an access token, or one who is logged in in the browser."""

from typing import TYPE_CHECKING, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.authentication import SessionAuthentication as BrowserSession
from rest_framework.exceptions import AuthenticationFailed

from core.domain.api_tokens import find_api_token
from core.models import ApiToken, User

if TYPE_CHECKING:
    from rest_framework.request import Request

_SCHEME = b"bearer"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. Unknown, revoked and expired keys are answered alike."""

    def authenticate(self, request: "Request") -> tuple[User, ApiToken] | None:
        """Return the person and the token, or None where no key is given; raises AuthenticationFailed."""
        scheme, _space, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != _SCHEME:
            return None
        token = find_api_token(key.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed
        return token.person, token

    def authenticate_header(self, request: "Request") -> str:  # noqa: ARG002 - the framework's signature
        """Return what a 401 asks for."""
        return "Bearer"


class SessionAuthentication(BrowserSession):
    """The browser's session. What changes something must carry the CSRF token; a key needs none."""


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library is untyped
    """How the schema speaks of the key."""

    target_class = "core.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema speaks of the session."""

    target_class = "core.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def caller(request: "Request") -> User:
    """Return the person who calls; every address of the API asks who that is."""
    return cast("User", request.user)


def token_of(request: "Request") -> ApiToken | None:
    """Return the token the call is made with, or None in a browser's session."""
    return request.auth if isinstance(request.auth, ApiToken) else None
