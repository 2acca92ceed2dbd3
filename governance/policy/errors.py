"""What can be wrong with what policy is given: where it stands, and the sentence to say."""

from governance.policy.messages import Figures, Message, MessageKey


class PolicyError(Exception):
    """`path` names the field in dotted form (`cost_lines.0.amount_dkk`); `message` is the sentence for people."""

    def __init__(self, key: MessageKey, path: str, figures: Figures | None = None) -> None:
        """Keep the place and the sentence."""
        super().__init__(key, path, figures)
        self.path = path
        self.message = Message(key, figures or {})

    def __str__(self) -> str:
        """Return place, key and figures, for logs."""
        named = ", ".join(f"{name}={value}" for name, value in self.message.figures.items())
        return f"{self.path}: {self.message.key}" + (f" ({named})" if named else "")


class InputError(PolicyError):
    """A calculation was asked about something that cannot be: the asker can mend it."""


class ParameterMissingError(InputError):
    """No value of a parameter is in force on the date asked about."""


class ProfileError(PolicyError):
    """A profile cannot be used: the administrator can mend it."""
