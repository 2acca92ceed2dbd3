"""The forms of those who keep the pool's ledger: transfers, expenditure, counter-entries."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.clock import today
from core.templatetags.danish import date_long, kroner
from governance.domain.ledger_moves import (
    may_keep_ledger,
    may_reverse,
    record_expenditure,
    reverse_entry,
    transfer_money,
)
from governance.forms.ledger import ExpenditureForm, TransferForm
from governance.forms.moves import ReasonForm
from governance.models import LedgerEntry, PoolYear
from governance.selectors.pool import the_pool
from governance.selectors.pool_page import readable_entries
from governance.selectors.spendable import spendable
from governance.views.pool_form import PoolFormView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.refusal import Answer
    from governance.selectors.standing import Standing


class LedgerFormView(PoolFormView):
    """A form that posts in the ledger."""

    def may(self, standing: "Standing") -> "Answer":
        return may_keep_ledger(standing)


class TransferView(LedgerFormView):
    """Move money between years."""

    form_class = TransferForm
    act = "pool.transfer"
    heading = _("Move money between years")
    lead = _(
        "The council decides that money moves to another year. Post it here when it has. Both years are posted at once."
    )
    button = _("Move the money")
    done = _("The money has been moved.")
    nothing = _("The pool needs a frame for two years before money can be moved between them.")

    def get_form_kwargs(self) -> dict[str, Any]:
        years = list(PoolYear.objects.filter(pool=the_pool()).order_by("-year"))
        return {**super().get_form_kwargs(), "years": years}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is most usual: what is left of last year, to this one."""
        return {"source": today().year - 1, "target": today().year}

    def make(self, form: TransferForm) -> None:
        said = form.cleaned_data
        transfer_money(
            said["source"], said["target"], said["amount"], reference=said["reference"], actor=self.request.user
        )


class ExpenditureView(LedgerFormView):
    """Post what a case has spent."""

    form_class = ExpenditureForm
    act = "pool.spend"
    heading = _("Post an expenditure")
    lead = _(
        "What a case pays of the money that it has been allocated. A wrong entry is taken back by a counter-entry."
    )
    button = _("Post the expenditure")
    done = _("The expenditure has been posted.")
    nothing = _("No case has money of the pool's left to spend.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": spendable(self.request.user)}

    def make(self, form: ExpenditureForm) -> None:
        said, choice = form.cleaned_data, form.chosen()
        record_expenditure(choice.proposal, choice.year, said["amount"], text=said["text"], actor=self.request.user)


class ReversalView(LedgerFormView):
    """Take an entry back by a counter-entry."""

    form_class = ReasonForm
    act = "pool.reverse"
    heading = _("Take an entry back")
    lead = _("The entry stays where it is. A counter-entry of the same amount is posted, with your reason.")
    button = _("Post the counter-entry")
    done = _("The entry has been taken back by a counter-entry.")

    @cached_property
    def entry(self) -> LedgerEntry:
        """Return the entry, of a case that the reader sees; 404 for another."""
        seen = Q(case_is_seen=True) | Q(proposal__isnull=True)
        entry = readable_entries(self.request.user, the_pool()).filter(seen, pk=self.kwargs["pk"]).first()
        if entry is None:
            raise Http404
        return entry

    def facts(self) -> "Sequence[tuple[Any, Any]]":
        entry = self.entry
        case = [(_("Case"), entry.proposal)] if entry.proposal else []
        return (
            (_("What"), entry.get_kind_display()),
            *case,
            (_("Text"), entry.text),
            (_("Year"), str(entry.pool_year.year)),
            (_("Amount"), kroner(entry.amount)),
            (_("Posted"), date_long(entry.posted_at)),
        )

    def get_form(self, form_class: Any = None) -> Any:
        """Offer no form for what cannot be taken back."""
        form = super().get_form(form_class)
        answer = may_reverse(self.entry)
        if not answer and self.request.method == "GET":
            self.nothing = answer.reason
            form.fields.clear()
        return form

    def make(self, form: ReasonForm) -> None:
        reverse_entry(self.entry, reason=form.cleaned_data["reason"], actor=self.request.user)
