"""One rule tried on one case: what it says, what it held against what, and whether it took effect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from governance.policy.messages import Figure, Figures, MessageKey
from governance.policy.profile import Rule

_READERS: dict[str, Callable[[Any], Figure]] = {
    "_dkk": Decimal,
    "_hours": Decimal,
    "_count": int,
    "_on": date.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """The figure of the case and the limit it was held against, in the same unit."""

    value: Decimal
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that was tried. Page, API, PDF and letter all render this one object (architecture 5).

    `fired` means that the rule took effect: it made the case a project, sent it somewhere, demanded something,
    left an amount out or stopped it. `blocks` tells that the case cannot be funded as it stands.
    `parameter_valid_from` is the date from which the limit used has held.
    """

    rule: str
    fired: bool
    modality: str
    clause: str
    source: str
    message: MessageKey
    figures: Figures = field(default_factory=dict, hash=False)
    compared: Compared | None = None
    parameter_valid_from: date | None = None
    blocks: bool = False

    @classmethod
    def of(cls, rule: Rule, message: MessageKey, figures: Figures | None = None, *, fired: bool, **rest: Any) -> Self:
        """Return the outcome of `rule`; `rest` is compared, parameter_valid_from, blocks."""
        return cls(rule.code, fired, str(rule.modality), rule.clause, rule.source, message, figures or {}, **rest)

    def as_record(self) -> dict[str, Any]:
        """Return the reason in JSON's types, amounts and dates as text, so that it can be stored with the case."""
        return {
            "rule": self.rule,
            "fired": self.fired,
            "modality": self.modality,
            "clause": self.clause,
            "source": self.source,
            "message": str(self.message),
            "figures": {name: _written(value) for name, value in self.figures.items()},
            "compared": self.compared and {"value": f"{self.compared.value:f}", "limit": f"{self.compared.limit:f}"},
            "parameter_valid_from": self.parameter_valid_from and self.parameter_valid_from.isoformat(),
            "blocks": self.blocks,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Return the reason that `as_record` wrote."""
        compared, since = record["compared"], record["parameter_valid_from"]
        return cls(
            **{
                **record,
                "message": MessageKey(record["message"]),
                "figures": {name: _read(name, value) for name, value in record["figures"].items()},
                "compared": compared and Compared(Decimal(compared["value"]), Decimal(compared["limit"])),
                "parameter_valid_from": since and date.fromisoformat(since),
            }
        )


def _written(value: Figure) -> str | int | list[str]:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Figure:
    for suffix, reader in _READERS.items():
        if name.endswith(suffix):
            return reader(value)
    return tuple(value) if isinstance(value, list) else str(value)
