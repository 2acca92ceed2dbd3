"""The register of systems and contracts (B19, A19, D45)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from core.domain.refusal import Refused
from core.models import AuditEntry, User
from governance.domain.bodies import align_all_rights
from governance.models import Body
from portfolio.domain.systems import keep_contract, keep_system
from portfolio.enums import SystemKind
from portfolio.models import Contract, System
from portfolio.selectors.systems import contract_list
from tests.factories.governance import Town, in_days, make_submitted, make_town
from tests.factories.systems import make_contract, make_system


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def managing(town: Town, person: str) -> User:
    User.objects.filter(pk=town.people[person].pk).update(is_management=True)
    return User.objects.get(pk=town.people[person].pk)


def names(client: Client, address: str) -> list[str]:
    return [row.name for row in client.get(address).context["list"].page]


@pytest.mark.parametrize("person", ["it", "admin"])
def test_it_and_the_administrators_keep_the_register(town, person):
    made = keep_system(None, actor=town.people[person], fields={"name": "ESDH", "kind": SystemKind.BASE})
    keep_contract(made, None, actor=town.people[person], fields={"title": "Drift", "ends_on": in_days(100)})
    acts = AuditEntry.objects.filter(subject_type="portfolio.system").values_list("act", flat=True).order_by("sequence")
    assert list(acts) == ["system.create", "contract.create"]


@pytest.mark.parametrize("person", ["author", "head", "chair", "director", "auditor", "network", "outsider"])
def test_nobody_else_does(town, person):
    system = make_system(town)
    with pytest.raises(Refused) as refused:
        keep_system(system, actor=town.people[person], fields={"name": "Et andet"})
    assert str(refused.value) == (
        "Du har ikke den rolle, det kræver. Det kan gøres af IT-afdelingen eller en administrator."
    )
    with pytest.raises(Refused):
        keep_contract(system, None, actor=town.people[person], fields={"title": "Drift"})
    assert (System.objects.get().name, Contract.objects.count()) == ("Omsorgssystemet", 0)


def test_a_right_that_is_new_reaches_the_seats_at_midnight(town):
    Body.objects.get(kind="it_department").group.permissions.clear()
    with pytest.raises(Refused):
        make_system(town)
    align_all_rights()
    town.people["it"] = User.objects.get(pk=town.it.pk)
    assert make_system(town).pk


def test_only_a_management_representative_is_responsible(town):
    with pytest.raises(Refused) as refused:
        make_system(town, owner=town.owner)
    assert refused.value.reason == (
        "Owner Test er ikke ledelsesrepræsentant. Kun en ledelsesrepræsentant kan være systemansvarlig."
    )
    assert make_system(town, owner=managing(town, "head")).owner.name == "Head Test"


def test_the_list_of_systems_without_anybody_in_office(town):
    make_system(town, name="Ingen")
    make_system(town, name="Leder", owner=managing(town, "head"))
    make_system(town, name="Tidligere leder", owner=managing(town, "director"))
    make_system(town, name="Ude af brug", state="retired")
    User.objects.filter(pk=town.director.pk).update(is_management=False)
    client = browser(town, "outsider")
    assert names(client, "/systemer/?view=ownerless") == ["Ingen", "Tidligere leder"]
    assert names(client, "/systemer/?q=leder") == ["Leder", "Tidligere leder"]
    assert names(browser(town, "head"), "/systemer/?view=mine") == ["Leder"]
    # A system keeps the one it has: only a new one must be a management representative.
    kept = System.objects.get(name="Tidligere leder")
    assert keep_system(kept, actor=town.it, fields={"name": "Som før", "owner": kept.owner}).name == "Som før"


def test_the_contracts_that_expire_within_the_months_asked_for(town):
    system = make_system(town)
    for days, title in ((-5, "Udløbet"), (100, "Snart"), (300, "Om et år"), (600, "Senere")):
        make_contract(town, system, days=days, title=title)
    keep_contract(system, None, actor=town.it, fields={"title": "Løber"})
    make_contract(town, make_system(town, state="retired"), days=10, title="Ude af brug")
    titles = {months: [one.title for one in contract_list(months).contracts] for months in ("6", "12", "24", "x")}
    assert titles == {
        "6": ["Udløbet", "Snart"],
        "12": ["Udløbet", "Snart", "Om et år"],
        "24": ["Udløbet", "Snart", "Om et år", "Senere"],
        "x": ["Udløbet", "Snart", "Om et år"],
    }


def test_the_last_day_of_notice_lies_before_the_end(town):
    contract = make_contract(town, make_system(town), days=100, notice_months=2)
    assert contract.notice_by == in_days(40)
    assert Contract(title="Løber").notice_by is None


def test_a_contract_has_expired_once_its_last_day_has_passed(town):
    ends = {days: make_contract(town, make_system(town), days=days).has_expired for days in (-1, 0)}
    assert (ends, Contract(title="Løber").has_expired) == ({-1: True, 0: False}, False)


def test_a_contract_does_not_end_before_it_begins_and_a_number_is_given_once(town):
    system = make_system(town, reference="SYS-1")
    with pytest.raises(Refused, match="udløber, efter den er begyndt"):
        make_contract(town, system, days=1, starts_on=in_days(5))
    with pytest.raises(Refused, match="Et andet system har det nummer"):
        make_system(town, reference="SYS-1")
    assert (System.objects.count(), Contract.objects.count()) == (1, 0)


def test_the_pages_keep_the_register(town):
    client, boss = browser(town, "it"), managing(town, "head")
    wrong = {"name": "", "kind": "base", "state": "in_use", "owner": town.owner.email}
    shown = client.post("/systemer/ny/", wrong)
    assert set(shown.context["form"].errors) == {"name", "owner"}
    address = client.post("/systemer/ny/", wrong | {"name": "ESDH", "owner": boss.email, "delivers_data": "yes"}).url
    case = make_submitted(town, "routing")
    contract = {"title": "Drift", "ends_on": "01.02.2030", "yearly_cost": "1.250,50", "proposal": case.number}
    assert client.post(f"{address}kontrakter/ny/", contract | {"proposal": "1999-001"}).status_code == 200
    assert client.post(f"{address}kontrakter/ny/", contract).url == address
    row = Contract.objects.get()
    assert (str(row.yearly_cost), row.proposal, row.system.delivers_data) == ("1250.50", case, True)
    change = client.get(f"{address}aendring/").context["form"].initial
    assert client.post(f"{address}aendring/", {**wrong, "name": "ESDH 2", "owner": boss.email}).url == address
    assert (change["name"], System.objects.get().name, System.objects.get().delivers_data) == ("ESDH", "ESDH 2", None)
    assert client.post(f"/systemer/kontrakter/{row.pk}/aendring/", contract | {"title": "Ny"}).url == address
    assert case.title in client.get(address).content.decode()
    # Who may not see the case sees the contract without it.
    assert case.title not in browser(town, "outsider").get(address).content.decode()
    assert browser(town, "outsider").get("/systemer/ny/").status_code == 302


COLUMNS = "Nummer;Navn;Type;Enhed;Systemansvarlig;Drift;Kontrakt udløber\n"


def imported(tmp_path: Path, *lines: str, dry: bool = False) -> None:
    file = tmp_path / "systemer.csv"
    file.write_text(COLUMNS + "\n".join(lines), encoding="utf-8")
    call_command("import_systems", str(file), dry_run=dry, stdout=None)


def test_an_import_enters_the_register_and_finds_a_number_again(town, tmp_path, capsys):
    managing(town, "head")
    first = f"SYS-1;ESDH;Basissystem;care;{town.head.email};Hos leverandøren;01.02.2030"
    imported(tmp_path, first, dry=True)
    assert System.objects.count() == 0
    imported(tmp_path, first, "SYS-2;Kort;base;;;;")
    imported(tmp_path, first.replace("ESDH", "ESDH 2"))
    rows = System.objects.order_by("reference").values_list("name", "kind", "operation", "owner__name", "unit__code")
    assert list(rows) == [("ESDH 2", "base", "external", "Head Test", "care"), ("Kort", "base", "", None, None)]
    assert [str(day) for day in Contract.objects.values_list("ends_on", flat=True)] == ["2030-02-01"]
    assert "0 systemer oprettet, 1 ændret." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";;Basissystem;;;;", "Række 3: Navnet mangler."),
        (";Kort;Regneark;;;;", "Række 3: “Regneark” er ikke et af disse ord"),
        (";Kort;Portal eller selvbetjening;findesikke;;;", "Række 3: Der er ingen enhed med koden findesikke."),
        (";Kort;base;;author@test.invalid;;", "Række 3: Author Test er ikke ledelsesrepræsentant."),
        (";Kort;base;;ingen@test.invalid;;", "Række 3: Ingen har e-mailadressen ingen@test.invalid."),
        (";Kort;base;;;;i morgen", "Række 3: “i morgen” er ikke en dato."),
    ],
)
def test_a_row_that_cannot_be_kept_stops_the_whole_import(town, tmp_path, line, sentence):
    with pytest.raises(CommandError) as stopped:
        imported(tmp_path, "SYS-1;ESDH;base;;;;", line)
    assert str(stopped.value).startswith(sentence)
    assert System.objects.count() == 0
