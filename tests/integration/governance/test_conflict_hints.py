"""Signs of partiality: each sign where it is, and nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.models import BenefitLine
from core.models import User
from governance.domain.bodies import name_deputy
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.submission import submit_proposal
from governance.enums import BodyKind, ConflictGround, Verdict
from governance.models import Body, Membership
from governance.selectors.conflict_hints import conflict_hints, own_hints, supplier_key
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_draft, make_meeting, make_round, make_submitted
from tests.factories.meetings import call, in_session, item_of, resolve
from tests.factories.pool import make_application, ruling
from tests.factories.projects import make_project

OWN, TAKES_PART = "Sagen kommer fra medlemmets egen afdeling.", "Medlemmets egen afdeling er med i sagen."
PROJECT, SUPPLIER = (
    "Medlemmet ejer eller leder sagens projekt.",
    "Medlemmet er inhabilt i en anden sag med samme leverandør.",
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


# --- told to the person themselves ---

OWN_TO_ME, TAKES_PART_TO_ME = "Sagen kommer fra din egen afdeling.", "Din egen afdeling er med i sagen."
PROJECT_TO_ME, BENEFIT_TO_ME = "Du ejer eller leder sagens projekt.", "Du er nævnt som gevinstejer i sagen."
SUPPLIER_TO_ME = "Du har erklæret dig inhabil i en anden sag med samme leverandør."
ASKS = "Er du inhabil?"


def told(case: Proposal, person: User) -> list[str]:
    case = Proposal.objects.select_related("unit").get(pk=case.pk)
    person = User.objects.select_related("unit").get(pk=person.pk)
    found = own_hints([case], person, person.unit.department_id if person.unit else None)
    return [hint.sentence for hint in found.get(case.pk, ())]


def test_each_sign_is_told_to_the_person_in_their_own_words(town, case):
    assert (told(case, town.member), told(case, town.head), told(case, town.outsider)) == (
        [], [OWN_TO_ME], [TAKES_PART_TO_ME],
    )  # fmt: skip
    draft = make_draft(town, units_involved=[town.units["schools"]])
    BenefitLine.objects.filter(case__version__proposal=draft).update(owner=town.member)
    assert told(submit_proposal(draft, actor=town.author), town.member) == [BENEFIT_TO_ME]
    project = make_project(town)
    project.manager = town.member
    project.save(update_fields=["manager"])
    assert told(project.proposal, town.member) == [PROJECT_TO_ME]


def test_the_supplier_is_told_until_it_is_lifted(town):
    case, other = submitted(town, "Notalyd ApS"), submitted(town, "NOTALYD A/S (nuværende)")
    declared = declare_conflict(other, actor=town.member, ground=ConflictGround.TIES, explanation="Bestyrelsen")
    assert told(case, town.member) == [SUPPLIER_TO_ME]
    lift_conflict(declared, actor=town.chair, reason="Udtrådt")
    assert told(case, town.member) == []


def own_pages(case: Proposal, meeting) -> dict[str, str]:
    item = meeting.items.get(proposal=case, kind="for_review").pk
    return {
        "workbench": f"/sager/{case.pk}/behandling/",
        "declaration": f"/sager/{case.pk}/habilitet/",
        "agenda": f"/moeder/{meeting.pk}/",
        "card": f"/moeder/{meeting.pk}/afvikling/{item}/",
    }


def shown(client, person, pages: dict[str, str], words: str) -> set[str]:
    client.force_login(person)
    return {name for name, url in pages.items() if words in client.get(url).content.decode()}


def test_a_member_meets_the_sign_before_judging_and_nobody_else_does(town, client):
    meeting = make_meeting(town)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    pages = own_pages(case, meeting)
    assert shown(client, town.member, pages, OWN_TO_ME) == set()
    User.objects.filter(pk=town.member.pk).update(unit=town.units["care"])
    assert shown(client, town.member, pages, OWN_TO_ME) == set(pages)
    # The way to declare is one step away; on the declaration one is there already.
    declaration = f'href="/sager/{case.pk}/habilitet/"'
    assert shown(client, town.member, pages, declaration) == set(pages) - {"declaration"}
    for name in ("chair", "secretary", "director", "auditor", "it"):
        assert shown(client, town.people[name], pages, OWN_TO_ME) == set()
    declare_conflict(case, actor=town.member, ground=ConflictGround.OTHER, explanation="Fordi")
    assert shown(client, town.member, pages, OWN_TO_ME) == set()


def test_management_meets_the_sign_on_its_agenda_its_card_and_the_cases_own_page(town, client):
    meeting = call(town, BodyKind.MANAGEMENT)
    case = make_application(town)
    card = f"/moeder/{meeting.pk}/afvikling/{item_of(case, meeting).pk}/"
    pages = {"agenda": f"/moeder/{meeting.pk}/", "card": card, "decision": f"/sager/{case.pk}/beslutning/"}
    assert shown(client, town.director, pages, OWN_TO_ME) == set()
    User.objects.filter(pk=town.director.pk).update(unit=town.units["care"])
    assert shown(client, town.director, pages, OWN_TO_ME) == set(pages)
    assert shown(client, town.other_director, pages, OWN_TO_ME) == set()
    assert shown(client, town.chair, {"card": card}, OWN_TO_ME) == set()
    with in_session(town, meeting):
        resolve(case, meeting, town.other_director, ruling(Verdict.REJECTED))
        assert shown(client, town.director, {"card": card}, OWN_TO_ME) == set()


def test_a_deputy_is_asked_the_same(town, client):
    meeting = make_meeting(town)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    name_deputy(Membership.objects.get(body=body, person=town.member), deputy=town.outsider, actor=town.admin)
    declare_conflict(case, actor=town.member, ground=ConflictGround.OTHER, explanation="Fordi")
    pages = own_pages(case, meeting)
    assert shown(client, town.outsider, pages, TAKES_PART_TO_ME) == set(pages)


def test_whoever_speaks_for_the_case_is_told_to_leave_and_not_asked(town, client):
    meeting = make_meeting(town)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    User.objects.filter(pk=town.member.pk).update(unit=town.units["care"])
    Proposal.objects.filter(pk=case.pk).update(owner=town.member)
    page = {"agenda": f"/moeder/{meeting.pk}/"}
    assert shown(client, town.member, page, "Du taler selv for sagen og forlader lokalet") == {"agenda"}
    assert shown(client, town.member, page, ASKS) == set()


def test_signs_on_the_agenda_cost_as_much_for_three_cases_as_for_one(town, client):
    meeting = make_meeting(town)
    User.objects.filter(pk=town.member.pk).update(unit=town.units["care"])
    client.force_login(town.member)
    counts = []
    for _ in range(3):
        make_submitted(town, "review", kind=ProposalKind.APPLICATION)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(f"/moeder/{meeting.pk}/").content.decode()
        counts.append((len(seen), page.count(OWN_TO_ME)))
    assert [count for _queries, count in counts] == [1, 2, 3]
    assert counts[0][0] == counts[2][0] <= 15
