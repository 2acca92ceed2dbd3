"""The pages on which a case is handed over to a deputy, and taken back."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.domain.refusal import require
from governance.domain.handing_over import (
    BACK,
    OVER,
    hand_over,
    may_hand_over,
    may_take_back,
    seats_to_hand_over,
    take_case_back,
)
from governance.domain.stand_ins import sits_with
from governance.enums import BodyKind
from governance.forms.stand_ins import HandingOverForm
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView

if TYPE_CHECKING:
    from portfolio.models import StandIn


class HandingOver(MoveView):
    """Let a member's deputy step in on the case."""

    form_class = HandingOverForm
    heading = gettext_lazy("Let the deputy step in")
    button = gettext_lazy("Let the deputy step in")
    done = gettext_lazy("The deputy steps in, and has been told by mail.")

    def ask(self) -> None:
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        require(may_hand_over(self.proposal, self.request.user, part, standing), act=OVER, subject=self.proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = _(
            "For a member who is away. The deputy sees this case and reviews it in the member's place,"
            " until it is taken back."
        )
        if sits_with(self.proposal) == BodyKind.MANAGEMENT:
            said = _(
                "For a member of management who is away. The deputy sees this case and decides it in the member's"
                " place, until it is taken back."
            )
        return super().get_context_data(**kwargs) | {"explanation": said}

    def get_form_kwargs(self) -> dict[str, Any]:
        seats = seats_to_hand_over(self.proposal, self.request.user, reader_standing(self.request))
        return {**super().get_form_kwargs(), "seats": seats}

    def make(self, form: HandingOverForm) -> str:
        hand_over(self.proposal, **form.cleaned_data, actor=self.request.user)
        return self.back()


class TakingBack(MoveView):
    """Let the member have the case again."""

    form_class = forms.Form
    heading = gettext_lazy("Take the case back from the deputy")
    button = gettext_lazy("Take the case back")
    done = gettext_lazy("The member has the case again.")

    @cached_property
    def stand_in(self) -> "StandIn":
        """Return the stand-in, or 404 where it is not this case's."""
        rows = self.proposal.stand_ins.select_related("person", "member")
        return get_object_or_404(rows, pk=self.kwargs["stand_in"])

    def ask(self) -> None:
        answer = may_take_back(self.proposal, self.stand_in, self.request.user, reader_standing(self.request))
        require(answer, act=BACK, subject=self.proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = _("%(name)s no longer sees the case, and %(member)s reviews it again.")
        if self.stand_in.decides:
            said = _("%(name)s no longer sees the case, and %(member)s decides it again.")
        names = {"name": self.stand_in.person.name, "member": self.stand_in.member.name}
        return super().get_context_data(**kwargs) | {"explanation": said % names}

    def make(self, form: forms.Form) -> str:
        del form
        take_case_back(self.proposal, self.stand_in, actor=self.request.user)
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk])
