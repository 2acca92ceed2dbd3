"""Causes of decisions through the API: read as on the page, named when deciding."""

from core.enums import TokenScope
from governance.enums import Verdict
from governance.models import DecisionCause, ReservePlace
from tests.factories.pool import make_application, make_decided, make_frame, this_year


def test_a_decision_is_read_with_its_cause(town, call):
    make_frame()
    make_decided(town, make_application(town), Verdict.NOT_FUNDED)
    (decision,) = call(town.director).get("decisions").json()["results"]
    assert decision["verdict"] == "not_funded"
    assert decision["cause"]["kind"] == "criterion"
    assert decision["cause"]["facts"][0] == f"Puljen for {this_year()} rakte til sagen."
    assert decision["cause"]["next_on"] == ReservePlace.objects.get().expires_on.isoformat()


def test_a_cause_is_named_and_what_is_ineligible_is_held_against_the_rules(town, call):
    make_frame()
    case = make_application(town)
    caller = call(town.director, TokenScope.WRITE)
    address = f"proposals/{case.number}/moves/reject"
    unknown = caller.post(address, {"reason": "Nej", "cause": "criterion:moon"})
    assert (unknown.status_code, unknown.json()["reason"]) == (
        409, "Vælg et af de kriterier eller principper, der gælder her.",
    )  # fmt: skip
    refused = caller.post(address, {"reason": "Nej", "ineligible": True})
    assert refused.json()["reason"] == "Puljens regler lader sagen slippe igennem. Vælg et andet udfald."
    assert caller.post(address, {"reason": "Nej", "cause": "criterion:operations"}).status_code == 200
    assert DecisionCause.objects.get().code == "operations"
