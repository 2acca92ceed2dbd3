import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.domain.verification import Break
from core.models import AuditEntry, RowChange
from core.models.row_history import tracked_models
from governance.models import Decision, LedgerEntry, Recommendation, ReportRun, Review, Triage
from governance.selectors.published_heads import published_heads
from portfolio.domain.proposals import change_draft
from portfolio.models import Proposal, ProposalVersion
from tests.factories.governance import make_draft, make_review, make_submitted
from tests.factories.history import broken, end_transaction, seal, tamper
from tests.factories.pool import make_application, make_decided, make_frame
from tests.factories.reports import make_plan, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(town) -> Decision:
    make_frame()
    return make_decided(town, make_application(town))


def test_the_whole_road_to_a_decision_holds(decision):
    assert broken() is None


def test_a_decision_and_what_it_changed_point_at_its_act(decision):
    seal()
    act = AuditEntry.objects.get(
        subject_type="portfolio.proposal", subject_id=decision.proposal_id, act__contains="approve"
    )
    assert set(act.changeset.rows.values_list("table_name", "operation")) == {
        ("governance_decision", "I"),
        ("governance_ledgerentry", "I"),
        ("governance_poolyear", "U"),
        ("portfolio_proposal", "U"),
    }


@pytest.mark.parametrize(
    ("model", "change", "column"),
    [
        (Decision, "amount = amount - 1", "amount"),
        (Decision, "reasons = 'En anden grund'", "reasons"),
        (Decision, "eligibility = '{}'", "eligibility"),
        (Recommendation, "conditions = 'Ingen'", "conditions"),
        (LedgerEntry, "text = 'Noget andet'", "text"),
        (Triage, "question = '{}'", "question"),
        (ProposalVersion, "need = 'Et andet behov'", "need"),
        (Proposal, "state = 'rejected'", "state"),
        (Review, "comment = 'Ændret'", "comment"),
    ],
)
def test_a_protected_row_altered_behind_the_portal_is_named(town, decision, model, change, column):
    if model is Review:
        make_review(make_submitted(town, "review"), town.member)
    row = model.objects.latest("pk")
    table = model._meta.db_table
    tamper(table, f"UPDATE {table} SET {change} WHERE id = %s", row.pk)  # noqa: S608 - no input
    assert broken() == Break(row.pk, "altered", "rows", model._meta.label, column)
    with pytest.raises(CommandError, match=f"Række {row.pk} i “{model._meta.verbose_name_plural}” er ændret"):
        call_command("verify_audit")


def test_a_decision_made_past_the_portal_is_named(decision):
    end_transaction()
    columns = ", ".join(field.column for field in Decision._meta.local_fields if field.name != "id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO governance_decision ({columns}) SELECT {columns} FROM governance_decision"  # noqa: S608
        )
    forged = Decision.objects.latest("pk")
    assert broken() == Break(forged.pk, "without an act", "rows", "governance.Decision")
    with pytest.raises(CommandError, match=f"Række {forged.pk} i “beslutninger” er lavet uden en hændelse"):
        call_command("verify_audit")


def test_every_row_that_needs_an_act_has_one(decision):
    needing = [model._meta.db_table for model, history in tracked_models() if history.by_act]
    seal()
    made = RowChange.objects.filter(operation="I", table_name__in=needing)
    assert made.filter(changeset__act=None).count() == 0
    assert {"governance_decision", "governance_recommendation", "governance_triage", "governance_ledgerentry"} <= set(
        made.values_list("table_name", flat=True)
    )


def test_a_log_that_has_lost_its_end_does_not_match_the_published_report(town):
    head = AuditEntry.objects.latest("sequence")
    make_run(make_plan(), chain_sequence=head.sequence, chain_hash=head.hash)
    ReportRun.objects.filter(chain_sequence=None).update(chain_sequence=0, chain_hash="0" * 64)
    assert [(one.sequence, one.hash) for one in published_heads()] == [(head.sequence, head.hash)]
    seal()
    call_command("verify_audit")
    tamper("core_auditentry", "DELETE FROM core_auditentry WHERE sequence >= %s", head.sequence)
    with pytest.raises(CommandError, match="Slutningen mangler"):
        call_command("verify_audit")


def test_a_draft_saved_says_who_saved_it(town):
    proposal = make_draft(town)
    end_transaction()
    change_draft(proposal, actor=town.author, edition=proposal.versions.get().edition, fields={"need": "Nyt behov"})
    seal()
    saved = RowChange.objects.filter(table_name="portfolio_proposalversion").latest("pk")
    assert saved.words["need"][1] == "Nyt behov"
    assert (saved.changeset.act, saved.changeset.actor) == (None, town.author)
