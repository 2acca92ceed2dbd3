"""Reminders of benefits that are to be measured: on the day, some time after, and then to the owner's manager (C20).

How long after stands in policy. After a pause only the latest reminder of each benefit is sent; the outbox keeps each
of them from being sent twice, and a day that has been moved begins anew.
"""

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from businesscase.domain.benefits import sees
from businesscase.models import Benefit
from core.clock import today
from core.domain.outbox import promise
from core.models import User
from core.selectors.parameters import parameters_in_force
from core.templatetags.danish import date_long
from governance.domain.bodies import in_force
from governance.enums import BodyKind
from governance.models import Membership
from governance.selectors.benefit_lines import promise_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.models import Parameter

AGAIN_DAYS, MANAGER_DAYS = "benefit_reminder_days", "benefit_manager_days"
# Where policy does not say.
USUAL = {AGAIN_DAYS: 30, MANAGER_DAYS: 60}


class Reminder(StrEnum):
    """The three reminders, in their order."""

    DUE = "due"
    AGAIN = "again"
    MANAGER = "manager"


def remind_of_benefits() -> int:
    """Promise the reminders that are due today and return how many benefits they are about; idempotent."""
    parameters = parameters_in_force(today())
    related = ("project__proposal", "project__owner", "project__manager", "owner__unit")
    reminded = 0
    for benefit in Benefit.objects.due_by(today()).select_related(*related).order_by("pk"):
        reminded += _remind(benefit, _latest(benefit, parameters))
    return reminded


@transaction.atomic
def _remind(benefit: Benefit, reminder: Reminder) -> bool:
    answers = _answerable(benefit)
    person = _manager_of(answers, benefit) if reminder == Reminder.MANAGER and answers else answers
    if person is None or answers is None:
        return False
    page = "governance:benefit_detail" if reminder == Reminder.MANAGER else "governance:benefit_measurement"
    said = {
        "benefit": benefit.label,
        "project": benefit.project,
        "date": date_long(benefit.due_on),
        "promised": promise_in_words(benefit),
        "owner": answers.name,
        "address": f"{settings.SITE_ADDRESS}{reverse(page, args=[benefit.pk])}",
    }
    promise(
        person,
        subject=_subject(reminder) % {"number": benefit.project.number, "benefit": benefit.label},
        body=_body(reminder) % said,
        key=f"benefit:{benefit.pk}:{benefit.due_on}:{reminder}",
    )
    return True


def _latest(benefit: Benefit, parameters: "Mapping[str, Parameter]") -> Reminder:
    """Return the latest reminder that has come."""
    late = today() - (benefit.due_on or today())
    if late >= _days(parameters, MANAGER_DAYS):
        return Reminder.MANAGER
    return Reminder.AGAIN if late >= _days(parameters, AGAIN_DAYS) else Reminder.DUE


def _days(parameters: "Mapping[str, Parameter]", key: str) -> timedelta:
    return timedelta(days=int(parameters[key].value) if key in parameters else USUAL[key])


def _answerable(benefit: Benefit) -> User | None:
    """Return who measures: the benefit's owner, else the project's; only who can log in and see it is written to."""
    people = (benefit.owner, benefit.project.owner, benefit.project.manager)
    return next((one for one in people if one is not None and one.is_active and sees(one, benefit.project)), None)


def _manager_of(person: User, benefit: Benefit) -> User:
    """Return the head of the person's department, or of a head the director of the area; else the person."""
    unit = person.unit
    if unit is None:
        return person
    head = Q(body__kind=BodyKind.DEPARTMENT_HEADS, person__unit__department=unit.department_id)
    director = Q(body__kind=BodyKind.MANAGEMENT, person__unit__area=unit.area_id)
    for place, known in ((head, unit.department_id), (director, unit.area_id)):
        if known is None:
            continue
        seats = Membership.objects.filter(in_force(today()), place, person__is_active=True)
        leaders = [one.person for one in seats.select_related("person").order_by("pk")]
        if person in leaders:
            continue
        found = next((one for one in leaders if sees(one, benefit.project)), None)
        if found is not None:
            return found
    return person


def _subject(reminder: Reminder) -> str:
    if reminder == Reminder.DUE:
        return _("%(number)s Measure the benefit: %(benefit)s")
    return _("%(number)s A benefit has not been measured: %(benefit)s")


def _body(reminder: Reminder) -> str:
    if reminder == Reminder.DUE:
        return _(
            "%(benefit)s\n%(project)s\n\nThe benefit is to be measured by %(date)s. Promised: %(promised)s.\n\n"
            "Record the measurement here: %(address)s"
        )
    if reminder == Reminder.AGAIN:
        return _(
            "%(benefit)s\n%(project)s\n\nThe benefit was to be measured by %(date)s, and no measurement has settled it."
            " Promised: %(promised)s.\n\nRecord the measurement here: %(address)s"
        )
    return _(
        "%(benefit)s\n%(project)s\n\n%(owner)s answers for this benefit. It was to be measured by %(date)s, and no"
        " measurement has settled it. Promised: %(promised)s.\n\nTalk about what it takes. See the benefit: %(address)s"
    )
