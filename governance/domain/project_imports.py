"""Importing projects on the page: a file is received, its columns are chosen, and it is carried out or thrown away.

The file lies with the portal between the steps. Every step reads it anew and holds it against the hash it came with:
what an earlier step found is shown, never trusted.
"""

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.documents import attach_document, remove_document
from core.domain.organisation import may_manage_organisation
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.enums import AccessMarking
from core.models import Document
from core.selectors.documents import documents_of
from governance.enums import BodyKind
from governance.selectors.standing import standing_of
from portfolio.domain.import_mappings import NamedMapping, fitting_mapping, named_mapping, save_mapping
from portfolio.domain.project_import import Plan, import_projects, plan_import
from portfolio.import_texts import in_words
from portfolio.models import ProjectImport
from portfolio.reading.file import read_table
from portfolio.reading.mapping import Mapping, read_mapping
from portfolio.reading.unreadable import Unreadable

if TYPE_CHECKING:
    from core.domain.documents import Upload
    from core.models import User
    from portfolio.reading.table import Table


def may_import_projects(actor: "User") -> Answer:
    """Answer whether `actor` may import projects: administrators and the strategy group's secretary."""
    if may_manage_organisation(actor) or BodyKind.STRATEGY_GROUP in standing_of(actor).secretary_of:
        return ALLOWED
    who = _("an administrator and the secretary of the strategy group")
    return Answer(allowed=False, reason=_("You cannot import projects."), who=who)


@transaction.atomic
def receive_file(upload: "Upload", *, mapping: str, actor: "User") -> ProjectImport:
    """Keep a file that can be read, with the mapping of that name.

    Without a name the mapping is the one whose columns the file has; where there is none, it remains to be chosen.
    """
    require(may_import_projects(actor), act="project_import.receive")
    now = clock.now()
    run = ProjectImport.objects.create(file_name=upload.name or "", created_at=now, created_by=actor)
    document = attach_document(run, upload, title=upload.name or "", marking=AccessMarking.OPEN, actor=actor)
    run.file_name, run.sha256 = document.file_name, document.sha256
    table = table_of(run)
    named = named_mapping(mapping) if mapping else fitting_mapping(table)
    _use(run, named)
    if named:
        plan_import(table, named.mapping)
    record("project_import.receive", actor=actor, subject=run, data={"sha256": run.sha256})
    return run


@transaction.atomic
def choose_columns(run: ProjectImport, mapping: Mapping, *, name: str, actor: "User") -> ProjectImport:
    """Read the file with `mapping`, and save it under `name` for the next file where one is given."""
    run = _lock(run, actor=actor, act="project_import.receive")
    plan_import(table_of(run), mapping)
    if name:
        save_mapping(name, mapping, actor=actor)
    _use(run, NamedMapping(name, mapping))
    return run


@transaction.atomic
def carry_out_import(run: ProjectImport, *, actor: "User") -> Plan:
    """Import the file's projects, all of them, or refuse with the first row that cannot be."""
    run = _lock(run, actor=actor, act="project_import.carry_out")
    return import_projects(table_of(run), mapping_of(run), run, actor=actor)


@transaction.atomic
def discard_import(run: ProjectImport, *, actor: "User") -> None:
    """Throw away a file that has not been imported."""
    run = _lock(run, actor=actor, act="project_import.discard")
    for document in documents_of(run):
        remove_document(document, actor=actor)
    record("project_import.discard", actor=actor, subject=run, data={"sha256": run.sha256})
    run.delete()


def table_of(run: ProjectImport) -> "Table":
    """Return the file as a table. Raises `Refused` where it cannot be read or is not the file that was received."""
    document = documents_of(run).first()
    content = b"" if document is None else _content(document)
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise Refused(_("The file is no longer the one that was received. Upload it again."))
    try:
        return read_table(content)
    except Unreadable as error:
        raise Refused(in_words(error)) from error


def mapping_of(run: ProjectImport) -> Mapping:
    """Return the mapping that the import uses. Raises `Refused` while none has been chosen."""
    if not run.mapping:
        raise Refused(_("Choose the columns first."))
    return read_mapping(run.mapping)


def _content(document: Document) -> bytes:
    try:
        with document.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""


def _use(run: ProjectImport, named: NamedMapping | None) -> None:
    run.mapping_name = named.name if named else ""
    run.mapping = named.mapping.as_data() if named else {}
    run.save()


def _lock(run: ProjectImport, *, actor: "User", act: str) -> ProjectImport:
    require(may_import_projects(actor), act=act, subject=run)
    run = ProjectImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.imported_at is not None:
        raise Refused(_("The file has been imported already."), act=act, subject=run)
    return run
