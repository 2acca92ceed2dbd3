"""What a municipality sets itself, and within which bounds."""

from decimal import Decimal
from pathlib import Path

import pytest

from governance.how_texts import CHOICE_WORDS, HOLD_WORDS, PARAMETER_WORDS, TOPIC_WORDS, UNSET_WORDS
from governance.policy.profile_file import load_profile
from governance.policy.settable import AT_MOST, OPTIONAL, Hold, Topic, crossed, hold, is_within, settable, topic

POLICIES = Path(__file__).resolve().parents[3] / "policies"
PROFILES = [load_profile(POLICIES / f"{name}.toml") for name in ("odder", "odense")]
KEYS = sorted({row.key for profile in PROFILES for row in profile.parameters})


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_parameter_is_either_set_on_the_page_or_says_why_not(key):
    assert (settable(key) is None) == (hold(key) is not None)
    assert hold(key) is not Hold.UNKNOWN


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.code)
def test_every_shipped_value_lies_within_its_bounds_and_unit(profile):
    for row in profile.parameters:
        said = settable(row.key)
        if said and isinstance(row.value, Decimal):
            assert (row.key, row.unit, is_within(row.value, said)) == (row.key, said.unit, True)
        elif said and said.choices:
            assert row.value in said.choices


def test_what_stands_fast_says_why():
    assert (hold("access_days"), hold("amount_basis"), hold("made_up")) == (
        Hold.LAW, Hold.READ_BY_PORTAL, Hold.UNKNOWN,
    )  # fmt: skip
    assert (topic("access_days"), topic("made_up"), topic("discount_rate_year_36")) == (
        Topic.DEADLINES, Topic.OTHER, Topic.CASE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("decision_days", "1", True), ("decision_days", "0", False), ("decision_days", "250", True),
        ("decision_days", "251", False), ("decision_days", "2.5", False), ("meeting_quorum_share", "0.99", True),
        ("meeting_quorum_share", "1", False), ("discount_rate_year_0", "0.2", True),
        ("discount_rate_year_0", "0.2001", False), ("staff_hours_limit", "37.5", True), ("hourly_rate_dkk", "0", False),
    ],
)  # fmt: skip
def test_the_bounds_are_taken_with(key, value, expected):
    assert is_within(Decimal(value), settable(key)) is expected


def test_two_values_that_belong_together_do_not_pass_each_other():
    in_force = {"meeting_cases_days": Decimal(10), "meeting_pack_days": Decimal(5)}
    assert crossed("meeting_pack_days", Decimal(10), in_force) == ""
    assert crossed("meeting_pack_days", Decimal(11), in_force) == "meeting_cases_days"
    assert crossed("meeting_cases_days", Decimal(4), in_force) == "meeting_pack_days"
    assert crossed("meeting_pack_days", Decimal(11), {}) == ""
    assert crossed("management_pack_days", Decimal(3), {"management_cases_days": Decimal(2)}) == "management_cases_days"
    assert all(settable(key) for pair in AT_MOST for key in pair)


def test_everything_has_words():
    assert set(TOPIC_WORDS) == set(Topic)
    assert set(HOLD_WORDS) == set(Hold)
    assert set(UNSET_WORDS) == set(OPTIONAL)
    assert {key for key in (*KEYS, *OPTIONAL) if key not in PARAMETER_WORDS} == set()
    for key in KEYS:
        said = settable(key)
        assert all((key, choice) in CHOICE_WORDS for choice in (said.choices if said else ()))
