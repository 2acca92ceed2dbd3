"""What every move on a project begins and ends with: lock and ask, then change phase and write the act."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.kept_query import KeptQuery
from core.statement import Given
from governance.enums import BodyKind
from governance.models import Body
from governance.project_workflow import BY_NAME, ProjectMove, ProjectWho
from governance.selectors.standing import standing_of
from portfolio.domain.phases import enter_phase, lock_project
from portfolio.enums import ProjectPhase
from portfolio.models import Project

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing


def may_move(name: str, project: Project, person: "User", standing: "Standing") -> Answer:
    """Answer whether `person` can make the move; `project` is as it stands in the database now. Phase first, then role.

    What the move demands of the project itself is asked of `governance.domain.project_gates`.
    """
    move = BY_NAME[name]
    if project.phase not in move.sources:
        return Answer(
            allowed=False,
            reason=_("That cannot be done while the project is in the phase “%(phase)s”.")
            % {"phase": project.get_phase_display()},
        )
    if not any(_IS[who](project, person, standing) for who in move.who):
        reason = _("You do not have the role that this takes.")
        return Answer(allowed=False, reason=reason, who=who_can(move, project))
    return ALLOWED


def who_can(move: ProjectMove, project: Project) -> str:
    """Return the names of those who make the move, such as "Anna Lund or the project manager"."""
    *first, last = dict.fromkeys(_NAMES[who](project) for who in move.who)
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def take_project(name: str, project: Project, *, actor: "User") -> Project:
    """Lock the project and require that `actor` may make the move `name`; return the locked row.

    Raises `Refused`. The caller runs in a transaction.
    """
    project = lock_project(project)
    require(may_move(name, project, actor, standing_of(actor)), act=act_of(name), subject=project)
    return project


def settle_project(
    name: str, project: Project, *, actor: "User", reason: str = "", data: Mapping[str, object] | None = None
) -> None:
    """Enter the phase that the move leads to and write the act."""
    before = project.phase
    target = ProjectPhase(BY_NAME[name].target(before))
    # A move that leaves the project where it is does not set its clock back.
    if target != before:
        enter_phase(project, target, reason=reason)
    record(
        act_of(name), actor=actor, subject=project, reason=reason, data={"from": before, "to": target, **(data or {})}
    )


def refuse(project: Project, name: str, sentence: str) -> Refused:
    """Return the refusal of a move for what the project or the words of it lack."""
    return Refused(sentence, act=act_of(name), subject=project)


def words(text: str, name: str, project: Project, *, otherwise: str = "") -> str:
    """Return the stripped text; refuse an empty one with the sentence `otherwise`."""
    text = text.strip()
    if not text:
        raise refuse(project, name, otherwise or _("Write the reason."))
    return text


def tell(person: "User", project: Project, *, subject: str, body: str, key: str) -> None:
    """Promise a mail about the project, with the way to it."""
    address = f"{settings.SITE_ADDRESS}{reverse('governance:project_detail', args=[project.pk])}"
    body = f"{body}\n\n" + _("See the project: %(address)s") % {"address": address}
    promise(person, subject=f"{project.number} {subject}", body=body, key=f"{key}:{project.pk}:{person.pk}")


def evaluates(project: Project, person: "User", standing: "Standing") -> bool:
    """Whether `person` evaluates what the project has given.

    IT does where several departments take part, else those who run the project and the head of their department (C28).
    """
    if project.cross_cutting:
        return BodyKind.IT_DEPARTMENT in standing.kinds
    if person.pk in {project.owner_id, project.manager_id}:
        return True
    department = project.unit.department_id if project.unit else None
    return BodyKind.DEPARTMENT_HEADS in standing.kinds and department == standing.department_id is not None


def evaluator_name(project: Project) -> str:
    """Return who is responsible for the effect evaluation."""
    if project.cross_cutting:
        return _name_of(BodyKind.IT_DEPARTMENT)
    return project.owner.name if project.owner else _("the project owner")


def act_of(name: str) -> str:
    """Return the name under which a move stands among the acts."""
    return f"project.{name}"


_IS: dict[ProjectWho, Callable[[Project, "User", "Standing"], bool]] = {
    ProjectWho.OWNER: lambda project, person, _standing: project.owner_id == person.pk,
    ProjectWho.MANAGER: lambda project, person, _standing: project.manager_id == person.pk,
    ProjectWho.ADMINISTRATION: lambda _project, _person, standing: BodyKind.ADMINISTRATION in standing.kinds,
    ProjectWho.EVALUATOR: evaluates,
}

_NAMES: dict[ProjectWho, Callable[[Project], str]] = {
    ProjectWho.OWNER: lambda project: project.owner.name if project.owner else _("the project owner"),
    ProjectWho.MANAGER: lambda project: project.manager.name if project.manager else _("the project manager"),
    ProjectWho.ADMINISTRATION: lambda _project: _name_of(BodyKind.ADMINISTRATION),
    ProjectWho.EVALUATOR: evaluator_name,
}


def _name_of(kind: BodyKind) -> str:
    """Return the body's name; asked for only where somebody is refused."""
    named = _NAMES_OF.rows(kind=kind)
    return named[0][0] if named else str(kind.label)


_NAMES_OF = KeptQuery(lambda: Body.objects.filter(kind=Given("kind")).order_by("pk").values_list("name")[:1])
