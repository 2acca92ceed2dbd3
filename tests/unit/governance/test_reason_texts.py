"""Every message key has its sentence, and every sentence finds its figures."""

import re
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from governance.policy.eligibility import assess_eligibility
from governance.policy.messages import Figures, Message, MessageKey
from governance.policy.pool_case import CostLine, PoolCase, PoolState
from governance.policy.profile_file import load_profile
from governance.policy.triage import TriageInput, triage
from governance.policy.unit_ref import UnitRef
from governance.reason_texts import LIMBS, TEXTS, render_message, render_reason, render_summary
from governance.selectors.triage import outcome_view

POLICIES = Path(__file__).parents[3] / "policies"
ODDER = load_profile(POLICIES / "odder.toml")
ODENSE = load_profile(POLICIES / "odense.toml")
ON = date(2026, 11, 21)
SCHOOL = UnitRef("skole", "Skole", "skole", "Skole", "bu", "Børn og Unge")
ROADS = UnitRef("vej", "Vej og Park", "vej", "Vej og Park", "tm", "Teknik og Miljø")
STAFF = UnitRef("stab", "Staben", "stab", "Staben")
POOL = PoolState(Decimal(250000), Decimal(100000), Decimal(50000), Decimal(25000))


def task(cost: str | None, hours: str | None, units: tuple[UnitRef, ...], **flags: bool) -> TriageInput:
    names = ("needs_cooperation", "external_assistance", "is_acquisition", "asks_pool")
    return TriageInput(
        vendor_cost=None if cost is None else Decimal(cost),
        staff_hours=None if hours is None else Decimal(hours),
        units=units,
        on_date=ON,
        **{name: flags.get(name, False) for name in names},
    )


def case(**changes: object) -> PoolCase:
    plain: dict[str, object] = {
        "criterion": "efficiency",
        "npv": Decimal("-1234567.891"),
        "cost_lines": (CostLine("purchase", Decimal(150000)),),
        "requested": Decimal(150000),
        "pool": POOL,
        "on_date": ON,
    }
    return PoolCase(**{**plain, **changes})  # type: ignore[arg-type]


def test_every_key_has_its_sentence_and_no_sentence_is_without_a_key() -> None:
    assert set(TEXTS) == set(MessageKey)


def test_every_limb_has_a_name() -> None:
    assert set(LIMBS) == {"D1", "D2", "D3"}


def collect_messages() -> dict[MessageKey, Figures]:
    """Return one example of every message that the rules give on a wide grid."""
    seen: dict[MessageKey, Figures] = {}
    flags = [
        dict(zip(("needs_cooperation", "external_assistance", "is_acquisition", "asks_pool"), bits, strict=True))
        for bits in product((False, True), repeat=4)
    ]
    places = ((), (SCHOOL,), (SCHOOL, ROADS))
    for cost, hours, units, on in product((None, "1", "150001"), (None, "1", "301"), places, flags):
        for profile in (ODDER, ODENSE):
            outcome = triage(task(cost, hours, units, **on), profile)
            seen |= {reason.message: reason.figures for reason in outcome.reasons}
            seen |= {message.key: message.figures for message in outcome.summary}
    lines = (CostLine("purchase", Decimal(9)), CostLine("staff_hours", Decimal(8)))
    running = tuple(CostLine(category, Decimal(7)) for category in ("operation", "training"))
    grounds: tuple[dict[str, object], ...] = (
        {},
        {
            "mandatory_reference": "FOS",
            "decision_reference": "3. maj",
            "strategy_nodes": ("A", "B"),
            "strictly_necessary": True,
            "strictly_necessary_reason": "Lov",
        },
        {"strictly_necessary": True},
    )
    cases = product(
        [criterion.code for criterion in ODDER.criteria],
        (None, Decimal(-1), Decimal(1)),
        ((lines[0],), lines, (*lines, *running), (lines[0], running[0]), (lines[0], running[1])),
        (Decimal(5), Decimal(90000), Decimal(150000)),
        (("", False), ("Lov", False), ("Lov", True)),
        grounds,
    )
    for criterion, npv, costs, requested, (reason, management), ground in cases:
        asked = case(
            criterion=criterion,
            npv=npv,
            cost_lines=costs,
            requested=requested,
            staff_hours_override_reason=reason,
            forecast_override_reason=reason,
            sent_by_management=management,
            **ground,
        )
        for profile in (ODDER, ODENSE):
            found = assess_eligibility(asked, profile)
            seen |= {row.message: row.figures for row in (*found.reasons, *found.warnings)}
            seen |= {message.key: message.figures for message in found.summary}
    return seen


def test_every_sentence_of_a_rule_is_used_and_finds_its_figures() -> None:
    seen = collect_messages()
    keys = list(MessageKey)
    assert set(seen) == set(keys[: keys.index(MessageKey.NUMBER_NOT_FINITE)])
    with translation.override("en"):
        for key, figures in seen.items():
            wanted = set(re.findall(r"%\((\w+)\)s", str(TEXTS[key])))
            assert wanted <= set(figures), key
            assert "%(" not in render_message(Message(key, figures))


@pytest.mark.parametrize("key", list(MessageKey))
def test_danish_keeps_every_placeholder(key: MessageKey) -> None:
    with translation.override("en"):
        english = str(TEXTS[key])
    with translation.override("da"):
        danish = str(TEXTS[key])
    assert danish != english
    assert sorted(re.findall(r"%\(\w+\)s", danish)) == sorted(re.findall(r"%\(\w+\)s", english))


def test_odder_in_danish() -> None:
    said = {
        task("149999", "300", (SCHOOL,), is_acquisition=True): (
            "Ikke et projekt. Leverandørudgiften (149.999 kr.) er ikke over 150.000 kr., og timerne (300) er ikke"
            " over 300. I kan selv gennemføre det, når IT har godkendt anskaffelsen."
        ),
        task("150000.01", "300.5", (SCHOOL,), is_acquisition=True): (
            "Et projekt. Leverandørudgiften (150.000,01 kr.) er over 150.000 kr. Timerne (300,5) er over 300."
            " IT-afdelingen og projektejeren vælger vejen sammen. Anskaffelsen må først gå i gang, når IT-afdelingen"
            " har godkendt den."
        ),
        task("1500.5", None, (SCHOOL, ROADS, STAFF)): (
            "Et projekt. Opgaven går på tværs af 3 afdelinger (Skole, Vej og Park og Staben)."
            " Digitaliseringsstrategigruppen behandler sagen."
        ),
        task(None, None, (), asks_pool=True): (
            "Ikke et projekt. Hverken leverandørudgiften eller timerne er oplyst."
            " Digitaliseringsstrategigruppen behandler alle ansøgninger til puljen."
        ),
    }
    with translation.override("da"):
        assert {asked: render_summary(triage(asked, ODDER).summary) for asked in said} == said


def test_odense_in_danish() -> None:
    asked = task("900000", "900", (SCHOOL,), is_acquisition=True)
    with translation.override("da"):
        assert render_summary(triage(asked, ODENSE).summary) == (
            "Regelsættet har ingen grænse for, hvornår en opgave er et projekt. Forvaltningen skal beslutte det, før"
            " arbejdet går i gang. Vent på høringssvaret fra CompetenceCenter IT, før I skriver kontrakt."
        )


def test_reasons_in_danish() -> None:
    with translation.override("da"):
        reasons = triage(task("149999", "301", (SCHOOL,), needs_cooperation=True), ODDER).reasons
        assert [render_reason(reason) for reason in reasons[1:5]] == [
            "Leverandørudgiften (149.999 kr.) er ikke over 150.000 kr.",
            "Timerne (301) er over 300.",
            "Ét kendetegn på et projekt er nok. Her er det samarbejdet og timerne.",
            "Opgaven ligger i én afdeling (Skole).",
        ]


def test_the_pool_in_danish() -> None:
    with translation.override("da"):
        assert render_summary(assess_eligibility(case(), ODDER).summary) == (
            "Sagen kan ikke få penge fra puljen endnu. Business casen skal være positiv. Nettonutidsværdien er"
            " −1.234.567,89 kr. Der mangler 1.234.567,90 kr., før den er over nul."
            " Puljen rækker ikke: der er 100.000 kr. tilbage, og sagen søger 150.000 kr. Når"
            " 25.000 kr. holdes tilbage til forventede obligatoriske løsninger, er der kun 75.000 kr. tilbage,"
            " og sagen søger 150.000 kr. Kun Direktionen kan fravige det, med en begrundelse."
        )


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        ("150000", "150.000"),
        ("150000.00", "150.000"),
        ("1.5E+5", "150.000"),
        ("150000.5", "150.000,50"),
        ("150000.001", "150.000,001"),
    ],
)
def test_amounts_have_two_decimals_or_none(figure: str, written: str) -> None:
    with translation.override("da"):
        sentence = render_message(Message(MessageKey.VENDOR_COST_NOT_STATED, {"limit_dkk": Decimal(figure)}))
    assert sentence == f"Leverandørudgiften er ikke oplyst og kan derfor ikke holdes op mod grænsen på {written} kr."


@pytest.mark.parametrize(("figure", "written"), [("300.50", "300,5"), ("1300", "1.300")])
def test_hours_have_the_decimals_they_need(figure: str, written: str) -> None:
    with translation.override("da"):
        sentence = render_message(Message(MessageKey.STAFF_HOURS_NOT_STATED, {"limit_hours": Decimal(figure)}))
    assert sentence == f"Timerne er ikke oplyst og kan derfor ikke holdes op mod grænsen på {written}."


@pytest.mark.parametrize(
    ("figure", "written"),
    [("1234.5", "1.234,50"), ("0.005", "0"), ("0.015", "0,02"), ("-0.004", "0"), ("-20", "−20")],
)
def test_exact_amounts_are_rounded_half_even_to_oere(figure: str, written: str) -> None:
    with translation.override("da"):
        sentence = render_message(Message(MessageKey.OPERATION_LEFT_OUT, {"operation_exact_dkk": Decimal(figure)}))
    assert sentence == f"Puljen betaler ikke drift ({written} kr.)."


def test_an_outcome_stored_when_only_the_value_was_judged_reads_on() -> None:
    with translation.override("da"):
        said = [
            render_message(Message(key, {"npv_exact_dkk": Decimal(npv)}))
            for key, npv in ((MessageKey.CASE_POSITIVE, "12.5"), (MessageKey.CASE_NOT_POSITIVE, "-0.004"))
        ]
    assert said == [
        "Business casen er positiv. Nettonutidsværdien er 12,50 kr. og dermed over nul.",
        "Business casen skal være positiv. Nettonutidsværdien er 0 kr. Der mangler 0,01 kr., før den er over nul.",
    ]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            Message(MessageKey.CHOICE_UNKNOWN, {"value": "fun", "choices": ("a", "b", "c")}),
            "“fun” kan ikke vælges. Vælg mellem a, b og c.",
        ),
        (
            Message(MessageKey.CHOICE_UNKNOWN, {"value": "100%", "choices": ("a",)}),
            "“100%” kan ikke vælges. Vælg mellem a.",
        ),
        (Message(MessageKey.CHOICE_UNKNOWN, {"value": "a", "choices": ()}), "“a” kan ikke vælges. Vælg mellem ."),
        (
            Message(MessageKey.NOTHING_IN_FORCE, {"parameter": "x", "asked_on": date(1999, 12, 31)}),
            "Regelsættet gælder ikke den 31. december 1999. Vælg en senere dato.",
        ),
        (Message(MessageKey.NUMBER_TOO_FINE, {"decimals_count": 10}), "Skriv et tal med højst 10 decimaler."),
    ],
)
def test_mistakes_in_danish(message: Message, sentence: str) -> None:
    with translation.override("da"):
        assert render_message(message) == sentence


@pytest.mark.parametrize(
    ("profile", "cost", "hours", "verdict"),
    [
        (ODDER, None, None, "Kan ikke afgøres endnu"),
        (ODDER, "149999", None, "Kan ikke afgøres endnu"),
        (ODDER, "149999", "300", "Ikke et projekt"),
        (ODDER, "150001", None, "Projekt"),
        (ODENSE, None, None, "Ingen projektgrænse"),
    ],
)
def test_the_verdict_says_when_nobody_knows_yet(profile, cost, hours, verdict) -> None:
    assert outcome_view(triage(task(cost, hours, (SCHOOL,)), profile), profile).verdict == verdict
