"""The page of how a body works: what follows the policy, what it sets for itself, and who has changed it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.ui import HistoryLine
from governance.domain.agenda import SETTLES
from governance.domain.meeting_rules import CASTING, KEYS, bodies_in, key_for
from governance.enums import BodyKind
from governance.models import Body
from governance.policy.settable import MANAGEMENT_OWN
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
    return BodySettings(body, powers(body), meeting_rule_lines(body, request, day), seat_history(body))


def meeting_rule_lines(body: Body, request: "PersonRequest", day: "date") -> tuple[RuleLine, ...]:
    """Return the rules that the body's meetings follow on `day`; none for a body that does not meet in the portal."""
    profile = reader_profile(request)
    if profile is None or body.kind not in SETTLES:
        return ()
    known = {row.key: row for row in profile.parameters_in_force(day)}
    own = MANAGEMENT_OWN if body.kind == BodyKind.MANAGEMENT else {}
    lines = [
        RuleLine(parameter_name(key), parameter_value(known[key_for(key, body.kind, known)]), _page(own.get(key, key)))
        for key in KEYS
        if key in known
    ]
    if CASTING in known:
        casts = body.kind in bodies_in(str(known[CASTING].value))
        value = _("the chair's vote decides") if casts else _("there is no outcome")
        lines.append(RuleLine(_("Where the votes are equal"), value, _page(CASTING)))
    return tuple(lines)


def _page(key: str) -> str:
    return reverse("governance:policy_value_detail", args=[key])
