"""Signs that a person may be partial in a case: asked of the data, never a judgement (Forvaltningsloven §§ 3-6)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from businesscase.models import BenefitLine
from core.models import User
from governance.enums import ConflictGround
from governance.models import ConflictDeclaration
from portfolio.models import Project, Proposal, ProposalVersion, UnitInvolved

if TYPE_CHECKING:
    from django.db.models import QuerySet

Hints = dict[tuple[int, int], tuple[str, ...]]
# A declared tie to somebody with an interest in the outcome, and an interest of one's own, follow the supplier.
_FOLLOWS_SUPPLIER = (ConflictGround.OWN_INTEREST, ConflictGround.FAMILY, ConflictGround.TIES)
_NOT_CHOSEN = re.compile(r"\b(ikke valgt|ingen|flere|vælges|endnu)\b")
_COMPANY_FORM = re.compile(r"\b(a/?s|aps|i/?s|k/?s|p/?s|amba|ivs|ab|gmbh|ltd|inc)\b")


def conflict_hints(proposals: Iterable[Proposal], people: Iterable[User]) -> Hints:
    """Return the sentences by case and person, the pairs without a sign left out; five queries, however many."""
    cases, persons = list(proposals), list(people)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    if not cases or not persons:
        return {}
    versions = [_Newest(*row) for row in _newest(cases).values_list("proposal", "supplier", _departments())]
    for key, sentence in (
        *_by_unit(cases, persons, {row.case: row.departments for row in versions}),
        *_by_role(cases, persons),
        *_by_supplier(persons, versions),
    ):
        if sentence not in found[key]:
            found[key].append(sentence)
    return {key: tuple(sentences) for key, sentences in found.items()}


def supplier_key(name: str) -> str:
    """Return what a supplier is compared by: without company form and remarks; empty where none is named."""
    plain = name.casefold().split("(")[0]
    if _NOT_CHOSEN.search(plain):
        return ""
    return " ".join(re.sub(r"[^\w\s]", " ", _COMPANY_FORM.sub(" ", plain)).split())


def _by_unit(
    cases: Sequence[Proposal], people: Sequence[User], involved: dict[int, list[int | None]]
) -> Iterator[tuple[tuple[int, int], str]]:
    departments = dict(User.objects.filter(pk__in=[one.pk for one in people]).values_list("pk", "unit__department"))
    for case in cases:
        for person in people:
            department = departments.get(person.pk)
            if department is None:
                continue
            if department == case.unit.department_id:
                yield (case.pk, person.pk), _("The case comes from their own department.")
            elif department in involved.get(case.pk, ()):
                yield (case.pk, person.pk), _("Their own department takes part in the case.")


def _by_role(cases: Sequence[Proposal], people: Sequence[User]) -> Iterator[tuple[tuple[int, int], str]]:
    ids = {one.pk for one in people}
    running = Project.objects.filter(Q(owner__in=ids) | Q(manager__in=ids), proposal__in=cases)
    for case, owner, manager in running.values_list("proposal", "owner", "manager"):
        for person in {owner, manager} & ids:
            yield (case, person), _("They own or manage the project of the case.")
    lines = BenefitLine.objects.filter(owner__in=ids, case__version__in=_newest(cases).values("pk"))
    for case, person in lines.values_list("case__version__proposal", "owner").distinct():
        yield (case, person), _("They are named as the owner of a benefit in the case.")


def _by_supplier(people: Sequence[User], versions: "Sequence[_Newest]") -> Iterator[tuple[tuple[int, int], str]]:
    rows = ConflictDeclaration.objects.filter(person__in=people, ground__in=_FOLLOWS_SUPPLIER, lifted_at__isnull=True)
    other = ProposalVersion.objects.filter(proposal=OuterRef("proposal"), frozen_at__isnull=False).order_by("-ordinal")
    ties = [
        (person, case, supplier_key(name or ""))
        for person, case, name in rows.annotate(supplier=Subquery(other.values("supplier")[:1])).values_list(
            "person", "proposal", "supplier"
        )
    ]
    for row in versions:
        key = supplier_key(row.supplier)
        for person, declared, tied in ties:
            if key and key == tied and declared != row.case:
                sentence = _("They have declared a conflict of interest in another case of the same supplier.")
                yield (row.case, person), sentence


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
