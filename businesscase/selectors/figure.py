"""A key figure as pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure, as `components/key_figures.html` draws it."""

    label: str
    value: str
    note: str = ""
    url: str = ""
