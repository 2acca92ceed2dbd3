"""The exits by which a case does not get what it asked for at once, each walked in a browser by those whose it is.

The guided form is walked in `test_whole_road`: here the author has written, and everything from the button "Indsend"
on is done on the pages. Each exit is read afterwards by those whom it concerns, and by the auditor.
"""

import pytest
from playwright.sync_api import expect

from core.templatetags.danish import date_long
from governance.models import LedgerEntry
from portfolio.enums import ProposalKind
from tests.e2e.conftest import Visit, follow
from tests.e2e.guided_form import write
from tests.e2e.walk import (
    audit,
    letters_to,
    look,
    move,
    news_of,
    nothing_waits,
    open_case,
    read_chain,
    review,
    send,
    state_line,
    submit,
    task_of,
)
from tests.factories.governance import Town, in_days, make_draft, make_meeting
from tests.factories.pool import make_application, make_frame

pytestmark = pytest.mark.django_db(transaction=True)

APPLICATION = ProposalKind.APPLICATION
CRITERION = "Obligatoriske digitale løsninger"


def test_reject(town: Town, visit: Visit) -> None:
    """Management rejects: the applicant reads why, what would have changed it, whom to talk to and the next date."""
    make_meeting(town)
    make_frame(500_000)
    case = make_draft(town, kind=APPLICATION, title="Elektroniske nøgler")
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
    with visit(town.member) as page:
        review(page, case, "reject", mandatory=1)
    with visit(town.chair) as page:
        open_case(page, case, "Hos strategigruppen")
        said = {"outcome": "reject", "reasons": "Loven nævner ikke nøgler."}
        move(page, "Registrér indstillingen", said, leads_to="Til beslutning hos ledelsen")
    with visit(town.director) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "rejected"})
        page.get_by_role("button", name="Registrér beslutningen").click()
        # Who turns a case down says why, and what was chosen is still there.
        expect(page.locator("main")).to_contain_text("Skriv begrundelsen.")
        look(page)
        write(page, {"reasons": "Vi følger gruppen."})
        page.locator("main select[name=cause]").select_option(label=CRITERION)
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Afvist")
        nothing_waits(page, case)
    follow_up = [f"Puljekriterium: {CRITERION}", f"En sag, der står stærkere på “{CRITERION}”.", date_long(in_days(10))]
    with visit(town.author, wide=False) as page:
        news_of(page, case, "Afvist")
        open_case(page, case, "Afvist")
        expect(page.locator(".next-step")).to_contain_text("Begrundelsen står i beslutningen nedenfor.")
        for sentence in ("Vi følger gruppen.", *follow_up, "Tal med Secretary Test"):
            expect(page.locator("#beslutningen")).to_contain_text(sentence)
        read_chain(page, "1 medlem har vurderet sagen", "Til Author Test", *follow_up)
    with visit(town.auditor) as page:
        acts = ("Indsendte sagen", "Vurderede sagen", "Registrerede strategigruppens indstilling")
        audit(page, case, "Afvist", *acts, "Afviste sagen på ledelsens vegne")
    letter = letters_to(town.author)[-1]
    assert letter.subject.endswith("Ledelsen har besluttet: Afvist")
    for sentence in ("Vi følger gruppen.", *follow_up, "Tal med: Secretary Test"):
        assert sentence in letter.body
    assert letter == letters_to(town.owner)[-1]
    assert not LedgerEntry.objects.exclude(kind="frame").exists()


def test_defer_by_the_group(town: Town, visit: Visit) -> None:
    """The group lets the case wait: the applicant reads why, who takes it up again and when the group meets."""
    make_meeting(town)
    case = make_draft(town, kind=APPLICATION, title="Elektroniske nøgler")
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
    with visit(town.chair) as page:
        open_case(page, case, "Hos strategigruppen")
        move(page, "Udsæt sagen", {"reason": "Vi venter på leverandørens tilbud."}, leads_to="Udsat")
    with visit(town.author, wide=False) as page:
        news_of(page, case, "Udsat")
        open_case(page, case, "Udsat")
        expect(page.locator(".next-step")).to_contain_text("Sagen venter, til den bliver genoptaget.")
        expect(page.locator(".next-step")).to_contain_text("sekretæren")
        page.get_by_role("link", name="Læs begrundelsen").click()
        expect(page.locator("#history")).to_contain_text("Vi venter på leverandørens tilbud.")
    letter = letters_to(town.author)[-1]
    assert letter.subject.endswith("Strategigruppen har udsat sagen")
    for sentence in ("Vi venter på leverandørens tilbud.", date_long(in_days(10)), "Tal med: Secretary Test"):
        assert sentence in letter.body
    with visit(town.director) as page:
        # It waits with the group, so management does not take it up.
        open_case(page, case, "Udsat")
        expect(page.get_by_role("link", name="Genoptag sagen")).to_have_count(0)
    with visit(town.secretary) as page:
        open_case(page, case, "Udsat")
        move(page, "Genoptag sagen", {"reason": "Tilbuddet er kommet."}, leads_to="Hos strategigruppen")
    letter = letters_to(town.author)[-1]
    assert letter.subject.endswith("Strategigruppen har genoptaget sagen")
    assert "Tilbuddet er kommet." in letter.body
    with visit(town.member) as page:
        task_of(page, case, "din vurdering mangler", "Vurdér")
    with visit(town.auditor) as page:
        audit(page, case, "Hos strategigruppen", "Udsatte sagen på strategigruppens vegne", "Genoptog sagen")


def test_defer_by_management(town: Town, visit: Visit) -> None:
    """Management lets the case wait, takes it up again and decides it; the group does not take it up meanwhile."""
    make_meeting(town)
    make_frame(500_000)
    case = make_application(town)
    with visit(town.director) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "deferred", "reasons": "Vi venter på budgettet."})
        page.locator("main select[name=cause]").select_option(label=CRITERION)
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Udsat")
        nothing_waits(page, case)
    awaited = ("Vi venter på budgettet.", "Sagen kan tages op igen, når det, den venter på, er på plads.")
    with visit(town.owner, wide=False) as page:
        news_of(page, case, "Udsat")
        open_case(page, case, "Udsat")
        page.get_by_role("link", name="Læs begrundelsen").click()
        expect(page.locator("#beslutningen")).to_contain_text("Vi venter på budgettet.")
        read_chain(page, *awaited, date_long(in_days(10)))
    letter = letters_to(town.owner)[-1]
    for sentence in (*awaited, date_long(in_days(10))):
        assert sentence in letter.body
    with visit(town.chair) as page:
        open_case(page, case, "Udsat")
        expect(page.get_by_role("link", name="Genoptag sagen")).to_have_count(0)
    with visit(town.director) as page:
        open_case(page, case, "Udsat")
        move(page, "Genoptag sagen", {"reason": "Budgettet er vedtaget."}, leads_to="Til beslutning hos ledelsen")
        assert letters_to(town.owner)[-1].subject.endswith("Ledelsen har genoptaget sagen")
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "approved"})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Godkendt")
    with visit(town.auditor) as page:
        acts = ("Udsatte sagen på ledelsens vegne", "Genoptog sagen", "Godkendte sagen på ledelsens vegne")
        audit(page, case, "Godkendt", *acts)


def test_revise_and_resubmit(town: Town, visit: Visit) -> None:
    """IT says no, the applicant corrects and sends in again, and IT assesses the new version beside the old one."""
    case = make_draft(town, acquisition_type="acquisition", title="Elektroniske nøgler")
    with visit(town.author) as page:
        submit(page, case, "Til vurdering i IT")
    with visit(town.it) as page:
        task_of(page, case, "venter på IT-afdelingens svar", "Vurdér anskaffelsen")
        write(page, {"outcome": "rejected", "reasons": "Nøglen kan ikke logge, hvem der åbner."})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Ikke godkendt af IT")
        nothing_waits(page, case)
    refusal = letters_to(town.author)[-1]
    assert refusal.subject.endswith("IT har ikke godkendt anskaffelsen")
    assert "Nøglen kan ikke logge, hvem der åbner." in refusal.body
    assert "Ret sagen, så IT kan godkende anskaffelsen, eller træk den tilbage." in refusal.body
    with visit(town.author, wide=False) as page:
        task_of(page, case, "IT har ikke godkendt anskaffelsen.", "Fortsæt")
        expect(page.locator("#vejen")).to_contain_text("Nøglen kan ikke logge, hvem der åbner.")
        expect(page.get_by_role("link", name="Læs begrundelsen")).to_have_attribute("href", "#vejen")
        follow(page, page.get_by_role("link", name="Skriv videre"))
        look(page)
        page.goto(f"/sager/{case.pk}/kladde/sikkerhed/")
        look(page)
        write(page, {"security_text": "Låsen logger, hvem der åbner."})
        page.locator("main button[name=go][value=on]").click()
        page.wait_for_url(lambda address: not address.endswith("/sikkerhed/"))
        submit(page, case, "Til vurdering i IT", why="Loggen er med nu.")
        expect(page.locator("#versions")).to_contain_text("Loggen er med nu.")
        follow(page, page.get_by_role("link", name="Se, hvad der er ændret siden forrige version"))
        look(page)
        expect(page.locator("main")).to_contain_text("Låsen logger, hvem der åbner.")
    with visit(town.it) as page:
        task_of(page, case, "venter på IT-afdelingens svar", "Vurdér anskaffelsen")
        expect(page.locator("main")).to_contain_text("Låsen logger, hvem der åbner.")
        expect(page.locator("main")).to_contain_text("Nøglen kan ikke logge, hvem der åbner.")
        write(page, {"outcome": "approved", "reasons": "Loggen er i orden."})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Til beslutning i afdelingen")
    with visit(town.auditor) as page:
        audit(
            page, case, "Til beslutning i afdelingen", "Indsendte sagen", "Afviste at godkende anskaffelsen for IT",
            "Godkendte anskaffelsen for IT",
        )  # fmt: skip


def test_send_back(town: Town, visit: Visit) -> None:
    """Management sends back to the group, which recommends anew: the first recommendation no longer stands."""
    make_meeting(town)
    make_frame(500_000)
    case = make_application(town)
    with visit(town.director) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "sent_back", "reasons": "Vi mangler gruppens syn på driften."})
        page.locator("main select[name=cause]").select_option(label=CRITERION)
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Hos strategigruppen")
        nothing_waits(page, case)
    letter = letters_to(town.author)[-1]
    assert letter.subject.endswith("Ledelsen har besluttet: Sendt tilbage")
    assert "Vi mangler gruppens syn på driften." in letter.body
    with visit(town.chair) as page:
        task_of(page, case, "din vurdering mangler", "Vurdér")
        open_case(page, case, "Hos strategigruppen")
        expect(page.locator("#behandlingen")).to_contain_text("Indstillingen ligger ikke længere hos ledelsen.")
        said = {"outcome": "approve_in_part", "amount": "80.000", "reasons": "Driften er holdt ude."}
        move(page, "Registrér indstillingen", said, leads_to="Til beslutning hos ledelsen")
    with visit(town.director, wide=False) as page:
        task_of(page, case, "venter på ledelsens beslutning", "Afgør")
        write(page, {"verdict": "approved"})
        expect(page.locator("main")).to_contain_text("Følge indstillingen: 80.000 kr.")
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Godkendt")
        read_chain(page, "Sendt tilbage")


def test_withdraw(town: Town, visit: Visit) -> None:
    """The owner withdraws: nobody has anything left to do, the author is told by whom and why, and the case is kept."""
    make_meeting(town)
    case = make_draft(town, kind=APPLICATION, title="Elektroniske nøgler")
    with visit(town.author) as page:
        submit(page, case, "Hos strategigruppen")
    with visit(town.member) as page:
        review(page, case, "approve", mandatory=4)
    with visit(town.owner, wide=False) as page:
        open_case(page, case, "Hos strategigruppen")
        follow(page, page.get_by_role("link", name="Træk sagen tilbage"))
        look(page)
        page.locator("main form .form-actions button").click()
        # Nothing has been given up before somebody says why.
        expect(page.locator("main .form-error-message").first).to_be_visible()
        write(page, {"reason": "Hjemmeplejen bliver lagt sammen."})
        send(page)
        look(page)
        expect(state_line(page)).to_contain_text("Trukket tilbage")
        expect(page.locator(".next-step")).to_contain_text("Historikken viser, hvornår og hvorfor.")
        expect(page.locator(".object-head .actions a")).to_have_count(0)
    told = letters_to(town.author)[-1]
    assert told.subject.endswith("Sagen er trukket tilbage")
    assert "Owner Test" in told.body
    assert "Hjemmeplejen bliver lagt sammen." in told.body
    assert letters_to(town.owner) == []
    with visit(town.author) as page:
        news_of(page, case, "Trukket tilbage")
        open_case(page, case, "Trukket tilbage")
        expect(page.locator("#history")).to_contain_text("Hjemmeplejen bliver lagt sammen.")
        assert page.goto(f"/sager/{case.pk}/kaeden/").status == 404
    with visit(town.chair) as page:
        nothing_waits(page, case)
        page.goto("/behandling/")
        look(page)
        expect(page.locator("main").get_by_text(case.title)).to_have_count(0)
        page.goto("/moeder/")
        follow(page, page.get_by_role("link", name=date_long(in_days(10))).first)
        look(page)
        expect(page.locator("main").get_by_text(case.title)).to_have_count(0)
        page.goto(f"/sager/{case.pk}/indstilling/")
        look(page)
        expect(page.locator("main")).to_contain_text("Det kan ikke gøres, mens sagen er “Trukket tilbage”.")
    with visit(town.auditor) as page:
        audit(page, case, "Trukket tilbage", "Indsendte sagen", "Vurderede sagen", "Trak sagen tilbage")
