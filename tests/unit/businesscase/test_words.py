"""A result in Danish words, and what policy calls positive."""

from decimal import Decimal

import pytest

from businesscase.domain.gaps import answered
from businesscase.finance import Definition, Measure, read_definition
from businesscase.models import Result
from businesscase.selectors import words


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ("0.083333", "1 måned"),
        ("0.5", "6 måneder"),
        ("1", "1 år"),
        ("2.25", "2 år og 3 måneder"),
        ("2.250001", "2 år og 3 måneder"),
        ("2.26", "2 år og 4 måneder"),
        ("2.999999", "3 år"),
        ("0", "0 måneder"),
    ],
)
def test_a_time_counts_begun_months(years, text):
    assert words.duration(Decimal(years)) == text


def test_payback_says_when_and_when_not():
    said = [words.payback(years, 2030) for years in (Decimal(0), Decimal("1.5"), None)]
    assert said == ["Fra begyndelsen", "1 år og 6 måneder", "Ikke inden udgangen af 2030"]


@pytest.mark.parametrize(
    ("irr", "note", "text"), [("0.155", "", "15,5 %"), (None, "none", "Ingen"), (None, "several", "Flere")]
)
def test_the_internal_rate_or_the_word_why_not(irr, note, text):
    assert words.irr(Result(irr=irr and Decimal(irr), irr_note=note))[0] == text


@pytest.mark.parametrize(
    ("definition", "positive", "figure", "distance", "text"),
    [
        ("npv > 0", True, "0.01", "0", "Nettonutidsværdien er 0,01 kr. og dermed over nul."),
        ("npv > 0", False, "0", "0.01", "Nettonutidsværdien er 0 kr. Der mangler 0,01 kr., før den er over nul."),
        ("net gain > 0", True, "5", "0", "Nettogevinsten er 5 kr. og dermed over nul."),
        (
            "payback <= 3 years", False, "3.5", "0.5",
            (
                "Den er positiv, når pengene er tjent hjem inden for 3 år. Her tager det 3 år og 6 måneder, og det er "
                "6 måneder for længe."
            ),
        ),
        (
            "payback <= 3 years", True, "3", "0",
            "Den er positiv, når pengene er tjent hjem inden for 3 år. Her tager det 3 år.",
        ),
        (
            "payback <= 3 years", False, None, None,
            "Den er positiv, når pengene er tjent hjem inden for 3 år. Her bliver de ikke tjent hjem.",
        ),
    ],
)  # fmt: skip
def test_the_verdict_names_definition_figure_and_distance(definition, positive, figure, distance, text):
    result = Result(
        definition=definition,
        is_positive=positive,
        figure=figure and Decimal(figure),
        distance=distance and Decimal(distance),
    )
    assert words.verdict(result) == text


def test_only_the_rates_that_the_case_meets_are_named():
    bands = [
        {"from_year": year, "rate": rate, "valid_from": "2021-01-07", "source": "Notat"}
        for year, rate in ((0, "0.035"), (36, "0.025"))
    ]
    result = Result(discount=bands)
    assert words.rates(result, 36) == ["3,5 % om året, gældende fra 7. januar 2021. Kilde: Notat"]
    assert len(words.rates(result, 37)) == 2


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("npv > 0", Definition(Measure.NPV)),
        ("net gain > 0", Definition(Measure.NET_GAIN)),
        ("payback <= 4 years", Definition(Measure.PAYBACK, Decimal(4))),
        ("payback <= 2.5 years", Definition(Measure.PAYBACK, Decimal("2.5"))),
    ],
)
def test_a_definition_is_read_as_it_is_written(text, definition):
    assert (read_definition(text), str(definition)) == (definition, text)


@pytest.mark.parametrize("text", ["", "npv > 1", "npv>0", "payback <= x years", "NPV > 0"])
def test_an_unknown_definition_is_never_taken_for_another(text):
    with pytest.raises(ValueError, match="no definition of a positive business case"):
        read_definition(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), (" ", False), ("Ingen", False), ("ingen.", False), ("-", False), ("Ingen, fordi", True)],
)
def test_a_bare_none_is_no_answer(text, expected):
    assert answered(text) is expected
