"""The built pages in a real browser: accessible, self-contained, quiet, and the search finds a paragraph."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import RULES, SCHEMES, WIDTHS

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "guide step": "guide/letter-of-request/",
    "manual section": "samm/c6/c6.1/",
    "long manual section": "samm/c5/c5.1/",
    "page of citations": "cite/",
    "glossary": "glossary/",
    "chapter": "samm/c1/",
    "notice with a text": "news/sales/15-54/",
    "notice made of a record": "news/sales/25-51/",
    "notices": "news/sales/?country=jp",
    "notices of a purchaser": "news/sales/country/jp/",
    "memo": "memos/21-78/",
    "memos": "memos/",
    "news": "news/",
    "news item": "news/press/2026-06-02-clarifications-for-partner-capacity-cases/",
    "notices in numbers": "news/charts/",
    "feeds": "news/feeds/",
    "section from other sources": "samm/c8/c8.4/",
    "coverage": "samm/coverage/",
    "list of tables": "samm/tables/",
    "authorities": "samm/authorities/",
    "what our checks catch": "about/checks/",
    "life of a case": "guide/overview/",
    "questions": "guide/questions/",
    "checklist": "guide/letter-of-request-checklist/",
    "programme": "programs/leases/",
    "table of laws": "programs/authorities/",
    "agency": "agency/organization/",
    "not found": "no/such/page/",
}


# Every page at both widths and in both schemes; those whose parts stand on another page too, in two of the four ways.
WHOLE = {"home", "guide step", "manual section", "notice with a text", "notices", "notices in numbers", "coverage"}
WAYS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
CASES = [
    pytest.param(path, width, scheme, id=f"{name}-{width}-{scheme}")
    for name, path in PAGES.items()
    for width, scheme in (WAYS if name in WHOLE else [(WIDTHS[0], SCHEMES[1]), (WIDTHS[1], SCHEMES[0])])
]


# Of a long table or list the first rows are looked at: the others are made alike, and axe needs seconds for them.
FIRST_ROWS = {"exclude": ["tbody > tr:nth-child(n+26)", "article li:nth-child(n+26)", "dl > div:nth-child(n+26)"]}


@pytest.mark.parametrize(("path", "width", "scheme"), CASES)
def test_page_is_accessible_self_contained_and_quiet(path, width, scheme, visit):
    seen = visit(path, width=width, scheme=scheme)

    found = Axe().run(seen.page, context=FIRST_ROWS, options=RULES).response["violations"]

    assert [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]] == []
    assert [text for text in seen.said if "404" not in text or path != PAGES["not found"]] == []
    assert seen.away == []
    assert seen.page.evaluate("window.violations") == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_is_dark_and_light_is_light(visit):
    lightness = (
        "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
    )

    assert visit("", scheme="light").page.evaluate(lightness) > 600
    assert visit("", scheme="dark").page.evaluate(lightness) < 200


def test_search_finds_a_paragraph_by_its_number(visit):
    page = visit("").page
    page.keyboard.press("/")
    page.keyboard.type("C5.1.3.5")

    first = page.wait_for_selector(".md-search-result__link[href*='C5.1.3.5']")

    assert first is not None
    assert "Electronic Mail" in first.inner_text()


def test_search_finds_a_paragraph_by_its_words(visit):
    page = visit("").page
    page.keyboard.press("/")
    page.keyboard.type("working dog requirements")

    assert page.wait_for_selector(".md-search-result__link[href*='samm/c5/c5.1/']")


def test_a_number_in_the_big_box_goes_straight_to_its_paragraph(visit):
    page = visit("").page
    page.fill("#ask", "c5.1.3.5.")
    page.press("#ask", "Enter")

    page.wait_for_url("**/samm/c5/c5.1/#C5.1.3.5")


@pytest.mark.parametrize("anchor", ["C5.1.3.5", "C5.1.3.5.", "C5.T3A", "C5.T3A."])
def test_official_spelling_of_an_anchor_lands_on_the_same_place(anchor, visit):
    page = visit(f"samm/c5/c5.1/#{anchor}").page

    top = "document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top"

    for _ in range(50):  # the browser scrolls once the fonts have come, which on a busy machine takes a while
        if 0 <= page.evaluate(top) < 300:
            break
        page.wait_for_timeout(200)
    assert 0 <= page.evaluate(top) < 300


def test_pages_read_without_javascript(visit):
    page = visit("samm/c5/c5.1/#C5.1.3.5.", script=False).page

    assert page.is_visible("#C5\\.1\\.3\\.5")
    assert page.locator("a.sc-cite").count() > 50
    page.hover("section:has(> #C5\\.1\\.2) > p")
    assert page.locator("section:has(> #C5\\.1\\.2) > .sc-tools a[rel=external]").first.is_visible()


def test_skip_link_is_the_first_stop_and_leads_to_the_text(visit):
    page = visit("samm/c5/c5.1/").page
    page.keyboard.press("Tab")

    target = page.evaluate("document.activeElement.getAttribute('href')")

    assert "md-skip" in page.evaluate("document.activeElement.className")
    assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_menu_on_a_phone_opens_by_keyboard(visit):
    page = visit("", width=390).page
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")

    assert menu.get_attribute("aria-expanded") == "true"
    page.wait_for_selector(".md-nav--primary >> text=Customer guide", state="visible")
