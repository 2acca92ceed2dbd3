"""Deviations that expire come back by mail: some time before the day, and when it has passed (C23).

How long before stands in policy. The outbox keeps each reminder from being sent twice; a renewed deviation begins anew.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import today
from core.domain.outbox import promise
from core.selectors.parameters import parameters_in_force
from core.templatetags.danish import date_long
from portfolio.models import Proposal
from principles.enums import DeviationStatus
from principles.models import Deviation
from principles.selectors.deviations import on_register

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from core.models import User
    from core.selectors.parameters import Dated

WARNING = "deviation_warning_days"
USUAL = 60


def warning_day(parameters: "Mapping[str, Dated]") -> "date":
    """Return the day up to which a deviation that holds until then comes back today."""
    days = int(parameters[WARNING].value) if WARNING in parameters else USUAL
    return today() + timedelta(days=days)


def remind_of_deviations() -> int:
    """Promise the reminders that are due today and return how many deviations they are about; idempotent."""
    rows = on_register(Deviation.objects.filter(status=DeviationStatus.APPROVED))
    rows = rows.filter(holds_until__lte=warning_day(parameters_in_force(today())))
    related = ("principle", "version__proposal__author", "version__proposal__owner")
    return sum(_remind(row) for row in rows.select_related(*related).prefetch_related("rulings__ruled_by"))


@transaction.atomic
def _remind(deviation: Deviation) -> bool:
    until: date = deviation.holds_until  # type: ignore[attr-defined]  # annotated by on_register
    stage = "expired" if until < today() else "expiring"
    proposal = deviation.version.proposal
    body = _(
        "%(case)s\n\nThe case departs from “%(principle)s”. The deviation holds until %(date)s.\n\n"
        "Follow the principle and end the deviation, or have it renewed: %(address)s"
    ) % {
        "case": proposal,
        "principle": deviation.principle,
        "date": date_long(until),
        "address": f"{settings.SITE_ADDRESS}{reverse('governance:deviation_detail', args=[deviation.pk])}",
    }
    subject = _("A deviation has expired") if stage == "expired" else _("A deviation expires soon")
    for person in _people(deviation, proposal):
        key = f"deviation:{deviation.pk}:{until}:{stage}:{person.pk}"
        promise(person, subject=f"{proposal.number} {subject}", body=body, key=key)
    return True


def _people(deviation: Deviation, proposal: Proposal) -> list["User"]:
    """Return who is reminded: those who speak for the case and whoever ruled last, if they may see it."""
    rulings = [row.ruled_by for row in deviation.rulings.all()]
    people = {one.pk: one for one in (proposal.author, proposal.owner, *rulings[:1]) if one is not None}
    return [one for one in people.values() if Proposal.objects.visible_to(one).filter(pk=proposal.pk).exists()]
