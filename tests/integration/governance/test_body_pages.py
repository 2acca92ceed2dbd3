import pytest
from django.test import Client

from core.enums import UnitKind
from core.models import AuditEntry, User
from governance.domain.bodies import Powers, name_deputy
from governance.enums import BodyKind, BodyRole
from governance.models import Body
from governance.selectors.standing import standing_of
from tests.factories.bodies import days_ago, make_body, make_seat
from tests.factories.core import make_administrator, make_person, make_unit, tree_of_units

pytestmark = pytest.mark.django_db
BASE = "/organer/strategy-group/"
DEPUTY_CHAIR = "Næstformand: Bodil Krogsgaard"


@pytest.fixture
def units():
    return tree_of_units()


@pytest.fixture
def group() -> Body:
    return make_body(BodyKind.STRATEGY_GROUP, Powers(recommends=True), source="Strategien, s. 4")


@pytest.fixture
def secretary(group, units) -> User:
    person = make_person("Louise Frøkjær", unit=units["stab"])
    make_seat(group, person, BodyRole.SECRETARY)
    return person


@pytest.fixture
def member(group, units) -> User:
    person = make_person("Mads Kjeldsen", unit=units["aeldre"])
    make_seat(group, person)
    return person


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def moves(group: Body) -> list[str]:
    seat = group.memberships.get(person__name="Mads Kjeldsen")
    return [f"{BASE}ny-plads/", f"{BASE}pladser/{seat.pk}/aendring/", f"{BASE}pladser/{seat.pk}/afslutning/"]


def test_every_employee_sees_the_bodies_and_their_seats(group, secretary, member):
    reader = browser(make_person("Signe Bjerre"))
    listed = reader.get("/organer/")
    assert (listed.status_code, listed.context["lines"][0].seats) == (200, 2)
    page = reader.get(BASE)
    assert page.status_code == 200
    assert "Strategien, s. 4" in page.text
    assert "Louise Frøkjær" in page.text
    assert [path for path in moves(group) if path in page.text] == []
    assert reader.get("/organer/ukendt/").status_code == 404


def test_the_page_names_the_areas_that_nobody_comes_from(group, secretary, member, units):
    roads = make_unit("teknik", UnitKind.DIRECTOR_AREA, name="Teknik og Miljø")
    client = browser(member)
    page = client.get(BASE)
    assert [area.code for area in page.context["page"].uncovered] == ["boern", "teknik"]
    assert 'href="/organisation/enheder/teknik/">Teknik og Miljø' in page.text
    make_seat(group, make_person("Birgitte Nørgaard", unit=units["skole"]))
    make_seat(group, make_person("Pernille Åkjær", unit=roads))
    assert client.get(BASE).context["page"].uncovered == ()


def test_only_the_strategy_group_is_checked(units):
    make_body(BodyKind.MANAGEMENT)
    page = browser(make_person("Signe Bjerre")).get("/organer/management/").context["page"]
    assert (page.checks_coverage, page.uncovered, page.areas) == (False, (), 0)


def test_a_colleague_and_a_plain_member_are_refused_and_recorded(group, secretary, member):
    paths = moves(group)
    seats = list(group.memberships.values())
    for person in (member, make_person("Signe Bjerre")):
        client = browser(person)
        for path in paths:
            written = AuditEntry.objects.count()
            assert client.get(path).status_code == 302
            assert AuditEntry.objects.count() == written
            form = {"person": "signe", "role": "chair", "valid_from": "1.1.2026", "last_day": "1.1.2026"}
            assert client.post(path, form).status_code == 302
            entry = AuditEntry.objects.order_by("-sequence").first()
            assert (AuditEntry.objects.count(), entry.actor, entry.outcome) == (written + 1, person, "refused")
    assert list(group.memberships.values()) == seats


def test_the_secretary_gives_a_seat_by_name(group, secretary, units):
    make_person("Pernille Åkjær", unit=units["skole"])
    deputy = make_person("Peter Sønderby")
    form = {
        "person": "åkjær",
        "role": "member",
        "valid_from": days_ago(0).strftime("%d.%m.%Y"),
        "deputy": "peter.sønderby@test.invalid",
    }
    response = browser(secretary).post(f"{BASE}ny-plads/", form, follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    seat = group.memberships.get(person__name="Pernille Åkjær")
    assert (seat.role, seat.valid_from, seat.valid_to, seat.deputy) == ("member", days_ago(0), None, deputy)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"person": ""}, "person"),
        ({"person": "ukendt"}, "person"),
        ({"person": "kollega"}, "person"),
        ({"person": "lukket"}, "person"),
        ({"role": "kejser"}, "role"),
        ({"valid_from": "i dag"}, "valid_from"),
        ({"deputy": "ukendt"}, "deputy"),
        ({"person": "Mads Kjeldsen"}, "__all__"),
        ({"role": "secretary"}, "__all__"),
        ({"deputy": "Kollega 1"}, "__all__"),
        ({"person": "Louise Frøkjær"}, "__all__"),
    ],
)
def test_a_seat_with_something_wrong_is_not_given(group, secretary, member, bad, field):
    make_person("Kollega 1")
    make_person("Kollega 2")
    User.objects.filter(pk=make_person("Carl Lukket").pk).update(is_active=False)
    form = {"person": "Kollega 1", "role": "member", "valid_from": "1.1.2026", "deputy": ""}
    response = browser(secretary).post(f"{BASE}ny-plads/", form | bad)
    assert response.status_code == 200
    assert {name: len(errors) for name, errors in response.context["form"].errors.items()} == {field: 1}
    assert group.memberships.count() == 2


def test_the_secretary_changes_the_role_and_the_deputy(group, secretary, member):
    deputy = make_person("Peter Sønderby")
    path = moves(group)[1]
    client = browser(secretary)
    assert client.get(path).context["form"].initial == {"role": "member", "deputy": None}
    assert client.post(path, {"role": "chair", "deputy": deputy.email}).status_code == 302
    seat = group.memberships.get(person=member, valid_to__isnull=True)
    assert (seat.role, seat.deputy, seat.valid_from) == ("chair", deputy, days_ago(0))
    assert client.post(f"{BASE}pladser/{seat.pk}/aendring/", {"role": "chair", "deputy": ""}).status_code == 302
    assert group.memberships.get(pk=seat.pk).deputy is None


def test_a_refused_half_leaves_the_other_half_undone(group, secretary, member):
    own = group.memberships.get(person=secretary)
    form = {"role": "chair", "deputy": member.email}
    response = browser(secretary).post(f"{BASE}pladser/{own.pk}/aendring/", form)
    assert len(response.context["form"].non_field_errors()) == 1
    assert list(group.memberships.filter(person=secretary).values_list("role", "deputy")) == [("secretary", None)]
    path = moves(group)[1]
    response = browser(secretary).post(path, {"role": "chair", "deputy": member.email})
    assert len(response.context["form"].non_field_errors()) == 1
    assert list(group.memberships.filter(person=member).values_list("role", "valid_to")) == [("member", None)]


def test_an_administrator_ends_a_seat(group, secretary, member):
    admin = make_administrator()
    response = browser(admin).post(moves(group)[2], {"last_day": days_ago(1).strftime("%d-%m-%Y")}, follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    assert group.memberships.get(person=member).valid_to == days_ago(1)
    assert [seat.person for seat in response.context["page"].former] == [member]
    assert "Mads Kjeldsen" in response.context["history"][0].what


def test_a_seat_of_another_body_is_not_found(group, secretary, member):
    seat = make_seat(make_body(BodyKind.MANAGEMENT), make_person("Signe Bjerre"))
    client = browser(make_administrator())
    for path in (f"{BASE}pladser/{seat.pk}/aendring/", f"{BASE}pladser/{seat.pk}/afslutning/", "/organer/x/ny-plads/"):
        assert client.get(path).status_code == 404


def test_a_persons_page_tells_of_the_seats(group, secretary):
    page = browser(secretary).get(f"/organisation/medarbejdere/{secretary.pk}/")
    assert f'<a href="{BASE}">Organ strategy-group</a>' in page.text
    assert [seat.role for seat in page.context["panels"][0].context["seats"]] == [BodyRole.SECRETARY.label]


@pytest.mark.parametrize("seated", ["member", "secretary", "nowhere", "closed", "another body"])
def test_the_deputy_of_the_chair_is_deputy_chair_as_long_as_they_are_a_member(group, units, seated):
    """Issue 4: the pages name as deputy chair whom the moves let stand in as chair, and nobody else (AM28)."""
    chair, deputy = make_person("Karsten Højlund"), make_person("Bodil Krogsgaard", unit=units["skole"])
    seat = make_seat(group, chair, BodyRole.CHAIR)
    if seated == "another body":
        board = make_body(BodyKind.MANAGEMENT)
        make_seat(board, deputy)
        seat = make_seat(board, chair, BodyRole.CHAIR)
    elif seated != "nowhere":
        make_seat(group, deputy, BodyRole.SECRETARY if seated == "secretary" else BodyRole.MEMBER)
    name_deputy(seat, deputy=deputy, actor=None)
    if seated == "closed":
        User.objects.filter(pk=deputy.pk).update(is_active=False)
        deputy.refresh_from_db()
    standing = standing_of(deputy)
    assert (standing.is_deputy and standing.is_group_member) == (seated == "member")
    reader = browser(make_person("Signe Bjerre"))
    assert (DEPUTY_CHAIR in reader.get("/organer/").text) == (seated == "member")
    # In the chair's row and in their own.
    assert reader.get(f"/organer/{seat.body.code}/").text.count("Næstformand") == (2 if seated == "member" else 0)


def test_the_form_says_what_the_deputy_of_the_groups_chair_is(group, secretary, member):
    client = browser(make_administrator())
    for page in (f"{BASE}ny-plads/", moves(group)[1]):
        assert "Formandens stedfortræder er næstformand" in client.get(page).text
    make_body(BodyKind.MANAGEMENT)
    assert "næstformand" not in client.get("/organer/management/ny-plads/").text
