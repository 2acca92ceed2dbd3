"""A benefit's figures in words."""

from decimal import Decimal

import pytest

from businesscase.models import Benefit
from governance.selectors.benefit_lines import with_measure


@pytest.mark.parametrize(
    ("measure", "text"),
    [("antal pr. uge", "1.200 pr. uge"), ("antal", "1.200 antal"), ("timer", "1.200 timer"), ("", "1.200")],
)
def test_a_figure_needs_no_word_for_being_a_number(measure, text):
    assert with_measure(Benefit(measure=measure), Decimal(1200)) == text


def test_nothing_stated_is_nothing_said():
    assert with_measure(Benefit(measure="timer"), None) == ""
