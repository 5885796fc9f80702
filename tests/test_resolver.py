"""Citations in a real browser: going to one, previewing one, copying one, and seeing who cites it."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import RULES, SCHEMES, WIDTHS

pytestmark = pytest.mark.browser

SAME_PAGE = "section:has(> #C5\\.1\\.2\\.1) > p a.sc-cite[href='#C5.F14']"


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ("C5.1.3.5.", "samm/c5/c5.1/#C5.1.3.5"),
        ("c5.1.3.5", "samm/c5/c5.1/#C5.1.3.5"),
        ("5.1.3.5", "samm/c5/c5.1/#C5.1.3.5"),
        ("SAMM%20C5.1.3.5", "samm/c5/c5.1/#C5.1.3.5"),
        ("Table+C5.T3a", "samm/c5/c5.1/#C5.T3A"),
        ("C5T3A", "samm/c5/c5.1/#C5.T3A"),
        ("Chapter+5", "samm/c5/#C5"),
        ("A7", "samm/ap7/#AP7"),
        ("https://samm.dsca.mil/chapter/chapter-5#C5.T3A.", "samm/c5/c5.1/#C5.T3A"),  # its "#" not encoded
        ("https%3A%2F%2Fsamm.dsca.mil%2Ffigure%2Ffigure-c5f14", "samm/c5/c5.1/#C5.F14"),
    ],
)
def test_a_number_in_the_address_goes_straight_to_its_paragraph(typed, lands, visit):
    seen = visit(f"cite/?q={typed}")

    seen.page.wait_for_url(seen.root + lands)

    assert seen.said == []
    assert not seen.page.locator(".md-search__input").evaluate("box => box === document.activeElement")


def test_going_straight_leaves_no_trap_for_the_back_button(visit):
    seen = visit("about/")
    seen.page.evaluate(f"location.assign('{seen.root}cite/?q=C5.1.3')")
    seen.page.wait_for_url("**/samm/c5/c5.1/#C5.1.3")
    seen.page.go_back()

    assert seen.page.url == seen.root + "about/"


def test_an_unknown_number_is_said_to_be_missing_with_the_nearest_and_the_official_address(visit):
    seen = visit("cite/?q=C5.1.99.")
    answer = seen.page.locator(".sc-answer")

    expect(answer).to_contain_text(
        "Section C5.1.99. is not in this edition. The nearest is Section C5.1. Letter of Req"
    )
    expect(answer.get_by_role("link", name="Section C5.1. Letter")).to_have_attribute("href", re.compile("#C5.1$"))
    expect(answer.locator("a[rel=external]")).to_have_attribute(
        "href", "https://samm.dsca.mil/chapter/chapter-5#C5.1.99."
    )
    assert seen.page.url.endswith("cite/?q=C5.1.99.")  # so that the address can be passed on
    assert not seen.page.locator("#__search").is_checked()


def test_several_readings_are_offered(visit):
    page = visit("cite/?q=5").page

    expect(page.locator(".sc-answer__found a")).to_have_text([re.compile("^Chapter 5: "), re.compile("^Appendix 5")])


def test_what_is_typed_is_answered_as_a_link_and_enter_goes_there(visit):
    page = visit("cite/").page
    page.fill("#cite", "table c5t3a")

    expect(page.locator(".sc-answer__found a")).to_have_text(re.compile("^Table C5.T3A. Mandatory Criteria"))
    page.press("#cite", "Enter")
    page.wait_for_url("**/samm/c5/c5.1/#C5.T3A")


def test_words_are_handed_to_the_search(visit):
    page = visit("cite/").page
    page.fill("#cite", "working dog")

    page.get_by_role("link", name="Search the site for these words").click()

    page.wait_for_selector(".sc-results a")
    assert page.input_value("#results-q") == "working dog"


def test_without_javascript_the_page_lists_chapters_and_sections(visit):
    page = visit("cite/?q=C5.1.3", script=False).page

    assert page.locator(".sc-part h2 a").count() >= 26
    assert page.locator("main a[href='../samm/c5/c5.1/']").first.is_visible()


@pytest.mark.parametrize(
    ("lost", "offered"),
    [
        ("samm/c5/c5.9/", "Section C5.9. is not in this edition. The nearest is Chapter 5"),
        ("chapter/chapter-5", "Perhaps you meant: Chapter 5"),
        ("old/page.html#C5.1.3.5.", "Perhaps you meant: Section C5.1.3.5."),
    ],
)
def test_a_lost_address_with_a_number_offers_where_it_may_lead(lost, offered, visit):
    page = visit(lost).page

    expect(page.locator(".sc-answer")).to_contain_text(re.compile(re.escape(offered).replace(":\\ ", ":\\s*")))


def test_a_lost_address_without_a_number_offers_nothing(visit):
    assert visit("no/such/page/").page.locator(".sc-answer").inner_text() == ""


def test_big_box_hands_an_unknown_number_to_the_page_of_citations(visit):
    page = visit("").page
    page.fill("#ask", "C5.1.99")
    page.press("#ask", "Enter")

    page.wait_for_url("**/cite/?q=C5.1.99")


def test_big_box_searches_for_words(visit):
    page = visit("").page
    page.fill("#ask", "working dog")
    page.press("#ask", "Enter")

    page.wait_for_selector(".sc-results a")
    assert page.input_value("#results-q") == "working dog"


def test_big_box_without_javascript_leads_to_the_list(visit):
    page = visit("", script=False).page
    page.fill("#ask", "C5.1.3")
    page.press("#ask", "Enter")

    page.wait_for_url("**/cite/?q=C5.1.3")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("typed", ["5", "C5.1.99"])
def test_answers_are_accessible_and_fit(typed, width, scheme, visit):
    seen = visit(f"cite/?q={typed}", width=width, scheme=scheme)
    seen.page.wait_for_selector(".sc-answer a")

    found = Axe().run(seen.page, context=".sc-head, .sc-find, .sc-answer", options=RULES).response["violations"]

    assert [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]] == []
    assert seen.said == []
    assert seen.away == []
    assert seen.page.evaluate("window.violations") == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_preview_shows_on_hover_beside_the_line_and_is_accessible(scheme, visit):
    seen = visit("samm/c5/c5.1/", scheme=scheme)
    link = seen.page.locator(SAME_PAGE).first
    link.hover()
    card = seen.page.locator(".sc-preview")

    expect(card).to_contain_text("Figure C5.F14.")
    expect(card).to_contain_text("Generic Letter of Request Checklist")
    line, box = link.bounding_box(), card.bounding_box()
    assert box["y"] >= line["y"] + line["height"] or box["y"] + box["height"] <= line["y"]
    assert Axe().run(seen.page, context=".sc-preview", options=RULES).response["violations"] == []
    assert seen.page.evaluate("window.violations") == []


def test_preview_stays_while_the_pointer_is_on_it_and_goes_when_it_leaves(visit):
    page = visit("samm/c5/c5.1/").page
    page.locator(SAME_PAGE).first.hover()
    card = page.locator(".sc-preview")
    card.hover()
    page.wait_for_timeout(500)

    expect(card).to_be_visible()
    page.mouse.move(5, 890)
    expect(card).to_have_count(0)


def test_preview_shows_on_focus_describes_the_link_and_goes_with_escape(visit):
    page = visit("samm/c5/c5.1/").page
    page.keyboard.press("Tab")  # so that the focus counts as moved by keyboard
    link = page.locator(SAME_PAGE).first
    link.focus()
    card = page.locator(".sc-preview")

    expect(card).to_contain_text("Generic Letter of Request Checklist")
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert link.get_attribute("aria-describedby") is None
    assert link.evaluate("link => link === document.activeElement")


def test_preview_of_another_page_is_fetched_once_and_only_when_asked(visit):
    seen = visit("samm/c1/c1.3/")
    fetched = []
    seen.page.on("request", lambda request: fetched.append(request.url) if "/leads/" in request.url else None)
    links = seen.page.locator("a.sc-cite[href*='c5.1/#']")
    assert fetched == []

    for link in (links.nth(0), links.nth(1)):
        link.hover()
        expect(seen.page.locator(".sc-preview")).to_contain_text(link.inner_text())
        seen.page.keyboard.press("Escape")

    assert fetched == [seen.root + "assets/leads/samm/c5/c5.1.json"]


def test_official_links_and_narrow_screens_have_no_preview(visit):
    wide, narrow = visit("samm/c5/c5.1/").page, visit("samm/c5/c5.1/", width=390).page
    wide.locator("a.sc-cite--official").first.hover()
    narrow.locator(SAME_PAGE).first.hover()
    wide.wait_for_timeout(600)

    assert wide.locator(".sc-preview").count() == 0
    assert narrow.locator(".sc-preview").count() == 0


def test_preview_of_this_page_says_what_the_build_wrote_for_others(built_site, visit):
    import json

    written = json.loads((built_site / "assets/leads/samm/c5/c5.1.json").read_text())
    page = visit("samm/c5/c5.1/").page
    card = page.locator(".sc-preview")
    for label in ("C5.1.7.1", "C5.T3A", "C5.F14"):
        page.locator(f"a.sc-cite[href='#{label}']").first.hover()
        title, words = written[label]
        expect(card.locator(".sc-preview__t")).to_have_text(title)
        expect(card.locator(".sc-preview__w")).to_have_text(words)
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        ("Link", r"http://.*/samm/c5/c5\.1/#C5\.1\.3\.3"),
        ("Cite", r"SAMM C5\.1\.3\.3\."),
        (
            "Quote",
            r"“Letters of Request Funded .*\. DSCA \(IOPS\) and .*” "
            r"\(SAMM C5\.1\.3\.3\., independent edition, as compared on \d{4}-\d\d-\d\d, http://.*#C5\.1\.3\.3\)",
        ),
    ],
)
def test_copy_buttons_work_by_keyboard_and_say_so(name, copied, visit):
    seen = visit("samm/c5/c5.1/")
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tools = seen.page.locator("section:has(> #C5\\.1\\.3\\.3) > .sc-tools")
    tools.get_by_role("button", name=name).focus()
    seen.page.keyboard.press("Enter")

    expect(seen.page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert re.fullmatch(copied, seen.page.evaluate("navigator.clipboard.readText()"))


def test_a_quote_of_a_paragraph_leaves_out_what_is_below_it_and_of_a_table_its_cells(visit):
    seen = visit("samm/c5/c5.1/")
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def quoted(owner):
        button = seen.page.locator(f"{owner} > .sc-tools").get_by_role("button", name="Quote")
        button.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_timeout(100)
        return seen.page.evaluate("navigator.clipboard.readText()").partition("” (SAMM")[0]

    assert quoted("figure[id='C5.T3A']").startswith("“Mandatory Criteria Before LOR Actionable")
    assert len(quoted("figure[id='C5.T3A']")) < 120
    assert "An LOR must be in writing" not in quoted("section:has(> #C5\\.1\\.2)")


def test_cited_list_opens_by_keyboard_and_its_links_land(visit):
    page = visit("samm/c5/c5.1/").page
    tools = page.locator("section:has(> #C5\\.1\\.2\\.1) > .sc-tools")
    tools.locator("summary").focus()
    page.keyboard.press("Enter")
    links = tools.locator("details li a")

    expect(links.first).to_be_visible()
    for link in links.all():
        target = link.evaluate("link => link.href")
        assert page.request.get(target).ok
        if "#" in target:
            assert f'id="{target.partition("#")[2]}"' in page.request.get(target).text()
