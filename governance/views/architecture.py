"""The page on which IT writes and signs an architecture assessment."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.domain.refusal import require
from governance.domain.architecture import ACT, may_assess_architecture, sign_architecture
from governance.forms.architecture import ArchitectureForm
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.case_page import readable_case
from governance.views.moves import MoveView
from portfolio.domain.versions import submitted_version
from portfolio.selectors.similar import similar_cases
from portfolio.selectors.similar_systems import SimilarSystem, similar_systems

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


class ArchitectureView(MoveView):
    """IT assesses the architecture: the register and earlier cases stand beside the form."""

    form_class = ArchitectureForm
    heading = _("Assess the architecture")
    explanation = _("Your name and the date stand under the assessment, and it cannot be changed afterwards.")
    button = _("Sign the assessment")
    done = _("The architecture assessment has been signed.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.proposal = readable_case(kwargs["pk"], request.user)
        standing = reader_standing(request)
        part = part_in(self.proposal, request.user, standing)
        require(may_assess_architecture(self.proposal, part, standing), act=ACT, subject=self.proposal)
        # What the base asks is about moves of the table, and this is none.
        return FormView.dispatch(self, request, *args, **kwargs)

    @cached_property
    def found(self) -> tuple[SimilarSystem, ...]:
        """Return the systems that look like what the case asks for."""
        version = submitted_version(self.proposal)
        return similar_systems(title=version.title, need=f"{version.need} {version.idea}")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"found": tuple(one.system for one in self.found)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = submitted_version(self.proposal)
        similar = similar_cases(
            self.request.user, title=version.title, need=f"{version.need} {version.idea}", besides=self.proposal.pk
        )
        return super().get_context_data(similar=similar, systems=self.found, **kwargs)

    def make(self, form: ArchitectureForm) -> None:
        systems = form.cleaned_data.get("systems", ())
        sign_architecture(self.proposal, actor=self.request.user, said=form.said(), systems=systems)
