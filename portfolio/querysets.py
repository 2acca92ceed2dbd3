"""Composable reads of the portfolio; `visible_to` is the one rule of who sees a proposal."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.contrib.postgres.search import SearchConfig, SearchQuery, SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func, Q

from core.models import Unit
from core.permissions import granted_ids, holder_ids
from core.statement import Written
from portfolio.enums import (
    CLOSED_STATES,
    DECIDED_STATES,
    ENDED_PHASES,
    RUNNING_PHASES,
    ProposalKind,
    ProposalState,
    SystemState,
)
from portfolio.watch import Watch, expected_end, owes, troubled

# Longer searches are cut: nobody types more, and each word is a condition.
MOST_WORDS = 8
_NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,6}")

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Project, ProjectImport, Proposal, System


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of (architecture, section 6).

        A draft: its author and co-editors. A submitted one: also its own director area and those who hold
        `view_submitted_proposals` (IT department, strategy group, IT network, management, auditor).
        A decided one: every employee, unless restricted. A suggestion given stands open to all (A22).
        A deputy who steps in sees the one case. Whoever has declared a conflict of interest in a case sees nothing of
        it but their own writing.
        """
        if not person.is_active:
            return self.none()
        own = Q(owner=person) | written_by(person)
        submitted = Q(submitted_at__isnull=False) & ~Q(pk__in=barred_from(person))
        if person.has_perm("portfolio.view_submitted_proposals"):
            return self.filter(own | submitted)
        area = Q(area=_area_of(person))
        public = Q(state__in=DECIDED_STATES) | Q(kind=ProposalKind.SUGGESTION)
        steps_in = Q(pk__in=_stood_in_by(person))
        return self.filter(own | (submitted & (area | steps_in | (public & Q(restricted=False)))))

    def editable_by(self, person: "User") -> Self:
        """Proposals on which `person` holds the pen together with the author."""
        return self.filter(written_by(person))

    def with_editors(self) -> Self:
        """Let each row know its co-editors (`portfolio.permissions.editor_ids`)."""
        return self.annotate(editors_read=holder_ids("edit_proposal", self.model))

    def open(self) -> Self:
        """Proposals on which something still happens."""
        return self.exclude(state__in=CLOSED_STATES)

    def standing(self, *states: ProposalState) -> Self:
        """Proposals in one of `states`."""
        return self.filter(state__in=states)

    def changed_since(self, instant: datetime) -> Self:
        """Proposals that entered their state after `instant`."""
        return self.filter(state_since__gt=instant)

    def matching(self, text: str) -> Self:
        """Proposals whose number or title fits `text`: by Danish stem or as a part of a compound word.

        All three are answered from an index: the number's, the stems' and the trigrams'.
        """
        return _matching(self, text, by_number=_by_number)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of: every project but the restricted ones and those barred from them.

        A restricted one: its owner, its manager, its own director area and those who hold `view_submitted_proposals`.
        Whoever has declared a conflict of interest in the case sees nothing of its project but their own.
        """
        if not person.is_active:
            return self.none()
        own = Q(owner=person) | Q(manager=person)
        barred = Q(proposal__in=barred_from(person))
        if person.has_perm("portfolio.view_submitted_proposals"):
            return self.filter(own | ~barred)
        area = Q(area=_area_of(person))
        return self.filter(own | (~barred & (area | Q(restricted=False))))

    def running(self) -> Self:
        """Projects that have not ended."""
        return self.filter(phase__in=RUNNING_PHASES)

    def ended(self) -> Self:
        """Projects that have been closed or stopped."""
        return self.filter(phase__in=ENDED_PHASES)

    def run_by(self, person: "User") -> Self:
        """Projects that `person` owns or manages."""
        return self.filter(Q(owner=person) | Q(manager=person))

    def owing_status(self, month: date) -> Self:
        """Return running projects that ran in `month` (its first day) and have reported nothing for it or later.

        A project that was imported and has nobody yet owes nothing: there is no one to report.
        """
        return self.running().filter(owes(month))

    def needing_attention(self, watch: Watch) -> Self:
        """Return running projects that need attention by what the day measures them by."""
        return self.running().alias(ends_on=expected_end()).filter(troubled(watch))

    def asking(self) -> Self:
        """Return running projects that ask management to decide something."""
        return self.running().exclude(decision_needed="")

    def matching(self, text: str) -> Self:
        """Projects whose number or title fits `text`, as for proposals."""
        return _matching(self, text, by_number=_by_project_number)


def written_by(person: "User") -> Q:
    """Return the condition of a proposal on which `person` holds the pen: as its author, or together with them."""
    return Q(author=person) | Q(pk__in=granted_ids("edit_proposal", apps.get_model("portfolio", "Proposal"), person))


def _area_of(person: "User") -> "models.QuerySet[Unit, Any]":
    """Return the director area that a person comes from, if any; asked for with the rows themselves."""
    return Unit.objects.order_by().filter(people=person).values("area")[:1]


def barred_from(person: "User") -> "models.QuerySet[Any, Any]":
    """Return the ids of the cases that a conflict of interest hides from a person; few, and looked up once a query."""
    bars = apps.get_model("portfolio", "Bar")._default_manager
    return bars.order_by().filter(person=person).values("proposal")


def _stood_in_by(person: "User") -> "models.QuerySet[Any, Any]":
    """Return the ids of the cases in which a person steps in for another."""
    return apps.get_model("portfolio", "StandIn")._default_manager.order_by().filter(person=person).values("proposal")


class SystemQuerySet(models.QuerySet["System"]):
    """Systems of the register, which is open to every employee."""

    def matching(self, text: str) -> Self:
        """Systems each word of `text` stands in: in the name, the purpose, the supplier or the number."""
        rows = self
        for word in text.split()[:MOST_WORDS]:
            fits = Q(name__icontains=word) | Q(purpose__icontains=word) | Q(supplier__icontains=word)
            rows = rows.filter(fits | Q(reference__iexact=word))
        return rows

    def without_owner(self) -> Q:
        """Return the condition of a system that nobody in office is responsible for (A19)."""
        return Q(owner__isnull=True) | Q(owner__is_active=False) | Q(owner__is_management=False)

    def ownerless(self) -> Self:
        """Systems in use that nobody in office is responsible for."""
        return self.exclude(state=SystemState.RETIRED).filter(self.without_owner())


class ProjectImportQuerySet(models.QuerySet["ProjectImport"]):
    """Imports of projects."""

    def visible_to(self, person: "User") -> Self:
        """Return the imports that `person` may know of: their own, and for administrators all that were received."""
        if not person.is_active:
            return self.none()
        return self.all() if person.has_perm("core.manage_organisation") else self.filter(created_by=person)


_DANISH = SearchConfig(Written("danish"))
# As the index of stems has it, with nothing left to be told beside the statement.
_STEMS = Func(
    F("title"),
    template="to_tsvector('danish'::regconfig, COALESCE(%(expressions)s, ''))",
    output_field=SearchVectorField(),
)
_Rows = TypeVar("_Rows", bound="models.QuerySet[Any]")


def _matching(rows: _Rows, text: str, *, by_number: Callable[[str], Q]) -> _Rows:
    words = text.split()[:MOST_WORDS]
    if not words:
        return rows
    rows, each = rows.alias(stems=_STEMS), Q()
    for word in words:
        stem = SearchQuery(Written(word), config=_DANISH)
        # The letters first: they are looked at in no time, and a title that has them is not stemmed anew.
        fits = Q(title__icontains=Written(word)) | Q(stems=stem)
        if word.isalpha():
            # A little word such as "og" has no stem and asks for nothing; the planner works this out beforehand.
            fits |= Q(Func(stem, template="numnode(%(expressions)s) = 0", output_field=BooleanField()))
        each &= fits
    return rows.filter(by_number(words[0]) | each)


def _by_number(text: str) -> Q:
    number = _read_number(text)
    return Q(pk__in=[]) if number is None else Q(year=number[0], serial=number[1])


def _by_project_number(text: str) -> Q:
    """Return the condition on a project's number: that of its case, or the one it was imported with."""
    number, imported = _read_number(text), Q(reference__iexact=text)
    return imported if number is None else imported | Q(case_year=number[0], case_serial=number[1])


def _read_number(text: str) -> tuple[int, int] | None:
    """Return the year and the serial of what is written like the number of a case."""
    year, _dash, serial = text.partition("-")
    return (int(year), int(serial)) if _NUMBER.fullmatch(text) else None
