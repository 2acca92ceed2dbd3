"""The policy's dated values: set for a day to come, told before, never changing what has been; AM7, AM11, D12."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from businesscase.domain.cases import case_of, save_case
from businesscase.enums import BenefitType, CostCategory
from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, Parameter
from core.selectors.parameters import parameters_in_force
from governance.domain.meeting_rules import meeting_rules
from governance.domain.policy_values import NewValue, set_value, withdraw_value
from governance.domain.submission import submit_proposal
from governance.enums import BodyKind
from governance.models import PolicyProfile
from governance.selectors.eligibility import asked_of_pool, try_on_pool
from governance.selectors.policy_values import value_list, value_page
from governance.selectors.profile import active_profile
from portfolio.domain.versions import current_version, submitted_version
from tests.factories.businesscase import WORDS, benefit, cost
from tests.factories.governance import Town, in_days, make_draft, make_standing, make_town

LIST = reverse("governance:policy_value_list")
FORM = reverse("governance:policy_value_create", args=["positive_definition"])
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town(db) -> Town:
    return make_town()


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=BACKEND)
    return client


def new(key="decision_days", value=Decimal(8), days=1, source="Direktionens møde", note="") -> NewValue:
    return NewValue(key, value, in_days(days), source, note)


def posted(**changed):
    said = {"value": "net_gain", "years": "", "valid_from": in_days(1).isoformat(), "source": "Direktionens møde"}
    return {**said, "note": "", "step": "confirm", "once": "k" * 32, **changed}


def values(key: str) -> list[str]:
    return list(
        Parameter.objects.filter(profile="odder", key=key).order_by("valid_from").values_list("value", flat=True)
    )


def tomorrow():
    return clock.standing_at(clock.now() + timedelta(days=1, hours=1))


def make_case(town: Town):
    """Submit an application that costs 100,000 and gains 101,000 two years later: less than zero when discounted."""
    draft = make_draft(town, kind="application", pool_criterion="efficiency")
    save_case(
        draft,
        actor=town.author,
        edition=case_of(current_version(draft)).edition,
        fields=WORDS | {"difference_reason": "Prisen er fra tilbuddet"},
        costs=[cost(CostCategory.PURCHASE, 100_000, None, None)],
        benefits=[benefit(BenefitType.ECONOMIC, None, None, 101_000, owner=town.author),
                  benefit(BenefitType.SERVICE, None, None, None, owner=town.author, label="Svar samme dag")],
    )  # fmt: skip
    return submit_proposal(draft, actor=town.author)


def positive(case) -> bool:
    """Ask the rule of D12 about a case as it stands."""
    figures = asked_of_pool(submitted_version(case))
    return try_on_pool(case, figures, requested=Decimal(1), criterion="efficiency").eligible


def test_the_definition_chosen_on_the_page_judges_from_its_date_and_not_before(town):
    """AM11, D12: from the choice on the page, through the stored result, to the rule's outcome."""
    before = make_case(town)
    assert (case_of(submitted_version(before)).result.definition, positive(before)) == ("npv > 0", False)
    answer = browser(town, "admin").post(FORM, posted())
    assert answer.url == reverse("governance:policy_value_detail", args=["positive_definition"])
    # The day is not there yet.
    today = make_case(town)
    assert (case_of(submitted_version(today)).result.definition, positive(today)) == ("npv > 0", False)
    with tomorrow():
        after = make_case(town)
        assert (case_of(submitted_version(after)).result.definition, positive(after)) == ("net gain > 0", True)
        # What was submitted before keeps the definition of its day (`policy_day`).
        assert (positive(before), positive(today)) == (False, False)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ({"value": "net_gain"}, "net gain > 0"),
        ({"value": "payback", "years": "2,5"}, "payback <= 2.5 years"),
        ({"value": "payback", "years": "10"}, "payback <= 10 years"),
        # The years belong to the payback alone.
        ({"value": "net_gain", "years": "4"}, "net gain > 0"),
    ],
)
def test_each_definition_is_stored_as_the_rule_reads_it(town, said, stored):
    assert browser(town, "secretary").post(FORM, posted(**said)).status_code == 302
    row = Parameter.objects.get(key="positive_definition", valid_from=in_days(1))
    assert (row.value, row.created_by, row.source) == (stored, town.secretary, "Direktionens møde")
    act = AuditEntry.objects.get(act="parameter.set")
    assert (act.actor, act.data["key"], act.data["value"]) == (town.secretary, "positive_definition", stored)


def test_the_page_says_what_will_happen_before_it_happens(town):
    make_standing(town, "draft", "application")
    make_standing(town, "review", "application")
    make_standing(town, "review", "application")
    make_standing(town, "rejected", "notification")
    text = browser(town, "admin").post(FORM, posted(step="preview")).content.decode()
    assert "vurderes efter den nye definition. Det gælder også den 1 sag, der er ved at blive skrevet." in text
    assert "2 sager, der er sendt ind, men ikke afgjort, følger stadig det, der gjaldt, da de blev sendt ind." in text
    assert "Nettogevinsten er over nul" in text
    assert values("positive_definition") == ["npv > 0"]
    again = browser(town, "admin").post(FORM, posted(step="back")).content.decode()
    assert "Direktionens møde" in again
    assert values("positive_definition") == ["npv > 0"]


def test_cases_that_the_reader_is_barred_from_are_not_counted(town):
    make_standing(town, "review", "application").bars.create(person=town.secretary)
    text = browser(town, "secretary").post(FORM, posted(step="preview")).content.decode()
    assert "0 sager, der er sendt ind" in text


def test_the_same_form_twice_sets_one_value(town):
    client = browser(town, "admin")
    first, second = client.post(FORM, posted()), client.post(FORM, posted())
    assert first.url == second.url
    assert values("positive_definition") == ["npv > 0", "net gain > 0"]
    assert AuditEntry.objects.filter(act="parameter.set").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"days": 0}, "En værdi gælder tidligst fra i morgen. Det, der afgøres i dag, følger dagens værdi."),
        ({"source": " "}, "Skriv, hvor værdien kommer fra."),
        ({"value": Decimal(0)}, "Værdien skal være et helt tal mellem 1 arbejdsdag og 250 arbejdsdage."),
        ({"value": Decimal("2.5")}, "Værdien skal være et helt tal mellem 1 arbejdsdag og 250 arbejdsdage."),
        ({"value": Decimal("NaN")}, "Værdien skal være et helt tal mellem 1 arbejdsdag og 250 arbejdsdage."),
        ({"value": "mange"}, "Værdien skal være et helt tal mellem 1 arbejdsdag og 250 arbejdsdage."),
        ({"value": Decimal(10)}, "Den værdi gælder allerede."),
        ({"key": "access_days"}, "Denne værdi fastsættes ikke her."),
        ({"key": "price_rise_2027"}, "Denne værdi fastsættes ikke her."),
        ({"key": "hearing_days"}, "Denne værdi fastsættes ikke her."),
        ({"key": "pool_value", "value": "luck"}, "Vælg en af værdierne på listen."),
        ({"key": "positive_definition", "value": "npv >= 0"}, "Vælg en af værdierne på listen."),
        (
            {"key": "positive_definition", "value": "payback <= 51 years"},
            "Inden for hvor mange år? Skriv et tal mellem 0,25 og 50.",
        ),
        (
            {"key": "meeting_pack_days", "value": Decimal(11)},
            (
                "Værdien passer ikke med “Så længe før mødet skal en sag være klar”, som er 10 arbejdsdage. "
                "Ændr den værdi først."
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(town, changed, sentence):
    count = Parameter.objects.count()
    with pytest.raises(Refused) as refused:
        set_value(new(**changed), actor=town.admin)
    assert refused.value.reason == sentence
    assert Parameter.objects.count() == count


def test_a_day_has_one_value_and_one_to_come_is_taken_back(town):
    row = set_value(new(days=5), actor=town.admin)
    with pytest.raises(Refused, match="allerede en værdi fra den dag"):
        set_value(new(value=Decimal(7), days=5), actor=town.admin)
    address = reverse("governance:policy_value_withdrawal", args=["decision_days", row.pk])
    client = browser(town, "secretary")
    assert "8 arbejdsdage" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert values("decision_days") == ["10", "8"]
    client.post(address, {"reason": "Tastet forkert"})
    assert values("decision_days") == ["10"]
    act = AuditEntry.objects.get(act="parameter.withdraw")
    assert (act.reason, act.data["value"], act.actor) == ("Tastet forkert", "8", town.secretary)
    assert client.get(address).status_code == 404
    set_value(new(value=Decimal(7), days=5), actor=town.admin)


def test_what_has_begun_is_never_taken_back(town):
    row = set_value(new(), actor=town.admin)
    with tomorrow(), pytest.raises(Refused, match="gælder allerede"):
        withdraw_value(row, reason="Nej", actor=town.admin)
    held = Parameter.objects.get(key="decision_days", value="10")
    with pytest.raises(Refused, match="gælder allerede"):
        withdraw_value(held, reason="Nej", actor=town.admin)
    assert values("decision_days") == ["10", "8"]


@pytest.mark.parametrize("name", ["author", "head", "it", "chair", "member", "director", "auditor", "outsider"])
def test_everyone_reads_and_only_administrators_and_the_secretary_set(town, name):
    client, row = browser(town, name), set_value(new(), actor=town.admin)
    detail = client.get(reverse("governance:policy_value_detail", args=["decision_days"]))
    assert (client.get(LIST).status_code, detail.status_code) == (200, 200)
    assert "strategigruppens sekretær" in detail.content.decode()
    assert "Tag værdien tilbage" not in detail.content.decode()
    assert client.post(FORM, posted()).url == reverse("governance:policy_value_detail", args=["positive_definition"])
    client.post(reverse("governance:policy_value_withdrawal", args=["decision_days", row.pk]), {"reason": "Nej"})
    assert (values("positive_definition"), values("decision_days")) == (["npv > 0"], ["10", "8"])
    assert AuditEntry.objects.filter(outcome="refused", actor=town.people[name]).count() == 2


def test_the_page_shows_what_holds_what_comes_and_what_was(town):
    with clock.standing_at(clock.now() - timedelta(days=30)):
        set_value(NewValue("decision_days", Decimal(9), in_days(1), "Første møde"), actor=town.admin)
    set_value(new(days=3, note="Møder hver uge"), actor=town.secretary)
    page = value_page("decision_days", town.outsider)
    assert [(row.value, row.standing.split()[0], row.by) for row in page.rows] == [
        ("8 arbejdsdage", "fra", "Secretary Test"), ("9 arbejdsdage", "gælder", "Admin Test"),
        ("10 arbejdsdage", "afløst", ""),
    ]  # fmt: skip
    assert page.rows[2].until == page.rows[1].row.valid_from - timedelta(days=1)
    assert (page.line.now.value, page.line.coming.value) == ("9 arbejdsdage", "8 arbejdsdage")
    assert [line.what.rpartition(": ")[2].split(" fra ")[0] for line in page.history] == [
        "8 arbejdsdage", "9 arbejdsdage",
    ]  # fmt: skip
    lines = {line.key: line for group in value_list(town.outsider).groups for line in group.lines}
    assert lines["access_days"].held.startswith("Loven fastsætter den.")
    assert (lines["hourly_rate_dkk"].now, lines["hourly_rate_dkk"].unset) == (None, "Ansøgeren angiver den")
    assert "price_rise_2027" not in lines


def test_a_value_that_the_profile_is_silent_about_can_begin(town):
    row = set_value(new(key="reserve_months", value=Decimal(6)), actor=town.admin)
    assert (row.unit, row.value) == ("months", "6")
    with tomorrow():
        assert active_profile().number("reserve_months", clock.today()) == 6


def test_management_meets_by_values_of_its_own_and_else_by_those_of_all(town):
    management, group = BodyKind.MANAGEMENT, BodyKind.STRATEGY_GROUP

    def held(kind: BodyKind) -> tuple[int, int, int]:
        rules = meeting_rules(parameters_in_force(clock.today()), kind)
        return rules.cases_days, rules.pack_days, rules.quorum(4)

    assert held(management) == held(group) == (10, 5, 3)
    set_value(new(key="management_quorum_share", value=Decimal("0.75")), actor=town.admin)
    set_value(new(key="management_pack_days", value=Decimal(2)), actor=town.secretary)
    # The agenda never goes out before its cases are ready, whichever of the two is management's own.
    with pytest.raises(Refused, match="10 arbejdsdage"):
        set_value(new(key="management_pack_days", value=Decimal(11), days=2), actor=town.admin)
    with tomorrow():
        assert (held(management), held(group)) == ((10, 2, 4), (10, 5, 3))
        page = browser(town, "outsider").get(reverse("governance:body_detail", args=["management"])).content.decode()
        assert ("75 %" in page, "50 %" in page) == (True, False)
        assert reverse("governance:policy_value_detail", args=["management_quorum_share"]) in page


def test_shares_are_written_in_percent(town):
    address = reverse("governance:policy_value_create", args=["discount_rate_year_0"])
    said = {"value": "4,25", "valid_from": in_days(1).isoformat(), "source": "Finansministeriet", "step": "confirm"}
    assert browser(town, "admin").post(address, said).status_code == 302
    assert values("discount_rate_year_0") == ["0.035", "0.0425"]
    answer = browser(town, "admin").post(address, {**said, "value": "0,035"})
    assert answer.context["form"].errors["value"] == ["Skriv procenten, for eksempel 3,5."]


@pytest.mark.parametrize(
    "changed",
    [{"value": "luck"}, {"valid_from": "31.02.2027"}, {"source": ""}, {"value": ""},
     {"value": "payback", "years": ""}, {"value": "payback", "years": "fire"}],
)  # fmt: skip
def test_what_cannot_be_read_is_named(town, changed):
    answer = browser(town, "admin").post(FORM, posted(**changed))
    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)
    assert values("positive_definition") == ["npv > 0"]


def test_without_a_policy_there_is_nothing_to_set(town):
    PolicyProfile.objects.update(is_active=False)
    assert browser(town, "admin").get(LIST).status_code == 200
    assert browser(town, "admin").get(FORM).status_code == 404
    with pytest.raises(Refused):
        set_value(new(), actor=town.admin)


def test_unknown_names_and_yearly_rises_have_no_page(town):
    for key in ("made_up", "price_rise_2027"):
        assert browser(town, "admin").get(reverse("governance:policy_value_detail", args=[key])).status_code == 404
