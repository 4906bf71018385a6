"""The status page in a real browser, while a script uses the platform. Run: make test-browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from planqk_platform import AuthenticatedClient
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from planqk_helpers import (
    connect,
    create_application,
    create_managed_service,
    publish_internally,
    run_service,
    start_execution,
    subscribe,
    wait_for_build,
    wait_for_execution,
)
from planqk_sandbox import Sandbox
from tests.support.user_code import user_code, zipped

Until = Callable[[Callable[[], object], str], None]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
# Both the build and the run go on only when the test has seen them.
GATED = """
import pathlib, time

def wait_for(name):
    while not pathlib.Path({folder!r}, name).exists():
        time.sleep(0.02)

def run(data, params):
    print("PlanQK:Job:InterimResult:" + '{{"half": true}}', flush=True)
    wait_for("run")
    return {{"sum": 421}}

wait_for("build")
"""
# Notes every text that a row ever had; a reload would lose the notes.
WATCH = """
window.seen = [];
const look = () => document.querySelectorAll("tbody tr").forEach(row => {
  const text = [...row.cells].map(cell => cell.innerText).join(" | ").replace(/\\s+/g, " ");
  if (!seen.includes(text)) seen.push(text);
});
new MutationObserver(look).observe(document.body, {subtree: true, childList: true});
look();
"""


class Page:
    """The page in the browser."""

    def __init__(self, browser: WebDriver, until: Until) -> None:
        self.browser = browser
        self.until = until

    def open(self, sandbox: Sandbox) -> None:
        """Open the page, and watch what happens in it."""
        self.browser.get(sandbox.status_url)
        self.until(lambda: self.text("connection") == "● Live", "the page goes live")
        self.browser.execute_script(WATCH)

    def text(self, element: str) -> str:
        return str(self.browser.find_element(By.ID, element).text)

    def seen(self) -> str:
        """Return every text of every row since `open`, one a line."""
        return "\n".join(self.browser.execute_script("return window.seen"))

    def shows(self, *texts: str) -> None:
        """Wait for a row that holds all of these texts."""
        self.until(
            lambda: any(all(text in row for text in texts) for row in self.seen().splitlines()),
            f"a row with {texts}",
        )

    def complaints(self) -> list[Any]:
        """Return what the browser's console has been told since the last call."""
        return list(self.browser.get_log("browser"))


@pytest.fixture
def page(browser: WebDriver, until: Until) -> Page:
    return Page(browser, until)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as started:
        yield started


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[AuthenticatedClient]:
    with connect(sandbox.access_token, base_url=sandbox.base_url) as connected:
        yield connected


def test_a_person_sees_the_platform(
    page: Page, sandbox: Sandbox, client: AuthenticatedClient, tmp_path: Path
) -> None:
    page.open(sandbox)
    assert "python cookbook/quickstart.py" in page.text("next")
    code = zipped({"src/program.py": GATED.format(folder=str(tmp_path))})
    service = create_managed_service(client, "Sum", user_code=code)
    page.shows("Sum", "Sandbox User", "CREATED", "WORKING BUILD_IMAGE")
    assert page.text("next") == ""
    (tmp_path / "build").touch()
    wait_for_build(client, service)
    page.shows("Sum", "CREATED", "SUCCESS", "with warnings", "environment.yml is missing")
    publish_internally(client, service)
    page.shows("Sum", "ACCESSIBLE", "SUCCESS")
    application = create_application(client, "My application")
    page.shows("My application", "Sandbox User | 0")
    subscribe(client, application, service)
    page.shows("My application", "Sandbox User | 1")
    page.shows("My application Sandbox User | Sum Sandbox User")
    execution = start_execution(client, service, application)
    page.shows("Sum", "My application", "RUNNING", "| 1 | details")
    page.browser.find_element(By.CSS_SELECTOR, "#executions summary").click()
    (tmp_path / "run").touch()
    assert wait_for_execution(client, execution).status == "SUCCEEDED"
    page.shows("Sum", "My application", "SUCCEEDED", '{"sum": 421}')
    shown = "return document.querySelector('#executions pre').innerText"
    result = '"sum": 421\n  },\n  "metadata": null'
    page.until(lambda: result in page.browser.execute_script(shown), "the result, still open")
    assert page.text("news") == "Last change: Execution Sum: SUCCEEDED"
    assert "FAIL" not in page.seen()
    assert page.complaints() == []


def test_a_log_stays_open(page: Page, sandbox: Sandbox, client: AuthenticatedClient) -> None:
    service = create_managed_service(client, "Sum", user_code=user_code("return 1"))
    wait_for_build(client, service)
    page.open(sandbox)
    page.browser.find_element(By.CSS_SELECTOR, "#services summary").click()
    log = page.browser.find_element(By.CSS_SELECTOR, "#services pre")
    page.until(lambda: log.text == "The build wrote nothing.", "the log")
    publish_internally(client, service)
    page.shows("Sum", "ACCESSIBLE")
    assert log.is_displayed()
    create_managed_service(client, "Broken", user_code=zipped({"README": ""}))
    page.shows("Broken", "FAILURE", "src/program.py is missing")
    assert log.is_displayed()
    assert page.complaints() == []


def test_hostile_text_is_inert(page: Page, sandbox: Sandbox, client: AuthenticatedClient) -> None:
    page.open(sandbox)
    code = user_code(f"print({HOSTILE!r})\nraise ValueError({HOSTILE!r})")
    service = create_managed_service(client, HOSTILE, user_code=code, description=HOSTILE)
    wait_for_build(client, service)
    publish_internally(client, service)
    application = create_application(client, HOSTILE)
    subscribe(client, application, service)
    with pytest.raises(Exception, match="ValueError"):
        run_service(client, service, application)
    page.shows(HOSTILE, "FAILED", f"ValueError: {HOSTILE}")
    page.browser.find_element(By.CSS_SELECTOR, "#executions summary").click()
    details = page.browser.find_element(By.CSS_SELECTOR, "#executions pre")
    page.until(lambda: details.text.count(HOSTILE) >= 3, "outcome and log")
    for table in ("services", "executions", "applications", "subscriptions"):
        assert HOSTILE in page.text(table)
    page.browser.refresh()  # now the text is in the page itself as well
    page.until(lambda: page.text("connection") == "● Live", "the page goes live")
    assert HOSTILE in page.text("services")
    foreign = "return document.querySelectorAll('main script, main img, #news *').length"
    assert page.browser.execute_script(foreign) == 0
    # An alert() would have failed every command above; a script that was stopped is told here.
    assert page.complaints() == []


def test_the_policy_holds_where_escaping_does_not(page: Page, sandbox: Sandbox) -> None:
    page.open(sandbox)
    page.browser.execute_script(
        "document.body.insertAdjacentHTML('beforeend', arguments[0])", HOSTILE
    )
    page.until(page.complaints, "a violation of the policy")
    assert page.text("connection") == "● Live"


def test_it_stops_and_goes_on(page: Page, tmp_path: Path) -> None:
    with Sandbox(state=tmp_path / "state") as sandbox:
        with connect(sandbox.access_token, base_url=sandbox.base_url) as client:
            create_application(client, "Before")
        page.open(sandbox)
        page.shows("Before")
        assert page.complaints() == []
    page.until(lambda: "does not answer" in page.text("connection"), "the page says so")
    assert "Before" in page.text("applications")
    refused = [each["message"] for each in page.complaints()]
    assert all("ERR_CONNECTION_REFUSED" in message for message in refused), refused
    with Sandbox(state=tmp_path / "state", port=sandbox.port) as again:
        page.until(lambda: page.text("connection") == "● Live", "the page goes on")
        with connect(again.access_token, base_url=again.base_url) as client:
            create_application(client, "After")
        page.shows("After")
        assert "Before" in page.seen()
