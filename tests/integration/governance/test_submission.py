from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.routing import sign_route
from governance.domain.submission import (
    give_suggestion,
    submit_proposal,
    take_back_proposal,
    withdraw_proposal,
)
from governance.enums import Route, Signatory
from governance.models import ITAssessment, Triage
from portfolio.domain.proposals import change_draft
from portfolio.domain.versions import open_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Goal, Proposal, ProposalVersion
from tests.factories.businesscase import write_case
from tests.factories.governance import make_draft, make_submitted


def acts(proposal: Proposal) -> list[str]:
    return [entry.act for entry in AuditEntry.objects.about(proposal).order_by("sequence")]


def test_submitting_freezes_numbers_and_triages(town):
    proposal = submit_proposal(make_draft(town), actor=town.author)
    version = proposal.versions.get()
    assert proposal.number == f"{clock.today().year}-001"
    assert (version.ordinal, version.frozen_by) == (1, town.author)
    assert version.unit_path == "Welfare / Care"
    assert proposal.state == ProposalState.LOCAL_DECISION
    assert acts(proposal) == ["proposal.create", "proposal.triage", "proposal.submit"]


def test_numbers_run_without_holes(town):
    numbers = [submit_proposal(make_draft(town), actor=town.author).serial for _ in range(3)]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("fields", "kind", "state"),
    [
        ({}, "notification", "local_decision"),
        ({"vendor_cost": Decimal("150000.00"), "staff_hours": Decimal(300)}, "notification", "local_decision"),
        ({"vendor_cost": Decimal("150000.01")}, "notification", "routing"),
        ({"staff_hours": Decimal("300.01")}, "notification", "routing"),
        ({"needs_cooperation": True}, "notification", "routing"),
        ({"external_assistance": True, "external_assistance_text": "Opsætning"}, "notification", "local_decision"),
        ({}, "application", "review"),
        ({"acquisition_type": "acquisition"}, "notification", "assessment"),
        ({"acquisition_type": "further_development"}, "application", "assessment"),
    ],
)
def test_policy_chooses_where_the_case_goes(town, fields, kind, state):
    proposal = submit_proposal(make_draft(town, kind=ProposalKind(kind), **fields), actor=town.author)
    assert proposal.state == state


def test_another_department_makes_it_the_groups(town):
    assert make_submitted(town, "review").triages.get().route == "strategy_group"


def test_odense_sends_what_crosses_administrations_to_management(odense):
    across = make_draft(odense, units_involved=[odense.units["schools"]])
    within = make_draft(odense, units_involved=[odense.units["health"]])
    assert submit_proposal(across, actor=odense.author).state == ProposalState.RECOMMENDED
    assert submit_proposal(within, actor=odense.author).state == ProposalState.LOCAL_DECISION


def test_a_frozen_version_cannot_be_changed_in_the_database(town):
    version = make_submitted(town, "routing").versions.get()
    for attempt in (
        lambda: ProposalVersion.objects.filter(pk=version.pk).update(need="andet"),
        lambda: Goal.objects.filter(version=version).update(indicator="andet"),
        lambda: Goal.objects.filter(version=version).delete(),
        lambda: Goal.objects.create(
            version=version, indicator="x", measure="x", baseline=1, target=2, target_date="2030-01-01", method="x"
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert ProposalVersion.objects.get(pk=version.pk).need == "Nøgler bliver væk"


def test_gaps_refuse_and_change_nothing(town):
    proposal = make_draft(town, need="")
    with pytest.raises(Refused):
        submit_proposal(proposal, actor=town.author)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.serial, proposal.submitted_at) == (ProposalState.DRAFT, None, None)
    assert Triage.objects.count() == 0
    assert proposal.versions.get().frozen_at is None


def test_an_acquisition_gets_a_clock(town):
    proposal = make_submitted(town, "assessment")
    assessment = ITAssessment.objects.get(proposal=proposal)
    assert assessment.due_on > clock.today()
    assert (assessment.is_hearing, assessment.answered_at) == (False, None)


def test_odense_calls_it_a_hearing(odense):
    assert ITAssessment.objects.get(proposal=make_submitted(odense, "assessment")).is_hearing is True


def test_changing_the_figures_triages_anew_and_keeps_the_old_answer(town):
    proposal = make_submitted(town, "routing")
    take_back_proposal(proposal, actor=town.author, reason="Ny pris")
    change_draft(proposal, actor=town.author, edition=1, fields={"vendor_cost": Decimal(100_000)})
    write_case(proposal, town.author)
    proposal = submit_proposal(proposal, actor=town.author, change_reason="Tilbuddet blev billigere")
    assert proposal.state == ProposalState.LOCAL_DECISION
    assert [triage.route for triage in proposal.triages.order_by("pk")] == ["undecided", "unit"]
    assert [version.vendor_cost for version in proposal.versions.order_by("ordinal")] == [200_000, 100_000]
    assert proposal.versions.get(ordinal=2).change_reason == "Tilbuddet blev billigere"
    assert proposal.number == f"{clock.today().year}-001"


def test_a_later_version_needs_its_reason(town):
    proposal = take_back_proposal(make_submitted(town, "routing"), actor=town.author, reason="Ny pris")
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        submit_proposal(proposal, actor=town.author, change_reason="  ")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.REVISION


def test_withdrawing_ends_the_case(town):
    proposal = withdraw_proposal(make_submitted(town, "routing"), actor=town.owner, reason="Droppet")
    assert proposal.state == ProposalState.WITHDRAWN
    assert acts(proposal)[-1] == "proposal.withdraw"


def test_a_suggestion_is_given_in_five_answers(town):
    proposal = give_suggestion(make_draft(town, kind=ProposalKind.SUGGESTION), actor=town.author)
    assert (proposal.state, proposal.number) == (ProposalState.RECEIVED, f"{clock.today().year}-001")
    assert Triage.objects.count() == 0


def test_a_stranger_is_refused_and_nothing_is_written(town):
    proposal = make_draft(town)
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        submit_proposal(proposal, actor=town.outsider)
    assert refused.value.act == "proposal.submit"
    assert AuditEntry.objects.count() == before


def test_new_figures_are_triaged_anew_the_old_answer_stands_and_the_owner_is_told(town):
    case = make_submitted(town, "routing")
    sign_route(case, actor=town.it, signatory=Signatory.IT, route=Route.IT_AND_UNIT, reason="Lille")
    take_back_proposal(case, actor=town.author, reason="Ny pris")
    told = OutboxMessage.objects.filter(key__startswith="triage_changed")
    submit_proposal(Proposal.objects.get(pk=case.pk), actor=town.author, change_reason="Ingen ændring i tallene")
    assert told.count() == 0
    case = take_back_proposal(Proposal.objects.get(pk=case.pk), actor=town.author, reason="Ny pris")
    edition = open_draft(case).edition
    change_draft(case, actor=town.author, edition=edition, fields={"units_involved": [town.units["schools"]]})
    submit_proposal(Proposal.objects.get(pk=case.pk), actor=town.author, change_reason="Skolerne skal med")
    triages = list(case.triages.order_by("pk"))
    assert [one.policy_route for one in triages] == ["undecided", "undecided", "strategy_group"]
    assert [one.signatures.count() for one in triages] == [1, 0, 0]
    assert {row.recipient for row in told.all()} == {town.author, town.owner}
    assert all("Nu: Strategigruppen." in row.body for row in told.all())
