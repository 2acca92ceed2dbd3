"""What the pack of a meeting says: the agenda, and a cover page for each case, in words as of the day it is frozen."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from businesscase.selectors.result_view import result_view
from core import clock
from core.selectors.documents import documents_of
from core.templatetags.danish import date_long, hours, kroner
from governance.domain.agenda import SETTLES
from governance.domain.outcomes import outcome_words
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.models import ConflictDeclaration, Recommendation
from governance.selectors.financing import financing_of, financing_words
from governance.selectors.pool_case import CaseFigures, case_figures
from governance.selectors.pool_criteria import criterion_names
from portfolio.domain.versions import submitted_version
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.models import AgendaItem, ITAssessment, Meeting
    from portfolio.models import ProposalVersion

Content = dict[str, Any]
_LISTS = ("cases", "informed", "since")


def pack_content(meeting: "Meeting") -> Content:
    """Return the pack in JSON's types; whatever is about a case carries its id."""
    settles = SETTLES[BodyKind(meeting.body.kind)]
    items = list(meeting.items.select_related("proposal__unit", "proposal__owner").order_by("ordinal", "pk"))
    names = dict(criterion_names())
    settling = sorted((item for item in items if item.kind == settles), key=lambda item: not item.by_consent)
    return {
        "body": meeting.body.name,
        "day": meeting.day.isoformat(),
        "day_words": date_long(meeting.day),
        "time": time_format(meeting.begins, "G.i"),
        "place": meeting.place,
        "decides": settles == AgendaKind.FOR_DECISION,
        "cases": [_cover(item, names) for item in settling],
        "informed": [_line(item.proposal) for item in items if item.kind == AgendaKind.FOR_INFORMATION],
        "since": since_last(meeting),
    }


def since_last(meeting: "Meeting") -> list[Content]:
    """Return the matters arising: what the body settled at its last closed meeting, and where each case stands now."""
    earlier = meeting.body.meetings.filter(phase=MeetingPhase.CLOSED, day__lt=meeting.day).order_by("-day").first()
    if earlier is None:
        return []
    rows = earlier.resolutions.select_related("item__proposal__unit").order_by("number")
    return [
        {
            **_line(row.item.proposal),
            "settled": outcome_words(row),
            "resolution": str(row),
            "stands": str(row.item.proposal.get_state_display()),
        }
        for row in rows
    ]


def hidden_in(content: Content, reader: "User") -> set[int]:
    """Return the cases of a pack that `reader` may not see."""
    named = {row["proposal"] for name in _LISTS for row in content[name]}
    visible = Proposal.objects.visible_to(reader).order_by().filter(pk__in=named)
    return named - set(visible.values_list("pk", flat=True))


def pack_without(content: Content, hidden: set[int]) -> Content:
    """Return the pack without the cases `hidden`: neither on the agenda nor with a cover page."""
    return {**content, **{name: [row for row in content[name] if row["proposal"] not in hidden] for name in _LISTS}}


def _line(proposal: Proposal) -> Content:
    return {
        "proposal": proposal.pk,
        "number": proposal.number,
        "title": proposal.title,
        "unit": proposal.unit.name,
    }


def _cover(item: "AgendaItem", names: dict[str, str]) -> Content:
    proposal = item.proposal
    version = submitted_version(proposal)
    figures = case_figures(version, clock.today())
    result = result_view(figures.case, figures.result) if figures.case else None
    recommendation = next(iter(proposal.recommendations.all()), None) if item.kind == AgendaKind.FOR_DECISION else None
    barred = ConflictDeclaration.objects.filter(proposal=proposal, lifted_at__isnull=True).select_related("person")
    steps_in = proposal.stand_ins.filter(decides=item.kind == AgendaKind.FOR_DECISION).select_related("person")
    deputies = {row.member_id: row.person for row in steps_in}
    assessment: ITAssessment | None = proposal.it_assessments.first()
    return {
        **_line(proposal),
        "together": item.by_consent,
        "owner": proposal.owner.name if proposal.owner else "",
        "summary": version.need,
        "recommendation": _recommended(recommendation, version, names),
        "presentation": [text for text in (version.idea, version.work_process_changes) if text.strip()],
        "it": assessment.reasons if assessment and assessment.answered_at else "",
        "economy": [*_economy(proposal, version), *_paid_by_others(figures.version)],
        "financing": _financing(proposal, figures, recommendation),
        "verdict": f"{result.state}. {result.verdict}" if result else "",
        "figures": [[figure.label, figure.value] for figure in result.figures] if result else [],
        "attachments": [document.title for document in documents_of(proposal)],
        "excused": [_excused(row.person, deputies) for row in barred],
    }


def _excused(person: "User", deputies: "dict[int, User]") -> str:
    deputy = deputies.get(person.pk)
    if deputy is None:
        return person.name
    return _("%(name)s (%(deputy)s steps in)") % {"name": person.name, "deputy": deputy.name}


def _recommended(made: Recommendation | None, version: "ProposalVersion", names: dict[str, str]) -> Content:
    if made is None:
        asked = version.requested_amount
        said = _("The applicant asks for %(amount)s from the pool.") % {"amount": kroner(asked)} if asked else ""
        return {
            "by": said or _("The applicant asks the body to deal with the case. It asks the pool for no money."),
            "criterion": names.get(version.pool_criterion, "") if asked else "",
            "reasons": "",
            "conditions": [],
            "minority": "",
        }
    amount = f": {kroner(made.amount)}" if made.amount else ""
    if made.shares:
        amount += f" ({', '.join(f'{year}: {kroner(part)}' for year, part in made.shares.items())})"
    return {
        "by": _("The strategy group recommends: %(outcome)s%(amount)s.")
        % {"outcome": str(made.get_outcome_display()).lower(), "amount": amount},
        "criterion": names.get(made.criterion, ""),
        "reasons": made.reasons,
        "conditions": made.condition_lines,
        "minority": made.minority,
    }


def _economy(proposal: Proposal, version: "ProposalVersion") -> list[list[str]]:
    rows = [
        [_("Supplier cost"), kroner(version.vendor_cost)],
        [_("Staff hours"), hours(version.staff_hours)],
    ]
    if proposal.kind == "application":
        rows.insert(0, [_("Applied for"), kroner(version.requested_amount)])
    return rows


def _paid_by_others(version: "ProposalVersion") -> list[list[str]]:
    """Return a line for each who pays beside the pool."""
    lines = []
    for row in version.co_financing.all():
        promised = _("promised in writing") if row.secured else _("not promised yet")
        lines.append([f"{row.who} ({promised})", kroner(row.amount or Decimal(0))])
    return lines


def _financing(proposal: Proposal, figures: CaseFigures, recommended: Recommendation | None) -> str:
    """Return whether what is recommended or applied for covers the cost with what others pay, if a pool is asked."""
    amount = (recommended.amount if recommended else None) or figures.version.requested_amount
    return financing_words(financing_of(figures, amount)) if proposal.kind == "application" and amount else ""
