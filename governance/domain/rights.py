"""What a seat gives on all cases, by the kind of the body (architecture, section 6)."""

from collections.abc import Mapping

from django.contrib.auth.models import Permission

from governance.enums import BodyKind
from governance.models import Body
from governance.selectors.pool_criteria import criteria_in_force

_SEES_CASES = "portfolio.view_submitted_proposals"
_OPENS_REPORTS = "governance.open_reports"
_KEEPS_SYSTEMS = "portfolio.keep_systems"
# The pool is shown to those who see every case, and to those who keep its frame, where policy has a pool at all.
_SEES_POOL = "governance.view_pool"
_KINDS_AT_THE_POOL = frozenset(
    {
        BodyKind.MANAGEMENT,
        BodyKind.STRATEGY_GROUP,
        BodyKind.IT_DEPARTMENT,
        BodyKind.IT_NETWORK,
        BodyKind.AUDIT,
        BodyKind.ADMINISTRATION,
    }
)
# What a seat gives on all cases; a right that a later app brings is given when it is there.
RIGHTS: Mapping[BodyKind, tuple[str, ...]] = {
    BodyKind.COUNCIL: (),
    BodyKind.MANAGEMENT: (_SEES_CASES, _OPENS_REPORTS),
    BodyKind.STRATEGY_GROUP: (_SEES_CASES, _OPENS_REPORTS, "governance.take_part_in_reviews"),
    BodyKind.IT_DEPARTMENT: (
        _SEES_CASES,
        _OPENS_REPORTS,
        "principles.answer_architecture",
        _KEEPS_SYSTEMS,
    ),
    BodyKind.IT_NETWORK: (_SEES_CASES, _OPENS_REPORTS),
    BodyKind.DEPARTMENT_HEADS: (),
    BodyKind.AUDIT: (_SEES_CASES, _OPENS_REPORTS, "core.view_all_acts"),
    BodyKind.ADMINISTRATION: ("core.manage_organisation", _OPENS_REPORTS, _KEEPS_SYSTEMS),
}


def grant_rights(body: Body) -> None:
    """Give the body's group the rights of its kind that exist by now, and no others."""
    kind = BodyKind(body.kind)
    at_the_pool = kind in _KINDS_AT_THE_POOL and bool(criteria_in_force())
    body.group.permissions.set(_permissions((*RIGHTS[kind], *([_SEES_POOL] if at_the_pool else []))))


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    pairs = [name.split(".") for name in names]
    found = Permission.objects.filter(codename__in=[codename for _app, codename in pairs]).select_related(
        "content_type"
    )
    return [one for one in found if [one.content_type.app_label, one.codename] in pairs]
