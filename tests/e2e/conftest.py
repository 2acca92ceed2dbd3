"""A real browser against a real server: who can log in, with and without scripts, and what every page must pass."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from core.models import User
from tests.factories.governance import Town, make_town

PASSWORD = "en lang og hemmelig kode"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# The browser's tests run an event loop of their own, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Visit = Callable[..., Any]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's Chromium; as root it runs without its sandbox, and /dev/shm may be small."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": arguments}


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Make a small municipality in which everybody can log in with `PASSWORD`."""
    made = make_town()
    for person in made.people.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return made


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Visit:
    """Return `visit(person)`: a page on which the person has logged in by the form."""

    @contextmanager
    def visiting(person: User, *, scripts: bool = True, wide: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport=WIDE if wide else NARROW,  # type: ignore[arg-type]  # a ViewportSize by its keys
            locale="da-DK",
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        log_in(page, person)
        yield page
        context.close()
        assert faults == []

    return visiting


def log_in(page: Page, person: User) -> None:
    """Log in as anybody does."""
    page.goto("/konto/log-ind/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form", has=page.locator("input[name=password]")).locator("button[type=submit]").click()
    page.wait_for_url("**/")


def faults_of(page: Page) -> list[str]:
    """Return what axe finds wrong on the page, each rule with the first element it is about.

    A click comes back when the next page has begun: it is first read to its end.
    """
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


def overflow_of(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
