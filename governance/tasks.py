"""Governance's jobs."""

from celery import shared_task

from governance.domain.access_requests import make_package
from governance.domain.benefit_reminders import remind_of_benefits
from governance.domain.bodies import align_all_rights
from governance.domain.conditional_grants import lapse_grants
from governance.domain.deviation_reminders import remind_of_deviations
from governance.domain.pool_calculations import make_calculation
from governance.domain.report_leases import MOST_ATTEMPTS, take_back_lost
from governance.domain.report_making import make_report as make
from governance.domain.report_ordering import schedule_due_reports
from governance.domain.reserve import expire_reserve_places
from governance.domain.stand_ins import call_in_all_deputies


@shared_task(name="governance.align_rights")
def align_rights() -> int:
    """Give and take the rights of seats that begin or end today, and let deputies step in; idempotent."""
    changed = align_all_rights()
    call_in_all_deputies()
    return changed


@shared_task(name="governance.call_in_deputies")
def call_in_deputies() -> int:
    """Let deputies step in and out after a change of seats; idempotent."""
    return call_in_all_deputies()


@shared_task(
    name="governance.make_report",
    autoretry_for=(Exception,),
    retry_backoff=5,
    max_retries=MOST_ATTEMPTS - 1,
)
def make_report(*, run: int) -> bool:
    """Make the report; a run that is made, or in other hands, is left alone. Retried after 5 and 10 seconds."""
    return make(run)


@shared_task(name="governance.calculate_pool")
def calculate_pool(*, calculation: int) -> bool:
    """Make a thorough calculation for the pool's workbench; one that is made, or in other hands, is left alone."""
    return make_calculation(calculation)


@shared_task(name="governance.make_access_package")
def make_access_package(*, request: int) -> bool:
    """Make the package that answers a request for access; one that is made, or in other hands, is left alone."""
    return make_package(request)


@shared_task(name="governance.schedule_reports")
def schedule_reports() -> int:
    """Queue the reports that are due by their plans; idempotent."""
    return schedule_due_reports()


@shared_task(name="governance.take_back_reports")
def take_back_reports() -> int:
    """Queue again the reports whose worker has died or whose job was lost; idempotent."""
    return take_back_lost()


@shared_task(name="governance.lapse_grants")
def lapse_due_grants() -> int:
    """Let conditional grants lapse whose day has passed, and remind of those that soon will; idempotent."""
    return lapse_grants()


@shared_task(name="governance.remind_of_deviations")
def remind_deviations() -> int:
    """Remind of the deviations that expire or have expired; idempotent, each reminder is sent once."""
    return remind_of_deviations()


@shared_task(name="governance.remind_of_benefits")
def remind_benefits() -> int:
    """Remind of the benefits that are to be measured; idempotent, each reminder is sent once."""
    return remind_of_benefits()


@shared_task(name="governance.expire_reserve")
def expire_reserve() -> int:
    """Take the cases off the reserve list whose time is up; idempotent."""
    return expire_reserve_places()
