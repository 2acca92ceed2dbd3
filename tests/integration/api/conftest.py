from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from core.domain.api_tokens import create_api_token
from core.enums import TokenScope
from core.models import User
from tests.factories.governance import Town, make_town


@dataclass
class Caller:
    """A person who calls with an access token; `get` and `post` answer the response."""

    key: str

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"/api/v1/{path}", query, HTTP_AUTHORIZATION=f"Bearer {self.key}")

    def post(self, path: str, body: Any, *, content_type: str = "application/json") -> Any:
        return Client().post(
            f"/api/v1/{path}", body, content_type=content_type, HTTP_AUTHORIZATION=f"Bearer {self.key}"
        )


@pytest.fixture
def town(db) -> Town:
    return make_town()


@pytest.fixture
def call() -> Callable[..., Caller]:
    def calling(person: User, scope: TokenScope = TokenScope.READ) -> Caller:
        return Caller(create_api_token(person=person, name="Prøve", scope=scope, days=1, actor=None)[1])

    return calling
