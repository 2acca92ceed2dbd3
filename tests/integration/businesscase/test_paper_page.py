"""The case as a file: for whoever may read the case, and for nobody else."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from governance.domain.submission import submit_proposal, take_back_proposal
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import write_case
from tests.factories.governance import make_draft

ROLES = ("author", "editor", "owner", "head", "it", "chair", "secretary", "member", "director", "network", "auditor",
         "admin", "outsider")  # fmt: skip


def address(proposal, ordinal=1) -> str:
    return reverse("businesscase:case_paper", args=[proposal.pk, ordinal])


def test_the_file_says_what_the_page_says(client, town, draft):
    submit_proposal(draft, actor=town.author)
    client.force_login(town.author)
    answer = client.get(address(draft))
    number = Proposal.objects.get(pk=draft.pk).number
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="business-case-{number}-v1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    said = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert (number in said, "30.972,48 kr." in said) == (True, True)
    assert client.get(address(draft)).content == answer.content


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_the_page_gets_the_file_and_others_find_nothing(client, town, draft, role):
    client.force_login(town.people[role])
    page = client.get(reverse("businesscase:case_detail", args=[draft.pk, 1])).status_code
    assert client.get(address(draft)).status_code == page == (200 if role in ("author", "editor", "owner") else 404)


def test_a_version_that_is_not_read_has_no_file(client, town, draft):
    taken = take_back_proposal(submit_proposal(draft, actor=town.author), actor=town.author, reason="Ny pris")
    write_case(taken, town.author, purchase=150_000)
    client.force_login(town.director)
    assert [client.get(address(draft, ordinal)).status_code for ordinal in (2, 3)] == [404, 404]


def test_no_case_is_no_file_and_nothing_is_posted(client, town):
    bare = make_draft(town, kind=ProposalKind.SUGGESTION)
    client.force_login(town.author)
    assert client.get(address(bare)).status_code == 404
    assert client.post(address(bare)).status_code == 405


def test_the_page_and_the_panel_offer_it(client, town, draft):
    client.force_login(town.author)
    for page in (
        reverse("portfolio:proposal_detail", args=[draft.pk]),
        reverse("businesscase:case_detail", args=[draft.pk, 1]),
    ):
        assert f'href="{address(draft)}"' in client.get(page).content.decode()
