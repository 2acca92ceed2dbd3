"""A sheet: everything that one step of the draft asks, its fields and its rows, read and judged together."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict

from portfolio.forms.drafts import STEP_FORMS, StepForm
from portfolio.forms.guidance import ROWS, Guidance
from portfolio.forms.rows import ROW_SETS, RowSet
from portfolio.models import Proposal, ProposalVersion


class Sheet:
    """One step of a draft, as stored or as posted."""

    def __init__(
        self,
        step: str,
        draft: ProposalVersion,
        *,
        proposal: Proposal | None,
        data: QueryDict | None = None,
        more: bool = False,
    ) -> None:
        """Read the step `step` of `draft`; `data` is what was posted, `more` adds an empty row."""
        self.step = step
        self.form: StepForm = STEP_FORMS[step](data, instance=draft, proposal=proposal)
        self.rows: RowSet | None = ROW_SETS[step].of(draft, data, more=more) if step in ROW_SETS else None
        self.form.initial["seen"] = self.digest

    @property
    def digest(self) -> str:
        """Return a digest of the step as the database has it, to tell whether somebody else has changed it."""
        stored = [self.form.stored, self.rows.stored if self.rows else []]
        return hashlib.sha256(json.dumps(stored, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]

    def is_valid(self) -> bool:
        """Tell whether everything can be read; both parts are judged, so that all errors show at once."""
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    @property
    def edition(self) -> int:
        """Return the edition the writer saw."""
        return int(self.form.cleaned_data["edition"])

    @property
    def seen(self) -> str:
        """Return the digest the writer saw."""
        return str(self.form.cleaned_data["seen"])

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was written, for `change_draft`."""
        return {**self.form.answers, **({self.rows.name: self.rows.rows} if self.rows else {})}

    @property
    def guidance(self) -> Guidance | None:
        """Return what is said above the rows."""
        return ROWS[self.rows.name] if self.rows else None
