"""What is read together is what `prefetch_related` reads, value for value and in the same order, in one query."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, Q
from django.test.utils import CaptureQueriesContext

from businesscase.models import BusinessCaseVersion
from core.children import Child, keep_texts, prefetch_together, read_table, texts_of
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround, Position, Route
from portfolio.enums import ProposalKind
from portfolio.models import Goal, Proposal, ProposalVersion
from tests.factories.governance import (
    Town,
    approve,
    make_draft,
    make_meeting,
    make_recommended,
    make_review,
    make_submitted,
    make_town,
    sign_both,
)


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def columns(row: Model) -> dict[str, Any]:
    """Every stored value with its type: an amount read as a float would equal the Decimal."""
    stored = (field.attname for field in row._meta.concrete_fields if not field.generated)
    return {name: (type(getattr(row, name)), getattr(row, name)) for name in stored}


def same(mine: list[Any], theirs: list[Any]) -> int:
    assert [columns(row) for row in mine] == [columns(row) for row in theirs]
    return len(mine)


def reviewed(town: Town) -> Proposal:
    make_meeting(town)
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_review(proposal, town.member, level=4)
    make_review(proposal, town.chair, Position.REJECT, level=1)
    declare_conflict(proposal, actor=town.network, ground=ConflictGround.TIES, explanation="Sidder i bestyrelsen")
    make_recommended(town, proposal)
    return Proposal.objects.get(pk=proposal.pk)


def test_the_sets_of_a_case_are_the_same_rows_in_one_query(town: Town) -> None:
    proposal = reviewed(town)
    names = ("bars", "triages", "agenda_items", "conflicts", "reviews", "recommendations", "versions")
    with CaptureQueriesContext(connection) as seen:
        prefetch_together([proposal], *(Child(name) for name in names))
        mine = {name: list(getattr(proposal, name).all()) for name in names}
    assert len(seen) == 1
    other = Proposal.objects.prefetch_related(*names).get(pk=proposal.pk)
    counts = {name: same(mine[name], list(getattr(other, name).all())) for name in names}
    assert counts == {
        "bars": 1, "triages": 1, "agenda_items": 2, "conflicts": 1, "reviews": 2, "recommendations": 1, "versions": 1,
    }  # fmt: skip


def test_a_set_within_a_set_and_what_is_joined_come_along(town: Town) -> None:
    proposal = reviewed(town)
    children = (
        Child("reviews", follow=("reviewer__unit",), children=(Child("scores"),)),
        Child("agenda_items", ("meeting",)),
    )
    with CaptureQueriesContext(connection) as seen:
        prefetch_together([proposal], *children)
        reviews = list(proposal.reviews.all())
        said = [
            (row.reviewer.name, row.reviewer.unit.name, [score.level for score in row.scores.all()]) for row in reviews
        ]
        back = [(row.proposal is proposal, row.scores.all()[0].review is row) for row in reviews]
        days = [item.meeting.day for item in proposal.agenda_items.all()]
    assert len(seen) == 1
    assert said == [("Member Test", "It_Unit", [4]), ("Chair Test", "It_Unit", [1])]
    assert back == [(True, True), (True, True)]
    assert len(set(days)) == 1


def test_what_is_not_there_is_none(town: Town) -> None:
    proposal = reviewed(town)
    prefetch_together([proposal], Child("conflicts", follow=("person", "lifted_by")), Child("decisions"))
    (conflict,) = proposal.conflicts.all()
    assert (conflict.person, conflict.lifted_by, list(proposal.decisions.all())) == (town.network, None, [])


def test_many_to_many_and_children_of_several_rows(town: Town) -> None:
    proposals = [make_draft(town, units_involved=[town.units["schools"]]) for _one in range(2)]
    Goal.objects.create(version=proposals[0].versions.get(), indicator="Ture", measure="antal", baseline="0.5")
    mine = list(ProposalVersion.objects.filter(proposal__in=proposals).order_by("pk"))
    with CaptureQueriesContext(connection) as seen:
        prefetch_together(mine, Child("units_involved"), Child("goals"), Child("involved_groups"))
        units = [list(one.units_involved.all()) for one in mine]
        goals = [list(one.goals.all()) for one in mine]
    assert len(seen) == 1
    assert units == [[town.units["schools"]]] * 2
    assert [same(found, list(one.goals.order_by())) for one, found in zip(mine, goals, strict=True)] == [2, 1]


def test_amounts_by_year_and_stored_rules_keep_their_types(town: Town) -> None:
    proposal = approve(town, make_submitted(town, "assessment"), "Aftale om data", "Drift i eget hus")
    names = ("cost_lines", "benefit_lines")
    (case,) = read_table(BusinessCaseVersion, Child("result"), *(Child(name) for name in names))
    other = BusinessCaseVersion.objects.prefetch_related(*names).get()
    assert columns(case) == columns(other)
    assert columns(case.result) == columns(other.result)
    assert [same(list(getattr(case, name).all()), list(getattr(other, name).all())) > 0 for name in names] == [
        True,
        True,
    ]
    prefetch_together([proposal], Child("it_assessments", follow=("assessor",), children=(Child("conditions"),)))
    (answer,) = proposal.it_assessments.all()
    assert (answer.assessor, [row.text for row in answer.conditions.all()]) == (
        town.it, ["Aftale om data", "Drift i eget hus"],
    )  # fmt: skip


def test_only_some_of_the_rows_where_that_is_asked(town: Town) -> None:
    proposal = sign_both(town, make_submitted(town, "routing"), Route.IT_AND_UNIT, Route.STRATEGY_GROUP)
    by_it = Child("signatures", follow=("person",), where=Q(signatory="it"))
    prefetch_together([proposal], Child("triages", children=(by_it,)))
    (triage,) = proposal.triages.all()
    assert [(row.person, row.route) for row in triage.signatures.all()] == [(town.it, Route.IT_AND_UNIT)]


def test_what_is_joined_to_the_rows_themselves_is_read_with_their_sets(town: Town) -> None:
    proposal, follow = reviewed(town), ("author", "unit__area", "origin_suggestion")
    with CaptureQueriesContext(connection) as seen:
        prefetch_together([proposal], Child("versions"), follow=follow)
        mine = [proposal.author, proposal.unit, proposal.unit.area]
        assert (proposal.origin_suggestion, len(proposal.versions.all())) == (None, 1)
    assert len(seen) == 1
    theirs = Proposal.objects.select_related(*follow).get(pk=proposal.pk)
    assert same(mine, [theirs.author, theirs.unit, theirs.unit.area]) == 3


def test_the_texts_of_the_sets_are_others_as_soon_as_anything_in_them_is(town: Town) -> None:
    proposal, children = reviewed(town), (Child("versions", children=(Child("goals"),)), Child("bars"))
    first = texts_of(proposal, *children)
    assert texts_of(proposal, *children) == first
    keep_texts(proposal, first, *children)
    assert same(list(proposal.bars.all()), list(Proposal.objects.get(pk=proposal.pk).bars.all())) == 1
    proposal.bars.all().delete()
    assert texts_of(Proposal.objects.get(pk=proposal.pk), *children) != first
