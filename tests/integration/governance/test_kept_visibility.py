"""A page reads one object by a kept query; it finds for every role exactly what the rule of visibility says."""

import pytest
from django.http import Http404

from core.models import User
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround
from governance.models import ThemePoint
from governance.selectors.project_page import readable_project
from governance.selectors.theme_points import themes_about
from portfolio.enums import ProjectPhase, ProposalState
from portfolio.models import Project, Proposal
from portfolio.selectors.proposal_page import _with_origin
from tests.factories.governance import make_draft, make_standing
from tests.factories.projects import make_project
from tests.factories.theme_points import make_theme


@pytest.fixture
def cases(town) -> list[Proposal]:
    """Return drafts, cases under way, decided ones, a confidential one and one that two people are barred from."""
    states = (ProposalState.REVIEW, ProposalState.APPROVED, ProposalState.REJECTED)
    restricted, hidden = (make_standing(town, ProposalState.APPROVED) for _ in range(2))
    Proposal.objects.filter(pk=restricted.pk).update(restricted=True)
    for person in (town.member, town.it):
        hidden.bars.create(person=person)
    barred = make_standing(town, ProposalState.REVIEW)
    declare_conflict(barred, actor=town.chair, ground=ConflictGround.FAMILY, explanation="Min bror")
    barred.stand_ins.create(person=town.outsider, member=town.chair)
    return [make_draft(town), *(make_standing(town, state) for state in states), restricted, hidden, barred]


def everybody(town) -> list[User]:
    left = User.objects.get(pk=town.head.pk)
    left.is_active = False
    above = User.objects.get(pk=town.outsider.pk)
    above.is_superuser = True
    return [*(User.objects.get(pk=person.pk) for person in town.people.values()), left, above]


def finds(read, pk: int, person: User) -> bool:
    try:
        found = read(pk, person)
    except Http404:
        return False
    return (found[0] if isinstance(found, tuple) else found).pk == pk


def test_a_case_is_read_by_those_who_may_know_of_it_and_by_no_others(town, cases):
    for person in everybody(town):
        known = set(Proposal.objects.visible_to(person).values_list("pk", flat=True))
        assert {one.pk for one in cases if finds(_with_origin, one.pk, person)} == known, person
        assert not finds(_with_origin, 0, person)


def test_the_suggestion_behind_a_case_is_found_where_the_reader_may_see_it(town):
    seed = make_draft(town)
    case = make_standing(town, ProposalState.REVIEW)
    Proposal.objects.filter(pk=case.pk).update(origin_suggestion=seed)
    assert _with_origin(case.pk, User.objects.get(pk=town.author.pk))[1] == seed
    assert _with_origin(case.pk, User.objects.get(pk=town.member.pk))[1] is None


def test_a_project_is_read_by_those_who_may_know_of_it_and_says_whether_its_case_is_open_to_them(town):
    plain, restricted, hidden = (make_project(town, ProjectPhase.REALISATION) for _ in range(3))
    Project.objects.filter(pk=restricted.pk).update(restricted=True)
    Proposal.objects.filter(pk=restricted.proposal_id).update(restricted=True)
    for person in (town.it, town.member):
        hidden.proposal.bars.create(person=person)
    for person in everybody(town):
        known = set(Project.objects.visible_to(person).values_list("pk", flat=True))
        cases = set(Proposal.objects.visible_to(person).values_list("pk", flat=True))
        for one in (plain, restricted, hidden):
            assert finds(readable_project, one.pk, person) is (one.pk in known), person
            if one.pk in known:
                assert readable_project(one.pk, person).case_is_open is (one.proposal_id in cases), person


def test_where_a_project_has_been_discussed_is_told_to_those_who_may_know_of_it(town):
    project, other = (make_project(town, ProjectPhase.REALISATION) for _ in range(2))
    points = [
        make_theme(town, subjects=(project,)),
        make_theme(town, town.secretary, subjects=(project.proposal,)),
        make_theme(town, subjects=(other,)),
    ]
    project.proposal.bars.create(person=town.it)
    assert themes_about(None, project, User.objects.get(pk=town.secretary.pk))
    for person in everybody(town):
        seen = ThemePoint.objects.visible_to(person).filter(pk__in=[points[0].pk, points[1].pk])
        assert {line.point.pk for line in themes_about(None, project, person)} == {one.pk for one in seen}, person
