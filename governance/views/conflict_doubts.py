"""A doubt about partiality: the page that raises it about another, and the one that records the body's decision."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.domain.conflict_doubts import (
    ACT,
    RAISE,
    decide_doubt,
    deciders,
    doubtable,
    may_decide_doubt,
    may_raise_doubt,
    raise_doubt,
)
from governance.forms.conflicts import DoubtForm, RaisedDoubtForm
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.conflicts import ConflictFormView, ConflictLift

if TYPE_CHECKING:
    from core.domain.refusal import Answer


class DoubtCreate(ConflictFormView):
    """Raise doubt about another who judges the case; the page says what happens before it does."""

    template_name = "governance/doubt_form.html"
    form_class = RaisedDoubtForm
    act = RAISE

    def answer(self) -> "Answer":
        standing = reader_standing(self.request)
        return may_raise_doubt(self.proposal, part_in(self.proposal, self.request.user, standing), standing)

    def get_form_kwargs(self) -> dict[str, Any]:
        offices = reader_standing(self.request).offices
        return {**super().get_form_kwargs(), "people": doubtable(self.proposal, self.request.user, offices)}

    def move(self, form: RaisedDoubtForm) -> str:
        row = raise_doubt(self.proposal, **form.cleaned_data, actor=self.request.user)
        said = _("The doubt has been raised. The case is hidden from %(name)s until the group has decided.")
        messages.success(self.request, said % {"name": row.person.name})
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk])


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
