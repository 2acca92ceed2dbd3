"""The data folder: secrets made once, one holder, and what the holder tells."""

import os
from pathlib import Path

import pytest

from machine.data import SECRET_NAMES, AlreadyHeldError, Data, Running
from machine.trouble import TroubleError


@pytest.fixture
def data(tmp_path: Path) -> Data:
    made = Data(tmp_path / "deep" / "demo")
    made.create()
    return made


def test_secrets_are_made_once_and_readable_by_the_owner_alone(data: Data) -> None:
    made = data.secrets()
    assert tuple(made) == SECRET_NAMES
    assert len(set(made.values())) == len(SECRET_NAMES)
    assert min(map(len, made.values())) >= 50
    assert data.secrets() == made
    assert (data.folder / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_one_process_holds_the_folder_and_says_who_it_is(data: Data) -> None:
    assert (data.is_held(), data.running()) == (False, None)
    with data.hold("script/manage"):
        assert data.is_held() is True
        with pytest.raises(AlreadyHeldError) as refusal, data.hold("script/demo"):
            pytest.fail("held twice")
        assert refusal.value.running == Running(pid=os.getpid(), command="script/manage")
        assert refusal.value.holder == f"script/manage (proces {os.getpid()})"
    assert (data.is_held(), data.running()) == (False, None)


def test_the_address_and_the_environment_are_told_while_the_folder_is_held(data: Data) -> None:
    running = Running(pid=os.getpid(), command="script/demo", address="http://127.0.0.1:8000/")
    with data.hold("script/demo"):
        assert data.environment() == {}
        data.publish({"DATABASE_URL": "postgres://æ"})
        data.announce(running)
        assert data.environment() == {"DATABASE_URL": "postgres://æ"}
        assert data.running() == running
        assert (data.folder / "environment.json").stat().st_mode & 0o777 == 0o600
    assert data.environment() == {}


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TroubleError) as trouble:
        Data(tmp_path / "file").create()
    assert str(trouble.value) == f"Datamappen {tmp_path}/file kan ikke bruges: File exists."
