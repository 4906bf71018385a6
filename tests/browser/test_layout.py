"""The status page, narrow and wide, light and dark, can be read. Run: make test-browser."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from planqk_sandbox import Sandbox
from tests.support.local_client import Caller, Client, archive

Until = Callable[[Callable[[], object], str], None]
PROGRAM = """
import time

def run(data, params):
    while data.get("hang"):
        time.sleep(1)
    print("a line of the log that is quite long " * 10)
    if data.get("fail"):
        raise ValueError("The number of shots has to be between 1 and 1024, and is " + "9" * 60)
    return {"counts": {f"{number:020b}": number for number in range(500)}}
"""
# What a person would call broken, as lines of text; and how many words and texts were looked at.
LOOK = r"""
const root = document.documentElement, faults = [];
let words = 0, texts = 0;
if (root.scrollWidth > root.clientWidth) {
  faults.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
}
for (const part of document.querySelectorAll(".wide, pre")) {
  if (part.scrollWidth > part.clientWidth) faults.push(`scrolls aside: ${part.className}`);
}
function channels(color) { return color.match(/[\d.]+/g).map(Number); }
function light(color) {  // relative luminance of WCAG 2
  const [r, g, b] = channels(color).map(value => value / 255)
    .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
}
function ground(element) {
  const color = getComputedStyle(element).backgroundColor;
  return channels(color)[3] === 0 && element.parentElement ? ground(element.parentElement) : color;
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const holder = node.parentElement;
  if (!node.data.trim() || !holder.checkVisibility()) continue;
  texts += 1;
  const colors = [getComputedStyle(holder).color, ground(holder)].map(light).sort((a, b) => a - b);
  if ((colors[1] + .05) / (colors[0] + .05) < 4.5) faults.push(`faint: ${node.data.slice(0, 40)}`);
  if (holder.closest("pre")) continue;  // the lines of a log break anywhere
  for (const word of node.data.matchAll(/[\p{L}\p{N}_]+/gu)) {
    if (word[0].length > 20) continue;
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const boxes = [...range.getClientRects()];
    const edge = holder.closest("td, th")?.getBoundingClientRect().right + 1;
    words += 1;
    if (new Set(boxes.map(box => box.top)).size > 1) faults.push(`a broken word: ${word[0]}`);
    if (boxes.some(box => box.right > edge)) faults.push(`beyond its cell: ${word[0]}`);
  }
}
return {faults, words, texts, background: getComputedStyle(document.body).backgroundColor};
"""


@pytest.fixture(scope="module")
def busy() -> Iterator[Sandbox]:
    """Return a sandbox with something of everything, and with long names and reasons."""
    with Sandbox() as started, Client(started) as client:
        client.ok("POST", "/v2/applications", json={"name": "N" * 200})
        external = {"name": "Somewhere else entirely", "url": "https://example.org/"}
        client.ok("POST", "/v2/external-services", params=external)
        client.build_of(archive("from .libraries.circuit_construction import transpilation\n"))
        about = "Finds the ground state of a molecule, " * 4
        published = client.publish(
            archive(PROGRAM), name="Variational eigensolver", description=about
        )
        with Caller(published) as caller:
            caller.run()
            caller.run({"fail": True})
            cancelled = caller.start({"hang": True})
            caller.wait(cancelled, "RUNNING")
            caller.put(f"{cancelled}/cancel")
            caller.wait(caller.start({"hang": True}), "RUNNING")
        with Client(started, x_organizationid=started.organization_id) as inside:
            inside.create(name="optimisation_of_unbelievably_long_delivery_routes_" * 4)
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 960, 1400])
def test_everything_can_be_read(
    browser: WebDriver, until: Until, busy: Sandbox, width: int, scheme: str
) -> None:
    visit(browser, until, busy, width, scheme)
    closed = browser.execute_script(LOOK)
    keep(browser, f"{width}-{scheme}")
    assert closed["faults"] == []
    opened = """document.querySelectorAll("details").forEach(each => { each.open = true; });
        return document.querySelectorAll("pre").length"""
    assert browser.execute_script(opened) > 4
    until(lambda: "a line of the log" in browser.page_source, "a log")
    until(lambda: ">…</pre>" not in browser.page_source, "every log")
    shown = browser.execute_script(LOOK)
    keep(browser, f"{width}-{scheme}-opened")
    assert shown["faults"] == []
    assert (shown["words"] > 200, shown["texts"] > 80) == (True, True)
    assert shown["background"] == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}[scheme]


def test_an_empty_page_can_be_read(browser: WebDriver, until: Until) -> None:
    with Sandbox() as empty:
        visit(browser, until, empty, 360, "dark")
        keep(browser, "empty")
        shown = browser.execute_script(LOOK)
        assert (shown["faults"], shown["words"] > 50) == ([], True)


def test_the_look_sees_what_is_broken(browser: WebDriver, until: Until, busy: Sandbox) -> None:
    visit(browser, until, busy, 1400, "light")
    browser.execute_script("""
        const cell = document.querySelector("#executions .short");
        Object.assign(cell.style, {display: "block", width: "8px"});
        document.querySelector("h1").style.minWidth = "3000px";
        document.querySelector(".count").style.color = "#888";""")
    faults = " ".join(browser.execute_script(LOOK)["faults"])
    for fault in ("too wide", "a broken word: ", "faint: "):
        assert fault in faults


def visit(browser: WebDriver, until: Until, sandbox: Sandbox, width: int, scheme: str) -> None:
    """Open the page in a window of this width, in this colour scheme."""
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(sandbox.status_url)
    until(lambda: "● Live" in browser.page_source, "the page goes live")


def keep(browser: WebDriver, name: str) -> None:
    """Keep a picture of the whole page in the folder SCREENSHOTS, if that is set."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(exist_ok=True)
        size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        whole = {"captureBeyondViewport": True, "clip": {**size, "scale": 1}}
        taken = browser.execute_cdp_cmd("Page.captureScreenshot", whole)
        (Path(folder) / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))
