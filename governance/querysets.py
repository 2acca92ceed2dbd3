"""Composable reads of governance; `visible_to` is the one rule of who sees a report."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core import clock
from governance.enums import BodyKind, BodyRole, RunState
from portfolio.models import Proposal
from portfolio.querysets import barred_from

if TYPE_CHECKING:
    from core.models import User
    from governance.models import AccessRequest, AssistanceRequest, Membership, ReportRun, Scenario, ThemePoint

# Whoever has a seat here reads every report; the other bodies read what is made for them.
READ_EVERY_REPORT = (BodyKind.MANAGEMENT, BodyKind.IT_DEPARTMENT, BodyKind.AUDIT)
SEES_CASES = "portfolio.view_submitted_proposals"


def _seats_of(person: "User") -> "models.QuerySet[Membership]":
    """Return where `person` sits today, as a person or as the one that a kept query is told of."""
    day = clock.today()
    seats = apps.get_model("governance", "Membership")._default_manager
    return seats.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), person=person, valid_from__lte=day)


# Those who weigh the cases against each other, and those who look over their shoulder.
AT_THE_WORKBENCH = (BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT, BodyKind.AUDIT)


# Those who answer for help, and those who look over their shoulder.
READ_EVERY_REQUEST = (BodyKind.IT_DEPARTMENT, BodyKind.MANAGEMENT, BodyKind.AUDIT)


class AssistanceQuerySet(models.QuerySet["AssistanceRequest"]):
    """Requests for the IT department's help."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of: their own, those they help with, and for IT, management and audit all.

        Whoever has declared a conflict of interest in a case finds no request about it but their own.
        """
        if not person.is_active:
            return self.none()
        seats = _seats_of(person)
        barred = barred_from(person)
        hidden = Q(proposal__in=barred) | Q(project__proposal__in=barred)
        about = self.model._default_manager.filter(hidden).order_by().values("pk")
        reads = Q(helper=person) | Exists(seats.filter(body__kind__in=READ_EVERY_REQUEST))
        return self.filter(Q(asked_by=person) | (reads & ~Q(pk__in=about)))


# Whoever has a seat here reads every theme point; so does the strategy group's secretary.
READ_EVERY_THEME = (BodyKind.IT_DEPARTMENT, BodyKind.MANAGEMENT, BodyKind.AUDIT)


class ThemePointQuerySet(models.QuerySet["ThemePoint"]):
    """Theme points of the administrations' leadership meetings."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of: IT, management, audit and the secretary all, others what they take part in.

        A head of department reads those of the own area. Whoever has declared a conflict of interest in a case finds
        no point about it but what they planned themselves.
        """
        if not person.is_active:
            return self.none()
        seats = _seats_of(person)
        secretary = Q(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.SECRETARY)
        every = Exists(seats.filter(Q(body__kind__in=READ_EVERY_THEME) | secretary))
        heads = Exists(seats.filter(body__kind=BodyKind.DEPARTMENT_HEADS, person__unit__area=OuterRef("area")))
        barred = barred_from(person)
        hidden = Q(subjects__proposal__in=barred) | Q(subjects__project__proposal__in=barred)
        about = self.model._default_manager.filter(hidden).order_by().values("pk")
        reads = every | heads | Q(participant=person) | Q(responsible=person)
        return self.filter(Q(planned_by=person) | (reads & ~Q(pk__in=about)))


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Scenarios."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may open: the strategy group, management and the auditor see them.

        Whoever has declared a conflict of interest in a case finds no scenario that says anything of it.
        """
        if not person.is_active or not person.has_perm(SEES_CASES):
            return self.none()
        seats = _seats_of(person)
        barred = barred_from(person)
        hidden = Q(cases__proposal__in=barred) | Q(links__proposal__in=barred) | Q(links__other__in=barred)
        return self.filter(Exists(seats.filter(body__kind__in=AT_THE_WORKBENCH))).exclude(
            pk__in=self.model._default_manager.filter(hidden).order_by().values("pk")
        )

    def saved(self) -> Self:
        """Return those that are still worked on."""
        return self.filter(committed_at__isnull=True)

    def committed(self) -> Self:
        """Return those that have been put forward, newest first."""
        return self.filter(committed_at__isnull=False).order_by("-committed_at", "-pk")


class ReportRunQuerySet(models.QuerySet["ReportRun"]):
    """Reports, made and being made."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may open today: those of the person's bodies, and those that the person gets besides.

        Management, the IT department, the auditor and the strategy group's secretary read every report. A report
        tells of submitted cases, so that nobody reads one who may not see those. Whoever has declared a conflict of
        interest in a case finds no report that names it: the page, the file and the mail are all kept back.
        """
        if not person.is_active or not person.has_perm(SEES_CASES):
            return self.none()
        seats = _seats_of(person)
        secretary = Q(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.SECRETARY)
        every = Exists(seats.filter(Q(body__kind__in=READ_EVERY_REPORT) | secretary))
        own = Q(definition__body__in=seats.values("body")) | Q(definition__in=person.extra_reports.values("pk"))
        return self.filter(every | own).exclude(cases__proposal__bars__person=person)

    def published(self) -> Self:
        """Return those that stand."""
        return self.filter(state=RunState.DONE)

    def open(self) -> Self:
        """Return those that are still to be made."""
        return self.filter(state__in=(RunState.QUEUED, RunState.RUNNING))

    def left_behind(self, instant: datetime) -> Self:
        """Return those that nobody works on: queued or taken, and the time that was given for it has run out."""
        return self.open().filter(lease_until__lt=instant).order_by("pk")


# Those who answer when somebody asks for access to a case; so does the strategy group's secretary.
HANDLE_ACCESS = (BodyKind.IT_DEPARTMENT, BodyKind.ADMINISTRATION)


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests for access to the documents of a case."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of: those who handle the requests, in the cases that they may see."""
        if not person.is_active:
            return self.none()
        seats = _seats_of(person)
        secretary = Q(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.SECRETARY)
        handles = Exists(seats.filter(Q(body__kind__in=HANDLE_ACCESS) | secretary))
        return self.filter(handles, proposal__in=Proposal.objects.visible_to(person).order_by().values("pk"))

    def open(self) -> Self:
        """Return those that are still to be answered, the most urgent first."""
        return self.filter(outcome="").order_by("due_on", "pk")
