"""What the environment must say, with the missing name in the refusal."""

import os

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """Return the environment variable `name`, or refuse to start and name it."""
    value = os.environ.get(name, "")
    if not value:
        message = f"The environment variable {name} is missing."
        raise ImproperlyConfigured(message)
    return value


def optional(name: str, default: str = "") -> str:
    """Return the environment variable `name`, or `default` when it is unset or empty."""
    return os.environ.get(name) or default
