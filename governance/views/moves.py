"""The pages of the moves: each shows the case, asks for what the move needs and makes it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.domain.refusal import require
from core.ui import Action
from governance.domain.it_assessment import approve_acquisition, refuse_acquisition
from governance.domain.local_decision import decide_locally
from governance.domain.moves import act_of
from governance.domain.routing import MOVE_OF, settle_route, sign_route
from governance.domain.submission import take_back_proposal, withdraw_proposal
from governance.domain.suggestions import answer_suggestion, carry_on_suggestion
from governance.enums import AssessmentOutcome, Signatory, Verdict
from governance.forms.moves import (
    AnswerForm,
    AssessmentForm,
    LocalDecisionForm,
    ReasonForm,
    RouteForm,
    SuccessorForm,
)
from governance.models import RouteSignature
from governance.permissions import may, part_in
from governance.selectors.case import case_summary
from governance.selectors.causes import possible_causes, usual_cause
from governance.selectors.profile import reader_profile
from governance.selectors.standing import reader_standing
from governance.selectors.taking_back import lost_by_taking_back
from governance.views.case_page import readable_case
from governance.views.move_page import MovePage
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind
from portfolio.selectors.similar import similar_cases
from portfolio.selectors.similar_systems import similar_systems


class MoveView(MovePage):
    """A page for a move on a case: it shows the case beside the form."""

    template_name = "governance/move_form.html"
    moves: tuple[str, ...]

    def find(self, pk: int) -> None:
        self.proposal = readable_case(pk, self.request.user)

    def ask(self) -> None:
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        answers = {name: may(name, self.proposal, part, standing) for name in self.moves}
        self.allowed = [name for name, answer in answers.items() if answer]
        if not self.allowed:
            require(answers[self.moves[0]], act=act_of(self.moves[0]), subject=self.proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = case_summary(self.proposal, reader_profile(self.request))
        return super().get_context_data(proposal=self.proposal, case=case, **kwargs)

    def back(self) -> str:
        """Return the address of the case."""
        return reverse("portfolio:proposal_detail", args=[self.proposal.pk])


class TakeBackView(MoveView):
    """Take a submitted case back to correct it."""

    form_class = ReasonForm
    moves = ("take_back",)
    heading = _("Correct the case")
    explanation = _(
        "The case comes back to you with its number. Submit it again when it is right; then it is triaged anew."
    )
    button = _("Take the case back")
    done = _("The case is with you. Correct it and submit it again.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(warning=lost_by_taking_back([self.proposal]), **kwargs)

    def make(self, form: ReasonForm) -> None:
        take_back_proposal(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])


class WithdrawView(MoveView):
    """Withdraw a submitted case for good."""

    form_class = ReasonForm
    moves = ("withdraw",)
    heading = _("Withdraw the case")
    explanation = _("The case ends here. It stays readable with its history, and its number is not used again.")
    button = _("Withdraw the case")
    done = _("The case has been withdrawn.")
    danger = True

    def make(self, form: ReasonForm) -> None:
        withdraw_proposal(self.proposal, actor=self.request.user, reason=form.cleaned_data["reason"])


class AssessmentView(MoveView):
    """The IT department answers."""

    form_class = AssessmentForm
    moves = ("approve_acquisition", "refuse_acquisition")
    heading = _("Assess the acquisition")
    explanation = _("The answer goes to the applicant and the project owner with your reasons.")
    button = _("Give the answer")
    done = _("The answer has been given.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = submitted_version(self.proposal)
        similar = similar_cases(
            self.request.user, title=version.title, need=f"{version.need} {version.idea}", besides=self.proposal.pk
        )
        systems = similar_systems(title=version.title, need=f"{version.need} {version.idea}")
        others = (
            (_("Ask the applicant"), "governance:hearing_question"),
            (_("Assess the architecture"), "governance:proposal_architecture"),
        )
        asides = [Action(label, reverse(name, args=[self.proposal.pk])) for label, name in others]
        return super().get_context_data(similar=similar, systems=systems, with_hearing=True, asides=asides, **kwargs)

    def make(self, form: AssessmentForm) -> None:
        reasons = form.cleaned_data["reasons"]
        if form.cleaned_data["outcome"] == AssessmentOutcome.APPROVED:
            conditions = form.condition_lines()
            approve_acquisition(self.proposal, actor=self.request.user, reasons=reasons, conditions=conditions)
        else:
            refuse_acquisition(self.proposal, actor=self.request.user, reasons=reasons)


class RouteView(MoveView):
    """IT, the project owner or, on disagreement, the chair signs the route."""

    form_class = RouteForm
    moves = ("sign_route_for_it", "sign_route_for_owner", "settle_route")
    heading = _("Choose the route")
    explanation = _(
        "IT and the project owner choose together. "
        "If you choose differently, the chair of the strategy group settles it."
    )
    button = _("Sign the route")
    done = _("Your signature has been recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What the others have chosen stands beside the choice, not only at the end of the case.
        said = [(row.get_signatory_display(), f"{row.get_route_display()}\n{row.reason}") for row in self.signatures()]
        context = super().get_context_data(facts=said, **kwargs)
        if self.signatory() == Signatory.CHAIR:
            context |= {
                "heading": _("Settle the route"),
                "explanation": _("IT and the project owner disagree. You settle the route, and both read why."),
                "button": _("Settle the route"),
            }
        return context

    def make(self, form: RouteForm) -> None:
        route, reason = form.chosen(), form.cleaned_data["reason"]
        signatory = self.signatory()
        if signatory == Signatory.CHAIR:
            settle_route(self.proposal, actor=self.request.user, route=route, reason=reason)
        else:
            sign_route(self.proposal, actor=self.request.user, signatory=signatory, route=route, reason=reason)

    def signatory(self) -> Signatory:
        """Return for whom the reader signs: the first side open to them that has not signed yet."""
        signed = set(self.signed())
        sides = [side for side, name in MOVE_OF.items() if name in self.allowed]
        return next((side for side in sides if side not in signed), sides[0])

    def signed(self) -> list[str]:
        """Return who has signed the newest triage."""
        return [row.signatory for row in self.signatures()]

    def signatures(self) -> list[RouteSignature]:
        """Return the signatures of the newest triage."""
        return list(next(iter(self.proposal.triages.all())).signatures.all())


class LocalDecisionView(MoveView):
    """The head of the department decides."""

    form_class = LocalDecisionForm
    moves = ("approve_locally", "reject_locally")

    def get_form_kwargs(self) -> dict[str, Any]:
        causes = possible_causes(self.proposal, ())
        usual = usual_cause(submitted_version(self.proposal), "", causes)
        return {
            **super().get_form_kwargs(),
            "causes": causes,
            "initial": {"cause": usual.key if usual else ""},
        }

    heading = _("Decide the case")
    explanation = _("The decision goes to the applicant and the project owner with your reasons.")
    button = _("Record the decision")
    done = _("The decision has been recorded.")

    def make(self, form: LocalDecisionForm) -> None:
        said = form.cleaned_data
        verdict = Verdict(said["verdict"])
        cause = said.get("cause", "") if verdict == Verdict.REJECTED else ""
        decide_locally(self.proposal, actor=self.request.user, verdict=verdict, reasons=said["reasons"], cause=cause)


class AnswerView(MoveView):
    """A suggestion is answered."""

    form_class = AnswerForm
    moves = ("answer",)
    heading = _("Answer the suggestion")
    button = _("Send the answer")
    done = _("The answer has been sent.")

    def make(self, form: AnswerForm) -> None:
        answer_suggestion(self.proposal, actor=self.request.user, answer=form.cleaned_data["answer"])


class SuccessorView(MoveView):
    """A suggestion is carried on."""

    form_class = SuccessorForm
    moves = ("carry_on",)
    heading = _("Carry the suggestion on")
    explanation = _("A draft is made with what the suggestion says. You write on it, and the giver is told.")
    button = _("Make the draft")
    done = _("The draft is yours. Fill it in step by step.")

    def make(self, form: SuccessorForm) -> str:
        kind = ProposalKind(form.cleaned_data["kind"])
        successor = carry_on_suggestion(self.proposal, actor=self.request.user, kind=kind)
        return reverse("portfolio:proposal_detail", args=[successor.pk])
