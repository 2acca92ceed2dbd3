"""What an applicant writes in the guided form, and how a person writes it in the browser."""

from playwright.sync_api import Page

ANSWERS: dict[str, dict[str, str]] = {
    "behov": {
        "title": "Elektroniske nøgler til hjemmeplejen",
        "owner": "owner@test.invalid",
        "esdh_case_number": "872-2027-1187",
        "core_task": "Personlig pleje i borgerens hjem",
        "need": "Vi bruger en time om dagen på at hente nøgler",
    },
    "aspekter": {
        "aspect_organisation": "Hver gruppe har en ansvarlig",
        "aspect_management": "Lederen følger op hver måned",
        "aspect_processes": "Nøgleskabet falder bort",
        "aspect_technology": "Telefonen åbner døren",
    },
    "omfang": {
        "acquisition_type": "acquisition",
        "vendor_cost": "1.250.000,50",
        "staff_hours": "420",
        "needs_cooperation": "true",
        "external_assistance": "true",
        "external_assistance_text": "Leverandøren sætter låsene op",
        "supplier": "Låse ApS",
    },
    "mennesker": {
        "involved_groups-0-kind": "employees",
        "involved_groups-0-who": "Social- og sundhedshjælpere",
        "involved_groups-0-how": "Otte har prøvet låsen i en uge",
        "citizen_facing": "true",
        "value_citizen": "Borgeren skal ikke vente på en nøgle",
        "value_efficiency": "En time om dagen i hver gruppe",
        "support_plan": "Hjemmeplejen viser borgeren låsen",
    },
    "maal": {
        "goals-0-indicator": "Ture efter nøgler",
        "goals-0-baseline": "60",
        "goals-0-target": "5",
        "goals-0-measure": "antal pr. uge",
        "goals-0-target_date": "14.03.2028",
        "goals-0-method": "Udtræk fra køreplanen",
    },
    "forandring": {
        "work_process_changes": "Turen omkring kontoret falder bort",
        "training_plan": "To timer i hver gruppe",
        "reuse_internal": "Vi har telefonerne",
        "reuse_external": "Nabokommunen",
    },
    "ophav": {"origin": "own", "obligation_level": "none"},
    "sikkerhed": {"personal_data": "ordinary", "security_text": "Adgang efter rolle", "uses_ai": "false"},
    "pulje": {"requested_amount": "1.250.000", "pool_criterion": "efficiency"},
}


def business_case(year: int) -> dict[str, str]:
    """Return the business case that goes with the answers, from `year`: what it costs to buy is the supplier cost."""
    return {
        "start_year": str(year),
        "price_year": str(year),
        "cost-0-label": "Låse og licens",
        "cost-0-y0": "1.000.000",
        "cost-1-label": "Opsætning",
        "cost-1-y0": "250.000,50",
        "hours-0-label": "Projektgruppen",
        "hours-0-y0": "420",
        "hourly_rate": "400",
        "hourly_rate_source": "Økonomiafdelingens priskatalog",
        "benefit-0-label": "Færre ture efter nøgler",
        "benefit-0-owner": "owner@test.invalid",
        "benefit-0-unit": "Care",
        **{f"benefit-0-y{index}": "700.000" for index in (1, 2, 3)},
        "benefit-1-label": "Borgeren slipper for at vente",
        "benefit-1-owner": "owner@test.invalid",
        "benefit-1-unit": "Care",
        "benefit-2-label": "Ingen ture efter nøgler",
        "benefit-2-owner": "owner@test.invalid",
        "benefit-2-unit": "Care",
        "rationale_economic": "En time om dagen i hver gruppe.",
        "rationale_service": "Borgeren venter ikke på en nøgle.",
        "rationale_efficiency": "Turen omkring kontoret falder bort.",
        "follow_up_months": "12",
    }


# The business case in words.
CHAPTERS = {
    "summary": "Låsene koster 1.250.000,50 kr. og er tjent hjem på to år",
    "business_scope": "Hjemmeplejen, ikke plejecentrene",
    "no_alternatives_reason": "Der findes kun én lås, som forsikringen godkender",
    "strategy": "Én gruppe ad gangen",
    "milestone-0-label": "Første gruppe åbner med telefonen",
    "milestone-0-due_on": "01.03.2028",
}


def write(page: Page, answers: dict[str, str]) -> None:
    """Write in the boxes and tick the buttons, as a person does."""
    for name, value in answers.items():
        box = page.locator(f"main [name='{name}']").first
        if box.get_attribute("type") == "radio":
            chosen = page.locator(f"main [name='{name}'][value='{value}']")
            page.locator(f"label[for='{chosen.get_attribute('id')}']").click()
        else:
            box.fill(value)


def go(page: Page, where: str = "on") -> None:
    page.locator(f"main button[name=go][value={where}]").click()
