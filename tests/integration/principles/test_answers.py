from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, User
from core.permissions import grant
from portfolio.domain.versions import current_version, frozen_version, open_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from principles.domain.answers import Outdated, Said, answer_as_applicant, answer_as_architect, applicant_answers
from principles.domain.gaps import principle_gaps
from principles.enums import AssessmentRole
from principles.models import Alignment, Answer, Assessment, Deviation
from tests.factories.principles import (
    DEVIATES,
    FOLLOWS,
    NOT_RELEVANT,
    PARTLY,
    Cast,
    answer_all,
    enter,
    make_draft,
    node,
    say,
    submit,
)

pytestmark = pytest.mark.django_db
OWN = "Vi bygger selv, fordi markedet ikke har det."


def texts(proposal: Proposal) -> list[str]:
    return [gap.text for gap in principle_gaps(proposal, current_version(proposal))]


def test_the_applicants_answers_are_saved_counted_and_replaced(cast: Cast) -> None:
    proposal = make_draft(cast)
    first = answer_as_applicant(
        proposal,
        actor=cast.author,
        edition=0,
        said=say(odr_p01=FOLLOWS, odr_p02=(PARTLY, " kun nogle ")),
        carries_out=[node("odr-pm1").pk, node("odr-p02").pk],
    )
    answer_as_applicant(
        proposal, actor=cast.editor, edition=first.edition, said=say(odr_p02=FOLLOWS), carries_out=[node("odr-pm1").pk]
    )
    rows = [(one.principle.code, one.value, one.reason) for one in applicant_answers(current_version(proposal))]
    assert rows == [("odr-p02", "follows", "")]
    assert [one.node.code for one in Alignment.objects.all()] == ["odr-pm1"]
    assert AuditEntry.objects.filter(act="proposal.assess_principles").count() == 0


def test_an_unchanged_answer_keeps_who_and_when(cast: Cast) -> None:
    proposal = make_draft(cast)
    answer_as_applicant(proposal, actor=cast.author, edition=0, said=say(odr_p01=FOLLOWS), carries_out=[])
    answer_as_applicant(
        proposal, actor=cast.editor, edition=1, said=say(odr_p01=FOLLOWS, odr_p02=FOLLOWS), carries_out=[]
    )
    rows = Answer.objects.order_by("principle__position").values_list("principle__code", "answered_by__name")
    assert list(rows) == [("odr-p01", "Author Prøve"), ("odr-p02", "Editor Prøve")]


def test_two_writers_never_overwrite_each_other(cast: Cast) -> None:
    proposal = make_draft(cast)
    answer_as_applicant(proposal, actor=cast.author, edition=0, said=say(odr_p01=FOLLOWS), carries_out=[])
    with pytest.raises(Outdated):
        answer_as_applicant(proposal, actor=cast.editor, edition=0, said=say(odr_p01=(DEVIATES, "nej")), carries_out=[])
    assert list(Answer.objects.values_list("value", flat=True)) == ["follows"]


def test_the_gap_counts_what_is_missing_and_closes(cast: Cast) -> None:
    proposal = make_draft(cast)
    assert [(gap.step, gap.rule) for gap in principle_gaps(proposal, current_version(proposal))] == [
        ("principles", "C24")
    ]
    said = say(odr_p01=FOLLOWS, odr_p02=PARTLY)
    answer_as_applicant(proposal, actor=cast.author, edition=0, said=said, carries_out=[])
    assert texts(proposal) == ["Besvar 14 principper mere: 1 af 15 er på plads."]
    fresh = make_draft(cast)
    answer_all(cast, fresh)
    assert texts(fresh) == []


def test_own_strategy_demands_a_mark(cast: Cast) -> None:
    proposal = make_draft(cast)
    answer_all(cast, proposal)
    version = current_version(proposal)
    version.pool_criterion = "own_strategy"
    assert principle_gaps(proposal, version) == ()
    version.alignments.all().delete()
    assert [gap.rule for gap in principle_gaps(proposal, version)] == ["D11"]


def test_a_suggestion_has_no_principles(cast: Cast) -> None:
    proposal = make_draft(cast, kind=ProposalKind.SUGGESTION)
    assert principle_gaps(proposal, current_version(proposal)) == ()
    with pytest.raises(Refused):
        answer_as_applicant(proposal, actor=cast.author, edition=0, said=say(odr_p01=FOLLOWS), carries_out=[])


@pytest.mark.parametrize("code", ["odr06-1.1", "ode20-p1", "odr-pm1"])
def test_answers_to_what_is_not_asked_are_refused(cast: Cast, code: str) -> None:
    proposal = make_draft(cast)
    with pytest.raises(Refused):
        answer_as_applicant(proposal, actor=cast.author, edition=0, said={node(code).pk: Said(FOLLOWS)}, carries_out=[])
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("code", ["ode20-p1", "odr-vision", "odr06-fo1"])
def test_only_marks_principles_and_effort_areas_in_force_can_be_carried_out(cast: Cast, code: str) -> None:
    proposal = make_draft(cast)
    with pytest.raises(Refused):
        answer_as_applicant(proposal, actor=cast.author, edition=0, said={}, carries_out=[node(code).pk])
    assert (Assessment.objects.count(), Alignment.objects.count()) == (0, 0)


def test_only_writers_answer_and_only_while_they_hold_the_pen(cast: Cast) -> None:
    proposal = make_draft(cast)
    for person in (cast.owner, cast.stranger, cast.architect):
        with pytest.raises(Refused):
            answer_as_applicant(proposal, actor=person, edition=0, said=say(odr_p01=FOLLOWS), carries_out=[])
    submit(cast, proposal)
    with pytest.raises(Refused):
        answer_as_applicant(proposal, actor=cast.author, edition=0, said=say(odr_p01=FOLLOWS), carries_out=[])
    assert Assessment.objects.count() == 0


def test_a_deviation_is_a_record_that_follows_the_answer(cast: Cast) -> None:
    proposal = make_draft(cast)
    end = clock.today() + timedelta(days=365)
    said = {node("odr-p09").pk: Said(DEVIATES, OWN, end)}
    answer_as_applicant(proposal, actor=cast.author, edition=0, said=said, carries_out=[])
    rows = Deviation.objects.values_list("principle__code", "role", "why", "until", "status", "opened_by__name")
    assert list(rows) == [("odr-p09", "applicant", OWN, end, "open", "Author Prøve")]
    answer_as_applicant(proposal, actor=cast.author, edition=1, said=say(odr_p09=(DEVIATES, "kortere")), carries_out=[])
    assert list(Deviation.objects.values_list("why", "until")) == [("kortere", None)]
    answer_as_applicant(proposal, actor=cast.author, edition=2, said=say(odr_p09=FOLLOWS), carries_out=[])
    assert Deviation.objects.count() == 0


def submitted(cast: Cast, **changed: Any) -> Proposal:
    proposal = make_draft(cast)
    answer_all(cast, proposal, **changed)
    return submit(cast, proposal)


def test_the_architect_confirms_corrects_and_answers(cast: Cast) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, OWN))
    said = say(odr_p01=FOLLOWS, odr_p09=(DEVIATES, ""), odr_p05=(PARTLY, "Kun ét tilbud"), odr06_1__1=FOLLOWS)
    assessment = answer_as_architect(proposal, actor=cast.architect, edition=0, said=said)
    rows = assessment.answers.order_by("principle__code").values_list("principle__code", "value", "reason", "confirms")
    assert list(rows) == [
        ("odr-p01", "follows", "", True),
        ("odr-p05", "partly", "Kun ét tilbud", False),
        ("odr-p09", "deviates", "", True),
        ("odr06-1.1", "follows", "", False),
    ]
    assert list(Deviation.objects.values_list("role", "why")) == [("applicant", OWN)]
    act = AuditEntry.objects.get(act="proposal.assess_principles")
    assert (act.actor, act.subject_id, act.data) == (
        cast.architect,
        proposal.pk,
        {"answered": 1, "confirmed": 2, "corrected": {"odr-p05": "follows > partly"}},
    )


def test_the_applicants_answer_stands_beside_the_correction(cast: Cast) -> None:
    proposal = submitted(cast)
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr_p09=(DEVIATES, "Egen udvikling")))
    rows = Answer.objects.filter(principle__code="odr-p09").order_by("assessment__role")
    assert [(one.assessment.role, one.value, one.answered_by.name) for one in rows] == [
        ("applicant", "follows", "Author Prøve"),
        ("architect", "deviates", "Architect Prøve"),
    ]
    assert list(Deviation.objects.values_list("role", "why")) == [("architect", "Egen udvikling")]
    standing = Answer.objects.standing().get(principle__code="odr-p09")
    assert (standing.value, standing.corrects) == ("deviates", True)


@pytest.mark.parametrize(
    "said",
    [
        {"odr06_3__1": (DEVIATES, " ")},
        {"odr06_3__1": NOT_RELEVANT},
        {"odr_p01": PARTLY},
        # A correction demands a reason, also towards "follows".
        {"odr_p09": FOLLOWS},
        # The tension with what the applicant deviates from is in play (AM16).
        {"odr06_2__3": FOLLOWS},
    ],
)
def test_an_answer_without_the_reason_it_demands_is_refused(cast: Cast, said: dict[str, Any]) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, OWN))
    with pytest.raises(Refused):
        answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(**said))
    assert Answer.objects.filter(assessment__role=AssessmentRole.ARCHITECT).count() == 0


def test_nobody_assesses_a_case_they_have_a_part_in(cast: Cast) -> None:
    proposal = submitted(cast)
    architects = cast.architect.groups.get()
    for person in (cast.author, cast.editor, cast.owner):
        person.groups.add(architects)
        fresh = User.objects.get(pk=person.pk)
        with pytest.raises(Refused) as refusal:
            answer_as_architect(proposal, actor=fresh, edition=0, said=say(odr06_1__1=FOLLOWS))
        assert refusal.value.reason == "Du har selv del i sagen, så en anden skal efterse svarene."
    grant(cast.architect, "edit_proposal", proposal)
    with pytest.raises(Refused):
        answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_1__1=FOLLOWS))
    assert Assessment.objects.filter(role=AssessmentRole.ARCHITECT).count() == 0


def test_without_the_right_the_attempt_is_recorded_and_changes_nothing(cast: Cast) -> None:
    proposal = submitted(cast)
    with pytest.raises(Refused) as refusal:
        answer_as_architect(proposal, actor=cast.stranger, edition=0, said=say(odr06_1__1=FOLLOWS))
    assert refusal.value.who == "Architect Prøve"
    acts = AuditEntry.objects.filter(act="proposal.assess_principles").values_list("outcome", "actor__name")
    assert list(acts) == [("refused", "Stranger Prøve")]
    assert Assessment.objects.filter(role=AssessmentRole.ARCHITECT).count() == 0


@pytest.mark.parametrize(
    "state",
    [
        ProposalState.DRAFT,
        ProposalState.REVISION,
        ProposalState.NOT_APPROVED,
        ProposalState.APPROVED,
        ProposalState.REJECTED,
        ProposalState.WITHDRAWN,
    ],
)
def test_the_architect_answers_only_while_the_case_is_under_treatment(cast: Cast, state: ProposalState) -> None:
    proposal = make_draft(cast) if state == ProposalState.DRAFT else enter(submitted(cast), state)
    with pytest.raises(Refused):
        answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_1__1=FOLLOWS))
    assert Assessment.objects.filter(role=AssessmentRole.ARCHITECT).count() == 0


def test_two_architects_never_overwrite_each_other(cast: Cast) -> None:
    proposal = submitted(cast)
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_1__1=FOLLOWS))
    with pytest.raises(Outdated):
        answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_1__1=(PARTLY, "næsten")))
    assert AuditEntry.objects.filter(act="proposal.assess_principles").count() == 1


def test_a_new_draft_begins_with_the_applicants_side(cast: Cast) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, OWN))
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_1__1=FOLLOWS))
    Deviation.objects.update(status="approved")
    enter(proposal, ProposalState.REVISION)
    draft = open_draft(proposal)
    frozen = frozen_version(proposal)
    assert draft.ordinal == frozen.ordinal + 1
    copied, first = draft.assessments.get(), frozen.assessments.get(role="applicant")
    assert (copied.role, copied.edition) == ("applicant", first.edition)
    fields = ("principle", "value", "reason", "confirms", "answered_at", "answered_by")
    assert list(copied.answers.values_list(*fields)) == list(first.answers.values_list(*fields))
    assert list(draft.alignments.values_list("node__code", flat=True)) == ["odr-pm2"]
    assert list(draft.deviations.values_list("principle__code", "why", "status")) == [("odr-p09", OWN, "open")]
    assert frozen.deviations.get().status == "approved"


def forbidden() -> dict[str, Callable[[], object]]:
    applicant = Assessment.objects.get(role="applicant")
    answer = applicant.answers.first()
    return {
        "change an answer": lambda: Answer.objects.filter(pk=answer.pk).update(value="deviates"),
        "remove an answer": lambda: Answer.objects.filter(pk=answer.pk).delete(),
        "add an answer": lambda: Answer.objects.create(
            assessment=applicant,
            principle=node("odr06-1.1"),
            value="follows",
            answered_at=answer.answered_at,
            answered_by=answer.answered_by,
        ),
        "change the assessment": lambda: Assessment.objects.filter(pk=applicant.pk).update(edition=99),
        "make it the architect's": lambda: Assessment.objects.filter(pk=applicant.pk).update(role="architect"),
        "change why it deviates": lambda: Deviation.objects.update(why="noget andet"),
        "remove a deviation": lambda: Deviation.objects.all().delete(),
        "add an alignment": lambda: Alignment.objects.create(version=applicant.version, node=node("odr-pm1")),
        "remove an alignment": lambda: Alignment.objects.all().delete(),
    }


@pytest.mark.parametrize(
    "what",
    [
        "change an answer",
        "remove an answer",
        "add an answer",
        "change the assessment",
        "make it the architect's",
        "change why it deviates",
        "remove a deviation",
        "add an alignment",
        "remove an alignment",
    ],
)
def test_the_database_freezes_the_applicants_side_with_the_version(cast: Cast, what: str) -> None:
    submitted(cast, odr_p09=(DEVIATES, OWN))
    with pytest.raises(ProgrammingError, match="the version is frozen"), transaction.atomic():
        forbidden()[what]()


def test_the_status_of_a_frozen_deviation_can_change(cast: Cast) -> None:
    submitted(cast, odr_p09=(DEVIATES, OWN))
    Deviation.objects.update(status="approved")
    assert list(Deviation.objects.values_list("status", "why")) == [("approved", OWN)]


def test_an_approved_deviation_is_not_touched_by_a_later_answer(cast: Cast) -> None:
    proposal = submitted(cast)
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_3__1=(DEVIATES, "ny teknik")))
    Deviation.objects.update(status="approved")
    answer_as_architect(proposal, actor=cast.architect, edition=1, said=say(odr06_3__1=(DEVIATES, "anden grund")))
    assert list(Deviation.objects.values_list("why", "status")) == [("ny teknik", "approved")]


def test_a_deleted_draft_takes_its_answers_along(cast: Cast) -> None:
    proposal = make_draft(cast)
    answer_all(cast, proposal, odr_p09=(DEVIATES, OWN))
    proposal.delete()
    assert [model.objects.count() for model in (Assessment, Answer, Deviation, Alignment)] == [0, 0, 0, 0]
