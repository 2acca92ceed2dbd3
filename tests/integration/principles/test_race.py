from threading import Barrier, Thread

import pytest
from django.db import connection

from portfolio.domain import states
from portfolio.models import Proposal
from principles.domain import answers
from principles.domain.answers import Outdated, answer_as_architect
from principles.models import Assessment
from tests.factories.principles import FOLLOWS, answer_all, load_sets, make_cast, make_draft, say, submit


@pytest.mark.django_db(transaction=True)
def test_two_architects_at_once_become_one_assessment(monkeypatch: pytest.MonkeyPatch) -> None:
    load_sets()
    cast = make_cast()
    draft = make_draft(cast)
    answer_all(cast, draft)
    proposal, said = submit(cast, draft), say(odr06_1__1=FOLLOWS)
    barrier, outcomes = Barrier(2, timeout=60), []

    def lock_together(row: Proposal) -> Proposal:
        barrier.wait()
        return states.lock_proposal(row)

    monkeypatch.setattr(answers, "lock_proposal", lock_together)

    def assess() -> None:
        try:
            answer_as_architect(proposal, actor=cast.architect, edition=0, said=said)
            outcomes.append("saved")
        except Outdated:
            outcomes.append("outdated")
        finally:
            connection.close()

    threads = [Thread(target=assess) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["outdated", "saved"]
    assert Assessment.objects.get(role="architect").edition == 1
