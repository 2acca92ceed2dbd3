"""Which demo municipality a data folder holds, and how far its cases are."""

import json
import os
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from machine.data import Data, write_private
from machine.options import PROFILES, STAGES
from machine.root import ROOT
from machine.trouble import TroubleError

MUNICIPALITIES = ROOT / "demo"


@dataclass(frozen=True)
class Edition:
    """A profile of rules and a stage of the road."""

    profile: str = PROFILES[0]
    stage: str = STAGES[-1]


def loaded_edition(data: Data) -> Edition | None:
    """Return what `data` was loaded with; None when nothing is."""
    record = _record(data)
    return Edition(**json.loads(record.read_text(encoding="utf-8"))) if record.is_file() else None


def choose_edition(profile: str, stage: str, loaded: Edition | None) -> Edition:
    """Return what to load or serve: what was asked for (empty: anything), unless something else is loaded already."""
    settled = loaded or Edition()
    asked = Edition(profile or settled.profile, stage or settled.stage)
    if loaded not in {None, asked}:
        message = (
            f"Demoen er indlæst med --profile {settled.profile} --stage {settled.stage}; "
            "brug --fresh for at kassere den og begynde forfra."
        )
        raise TroubleError(message)
    return asked


def remember_edition(data: Data, edition: Edition) -> None:
    """Note what `data` is loaded with."""
    write_private(_record(data), json.dumps(asdict(edition)))


def forget_edition(data: Data) -> None:
    """Drop the note; the database that it was about is gone."""
    _record(data).unlink(missing_ok=True)


def municipality_name(profile: str, folder: Path = MUNICIPALITIES) -> str:
    """Return the name on the pages: the environment's PEJLING_MUNICIPALITY, else that of `profile`'s municipality."""
    given = os.environ.get("PEJLING_MUNICIPALITY", "")
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("municipality*.toml"))]
    return given or next((str(file["name"]) for file in files if file["profile"] == profile), "")


def _record(data: Data) -> Path:
    return data.folder / "edition.json"
