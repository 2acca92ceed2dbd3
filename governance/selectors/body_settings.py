"""The page of how a body works: what follows the policy, what it sets for itself, and who has changed it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from core.ui import HistoryLine
from governance.domain.agenda import SETTLES
from governance.domain.meeting_rules import KEYS
from governance.models import Body
from governance.selectors.bodies import powers, seat_history
from governance.selectors.parameter_words import parameter_name, parameter_value
from governance.selectors.profile import reader_profile

if TYPE_CHECKING:
    from datetime import date

    from core.http import PersonRequest


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the policy that the body's meetings follow, with the page on which it is set."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class BodySettings:
    """Everything on the page."""

    body: Body
    powers: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    history: tuple[HistoryLine, ...]


def body_to_set(code: str) -> Body:
    """Return a body that meets in the portal; any other has nothing to set, so that there is no page (404)."""
    body = Body.objects.filter(code=code, kind__in=SETTLES).first()
    if body is None:
        raise Http404
    return body


def body_settings(body: Body, request: "PersonRequest", day: "date") -> BodySettings:
    """Assemble the page; what the policy says is read from what the request knows of it."""
    profile = reader_profile(request)
    known = {row.key: row for row in profile.parameters_in_force(day)} if profile else {}
    rules = tuple(
        RuleLine(
            parameter_name(key), parameter_value(known[key]), reverse("governance:policy_value_detail", args=[key])
        )
        for key in KEYS
        if key in known
    )
    return BodySettings(body, powers(body), rules, seat_history(body))
