"""What `script/demo` understands, and what it says when it does not."""

from pathlib import Path

import pytest

from machine.options import Options, default_data, parse

ROOT = Path(__file__).resolve().parents[3]


def test_nothing_given_means_the_defaults_and_whatever_is_loaded() -> None:
    assert parse([]) == Options(
        host="127.0.0.1",
        port=8000,
        profile="",
        stage="",
        data=ROOT / "var" / "demo",
        fresh=False,
        detach=False,
        stop=False,
    )


def test_every_option_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--port", "8100", "--host", "::1", "--profile", "odense", "--stage", "intake", "--data", "here"]
    words += ["--fresh", "--detach", "--stop"]
    assert parse(words) == Options(
        host="::1",
        port=8100,
        profile="odense",
        stage="intake",
        data=tmp_path / "here",
        fresh=True,
        detach=True,
        stop=True,
    )


def test_the_default_data_folder_is_in_the_checkout() -> None:
    assert default_data() == ROOT / "var" / "demo"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port", "0"], "--port skal være et tal fra 1 til 65535, ikke »0«."),
        (["--port", "65536"], "--port skal være et tal fra 1 til 65535, ikke »65536«."),
        (["--port", "8.000"], "--port skal være et tal fra 1 til 65535, ikke »8.000«."),
        (["--port", "٨٠٠٠"], "--port skal være et tal fra 1 til 65535, ikke »٨٠٠٠«."),
        (["--port", "-1"], "--port skal være et tal fra 1 til 65535, ikke »-1«."),
        (["--port"], "--port mangler sin værdi."),
        (["--profile", "aarhus"], "--profile skal være odder eller odense, ikke »aarhus«."),
        (["--stage", "Review"], "--stage skal være intake, review, meeting eller followup, ikke »Review«."),
        (["--data", "--fresh"], "--data mangler sin værdi."),
        (["--prof", "odder"], "--prof kendes ikke; se script/demo --help."),
        (["start"], "start kendes ikke; se script/demo --help."),
    ],
)
def test_a_word_that_makes_no_sense_is_one_sentence_and_2(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words)
    assert ended.value.code == 2
    assert capsys.readouterr() == ("", f"script/demo: {sentence}\n")
