"""The page on which an advisory body advises on a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.domain.refusal import require
from governance.domain.advice import ACT, give_advice, may_advise
from governance.forms.moves import LONGEST
from governance.permissions import part_in
from governance.selectors.standing import reader_standing
from governance.views.moves import MoveView


class AdviceForm(forms.Form):
    """The advice in words."""

    text = forms.CharField(
        label=_("Advice"),
        help_text=_("What should those who judge the case have in mind?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AdviceView(MoveView):
    """Advise on the case, which stands beside the form."""

    form_class = AdviceForm
    heading = _("Advise on the case")
    explanation = _("Whoever may see the case reads the advice. It binds nobody, and it cannot be changed afterwards.")
    button = _("Give the advice")
    done = _("The advice stands on the case.")

    def ask(self) -> None:
        standing = reader_standing(self.request)
        part = part_in(self.proposal, self.request.user, standing)
        require(may_advise(self.proposal, part, standing), act=ACT, subject=self.proposal)

    def make(self, form: AdviceForm) -> None:
        give_advice(self.proposal, text=form.cleaned_data["text"], actor=self.request.user)
