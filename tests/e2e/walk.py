"""How the road is walked in a browser: each does their own part on the pages, and every page passed is looked at."""

from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import Locator, Page, expect

from core.models import OutboxMessage
from tests.e2e.conftest import NARROW, faults_of, follow, overflow_of
from tests.e2e.guided_form import write

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal


class Letter(NamedTuple):
    """What somebody has been written."""

    subject: str
    body: str


def state_of(page: Page) -> str:
    """Return the state in the head of a case or a project, without its shape."""
    return state_line(page).inner_text().strip().lstrip("►●■▲○ ").strip()


def state_line(page: Page) -> Locator:
    """Return where the state stands."""
    return page.locator(".object-head__state")


def number_of(case: "Proposal") -> str:
    """Return the number that submission gave."""
    return type(case).objects.get(pk=case.pk).number


def send(page: Page) -> None:
    """Press the button of the page's form, and wait for the page that it leads to."""
    before = page.url
    page.locator("main form .form-actions button").first.click()
    page.wait_for_url(lambda address: address != before)


def look(page: Page) -> None:
    """Hold the page against axe as it stands, and against the width of this screen and of a telephone's."""
    wide = page.viewport_size
    page.locator("main h1").first.wait_for()
    found = [*faults_of(page), overflow_of(page)]
    if wide is not None and wide != NARROW:
        page.set_viewport_size(NARROW)
        found.append(overflow_of(page))
        page.set_viewport_size(wide)
    assert (page.url, [one for one in found if one]) == (page.url, [])


def open_case(page: Page, case: "Proposal", state: str, *, part: str = "") -> None:
    """Open the page of a case, look at it, and read where it stands."""
    page.goto(f"/sager/{case.pk}/{part}")
    look(page)
    expect(state_line(page)).to_contain_text(state)


def move(
    page: Page, link: str, answers: dict[str, str], *, leads_to: str = "", choices: dict[str, str] | None = None
) -> None:
    """Follow the action in the head of the case, answer, send, and read the state that it leads to.

    A list is chosen from by its label; everything else is written or ticked.
    """
    follow(page, page.get_by_role("link", name=link, exact=True).first)
    page.locator("main form .form-actions button").first.wait_for()
    look(page)
    write(page, answers)
    for name, label in (choices or {}).items():
        page.locator(f"main select[name={name}]").select_option(label=label)
    send(page)
    look(page)
    if leads_to:
        expect(state_line(page)).to_contain_text(leads_to)


def task_of(page: Page, case: "Proposal", why: str, button: str, *, where: str = "") -> None:
    """Find the case among what waits on Min side, with why, and take it up by its button.

    It leads to a page of the case, unless `where` says what else it leads to.
    """
    page.goto("/")
    look(page)
    task = page.locator(".waiting__item").filter(has_text=case.title).filter(has_text=why)
    expect(task).to_have_count(1)
    task.locator(".waiting__button", has_text=button).click()
    page.wait_for_url(f"**{where or f'/sager/{case.pk}/'}**")
    look(page)


def news_of(page: Page, case: "Proposal", state: str) -> None:
    """Read on Min side what has happened in one's own case."""
    page.goto("/")
    look(page)
    expect(page.locator(".news__item").filter(has_text=case.title).first).to_contain_text(state)


def nothing_waits(page: Page, case: "Proposal", why: str = "") -> None:
    """Read on Min side that the case asks nothing of the reader any more, or no longer what `why` says."""
    page.goto("/")
    expect(page.locator(".waiting__item").filter(has_text=case.title).filter(has_text=why)).to_have_count(0)


def submit(page: Page, case: "Proposal", leads_to: str, *, why: str = "") -> None:
    """Read the answers through and send them in; `why` says what has changed since the version before."""
    page.goto(f"/sager/{case.pk}/kladde/")
    look(page)
    if why:
        page.fill("textarea[name=change_reason]", why)
    page.get_by_role("button", name="Indsend").click()
    page.wait_for_url(f"**/sager/{case.pk}/")
    look(page)
    expect(state_line(page)).to_contain_text(leads_to)


def review(page: Page, case: "Proposal", position: str, **scores: int) -> None:
    """Take the review up from Min side and give it, with a score and a reason for each criterion named."""
    task_of(page, case, "din vurdering mangler", "Vurdér")
    said = {"position": position}
    for criterion, score in scores.items():
        said |= {f"score_{criterion}": str(score), f"why_{criterion}": "Det er regnet efter."}
    write(page, said if scores else said | {"comment": "Det er regnet efter."})
    page.locator("main button[name=go][value=case]").click()
    page.wait_for_url(f"**/sager/{case.pk}/")
    look(page)
    nothing_waits(page, case, "din vurdering mangler")


def read_chain(page: Page, *sentences: str) -> None:
    """Follow the case's link to the chain of its decision, and read there what it says."""
    follow(page, page.get_by_role("link", name="Se beslutningens kæde"))
    look(page)
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)


def audit(page: Page, case: "Proposal", state: str, *acts: str) -> None:
    """Read the case as its auditor: the acts in their order, and nothing to press but the way to the project."""
    open_case(page, case, state)
    buttons = page.locator(".object-head .actions a, .object-head .actions button")
    expect(buttons.filter(has_not_text="Se projektet")).to_have_count(0)
    # The newest act stands first.
    history = iter(reversed(page.locator("#history .history__what").all_inner_texts()))
    assert [act for act in acts if not any(act in line for line in history)] == []


def letters_to(person: "User") -> list[Letter]:
    """Return what a person has been written, oldest first."""
    return [Letter(row.subject, row.body) for row in OutboxMessage.objects.filter(recipient=person).order_by("pk")]
