"""What is missing before submission, each with its step, field and rule."""

from decimal import Decimal
from typing import Any

import pytest

from portfolio.domain.completeness import gaps
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.portfolio import complete_draft, draft_of, make_draft, make_goal, make_group
from tests.integration.portfolio.conftest import Cast


def missing(proposal: Proposal) -> list[tuple[str, str, str]]:
    proposal = Proposal.objects.get(pk=proposal.pk)
    return [(gap.step, gap.field, gap.rule) for gap in gaps(proposal, draft_of(proposal))]


def test_a_whole_application_lacks_nothing(cast: Cast) -> None:
    assert missing(complete_draft(cast.author, cast.units["aeldre"], cast.owner)) == []


def test_an_empty_application_is_told_everything_in_the_order_of_the_steps(cast: Cast) -> None:
    assert missing(make_draft(cast.author, cast.units["aeldre"])) == [
        ("need", "core_task", "G-ODE5.1"),
        ("need", "need", "D34"),
        ("need", "owner", "A18"),
        ("aspects", "aspect_organisation", "C2"),
        ("aspects", "aspect_management", "C2"),
        ("aspects", "aspect_processes", "C2"),
        ("aspects", "aspect_technology", "C2"),
        ("size", "acquisition_type", "D5"),
        ("size", "needs_cooperation", "D1"),
        ("size", "external_assistance", "D1"),
        ("size", "vendor_cost", "D2"),
        ("size", "staff_hours", "D3"),
        ("people", "citizen_facing", "D40"),
        ("people", "involved_groups", "D35"),
        ("goals", "goals", "D19"),
        ("change", "work_process_changes", "D41"),
        ("change", "training_plan", "D42"),
        ("change", "reuse_internal", "C12"),
        ("change", "reuse_external", "C35"),
        ("security", "personal_data", "B28"),
        ("security", "security_text", "B28"),
        ("security", "uses_ai", "AI"),
        ("pool", "requested_amount", "D15"),
        ("pool", "pool_criterion", "C4"),
    ]


def test_a_notification_is_not_asked_about_the_pool(cast: Cast) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], kind=ProposalKind.NOTIFICATION)
    assert "pool" not in {step for step, _field, _rule in missing(proposal)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"external_assistance": True}, [("size", "external_assistance_text", "D1")]),
        ({"supplier": " "}, [("size", "supplier", "A26")]),
        ({"supplier": "", "acquisition_type": "neither"}, []),
        ({"vendor_cost": Decimal(0), "staff_hours": Decimal(0)}, []),
        (
            {"citizen_facing": True, "value_citizen": "Hurtigere"},
            [("people", "value_efficiency", "D40"), ("people", "support_plan", "D37")],
        ),
        ({"obligation_level": "guiding"}, [("strategy", "obligation_legal_basis", "D43")]),
        ({"uses_ai": True, "ai_text": "Skriver udkast"}, [("security", "ai_risk_class", "AI")]),
        ({"requested_amount": Decimal(0)}, [("pool", "requested_amount", "D15")]),
        ({"goals": [make_goal(target=None, method="")]}, [("goals", "goals", "D19")]),
        ({"goals": [make_goal(baseline=Decimal(0))]}, []),
        ({"involved_groups": [make_group(how="")]}, [("people", "involved_groups", "D35")]),
        ({"core_task": "   "}, [("need", "core_task", "G-ODE5.1")]),
    ],
)
def test_what_one_answer_asks_for(cast: Cast, fields: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert missing(complete_draft(cast.author, cast.units["aeldre"], cast.owner, **fields)) == expected


def test_a_half_written_goal_says_what_it_lacks(cast: Cast) -> None:
    goals = [make_goal(target=None, target_date=None)]
    proposal = complete_draft(cast.author, cast.units["aeldre"], cast.owner, goals=goals)
    labels = [str(goals[0]._meta.get_field(name).verbose_name) for name in ("target", "target_date")]
    (gap,) = gaps(proposal, draft_of(proposal))
    assert "Ture efter nøgler" in gap.text
    assert gap.text.endswith(f"{', '.join(labels)}.")


def test_a_suggestion_is_five_questions(cast: Cast) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], kind=ProposalKind.SUGGESTION)
    assert missing(proposal) == [("suggestion", name, "A22") for name in ("need", "idea", "gain")]
