"""A file that is frozen together with its row: a transaction that fails leaves no file behind."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction


@contextmanager
def stored_with(row: Any, content: bytes) -> Iterator[str]:
    """Store `content` as the file of `row` in one transaction with what is done within; yield its SHA-256."""
    try:
        with transaction.atomic():
            row.file.save("", ContentFile(content), save=False)
            yield hashlib.sha256(content).hexdigest()
    except BaseException:
        if row.file.name and not type(row).objects.filter(file=row.file.name).exists():
            row.file.storage.delete(row.file.name)
        raise


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a page says, over its canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
