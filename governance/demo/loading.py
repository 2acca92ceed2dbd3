"""The whole demo: policy, strategies, organisation and the fourteen proposals."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from core import clock
from core.models import User
from governance.demo.access_requests import access_road
from governance.demo.assistance import assistance_road
from governance.demo.business_cases import write_business_case
from governance.demo.file_notes import file_note_road
from governance.demo.ledger import ledger_road
from governance.demo.management import call_management, management_road
from governance.demo.municipality import load_bodies, load_people, read_toml
from governance.demo.policy_values import value_road
from governance.demo.pool import frame_road, make_scenarios
from governance.demo.price_development import enter_rises
from governance.demo.principles import answer_principles
from governance.demo.proposals import STAGES, Player, asking_rows, earlier_rows, own_row
from governance.demo.reports import order_first_reports, plan_reports
from governance.demo.review_rounds import round_road
from governance.demo.strategy_group import call_meetings, meeting_road, note_road
from governance.demo.systems import enter_systems
from governance.demo.theme_points import theme_road
from governance.domain.profiles import load_policy_profile
from governance.selectors.profile import active_profile
from portfolio.models import Proposal
from principles.domain.loading import load_strategy_documents

MUNICIPALITIES = {"odder": "municipality.toml", "odense": "municipality_odense.toml"}
# Older than any event of the demo: the organisation stands before the first proposal is written.
FOUNDED_DAYS_AGO = 730


def load_demo(*, profile: str, stage: str) -> None:
    """Load everything, with dates relative to today so that the demo never looks stale."""
    demo, policies = settings.BASE_DIR / "demo", settings.BASE_DIR / "policies"
    start = clock.now()
    with clock.standing_at(start - timedelta(days=FOUNDED_DAYS_AGO)):
        load_policy_profile(policies / f"{profile}.toml", actor=None)
        load_strategy_documents(policies / "strategies", actor=None, profile=profile)
        load_bodies(active_profile())
        people = load_people(read_toml(demo / MUNICIPALITIES[profile]))
        enter_rises(read_toml(demo / "price_development.toml"), people["admin@demo.invalid"])
        plan_reports(profile)
        enter_systems(read_toml(demo / "systems.toml"), people, start.astimezone(clock.COPENHAGEN).date())

    def extras(proposal: Proposal, row: dict[str, Any], author: User) -> None:
        answer_principles(proposal, row, author, profile)
        write_business_case(proposal, row, author)

    player = Player(people, start, extras)
    rows = [own_row(read_toml(path), profile) for path in sorted((demo / "proposals").glob("*.toml"))]
    # What the departments have carried through before; they are those of the first municipality.
    earlier = earlier_rows(demo / "earlier_projects.toml") if profile == "odder" and stage == STAGES[-1] else []
    if profile == "odder" and stage == STAGES[-1]:
        # So that the workbench has something to weigh.
        rows += asking_rows(demo / "asking_pool.toml")
    with clock.standing_at(start - timedelta(days=FOUNDED_DAYS_AGO)):
        call_meetings(rows, start)
        if stage == STAGES[-1]:
            call_management(rows, start)
    secretary = people.get("secretary@demo.invalid")
    founded = start - timedelta(days=FOUNDED_DAYS_AGO)
    beside = [frame_road(people["admin@demo.invalid"], start, founded), ledger_road(people, start, founded)]
    beside.append(assistance_road(people, start))
    beside.append(theme_road(people, start))
    beside.append(file_note_road(people["architect@demo.invalid"], start))
    beside.append(value_road(people["admin@demo.invalid"], start))
    if secretary and stage in STAGES[2:]:
        beside.append(meeting_road(secretary, people["chair@demo.invalid"], start))
    elif secretary:
        beside.append(note_road(secretary))
    if secretary:
        beside.append(round_road(people, start))
    if stage == STAGES[-1]:
        beside.append(management_road(start))
        if secretary:
            beside.append(access_road(secretary, start))
    player.play([*earlier, *rows], stage=stage, beside=beside)
    make_scenarios(people)
    order_first_reports(people)
