"""A real browser against a real server: who can log in, with and without scripts, and what every page must pass."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from core.models import User
from tests.factories.governance import Town, make_town
from tests.standing import remembered

PASSWORD = "en lang og hemmelig kode"
# How long, in milliseconds, a page may take to show what a test waits for: a busy machine takes its time.
PATIENCE = 30_000
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# The browser's tests run an event loop of their own, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Visit = Callable[..., Any]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium; as root it runs without its sandbox, and /dev/shm may be small."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": arguments}


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Make a small municipality in which everybody can log in with `PASSWORD`."""
    return make_open_town()


@remembered
def make_open_town() -> Town:
    made = make_town()
    for person in made.people.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return made


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Visit:
    """Return `visit(person)`: a page of the person's browser, who has logged in; `by_form` as anybody does."""

    @contextmanager
    def visiting(person: User, *, scripts: bool = True, wide: bool = True, by_form: bool = False) -> Iterator[Page]:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport=WIDE if wide else NARROW,  # type: ignore[arg-type]  # a ViewportSize by its keys
            locale="da-DK",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        if by_form:
            log_in(page, person)
        else:
            begin_session(context, person, live_server.url)
        yield page
        context.close()
        assert faults == []

    return visiting


def begin_session(context: BrowserContext, person: User, address: str) -> None:
    """Give the browser the cookie of a session in which the person has logged in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def log_in(page: Page, person: User) -> None:
    """Log in as anybody does."""
    page.goto("/konto/log-ind/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form", has=page.locator("input[name=password]")).locator("button[type=submit]").click()
    page.wait_for_url("**/")


def follow(page: Page, pressed: Locator) -> None:
    """Press what leads to another page, or to the same anew, and wait until that has been read to its end."""
    with page.expect_navigation():
        pressed.click()


def faults_of(page: Page) -> list[str]:
    """Return what axe finds wrong on the page, each rule with the first element it is about.

    A click comes back when the next page has begun: it is first read to its end.
    """
    page.wait_for_load_state()
    # Reading axe itself takes a tenth of its time; in the other width the page has it already.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(
        "axe.run({resultTypes: ['violations']})"
        ".then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].target}`))"
    )
    return found


def overflow_of(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
