"""Triage as the page, the API and the letters show it: one object, made from the stored or the fresh outcome."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from governance.enums import Route
from governance.policy.messages import MessageKey
from governance.policy.reason import Reason
from governance.policy.triage_summary import summarise_triage
from governance.reason_texts import render_message, render_reason

if TYPE_CHECKING:
    from governance.models import Triage
    from governance.policy.profile import Profile
    from governance.policy.triage import TriageOutcome


# Said by `verdict`; the summary goes on from there.
_VERDICTS = (MessageKey.SUMMARY_PROJECT, MessageKey.SUMMARY_NOT_PROJECT)


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A rule that was tried: its sentence, its clause and source, and the date its figure holds from."""

    rule: str
    fired: bool
    modality: str
    text: str
    clause: str
    source: str
    valid_from: date | None


@dataclass(frozen=True, slots=True)
class TriageView:
    """What policy says, in words. `fired` and `other` are the rules tried, those that took effect first.

    `verdict` is the answer in a word or two, `summary` the sentences that explain it.
    """

    is_project: bool
    verdict: str
    route: str
    route_label: str
    route_text: str
    body: str
    summary: tuple[str, ...]
    fired: tuple[ReasonLine, ...]
    other: tuple[ReasonLine, ...]
    profile: str
    profile_version: str
    for_information: bool
    it_assessment_required: bool
    hearing_required: bool


def outcome_view(outcome: "TriageOutcome", profile: "Profile") -> TriageView:
    """Return a fresh outcome in words."""
    return _view(outcome.reasons, str(outcome.route), outcome.profile_version, profile, outcome.is_project)


def stored_view(triage: "Triage", profile: "Profile") -> TriageView:
    """Return a stored outcome in words; the route is the one chosen, where policy left it open."""
    reasons = tuple(Reason.from_record(one) for one in triage.outcome["reasons"])
    return _view(reasons, triage.route, triage.profile_version, profile, triage.is_project)


def _view(
    reasons: tuple[Reason, ...],
    route: str,
    profile_version: str,
    profile: "Profile",
    is_project: bool,  # noqa: FBT001
) -> TriageView:
    lines = tuple(_line(reason) for reason in reasons)
    fired_rules = {reason.rule for reason in reasons if reason.fired}
    text = next((one for one in profile.routes if one.route == route), None)
    bodies = {body.code: body.name for body in profile.bodies}
    return TriageView(
        is_project=is_project,
        verdict=_verdict(reasons, is_project=is_project),
        route=route,
        route_label=text.name if text else str(Route(route).label),
        route_text=text.text if text else "",
        body=bodies.get(text.body, "") if text else "",
        summary=tuple(
            render_message(message)
            for message in summarise_triage(reasons, is_project=is_project)
            if message.key not in _VERDICTS
        ),
        fired=tuple(line for line in lines if line.fired),
        other=tuple(line for line in lines if not line.fired),
        profile=profile.name,
        profile_version=profile_version,
        for_information="D8" in fired_rules,
        it_assessment_required=bool(fired_rules & {"D5", "D6"}),
        hearing_required="D6" in fired_rules,
    )


def _verdict(reasons: tuple[Reason, ...], *, is_project: bool) -> str:
    """Return the answer in a word or two; a policy without limits (C5) calls nothing "not a project".

    Nor is a case whose figures are not stated: nobody knows yet.
    """
    if is_project:
        return _("Project")
    said = {reason.message for reason in reasons}
    if MessageKey.NO_PROJECT_LIMIT in said:
        return _("No limit for projects")
    unknown = said & {MessageKey.VENDOR_COST_NOT_STATED, MessageKey.STAFF_HOURS_NOT_STATED}
    return _("Not known yet") if unknown else _("Not a project")


def _line(reason: Reason) -> ReasonLine:
    return ReasonLine(
        rule=reason.rule,
        fired=reason.fired,
        modality=reason.modality,
        text=render_reason(reason),
        clause=reason.clause,
        source=reason.source,
        valid_from=reason.parameter_valid_from,
    )
