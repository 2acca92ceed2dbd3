"""What is wrong with a case, where, and in a sentence."""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue; whoever shows it translates it, for this room knows no language."""
    return sentence


class CaseError(ValueError):
    """A case, or a definition of a positive one, that cannot be calculated.

    `path` leads to the field, `("lines", 0, "amounts", 3)`; `field` is the same as text, `lines.0.amounts.3`.
    `str(error)` is the English sentence. In another language: translate `template`, then `% params`.
    """

    def __init__(self, path: tuple[str | int, ...], template: str, **params: object) -> None:
        """Keep the path, the sentence's template and what its placeholders hold."""
        super().__init__(template % params)
        self.path = path
        self.template = template
        self.params = params

    @property
    def field(self) -> str:
        """The path as dotted text."""
        return ".".join(map(str, self.path))
