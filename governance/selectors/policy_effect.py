"""What a new value of the policy will do, in words, before it is confirmed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Parameter
from core.templatetags.danish import date_long
from governance.how_texts import UNSET_WORDS
from governance.policy.positive_case import KEY as POSITIVE
from governance.policy.profile import written_value
from governance.policy.settable import settable
from governance.selectors.parameter_words import parameter_value
from portfolio.enums import EDITABLE_STATES, ProposalKind, ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.domain.policy_values import NewValue
    from governance.policy.profile import Profile

_SETTLED = (ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.WITHDRAWN, ProposalState.CONVERTED)


@dataclass(frozen=True, slots=True)
class Effect:
    """What holds until the day, what holds from it, and what that does to the cases."""

    before: str
    after: str
    sentences: tuple[str, ...]


def effect_of(new: "NewValue", profile: "Profile", reader: "User") -> Effect:
    """Return what setting `new` will do; cases that `reader` is barred from are not counted."""
    said = settable(new.key)
    day = date_long(new.valid_from)
    known = [row for row in profile.parameters_in_force(new.valid_from) if row.key == new.key]
    before = parameter_value(known[0]) if known else str(UNSET_WORDS.get(new.key, _("not stated")))
    unit = known[0].unit if known else said.unit if said else "text"
    after = parameter_value(Parameter(key=new.key, value=written_value(new.value), unit=unit))
    if said and said.at_submission:
        sentences = _at_submission(new.key, day, reader)
    else:
        sentences = (
            _("From %(day)s the portal goes by the new value, also for what is under way.") % {"day": day},
            _("What has been settled before stays as it was settled."),
        )
    return Effect(before, after, sentences)


def _at_submission(key: str, day: str, reader: "User") -> tuple[str, ...]:
    counts = _cases(reader)
    judged = key == POSITIVE
    facts = {"day": day, "count": counts["written"]}
    if judged:
        first = ngettext(
            "Every case that is submitted from %(day)s is judged by the new definition, "
            "also the %(count)d case that is being written.",
            "Every case that is submitted from %(day)s is judged by the new definition, "
            "also the %(count)d cases that are being written.",
            counts["written"],
        )
    else:
        first = ngettext(
            "Every case that is submitted from %(day)s goes by the new value, also the %(count)d case that is being "
            "written.",
            "Every case that is submitted from %(day)s goes by the new value, also the %(count)d cases that are being "
            "written.",
            counts["written"],
        )
    kept = ngettext(
        "%(count)d case that has been submitted and not settled keeps what held when it was submitted.",
        "%(count)d cases that have been submitted and not settled keep what held when they were submitted.",
        counts["submitted"],
    )
    return (
        first % facts,
        kept % {"count": counts["submitted"]},
        _("What has been settled before stays as it was settled."),
    )


def _cases(reader: "User") -> dict[str, int]:
    """Count the cases that are being written, and those that have been submitted and await an end."""
    rows = Proposal.objects.exclude(kind=ProposalKind.SUGGESTION).exclude(bars__person=reader)
    written = Q(state__in=EDITABLE_STATES)
    found: dict[str, int] = rows.aggregate(
        written=Count("pk", filter=written), submitted=Count("pk", filter=~written & ~Q(state__in=_SETTLED))
    )
    return found
