"""Cases with everything that hangs on them, written in bulk; the database's own guards hold throughout."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bench.judgement import add_judgement
from bench.money import add_business_cases
from bench.words import ACTS, NEED, PLACES, THINGS
from core import clock
from portfolio.enums import AcquisitionType, ProposalKind, ProposalState
from portfolio.models import Goal, InvolvedGroup, Proposal, ProposalVersion, UnitInvolved
from principles.enums import AnswerValue, AssessmentRole, SetRole
from principles.models import Answer, Assessment, StrategyNode

if TYPE_CHECKING:
    from bench.town import Town

S = ProposalState
# What is under way grows with the people, what is decided with the years: the first 60 cases are open and one of every
# hundred after them, so 61 of 200, 79 of 2,000 and 159 of 10,000.
UNDER_WAY, OPEN_EVERY = 60, 100
OPEN = (
    S.DRAFT, S.ASSESSMENT, S.REVIEW, S.REVIEW, S.REVIEW, S.ROUTING, S.LOCAL_DECISION, S.RECOMMENDED, S.REVISION,
    S.NOT_APPROVED, S.DEFERRED,
)  # fmt: skip
ENDED = (*[S.APPROVED] * 14, S.REJECTED, S.REJECTED, S.REJECTED, S.WITHDRAWN, S.WITHDRAWN)
KINDS = (*[ProposalKind.APPLICATION] * 6, *[ProposalKind.NOTIFICATION] * 4)
SUGGESTIONS_EVERY = 12
TEXTS = (
    "core_task", "aspect_organisation", "aspect_management", "aspect_processes", "aspect_technology",
    "work_process_changes", "reuse_internal", "reuse_external", "training_plan", "security_text",
)  # fmt: skip


def add_cases(town: "Town", *, first: int, count: int) -> list[Proposal]:
    """Add `count` cases, the last of which are the newest."""
    cases = Proposal.objects.bulk_create([_case(town, first + place) for place in range(count)])
    versions = ProposalVersion.objects.bulk_create([_version(town, case) for case in cases])
    _add_rows(town, versions)
    add_business_cases([one for one in versions if one.proposal.kind != ProposalKind.SUGGESTION], town)
    _add_answers([one for one in versions if one.proposal.kind != ProposalKind.SUGGESTION])
    for case, version in zip(cases, versions, strict=True):
        if case.submitted_at:
            version.frozen_at, version.frozen_by = case.submitted_at, case.author
    ProposalVersion.objects.bulk_update([one for one in versions if one.frozen_at], ["frozen_at", "frozen_by"])
    add_judgement([one for one in versions if one.frozen_at and one.proposal.kind != ProposalKind.SUGGESTION], town)
    return cases


def _case(town: "Town", number: int) -> Proposal:
    chance = town.chance
    is_open = number < UNDER_WAY or number % OPEN_EVERY == 0
    at = clock.now() - timedelta(days=40 + (number % 60 if is_open else 100 + number % 3_300))
    kind = ProposalKind.SUGGESTION if number % SUGGESTIONS_EVERY == 0 else chance.choice(KINDS)
    state = _state(town, kind, is_open=is_open)
    unit, submitted = chance.choice(town.units), state != S.DRAFT
    cost = Decimal(chance.randrange(20, 2_000)) * 1_000
    suggestion = kind == ProposalKind.SUGGESTION
    return Proposal(
        kind=kind,
        state=state,
        year=at.year if submitted else None,
        serial=number + 1 if submitted else None,
        title=f"{chance.choice(ACTS)} {chance.choice(THINGS)} {chance.choice(PLACES)}",
        unit=unit,
        area=unit.area,
        author=town.person(),
        owner=None if suggestion else town.person(),
        vendor_cost=None if suggestion else cost,
        requested_amount=cost / 2 if kind == ProposalKind.APPLICATION else None,
        acquisition_type="" if suggestion else chance.choice(AcquisitionType.values),
        restricted=number % 50 == 0,
        created_at=at,
        submitted_at=at + timedelta(days=1) if submitted else None,
        state_since=at + timedelta(days=30),
    )


def _state(town: "Town", kind: str, *, is_open: bool) -> str:
    if kind == ProposalKind.SUGGESTION:
        return S.RECEIVED if is_open else town.chance.choice((S.ANSWERED, S.CONVERTED))
    return town.chance.choice(OPEN if is_open else ENDED)


def _version(town: "Town", case: Proposal) -> ProposalVersion:
    words: dict[str, Any] = {"need": NEED * 2, "idea": NEED, "gain": NEED}
    if case.kind != ProposalKind.SUGGESTION:
        words |= dict.fromkeys(TEXTS, NEED * 2) | {
            "staff_hours": Decimal(town.chance.randrange(20, 900)),
            "needs_cooperation": True,
            "external_assistance": False,
            "citizen_facing": False,
            "uses_ai": False,
            "personal_data": "ordinary",
            "supplier": "Nordlys Data ApS",
        }  # fmt: skip
    return ProposalVersion(
        proposal=case,
        ordinal=1,
        title=case.title,
        unit=case.unit,
        unit_path=case.unit.path,
        vendor_cost=case.vendor_cost,
        requested_amount=case.requested_amount,
        acquisition_type=case.acquisition_type,
        pool_criterion="efficiency" if case.kind == ProposalKind.APPLICATION else "",
        **words,
    )


def _add_rows(town: "Town", versions: list[ProposalVersion]) -> None:
    UnitInvolved.objects.bulk_create(
        [UnitInvolved(version=one, unit=town.chance.choice(town.units)) for one in versions]
    )
    InvolvedGroup.objects.bulk_create(
        [InvolvedGroup(version=one, kind="employees", who="Natholdet", how="Har prøvet løsningen") for one in versions]
    )
    Goal.objects.bulk_create(
        [
            Goal(
                version=one,
                indicator=name,
                measure="antal pr. uge",
                baseline=Decimal(60),
                target=Decimal(5),
                target_date=date(2030, 1, 1),
                method="Optælling",
            )
            for one in versions
            for name in ("Ture efter nøgler", "Timer ved skærmen")
        ]
    )


def _add_answers(versions: list[ProposalVersion]) -> None:
    """Let the applicant answer every principle of the strategy."""
    principles = list(StrategyNode.objects.active(SetRole.STRATEGY).principles())
    sheets = Assessment.objects.bulk_create(
        [
            Assessment(
                version=one,
                role=AssessmentRole.APPLICANT,
                changed_at=one.proposal.created_at,
                changed_by=one.proposal.author,
            )
            for one in versions
        ]
    )
    Answer.objects.bulk_create(
        [
            Answer(
                assessment=sheet,
                principle=principle,
                value=AnswerValue.FOLLOWS if (sheet.pk + place) % 7 else AnswerValue.PARTLY,
                reason="Løsningen følger princippet, som det er skrevet.",
                answered_at=sheet.changed_at,
                answered_by_id=sheet.changed_by_id,
            )
            for sheet in sheets
            for place, principle in enumerate(principles)
        ],
        batch_size=2_000,
    )
