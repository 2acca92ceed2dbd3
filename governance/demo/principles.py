"""The demo's follow-or-explain answers, as the applicants gave them."""

from datetime import timedelta
from typing import Any

from core import clock
from core.models import User
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from principles.domain.answers import Said, answer_as_applicant, answer_as_architect, applicant_answers
from principles.enums import AnswerValue, SetRole
from principles.models import StrategyNode


def assess_principles(proposal: Proposal, row: dict[str, Any], architect: User) -> None:
    """Answer the architecture set as the file says, and confirm what the applicant answered."""
    given = row.get("principle_answers", {}).get("architecture", {})
    asked = StrategyNode.objects.active(SetRole.ARCHITECTURE)
    nodes = {node.code: node.pk for node in asked}
    said = {nodes[code]: _said(one) for code, one in given.items() if code in nodes}
    confirmed = applicant_answers(submitted_version(proposal))
    said |= {answer.principle_id: Said(AnswerValue(answer.value)) for answer in confirmed}
    if said:
        answer_as_architect(proposal, actor=architect, edition=0, said=said)


def answer_principles(proposal: Proposal, row: dict[str, Any], author: User, profile: str) -> None:
    """Answer the active strategy set as the file says; what it leaves out stays unanswered."""
    if proposal.kind == ProposalKind.SUGGESTION:
        return
    content = row if profile == "odder" else row.get(profile, {})
    given = content.get("principle_answers", {})
    given = given.get("strategy", {}) if profile == "odder" else given
    nodes = {node.code: node.pk for node in StrategyNode.objects.active(SetRole.STRATEGY)}
    answer_as_applicant(
        proposal,
        actor=author,
        edition=0,
        said={nodes[code]: _said(one) for code, one in given.items()},
        carries_out=[nodes[code] for code in content.get("strategy_nodes", ())],
    )


def _said(one: dict[str, Any]) -> Said:
    until = clock.today() + timedelta(days=one["holds_days"]) if "holds_days" in one else None
    return Said(AnswerValue(one["answer"]), one.get("reason", ""), until)
