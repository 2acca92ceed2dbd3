"""A form that is sent twice, by a double click or after a broken connection, is carried out once."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from core.domain.posting import LONGEST_KEY, find_posted, post_once

if TYPE_CHECKING:
    from core.http import PersonRequest

_NAME, _PREFIX = "once", "form:"


class PostedOnce:
    """For form views; the template includes `components/once.html`. Stands before the view in its bases.

    What was carried out before is answered with where it led, before anything else is asked: the object may have moved
    on since.
    """

    request: "PersonRequest"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Read the key that the form was drawn with."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        key = request.POST.get(_NAME, "") if request.method == "POST" else ""
        self.once = key if len(key) <= LONGEST_KEY - len(_PREFIX) else ""

    def answered_before(self) -> HttpResponseRedirect | None:
        """Return the answer to the same form sent before; a view asks it first of all."""
        if not self.once:
            return None
        before = find_posted(_PREFIX + self.once, self._content(), person=self.request.user)
        return self._answer(before) if before else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form its key, the same where it comes back to be put right."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {_NAME: self.once or secrets.token_hex(16)}

    def carry_out(self, make: Callable[[], str], done: Any) -> HttpResponseRedirect:
        """Make the move, which returns where it leads, and go there; a refusal is the caller's to show.

        `done` is the sentence that tells it, or a function asked for it when the move has been made.
        """
        if not self.once:
            target = make()
            messages.success(self.request, str(done() if callable(done) else done))
            return HttpResponseRedirect(target)
        posted = post_once(_PREFIX + self.once, self._content(), lambda: {"url": make()}, person=self.request.user)
        if not posted.first:
            return self._answer(posted.answer)
        messages.success(self.request, str(done() if callable(done) else done))
        return HttpResponseRedirect(posted.answer["url"])

    def _answer(self, answer: dict[str, Any]) -> HttpResponseRedirect:
        messages.info(self.request, _("You had sent this already. It has been carried out once."))
        return HttpResponseRedirect(answer["url"])

    def _content(self) -> dict[str, object]:
        told = {
            name: values for name, values in self.request.POST.lists() if name not in {_NAME, "csrfmiddlewaretoken"}
        }
        return {"path": self.request.path, "posted": told}
