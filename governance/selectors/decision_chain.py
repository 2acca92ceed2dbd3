"""The whole chain of a decision, both ways: from the principle to the effect, each link with date, mark and address."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from businesscase.models import EffectEvaluation
from core import clock
from core.children import Child, prefetch_together
from core.enums import AuditOutcome
from core.models import AuditEntry, OutboxMessage
from core.templatetags.danish import kroner
from governance.models import Decision
from governance.selectors.case_project import readable_project
from governance.selectors.cause_view import SaidDecision, said_decision
from portfolio.models import ProposalVersion
from principles.enums import AssessmentRole

if TYPE_CHECKING:
    from datetime import datetime

    from businesscase.models import Benefit
    from core.http import PersonRequest
    from portfolio.models import Project, Proposal

# So much of a digest tells one thing from another on a page; the whole stands in the history.
_SHOWN = 12
_OF_VERSION = (
    Child("alignments", follow=("node",)),
    Child("deviations", follow=("principle",)),
    Child("assessments"),
    Child("business_case", children=(Child("result"),)),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One thing in the chain; `mark` is its number or the beginning of its digest, `url` empty where nothing opens."""

    text: str
    on: date | None = None
    mark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the chain with what stands there; none where the case has not come so far."""

    title: str
    links: tuple[Link, ...]
    here: bool = False


@dataclass(frozen=True, slots=True)
class ChainPage:
    """The decision with its chain; `others` are the case's other decisions, newest first."""

    said: SaidDecision
    number: int | None
    stations: tuple[Station, ...]
    others: tuple[Decision, ...]


def decision_chain(request: "PersonRequest", proposal: "Proposal", chosen: int | None) -> ChainPage:
    """Assemble the chain of a case that has been read ahead, or raise Http404 where nothing has been decided.

    A constant number of queries. The newest decision stands for the case unless another is `chosen`.
    """
    decisions = list(proposal.decisions.all())
    decision = next((row for row in decisions if chosen in (None, row.pk)), None)
    if decision is None:
        raise Http404
    version = next(row for row in proposal.versions.all() if row.pk == decision.version_id)
    prefetch_together([version], *_OF_VERSION)
    acts = _acts(proposal)
    own = next((act for act in acts if act.data.get("decision") == decision.pk), None)
    return ChainPage(
        said=said_decision(decision),
        number=own.sequence if own else None,
        stations=(*_before(proposal, version, decision, acts), _decided(decision, own), *_after(request, decision)),
        others=tuple(row for row in decisions if row.pk != decision.pk),
    )


def chain_url(proposal: "Proposal") -> str:
    """Return the address of the chain of a case's newest decision."""
    return reverse("governance:decision_chain", args=[proposal.pk])


def _before(
    proposal: "Proposal", version: ProposalVersion, decision: Decision, acts: list[AuditEntry]
) -> tuple[Station, ...]:
    case = reverse("portfolio:proposal_detail", args=[proposal.pk])
    place = [proposal.pk, version.ordinal]
    submitted = _since(acts, version.frozen_at, "proposal.submit")
    return (
        Station(_("Principles"), _principles(version)),
        Station(
            _("The case as submitted"),
            (
                Link(
                    _("%(number)s version %(ordinal)s") % {"number": proposal.number, "ordinal": version.ordinal},
                    _day(version.frozen_at),
                    _mark(submitted),
                    reverse("portfolio:version_detail", args=place),
                ),
            ),
        ),
        Station(_("Assessment"), _assessments(proposal, version, acts, case)),
        Station(_("Business case"), _business_case(version, place)),
        Station(pgettext("chain", "Review"), _reviews(proposal, version, case)),
        Station(_("Recommendation"), _recommendation(decision, acts, case)),
    )


def _principles(version: ProposalVersion) -> tuple[Link, ...]:
    carried = [Link(str(row.node), url=_node(row.node_id)) for row in version.alignments.all()]
    departed = [
        Link(_("Deviates from %(principle)s") % {"principle": row.principle}, url=_node(row.principle_id))
        for row in version.deviations.all()
    ]
    return (*carried, *departed)


def _node(pk: int) -> str:
    return reverse("principles:node_detail", args=[pk])


def _assessments(proposal: "Proposal", version: ProposalVersion, acts: list[AuditEntry], case: str) -> tuple[Link, ...]:
    links = [
        Link(
            _("IT: %(outcome)s") % {"outcome": row.get_outcome_display()},
            _day(row.answered_at),
            _mark(_since(acts, row.answered_at, "proposal.approve_acquisition", "proposal.refuse_acquisition")),
            f"{case}#vejen",
        )
        for row in proposal.it_assessments.all()
        if row.version_id == version.pk and row.answered_at
    ]
    architect = next((row for row in version.assessments.all() if row.role == AssessmentRole.ARCHITECT), None)
    if architect is not None:
        links.append(Link(_("The principles, checked by the IT architect"), _day(architect.changed_at), url=case))
    return tuple(links)


def _business_case(version: ProposalVersion, place: list[int]) -> tuple[Link, ...]:
    case = getattr(version, "business_case", None)
    if case is None:
        return ()
    result, url = getattr(case, "result", None), reverse("businesscase:case_detail", args=place)
    text = _("Of version %(ordinal)s") % {"ordinal": version.ordinal}
    if result is None:
        return (Link(text, _day(version.frozen_at), url=url),)
    text = _("%(version)s: net present value %(npv)s") % {"version": text, "npv": kroner(result.npv)}
    return (Link(text, _day(version.frozen_at), result.input_digest[:_SHOWN], url),)


def _reviews(proposal: "Proposal", version: ProposalVersion, case: str) -> tuple[Link, ...]:
    given = [row for row in proposal.reviews.all() if row.version_id == version.pk and row.withdrawn_at is None]
    if not given:
        return ()
    said = ngettext("%(count)s member has reviewed the case", "%(count)s members have reviewed the case", len(given))
    last = max(row.changed_at or row.given_at for row in given)
    return (Link(said % {"count": len(given)}, _day(last), url=f"{case}#behandlingen"),)


def _recommendation(decision: Decision, acts: list[AuditEntry], case: str) -> tuple[Link, ...]:
    row = decision.recommendation
    if row is None:
        return ()
    act = next((one for one in acts if one.data.get("recommendation") == row.pk), None)
    text = str(row.get_outcome_display())
    if row.amount:
        text = _("%(outcome)s, %(amount)s") % {"outcome": text, "amount": kroner(row.amount)}
    return (Link(text, _day(row.recorded_at), _mark(act), f"{case}#behandlingen"),)


def _decided(decision: Decision, act: AuditEntry | None) -> Station:
    text = str(decision.get_verdict_display())
    if decision.amount:
        text = _("%(outcome)s, %(amount)s") % {"outcome": text, "amount": kroner(decision.amount)}
    link = Link(text, _day(decision.decided_at), _mark(act), f"{chain_url(decision.proposal)}?beslutning={decision.pk}")
    return Station(_("Decision"), (link,), here=True)


def _after(request: "PersonRequest", decision: Decision) -> tuple[Station, ...]:
    pool = reverse("governance:pool_detail") if request.user.has_perm("governance.view_pool") else ""
    entries = tuple(
        Link(
            _("The pool for %(year)s: %(amount)s") % {"year": row.pool_year.year, "amount": kroner(row.amount)},
            _day(row.posted_at),
            _("entry %(number)s") % {"number": row.pk},
            pool,
        )
        for row in decision.ledger_entries.all()
    )
    project = readable_project(decision.proposal, request.user)
    started = project if project is not None and decision.verdict in ("approved", "changed") else None
    return (
        Station(_("The pool's ledger"), entries),
        Station(_("Letter"), _letters(decision)),
        *_project(started),
    )


def _letters(decision: Decision) -> tuple[Link, ...]:
    keys = [f"{name}:{decision.pk}:{decision.proposal_id}:" for name in ("decision", "local_decision")]
    letters = OutboxMessage.objects.filter(key__startswith=keys[0]) | OutboxMessage.objects.filter(
        key__startswith=keys[1]
    )
    rows = list(letters.select_related("recipient").order_by("pk"))
    return tuple(
        Link(_("To %(name)s") % {"name": row.recipient.name}, _day(row.sent_at))
        if row.sent_at
        else Link(_("To %(name)s, waits to be sent") % {"name": row.recipient.name})
        for row in rows
    )


def _project(project: "Project | None") -> tuple[Station, ...]:
    titles = (_("Project"), _("Benefits"), _("Effect evaluation"))
    if project is None:
        return tuple(Station(title, ()) for title in titles)
    prefetch_together([project], Child("benefits"), Child("evaluation"))
    url = reverse("governance:project_detail", args=[project.pk])
    benefits = tuple(_benefit(row) for row in project.benefits.all())
    evaluation: EffectEvaluation | None = getattr(project, "evaluation", None)
    evaluated = (Link(evaluation.conclusion, evaluation.evaluated_on, url=f"{url}#gevinster"),) if evaluation else ()
    phase = _("%(project)s: %(phase)s") % {"project": project, "phase": project.get_phase_display()}
    linked = Link(phase, project.started_on, project.number, url)
    return (
        Station(titles[0], (linked,)),
        Station(titles[1], benefits),
        Station(titles[2], evaluated),
    )


def _benefit(benefit: "Benefit") -> Link:
    text = benefit.label
    if benefit.is_settled:
        text = _("%(benefit)s, settled") % {"benefit": benefit.label}
    elif benefit.is_measured:
        text = _("%(benefit)s, measured") % {"benefit": benefit.label}
    return Link(text, benefit.due_on, url=reverse("governance:benefit_detail", args=[benefit.pk]))


def _acts(proposal: "Proposal") -> list[AuditEntry]:
    """Return what has been done with the case, newest first."""
    rows = AuditEntry.objects.filter(
        subject_type=proposal._meta.label_lower, subject_id=proposal.pk, outcome=AuditOutcome.DONE
    )
    return list(rows.order_by("-sequence"))


def _since(acts: list[AuditEntry], instant: "datetime | None", *names: str) -> AuditEntry | None:
    """Return the first act of such a name from `instant` on: the one that wrote what bears that instant."""
    later = (act for act in reversed(acts) if instant is not None and act.at >= instant)
    return next((act for act in later if act.act in names), None)


def _mark(act: AuditEntry | None) -> str:
    """Return the number of an act and the beginning of its digest."""
    return _("act %(number)s, %(digest)s") % {"number": act.sequence, "digest": act.hash[:_SHOWN]} if act else ""


def _day(instant: "datetime | None") -> date | None:
    return instant.astimezone(clock.COPENHAGEN).date() if instant else None
