"""Habilitet: declaring a conflict of interest, and lifting somebody else's."""

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.domain.refusal import Refused
from governance.domain.conflicts import declare_conflict, lift_conflict, may_declare, may_lift
from governance.forms.conflicts import ConflictForm
from governance.forms.moves import ReasonForm
from governance.models import ConflictDeclaration
from governance.permissions import part_in
from governance.selectors.conflict_hints import hints_of_reader
from governance.selectors.conflicts import consequences
from governance.selectors.standing import reader_standing
from governance.views.case_page import readable_case

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from core.domain.refusal import Answer
    from core.http import PersonRequest
    from portfolio.models import Proposal


class ConflictFormView(FormView[Any]):
    """A page about a conflict of interest; whoever may not make the move is sent back with why."""

    request: "PersonRequest"
    act: str

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        answer = self.answer()
        if not answer:
            raise Refused(answer.reason, who=answer.who, act=self.act, subject=self.proposal)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> "Proposal":
        """Return the case, or 404."""
        return readable_case(self.kwargs["pk"], self.request.user)

    @abstractmethod
    def answer(self) -> "Answer":
        """Answer whether the reader may."""

    @abstractmethod
    def move(self, form: Any) -> str:
        """Make the move, say it, and return where to go."""

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        """Make the move; a refusal stands on the same page with the text kept."""
        try:
            target = self.move(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]
        return HttpResponseRedirect(target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("portfolio:proposal_detail", args=[self.proposal.pk])
        return super().get_context_data(proposal=self.proposal, back=back, **kwargs)


class ConflictCreate(ConflictFormView):
    """Declare a conflict of interest; the page says what happens before it does."""

    template_name = "governance/conflict_form.html"
    form_class = ConflictForm
    act = "proposal.declare_conflict"

    def answer(self) -> "Answer":
        standing = reader_standing(self.request)
        return may_declare(self.proposal, part_in(self.proposal, self.request.user, standing), standing)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asks_body": reader_standing(self.request).is_group_member}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = consequences(self.proposal, self.request.user, reader_standing(self.request).offices)
        hints = hints_of_reader(self.request, self.proposal)
        return super().get_context_data(consequences=found, hints=hints, **kwargs)

    def move(self, form: ConflictForm) -> str:
        declare_conflict(self.proposal, actor=self.request.user, **form.cleaned_data)
        said = _("You have declared a conflict of interest in %(number)s. The case is no longer shown to you.")
        messages.success(self.request, said % {"number": self.proposal.number})
        return reverse("core:my_page")


class ConflictLift(ConflictFormView):
    """Lift somebody else's conflict of interest."""

    template_name = "governance/conflict_lift.html"
    form_class: Any = ReasonForm
    act = "proposal.lift_conflict"

    @cached_property
    def declaration(self) -> ConflictDeclaration:
        """Return the declaration, or 404 where it is not this case's."""
        rows = self.proposal.conflicts.select_related("person", "raised_by", "proposal")
        return get_object_or_404(rows, pk=self.kwargs["declaration"])

    def answer(self) -> "Answer":
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        return may_lift(self.declaration, part, standing, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(declaration=self.declaration, **kwargs)

    def move(self, form: Any) -> str:
        lift_conflict(self.declaration, actor=self.request.user, reason=form.cleaned_data["reason"])
        said = _("The conflict of interest of %(name)s has been lifted.")
        messages.success(self.request, said % {"name": self.declaration.person.name})
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk])
