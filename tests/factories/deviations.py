"""Cases whose deviations from principles have been approved with them."""

from datetime import date

from governance.domain.local_decision import decide_locally
from governance.enums import Verdict
from portfolio.models import Proposal
from principles.domain.answers import Said, answer_as_architect
from principles.enums import AnswerValue
from principles.models import Deviation, StrategyDocument, StrategyNode
from tests.factories.governance import Town, in_days, make_submitted

CODE = "odr06-1.5"


def make_deviating(town: Town, *, until: date | None = None, code: str = CODE) -> Deviation:
    """Let the head of the department approve a case that departs from a principle; the sets are loaded."""
    case = _submitted_before_the_sets(town)
    node = StrategyNode.objects.get(code=code)
    said = {node.pk: Said(AnswerValue.DEVIATES, "Support ligger hos leverandøren", until or in_days(30))}
    answer_as_architect(case, actor=town.it, edition=0, said=said)
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    return Deviation.objects.get(version__proposal=case)


def _submitted_before_the_sets(town: Town) -> Proposal:
    """Submit a case as if no set of principles was in force, so that its draft answers none."""
    active = list(StrategyDocument.objects.filter(is_active=True).values_list("pk", flat=True))
    StrategyDocument.objects.filter(pk__in=active).update(is_active=False)
    case = make_submitted(town, "local_decision")
    StrategyDocument.objects.filter(pk__in=active).update(is_active=True)
    return case
