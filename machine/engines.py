"""The database and the queue of one data folder, and the environment that reaches them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from machine.data import Data
from machine.edition import Edition, municipality_name
from machine.postgres import running_postgres
from machine.process import Child
from machine.root import ROOT
from machine.valkey import running_valkey

SETTINGS = "config.settings.demo"


@dataclass(frozen=True, kw_only=True)
class Engines:
    """The two running servers, and what a process of the portal must have in its environment."""

    children: tuple[Child, ...]
    environment: dict[str, str]


@contextmanager
def running_engines(data: Data, edition: Edition) -> Iterator[Engines]:
    """Keep `data`'s database and queue up for `edition`; whoever calls holds `data`."""
    secrets = data.secrets()
    with (
        running_postgres(data.folder, secrets["database"], data.logs / "database.log") as (database, database_url),
        running_valkey(data.folder / "queue", secrets["queue"], data.logs / "queue.log") as (queue, queue_url),
    ):
        environment = {
            "DATABASE_URL": database_url,
            "REDIS_URL": queue_url,
            "SECRET_KEY": secrets["secret_key"],
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PEJLING_DATA": str(data.folder),
            "PEJLING_MUNICIPALITY": municipality_name(edition.profile),
        }
        yield Engines(children=(database, queue), environment=environment)


def complete(environment: dict[str, str]) -> dict[str, str]:
    """Return this process's environment with `environment` over it and the checkout on Python's path."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **environment}
