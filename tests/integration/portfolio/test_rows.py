"""Goals and groups: any number, half-written ones kept, removed without a script."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from core.models import User
from portfolio.forms.rows import MOST_ROWS
from portfolio.models import Goal, Proposal
from tests.factories.portfolio import draft_of, make_draft, make_goal, submit
from tests.integration.portfolio.conftest import Cast

Browse = Callable[[User], Client]


def post_goals(client: Client, proposal: Proposal, rows: list[dict[str, str]], go: str = "on") -> "object":
    url = reverse("portfolio:draft_step", args=[proposal.pk, "maal"])
    form = client.get(url).context["sheet"].form
    data = {"edition": form.initial["edition"], "seen": form.initial["seen"], "go": go}
    data |= {"goals-TOTAL_FORMS": str(len(rows)), "goals-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"goals-{number}-{name}": value for name, value in row.items()}
    return client.post(url, data)


def test_a_half_written_goal_is_kept_and_an_empty_row_is_not(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    post_goals(browse(cast.author), proposal, [{"indicator": "Ture"}, {"indicator": ""}, {"baseline": "0"}])
    goals = draft_of(proposal).goals.values_list("indicator", "baseline", "target", "target_date")
    assert list(goals) == [("Ture", None, None, None), ("", Decimal(0), None, None)]


@pytest.mark.parametrize("written", ["14.03.2028", "14-03-2028", "14/03/2028", "2028-03-14"])
def test_a_whole_goal_is_read_the_danish_way(cast: Cast, browse: Browse, written: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    row = {"indicator": "Andel", "measure": "procent", "baseline": "81,5", "target": "1.000", "method": "Udtræk"}
    post_goals(browse(cast.author), proposal, [row | {"target_date": written}])
    goal = draft_of(proposal).goals.get()
    assert (goal.baseline, goal.target, goal.target_date.isoformat()) == (Decimal("81.50"), Decimal(1000), "2028-03-14")


def test_rows_ticked_off_go_and_the_others_stay(cast: Cast, browse: Browse) -> None:
    goals = [make_goal(indicator=name) for name in ("Første", "Andet", "Tredje")]
    proposal = make_draft(cast.author, cast.units["aeldre"], goals=goals)
    rows = [{"indicator": "Første"}, {"indicator": "Andet", "DELETE": "on"}, {"indicator": "Tredje"}]
    post_goals(browse(cast.author), proposal, rows)
    assert [goal.indicator for goal in draft_of(proposal).goals.all()] == ["Første", "Tredje"]


def test_one_row_more_without_a_script(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client = browse(cast.author)
    response = post_goals(client, proposal, [{"indicator": "Ture"}], go="more")
    page = client.get(response.headers["Location"])
    assert [form.initial.get("indicator") for form in page.context["sheet"].rows.forms] == ["Ture", None]


def test_a_wrong_date_is_sent_back_with_the_other_rows_as_typed(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], goals=[make_goal(indicator="Stod der")])
    rows = [{"indicator": "Ture", "target_date": "31.02.2028"}, {"indicator": "Tid", "baseline": "en time"}]
    response = post_goals(browse(cast.author), proposal, rows)
    assert response.status_code == 422
    forms = response.context["sheet"].rows.forms
    assert [sorted(form.errors) for form in forms] == [["target_date"], ["baseline"]]
    assert [form["indicator"].value() for form in forms] == ["Ture", "Tid"]
    summary = response.content.decode().partition("error-list")[2].partition("</ul>")[0]
    assert re.findall(r'<a href="#[^"]+">([^:]+: [^ ]+ [^ ]+)', summary) == [
        "Mål 1: Nås senest",
        "Mål 2: Udgangspunkt –",
    ]
    assert [goal.indicator for goal in draft_of(proposal).goals.all()] == ["Stod der"]


def test_there_is_an_end_to_the_rows(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    response = post_goals(browse(cast.author), proposal, [{"indicator": "Ture"}] * (MOST_ROWS + 1))
    assert response.status_code == 422
    assert draft_of(proposal).goals.count() == 0


def test_rows_without_their_counter_change_nothing(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], goals=[make_goal()])
    url = reverse("portfolio:draft_step", args=[proposal.pk, "maal"])
    assert browse(cast.author).post(url, {"edition": "1", "seen": ""}).status_code == 422
    assert draft_of(proposal).goals.count() == 1


def test_the_database_refuses_a_goal_on_a_frozen_version(cast: Cast) -> None:
    proposal = submit(make_draft(cast.author, cast.units["aeldre"], goals=[make_goal()]), cast.author)
    with pytest.raises(Error, match="the version is frozen"), transaction.atomic():
        Goal.objects.create(version=draft_of(proposal), indicator="Bagefter")
    with pytest.raises(Error, match="the version is frozen"), transaction.atomic():
        Goal.objects.all().delete()
    assert Goal.objects.count() == 1


def test_a_row_that_has_just_saved_itself_is_still_there_after_the_button(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client = browse(cast.author)
    url = reverse("portfolio:draft_step", args=[proposal.pk, "maal"])
    opened = client.get(url).context["sheet"].form.initial
    data = {"edition": opened["edition"], "seen": opened["seen"], "goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "0"}
    data["goals-0-indicator"] = "Ture"
    # The page was opened before the row existed, and so says that there were no rows to begin with.
    carried = client.post(url, data, headers={"X-Autosave": "1"}).json()["fields"]
    assert client.post(url, data | carried | {"go": "on"}).status_code == 302
    assert [goal.indicator for goal in draft_of(proposal).goals.all()] == ["Ture"]
