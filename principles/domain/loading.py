"""Strategies from data into the register: new wording is a new version, nothing is edited in place (B1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from principles.domain.file_checks import StrategyFileError
from principles.domain.strategy_file import DocumentData, read_folder
from principles.models import StrategyDocument, StrategyNode

if TYPE_CHECKING:
    from core.models import User

_LOCK = 7_270_916


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: codes of new documents or versions, and how many stood already."""

    new: tuple[str, ...]
    unchanged: int


@transaction.atomic
def load_strategy_documents(folder: Path, *, actor: "User | None", profile: str = "") -> Loaded:
    """Load every strategy of `folder`; the same content again changes nothing.

    `profile` makes that policy profile's documents the active ones, in the same transaction; without it the
    profile that is active stays so. Raises `Refused` with one sentence, and nothing has been changed.
    """
    try:
        documents = read_folder(folder)
    except StrategyFileError as error:
        raise Refused(str(error)) from error
    _lock()
    chosen = profile or _active_profile()
    new = tuple(one.code for one in documents if _load(one, actor=actor))
    for one in documents:
        _set_in_force(one)
    if chosen:
        activate_profile(chosen, actor=actor)
    return Loaded(new, len(documents) - len(new))


@transaction.atomic
def activate_profile(profile: str, *, actor: "User | None") -> None:
    """Make the documents in force under `profile` the active ones; the others stand beside as reference (AM18)."""
    _lock()
    newest = StrategyDocument.objects.newest()
    if not newest.filter(profile=profile).exists():
        raise Refused(_("There are no strategies for the policy profile “%(profile)s”.") % {"profile": profile})
    before = set(StrategyDocument.objects.active().values_list("pk", flat=True))
    after = set(newest.filter(profile=profile, in_force=True).values_list("pk", flat=True))
    StrategyDocument.objects.filter(pk__in=before - after).update(is_active=False)
    StrategyDocument.objects.filter(pk__in=after - before).update(is_active=True)
    if before != after:
        titles = list(StrategyDocument.objects.active().values_list("title", flat=True))
        record("strategy.activate", actor=actor, data={"profile": profile, "active": titles})


def _load(data: DocumentData, *, actor: "User | None") -> bool:
    newest = StrategyDocument.objects.newest().filter(code=data.code).first()
    if newest is not None and newest.digest == data.digest:
        return False
    version = newest.version + 1 if newest else 1
    document = StrategyDocument.objects.create(
        code=data.code, version=version, digest=data.digest, loaded_at=clock.now(), **data.fields
    )
    _load_nodes(document, data)
    record(
        "strategy.load",
        actor=actor,
        subject=document,
        data={"code": data.code, "version": version, "sha256": data.digest},
    )
    return True


def _load_nodes(document: StrategyDocument, data: DocumentData) -> None:
    """Save level by level: a child needs its parent's key."""
    saved: dict[str, StrategyNode] = {}
    for depth in range(max((node.fields["depth"] for node in data.nodes), default=0) + 1):
        level = [
            StrategyNode(document=document, code=node.code, parent=saved.get(node.parent), **node.fields)
            for node in data.nodes
            if node.fields["depth"] == depth
        ]
        saved |= {node.code: node for node in StrategyNode.objects.bulk_create(level)}


def _set_in_force(data: DocumentData) -> None:
    versions = StrategyDocument.objects.filter(code=data.code)
    newest = StrategyDocument.objects.newest().get(code=data.code)
    versions.exclude(pk=newest.pk).filter(in_force=True).update(in_force=False, is_active=False)
    if newest.in_force != data.active:
        fields: Mapping[str, bool] = {"in_force": data.active, **({} if data.active else {"is_active": False})}
        StrategyDocument.objects.filter(pk=newest.pk).update(**fields)


def _active_profile() -> str:
    return StrategyDocument.objects.active().values_list("profile", flat=True).first() or ""


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
