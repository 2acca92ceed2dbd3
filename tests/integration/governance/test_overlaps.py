"""What falls in the same period: the page, the line on a project's own page, and who sees what (A7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from businesscase.domain.cases import case_of
from businesscase.models import PlannedMilestone
from core import clock
from core.models import Parameter, User
from governance.domain.architecture import sign_architecture
from governance.enums import ArchitectureConclusion, ReuseOutcome
from governance.models import ArchitectureAssessment
from governance.policy.overlaps import MOST_IN_UNIT
from governance.selectors.overlaps import OverlapPage, overlap_page
from portfolio.domain.versions import current_version
from portfolio.enums import ProjectPhase
from portfolio.models import Project, Proposal, System
from tests.factories.governance import Town, make_draft, sign_both, submit_proposal
from tests.factories.projects import in_days, make_project, make_unit_project
from tests.factories.systems import make_system

ADDRESS = "/projekter/sammenfald/"
SAID: dict[str, Any] = dict.fromkeys(
    ("reuse_text", "standards", "integration", "data_sharing", "security", "supply_chain", "conclusion_text"), "Set på"
) | {"reuse": ReuseOutcome.NOTHING, "conclusion": ArchitectureConclusion.FITS}


@pytest.fixture
def system(town) -> System:
    return make_system(town, name="Omsorgssystemet")


def visit(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def text_of(person: User, address: str) -> str:
    return " ".join(visit(person).get(address).content.decode().split())


def page_of(person: User) -> OverlapPage:
    return overlap_page(User.objects.get(pk=person.pk))


def look_at(town: Town, case: Proposal, *systems: System) -> None:
    """Let IT have looked at the systems, past the rule that a decided case is not assessed."""
    ArchitectureAssessment.objects.create(
        proposal=case,
        version=current_version(case),
        systems=[{"system": one.pk, "name": one.name} for one in systems],
        assessor=town.it,
        assessor_name=town.it.name,
        signed_at=clock.now(),
        **SAID,
    )


def make_about(town: Town, system: System, **fields: Any) -> Project:
    project = make_project(town, **fields)
    assert project.proposal is not None
    look_at(town, project.proposal, system)
    return project


def make_planned_case(town: Town, *days: int, title: str = "En sag på vej") -> Proposal:
    """Make a submitted case whose milestones are that many days away."""
    draft = make_draft(town, title=title, vendor_cost=200_000)
    case = case_of(current_version(draft))
    assert case is not None
    case.milestones.all().delete()
    for position, day in enumerate(days):
        PlannedMilestone.objects.create(case=case, position=position, label=f"Trin {position}", due_on=in_days(day))
    return sign_both(town, submit_proposal(draft, actor=town.author), "it_and_unit", "it_and_unit")


def titles(group) -> list[str]:
    return [line.title for line in group.lines]


def test_two_projects_and_a_case_about_one_system_stand_together(town, system):
    projects = [make_about(town, system, title=title) for title in ("Nøgler", "Breve")]
    Project.objects.filter(pk=projects[1].pk).update(started_on=in_days(-40), expected_end=in_days(20))
    case = make_planned_case(town, 10, 200)
    sign_architecture(case, actor=town.it, said=SAID, systems=[system])
    (group,) = page_of(town.it).systems
    assert titles(group) == ["Breve", "Nøgler", "En sag på vej"]
    assert group.alarm == "2 projekter og 1 sag berører Omsorgssystemet i samme periode."
    assert group.peak.startswith("Flest på én gang: 3, fra ")
    text = text_of(town.it, ADDRESS)
    assert f'href="/systemer/{system.pk}/"' in text
    assert f'href="/sager/{case.pk}/"' in text
    assert f'href="/projekter/{projects[0].pk}/"' in text
    # The case is not decided yet, so it is not there for everybody.
    (seen,) = page_of(town.outsider).systems
    assert (titles(seen), seen.alarm) == (["Breve", "Nøgler"], "2 projekter berører Omsorgssystemet i samme periode.")


def test_only_the_newest_assessment_counts(town, system):
    projects = [make_about(town, system) for _ in range(2)]
    assert len(page_of(town.it).systems) == 1
    look_at(town, projects[0].proposal, make_system(town, name="Et andet"))
    assert page_of(town.it).systems == ()
    assert "Løber samtidig" not in text_of(town.it, f"/projekter/{projects[1].pk}/")


def test_what_is_in_operation_or_has_ended_does_not_count(town, system):
    first, second = make_about(town, system), make_about(town, system)
    for phase in (ProjectPhase.REALISATION, ProjectPhase.CLOSED, ProjectPhase.STOPPED):
        Project.objects.filter(pk=second.pk).update(phase=phase)
        assert page_of(town.it).groups == ()
        assert [one for one in (first, second) if "Løber samtidig" in text_of(town.it, f"/projekter/{one.pk}/")] == []
    Project.objects.filter(pk=second.pk).update(phase=ProjectPhase.EXECUTION)
    assert len(page_of(town.it).groups) == 1


def test_a_project_that_should_have_ended_still_runs(town, system):
    first, second = make_about(town, system), make_about(town, system)
    Project.objects.filter(pk=first.pk).update(started_on=in_days(-90), expected_end=in_days(-30))
    (group,) = page_of(town.it).systems
    assert [line.is_late for line in group.lines] == [True, False]
    assert "Slutdatoen er passeret" in text_of(town.it, ADDRESS)
    assert second.title in titles(group)


@pytest.mark.parametrize(("days", "found"), [((10, 50), 1), ((-50, -10), 0), ((10,), 0)])
def test_a_case_counts_by_a_planned_period_to_come(town, system, days, found):
    make_about(town, system)
    look_at(town, make_planned_case(town, *days), system)
    assert len(page_of(town.it).systems) == found


@pytest.mark.parametrize("state", ["rejected", "withdrawn", "approved", "not_approved"])
def test_a_case_that_is_not_on_its_way_does_not_count(town, system, state):
    make_about(town, system)
    case = make_planned_case(town, 10, 50)
    look_at(town, case, system)
    assert len(page_of(town.it).systems) == 1
    Proposal.objects.filter(pk=case.pk).update(state=state)
    assert page_of(town.it).systems == ()


def test_a_draft_does_not_count_even_for_its_author(town, system):
    make_about(town, system)
    draft = make_draft(town)
    PlannedMilestone.objects.create(case=case_of(current_version(draft)), position=1, label="Alle", due_on=in_days(900))
    look_at(town, draft, system)
    assert page_of(town.author).systems == ()


def test_a_department_has_too_many_at_once(town):
    for unit in ("care", "home_care", "care"):
        make_unit_project(town.units[unit], town.owner, title=unit, reference=str(Project.objects.count()))
    make_unit_project(town.units["schools"], town.owner, reference="S-1")
    assert page_of(town.outsider).groups == ()
    limit(2)
    page = page_of(town.outsider)
    (group,) = page.units
    assert (page.systems, page.limit) == ((), 2)
    assert group.alarm == "Care har 3 projekter i samme periode. Reglen er højst 2 på én gang."
    assert (sorted(titles(group)), group.peak) == (["care", "care", "home_care"], "Flest på én gang: 3.")
    text = text_of(town.outsider, ADDRESS)
    assert 'href="/regelsaet/most_projects_at_once_in_a_unit/"' in text
    assert "Fra ikke oplyst til ikke oplyst" in text
    assert "Løber samtidig med 2 andre i Care." in text_of(
        town.outsider, f"/projekter/{Project.objects.get(title='home_care').pk}/"
    )


def test_without_the_limit_departments_are_left_out(town):
    for number in range(5):
        make_unit_project(town.units["care"], town.owner, reference=str(number))
    assert len(page_of(town.outsider).units) == 1
    Parameter.objects.filter(key=MOST_IN_UNIT).delete()
    page = page_of(town.outsider)
    assert (page.groups, page.limit_url) == ((), "")
    assert "Intet falder sammen" in text_of(town.outsider, ADDRESS)


def test_a_restricted_project_is_never_counted_for_whoever_may_not_see_it(town, system):
    open_one, hidden, third = (make_about(town, system, title=title) for title in ("Åben", "Skjult", "Tredje"))
    limit(2)
    Project.objects.filter(pk=hidden.pk).update(restricted=True)
    Proposal.objects.filter(pk=hidden.proposal_id).update(restricted=True)
    (group,) = page_of(town.outsider).groups
    assert (sorted(titles(group)), group.peak[:22]) == (["Tredje", "Åben"], "Flest på én gang: 2, f")
    assert "Skjult" not in text_of(town.outsider, ADDRESS)
    line = "Løber samtidig med %s, der også berører Omsorgssystemet."
    assert line % "1 anden" in text_of(town.outsider, f"/projekter/{open_one.pk}/")
    assert sorted(len(group.lines) for group in page_of(town.it).groups) == [3, 3]
    whole = text_of(town.it, f"/projekter/{open_one.pk}/")
    assert line % "2 andre" in whole
    assert "Løber samtidig med 2 andre i Care." in whole
    # Whoever is barred from a case sees neither its project nor what it is about.
    for project in (hidden, third):
        project.proposal.bars.create(person=town.it)
    assert page_of(town.it).groups == ()
    assert "Løber samtidig" not in text_of(town.it, f"/projekter/{open_one.pk}/")


def test_the_systems_of_a_case_that_the_reader_may_not_see_are_not_told(town, system):
    first, second = make_about(town, system), make_about(town, system)
    Proposal.objects.filter(pk=first.proposal_id).update(restricted=True)
    assert (len(page_of(town.it).systems), page_of(town.outsider).systems) == (1, ())
    for project in (first, second):
        assert "Omsorgssystemet" not in text_of(town.outsider, f"/projekter/{project.pk}/")


def test_nobody_who_has_left_sees_anything(town, system):
    for _number in range(2):
        make_about(town, system)
    town.outsider.is_active = False
    assert overlap_page(town.outsider).groups == ()


def test_a_system_that_is_gone_from_the_register_is_left_out(town, system):
    for _number in range(2):
        make_about(town, system)
    System.objects.filter(pk=system.pk).delete()
    assert page_of(town.it).groups == ()


def test_the_largest_groups_and_the_first_of_each_are_shown(town, monkeypatch):
    monkeypatch.setattr("governance.selectors.overlaps.MOST_GROUPS", 1)
    monkeypatch.setattr("governance.selectors.overlaps.MOST_LINES", 3)
    limit(1)
    for unit, count in (("schools", 2), ("care", 5)):
        for number in range(count):
            begins = in_days(number - 100)
            make_unit_project(
                town.units[unit], town.owner, reference=f"{unit}-{number}", title=f"{unit} {number}", started_on=begins
            )
    page = page_of(town.outsider)
    (group,) = page.groups
    assert (titles(group), group.more, page.more) == (["care 0", "care 1", "care 2"], 2, 1)
    text = text_of(town.outsider, ADDRESS)
    assert "2 flere begynder senere." in text
    assert "1 mindre sammenfald er ikke vist." in text


def test_the_lists_lead_here(town):
    assert f'href="{ADDRESS}"' in text_of(town.outsider, "/projekter/")
    assert f'href="{ADDRESS}"' in text_of(town.director, "/overblik/")


def test_the_pages_ask_as_little_about_many_as_about_two(town, system):
    counts = []
    limit(1)
    for _round in range(2):
        for _number in range(2):
            project = make_about(town, system)
        look_at(town, make_planned_case(town, 10, 200), system)
        client = visit(town.it)
        counts.append([])
        for address in (ADDRESS, f"/projekter/{project.pk}/"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


def limit(most: int) -> None:
    """Let a department have so many at once from today on."""
    Parameter.objects.create(
        profile="odder", key=MOST_IN_UNIT, value=most, unit="projects",
        valid_from=clock.today() - timedelta(days=1), source="Direktionen",
    )  # fmt: skip
