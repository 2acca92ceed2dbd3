"""Whoever has a part in a case is told what another does with it, and what comes next."""

import pytest

from core.models import OutboxMessage, User
from core.templatetags.danish import date_long
from governance.domain.it_assessment import refuse_acquisition
from governance.domain.recommendations import defer_review, resume_review
from governance.domain.submission import take_back_proposal, withdraw_proposal
from tests.factories.governance import make_meeting, make_submitted


def letters() -> dict[User, tuple[str, str]]:
    return {row.recipient: (row.subject, row.body) for row in OutboxMessage.objects.all()}


@pytest.mark.parametrize(("move", "subject"), [
    (take_back_proposal, "Sagen er taget tilbage"), (withdraw_proposal, "Sagen er trukket tilbage"),
])  # fmt: skip
@pytest.mark.parametrize(("by", "told"), [("author", "owner"), ("owner", "author")])
def test_the_other_of_the_two_is_told_by_whom_and_why(town, settings, move, subject, by, told):
    settings.SITE_ADDRESS = "https://pejling.test"
    case = make_submitted(town, "review")
    OutboxMessage.objects.all().delete()
    move(case, actor=town.people[by], reason="Prisen er steget")
    found = letters()
    assert list(found) == [town.people[told]]
    said, body = found[town.people[told]]
    assert said == f"{case.number} {subject}"
    assert town.people[by].name in body
    assert "Prisen er steget" in body
    assert body.endswith(f"Læs sagen: https://pejling.test/sager/{case.pk}/")


def test_the_letter_of_a_deferral_says_what_comes(town):
    case = make_submitted(town, "review")
    OutboxMessage.objects.all().delete()
    defer_review(case, actor=town.chair, reason="Vi mangler et tilbud")
    body = letters()[town.author][1]
    for sentence in ("Vi mangler et tilbud", "Der er endnu ikke indkaldt til et møde.", "Tal med: Secretary Test"):
        assert sentence in body
    meeting = make_meeting(town)
    OutboxMessage.objects.all().delete()
    resume_review(case, actor=town.secretary, reason="")
    subject, body = letters()[town.author]
    assert subject.endswith("Strategigruppen har genoptaget sagen")
    assert f"Strategigruppens næste møde er den {date_long(meeting.day)}." in body


def test_a_refusal_by_it_says_what_to_do(town):
    case = make_submitted(town, "assessment")
    refuse_acquisition(case, actor=town.it, reasons="For dyr i drift")
    assert "Ret sagen, så IT kan godkende anskaffelsen, eller træk den tilbage." in letters()[town.owner][1]
