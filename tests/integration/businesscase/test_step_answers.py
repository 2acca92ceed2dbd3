"""The page that reads a draft through says what the business case and the principles answer."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.domain.cases import case_of, result_of
from core.templatetags.danish import kroner
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from principles.domain.answers import Said, answer_as_applicant
from principles.enums import AnswerValue
from principles.models import StrategyNode
from tests.factories.businesscase import WORDS
from tests.factories.governance import make_draft
from tests.factories.principles import load_sets

# As of every main page (`tests/integration/test_query_counts.py`).
CEILING = 15


def items_of(client, draft) -> dict[str, dict[str, str]]:
    page = client.get(reverse("portfolio:draft_overview", args=[draft.pk]))
    return {part.station.slug: dict(part.items) for part in page.context["parts"]}


def test_the_overview_has_the_figures_and_the_words_of_the_case(client, town):
    draft = make_draft(town, kind=ProposalKind.APPLICATION)
    client.force_login(town.author)
    found = items_of(client, draft)
    money, words = found["business-case"], found["business-case-chapters"]
    result = result_of(case_of(current_version(draft)))
    assert money["Nettonutidsværdi"] == kroner(result.npv)
    assert {"Resultat", "Udgifter", "Gevinster", "Tjent hjem efter", "Diskonteringsrente"} <= set(money)
    assert WORDS["rationale_economic"] in money.values()
    assert "Ingen gevinst. Ingen. Tiden bruges på andre breve." in money.values()
    assert "1. marts 2027: Prøvedrift begynder" in words["Milepæle"]
    assert words["Resumé"]


def test_the_overview_says_how_many_principles_are_answered(client, town):
    load_sets()
    draft = make_draft(town, kind=ProposalKind.APPLICATION)
    client.force_login(town.author)
    assert items_of(client, draft)["principles"] == {"Besvaret": "0 af 15"}
    principle = StrategyNode.objects.active("strategy").principles()[0]
    said = {principle.pk: Said(AnswerValue.FOLLOWS, "")}
    answer_as_applicant(draft, actor=town.author, edition=0, said=said, carries_out=[])
    with CaptureQueriesContext(connection) as asked:
        assert items_of(client, draft)["principles"] == {"Besvaret": "1 af 15", "Følger": "1"}
    assert len(asked) <= CEILING
