"""What `script/manage` takes for itself and what it hands on."""

from pathlib import Path

import pytest

from machine.manage import split
from machine.options import default_data
from machine.trouble import TroubleError


@pytest.mark.parametrize(
    ("words", "folder", "rest"),
    [
        ([], default_data(), []),
        (["migrate", "--plan"], default_data(), ["migrate", "--plan"]),
        (["--data", "/srv/a", "migrate"], Path("/srv/a"), ["migrate"]),
        (["--data=/srv/a", "migrate"], Path("/srv/a"), ["migrate"]),
        (["backup", "--data", "/srv/a"], default_data(), ["backup", "--data", "/srv/a"]),
    ],
)
def test_only_data_before_the_command_is_its_own(words: list[str], folder: Path, rest: list[str]) -> None:
    assert split(words) == (folder, rest)


def test_data_without_a_folder_is_one_sentence() -> None:
    with pytest.raises(TroubleError) as trouble:
        split(["--data"])
    assert str(trouble.value) == "script/manage: --data mangler sin mappe."
