"""The demo's report plans, and the first reports, which its own worker makes as soon as it runs."""

from core import clock
from core.jobs import enqueue
from core.models import User
from governance.domain.report_definitions import Plan, create_definition
from governance.domain.report_ordering import order_report
from governance.enums import BodyKind, ReportCadence, ReportScope
from governance.models import Body, ReportDefinition

_DAY, _HOUR = 5, 7
# Odense's own example reports to the network on the joint public part only (C29); here it gets the whole.
_SCOPES = {"odder": ReportScope.ALL, "odense": ReportScope.JOINT}


def plan_reports(profile: str) -> None:
    """Plan the two monthly reports, for the IT network and for management, where the profile has these bodies."""
    bodies = {body.kind: body for body in Body.objects.all()}
    for kind, name, scope in (
        (BodyKind.IT_NETWORK, "Statusrapport", _SCOPES[profile]),
        (BodyKind.MANAGEMENT, "Porteføljestatus", ReportScope.ALL),
    ):
        if kind in bodies:
            create_definition(Plan(name, bodies[kind], scope, ReportCadence.MONTHLY, _DAY, _HOUR), actor=None)


def order_first_reports(people: dict[str, User]) -> None:
    """Let a director order today's report, and have the last due one of each plan made up by the worker."""
    director = people.get("director@demo.invalid")
    for_management = ReportDefinition.objects.filter(body__kind=BodyKind.MANAGEMENT).first()
    if director is not None and for_management is not None:
        order_report(for_management, actor=director, status_on=clock.today())
    enqueue("governance.schedule_reports")
