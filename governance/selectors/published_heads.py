"""The ends of the acts' chain that published reports print."""

from core.domain.audit import Head
from governance.models import ReportRun


def published_heads() -> list[Head]:
    """Return the head of every published report; one made before the first act prints none."""
    printed = ReportRun.objects.filter(chain_sequence__gt=0).values_list("chain_sequence", "chain_hash")
    return [Head(sequence or 0, digest) for sequence, digest in printed]
