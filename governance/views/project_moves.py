"""The pages of a project's moves: each shows the project in short, asks for what the move needs and makes it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.domain.refusal import require
from core.selectors.people import suggested_people
from governance.domain.project_follow_up import record_lesson
from governance.domain.project_gates import gaps_before, unreached, unreached_sentence
from governance.domain.project_moves import act_of, may_move, refuse
from governance.domain.project_phases import (
    begin_execution,
    begin_realisation,
    close_project,
    date_operation,
    go_back,
    stop_project,
)
from governance.domain.projects import name_manager, name_owner
from governance.forms.moves import ReasonForm
from governance.forms.projects import (
    ClosingForm,
    LessonForm,
    NoWordsForm,
    OperationForm,
    PersonChoiceForm,
    RealisationForm,
    StopForm,
)
from governance.project_workflow import BY_NAME
from governance.selectors.follow_up import agreed_months
from governance.selectors.project_page import readable_project
from governance.selectors.standing import reader_standing
from governance.views.move_page import MovePage
from portfolio.enums import ProjectPhase


class ProjectMoveView(MovePage):
    """A page for one move on a project."""

    template_name = "governance/project_form.html"
    move: str

    def find(self, pk: int) -> None:
        self.project = readable_project(pk, self.request.user)

    def ask(self) -> None:
        answer = may_move(self.move, self.project, self.request.user, reader_standing(self.request))
        require(answer, act=act_of(self.move), subject=self.project)
        gaps = gaps_before(self.move, self.project)
        if gaps:
            raise refuse(self.project, self.move, " ".join(gaps))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(project=self.project, **kwargs)

    def back(self) -> str:
        """Return the address of the project."""
        return reverse("governance:project_detail", args=[self.project.pk])


class ExecutionView(ProjectMoveView):
    """Begin the execution."""

    form_class = NoWordsForm
    move = "begin_execution"
    heading = _("Begin the execution")
    explanation = _("From now on, moving a milestone takes a reason, and the status is due every month.")
    button = _("Begin the execution")
    done = _("The project is in the phase of execution.")

    def make(self, form: NoWordsForm) -> None:  # noqa: ARG002 - it holds nothing
        begin_execution(self.project, actor=self.request.user)


class RealisationView(ProjectMoveView):
    """Begin the realisation."""

    form_class = RealisationForm
    move = "begin_realisation"
    heading = _("Begin the realisation")
    button = _("Begin the realisation")
    done = _("The project is in the phase of realisation.")

    def get_initial(self) -> dict[str, Any]:
        return {"operation_on": today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        late = unreached(self.project)
        said = unreached_sentence(late) if late else _("The solution is in use, and the gains are to be reached.")
        return super().get_context_data(**kwargs) | {"explanation": said}

    def make(self, form: RealisationForm) -> None:
        cleaned = form.cleaned_data
        begin_realisation(
            self.project,
            actor=self.request.user,
            reason=cleaned["reason"],
            operation_on=cleaned["operation_on"],
        )


class OperationView(ProjectMoveView):
    """Correct when normal operation began."""

    form_class = OperationForm
    move = "date_operation"
    heading = _("Correct when normal operation began")
    button = _("Correct the day")
    done = _("The day has been corrected.")

    def get_initial(self) -> dict[str, Any]:
        return {"operation_on": self.project.operation_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        months = agreed_months(self.project)
        said = ngettext(
            "The benefits are measured %(count)d month after this day, as agreed. Their day moves with it.",
            "The benefits are measured %(count)d months after this day, as agreed. Their day moves with it.",
            months,
        ) % {"count": months}
        return super().get_context_data(**kwargs) | {"explanation": said}

    def make(self, form: OperationForm) -> None:
        cleaned = form.cleaned_data
        date_operation(
            self.project,
            actor=self.request.user,
            operation_on=cleaned["operation_on"],
            reason=cleaned["reason"],
        )


class EndView(ProjectMoveView):
    """An end, at which what is left of the pool's money goes back."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"granted": self.project.granted}


class ClosingView(EndView):
    """Close the project."""

    form_class = ClosingForm
    move = "close"
    heading = _("Close the project")
    explanation = _("Nothing more is reported. The benefits can still be measured.")
    button = _("Close the project")
    done = _("The project has been closed.")

    def make(self, form: ClosingForm) -> None:
        cleaned = form.cleaned_data
        close_project(
            self.project,
            actor=self.request.user,
            reason=cleaned["reason"],
            pool_spent=cleaned.get("pool_spent"),
        )


class StopView(EndView):
    """Stop with learning."""

    form_class = StopForm
    move = "stop"
    heading = _("Stop with learning")
    explanation = _(
        "Better to try, fail and learn than never to try. The project ends here, and others can read what it taught."
    )
    button = _("Stop the project")
    done = _("The project has been stopped, and the lesson written down.")
    danger = True

    def make(self, form: StopForm) -> None:
        stop_project(
            self.project,
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
            lesson=form.taught(),
            pool_spent=form.cleaned_data.get("pool_spent"),
        )


class ReturnView(ProjectMoveView):
    """Go back a phase."""

    form_class = ReasonForm
    move = "go_back"
    heading = _("Go back a phase")
    button = _("Go back a phase")
    done = _("The project has gone back a phase.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = gettext("The project goes from %(here)s back to %(before)s. What has been reported and planned is kept.")
        before = ProjectPhase(BY_NAME[self.move].target(self.project.phase))
        phases = {"here": self.project.get_phase_display().lower(), "before": str(before.label).lower()}
        return super().get_context_data(**kwargs) | {"explanation": said % phases}

    def make(self, form: ReasonForm) -> None:
        go_back(self.project, actor=self.request.user, reason=form.cleaned_data["reason"])


class LessonView(ProjectMoveView):
    """Write down a lesson."""

    form_class = LessonForm
    move = "record_lesson"
    heading = _("Write down a lesson")
    button = _("Save the lesson")
    done = _("The lesson has been written down.")

    def make(self, form: LessonForm) -> None:
        record_lesson(self.project, form.taught(), actor=self.request.user)


class ManagerView(ProjectMoveView):
    """Name the manager."""

    form_class = PersonChoiceForm
    move = "name_manager"
    heading = _("Name a manager")
    explanation = _(
        "The manager reports the status and keeps milestones and risks. The one you name is told by e-mail."
    )
    button = _("Name the manager")
    done = _("The manager has been named.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"people": suggested_people(), "now": self.now()}

    def now(self) -> str:
        """Return who has the role as long as nobody else is named."""
        manager = self.project.manager
        return gettext("%(name)s is the manager now.") % {"name": manager.name} if manager else ""

    def make(self, form: PersonChoiceForm) -> None:
        name_manager(self.project, form.cleaned_data["person"], actor=self.request.user)


class OwnerView(ManagerView):
    """Hand over the project."""

    move = "name_owner"
    heading = _("Hand over the project")
    explanation = _("The owner answers for the project and moves its phases. The one you name is told by e-mail.")
    button = _("Hand over the project")
    done = _("The project has a new owner.")

    def now(self) -> str:
        """Return who has the role as long as nobody else is named."""
        owner = self.project.owner
        return gettext("%(name)s is the owner now.") % {"name": owner.name} if owner else ""

    def make(self, form: PersonChoiceForm) -> None:
        name_owner(self.project, form.cleaned_data["person"], actor=self.request.user)
