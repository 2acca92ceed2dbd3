"""The page of a move, whatever it is made on: it asks for what the move needs, and makes it."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.views.generic import FormView

from core.domain.refusal import Refused
from core.refusals import answer_refusal
from core.views.once import PostedOnce

if TYPE_CHECKING:
    from django.http import HttpResponseRedirect
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class MovePage(PostedOnce, FormView[Any]):
    """A page for one move, or for a few that share a form; whoever may make none of them is told why and who can."""

    request: "PersonRequest"
    heading: Any
    button: Any
    done: Any
    explanation: Any = ""
    danger = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        """Find what the move is made on and ask whether it can be made; else go to that which it is about."""
        self.find(kwargs["pk"])
        if before := self.answered_before():
            return before
        try:
            self.ask()
        except Refused as refusal:
            return answer_refusal(request, refusal, otherwise=self.back())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            button=self.button,
            explanation=self.explanation,
            danger=self.danger,
            back=self.back(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> "HttpResponseRedirect":
        """Make the move; a refusal stands on the same page with the text kept."""
        try:
            return self.carry_out(lambda: self.make(form) or self.back(), lambda: self.done)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]

    @abstractmethod
    def find(self, pk: int) -> None:
        """Keep the object of the page, or raise Http404 where the reader may not know of it."""

    @abstractmethod
    def ask(self) -> None:
        """Raise `Refused` where the reader cannot make the move now."""

    @abstractmethod
    def make(self, form: Any) -> str | None:
        """Make the move and return where to go, or None for `back`."""

    @abstractmethod
    def back(self) -> str:
        """Return the address of what the move is about."""
