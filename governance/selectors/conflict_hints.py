"""Signs that a person may be partial in a case: asked of the data, never a judgement (Forvaltningsloven §§ 3-6)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from businesscase.models import BenefitLine
from core.models import User
from governance.enums import ConflictGround
from governance.models import ConflictDeclaration
from governance.selectors.standing import reader_standing
from portfolio.models import Project, Proposal, ProposalVersion, UnitInvolved

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.http import PersonRequest

Hints = dict[tuple[int, int], tuple[str, ...]]


class Sign(StrEnum):
    """What the data may show of a person in a case."""

    OWN_UNIT = "own_unit"
    TAKES_PART = "takes_part"
    PROJECT = "project"
    BENEFIT = "benefit"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class OwnHint:
    """A sign as the person reads it of themselves: what the case says, and what that may and may not mean."""

    sentence: str
    why: str


# Of others, to whoever shares the cases out.
_OF_OTHERS = {
    Sign.OWN_UNIT: _("The case comes from their own department."),
    Sign.TAKES_PART: _("Their own department takes part in the case."),
    Sign.PROJECT: _("They own or manage the project of the case."),
    Sign.BENEFIT: _("They are named as the owner of a benefit in the case."),
    Sign.SUPPLIER: _("They have declared a conflict of interest in another case of the same supplier."),
}
_DEPARTMENT = _("To come from the department seldom makes you partial. It does where the outcome touches you yourself.")
# Of oneself.
_OF_ONESELF = {
    Sign.OWN_UNIT: (_("The case comes from your own department."), _DEPARTMENT),
    Sign.TAKES_PART: (_("Your own department takes part in the case."), _DEPARTMENT),
    Sign.PROJECT: (
        _("You own or manage the project of the case."),
        _("You answer for what the case asks for, and can hardly judge it from outside."),
    ),
    Sign.BENEFIT: (
        _("You are named as the owner of a benefit in the case."),
        _("You are to realise what the case promises. Ask yourself whether you can judge the promise."),
    ),
    Sign.SUPPLIER: (
        _("You have declared a conflict of interest in another case of the same supplier."),
        _("If the ground was your tie to the supplier, it holds here too."),
    ),
}
# A declared tie to somebody with an interest in the outcome, and an interest of one's own, follow the supplier.
_FOLLOWS_SUPPLIER = (ConflictGround.OWN_INTEREST, ConflictGround.FAMILY, ConflictGround.TIES)
_NOT_CHOSEN = re.compile(r"\b(ikke valgt|ingen|flere|vælges|endnu)\b")
_COMPANY_FORM = re.compile(r"\b(a/?s|aps|i/?s|k/?s|p/?s|amba|ivs|ab|gmbh|ltd|inc)\b")


def conflict_hints(proposals: Iterable[Proposal], people: Iterable[User]) -> Hints:
    """Return the sentences by case and person, the pairs without a sign left out; five queries, however many."""
    cases, persons = list(proposals), list(people)
    found: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    if not cases or not persons:
        return {}
    versions = [_Newest(*row) for row in _newest(cases).values_list("proposal", "supplier", _departments())]
    departments = dict(User.objects.filter(pk__in=[one.pk for one in persons]).values_list("pk", "unit__department"))
    for key, sign in (
        *_by_unit(cases, departments, {row.case: row.departments for row in versions}),
        *_by_role(cases, persons),
        *_by_supplier(_ties(persons).values_list("person", "proposal", "supplier"), versions),
    ):
        if sign not in found[key]:
            found[key].append(sign)
    return {key: tuple(str(_OF_OTHERS[sign]) for sign in signs) for key, signs in found.items()}


def own_hints(proposals: Iterable[Proposal], person: User, department: int | None) -> dict[int, tuple[OwnHint, ...]]:
    """Return what `person` is told of themselves, by case, those without a sign left out; one query, however many.

    `department` is the id of the person's own. Whoever speaks for a case or is barred from it judges nothing in it,
    and is not asked.
    """
    cases = list(proposals)
    if not cases:
        return {}
    lines = BenefitLine.objects.filter(owner=person, case__version=OuterRef("pk")).order_by()
    projects = Project.objects.filter(Q(owner=person) | Q(manager=person), proposal=OuterRef("proposal")).order_by()
    ties = ArraySubquery(_ties([person]).values(row=JSONObject(case="proposal", supplier="supplier")))
    rows = _newest(cases).values_list("proposal", "supplier", _departments(), Exists(projects), Exists(lines), ties)
    versions, found, declared = [], defaultdict(list), []
    for case, supplier, involved, runs, owns, tied in rows:
        versions.append(_Newest(case, supplier, involved))
        declared = [(person.pk, one["case"], one["supplier"]) for one in tied]
        if runs:
            found[case].append(Sign.PROJECT)
        if owns:
            found[case].append(Sign.BENEFIT)
    involved_in = {row.case: row.departments for row in versions}
    for (case, _who), sign in (
        *_by_unit(cases, {person.pk: department}, involved_in),
        *_by_supplier(declared, versions),
    ):
        if sign not in found[case]:
            found[case].append(sign)
    return {
        case: tuple(OwnHint(*map(str, _OF_ONESELF[sign])) for sign in Sign if sign in signs)
        for case, signs in found.items()
    }


def hints_of_reader(request: "PersonRequest", proposal: Proposal) -> tuple[OwnHint, ...]:
    """Return what the reader of a page about one case is told of themselves; one query."""
    person = request.user
    return own_hints([proposal], person, reader_standing(request).department_id).get(proposal.pk, ())


def supplier_key(name: str) -> str:
    """Return what a supplier is compared by: without company form and remarks; empty where none is named."""
    plain = name.casefold().split("(")[0]
    if _NOT_CHOSEN.search(plain):
        return ""
    return " ".join(re.sub(r"[^\w\s]", " ", _COMPANY_FORM.sub(" ", plain)).split())


def _by_unit(
    cases: Sequence[Proposal], departments: dict[int, int | None], involved: dict[int, list[int | None]]
) -> Iterator[tuple[tuple[int, int], Sign]]:
    for case in cases:
        for person, department in departments.items():
            if department is None:
                continue
            if department == case.unit.department_id:
                yield (case.pk, person), Sign.OWN_UNIT
            elif department in involved.get(case.pk, ()):
                yield (case.pk, person), Sign.TAKES_PART


def _by_role(cases: Sequence[Proposal], people: Sequence[User]) -> Iterator[tuple[tuple[int, int], Sign]]:
    ids = {one.pk for one in people}
    running = Project.objects.filter(Q(owner__in=ids) | Q(manager__in=ids), proposal__in=cases)
    for case, owner, manager in running.values_list("proposal", "owner", "manager"):
        for person in {owner, manager} & ids:
            yield (case, person), Sign.PROJECT
    lines = BenefitLine.objects.filter(owner__in=ids, case__version__in=_newest(cases).values("pk"))
    for case, person in lines.values_list("case__version__proposal", "owner").distinct():
        yield (case, person), Sign.BENEFIT


def _by_supplier(
    ties: "Iterable[tuple[int, int, str | None]]", versions: "Sequence[_Newest]"
) -> Iterator[tuple[tuple[int, int], Sign]]:
    """Compare each case's supplier with those of `ties`: who has declared a tie, in which case, to what supplier."""
    keys = [(person, case, supplier_key(name or "")) for person, case, name in ties]
    for row in versions:
        key = supplier_key(row.supplier)
        for person, declared, tied in keys:
            if key and key == tied and declared != row.case:
                yield (row.case, person), Sign.SUPPLIER


def _ties(people: Sequence[User]) -> "QuerySet[Any]":
    """Return the declarations that follow a supplier, each with the `supplier` of its case."""
    rows = ConflictDeclaration.objects.filter(person__in=people, ground__in=_FOLLOWS_SUPPLIER, lifted_at__isnull=True)
    other = ProposalVersion.objects.filter(proposal=OuterRef("proposal"), frozen_at__isnull=False).order_by("-ordinal")
    return rows.order_by().annotate(supplier=Subquery(other.values("supplier")[:1]))


@dataclass(frozen=True, slots=True)
class _Newest:
    """What the newest submitted version of a case says: its supplier and the departments that take part."""

    case: int
    supplier: str
    departments: list[int | None]


def _departments() -> ArraySubquery:
    return ArraySubquery(UnitInvolved.objects.filter(version=OuterRef("pk")).order_by().values("unit__department"))


def _newest(cases: Sequence[Proposal]) -> "QuerySet[ProposalVersion]":
    """Return the newest submitted version of each case."""
    frozen = ProposalVersion.objects.filter(frozen_at__isnull=False).order_by()
    later = frozen.filter(proposal=OuterRef("proposal"), ordinal__gt=OuterRef("ordinal"))
    return frozen.filter(~Exists(later), proposal__in=cases)
