"""File notes in the demo: what was said on the telephone about a case, and what was agreed about its project."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.domain.file_notes import write_note
from core.models import User
from portfolio.models import Project, Proposal

CASE = "Udskiftning af firewall og fjernadgang"
OF_THE_CASE = (
    "Leverandøren oplyser, at den nuværende model kun får sikkerhedsopdateringer til udgangen af næste år. Det er et "
    "halvt år tidligere, end vi regnede med. Oplysningen indgår i vores vurdering af, hvor meget det haster."
)
OF_THE_PROJECT = (
    "Vi aftalte at flytte hjemmearbejdspladserne sidst, så rådhusets vagt kan følge skiftet time for time. Planen for "
    "milepælene ændrer sig ikke."
)


def file_note_road(architect: User, start: datetime) -> Iterator[datetime]:
    """Yield when a note is written; what follows is that it is. Nothing where the case is not there."""
    yield start - timedelta(days=88)
    case = Proposal.objects.filter(title=CASE).first()
    if case is not None:
        write_note(case, text=OF_THE_CASE, source="Telefonsamtale med leverandøren", actor=architect)
    yield start - timedelta(days=6)
    project = Project.objects.filter(proposal__title=CASE).first()
    if project is not None:
        write_note(project, text=OF_THE_PROJECT, source="Møde med driften", actor=architect)
