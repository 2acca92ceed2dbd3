"""Whom root steps down to: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NAMES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user without privileges."""

    uid: int
    gid: int


class Identity(TypedDict):
    """The arguments by which a subprocess runs as somebody else."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


def identity(account: Account | None) -> Identity:
    """Return what makes a subprocess run as `account`; None stays who we are."""
    if account is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def unprivileged_account(owned: Path) -> Account | None:
    """Return the owner of `owned` when it exists, else the first of `NAMES`; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    if owned.exists():
        owner = owned.stat()
        return Account(owner.st_uid, owner.st_gid)
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = next(users[name] for name in NAMES if name in users)
    return Account(user.pw_uid, user.pw_gid)


def can_reach(account: Account, path: Path) -> bool:
    """Tell whether `account` may enter (a folder) or run (a file) `path`, its parents included."""
    return subprocess.run(["test", "-x", path], cwd="/", check=False, **identity(account)).returncode == 0
