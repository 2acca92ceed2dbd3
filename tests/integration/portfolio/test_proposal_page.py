"""The object page: what, where, next, who, how much; its versions and their differences; nothing for the wrong eyes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import panels, providers
from core.models import User
from core.permissions import grant
from core.ui import Action, HeadPart, MoneyLine, NextStep, RoadStep
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from portfolio.selectors.difference import version_changes
from tests.factories.portfolio import complete_draft, draft_of, make_draft, make_goal, make_group, reopen, submit
from tests.integration.portfolio.conftest import Cast

Browse = Callable[[User], Client]


def page(client: Client, proposal: Proposal) -> Any:
    return client.get(reverse("portfolio:proposal_detail", args=[proposal.pk])).context["page"]


def two_versions(cast: Cast) -> Proposal:
    """A case that was submitted, corrected and submitted again."""
    proposal = submit(complete_draft(cast.author, cast.units["aeldre"], cast.owner), cast.author)
    reopen(proposal)
    changed = {
        "need": "Nøgler bliver ofte væk",
        "vendor_cost": Decimal(90_000),
        "goals": [make_goal(target=Decimal(3))],
        "involved_groups": [make_group(), make_group(kind="citizens", who="Pårørende")],
        "units_involved": [cast.units["nord"]],
    }
    change_draft(proposal, actor=cast.author, edition=draft_of(proposal).edition, fields=changed)
    return submit(Proposal.objects.get(pk=proposal.pk), cast.author)


def test_a_draft_is_known_to_those_who_write_it_and_its_owner(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], owner=cast.owner)
    grant(cast.editor, "edit_proposal", proposal)
    url = reverse("portfolio:proposal_detail", args=[proposal.pk])
    people = (cast.author, cast.editor, cast.owner, cast.neighbour, cast.stranger, cast.reviewer)
    assert [browse(person).get(url).status_code for person in people] == [200, 200, 200, 404, 404, 404]
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("restricted", [False, True])
def test_a_restricted_case_does_not_exist_for_others(cast: Cast, browse: Browse, *, restricted: bool) -> None:
    proposal = submit(make_draft(cast.author, cast.units["aeldre"]), cast.author, ProposalState.APPROVED)
    Proposal.objects.filter(pk=proposal.pk).update(restricted=restricted)
    urls = [f"/sager/{proposal.pk}/", f"/sager/{proposal.pk}/versioner/1/"]
    expected = 404 if restricted else 200
    assert [browse(cast.stranger).get(url).status_code for url in urls] == [expected, expected]


def test_the_head_of_a_draft_says_what_is_next(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], vendor_cost=Decimal(5), owner=cast.owner)
    head = page(browse(cast.author), proposal).head
    names = ("draft_overview", "draft_editors", "draft_delete")
    urls = [reverse(f"portfolio:{name}", args=[proposal.pk]) for name in names]
    assert [(action.url, action.primary, action.danger) for action in head.actions] == [
        (urls[0], True, False), (urls[1], False, False), (urls[2], False, True),
    ]  # fmt: skip
    assert (head.number, head.next_step.who) == ("", "Anna Holm")
    assert [line.amount for line in head.money] == [Decimal(5), None]
    assert page(browse(cast.owner), proposal).head.actions == ()


def test_the_apps_above_add_to_the_head_and_only_one_action_is_primary(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    step, road = NextStep("Vurderes", who="IT"), (RoadStep("Ansøgning", "current"),)
    first = HeadPart(step, (Action("Vurdér", "/x/", primary=True),), road, (MoneyLine("Bevilget", Decimal(7)),))
    providers.register("proposal_head", lambda _request, _proposal: [first, HeadPart()])
    head = page(browse(cast.author), proposal).head
    assert (head.next_step, head.road) == (step, road)
    assert [line.amount for line in head.money] == [None, None, Decimal(7)]
    assert [action.url for action in head.actions if action.primary] == ["/x/"]


def test_a_panel_takes_its_place_among_the_sections(cast: Cast, browse: Browse) -> None:
    proposal = submit(make_draft(cast.author, cast.units["aeldre"]), cast.author)
    for slot_order, anchor, shown in ((25, "case", True), (35, "hidden", False)):
        build = (lambda _request, subject: {"title": subject.title}) if shown else (lambda _request, _subject: None)
        panel = panels.Panel("proposal_section", slot_order, "Sektion", "components/empty.html", build, anchor)
        panels.register(panel)
    shown_page = page(browse(cast.author), proposal)
    assert [section.anchor for section in shown_page.contents] == [
        "what", "economy", "case", "goals", "people", "change", "strategy", "security",
        "documents", "versions", "history",
    ]  # fmt: skip
    (block,) = [block for block in shown_page.blocks if block.anchor == "case"]
    assert "Elektroniske nøgler" in block.html


def test_a_notification_says_nothing_of_the_pool(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], kind=ProposalKind.NOTIFICATION)
    shown = page(browse(cast.author), proposal)
    economy = next(block.html for block in shown.blocks if block.anchor == "economy")
    assert len(shown.head.money) == 1
    assert economy.count("<dt>") == 6


def test_older_versions_are_read_as_they_were(cast: Cast, browse: Browse) -> None:
    proposal = two_versions(cast)
    client = browse(cast.neighbour)
    old = client.get(f"/sager/{proposal.pk}/versioner/1/").context["page"]
    new = page(client, proposal)
    assert (old.version.need, old.newest, new.version.need, new.newest) == (
        "Nøgler bliver væk", False, "Nøgler bliver ofte væk", True,
    )  # fmt: skip
    assert client.get(f"/sager/{proposal.pk}/versioner/3/").status_code == 404


def test_the_difference_holds_every_changed_field(cast: Cast, browse: Browse) -> None:
    proposal = two_versions(cast)
    response = browse(cast.neighbour).get(f"/sager/{proposal.pk}/versioner/2/forskelle/")
    texts = [
        ("".join(piece.text for piece in change.before), "".join(piece.text for piece in change.after))
        for change in response.context["changes"]
    ]
    assert texts == [
        ("Nøgler bliver væk", "Nøgler bliver ofte væk"),
        ("140.000 kr.", "90.000 kr."),
        ("", "omsorg / aeldre / nord"),
        (
            "Ture efter nøgler; 60 → 5 pr. uge; 14. marts 2028; Udtræk fra køreplanen",
            "Ture efter nøgler; 60 → 3 pr. uge; 14. marts 2028; Udtræk fra køreplanen",
        ),
        (texts[4][0], f"{texts[4][0]}\n{texts[4][1].splitlines()[1]}"),
    ]
    first, second = proposal.versions.order_by("ordinal")
    assert version_changes(first, first) == ()
    assert len(version_changes(second, first)) == 5


@pytest.mark.parametrize("address", ["1/forskelle/", "2/forskelle/?fra=7", "2/forskelle/?fra=x1", "9/forskelle/"])
def test_a_difference_with_nothing_does_not_exist(cast: Cast, browse: Browse, address: str) -> None:
    proposal = two_versions(cast)
    assert browse(cast.author).get(f"/sager/{proposal.pk}/versioner/{address}").status_code == 404


def test_a_draft_version_is_not_told_to_others(cast: Cast, browse: Browse) -> None:
    proposal = reopen(submit(make_draft(cast.author, cast.units["aeldre"], need="Før"), cast.author))
    change_draft(proposal, actor=cast.author, edition=1, fields={"need": "Hemmelig rettelse"})
    for address in ("", "versioner/2/", "versioner/2/forskelle/"):
        response = browse(cast.neighbour).get(f"/sager/{proposal.pk}/{address}")
        assert "Hemmelig rettelse" not in response.content.decode()
    assert browse(cast.author).get(f"/sager/{proposal.pk}/versioner/2/forskelle/").status_code == 200


def test_the_suggestion_behind_a_case_is_linked_for_those_who_see_it(cast: Cast, browse: Browse) -> None:
    idea = submit(
        make_draft(cast.stranger, cast.units["skole"], kind=ProposalKind.SUGGESTION),
        cast.stranger,
        ProposalState.CONVERTED,
    )
    proposal = make_draft(cast.author, cast.units["aeldre"])
    Proposal.objects.filter(pk=proposal.pk).update(origin_suggestion=idea)
    assert page(browse(cast.author), proposal).origin == idea
    Proposal.objects.filter(pk=idea.pk).update(restricted=True)
    assert page(browse(cast.author), proposal).origin is None


def test_queries_do_not_grow_with_what_hangs_on_the_case(cast: Cast, browse: Browse) -> None:
    client = browse(cast.author)
    counts = []
    for number in (1, 3):
        rows = {"goals": [make_goal()] * number, "involved_groups": [make_group() for _one in range(number)]}
        proposal = submit(make_draft(cast.author, cast.units["aeldre"], **rows), cast.author)
        for _time in range(number):
            reopen(proposal)
            change_draft(proposal, actor=cast.author, edition=draft_of(proposal).edition, fields={"need": "Mere"})
            submit(Proposal.objects.get(pk=proposal.pk), cast.author)
        page(client, proposal)
        with CaptureQueriesContext(connection) as seen:
            page(client, proposal)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_the_choice_of_kind_is_explained(cast: Cast, browse: Browse) -> None:
    html = browse(cast.stranger).get("/sager/ny/").content.decode()
    words = ("forslag", "anmeldelse", "ansoegning")
    assert [reverse("portfolio:draft_create", args=[word]) in html for word in words] == [True, True, True]
    # Without criteria in the policy there is no pool to apply to.
    assert ("Søg penge" in html, "puljen" in html, "strategigruppen" in html) == (True, False, False)
    providers.register("criterion_names", lambda *_request: [("efficiency", "Væsentlig effektivisering")])
    assert "Søg penge fra puljen" in browse(cast.stranger).get("/sager/ny/").content.decode()
