"""File notes: written once, read with the object's history."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.domain.file_notes import write_note
from core.domain.refusal import require
from core.enums import AccessMarking
from core.selectors.file_notes import notes_of
from governance.forms.file_notes import FileNoteForm
from governance.selectors.note_holders import holder_url, may_note, readable_holder
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class FileNoteCreate(FormView[FileNoteForm]):
    """Write a note on an object; those that stand there already are shown below."""

    request: "PersonRequest"
    template_name = "governance/note_form.html"
    form_class = FileNoteForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        word, pk = kwargs["kind"], kwargs["pk"]
        self.holder = readable_holder(word, pk, request.user)
        self.back = holder_url(word, pk)
        answer = may_note(word, self.holder, request.user, reader_standing(request))
        require(answer, act="note.write", subject=self.holder)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(holder=self.holder, back=self.back, notes=notes_of(self.holder), **kwargs)

    def form_valid(self, form: FileNoteForm) -> HttpResponseRedirect:
        said = form.cleaned_data
        marking = AccessMarking(said["marking"])
        write_note(self.holder, text=said["text"], source=said["source"], marking=marking, actor=self.request.user)
        messages.success(self.request, _("The note has been written. It stands in the history."))
        return HttpResponseRedirect(f"{self.back}#history")
