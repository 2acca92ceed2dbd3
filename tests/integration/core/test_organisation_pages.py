import pytest
from django.test import Client

from core.models import AuditEntry, OutboxMessage, Unit, User
from tests.factories.core import make_administrator, make_person, make_unit, tree_of_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return tree_of_units()


@pytest.fixture
def admin():
    return make_administrator()


@pytest.fixture
def signe(units):
    return make_person("Signe Bjerre", unit=units["aeldre"], title="konsulent")


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def everybody() -> list[tuple[object, ...]]:
    """All that is known of people but when they last logged in."""
    return list(User.objects.values_list("email", "name", "title", "unit", "is_management", "is_active", "password"))


def newest() -> tuple[str, str, str]:
    entry = AuditEntry.objects.order_by("-sequence").first()
    return entry.act, entry.actor_name, entry.outcome


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


READ = ["/organisation/", "/organisation/?lukkede=1", "/organisation/enheder/aeldre/", "/organisation/medarbejdere/"]
MANAGE = [
    "/organisation/ny-enhed/",
    "/organisation/enheder/aeldre/aendring/",
    "/organisation/enheder/aeldre/lukning/",
    "/organisation/ny-medarbejder/",
]


@pytest.mark.parametrize("path", READ)
def test_every_employee_reads_the_organisation_and_is_offered_no_move(signe, path):
    response = browser(signe).get(path)
    assert response.status_code == 200
    assert [link for link in MANAGE if f'href="{link}' in response.text] == []


@pytest.mark.parametrize("path", [*READ, *MANAGE])
def test_a_stranger_is_sent_to_the_log_in(client, units, path):
    response = client.get(path)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/konto/log-ind/")


@pytest.mark.parametrize("path", [*READ, *MANAGE])
def test_an_administrator_opens_every_page(admin, signe, path):
    assert browser(admin).get(path).status_code == 200


@pytest.mark.parametrize("path", MANAGE)
def test_a_colleague_is_refused_and_the_attempt_to_change_is_recorded(signe, path):
    units, people = list(Unit.objects.values()), everybody()
    written = AuditEntry.objects.count()
    client = browser(signe)
    assert client.get(path).status_code == 302
    assert AuditEntry.objects.count() == written
    form = {"name": "Nyt", "code": "nyt", "kind": "unit", "email": "x@test.invalid"}
    assert client.post(path, form).status_code == 302
    assert AuditEntry.objects.count() == written + 1
    assert (newest()[1], newest()[2]) == ("Signe Bjerre", "refused")
    assert list(Unit.objects.values()) == units
    assert everybody() == people


def test_what_does_not_exist_is_not_found(admin):
    client = browser(admin)
    for path in (
        "/organisation/enheder/ukendt/",
        "/organisation/enheder/ukendt/aendring/",
        "/organisation/medarbejdere/999/",
        "/organisation/medarbejdere/999/aendring/",
        "/organisation/medarbejdere/99999999999999999999/",
        "/organisation/medarbejdere/?enhed=ukendt",
        "/organisation/medarbejdere/?page=99",
        "/organisation/medarbejdere/?page=x",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post("/organisation/medarbejdere/999/adgangskode-link/").status_code == 404


def test_an_administrator_creates_a_unit(admin, units):
    form = {
        "name": "Plan og Byg",
        "code": "Plan-Byg",
        "kind": "department",
        "parent": units["boern"].pk,
        "valid_from": "01-02-2026",
    }
    response = browser(admin).post("/organisation/ny-enhed/", form)
    assert response["Location"] == "/organisation/enheder/plan-byg/"
    unit = Unit.objects.get(code="plan-byg")
    assert (unit.name, unit.kind, unit.path, str(unit.valid_from)) == (
        "Plan og Byg",
        "department",
        "boern / Plan og Byg",
        "2026-02-01",
    )
    assert newest() == ("unit.create", "Admin Lund", "done")


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"code": "aeldre"}, "code"),
        ({"code": "med mellemrum"}, "code"),
        ({"code": "æøå"}, "code"),
        ({"kind": "fylke"}, "kind"),
        ({"parent": "999999"}, "parent"),
        ({"parent": "x"}, "parent"),
        ({"valid_from": "31.02.2026"}, "valid_from"),
    ],
)
def test_a_unit_with_something_wrong_is_not_created(admin, units, bad, field):
    form = {"name": "Ny", "code": "ny", "kind": "unit", "parent": "", "valid_from": ""}
    response = browser(admin).post("/organisation/ny-enhed/", form | bad)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert len(response.context["form"].errors[field]) == 1
    assert Unit.objects.count() == len(units)


def test_an_administrator_moves_and_renames_a_unit(admin, units):
    response = browser(admin).post(
        "/organisation/enheder/nord/aendring/", {"name": "Nordbyen", "parent": units["skole"].pk}, follow=True
    )
    assert response.redirect_chain == [("/organisation/enheder/nord/", 302)]
    assert Unit.objects.get(code="nat").path == "boern / skole / Nordbyen / nat"


def test_an_administrator_gives_a_unit_other_names_and_everybody_finds_it_by_them(admin, signe, units):
    client, page = browser(admin), "/organisation/enheder/stab/aendring/"
    form = {"name": "Staben", "parent": units["boern"].pk}
    client.post(page, form | {"aliases": " CC IT,KompetenceCenter  IT, cc it,,"})
    assert Unit.objects.get(code="stab").aliases == ["CC IT", "KompetenceCenter IT"]
    assert 'value="CC IT, KompetenceCenter IT"' in client.get(page).text
    unit = browser(signe).get("/organisation/enheder/stab/").text
    assert "<dt>Andre navne</dt><dd>CC IT, KompetenceCenter IT</dd>" in unit
    found = browser(signe).get("/organisation/?q=KOMPETENCEcenter").text
    assert '<a href="/organisation/enheder/stab/">boern / Staben</a>' in found
    assert "/organisation/enheder/skole/" not in found
    assert "Ingen enhed har det navn" in browser(signe).get("/organisation/?q=ukendt").text
    for wrong in ("x" * 151, "skole"):
        refused = client.post(page, form | {"aliases": f"God, {wrong}"})
        assert (refused.status_code, f'value="God, {wrong}"' in refused.text) == (200, True)
        assert Unit.objects.get(code="stab").aliases == ["CC IT", "KompetenceCenter IT"]


def test_what_the_rules_refuse_is_said_with_the_answers_kept(admin, units):
    response = browser(admin).post(
        "/organisation/enheder/aeldre/aendring/", {"name": "Nyt navn", "parent": units["nat"].pk}
    )
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    assert 'value="Nyt navn"' in response.text
    assert Unit.objects.get(code="aeldre").path == "omsorg / aeldre"


def test_an_administrator_closes_a_unit_and_its_page_tells(admin, units):
    client = browser(admin)
    form = {"last_day": "31.12.2025", "successor": units["skole"].pk}
    assert client.post("/organisation/enheder/bibliotek/lukning/", form).status_code == 302
    assert "/organisation/enheder/bibliotek/" not in client.get("/organisation/").text
    assert "/organisation/enheder/bibliotek/" in client.get("/organisation/?lukkede=1").text
    page = client.get("/organisation/enheder/bibliotek/")
    assert "31. december 2025" in page.text
    assert "/organisation/enheder/bibliotek/lukning/" not in page.text
    offered = client.get("/organisation/ny-enhed/").context["form"].fields["parent"].queryset
    assert units["bibliotek"] not in offered


def test_a_name_is_shown_as_text_never_run(admin):
    make_unit("ond", name="<script>alert(1)</script>")
    text = browser(admin).get("/organisation/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_list_of_people_holds_25_a_page_and_keeps_its_search(admin):
    for number in range(30):
        make_person(f"Kollega {number:02}")
    client = browser(admin)
    first = client.get("/organisation/medarbejdere/?q=kollega")
    assert [person.name for person in first.context["people"]] == [f"Kollega {number:02}" for number in range(25)]
    assert 'href="?q=kollega&amp;page=2"' in first.text
    second = client.get("/organisation/medarbejdere/?q=kollega&page=2")
    assert len(second.context["people"]) == 5


def test_people_are_narrowed_to_a_unit_and_all_below_it(signe, units):
    nat = make_person("Ida Holm", unit=units["nat"])
    make_person("Bo Lind", unit=units["skole"])
    response = browser(signe).get("/organisation/medarbejdere/?enhed=aeldre")
    assert list(response.context["people"]) == [nat, signe]


def test_closed_accounts_are_listed_for_administrators_only(admin, signe):
    closed = make_person("Carl Lukket")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert list(browser(admin).get("/organisation/medarbejdere/?lukkede=1").context["people"]) == [closed]
    assert list(browser(signe).get("/organisation/medarbejdere/?lukkede=1").context["people"]) == [admin, signe]


@pytest.mark.parametrize("more", [0, 20])
def test_a_page_costs_the_same_whatever_it_lists(signe, units, django_assert_num_queries, more):
    for number in range(more):
        make_person(f"Kollega {number:02}", unit=units["aeldre"])
    client = browser(signe)
    client.get("/organisation/")
    with django_assert_num_queries(6):
        client.get("/organisation/medarbejdere/")
    with django_assert_num_queries(5):
        client.get("/organisation/")
    with django_assert_num_queries(8):
        client.get("/organisation/enheder/aeldre/")


def test_a_created_person_gets_a_mail_and_no_password_is_shown(admin, units):
    form = {
        "name": "Bo Lind",
        "email": "Bo.Lind@Test.Invalid",
        "title": "leder",
        "unit": units["skole"].pk,
        "is_management": "on",
    }
    response = browser(admin).post("/organisation/ny-medarbejder/", form, follow=True)
    person = User.objects.get(email="bo.lind@test.invalid")
    assert response.redirect_chain == [(f"/organisation/medarbejdere/{person.pk}/", 302)]
    assert (person.name, person.title, person.unit, person.is_management) == ("Bo Lind", "leder", units["skole"], True)
    assert OutboxMessage.objects.get().recipient == person
    assert len(said(response)) == 1
    acts = list(AuditEntry.objects.order_by("-sequence").values_list("act", flat=True)[:2])
    assert acts == ["person.send_password_link", "person.create"]


@pytest.mark.parametrize(
    "bad", [{"email": "intet"}, {"email": "ADMIN.LUND@test.invalid"}, {"name": ""}, {"unit": "999"}]
)
def test_a_person_with_something_wrong_is_not_created(admin, bad):
    form = {"name": "Bo Lind", "email": "bo@test.invalid", "title": "", "unit": ""}
    response = browser(admin).post("/organisation/ny-medarbejder/", form | bad)
    assert list(response.context["form"].errors) == list(bad)
    assert User.objects.count() == 1
    assert OutboxMessage.objects.count() == 0


def test_an_administrator_changes_and_closes_a_person(admin, signe):
    client = browser(admin)
    path = f"/organisation/medarbejdere/{signe.pk}/aendring/"
    assert client.get(path).context["form"].initial["email"] == signe.email
    form = {"name": "Signe Holm", "email": signe.email, "title": "chef", "unit": "", "is_management": "on"}
    assert client.post(path, form).status_code == 302
    changed = User.objects.get(pk=signe.pk)
    assert (changed.name, changed.title, changed.unit, changed.is_management, changed.is_active) == (
        "Signe Holm",
        "chef",
        None,
        True,
        False,
    )
    refused = client.post(f"/organisation/medarbejdere/{admin.pk}/aendring/", {"name": "A", "email": admin.email})
    assert len(refused.context["form"].non_field_errors()) == 1
    assert User.objects.get(pk=admin.pk).is_active


def test_a_new_link_is_sent_by_an_administrator_only_and_by_post_only(admin, signe):
    path = f"/organisation/medarbejdere/{signe.pk}/adgangskode-link/"
    assert browser(admin).get(path).status_code == 405
    assert browser(signe).post(path).status_code == 302
    assert newest() == ("person.send_password_link", "Signe Bjerre", "refused")
    assert OutboxMessage.objects.count() == 0
    assert browser(admin).post(path).status_code == 302
    assert newest() == ("person.send_password_link", "Admin Lund", "done")
    assert OutboxMessage.objects.get().recipient == signe


def test_a_persons_history_is_for_administrators(admin, signe):
    path = f"/organisation/medarbejdere/{signe.pk}/"
    assert browser(signe).get(path).context["history"] is None
    assert len(browser(admin).get(path).context["history"]) == 1


@pytest.mark.parametrize("path", ["/organisation/?x=%00", "/organisation/medarbejdere/?q=%00"])
def test_a_character_that_the_database_cannot_hold_is_refused(signe, path):
    assert browser(signe).get(path).status_code == 400
