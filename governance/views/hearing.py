"""The pages of a hearing: IT asks the applicant, and the applicant answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.domain.hearing import answer_in_hearing, ask_in_hearing
from governance.forms.hearing import HearingAnswerForm, QuestionForm
from governance.views.moves import MoveView


class QuestionView(MoveView):
    """IT asks."""

    form_class = QuestionForm
    moves = ("ask_in_hearing",)
    heading = _("Ask the applicant")
    explanation = _("The question is mailed to the applicant and the project owner. Your time stands still meanwhile.")
    button = _("Send the question")
    done = _("The question has been sent. Your time stands still until the answer comes.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(with_hearing=True, **kwargs)

    def make(self, form: QuestionForm) -> None:
        ask_in_hearing(self.proposal, actor=self.request.user, question=form.cleaned_data["question"])


class HearingAnswerView(MoveView):
    """The applicant answers."""

    form_class = HearingAnswerForm
    moves = ("answer_in_hearing",)
    heading = _("Answer IT")
    explanation = _("The answer is mailed to whoever has asked, and IT's time goes on.")
    button = _("Send the answer")
    done = _("The answer has been sent to IT.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(with_hearing=True, **kwargs)

    def make(self, form: HearingAnswerForm) -> None:
        answer_in_hearing(self.proposal, actor=self.request.user, answer=form.cleaned_data["answer"])
