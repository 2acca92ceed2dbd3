"""The nouns of the foundation."""

from core.models.api_token import ApiToken
from core.models.audit_entry import AuditEntry
from core.models.change_set import ChangeSet
from core.models.document import Document
from core.models.file_note import FileNote
from core.models.outbox_message import OutboxMessage
from core.models.parameter import Parameter
from core.models.posted_request import PostedRequest
from core.models.row_change import RowChange
from core.models.unit import Unit
from core.models.user import User

__all__ = [
    "ApiToken",
    "AuditEntry",
    "ChangeSet",
    "Document",
    "FileNote",
    "OutboxMessage",
    "Parameter",
    "PostedRequest",
    "RowChange",
    "Unit",
    "User",
]
