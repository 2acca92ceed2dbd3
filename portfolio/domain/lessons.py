"""What a project has taught: written once, never changed."""

from typing import TYPE_CHECKING

from core import clock
from portfolio.models import Lesson, Project

if TYPE_CHECKING:
    from core.models import User


def write_lesson(project: Project, *, title: str, text: str, shared_with: str, actor: "User") -> Lesson:
    """Store a lesson; the caller has asked whether it may."""
    return Lesson.objects.create(
        project=project,
        title=title,
        text=text,
        shared_with=shared_with,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
