"""Readers who have a keyboard and no pointer: from the front page to a paragraph, in the guide, and in the menu."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import RULES, SCHEMES

FOCUS = "document.activeElement"


def words(page: Page) -> str:
    """What the element with the focus is called."""
    return str(page.evaluate(f"({FOCUS}.getAttribute('aria-label') || {FOCUS}.textContent).trim()"))


def tab_to(page: Page, name: str, stops: int = 60) -> None:
    """Press Tab until the element called ``name`` has the focus; every stop on the way must be visible."""
    for _ in range(stops):
        page.keyboard.press("Tab")
        if words(page).startswith(name):
            return
        shown = page.evaluate(f"{FOCUS}.checkVisibility({{visibilityProperty: true}})")
        assert shown, f"the focus is on {words(page)!r}, which is not to be seen"
    pytest.fail(f"{name!r} was not reached in {stops} stops; the last was {words(page)!r}")


def test_from_the_front_page_to_a_paragraph_its_citation_and_the_next_page(visit):
    visited = visit("")
    page = visited.page
    visited.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab_to(page, "Skip to the text", stops=1)
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    assert page.evaluate(f"{FOCUS}.name") == "query"
    page.keyboard.type("C5.4.2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/samm/c5/c5.4/#C5.4.2")
    visited.settle()

    tab_to(page, "Cite: Copy the citation SAMM C5.4.2.")  # after the links of its words and table
    page.keyboard.press("Enter")
    expect(page.locator(".sc-toast")).to_contain_text("citation")
    assert page.evaluate("navigator.clipboard.readText()") == "SAMM C5.4.2."

    page.locator("a[rel=next]").focus()
    following = page.evaluate(f"{FOCUS}.href")
    page.keyboard.press("Enter")
    page.wait_for_url(following)


def test_contents_lead_to_a_heading_and_tabbing_goes_on_from_there(visit):
    page = visit("guide/letter-of-request/").page
    entry = page.locator(".md-sidebar--secondary a").nth(2)
    anchor = entry.get_attribute("href")
    entry.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{anchor}")
    page.keyboard.press("Tab")

    below = "h => Boolean(h.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert page.locator(f"[id='{anchor[1:]}']").evaluate(below)


def test_a_guide_step_leads_to_the_next(visit):
    page = visit("guide/what-fms-is/").page
    steps = page.locator(".sc-steps li a").last
    steps.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/guide/who-does-what/")


def test_the_card_of_a_term_opens_on_focus_and_closes_with_escape(visit):
    page = visit("guide/letter-of-request/").page
    page.locator("article a.sc-term").first.focus()
    card = page.locator(".sc-preview")

    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_menu_of_a_phone_keeps_the_focus_until_escape(visit):
    page = visit("samm/c5/c5.3/", width=390).page
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-nav--primary :focus")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = f"{FOCUS} === document.body || Boolean({FOCUS}.closest('.md-sidebar--primary, [data-for=__drawer]'))"
        assert page.evaluate(inside), f"the focus left the menu for {words(page)!r}"
    page.locator(".md-nav--primary .md-nav__title:not([inert])").focus()
    page.keyboard.press("Enter")  # back to the panel behind, which lists the chapters
    expect(page.locator(".md-nav--primary a:focus, .md-nav--primary label:focus")).to_contain_text("Manual")
    page.keyboard.press("Escape")

    expect(menu).to_be_focused()
    assert menu.get_attribute("aria-expanded") == "false"
    assert page.locator("[inert]").count() == 0


@pytest.mark.parametrize("path", ["", "samm/c5/c5.3/"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_open_menu_has_no_accessibility_finding(visit, path, scheme):
    page = visit(path, width=390, scheme=scheme).page
    page.click("button[data-for=__drawer]")
    expect(page.locator(".md-nav--primary :focus")).to_be_visible()

    assert Axe().run(page, context=".md-sidebar--primary", options=RULES).response["violations"] == []
