"""What the applicant and the project owner are told of management's decision."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.danish import date_long, kroner
from governance.cause_texts import cause_line, cause_sentences, next_sentence
from governance.domain.moves import tell_applicants
from governance.models import Decision, DecisionCause
from governance.selectors.financing import financing_words
from governance.selectors.pool_criteria import criteria_in_force
from portfolio.models import Proposal


def tell_of_decision(proposal: Proposal, decision: Decision) -> None:
    """Promise the letter; part of the decision."""
    verdict = decision.get_verdict_display()
    tell_applicants(
        proposal,
        subject=_("Management has decided: %(verdict)s") % {"verdict": verdict},
        body="\n".join(_lines(proposal, decision)),
        key=f"decision:{decision.pk}",
    )


def _lines(proposal: Proposal, decision: Decision) -> list[str]:
    lines = [str(proposal), "", _("Decision: %(verdict)s") % {"verdict": decision.get_verdict_display()}]
    if decision.departs:
        lines.append(_("The decision departs from the strategy group's recommendation."))
    lines += _money(decision)
    if decision.reasons:
        lines += ["", _("Reasons:"), decision.reasons]
    lines += cause_lines(decision)
    if decision.conditions:
        lines += ["", _("Conditions:"), *(f"- {line}" for line in decision.condition_lines)]
    return [*lines, *chain_lines(decision)]


def chain_lines(decision: Decision) -> list[str]:
    """Return where the decision stands with all that it rests on."""
    address = f"{settings.SITE_ADDRESS}{reverse('governance:decision_chain', args=[decision.proposal_id])}"
    return ["", _("The decision and what it rests on: %(address)s") % {"address": address}]


def cause_lines(decision: Decision) -> list[str]:
    """Return what a letter says of why not everything was given, or nothing where everything was."""
    cause = DecisionCause.objects.filter(decision=decision).first()
    if cause is None:
        return []
    facts, changes = cause_sentences(cause, decision.verdict)
    lines = []
    tied = cause_line(cause.kind, cause.name)
    if tied or facts:
        lines += ["", _("It rests on:"), *filter(None, [tied, " ".join(facts)])]
    lines += ["", _("What would have changed it:"), *(f"- {line}" for line in changes)]
    lines += ["", next_sentence(cause.next_kind, cause.next_on)]
    return [*lines, _("Talk to: %(contact)s") % {"contact": cause.contact}]


def _money(decision: Decision) -> list[str]:
    if not decision.amount:
        return []
    names = {row.code: row.name for row in criteria_in_force()}
    grant = getattr(decision, "conditional_grant", None)
    said = _("Reserved in the pool: %(amount)s") if grant else _("Allocated from the pool: %(amount)s")
    lines = [
        said % {"amount": kroner(decision.amount)},
        _("Criterion: %(criterion)s") % {"criterion": names[decision.criterion]},
    ]
    years = decision.shares
    lines += [f"{entry.pool_year.year}: {kroner(entry.amount)}" for entry in years if len(years) > 1]
    lines += _financing(decision)
    if grant:
        waits = _(
            "The money waits for the conditions below. The grant lapses after %(day)s if they are not met by then."
        )
        lines.append(waits % {"day": date_long(grant.lapses_on)})
    if decision.staff_hours_amount:
        hours = {"amount": kroner(decision.staff_hours_amount), "reason": decision.staff_hours_reason}
        lines.append(_("Of which %(amount)s for staff hours, by exception: %(reason)s") % hours)
    if decision.forecast_reason:
        forecast = _("The forecast of mandatory solutions is departed from: %(reason)s")
        lines.append(forecast % {"reason": decision.forecast_reason})
    return lines


def _financing(decision: Decision) -> list[str]:
    """Return who else pays and whether it covers the cost; nothing where the pool pays everything."""
    financing = decision.financing
    if financing is None or not (financing.others or financing.missing):
        return []
    secured, unsecured = _("promised in writing"), _("not promised yet")
    others = [f"- {one.who}: {kroner(one.amount)}, {secured if one.secured else unsecured}" for one in financing.others]
    return [*([_("Others pay:")] if others else []), *others, financing_words(financing)]
