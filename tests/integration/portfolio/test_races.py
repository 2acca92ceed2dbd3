"""Two who save in the same instant: the row's lock lets only one of them win."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from core.models import User
from core.permissions import grant
from portfolio.domain import proposals
from portfolio.domain.proposals import EditionConflict, change_draft
from portfolio.domain.versions import open_draft
from portfolio.models import Proposal, ProposalVersion
from tests.factories.portfolio import make_draft
from tests.integration.portfolio.conftest import Cast


@pytest.fixture
def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time pass between reading the draft and writing it, so that a missing lock would show."""

    def read_and_wait(proposal: Proposal) -> ProposalVersion:
        draft = open_draft(proposal)
        time.sleep(0.3)
        return draft

    monkeypatch.setattr(proposals, "open_draft", read_and_wait)


@pytest.mark.usefixtures("transactional_db", "_slowly")
def test_of_two_saves_from_one_edition_one_wins(cast: Cast) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    grant(cast.editor, "edit_proposal", proposal)
    start = Barrier(2)

    def save(person: User) -> str:
        start.wait(timeout=60)
        try:
            change_draft(proposal, actor=person, edition=0, fields={"need": person.name})
        except EditionConflict:
            return "refused"
        finally:
            connection.close()
        return person.name

    with ThreadPoolExecutor(2) as pool:
        outcomes: list[Any] = sorted(pool.map(save, (cast.author, cast.editor)))
    draft = ProposalVersion.objects.get(proposal=proposal)
    assert outcomes == sorted([draft.need, "refused"])
    assert draft.edition == 1
