"""Mappings by name: those that are shipped, and those that somebody has saved."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from portfolio.import_texts import in_words
from portfolio.models import ImportMapping
from portfolio.reading.mapping import NAME, Mapping, parse_mapping, read_mapping
from portfolio.reading.unreadable import Unreadable

if TYPE_CHECKING:
    from core.models import User
    from portfolio.reading.table import Table


@dataclass(frozen=True, slots=True)
class NamedMapping:
    """A mapping with the name it is found by."""

    name: str
    mapping: Mapping


def known_mappings() -> tuple[NamedMapping, ...]:
    """Return the shipped mappings and the saved ones, each by name."""
    saved = (NamedMapping(row.name, read_mapping(row.definition)) for row in ImportMapping.objects.all())
    return (*_shipped(settings.BASE_DIR / "mappings"), *saved)


def named_mapping(name: str) -> NamedMapping:
    """Return the mapping of that name. Raises `Refused` with the names there are."""
    known = {one.name: one for one in known_mappings()}
    if name not in known:
        names = {"name": name, "names": ", ".join(sorted(known))}
        raise Refused(_("There is no mapping “%(name)s”. There are: %(names)s.") % names)
    return known[name]


def fitting_mapping(table: "Table") -> NamedMapping | None:
    """Return the one mapping all of whose columns the table has, or None where there is none or more than one."""
    fitting = [one for one in known_mappings() if one.mapping.fits(table)]
    return fitting[0] if len(fitting) == 1 else None


def with_rate(mapping: Mapping, rate: Decimal, source: str) -> Mapping:
    """Return the mapping with another rate of exchange. Raises `Refused` where it cannot be used."""
    try:
        return read_mapping(replace(mapping, rate=rate, rate_source=source).as_data())
    except Unreadable as error:
        raise Refused(in_words(error)) from error


@transaction.atomic
def save_mapping(name: str, mapping: Mapping, *, actor: "User | None") -> ImportMapping:
    """Save a mapping for the next file from the same source; a saved one of that name is replaced."""
    if not NAME.fullmatch(name):
        raise Refused(_("Name the mapping with small letters a to z, figures and hyphens, for instance aeldre-2027."))
    if any(one.name == name for one in _shipped(settings.BASE_DIR / "mappings")):
        raise Refused(_("“%(name)s” is the name of a mapping that comes with the portal.") % {"name": name})
    row, _created = ImportMapping.objects.update_or_create(
        name=name, defaults={"definition": mapping.as_data(), "saved_at": clock.now(), "saved_by": actor}
    )
    record("import_mapping.save", actor=actor, subject=row, data=mapping.as_data())
    return row


@cache
def _shipped(folder: Path) -> tuple[NamedMapping, ...]:
    files = sorted(folder.glob("*.toml"))
    return tuple(NamedMapping(path.stem, parse_mapping(path.read_text(encoding="utf-8"))) for path in files)
