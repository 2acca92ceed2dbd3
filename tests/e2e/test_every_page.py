"""Every page of the portal, as whoever meets it, wide and on a telephone: no fault of axe, and nothing sticks out.

The list is held against the addresses: a new page stands in it, or among those that are no page.
"""

from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.e2e.conftest import NARROW, WIDE, Visit, faults_of, overflow_of
from tests.e2e.full_town import FullTown, fill_town
from tests.factories.governance import Town

# Each page by the name of its address; the same page as others see it may follow.
PAGES: dict[str, dict[str, list[str]]] = {
    "author": {
        "core:my_page": ["/"],
        "core:unit_list": ["/organisation/", "/organisation/?q=care"],
        "core:unit_detail": ["/organisation/enheder/care/"],
        "core:person_list": ["/organisation/medarbejdere/"],
        "core:person_detail": ["/organisation/medarbejdere/{person}/"],
        "core:api_token_list": ["/konto/adgangsnoegler/"],
        "core:api_token_revoke": ["/konto/adgangsnoegler/{token}/tilbagekaldelse/"],
        "account_change_password": ["/konto/adgangskode/"],
        "account_logout": ["/konto/log-ud/"],
        "account_reauthenticate": ["/konto/bekraeft/"],
        "api:reference": ["/api/v1/docs"],
        "portfolio:proposal_list": ["/sager/", "/sager/?visning=alle", "/sager/?q=findesikke"],
        "portfolio:proposal_create": ["/sager/ny/"],
        "portfolio:draft_create": ["/sager/ny/ansoegning/", "/sager/ny/anmeldelse/", "/sager/ny/forslag/"],
        "portfolio:proposal_detail": ["/sager/{draft}/", "/sager/{approved}/", "/sager/{idea}/"],
        "portfolio:version_detail": ["/sager/{revised}/versioner/1/"],
        "portfolio:version_difference": ["/sager/{revised}/versioner/2/forskelle/"],
        "portfolio:draft_overview": ["/sager/{draft}/kladde/"],
        "portfolio:draft_documents": ["/sager/{draft}/kladde/dokumenter/"],
        "portfolio:draft_editors": ["/sager/{draft}/kladde/medforfattere/"],
        "portfolio:draft_delete": ["/sager/{draft}/kladde/sletning/"],
        "portfolio:draft_step": [
            f"/sager/{{draft}}/kladde/{step}/"
            for step in (
                "behov", "aspekter", "omfang", "mennesker", "maal", "forandring", "ophav", "sikkerhed", "pulje",
            )
        ],
        "businesscase:case_update": ["/sager/{draft}/business-case/"],
        "businesscase:case_import": ["/sager/{draft}/business-case/regneark/"],
        "businesscase:scenario_list": ["/sager/{draft}/business-case/scenarier/"],
        "businesscase:scenario_update": [
            "/sager/{draft}/business-case/scenarier/0/",
            "/sager/{draft}/business-case/scenarier/2/",
        ],
        "businesscase:chapters_update": ["/sager/{draft}/business-case/beskrivelse/"],
        "businesscase:case_draws": ["/sager/{approved}/versioner/1/business-case/usikkerhed/"],
        "businesscase:case_detail": ["/sager/{approved}/versioner/1/business-case/"],
        "principles:assessment_update": ["/sager/{draft}/principper/"],
        "principles:strategy_list": ["/principper/"],
        "principles:strategy_detail": ["/principper/{strategy}/", "/principper/{masterplan}/"],
        "principles:node_detail": ["/principper/punkter/{node}/", "/principper/punkter/{initiative}/"],
        "governance:proposal_return": ["/sager/{routing}/rettelse/"],
        "governance:bulk_move": ["/sager/samlet/?move=withdraw&sag={routing}&sag={approved}"],
        "governance:proposal_withdrawal": ["/sager/{routing}/tilbagetraekning/"],
        "governance:hearing_answer": ["/sager/{asked}/it-vurdering/svar/"],
        "governance:suggestion_successor": ["/sager/{idea}/viderefoerelse/"],
        "governance:body_list": ["/organer/"],
        "governance:assistance_list": ["/bistand/"],
        "governance:assistance_create": ["/bistand/ny/"],
        "governance:assistance_withdrawal": ["/bistand/{asked_help}/tilbagetraekning/"],
        "governance:how_we_govern": ["/saadan-styrer-vi/"],
        "governance:body_detail": ["/organer/strategy-group/"],
    },
    "owner": {
        "core:my_page": ["/"],
        "governance:project_list": ["/projekter/", "/projekter/?visning=alle"],
        "governance:overlap_list": ["/projekter/sammenfald/"],
        "governance:project_detail": [f"/projekter/{{{name}}}/" for name in (
            "planned", "running", "realised", "evaluated", "stopped", "bare",
        )],
        "governance:project_status": ["/projekter/{running}/status/"],
        "governance:project_plan": ["/projekter/{running}/milepaele/"],
        "governance:project_risks": ["/projekter/{running}/risici/"],
        "governance:project_lesson": ["/projekter/{running}/erfaring/"],
        "governance:project_execution": ["/projekter/{planned}/gennemfoerelse/"],
        "governance:project_realisation": ["/projekter/{running}/realisering/"],
        "governance:project_operation": ["/projekter/{realised}/drift/"],
        "governance:project_benefits": [f"/projekter/{{{name}}}/gevinster/" for name in ("due", "evaluated", "bare")],
        "governance:project_evaluation": ["/projekter/{due}/effektvurdering/"],
        "governance:project_closing": ["/projekter/{evaluated}/afslutning/"],
        "governance:benefit_list": [
            "/gevinster/", "/gevinster/?view=overdue", "/gevinster/?view=ended", "/gevinster/?q=findesikke",
        ],
        "governance:benefit_detail": [f"/gevinster/{{{name}}}/" for name in ("gain", "goal", "words", "settled")],
        "governance:benefit_measurement": ["/gevinster/{gain}/maaling/", "/gevinster/{goal}/maaling/"],
        "governance:benefit_baseline": ["/gevinster/{goal}/nulpunkt/"],
        "governance:benefit_plan": ["/gevinster/{gain}/plan/"],
        "governance:benefit_target": ["/gevinster/{words}/maal/"],
        "governance:benefit_owner": ["/gevinster/{gain}/ejer/"],
        "governance:project_stop": ["/projekter/{running}/stop/"],
        "governance:project_return": ["/projekter/{running}/tilbagefoersel/"],
        "governance:project_manager": ["/projekter/{running}/projektleder/"],
        "governance:project_owner": ["/projekter/{running}/projektejer/"],
    },
    "it": {
        "core:my_page": ["/"],
        "principles:assessment_review": ["/sager/{assessment}/arkitektur/"],
        "governance:proposal_assessment": ["/sager/{assessment}/it-vurdering/"],
        "portfolio:system_list": ["/systemer/", "/systemer/?view=ownerless", "/systemer/?q=findesikke"],
        "portfolio:system_detail": ["/systemer/{system}/"],
        "portfolio:system_create": ["/systemer/ny/"],
        "portfolio:system_change": ["/systemer/{system}/aendring/"],
        "portfolio:contract_list": ["/systemer/kontrakter/"],
        "portfolio:contract_create": ["/systemer/{system}/kontrakter/ny/"],
        "portfolio:contract_change": ["/systemer/kontrakter/{contract}/aendring/"],
        "governance:deviation_list": ["/fravigelser/", "/fravigelser/?visning=ended"],
        "governance:deviation_detail": ["/fravigelser/{deviation}/"],
        "governance:deviation_end": ["/fravigelser/{deviation}/ophoer/"],
        "governance:theme_list": ["/chefmoeder/", "/chefmoeder/?omraade=children"],
        "governance:theme_create": ["/chefmoeder/nyt/"],
        "governance:theme_detail": ["/chefmoeder/{theme}/", "/chefmoeder/{followed}/", "/chefmoeder/{past_theme}/"],
        "governance:theme_change": ["/chefmoeder/{theme}/aendring/"],
        "governance:theme_outcome": ["/chefmoeder/{past_theme}/udbytte/"],
        "governance:theme_completion": ["/chefmoeder/{followed}/opfoelgning/"],
        "governance:theme_cancellation": ["/chefmoeder/{theme}/aflysning/"],
        "governance:assistance_list": ["/bistand/"],
        "governance:assistance_detail": ["/bistand/{asked_help}/", "/bistand/{agreed_help}/", "/bistand/{given_help}/"],
        "governance:assistance_acceptance": ["/bistand/{asked_help}/aftale/"],
        "governance:assistance_refusal": ["/bistand/{asked_help}/afslag/"],
        "governance:assistance_completion": ["/bistand/{agreed_help}/afslutning/"],
        "governance:proposal_architecture": ["/sager/{assessment}/arkitekturvurdering/"],
        "governance:condition_detail": ["/sager/{conditioned}/betingelser/{condition}/"],
        "governance:hearing_question": ["/sager/{assessment}/it-vurdering/spoergsmaal/"],
        "governance:proposal_route": ["/sager/{routing}/vej/"],
        "governance:proposal_restriction": ["/sager/{approved}/fortrolighed/"],
    },
    "network": {"governance:proposal_advice": ["/sager/{review}/raad/"]},
    "head": {"governance:proposal_local_decision": ["/sager/{local}/afgoerelse/"]},
    "member": {
        "core:my_page": ["/"],
        "governance:review_queue": ["/behandling/"],
        "governance:case_comparison": [
            "/behandling/sammenligning/", "/behandling/sammenligning/?sag={review}&sag={recommended}",
        ],
        "governance:round_calibration": [
            "/behandling/runder/{old_round}/kalibrering/", "/behandling/runder/{round}/kalibrering/",
        ],
        "governance:review_grid": ["/behandling/skema/"],
        "governance:proposal_review": ["/sager/{review}/behandling/"],
        "governance:conflict_create": ["/sager/{review}/habilitet/"],
        "governance:doubt_create": ["/sager/{handed}/habilitet/tvivl/"],
        "governance:case_hand_over": ["/sager/{handed}/stedfortraeder/"],
    },
    "secretary": {
        "core:my_page": ["/"],
        "governance:suggestion_answer": ["/sager/{idea}/svar/"],
        "governance:access_list": ["/aktindsigt/"],
        "governance:access_create": ["/aktindsigt/ny/"],
        "governance:access_detail": ["/aktindsigt/{access}/", "/aktindsigt/{answered_access}/"],
        "governance:access_answer": ["/aktindsigt/{access}/svar/"],
        "governance:meeting_list": ["/moeder/", "/moeder/?organ=management"],
        "governance:meeting_create": ["/moeder/nyt/"],
        "governance:meeting_series": ["/moeder/raekke/"],
        "governance:meetings_change": ["/moeder/kommende/aendring/"],
        "governance:meetings_cancel": ["/moeder/kommende/aflysning/?organ=management"],
        "governance:meeting_detail": ["/moeder/{meeting}/", "/moeder/{session}/", "/moeder/{held}/"],
        "governance:meeting_mode": ["/moeder/{session}/afvikling/", "/moeder/{held}/afvikling/"],
        "governance:meeting_attendance": ["/moeder/{session}/deltagere/"],
        "governance:minutes_detail": ["/moeder/{held}/referat/", "/moeder/{approved_meeting}/referat/"],
        "governance:minutes_reopen": ["/moeder/{approved_meeting}/referat/genaabning/"],
        "governance:meeting_change": ["/moeder/{meeting}/aendring/"],
        "governance:review_round": ["/behandling/runde/"],
        "governance:round_create": ["/behandling/runde/ny/"],
        "governance:round_deadline": ["/behandling/runde/frist/"],
        "governance:round_closing": ["/behandling/runde/lukning/"],
        "governance:review_sharing": ["/behandling/runde/fordeling/", "/behandling/runde/fordeling/?per_case=2"],
        "governance:report_create": ["/rapporter/ny/"],
        "governance:definition_list": ["/rapporter/planer/"],
        "governance:definition_create": ["/rapporter/planer/ny/"],
        "governance:definition_change": ["/rapporter/planer/{plan}/"],
    },
    "chair": {
        "core:my_page": ["/"],
        "governance:meeting_together": ["/moeder/{session}/afvikling/samlet/"],
        "governance:meeting_item": ["/moeder/{session}/afvikling/{card}/"],
        "governance:minutes_approve": ["/moeder/{held}/referat/godkendelse/"],
        "governance:proposal_recommendation": ["/sager/{review}/indstilling/"],
        "governance:proposal_deferral": ["/sager/{review}/udsaettelse/"],
        "governance:proposal_resumption": ["/sager/{deferred}/genoptagelse/"],
        "governance:doubt_decision": ["/sager/{other_review}/habilitet/{doubt}/afgoerelse/"],
        "governance:case_take_back": ["/sager/{handed}/stedfortraeder/{stand_in}/tilbage/"],
        "governance:conflict_lift": ["/sager/{review}/habilitet/{conflict}/ophaevelse/"],
        "governance:pool_workbench": ["/puljen/{year}/arbejdsbord/", "/puljen/{year}/arbejdsbord/?metode=rank"],
        "governance:scenario_create": ["/puljen/{year}/scenarier/nyt/"],
        "governance:scenario_compare": ["/puljen/{year}/scenarier/"],
        "governance:scenario_detail": ["/puljen/scenarier/{scenario}/", "/puljen/scenarier/{forward}/"],
        "governance:scenario_change": ["/puljen/scenarier/{scenario}/aendring/"],
        "governance:scenario_case": ["/puljen/scenarier/{scenario}/sager/{review}/"],
        "governance:scenario_links": ["/puljen/scenarier/{scenario}/sammenhaenge/"],
        "governance:scenario_commit": ["/puljen/scenarier/{scenario}/forslag/"],
        "governance:scenario_delete": ["/puljen/scenarier/{scenario}/sletning/"],
    },
    "director": {
        "core:my_page": ["/"],
        "governance:overview": ["/overblik/"],
        "governance:proposal_decision": ["/sager/{recommended}/beslutning/"],
        "governance:deviation_renewal": ["/fravigelser/{deviation}/forlaengelse/"],
        "governance:decision_resumption": ["/sager/{waiting}/beslutning/genoptagelse/"],
        "governance:proposal_direction": ["/sager/{review}/anvisning/"],
        "governance:pool_detail": ["/puljen/"],
        "governance:pool_frame": ["/puljen/ramme/"],
        "governance:decision_chain": ["/sager/{approved}/kaeden/"],
        "governance:departure_list": ["/overblik/afvigelser/", "/overblik/afvigelser/?year=2001"],
        "governance:note_create": ["/notater/sag/{approved}/", "/notater/projekt/{running}/"],
        "governance:reserve_list": ["/puljen/reserveliste/"],
        "governance:pool_transfer": ["/puljen/overfoersel/"],
        "governance:pool_expenditure": ["/puljen/udgift/"],
        "governance:entry_reversal": ["/puljen/posteringer/{entry}/modpostering/"],
        "governance:need_list": ["/puljen/forpligtelser/"],
        "governance:need_create": ["/puljen/forpligtelser/ny/"],
        "governance:need_change": ["/puljen/forpligtelser/{need}/"],
        "governance:need_withdrawal": ["/puljen/forpligtelser/{need}/bortfald/"],
        "governance:grant_condition": ["/sager/{promised}/tilsagn/betingelse/"],
        "governance:grant_lapse": ["/sager/{promised}/tilsagn/bortfald/"],
        "governance:report_list": ["/rapporter/"],
        "governance:report_detail": ["/rapporter/{report}/"],
    },
    "auditor": {"core:my_page": ["/"], "core:act_list": ["/haendelser/"]},
    "admin": {
        "core:my_page": ["/"],
        "governance:price_development": ["/priser/"],
        "governance:price_rise_create": ["/priser/ny/"],
        "governance:policy_value_list": ["/regelsaet/"],
        "governance:policy_value_detail": ["/regelsaet/positive_definition/", "/regelsaet/access_days/"],
        "governance:policy_value_create": ["/regelsaet/positive_definition/ny/", "/regelsaet/decision_days/ny/"],
        "governance:policy_value_withdrawal": ["/regelsaet/decision_days/{coming_value}/tilbagetagning/"],
        "core:unit_create": ["/organisation/ny-enhed/"],
        "core:unit_change": ["/organisation/enheder/care/aendring/"],
        "core:unit_close": ["/organisation/enheder/home_care/lukning/"],
        "core:person_create": ["/organisation/ny-medarbejder/"],
        "core:person_change": ["/organisation/medarbejdere/{person}/aendring/"],
        "governance:body_settings": ["/organer/strategy-group/indstillinger/"],
        "governance:seat_create": ["/organer/strategy-group/ny-plads/"],
        "governance:seat_change": ["/organer/strategy-group/pladser/{seat}/aendring/"],
        "governance:seat_end": ["/organer/strategy-group/pladser/{seat}/afslutning/"],
        "governance:import_list": ["/projekter/import/"],
        "governance:import_detail": ["/projekter/import/{import}/"],
        "governance:import_columns": ["/projekter/import/{unread}/kolonner/"],
    },
}  # fmt: skip
# What an address answers with when it is no page of its own.
NO_PAGES = {
    # A file.
    "core:document_download", "core:act_export", "portfolio:proposal_export", "portfolio:proposal_sheet",
    "governance:project_export", "governance:project_sheet", "governance:report_file", "businesscase:case_workbook",
    "businesscase:case_paper", "governance:benefit_export", "governance:benefit_sheet",
    "governance:departure_export", "governance:access_file",
    "portfolio:system_export", "portfolio:system_sheet",
    "governance:theme_file",
    "governance:meeting_file", "governance:body_calendar", "governance:minutes_file", "governance:pack_file",
    # A part of a page, which the page's own test sees.
    "governance:access_progress",
    "governance:report_progress", "governance:calculation_progress", "governance:decision_pool",
    "businesscase:case_preview",
    "governance:triage_preview", "portfolio:similar_list",
    # The answer to a form, which its own test sees.
    "governance:bulk_outcome",
    # A button of a page.
    "core:person_send_link", "portfolio:document_remove", "portfolio:editor_remove",
    "governance:proposal_submission", "governance:meeting_acknowledgement", "governance:item_move",
    "governance:item_order", "governance:import_removal", "governance:meeting_gathering", "governance:meeting_close",
    "governance:item_take_back", "governance:item_together", "governance:item_pull", "governance:pack_freeze",
    "governance:calculation_order",
    "governance:scenario_unlink",
    # A sign of life for the machines.
    "core:health",
}  # fmt: skip
# Pages for whoever is not logged in, who has no role.
OUTSIDE = {"account_login": "/konto/log-ind/", "core:person_password": "/konto/velkommen/x/y/"}


def names(resolver: URLResolver, space: str = "") -> set[str]:
    """Return the names of the addresses, those of the API's answers but its page left out."""
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and (space != "api:" or entry.name == "reference"):
            found.add(f"{space}{entry.name}")
    return found


@pytest.fixture(scope="session")
def media(tmp_path_factory) -> Path:
    """Return where the full town's files lie, for as long as the town is remembered."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def full_town(town: Town, settings, media: Path) -> FullTown:
    settings.MEDIA_ROOT = media
    return fill_town(town)


def test_every_address_is_a_page_here_or_none():
    listed = {name for pages in PAGES.values() for name in pages} | set(OUTSIDE)
    assert listed | NO_PAGES == names(get_resolver())
    assert listed & NO_PAGES == set()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", PAGES)
def test_no_page_has_a_fault_or_is_wider_than_the_screen(full_town: FullTown, visit: Visit, role: str) -> None:
    found = []
    with visit(full_town.town.people[role]) as page:
        for address in (one.format(**full_town.ids) for group in PAGES[role].values() for one in group):
            answer = page.goto(address)
            assert (address, answer.status, page.url.endswith(address)) == (address, 200, True)
            # What is folded away is part of the page too.
            page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                found += [(address, size["width"], fault) for fault in faults_of(page)]
                if overflow_of(page) > 0:
                    found.append((address, size["width"], f"wider by {overflow_of(page)} px"))
    assert found == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", OUTSIDE.values(), ids=OUTSIDE)
def test_neither_has_a_page_for_whoever_is_outside(town, browser, live_server, address):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(address)
        assert (faults_of(page), max(overflow_of(page), 0)) == ([], 0)
    context.close()
