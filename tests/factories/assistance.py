"""Requests for the IT department's help, made by the moves themselves."""

from typing import Any

from core.models import User
from governance.domain.assistance import Wish, ask_for_assistance
from governance.models import AssistanceRequest
from tests.factories.governance import Town, in_days


def make_request(town: Town, actor: User | None = None, **given: Any) -> AssistanceRequest:
    """Let `author`, or somebody else, ask for help within two weeks."""
    said = {"title": "Hjælp til en køreplan", "wanted": "Se på rækkefølgen", "unit": town.units["care"]}
    return ask_for_assistance(Wish(**{**said, "wanted_by": in_days(14), **given}), actor=actor or town.author)
