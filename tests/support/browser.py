"""Journeys in the system's Chromium: a server, a page that watches itself, and the accessibility rules."""

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.missing import cannot_run
from tools.environment import ROOT, find_chromium

FLAGS = [
    "--no-sandbox",  # the test machine is often root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
REMEDY = "apt-get install chromium; on Ubuntu: .venv/bin/playwright install --with-deps chromium"
PICTURES = ROOT / "var" / "failed-journeys"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for a worker's whole run."""
    program = find_chromium()
    if program is None:
        cannot_run("there is no Chromium here", remedy=REMEDY)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop is in this thread; Django takes it for a server's
    playwright = start_driver()
    running = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield running
    running.close()
    playwright.stop()


def start_driver() -> Playwright:
    try:
        return sync_playwright().start()
    except Exception as reason:  # Playwright has no narrower word for it
        cannot_run(f"what drives the browser does not start: {reason}", remedy="apt-get install libatomic1")


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    own_address: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.route("**/*", self.let_pass_or_refuse)
        context.on("weberror", lambda error: self.faults.append(f"JavaScript: {error.error}"))
        context.on("console", lambda line: self.faults.append(f"console: {line.text}") if is_fault(line) else None)

    def let_pass_or_refuse(self, route: Route) -> None:
        """P11: no request leaves this machine."""
        address = route.request.url
        if urlsplit(address).netloc == urlsplit(self.own_address).netloc or address.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"asked another host: {address}")
            route.abort()


def is_fault(line) -> bool:
    """A broken policy or script; but not that a page was refused on purpose (4xx), which a journey may try."""
    return line.type == "error" and "status of 4" not in line.text


@pytest.fixture
def watch(live_server) -> Watch:
    return Watch(live_server.url)


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A person's own browser window, which may reach our server only. On teardown its faults fail the test."""
    context = browser.new_context(base_url=watch.own_address, viewport={"width": 1280, "height": 900}, locale="en-GB")
    watch.over(context)
    yield context
    context.close()
    assert watch.faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(30_000)  # a busy machine is slow, and not wrong
    return page


def check_accessibility(page: Page) -> None:
    """Every axe rule up to WCAG 2.2 AA holds on this page as it stands."""
    broken = broken_rules(page)
    assert broken == [], "\n".join(broken)


def broken_rules(page: Page) -> list[str]:
    """A sentence for each rule of axe that is broken on this page as it stands, with the places."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    asked = {rule["id"] for part in ("passes", "inapplicable", "violations") for rule in found[part]}
    assert "target-size" in asked, "axe did not run the rules of WCAG 2.2"
    return [describe(rule) for rule in found["violations"]]


def describe(rule: dict) -> str:
    places = ", ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:3])
    return f"{rule['id']} ({rule['impact']}): {rule['help']}: {places}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of the page on which a journey failed."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and page:
        report.sections.append(("the page as it stood", keep_picture(page, item.name)))
    return report


def keep_picture(page: Page, name: str) -> str:
    """Where the picture is; or why there is none, since a page that hangs must not end the whole run."""
    picture = PICTURES / f"{name}.png"
    try:
        page.screenshot(path=picture, full_page=True, timeout=10_000)
    except PlaywrightError as reason:
        return f"no picture could be taken: {reason}"
    return str(picture)


@pytest.fixture
def axe():
    """`axe(page)` fails with the broken rules and where."""
    return check_accessibility
