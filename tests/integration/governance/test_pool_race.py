"""Two decisions at once, and the last money of the pool: one gets it, the other is told why not."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.decisions import decide
from governance.domain.ledger import post_commitment
from governance.enums import BodyKind, Verdict
from governance.models import Decision, LedgerEntry
from portfolio.domain.versions import submitted_version
from portfolio.models import Proposal
from tests.factories.governance import Town, make_town
from tests.factories.pool import balance, make_application, make_frame, ruling, this_year

HUNDRED = Decimal(100_000)


def at_once(*tasks) -> list[str]:
    """Run the tasks at the same moment, each on a connection of its own; return how each ended, sorted."""
    barrier, ends = Barrier(len(tasks)), []

    def run(task) -> None:
        try:
            barrier.wait(timeout=60)
            task()
            ends.append("done")
        except (Refused, IntegrityError) as error:
            ends.append(str(error).splitlines()[0])
        finally:
            connection.close()

    threads = [Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_of_the_last_money_end_with_one_and_a_sentence():
    town = make_town()
    make_frame(150_000)
    cases = [make_application(town), make_application(town)]
    deciders = (town.director, town.other_director)
    ends = at_once(
        *(
            lambda case=case, actor=actor: decide(case, ruling(), actor=actor)
            for case, actor in zip(cases, deciders, strict=True)
        )
    )
    assert ends == ["Puljen rækker ikke: der er 50.000 kr. tilbage, og sagen søger 100.000 kr.", "done"]
    assert (balance().committed, LedgerEntry.objects.filter(kind="commitment").count()) == (HUNDRED, 1)
    assert (Decision.objects.count(), AuditEntry.objects.filter(act="proposal.approve").count()) == (1, 1)
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["approved", "recommended"]


@pytest.mark.django_db(transaction=True)
def test_one_case_is_decided_once_however_often_it_is_sent():
    town = make_town()
    make_frame()
    case = make_application(town)
    ends = at_once(
        lambda: decide(case, ruling(), actor=town.director),
        lambda: decide(case, ruling(Verdict.REJECTED), actor=town.other_director),
        lambda: decide(case, ruling(), actor=town.director),
    )
    assert (len(ends), ends.count("done"), Decision.objects.count()) == (3, 1, 1)
    assert LedgerEntry.objects.filter(kind="commitment").count() == Decision.objects.filter(verdict="approved").count()


@pytest.mark.django_db(transaction=True)
def test_without_the_years_lock_the_database_itself_refuses():
    """The negative control: both have read that there is room, and only the constraint stands between them."""
    town = make_town()
    year = make_frame(150_000)
    decisions = [_bare_decision(town, make_application(town)) for _ in range(2)]
    read = Barrier(2)

    def post(decision: Decision) -> None:
        with transaction.atomic():
            # As the rule does, but without its lock.
            assert balance().left >= HUNDRED
            read.wait(timeout=60)
            post_commitment(year, decision, HUNDRED, priority=1, actor=town.director)

    ends = at_once(*(lambda decision=decision: post(decision) for decision in decisions))
    assert ends[0] == "done"
    assert "pool_year_not_overdrawn" in ends[1]
    assert (balance(this_year()).committed, balance().left) == (HUNDRED, Decimal(50_000))


def _bare_decision(town: Town, case: Proposal) -> Decision:
    """Write a decision without what goes with it."""
    return Decision.objects.create(
        proposal=case,
        version=submitted_version(case),
        body_kind=BodyKind.MANAGEMENT,
        decided_by=town.director,
        decided_by_name="Director Test",
        decided_at=case.state_since,
        verdict=Verdict.APPROVED,
        amount=HUNDRED,
        criterion="mandatory",
    )
