"""Requests for access to a case."""

from typing import Any

from core import clock
from core.models import User
from governance.domain.access_requests import make_package, mark_papers, order_package, register_request
from governance.enums import AccessMark
from governance.models import AccessRequest
from governance.selectors.access_papers import papers_of
from portfolio.models import Proposal


def make_access_request(proposal: Proposal, actor: User, **said: Any) -> AccessRequest:
    """Register a request of today's."""
    whole = {"asker": "Avisen Danmark", "contact": "journalist@avis.invalid", "received_on": clock.today()} | said
    return register_request(proposal, actor=actor, **whole)


def mark_all(request: AccessRequest, actor: User, **exempt: AccessMark) -> AccessRequest:
    """Mark every paper as given, but those whose kind of key (the part before the colon) is named."""
    marks = {one.key: exempt.get(one.key.partition(":")[0], AccessMark.GIVEN) for one in papers_of(request.proposal)}
    return mark_papers(request, marks, actor=actor)


def give_access(request: AccessRequest, actor: User, *, reason: str = "") -> AccessRequest:
    """Order the package and make it at once, as a worker does; every paper has been marked."""
    make_package(order_package(request, reason=reason, actor=actor).pk)
    request.refresh_from_db()
    return request
