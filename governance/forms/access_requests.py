"""The forms of a request for access: registering it, marking the papers, answering it."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from governance.enums import AccessMark, AccessOutcome
from governance.forms.moves import LONGEST, needed_by_choice
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.access_papers import Paper

_NUMBER = re.compile(r"([0-9]{4})-([0-9]{1,6})")


class AccessRequestForm(forms.Form):
    """Which case, who asks, where the answer goes, and since when."""

    number = forms.CharField(label=_("Case number"), help_text=_("For instance 2026-014."), max_length=20)
    asker = forms.CharField(label=_("Who asks"), max_length=200)
    contact = forms.CharField(
        label=_("Where the answer goes"), help_text=_("An e-mail address or a postal address."), max_length=200
    )
    received_on = DayField(
        label=_("Received"), help_text=_("The day the request reached the municipality. The time runs from there.")
    )

    def __init__(self, *arguments: Any, reader: "User", **options: Any) -> None:
        """Know who writes: a case that they may not see does not exist."""
        super().__init__(*arguments, **options)
        self.reader = reader

    def clean_number(self) -> Proposal:
        """Return the case."""
        written = _NUMBER.fullmatch(self.cleaned_data["number"].strip())
        cases = Proposal.objects.visible_to(self.reader).with_editors().filter(submitted_at__isnull=False)
        found = cases.filter(year=int(written[1]), serial=int(written[2])).first() if written else None
        if found is None:
            raise forms.ValidationError(_("There is no case with that number."))
        return found


class MarksForm(forms.Form):
    """A marking for each paper; the field is named after the paper's key."""

    def __init__(
        self,
        *arguments: Any,
        papers: "Iterable[Paper]",
        marks: Mapping[str, str],
        closed: frozenset[str],
        **options: Any,
    ) -> None:
        """Ask of every paper; what has not been marked yet begins with what the paper's own marking suggests.

        What is `closed` to the reader cannot be given by them; where somebody else has given it, that stands.
        """
        super().__init__(*arguments, **options)
        for paper in papers:
            mark = marks.get(paper.key, paper.suggested)
            kept = {AccessMark.GIVEN} if paper.key in closed and mark != AccessMark.GIVEN else set()
            self.fields[paper.key] = forms.ChoiceField(
                label=_("Marking of %(paper)s") % {"paper": paper.title},
                choices=[(value, label) for value, label in AccessMark.choices if value not in kept],
                initial=mark,
            )


class AccessAnswerForm(forms.Form):
    """The answer."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=AccessOutcome, widget=forms.RadioSelect)
    reason = needed_by_choice(
        forms.CharField(
            label=_("Reason"),
            help_text=_("When access is refused, or the answer comes late. Whoever asks reads it in the index."),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    )
