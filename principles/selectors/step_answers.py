"""What the principles' step of the guided form holds, for the page that reads everything through."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from principles.domain.gaps import STEP, applicant_tally
from principles.enums import AnswerValue

if TYPE_CHECKING:
    from portfolio.models import Proposal, ProposalVersion


def step_answers(_proposal: "Proposal", version: "ProposalVersion") -> Iterator[tuple[str, str, str]]:
    """Yield how many principles have been answered, and how; nothing where none is asked."""
    tally = applicant_tally(version)
    if not tally.total:
        return
    yield STEP, _("Answered"), _("%(settled)s of %(total)s") % {"settled": tally.settled, "total": tally.total}
    for value in AnswerValue:
        if number := getattr(tally, value.value):
            yield STEP, str(value.label), str(number)
