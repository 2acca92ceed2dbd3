"""Every question has its help, and every reason its source."""

import pytest

from portfolio.forms.drafts import STEP_FORMS
from portfolio.forms.guidance import GUIDANCE, ROWS, Guidance
from portfolio.forms.rows import ROW_SETS
from portfolio.steps import OWN_STEPS, PATHS

ASKED = {name for form in STEP_FORMS.values() for name in form.base_fields} - {"edition", "seen"}


def test_every_question_has_help_and_no_help_is_left_over() -> None:
    assert set(GUIDANCE) == ASKED
    assert set(ROWS) == {rows.name for rows in ROW_SETS.values()}


@pytest.mark.parametrize("name", sorted(GUIDANCE | ROWS))
def test_a_reason_names_its_rule_and_source(name: str) -> None:
    guidance: Guidance = (GUIDANCE | ROWS)[name]
    assert bool(guidance.help)
    assert bool(guidance.why) == bool(guidance.source) == bool(guidance.rule)


def test_every_form_has_a_step_and_an_address() -> None:
    assert {step.slug for step in OWN_STEPS} - {"documents"} == set(STEP_FORMS) == set(PATHS)
    assert len(set(PATHS.values())) == len(PATHS)
