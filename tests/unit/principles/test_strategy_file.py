from pathlib import Path

import pytest

from principles.domain.file_checks import StrategyFileError
from principles.domain.strategy_file import read_folder
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
PLAN = """
[master_plan]
code = "plan"
title = "Masterplan"
period = "2027-2030"
status = "in_force"
responsible_options = ["CC IT", "Kommunikation"]
categories = ["obligated", "own_choice"]
"""
INITIATIVE = """
[[nodes]]
code = "i"
kind = "initiative"
ordinal = 1
title = "Et initiativ"
master_plan = true
category = "obligated"
responsible = "CC IT"
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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            INITIATIVE.replace('responsible = "CC IT"\n', ""),
            "en.toml, node 1 (i): the field 'responsible' is missing.",
        ),
        (
            INITIATIVE.replace('"CC IT"', '"Økonomi"'),
            "en.toml, node 1 (i): responsible is 'Økonomi'; known are CC IT, Kommunikation.",
        ),
        (
            INITIATIVE.replace('"CC IT"', '["CC IT", "Kommunikation"]'),
            "en.toml, node 1 (i): the field 'responsible' must be str, not list.",
        ),
        (
            INITIATIVE.replace('"CC IT"', '"ikke oplyst"'),
            "en.toml, node 1 (i): responsible is 'ikke oplyst'; known are CC IT, Kommunikation.",
        ),
        (
            INITIATIVE.replace('"obligated"', '"prerequisite"'),
            "en.toml, node 1 (i): category is 'prerequisite'; known are obligated, own_choice.",
        ),
        (
            INITIATIVE.replace('"initiative"', '"principle"'),
            "en.toml, node 1 (i): only an initiative belongs to a masterplan.",
        ),
        (
            INITIATIVE.replace("master_plan = true", "master_plan = false"),
            "en.toml, node 1 (i): only an initiative of the masterplan has a responsible.",
        ),
    ],
)
def test_an_initiative_of_a_masterplan_has_exactly_one_responsible_of_those_named(
    tmp_path: Path, text: str, sentence: str
) -> None:
    read_folder(write(tmp_path, HEAD + PLAN + INITIATIVE))
    with pytest.raises(StrategyFileError) as refusal:
        read_folder(write(tmp_path, HEAD + PLAN + text))
    assert str(refusal.value) == sentence


def test_only_a_plan_that_is_history_may_leave_out_who_is_responsible(tmp_path: Path) -> None:
    history = PLAN.replace('"in_force"', '"history"')
    silent = INITIATIVE.replace('"CC IT"', '"ikke oplyst"').replace('"obligated"', '"not_stated"')
    (document,) = read_folder(write(tmp_path, HEAD + history + silent))
    assert document.nodes[0].fields["details"]["responsible"] == "ikke oplyst"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PLAN.replace('"in_force"', '"gældende"'), "status is 'gældende'; known are in_force, history."),
        (PLAN.replace('["CC IT", "Kommunikation"]', "[]"), "responsible_options names nobody."),
        (PLAN.replace('"Kommunikation"', '"CC IT"'), "responsible 'CC IT' occurs twice."),
        (PLAN.replace('"own_choice"', '"lyst"'), "categories is 'lyst'; known are obligated, prerequisite"),
        (PLAN.replace('period = "2027-2030"\n', ""), "the field 'period' is missing."),
        (PLAN + "ansvar = 1\n", "the field 'ansvar' is not known."),
    ],
)
def test_a_masterplan_that_is_wrong_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(StrategyFileError) as refusal:
        read_folder(write(tmp_path, HEAD + text + INITIATIVE))
    assert sentence in str(refusal.value)
    assert "en.toml, master_plan: " in str(refusal.value)


def test_an_initiative_needs_the_plan_it_belongs_to(tmp_path: Path) -> None:
    with pytest.raises(StrategyFileError, match="but the file has none"):
        read_folder(write(tmp_path, HEAD + INITIATIVE))
