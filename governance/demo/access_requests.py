"""Access to documents in the demo: one request that has been answered, and one that waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core import clock
from core.models import User
from governance.domain.access_requests import make_package, mark_papers, may_handle, order_package, register_request
from governance.enums import AccessMark
from governance.selectors.access_papers import papers_of
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalState
from portfolio.models import Proposal

# In days before today.
ASKED, ANSWERED, ASKED_AGAIN = 12, 8, 6


def access_road(secretary: User, start: datetime) -> Iterator[datetime]:
    """Yield when somebody asks for the oldest approved case, gets it, and another asks; then comes the act.

    Nothing happens where the secretary is another body's than the one that handles such requests.
    """
    if not may_handle(standing_of(secretary)):
        return
    yield start - timedelta(days=ASKED)
    cases = Proposal.objects.filter(state=ProposalState.APPROVED).visible_to(secretary).order_by("submitted_at", "pk")
    case = cases.first()
    if case is None:
        return
    first = register_request(
        case, asker="Hvidfjord Lokalavis", contact="redaktionen@lokalavis.invalid", received_on=clock.today(),
        actor=secretary,
    )  # fmt: skip
    yield start - timedelta(days=ANSWERED)
    marks = {paper.key: paper.suggested for paper in papers_of(case)}
    exempt = {key: AccessMark.BUSINESS_SECRET for key in marks if key.startswith("business_case:")}
    mark_papers(first, marks | exempt, actor=secretary)
    make_package(order_package(first, reason="", actor=secretary).pk)
    yield start - timedelta(days=ASKED_AGAIN)
    others = cases.exclude(pk=case.pk)
    # One that the group has reviewed, so that the reviews stand among its papers.
    again = others.filter(reviews__isnull=False).first() or others.first() or case
    register_request(
        again, asker="Anne-Mette Holst", contact="amh@borger.invalid", received_on=clock.today(), actor=secretary
    )
