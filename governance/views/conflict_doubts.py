"""The page on which the body's decision on a doubt about partiality is recorded."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.domain.conflict_doubts import ACT, decide_doubt, deciders, may_decide_doubt
from governance.forms.conflicts import DoubtForm
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.conflicts import ConflictLift

if TYPE_CHECKING:
    from core.domain.refusal import Answer


class DoubtDecision(ConflictLift):
    """Record whether the body finds the person partial, who took part, and why."""

    template_name = "governance/conflict_doubt.html"
    form_class: Any = DoubtForm
    act = ACT

    def answer(self) -> "Answer":
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        return may_decide_doubt(self.declaration, part, standing, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": deciders(self.proposal, self.declaration)}

    def move(self, form: Any) -> str:
        decide_doubt(self.declaration, **form.decision(), actor=self.request.user)
        said = _("The group's decision about %(name)s has been recorded.")
        messages.success(self.request, said % {"name": self.declaration.person.name})
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk])
