"""One table of a TOML file, read field by field, so that a mistake is named by its place."""

from datetime import date, datetime
from typing import Any

from governance.policy.errors import ProfileError
from governance.policy.messages import MessageKey


class TomlTable:
    """`path` is the table's place in the file ("" for the file itself). Every method raises ProfileError."""

    def __init__(self, table: object, path: str) -> None:
        """Take the table; refuse anything else."""
        if not isinstance(table, dict):
            raise ProfileError(MessageKey.FIELD_NOT_TABLE, path)
        self._table: dict[str, Any] = table
        self._path = path
        self._known: set[str] = set()

    def place(self, key: str) -> str:
        """Return the dotted path of a field."""
        return f"{self._path}.{key}" if self._path else key

    def raw(self, key: str) -> Any:
        """Return the field as the file has it."""
        self._known.add(key)
        if key not in self._table:
            raise ProfileError(MessageKey.FIELD_MISSING, self.place(key))
        return self._table[key]

    def text(self, key: str) -> str:
        """Return a text that says something."""
        value = self.raw(key)
        if isinstance(value, str) and value.strip():
            return value
        raise ProfileError(MessageKey.FIELD_NOT_TEXT, self.place(key))

    def optional_text(self, key: str) -> str:
        """Return the text, or "" when the field is left out."""
        self._known.add(key)
        return self.text(key) if key in self._table else ""

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """Return the text, which is one of `choices`."""
        return _one_of(self.text(key), choices, self.place(key))

    def day(self, key: str) -> date:
        """Return a date; a date with a time is none."""
        value = self.raw(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise ProfileError(MessageKey.FIELD_NOT_DATE, self.place(key))

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.raw(key)
        if isinstance(value, bool):
            return value
        raise ProfileError(MessageKey.FIELD_NOT_FLAG, self.place(key))

    def whole(self, key: str) -> int:
        """Return a whole number from 1 up."""
        value = self.raw(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise ProfileError(MessageKey.FIELD_NOT_WHOLE_NUMBER, self.place(key))

    def choices(self, key: str, choices: tuple[str, ...]) -> frozenset[str]:
        """Return the texts of a list, each one of `choices`."""
        values = self._list(key)
        return frozenset(_one_of(value, choices, f"{self.place(key)}.{index}") for index, value in enumerate(values))

    def tables(self, key: str) -> list["TomlTable"]:
        """Return the tables of a list."""
        return [TomlTable(value, f"{self.place(key)}.{index}") for index, value in enumerate(self._list(key))]

    def finish(self) -> None:
        """Refuse fields that nobody asked for: most are spelling mistakes."""
        for key in self._table:
            if key not in self._known:
                raise ProfileError(MessageKey.FIELD_UNKNOWN, self.place(key))

    def _list(self, key: str) -> list[Any]:
        value = self.raw(key)
        if isinstance(value, list):
            return value
        raise ProfileError(MessageKey.FIELD_NOT_LIST, self.place(key))


def _one_of(value: object, choices: tuple[str, ...], path: str) -> str:
    if isinstance(value, str) and value in choices:
        return value
    raise ProfileError(MessageKey.CHOICE_UNKNOWN, path, {"value": str(value), "choices": choices})
