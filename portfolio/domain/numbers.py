"""Numbers such as 2027-014: one series a year, without holes, given once."""

from django.db import connection
from django.db.models import Max

from core import clock
from portfolio.models import Proposal

_LOCK = 7_270_915


def give_number(proposal: Proposal) -> None:
    """Give the proposal the year's next number; the series is locked until the transaction ends."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK % 2**31, year])
    last = Proposal.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    proposal.year, proposal.serial = year, last + 1
