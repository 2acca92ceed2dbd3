"""The exits that a rule opens or closes, each walked in a browser: habilitet, what crosses departments, what is small,
what the law demands, what management directs, and a route on which two disagree.

As in `test_exits_that_end` the author has written, and everything from the button "Indsend" on is done on the pages.
"""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core.templatetags.danish import date_long
from governance.domain.bodies import name_deputy
from governance.domain.submission import submit_proposal
from governance.enums import BodyKind
from governance.models import LedgerEntry, Membership
from portfolio.enums import ProposalKind
from portfolio.models import Project, Proposal
from tests.e2e.conftest import Visit, follow
from tests.e2e.guided_form import write
from tests.e2e.walk import (
    audit,
    letters_to,
    look,
    move,
    news_of,
    nothing_waits,
    number_of,
    open_case,
    read_chain,
    review,
    send,
    state_line,
    submit,
    task_of,
)
from tests.factories.governance import Town, in_days, make_draft, make_meeting, make_recommended
from tests.factories.pool import make_frame, this_year

pytestmark = pytest.mark.django_db(transaction=True)

APPLICATION = ProposalKind.APPLICATION
# Those whose the road is. IT's architect sits in the IT department.
NINE = ("author", "owner", "it", "head", "member", "chair", "secretary", "director", "auditor")


def test_conflict_of_the_chair(town: Town, visit: Visit) -> None:
    """The chair leaves the case: the deputy records what the group says, and only management lets the chair back."""
    chairs = Membership.objects.get(body__kind=BodyKind.STRATEGY_GROUP, person=town.chair)
    name_deputy(chairs, deputy=town.member, actor=town.secretary)
    make_meeting(town)
    case = make_draft(town, kind=APPLICATION, title="Elektroniske nøgler")
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
    with visit(town.chair) as page:
        review(page, case, "approve", mandatory=5)
        open_case(page, case, "Hos strategigruppen")
        follow(page, page.get_by_role("link", name="Erklær dig inhabil"))
        look(page)
        write(page, {"ground": "2", "explanation": "Min søster sælger låsene."})
        send(page)
        look(page)
        expect(page.locator("main")).to_contain_text(f"Du har erklæret dig inhabil i {number_of(case)}.")
        for address in ("/", "/behandling/", "/sager/?visning=alle"):
            page.goto(address)
            expect(page.get_by_role("link", name=case.title)).to_have_count(0)
        for part in ("", "indstilling/", "udsaettelse/", "behandling/", "habilitet/", "kaeden/"):
            answer = page.goto(f"/sager/{case.pk}/{part}")
            assert (part, answer.status if answer else 0) == (part, 404)
    with visit(town.secretary) as page:
        page.goto("/moeder/")
        follow(page, page.get_by_role("link", name=date_long(in_days(10))).first)
        look(page)
        leaves = "Inhabil og forlader lokalet: Chair Test"
        expect(page.locator(".agenda__item").first).to_contain_text(leaves)
    with visit(town.member) as page:
        review(page, case, "reject", mandatory=1)
        task_of(page, case, "Sagen er klar. Du registrerer gruppens indstilling.", "Indstil")
        expect(page.locator("main")).to_contain_text("Chair Test")
        write(page, {"outcome": "reject", "reasons": "Loven nævner ikke nøgler."})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Til beslutning hos ledelsen")
        # Whoever stands in for the chair does not let the chair back.
        expect(page.get_by_role("link", name="Ophæv inhabiliteten")).to_have_count(0)
    with visit(town.director) as page:
        open_case(page, case, "Til beslutning hos ledelsen")
        expect(page.locator("#behandlingen")).to_contain_text("Min søster sælger låsene.")
        move(page, "Ophæv inhabiliteten", {"reason": "Søsteren har solgt sit firma."})
    with visit(town.chair, wide=False) as page:
        open_case(page, case, "Til beslutning hos ledelsen")
        expect(page.locator("#behandlingen")).to_contain_text("Søsteren har solgt sit firma.")
    with visit(town.auditor) as page:
        audit(
            page, case, "Til beslutning hos ledelsen", "Vurderede sagen", "Erklærede sig inhabil",
            "Registrerede strategigruppens indstilling", "Ophævede en inhabilitet",
        )  # fmt: skip
    assert "Min søster" not in "".join(letter.body for letter in letters_to(town.author))


def test_cross_department(town: Town, visit: Visit) -> None:
    """What crosses departments is a project and the group's, however small: nobody is asked to choose its road."""
    make_meeting(town)
    case = make_draft(
        town, title="Elektroniske nøgler", vendor_cost=Decimal(0), staff_hours=Decimal(20),
        units_involved=[town.units["schools"]],
    )  # fmt: skip
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
        expect(page.locator("#vejen")).to_contain_text("på tværs")
        expect(page.locator("#vejen .state").first).to_contain_text("Projekt")
    for name in ("it", "owner", "head"):
        with visit(town.people[name]) as page:
            nothing_waits(page, case)
            for part in ("vej/", "afgoerelse/"):
                page.goto(f"/sager/{case.pk}/{part}")
                look(page)
                expect(page.locator("main")).to_contain_text("Det kan ikke gøres, mens sagen er “Hos strategigruppen”.")
    with visit(town.secretary) as page:
        page.goto("/moeder/")
        follow(page, page.get_by_role("link", name=date_long(in_days(10))).first)
        look(page)
        # For review as the group's own, and for information as every project is.
        expect(page.get_by_role("link", name=case.title)).to_have_count(2)
    with visit(town.member) as page:
        review(page, case, "approve")
    with visit(town.chair) as page:
        open_case(page, case, "Hos strategigruppen")
        said = {"outcome": "approve", "reasons": "Skolerne og hjemmeplejen deler låse."}
        move(page, "Registrér indstillingen", said, leads_to="Til beslutning hos ledelsen")
    with visit(town.director) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "approved"})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Godkendt")
    project = Project.objects.get(proposal=case)
    with visit(town.owner, wide=False) as page:
        # The business case has brought its milestones along as the plan.
        news_of(page, case, "Analyse")
        follow(page, page.locator(".news__item", has_text="Analyse").get_by_role("link"))
        look(page)
        expect(page.locator("main").get_by_role("link", name="Begynd gennemførelsen")).to_have_count(1)
    for name in NINE:
        with visit(town.people[name]) as page:
            open_case(page, case, "Godkendt")
            expect(page.locator("#beslutningen")).to_contain_text("Director Test")
            read_chain(page, project.number)


def test_below_threshold(town: Town, visit: Visit) -> None:
    """At the limit itself a case is no project: the head of the department decides, and the group never hears of it."""
    make_meeting(town)
    limits = {"vendor_cost": Decimal(150_000), "staff_hours": Decimal(300)}
    granted, refused = (make_draft(town, title=title, **limits) for title in ("Nye låse", "Nye nøgler"))
    with visit(town.author) as page:
        for case in (granted, refused):
            submit(page, case, "Til beslutning i afdelingen")
        expect(page.locator("#vejen .state").first).to_contain_text("Ikke et projekt")
        # Their own head decides, and they read who that is.
        expect(page.locator(".blocked")).to_contain_text("lederen af Care")
    for name in ("other_head", "chair", "director"):
        with visit(town.people[name]) as page:
            nothing_waits(page, granted)
    with visit(town.head) as page:
        for case, verdict, state in ((granted, "approved", "Godkendt"), (refused, "rejected", "Afvist")):
            task_of(page, case, "Du beslutter sagen som afdelingsleder.", "Afgør")
            write(page, {"verdict": verdict, "reasons": "Pengene rækker til det ene."})
            send(page)
            look(page)
            expect(state_line(page)).to_contain_text(state)
            nothing_waits(page, case)
    with visit(town.owner, wide=False) as page:
        open_case(page, granted, "Godkendt")
        expect(page.locator(".next-step")).to_contain_text("Afdelingen gennemfører den selv.")
        open_case(page, refused, "Afvist")
        page.get_by_role("link", name="Læs begrundelsen").click()
        expect(page.locator("#vejen")).to_contain_text("Pengene rækker til det ene.")
        read_chain(page, "Tal med Head Test")
    letter = letters_to(town.author)[-1]
    assert letter.subject == f"{number_of(refused)} Afdelingen har besluttet: Afvist"
    for sentence in ("Pengene rækker til det ene.", "Tal med: Head Test", date_long(in_days(10))):
        assert sentence in letter.body
    with visit(town.secretary) as page:
        page.goto("/moeder/")
        follow(page, page.get_by_role("link", name=date_long(in_days(10))).first)
        look(page)
        for case in (granted, refused):
            expect(page.get_by_role("link", name=case.title)).to_have_count(0)
    with visit(town.auditor) as page:
        audit(page, refused, "Afvist", "Visiterede sagen", "Indsendte sagen", "Afviste sagen for afdelingen")
    assert not Project.objects.exists()


def test_disagreement_on_the_route(town: Town, visit: Visit) -> None:
    """Above the limit IT and the owner choose the road; they disagree, and the chair settles it with reasons."""
    make_meeting(town)
    case = make_draft(town, title="Elektroniske nøgler", vendor_cost=Decimal("150000.01"))
    with visit(town.author) as page:
        submit(page, case, "Afventer valg af vej")
    with visit(town.chair) as page:
        # They have not disagreed yet, so there is nothing to settle.
        open_case(page, case, "Afventer valg af vej")
        expect(page.get_by_role("link", name="Vælg vejen")).to_have_count(0)
    for person, route, why, waits_for in (
        (town.it, "strategy_group", "Låsene berører flere systemer.", "Projektejerens valg mangler."),
        (town.owner, "it_and_unit", "Det er kun vores egne døre.", "Formanden afgør vejen."),
    ):
        with visit(person) as page:
            task_of(page, case, "Du skal skrive under på valget af vej.", "Vælg vejen")
            write(page, {"route": route, "reason": why})
            send(page)
            look(page)
            expect(state_line(page)).to_contain_text("Afventer valg af vej")
            # Nobody is offered to sign a second time; the page says for whom the case waits.
            expect(page.locator(".next-step")).to_contain_text(waits_for)
            expect(page.get_by_role("link", name="Vælg vejen")).to_have_count(0)
            nothing_waits(page, case)
    with visit(town.chair, wide=False) as page:
        task_of(page, case, "IT og projektejeren er uenige om vejen. Du afgør den.", "Vælg vejen")
        for why in ("Låsene berører flere systemer.", "Det er kun vores egne døre."):
            expect(page.locator("main")).to_contain_text(why)
        write(page, {"route": "it_and_unit", "reason": "Én afdeling bruger dem."})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Til beslutning i afdelingen")
    letter = letters_to(town.owner)[-1]
    assert letter.subject.endswith("Vejen er valgt")
    for sentence in ("IT-afdelingen og afdelingen", "Én afdeling bruger dem."):
        assert sentence in letter.body
    with visit(town.head) as page:
        task_of(page, case, "Du beslutter sagen som afdelingsleder.", "Afgør")
    with visit(town.auditor) as page:
        acts = ("Valgte vej for IT", "Valgte vej som projektejer", "Afgjorde vejen som formand")
        audit(page, case, "Til beslutning i afdelingen", *acts)


def test_mandatory(town: Town, visit: Visit) -> None:
    """What the law demands is paid from the money kept for it; another case is not, and goes on the reserve list."""
    make_meeting(town)
    make_frame(500_000, expected=450_000)
    other = _recommended(town, "Hurtigere sagsgange", pool_criterion="efficiency", criterion="efficiency")
    case = make_draft(town, kind=APPLICATION, title="Digital Post i hjemmeplejen")
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
    with visit(town.chair) as page:
        open_case(page, case, "Hos strategigruppen")
        said = {"outcome": "approve", "amount": "100.000", "reasons": "Loven kræver det."}
        move(page, "Registrér indstillingen", said, leads_to="Til beslutning hos ledelsen")
    with visit(town.director) as page:
        task_of(page, other, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "approved"})
        page.get_by_role("button", name="Registrér beslutningen").click()
        # The page has said so before anybody presses; the button says it again, and nothing has been decided.
        expect(page.locator(".desk__flag")).to_contain_text("bruger den 50.000 kr. af det, der er holdt tilbage")
        expect(page.locator("main form")).to_contain_text("er der kun 50.000 kr. tilbage")
        # Where management can make the exception that the sentence speaks of.
        expect(page.locator("textarea[name=forecast_reason]")).to_be_visible()
        look(page)
        write(page, {"verdict": "not_funded", "reasons": "Pengene er holdt til det, loven kræver."})
        page.locator("main select[name=cause]").select_option(label="Væsentlig effektivisering")
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("På reservelisten")
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "approved"})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Godkendt")
        page.goto("/puljen/")
        look(page)
        expect(page.locator("main")).to_contain_text("Der er 400.000 kr. tilbage af 500.000 kr.")
        page.goto("/puljen/reserveliste/")
        look(page)
        expect(page.locator("main")).to_contain_text(other.title)
    letter = next(one for one in letters_to(town.author) if one.subject.endswith("Værd at gøre, men ingen penge"))
    facts = (
        "Puljen for {year} slap op efter nr. 1.",
        "350.000 kr. er holdt tilbage til forventede obligatoriske løsninger.",
        "Der mangler 50.000 kr. i puljen.", "En ansøgning på højst 50.000 kr., eller 50.000 kr. mere i puljen.",
        "Pladsen på reservelisten gælder til", "Tal med: Secretary Test",
    )  # fmt: skip
    for sentence in facts:
        assert sentence.format(year=this_year()) in letter.body
    with visit(town.author, wide=False) as page:
        news_of(page, other, "På reservelisten")
        open_case(page, other, "På reservelisten")
        page.get_by_role("link", name="Læs begrundelsen").click()
        read_chain(page, "Pladsen på reservelisten gælder til")
        open_case(page, case, "Godkendt")
        read_chain(page, f"Puljen for {this_year()}: 100.000 kr.")
    entry = LedgerEntry.objects.get(kind="commitment")
    assert (entry.amount, entry.priority) == (Decimal(100_000), 1)


def test_directed(town: Town, visit: Visit) -> None:
    """Management directs a case to the pool by a decision of its own: for everybody else that criterion stays shut."""
    make_meeting(town)
    make_frame(500_000)
    case = make_draft(town, kind=APPLICATION, title="Elektroniske nøgler", pool_criterion="operations")
    with visit(town.author) as page:
        page.goto(f"/sager/{case.pk}/kladde/pulje/")
        look(page)
        expect(page.get_by_label("Anvist af Direktionen")).to_have_count(0)
        submit(page, case, "Hos strategigruppen")
    for name in ("author", "owner", "chair", "secretary", "it"):
        with visit(town.people[name]) as page:
            open_case(page, case, "Hos strategigruppen")
            expect(page.get_by_role("link", name="Anvis sagen til puljen")).to_have_count(0)
            expect(page.locator("main")).not_to_contain_text("Anvis sagen til puljen")
            page.goto(f"/sager/{case.pk}/anvisning/")
            expect(page.locator("main input[name=reference]")).to_have_count(0)
    said = {"outcome": "approve", "amount": "100.000", "reasons": "Direktionen har bestemt det."}
    directed = {"criterion": "Anvist af Direktionen"}
    with visit(town.chair) as page:
        page.goto(f"/sager/{case.pk}/indstilling/")
        write(page, said)
        page.locator("main select[name=criterion]").select_option(label=directed["criterion"])
        page.locator("main form .form-actions button").click()
        refused = "Angiv den beslutning, hvor Direktionen har anvist sagen til puljen (dato eller sagsnummer)."
        expect(page.locator("main")).to_contain_text(refused)
        look(page)
    with visit(town.director, wide=False) as page:
        open_case(page, case, "Hos strategigruppen")
        said_by_management = {"reference": "Punkt 4 den 3. november", "reasons": "Byrådet har bedt om det."}
        move(page, "Anvis sagen til puljen", said_by_management, leads_to="Hos strategigruppen")
        expect(page.locator("#beslutningen")).to_contain_text("Punkt 4 den 3. november")
    letter = letters_to(town.author)[-1]
    assert letter.subject.endswith("Ledelsen har anvist sagen til puljen")
    assert "Byrådet har bedt om det." in letter.body
    with visit(town.chair) as page:
        open_case(page, case, "Hos strategigruppen")
        move(page, "Registrér indstillingen", said, choices=directed, leads_to="Til beslutning hos ledelsen")
    with visit(town.director) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        expect(page.locator("main")).to_contain_text("Punkt 4 den 3. november")
        write(page, {"verdict": "approved"})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Godkendt")
        read_chain(page, "Anvist af Direktionen", f"Puljen for {this_year()}: 100.000 kr.")
    with visit(town.auditor) as page:
        acts = ("Anviste sagen til puljen på ledelsens vegne", "Registrerede strategigruppens indstilling")
        audit(page, case, "Godkendt", *acts, "Godkendte sagen på ledelsens vegne")


def _recommended(town: Town, title: str, *, criterion: str, **fields: str) -> Proposal:
    """Make an application that the group has recommended under the criterion that it names."""
    case = make_draft(town, kind=APPLICATION, title=title, **fields)
    return make_recommended(town, submit_proposal(case, actor=town.author), criterion=criterion).proposal
