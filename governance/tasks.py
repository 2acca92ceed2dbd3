"""Governance's jobs."""

from celery import shared_task

from governance.domain.bodies import align_all_rights


@shared_task(name="governance.align_rights")
def align_rights() -> int:
    """Give and take the rights of seats that begin or end today; idempotent."""
    return align_all_rights()
