"""Marking a case as confidential, and opening it again."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.domain.restriction import may_restrict, restrict_case, unrestrict_case
from governance.forms.moves import ReasonForm
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.conflicts import ConflictFormView

if TYPE_CHECKING:
    from core.domain.refusal import Answer


class RestrictionView(ConflictFormView):
    """One page for both: it offers what the case is not."""

    template_name = "governance/restriction_form.html"
    form_class = ReasonForm
    act = "proposal.restrict"

    def answer(self) -> "Answer":
        standing = reader_standing(self.request)
        return may_restrict(self.proposal, part_in(self.proposal, self.request.user, standing), standing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opens = self.proposal.restricted
        heading = _("Open the case again") if opens else _("Mark the case as confidential")
        return super().get_context_data(heading=heading, opens=opens, **kwargs)

    def move(self, form: ReasonForm) -> str:
        """Do what the page offered when it was opened, so that two who send at once do not undo each other."""
        turn = unrestrict_case if self.request.POST.get("open") == "1" else restrict_case
        proposal = turn(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])
        said = _("The case is now confidential.") if proposal.restricted else _("The case is open again.")
        messages.success(self.request, said)
        return reverse("portfolio:proposal_detail", args=[proposal.pk])
