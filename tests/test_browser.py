"""The pages of the bundled data in a browser without a network: whole, quiet, readable, and usable by keyboard.

They need Debian's Chromium and its driver. Pictures and prints of the pages are left in
build/screenshots.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By

import browsing
from browsing import PHONE, WIDE, Browser
from conftest import made_once
from helpers import pages, publish, run
from helpers.run import agencies, notebooks
from helpers.run.kernel import Kernel

pytestmark = pytest.mark.heavy

AGENCY = "平潭综合实验区管委会"
NAMES = ("index", *run.PAGES, agencies.file_name(AGENCY))
CHARTS = run.PAGES[:3]
IN_VIEW = "return [...document.querySelectorAll(arguments[0])].filter(each => each.checkVisibility()).length"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browsing.skip_without_browser("The browser tests need")
    with browsing.browser(tmp_path_factory.mktemp("downloads")) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(browser: Browser, processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the committed tables and their index, made only where there is a browser."""

    def make(folder: Path) -> None:
        made = []
        with Kernel() as kernel:
            for name in run.PAGES:
                notebook = notebooks.execute_in(kernel, name, {}, folder / f"{name}.ipynb", None)
                made.append(pages.write_page(notebook, folder))
        (folder / "notebooks").mkdir()
        made += agencies.make([AGENCY], {}, folder, 1, None)
        pages.write_index(*tables(processed), made, folder / "index.html")
        pd.to_pickle(made, folder / "made")

    return made_once(tmp_path_factory, "pages", make)


@pytest.fixture(scope="module")
def written(folder: Path) -> list[pages.WebPage]:
    made: list[pages.WebPage] = pd.read_pickle(folder / "made")
    return made


def tables(processed: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What an index is made from."""
    return publish.load("reports", processed), publish.load("checks", processed)


@pytest.fixture(scope="module")
def screenshots(root: Path) -> Path:
    folder = root / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest, folder: Path) -> Path:
    return folder / f"{request.param}.html"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_page_opens_without_a_complaint_or_a_request_and_never_scrolls_sideways(
    browser: Browser, page: Path, width: int, screenshots: Path
) -> None:
    browser.open(page, width)
    browser.save_picture(screenshots / f"{page.stem}-{width}.png")
    assert browser.complaints() == []
    assert browser.requested() <= {"file", "data", "blob"}
    assert browser.run("return document.scrollingElement.scrollWidth") <= width


def test_what_leaves_or_complains_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """The test above can fail."""
    file = tmp_path / "loud.html"
    file.write_text(
        '<img src="http://127.0.0.1:9/"><p style="width: 2000px">wide<script>throw "up"</script>',
        "utf-8",
    )
    browser.open(file, PHONE)
    assert any("Uncaught" in each for each in browser.complaints())
    assert "http" in browser.requested()
    assert browser.run("return document.scrollingElement.scrollWidth") > PHONE


def test_every_picture_is_shown_and_told_in_words(browser: Browser, page: Path) -> None:
    browser.open(page)
    pictures = browser.run(
        "return [...document.images].map(each => [each.alt.trim().length, each.naturalWidth])"
    )
    assert pictures
    assert all(words > 20 and pixels > 100 for words, pixels in pictures)


def test_no_character_is_shown_as_a_box(browser: Browser, page: Path) -> None:
    """Where this fails on all Chinese characters, the machine has no Chinese font."""
    browser.open(page)
    assert browser.run(browsing.MISSING_GLYPHS) == []
    assert browser.run(browsing.MISSING_GLYPHS, "\U0010fffd") == [
        "\U0010fffd"
    ]  # nobody's character is found out


def test_downloads_are_the_published_files_byte_for_byte(
    browser: Browser, folder: Path, processed: Path, tmp_path: Path
) -> None:
    told = {}
    for name in run.PAGES:
        browser.open(folder / f"{name}.html")
        links = browser.driver.find_elements(By.CSS_SELECTOR, 'a[download][href^="data:text/csv"]')
        for link in links:
            saved = _saved(browser, link, tmp_path)
            assert saved.read_bytes() == (processed / saved.name).read_bytes()
            told.setdefault(name, set()).add(saved.stem)
            saved.unlink()
    assert told == {
        "03_disclosure": {"measures", "documents", "annex", "reports"},
        "04_requests": {"measures", "review", "reports"},
        "05_procurement": {"measures", "reports"},
        "06_quality": {"figures", "checks", "reports"},
    }


def _saved(browser: Browser, link: object, folder: Path) -> Path:
    """Click on a link and wait for its file, whose name is taken by an empty one at first."""
    browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    link.click()
    for _ in range(100):
        files = [file for file in folder.glob("*.csv") if file.stat().st_size]
        if files and not any(folder.glob("*.crdownload")):
            return files[0]
        time.sleep(0.05)
    raise AssertionError(f"nothing was saved from {link.get_attribute('download')}")


def test_every_chart_has_its_data_within_reach(browser: Browser, folder: Path) -> None:
    """The table itself at its first chart, at later ones the way to it."""
    for name in CHARTS:
        browser.open(folder / f"{name}.html")
        near = browser.run(
            "return [...document.querySelectorAll('section')].map(each => each.nextElementSibling)"
            ".map(under => [...under.querySelectorAll('a')].every(each => each.download || "
            "document.querySelector(each.hash)) && under.className)"
        )
        assert set(near) == {"under"}


def test_the_keyboard_reaches_each_table_and_first_the_way_past_the_contents(
    browser: Browser, page: Path
) -> None:
    """Tables stand folded behind their charts; once they are open the keyboard reaches all."""
    browser.open(page)
    browser.run("document.querySelectorAll('.fold').forEach(each => each.open = true)")
    tables = browser.run(IN_VIEW, ".table")
    assert tables
    reached = []
    for _ in range(300):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        here = browser.run(
            "const at = document.activeElement; return [at.className, at === document.body]"
        )
        if here[1]:
            break
        reached.append(here[0])
    assert reached[0] == "skip"
    assert sum("table" in each.split() for each in reached) == tables


def test_the_contents_stand_at_the_side_and_fold_on_a_phone(browser: Browser, folder: Path) -> None:
    for name in run.PAGES:
        browser.open(folder / f"{name}.html")
        sections = browser.run(IN_VIEW, "section[id]")
        assert browser.run(IN_VIEW, ".contents li a") == sections + 1  # and the sources
        assert (
            browser.run("return document.querySelector('.contents').getBoundingClientRect().right")
            < WIDE / 3
        )
        browser.open(folder / f"{name}.html", PHONE)
        assert browser.run(IN_VIEW, ".contents li a") == 0
        browser.driver.find_element(By.CSS_SELECTOR, ".contents summary").click()
        assert browser.run(IN_VIEW, ".contents li a") == sections + 1


def test_a_page_can_be_read_in_one_language(browser: Browser, page: Path) -> None:
    browser.open(page)
    for chosen, hidden in (("both", []), ("zh", ["en"]), ("en", ["zh"])):
        browser.driver.find_element(By.ID, f"language-{chosen}").click()
        for language in ("zh", "en"):
            assert (browser.run(IN_VIEW, f'span[lang="{language}"]') == 0) == (language in hidden)
        assert browser.run(IN_VIEW, "thead tr") >= browser.run(
            IN_VIEW, "table"
        )  # a head is left in each


def test_a_page_opens_with_its_points_and_every_note_that_a_chart_names_is_at_its_end(
    browser: Browser, folder: Path
) -> None:
    for name in CHARTS:
        browser.open(folder / f"{name}.html")
        points = browser.run("return document.querySelectorAll('main .points li').length")
        assert 3 <= points <= 5
        ways = browser.run(
            "return [...document.querySelectorAll('a[href^=\"#note-\"]')]"
            ".map(each => document.querySelector(each.hash) !== null)"
        )
        assert ways
        assert all(ways)


def test_a_page_of_five_agencies_is_short(browser: Browser, folder: Path) -> None:
    """A third of the 25,500 pixels that it had when tables and notes stood open under each chart."""
    browser.open(folder / "04_requests.html", 1280)
    assert browser.run("return document.scrollingElement.scrollHeight") <= 8_500


def test_code_is_folded_and_opens_on_a_click(browser: Browser, folder: Path) -> None:
    browser.open(folder / "04_requests.html")
    assert browser.run(IN_VIEW, ".code pre") == 0
    browser.driver.find_elements(By.CSS_SELECTOR, ".code summary")[2].click()
    assert (
        "section.show(requests.CASELOAD"
        in browser.driver.find_element(By.CSS_SELECTOR, ".code[open] pre").text
    )


def test_print_has_tables_and_addresses_in_full_and_no_controls(
    browser: Browser, page: Path, screenshots: Path
) -> None:
    browser.open(page)
    printed = screenshots / f"{page.stem}.pdf"
    browser.save_print(printed)
    with pypdfium2.PdfDocument(printed) as document:
        text = "".join(each.get_textpage().get_text_range() for each in document)
    assert "目录" not in text
    assert "中文 + English" not in text
    assert "publish.load" not in text
    assert (
        page.stem not in run.PAGES
        or "https://www.huadu.gov.cn/gzhdcnz/gkmlpt/index#6160" in "".join(text.split())
    )


def test_hundreds_of_agencies_can_be_found_by_typing(
    browser: Browser, written: list[pages.WebPage], processed: Path, tmp_path: Path
) -> None:
    agencies = [
        replace(written[0], agency=f"{n}号县人民政府", file=f"{n}.html") for n in range(300)
    ]
    file = tmp_path / "index.html"
    pages.write_index(*tables(processed), [*written, *agencies], file)
    browser.open(file, PHONE)
    assert browser.run("return document.querySelector('.agencies').offsetHeight") < 800
    browser.driver.find_element(By.CSS_SELECTOR, ".filter input").send_keys("77号县")
    assert browser.run(IN_VIEW, ".agencies li") == 3  # 77, 177, 277
    assert browser.complaints() == []
    assert browser.run("return document.scrollingElement.scrollWidth") <= PHONE


def test_a_page_is_small_enough_to_be_sent_by_mail(page: Path) -> None:
    assert page.stat().st_size < 3_000_000


def test_the_index_shows_a_small_picture_of_each_page(
    written: list[pages.WebPage], folder: Path
) -> None:
    assert all(
        each.picture.startswith("data:image/png;base64,") and len(each.picture) < 60_000
        for each in written
    )
    assert (folder / "index.html").stat().st_size < 200_000
