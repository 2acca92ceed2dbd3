"""The form of a review: a position, and a score with a comment for each of the pool's criteria."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.reviews import Mark, Opinion
from governance.enums import Position, ScoreLevel
from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from django.forms import BoundField

    from governance.models import Review
    from governance.policy.profile import Criterion
    from governance.selectors.review_rounds import Weighed

_NO_SCORE = ("", _("Not scored"))


class ReviewForm(forms.Form):
    """A member's review. `criteria` is empty for a case that asks the pool for nothing."""

    position = forms.ChoiceField(label=_("Your position"), choices=Position, widget=forms.RadioSelect)

    def __init__(
        self, *arguments: Any, criteria: "Iterable[Criterion | Weighed]" = (), applied: str = "", **options: Any
    ) -> None:
        """Ask for a score on each criterion, the one that is applied under first."""
        super().__init__(*arguments, **options)
        self.criteria = sorted(criteria, key=lambda one: one.code != applied)
        self.applied = applied
        for criterion in self.criteria:
            self._add_criterion(criterion)
        self.fields["comment"] = forms.CharField(
            label=_("Further comment") if self.criteria else _("Reason"),
            help_text=_("If you abstain, say why here.") if self.criteria else "",
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @classmethod
    def initial_of(cls, review: "Review | None") -> dict[str, Any]:
        """Return what a form shows of a review that has been given."""
        if review is None:
            return {}
        scores = {f"score_{row.criterion}": str(row.level) for row in review.scores.all()}
        comments = {f"why_{row.criterion}": row.comment for row in review.scores.all()}
        return {"position": review.position, "comment": review.comment, **scores, **comments}

    @property
    def applied_criterion(self) -> "Criterion | Weighed | None":
        """The criterion that the case applies under."""
        return next((one for one in self.criteria if one.code == self.applied), None)

    @property
    def applied_fields(self) -> "list[BoundField]":
        """The score and the comment on the criterion that the case applies under."""
        return [self[f"{part}_{self.applied}"] for part in ("score", "why")] if self.applied else []

    @property
    def other_fields(self) -> "list[tuple[Criterion | Weighed, BoundField, BoundField]]":
        """The other criteria with their two fields each."""
        return [
            (criterion, self[f"score_{criterion.code}"], self[f"why_{criterion.code}"])
            for criterion in self.criteria
            if criterion.code != self.applied
        ]

    @property
    def others_open(self) -> bool:
        """Whether something stands in the other criteria, so that they are not folded away."""
        return any(field.value() or field.errors for _one, *pair in self.other_fields for field in pair)

    def clean(self) -> dict[str, Any]:
        """Ask for what the position demands; a comment without its score would be lost."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("position") == Position.ABSTAIN:
            self._check_abstention(cleaned)
            return cleaned
        for criterion in self.criteria:
            score, why = f"score_{criterion.code}", f"why_{criterion.code}"
            if criterion.code != self.applied and cleaned.get(why) and not cleaned.get(score):
                self.add_error(score, _("Choose a score to go with your comment."))
        if not self.criteria and not cleaned.get("comment"):
            self.add_error("comment", _("Write the reason for your position."))
        return cleaned

    def opinion(self) -> Opinion:
        """Return what was said."""
        cleaned = self.cleaned_data
        marks = {
            criterion.code: Mark(ScoreLevel(int(level)), cleaned[f"why_{criterion.code}"])
            for criterion in self.criteria
            if (level := cleaned.get(f"score_{criterion.code}"))
        }
        return Opinion(Position(cleaned["position"]), cleaned["comment"], marks)

    def _add_criterion(self, criterion: "Criterion | Weighed") -> None:
        applied = criterion.code == self.applied
        choices = [(str(level.value), level.label) for level in ScoreLevel]
        self.fields[f"score_{criterion.code}"] = forms.ChoiceField(
            label=_("How well does the case meet the criterion?") if applied else criterion.name,
            choices=choices if applied else [_NO_SCORE, *choices],
            required=applied,
            error_messages={"required": _("Choose a score.")},
            widget=forms.RadioSelect if applied else forms.Select,
        )
        self.fields[f"why_{criterion.code}"] = forms.CharField(
            label=_("Why") if applied else _("Comment on %(criterion)s") % {"criterion": criterion.name.lower()},
            max_length=LONGEST,
            required=applied,
            error_messages={"required": _("Say why. The group and management read it.")},
            widget=forms.Textarea(attrs={"rows": 4 if applied else 2}),
        )

    def _check_abstention(self, cleaned: dict[str, Any]) -> None:
        for part in ("score", "why"):
            self.errors.pop(f"{part}_{self.applied}", None)
        if not cleaned.get("comment"):
            self.add_error("comment", _("Say why you abstain."))
        if any(cleaned.get(f"score_{criterion.code}") for criterion in self.criteria):
            self.add_error("position", _("Who abstains gives no scores. Choose a position, or remove the scores."))
