"""A data folder stays with the municipality it was loaded with, until it is thrown away."""

from pathlib import Path

import pytest

from machine.data import Data
from machine.edition import (
    Edition,
    choose_edition,
    forget_edition,
    loaded_edition,
    municipality_name,
    remember_edition,
)
from machine.trouble import TroubleError


@pytest.mark.parametrize(
    ("profile", "stage", "loaded", "chosen"),
    [
        ("", "", None, Edition("odder", "followup")),
        ("odense", "", None, Edition("odense", "followup")),
        ("", "review", None, Edition("odder", "review")),
        ("", "", Edition("odense", "intake"), Edition("odense", "intake")),
        ("odense", "", Edition("odense", "intake"), Edition("odense", "intake")),
        ("odense", "intake", Edition("odense", "intake"), Edition("odense", "intake")),
    ],
)
def test_what_is_loaded_or_served(profile: str, stage: str, loaded: Edition | None, chosen: Edition) -> None:
    assert choose_edition(profile, stage, loaded) == chosen


@pytest.mark.parametrize(("profile", "stage"), [("odder", ""), ("", "review"), ("odder", "intake")])
def test_another_than_the_loaded_one_is_one_sentence(profile: str, stage: str) -> None:
    with pytest.raises(TroubleError) as trouble:
        choose_edition(profile, stage, Edition("odense", "intake"))
    assert str(trouble.value) == (
        "Demoen er indlæst med --profile odense --stage intake; brug --fresh for at kassere den og begynde forfra."
    )


def test_the_note_is_kept_and_dropped(tmp_path: Path) -> None:
    data = Data(tmp_path)
    assert loaded_edition(data) is None
    remember_edition(data, Edition("odense", "review"))
    assert loaded_edition(data) == Edition("odense", "review")
    forget_edition(data)
    forget_edition(data)
    assert loaded_edition(data) is None


def test_the_name_on_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEJLING_MUNICIPALITY", raising=False)
    (tmp_path / "municipality.toml").write_text('name = "Nær"\nprofile = "odder"\n', encoding="utf-8")
    (tmp_path / "municipality_b.toml").write_text('name = "Fjern"\nprofile = "odense"\n', encoding="utf-8")
    assert [municipality_name(profile, tmp_path) for profile in ("odder", "odense", "x")] == ["Nær", "Fjern", ""]
    monkeypatch.setenv("PEJLING_MUNICIPALITY", "Egen")
    assert municipality_name("odder", tmp_path) == "Egen"
