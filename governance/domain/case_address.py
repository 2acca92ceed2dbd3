"""The way to a case, as a mail ends with it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portfolio.models import Proposal


def with_the_way(body: str, proposal: Proposal) -> str:
    """Return the mail's body, followed by the address of the case."""
    address = f"{settings.SITE_ADDRESS}{reverse('portfolio:proposal_detail', args=[proposal.pk])}"
    return f"{body}\n\n" + _("Read the case: %(address)s") % {"address": address}
