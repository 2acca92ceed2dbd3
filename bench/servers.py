"""A private PostgreSQL and Redis for one run, gone when it ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine.postgres import AT_ONCE, discard, running_postgres
from machine.valkey import running_valkey

PASSWORD = "bench"  # noqa: S105 - of servers that live as long as the run and listen on the loopback alone
# Nothing needs to survive a power cut; the memory is what a small server has.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB", "work_mem=8MB")


@contextmanager
def running_servers() -> Iterator[None]:
    """Keep both up, and name them in the environment before the settings are loaded."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as name:
        folder = Path(name)
        # The database's user must get through to its own folder inside.
        folder.chmod(0o711)
        queue = running_valkey(folder / "queue", PASSWORD, folder / "queue.log", prefer_system=True)
        try:
            with (
                running_postgres(folder, PASSWORD, folder / "database.log", settings=SETTINGS, farewell=AT_ONCE) as (
                    _child,
                    database_url,
                ),
                queue as (_server, queue_url),
            ):
                os.environ |= {
                    "SECRET_KEY": PASSWORD,
                    "PEJLING_DATA": name,
                    "DATABASE_URL": database_url,
                    "REDIS_URL": queue_url,
                    "DJANGO_SETTINGS_MODULE": "bench.settings",
                }
                yield
        finally:
            discard(folder)
