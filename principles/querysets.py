"""Composable reads of the principles; what hangs on a proposal follows the proposal's `visible_to`."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from portfolio.models import Proposal, ProposalVersion
from principles.enums import AssessmentRole, NodeKind, SetRole

if TYPE_CHECKING:
    from core.models import User
    from principles.models import (
        Alignment,
        Answer,
        Deviation,
        StrategyDocument,
        StrategyNode,
    )


class StrategyDocumentQuerySet(models.QuerySet["StrategyDocument"]):
    """Strategies and sets of principles."""

    def active(self) -> Self:
        """Documents that hold for this installation now."""
        return self.filter(is_active=True)

    def newest(self) -> Self:
        """One row a code: the latest loaded version."""
        later = self.model._default_manager.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later.order_by()))


class StrategyNodeQuerySet(models.QuerySet["StrategyNode"]):
    """Nodes of the documents."""

    def principles(self) -> Self:
        """Principles only."""
        return self.filter(kind=NodeKind.PRINCIPLE)

    def active(self, role: SetRole | None = None) -> Self:
        """Nodes of the active documents, of one role when it is given, in the documents' order."""
        chosen = self.filter(document__is_active=True).select_related("document")
        chosen = chosen.filter(document__role=role) if role else chosen
        return chosen.order_by("document__title", "document_id", "position")

    def ids_by_code(self) -> dict[str, int]:
        """Return each node's id by its code; for data that names nodes by code."""
        return dict(self.values_list("code", "pk"))


def _of_visible_versions(person: "User", version: str) -> Q:
    """Rows of frozen versions that `person` may see, and of drafts that `person` writes on or owns."""
    proposals = Proposal.objects.order_by()
    frozen = Q(**{f"{version}__frozen_at__isnull": False}) & Q(
        **{f"{version}__proposal__in": proposals.visible_to(person).values("pk")}
    )
    own = Q(**{f"{version}__proposal__in": proposals.editable_by(person).values("pk")})
    return frozen | own | Q(**{f"{version}__proposal__owner": person})


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers to principles."""

    def visible_to(self, person: "User") -> Self:
        """Answers on proposals that `person` may see; those of a draft only to its writers and owner."""
        return self.filter(_of_visible_versions(person, "assessment__version"))

    def on_newest_frozen(self) -> Self:
        """Answers on each proposal's newest submitted version."""
        later = ProposalVersion.objects.filter(
            proposal=OuterRef("assessment__version__proposal"),
            ordinal__gt=OuterRef("assessment__version__ordinal"),
            frozen_at__isnull=False,
        )
        return self.filter(~Exists(later.order_by()), assessment__version__frozen_at__isnull=False)

    def standing(self) -> Self:
        """Keep the answers that stand: the architect's where there is one, else the applicant's.

        Annotates `corrects`: the architect says otherwise than the applicant did; and `applicants_reason`.
        """
        rows = self.model._default_manager.order_by().filter(
            principle=OuterRef("principle"), assessment__version=OuterRef("assessment__version")
        )
        by_architect = Q(assessment__role=AssessmentRole.ARCHITECT)
        before = rows.filter(assessment__role=AssessmentRole.APPLICANT)
        after = rows.filter(assessment__role=AssessmentRole.ARCHITECT)
        said = {
            "corrects": Exists(before.exclude(value=OuterRef("value"))),
            "applicants_reason": Subquery(before.values("reason")[:1]),
        }
        return self.annotate(**said).filter(by_architect | ~Exists(after))


class DeviationQuerySet(models.QuerySet["Deviation"]):
    """Departures from principles."""

    def visible_to(self, person: "User") -> Self:
        """Deviations of proposals that `person` may see."""
        return self.filter(_of_visible_versions(person, "version"))


class AlignmentQuerySet(models.QuerySet["Alignment"]):
    """What proposals carry out."""

    def visible_to(self, person: "User") -> Self:
        """Alignments of proposals that `person` may see."""
        return self.filter(_of_visible_versions(person, "version"))
