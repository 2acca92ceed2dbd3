"""A text that is written into a statement comes back as it is, whatever it holds: it never becomes a part of it."""

import pytest
from django.db import connection
from django.db.models import F, Func, TextField
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.models import Unit
from core.statement import Written
from portfolio.models import Project, Proposal
from tests.factories.core import make_unit

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=80) | st.text(
    "'\\\"%_;-$E{}() s\n", max_size=40
)
SPARING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["on", "off"])
def quoting(request, db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL escape_string_warning = off")
        cursor.execute(f"SET LOCAL standard_conforming_strings = {request.param}")


@SPARING
@given(TEXTS)
@example("'; DROP TABLE core_unit; --")
@example("\\'; DROP TABLE core_unit; --")
@example("\\")
@example("%s %(name)s %% %")
@example("{0} {} $1 $$")
@example("😀 \U0010ffff é e\u0301 \u202e")
def test_a_text_comes_back_as_it_was_written(quoting, text):
    unit = Unit.objects.first() or make_unit("skole", name="Skole")
    alone = Unit.objects.annotate(said=Func(Written(text), function="CONCAT", output_field=TextField()))
    assert list(alone.values_list("said", flat=True)) == [text]
    # Beside a value that is told with the statement, and asked of in a condition.
    said = Func(Written(text), F("code"), function="CONCAT", output_field=TextField())
    beside = Unit.objects.filter(code=unit.code).annotate(said=said)
    assert list(beside.values_list("said", flat=True)) == [f"{text}{unit.code}"]


@SPARING
@given(TEXTS)
@example("100 % __ \\ ' o'h og")
def test_a_search_is_answered_whatever_it_is_for(quoting, text):
    assert list(Proposal.objects.matching(text)) == []
    assert list(Project.objects.matching(text).values_list("pk")) == []
