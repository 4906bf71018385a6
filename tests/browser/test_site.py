"""The site of `make docs`, narrow and wide, light and dark, can be read. Run: make test-browser."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.test_layout import keep

Until = Callable[[Callable[[], object], str], None]
SITE = Path(__file__).parents[2] / "site"
PAGES = [
    "index.html",
    "404.html",
    "cookbook/index.html",
    "cookbook/16-execute.html",
    "cookbook/notebooks.html",
    "cookbook/command-line.html",
    "reference/index.html",
    "reference/planqk/services.html",
    "reference/hub/executions.html",
    "reference/errors.html",
    "planqk_sandbox/index.html",
    "benchmarks/index.html",
    "CONTRIBUTING.html",
]
# The theme's script has run.
READY = """
return !document.querySelector("pre > code") || document.querySelector(".md-code__nav") !== null;
"""
# The search is an element with a tree of its own.
SEARCH = """
return [...document.querySelectorAll("body *")].filter(element => element.shadowRoot)
  .flatMap(element => [...element.shadowRoot.querySelectorAll(arguments[0])]);
"""
# What a person would call broken, as lines of text; and how much was looked at.
LOOK = r"""
const root = document.documentElement, faults = [];
if (root.scrollWidth > root.clientWidth) {
  faults.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
}
for (const image of document.querySelectorAll("main img")) {
  const box = image.getBoundingClientRect();
  if (!image.naturalWidth || box.width < 250 || box.right > root.clientWidth + 1) {
    faults.push(`cannot be seen: ${image.src}`);
  }
}
const all = [...document.querySelectorAll(".md-code__nav")];
const marks = all.filter(mark => mark.checkVisibility());
for (const mark of marks) {
  const box = mark.getBoundingClientRect();
  const block = mark.closest("pre").querySelector("code");
  const range = document.createRange();
  range.selectNodeContents(block);
  for (const text of range.getClientRects()) {
    if (text.bottom > box.top + 1 && text.top < box.bottom - 1) {
      faults.push(`the copy mark is over: ${block.innerText.slice(0, 40)}`);
      break;
    }
  }
}
const outputs = [...document.querySelectorAll(".language-python + .language-text > pre")];
for (const output of outputs) {
  const kind = getComputedStyle(output, "::before").content;
  if (kind !== '"Output"') faults.push(`not told to be output: ${output.innerText.slice(0, 40)}`);
}
return {faults, marks: marks.length, outputs: outputs.length,
  background: getComputedStyle(document.body).backgroundColor};
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the site."""
    if not (SITE / "index.html").is_file():
        pytest.fail("the site is not built: make docs")
    handler = partial(Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and tells nobody."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_pages_can_be_read(
    browser: WebDriver, address: str, until: Until, width: int, theme: str
) -> None:
    show(browser, width, theme)
    seen = {}
    for page in PAGES:
        browser.get(f"{address}/{page}")
        until(lambda: browser.execute_script(READY), "the copy marks")
        seen[page] = look = browser.execute_script(LOOK)
        keep(browser, f"{page.replace('/', '-').removesuffix('.html')}-{width}-{theme}")
        assert look["faults"] == [], page
        assert is_dark(look["background"]) == (theme == "dark")
    assert seen["cookbook/16-execute.html"]["marks"] > 10
    assert seen["cookbook/16-execute.html"]["outputs"] > 10
    assert seen["reference/errors.html"]["marks"] == 0
    assert browser.get_log("browser") == []


def show(browser: WebDriver, width: int, theme: str) -> None:
    """Set the width of the page and what the reader prefers."""
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def is_dark(color: str) -> bool:
    """Tell whether a color of the form ``rgb(r, g, b)`` is nearer to black than to white."""
    return sum(map(float, color[color.index("(") + 1 : -1].split(",")[:3])) < 3 * 128


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_diagram_follows_the_theme(browser: WebDriver, address: str, theme: str) -> None:
    show(browser, 1400, "light")
    browser.get(f"{address}/index.html")
    if theme == "dark":
        click(browser, "form[data-md-component=palette] label:not([hidden])")
    picture = browser.find_element(By.CSS_SELECTOR, "img[src$='from-code-to-result.svg']")
    assert picture.is_displayed()
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", picture)
    assert (brightness(browser, picture) < 100) == (theme == "dark")


def brightness(browser: WebDriver, picture: Any) -> float:
    """Return how bright the first box of the diagram is on the screen, from 0 to 255."""
    script = """
    const [source, done] = arguments, image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width; canvas.height = image.height;
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const at = context.getImageData(image.width * .03, image.height * .05, 1, 1).data;
      done((at[0] + at[1] + at[2]) / 3);
    };
    image.src = "data:image/png;base64," + source;
    """
    return float(browser.execute_async_script(script, picture.screenshot_as_base64))


def click(browser: WebDriver, selector: str) -> None:
    """Click the first such element that can be seen."""
    elements = browser.find_elements(By.CSS_SELECTOR, selector)
    next(element for element in elements if element.is_displayed()).click()


def test_a_recipe_is_found(browser: WebDriver, address: str, until: Until) -> None:
    show(browser, 1400, "light")
    browser.get(f"{address}/cookbook/notebooks.html")
    until(lambda: browser.execute_script(READY), "the copy marks")
    click(browser, ".md-search__button")
    until(lambda: browser.execute_script(SEARCH, "input"), "the field for the search")
    browser.execute_script(SEARCH, "input")[0].send_keys("find_service")
    wanted = "/reference/planqk/services.html#planqk_helpers.find_service"
    until(
        lambda: any(
            wanted in (link.get_attribute("href") or "")
            for link in browser.execute_script(SEARCH, "a")
        ),
        "the recipe among what is found",
    )


def test_it_can_be_read_from_disk(browser: WebDriver) -> None:
    show(browser, 1400, "light")
    browser.get((SITE / "index.html").as_uri())
    for name in ("Cookbook", "Reference", "Benchmarks"):
        browser.find_element(By.LINK_TEXT, name).click()
        assert name in browser.title or browser.title.startswith("How fast")
        assert browser.execute_script(LOOK)["faults"] == []
    browser.find_element(By.CSS_SELECTOR, "a.md-logo").click()
    assert browser.current_url == (SITE / "index.html").as_uri()
