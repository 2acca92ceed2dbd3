"""The strict reading of JSON: numbers as written, everything else as RFC 8259 has it."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import APIException

from core.api.parsers import Number, StrictJSONParser
from core.api.problems import Invalid


def read(body: bytes) -> object:
    return StrictJSONParser().parse(BytesIO(body))


def outcome(body: bytes) -> object:
    """What kind of value comes out, or the status of the refusal."""
    try:
        return type(read(body))
    except APIException as refusal:
        return refusal.status_code


def test_numbers_keep_their_literal():
    assert read(b'{"a": [1, 1.10, -0, 1e3, NaN, -Infinity]}') == {
        "a": [Number("1"), Number("1.10"), Number("-0"), Number("1e3"), Number("NaN"), Number("-Infinity")]
    }


def test_the_other_types_are_their_own():
    body = b'{"a": true, "b": null, "c": "\\u00e6\\ud83d\\ude00", "d": {}, "e": [[]], "": false}'
    assert read(body) == {"a": True, "b": None, "c": "æ😀", "d": {}, "e": [[]], "": False}


def test_twenty_levels_are_read_and_twenty_one_are_not():
    assert read(b'{"a":' + b"[" * 19 + b"1" + b"]" * 19 + b"}") is not None
    with pytest.raises(Invalid):
        read(b'{"a":' + b"[" * 20 + b"1" + b"]" * 20 + b"}")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"a": 1, "a": 1}', "a"),
        (b'{"a": [{"b": 1}, {"b": 1, "c": {"d": 1, "d": 1}}]}', "a.1.c.d"),
        (b'{"a": ["x", "\\u0000"]}', "a.1"),
        (b'{"a": {"\\udfff": 1}}', "a"),
        (b'[{"a": 1}]', ""),
    ],
)
def test_the_path_leads_to_what_is_wrong(body, path):
    with pytest.raises(Invalid) as refused:
        read(body)
    assert refused.value.path == path


@given(
    st.binary(max_size=60) | st.text(alphabet='{}[]":,0123456789.eE-+ truefalsn\\u\x00', max_size=60).map(str.encode)
)
def test_whatever_comes_is_an_object_or_a_refusal(body):
    assert outcome(body) in (dict, 400)
