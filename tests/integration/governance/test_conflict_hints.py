"""Signs of partiality: each sign where it is, and nowhere else."""

import pytest
from django.urls import reverse

from core.models import User
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.submission import submit_proposal
from governance.enums import ConflictGround
from governance.selectors.conflict_hints import conflict_hints, supplier_key
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_draft, make_round, make_submitted
from tests.factories.projects import make_project

OWN, TAKES_PART = "Sagen kommer fra medlemmets egen afdeling.", "Medlemmets egen afdeling er med i sagen."
PROJECT, SUPPLIER = (
    "Medlemmet ejer eller leder sagens projekt.",
    "Medlemmet er inhabil i en anden sag med samme leverandør.",
)


@pytest.fixture
def case(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def hints(case: Proposal, town: Town) -> dict[str, tuple[str, ...]]:
    case = Proposal.objects.select_related("unit").get(pk=case.pk)
    found = conflict_hints([case], town.people.values())
    names = {person.pk: name for name, person in town.people.items()}
    return {names[person]: sentences for (_case, person), sentences in found.items()}


def test_the_own_department_is_a_sign_and_so_is_one_that_takes_part(town, case):
    found = hints(case, town)
    assert {name for name, said in found.items() if OWN in said} == {"author", "editor", "owner", "head"}
    assert {name for name, said in found.items() if TAKES_PART in said} == {"other_head", "outsider"}
    assert "member" not in found


def test_who_runs_the_project_has_a_sign_on_its_case(town):
    project = make_project(town)
    project.manager = town.member
    project.save(update_fields=["manager"])
    assert hints(project.proposal, town)["member"] == (PROJECT,)


def submitted(town: Town, supplier: str) -> Proposal:
    draft = make_draft(town, supplier=supplier, units_involved=[town.units["schools"]])
    return submit_proposal(draft, actor=town.author)


def test_a_conflict_follows_the_supplier_to_other_cases_until_it_is_lifted(town):
    case, other = submitted(town, "Notalyd ApS"), submitted(town, "NOTALYD A/S (nuværende)")
    declared = declare_conflict(other, actor=town.member, ground=ConflictGround.TIES, explanation="Bestyrelsen")
    assert hints(case, town)["member"] == (SUPPLIER,)
    assert "member" not in hints(other, town)
    lift_conflict(declared, actor=town.chair, reason="Udtrådt")
    assert "member" not in hints(case, town)


@pytest.mark.parametrize("ground", [ConflictGround.EARLIER_PART, ConflictGround.OTHER])
def test_other_grounds_do_not_follow_the_supplier(town, ground):
    case, other = submitted(town, "Notalyd ApS"), submitted(town, "Notalyd ApS")
    declare_conflict(other, actor=town.member, ground=ground, explanation="Andet")
    assert "member" not in hints(case, town)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Notalyd ApS", "notalyd"), ("NOTALYD A/S (leverandør i dag)", "notalyd"), ("Ikke valgt", ""), ("", ""),
        ("Ikke valgt. Købes på aftale", ""), ("Kærnholm Omsorg A/S", "kærnholm omsorg"),
    ],
)  # fmt: skip
def test_suppliers_are_compared_by_their_name(name, key):
    assert supplier_key(name) == key


def test_the_sharing_shows_the_sign_and_the_even_one_avoids_it(town, case, client):
    make_round(town)
    User.objects.filter(pk=town.chair.pk).update(unit=town.units["care"])
    client.force_login(town.secretary)
    page = client.get(reverse("governance:review_sharing"), {"per_case": "1"})
    assert OWN in page.content.decode()
    cells = {cell.person.pk: cell for cell in page.context["page"].rows[0].cells}
    assert (cells[town.chair.pk].proposed, cells[town.member.pk].proposed) == (False, True)
    page = client.get(reverse("governance:review_sharing"), {"per_case": "2"})
    assert page.context["page"].hinted == 1
