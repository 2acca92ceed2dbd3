from pathlib import Path

import pytest

from principles.domain.strategy_file import StrategyFileError, read_folder
from tests.factories.principles import STRATEGIES

HEAD = """
code = "prøve"
title = "Prøve"
kind = "strategy"
set_role = "strategy"
municipality = "Prøvekommune"
profile = "proeve"
active = true
adopted_by = "ikke oplyst i kilden"
[source]
title = "En kilde"
"""
NODE = """
[[nodes]]
code = "a"
kind = "principle"
ordinal = 1
title = "Et princip"
"""


def write(folder: Path, text: str, name: str = "en.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_strategies_hold_the_ledgers_counts() -> None:
    counts = {
        one.code: [
            sum(node.fields["kind"] == kind for node in one.nodes)
            for kind in ("principle", "guiding_mark", "effort_area")
        ]
        for one in read_folder(STRATEGIES)
    }
    assert counts == {
        "odder_digitaliseringsstrategi": [15, 5, 0],
        "odder_it_strategi_2006": [18, 6, 9],
        "odense_styringsprincipper_2020": [5, 0, 0],
        "odense_tvaergaaende_strategi_2009": [5, 0, 0],
    }


def test_nodes_come_parents_first_with_position_and_depth(tmp_path: Path) -> None:
    child = NODE.replace('"a"', '"b"').replace("ordinal", 'parent = "c"\nordinal')
    mark = NODE.replace('"a"', '"c"').replace("principle", "guiding_mark")
    (document,) = read_folder(write(tmp_path, HEAD + NODE + child + mark))
    assert [(one.code, one.parent, one.fields["position"], one.fields["depth"]) for one in document.nodes] == [
        ("c", "", 1, 0),
        ("b", "c", 2, 1),
        ("a", "", 3, 0),
    ]


def test_what_the_source_lost_is_empty(tmp_path: Path) -> None:
    (document,) = read_folder(write(tmp_path, HEAD + NODE))
    assert (document.fields["adopted_by"], document.fields["adopted_on"], document.fields["valid_from"]) == (
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code = ", "en.toml: cannot be read as TOML: Invalid value (at end of document)."),
        (HEAD.replace('title = "Prøve"\n', "") + NODE, "en.toml: the field 'title' is missing."),
        (HEAD.replace("active = true", 'active = "ja"') + NODE, "en.toml: the field 'active' must be bool, not str."),
        (
            HEAD.replace('"strategy"', '"strategi"') + NODE,
            "en.toml: kind is 'strategi'; known are strategy, principle_set.",
        ),
        (HEAD + NODE + NODE, "en.toml: node 'a' occurs twice."),
        (HEAD + NODE + 'modalitet = "SKAL"\n', "en.toml, node 1 (a): the field 'modalitet' is not known."),
        (HEAD + NODE.replace('"Et princip"', '" "'), "en.toml, node 1 (a): the title is empty."),
        (HEAD + NODE + "tension_with = [1]\n", "en.toml, node 1 (a): tension_with must be a list of texts."),
        (HEAD + NODE + 'parent = "a"\n', "en.toml, node a: the parent 'a' is not found above it in this file."),
        (HEAD + NODE + 'exception_via = "z"\n', "prøve, node a: it names 'z', which is no node."),
        (HEAD + NODE + 'tension_with = ["z"]\n', "prøve, node a: it names 'z', which is no node."),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(StrategyFileError) as refusal:
        read_folder(write(tmp_path, text))
    assert str(refusal.value) == sentence


def test_two_files_with_the_same_document_are_refused(tmp_path: Path) -> None:
    write(tmp_path, HEAD + NODE)
    write(tmp_path, HEAD + NODE.replace('"a"', '"b"'), "to.toml")
    with pytest.raises(StrategyFileError, match="document 'prøve' occurs twice"):
        read_folder(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StrategyFileError, match="there are no strategies"):
        read_folder(tmp_path)
