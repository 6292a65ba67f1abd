"""Chromium without a window or a network, driven over W3C WebDriver, for the tests that open the pages."""

import json
import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

PROGRAMS = ("chromium", "chromedriver")
HOW = "apt-get update && apt-get install -y chromium chromium-driver fonts-noto-cjk"
OPTIONS = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--hide-scrollbars",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, PHONE = 1100, 390

#: The characters of a page that its fonts do not have, drawn as the box that stands for them all.
MISSING_GLYPHS = """
const context = new OffscreenCanvas(48, 48).getContext("2d", {willReadFrequently: true});
context.font = "24px " + getComputedStyle(document.body).fontFamily;
function drawn(character) {
    context.clearRect(0, 0, 48, 48);
    context.fillText(character, 8, 32);
    return context.getImageData(0, 0, 48, 48).data.join();
}
const box = drawn("\\u{10FFFE}");
const text = document.body.textContent + (arguments[0] || "");
return [...new Set(text)].filter(each => each.trim() && drawn(each) === box);
"""


def missing_programs() -> list[str]:
    """What has to be installed before the tests can run."""
    return [name for name in PROGRAMS if not shutil.which(name)]


def skip_without_browser(saying: str) -> None:
    """Skip the tests that need what is missing, but fail in CI; `saying`: how the sentence on it begins."""
    if missing := missing_programs():
        sentence = f"{saying} {' and '.join(missing)}: {HOW}"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)


class Browser:
    """A browser with its console and its requests written down, page by page."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        self.driver.execute_cdp_cmd("Network.enable", {})
        off = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", off)

    def open(self, page: Path, width: int = WIDE) -> None:
        """Open a page from disk in a window of some width; what was written down before is forgotten."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.complaints()
        self.requested()
        self.driver.get(page.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """Errors and warnings in the console since the page was opened."""
        return [each["message"] for each in self.driver.get_log("browser")]

    def requested(self) -> set[str]:
        """The schemes of all addresses asked for since the page was opened."""
        told = (
            json.loads(each["message"])["message"] for each in self.driver.get_log("performance")
        )
        sent = (
            each["params"]["request"]["url"]
            for each in told
            if each["method"] == "Network.requestWillBeSent"
        )
        return {urlsplit(url).scheme for url in sent}

    def save_picture(self, file: Path) -> None:
        """Save the whole page as a picture."""
        shot = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": True}
        )
        file.write_bytes(b64decode(shot["data"]))

    def save_print(self, file: Path) -> None:
        """Save the page as it would be printed."""
        printed = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        file.write_bytes(b64decode(printed["data"]))


@contextmanager
def browser(downloads: Path) -> Iterator[Browser]:
    """A browser with a profile of its own that saves to `downloads` without asking; ends with the block."""
    if missing := missing_programs():
        raise SystemExit(f"{' and '.join(missing)} are missing: {HOW}")
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
