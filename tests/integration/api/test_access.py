"""Who is let in, and with what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver

from core import clock
from core.domain.api_tokens import revoke_api_token
from core.enums import TokenScope
from core.models import ApiToken, AuditEntry
from tests.factories.governance import make_submitted

READ = (
    "units", "proposals", "proposals/1", "business-cases", "business-cases/1", "projects", "projects/1", "benefits",
    "principles", "strategies", "bodies", "pools", "decisions", "recommendations", "ledger-entries", "openapi.json",
    "nothing", "",
)  # fmt: skip
WRITE = (
    "triage", "pool-allocation", "pool-eligibility", "business-case-evaluation", "proposals/2026-001/moves/withdraw",
)  # fmt: skip
KNOWN_NAMES = {
    "absent", "benefit_list", "body_list", "business_case_detail", "business_case_evaluation", "business_case_list",
    "decision_list", "ledger_entry_list", "pool_allocation",
    "pool_eligibility", "pool_list", "principle_list", "project_detail", "project_list", "proposal_detail",
    "proposal_list", "proposal_move", "recommendation_list", "reference", "schema", "strategy_list", "triage",
    "unit_list",
}  # fmt: skip


def test_the_lists_above_know_every_address():
    names = {name for name in get_resolver("config.api_urls").reverse_dict if isinstance(name, str)}
    assert names == KNOWN_NAMES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"), [*(("get", path) for path in READ), *(("post", path) for path in (*WRITE, "units", "nothing"))]
)
def test_a_stranger_gets_401_everywhere(method, path):
    response = getattr(Client(), method)(f"/api/v1/{path}", content_type="application/json")
    assert (response.status_code, response["Content-Type"], response["WWW-Authenticate"]) == (
        401, "application/problem+json", "Bearer",
    )  # fmt: skip
    assert response.json() == {
        "type": "about:blank",
        "title": "Du er ikke logget ind",
        "status": 401,
        "detail": "Log ind, eller send en adgangsnøgle.",
    }


def test_a_stranger_is_shown_to_the_log_in_from_the_page_for_people(db):
    assert Client().get("/api/v1/docs").url == "/konto/log-ind/?next=/api/v1/docs"


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "bearer x y", "Bearer æøå"])
def test_a_key_that_opens_nothing_is_401(db, header):
    response = Client().get("/api/v1/units", HTTP_AUTHORIZATION=header)
    assert response.status_code == 401
    assert response.json()["detail"] == "Adgangsnøglen gælder ikke. Den kan være tilbagekaldt eller udløbet."


@pytest.mark.parametrize("end", ["revoked", "expired", "closed account"])
def test_a_token_that_is_over_opens_nothing(town, call, end):
    caller = call(town.author)
    assert caller.get("units").status_code == 200
    token = ApiToken.objects.get()
    if end == "revoked":
        revoke_api_token(token, actor=town.author)
    elif end == "expired":
        past = clock.now() - timedelta(days=3)
        ApiToken.objects.update(created_at=past, expires_at=past + timedelta(days=1))
    else:
        town.author.is_active = False
        town.author.save()
    assert caller.get("units").status_code == 401


def test_the_read_scope_reads_and_calculates_but_moves_nothing(town, call):
    proposal = make_submitted(town, "local_decision")
    caller = call(town.author)
    assert caller.get(f"proposals/{proposal.number}").status_code == 200
    assert caller.post("triage", {}).status_code == 400
    refused = caller.post(f"proposals/{proposal.number}/moves/withdraw", {"reason": "Droppet"})
    assert (refused.status_code, refused.json()["detail"]) == (
        403, "Adgangsnøglen må kun læse. Opret en, der også må skrive.",
    )  # fmt: skip
    proposal.refresh_from_db()
    assert proposal.state == "local_decision"


def test_the_read_scope_meets_404_where_there_is_nothing(town, call):
    assert call(town.author).post("nothing", {}).status_code == 404


def test_a_session_moves_a_case_only_with_the_csrf_token(town):
    proposal = make_submitted(town, "local_decision")
    address = f"/api/v1/proposals/{proposal.number}/moves/withdraw"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.author)
    refused = browser.post(address, {"reason": "Droppet"}, content_type="application/json")
    assert (refused.status_code, refused.json()["detail"]) == (
        403, "Sidens sikkerhedskode mangler eller er for gammel. Hent siden igen.",
    )  # fmt: skip
    proposal.refresh_from_db()
    assert proposal.state == "local_decision"
    page = browser.get("/konto/adgangsnoegler/")
    token = str(page.context["csrf_token"])
    done = browser.post(address, {"reason": "Droppet"}, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")


def test_a_session_calculates_only_with_the_csrf_token_too(town):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.author)
    assert browser.post("/api/v1/triage", {}, content_type="application/json").status_code == 403


def test_the_last_use_is_remembered_at_most_once_a_minute(town, call):
    caller = call(town.author)
    caller.get("units")
    first = ApiToken.objects.get().last_used_at
    caller.get("units")
    assert first is not None
    assert ApiToken.objects.get().last_used_at == first


def test_the_key_is_stored_as_a_hash_only(town, call):
    caller = call(town.author, TokenScope.WRITE)
    token = ApiToken.objects.get()
    stored = " ".join(str(value) for value in ApiToken.objects.values_list().get())
    acts = " ".join(str(value) for row in AuditEntry.objects.filter(act="token.create").values_list() for value in row)
    assert caller.key.removeprefix("pejling_") not in stored + acts
    assert len(token.digest) == 64


def test_other_methods_are_405(town, call):
    key = call(town.author, TokenScope.WRITE).key
    for method in ("put", "patch", "delete", "options"):
        response = getattr(Client(), method)("/api/v1/units", HTTP_AUTHORIZATION=f"Bearer {key}")
        assert (response.status_code, response.json()["detail"]) == (405, "Adressen kan ikke kaldes på den måde.")


def test_a_trailing_slash_leads_nowhere(town, call):
    caller = call(town.author)
    for path in ("units/", "triage/", "proposals/2026-001/", "Units", "units.json"):
        response = caller.get(path)
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
