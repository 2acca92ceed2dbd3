from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import OutboxMessage
from governance.domain.it_assessment import approve_acquisition, refuse_acquisition
from governance.domain.submission import submit_proposal
from governance.models import ITAssessment
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalState
from portfolio.models import Bar
from tests.factories.governance import approve, make_draft, make_submitted


def test_approval_sends_a_small_acquisition_to_the_department(town):
    proposal = approve(town, make_submitted(town, "assessment"), "Log leveres i åbent format", " ")
    assessment = ITAssessment.objects.get(proposal=proposal)
    assert proposal.state == ProposalState.LOCAL_DECISION
    assert (assessment.outcome, assessment.assessor) == ("approved", town.it)
    assert [condition.text for condition in assessment.conditions.all()] == ["Log leveres i åbent format"]
    assert OutboxMessage.objects.count() == 2


def test_approval_of_a_project_opens_the_choice_of_route(town):
    draft = make_draft(town, acquisition_type="acquisition", vendor_cost=Decimal(200_000))
    proposal = approve(town, submit_proposal(draft, actor=town.author))
    assert proposal.state == ProposalState.ROUTING


def test_refusal_gives_the_pen_back_and_a_new_version_needs_a_new_assessment(town):
    proposal = make_submitted(town, "assessment")
    refuse_acquisition(proposal, actor=town.it, reasons="For dyr i drift")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.NOT_APPROVED
    change_draft(proposal, actor=town.author, edition=1, fields={"supplier": "En anden"})
    proposal = submit_proposal(proposal, actor=town.author, change_reason="Anden leverandør")
    assert proposal.state == ProposalState.ASSESSMENT
    assert [row.outcome for row in ITAssessment.objects.order_by("pk")] == ["rejected", ""]
    assert approve(town, proposal).state == ProposalState.LOCAL_DECISION


def test_reasons_are_demanded_and_nothing_changes_without(town):
    proposal = make_submitted(town, "assessment")
    with pytest.raises(Refused):
        approve_acquisition(proposal, actor=town.it, reasons="\n")
    assert ITAssessment.objects.get().answered_at is None


def test_nobody_outside_it_answers(town):
    proposal = make_submitted(town, "assessment")
    for person in (town.head, town.chair, town.director, town.auditor, town.owner):
        with pytest.raises(Refused):
            approve_acquisition(proposal, actor=person, reasons="Ja")
    assert ITAssessment.objects.get().answered_at is None


def test_the_database_refuses_half_an_answer(town):
    make_submitted(town, "assessment")
    with pytest.raises(IntegrityError), transaction.atomic():
        ITAssessment.objects.update(outcome="approved")
    with pytest.raises(IntegrityError), transaction.atomic():
        ITAssessment.objects.update(outcome="approved", answered_at=clock.now(), assessor=town.it, reasons="")


def test_the_desk_shows_earlier_cases_like_it_and_never_one_that_is_hidden(town, client):
    earlier, other = make_submitted(town, "assessment"), make_submitted(town, "assessment")
    client.force_login(town.it, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("portfolio:proposal_detail", args=[earlier.pk])
    desk = reverse("governance:proposal_assessment", args=[other.pk])
    assert address in client.get(desk).content.decode()
    Bar.objects.create(proposal=earlier, person=town.it)
    assert address not in client.get(desk).content.decode()
