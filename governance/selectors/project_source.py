"""What the source of an imported project says: its lights, its words in place of figures, and its other texts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.import_texts import field_label
from portfolio.reading.mapping import FIELDS, LIGHTS

if TYPE_CHECKING:
    from portfolio.models import Project


@dataclass(frozen=True, slots=True)
class SourceView:
    """Empty for a project that comes from a case.

    `lights` are name, light and the source's own words, shown until the first status is reported here; `unstated` are
    figures and dates that the source does not state, with what it says instead; `texts` are what it says besides.
    """

    lights: tuple[tuple[str, str, str], ...] = ()
    unstated: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def source_view(project: "Project") -> SourceView:
    """Return the view; asks the database for nothing."""
    if project.proposal_id is not None:
        return SourceView()
    said = {name: str(text) for name, text in project.source_texts.items()}
    rated = any(getattr(project, name) or name in said for name in LIGHTS)
    return SourceView(
        lights=tuple(
            (str(project._meta.get_field(name).verbose_name), getattr(project, name), said.get(name, ""))  # type: ignore[union-attr]  # a field of its own
            for name in LIGHTS
            if rated
        ),
        unstated=tuple((field_label(name), said[name]) for name in FIELDS if name in said and name not in LIGHTS),
        texts=tuple((name, text) for name, text in said.items() if name not in FIELDS),
    )
