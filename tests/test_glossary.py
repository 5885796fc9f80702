"""The glossary: its model, what a text says by it, its pages, and the card beside an acronym in a real browser."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from macros.manual.glossary import Finder, Term, by_letter, expansions, leads
from macros.manual.labels import Label
from macros.manual.reader import read_edition
from macros.manual.registers import entries
from tests.browsing import RULES, SCHEMES, WIDTHS
from tests.conftest import real_edition

AMBIGUOUS = """\
- id: dcs
  term: DCS
  meanings:
    - {expansion: Direct Commercial Sales, definition: Sales by a firm., samm: C1.3.1}
    - {expansion: Defense Courier Service, definition: Couriers., samm: C7.6.2.6, holds: [C7.6]}
- id: pm
  term: PM
  meanings:
    - {expansion: Program Manager, definition: An officer., samm: C1.3}
    - {expansion: Bureau of Political-Military Affairs, definition: A bureau., samm: C4.4}
- id: sc
  term: SC
  meanings: [{expansion: Security Cooperation}]
- id: sc-mos-ta
  term: SC/MOS/TA
  tooltip: false
  meanings: [{expansion: A block of the LOA}]
- id: scope
  term: Scope
  meanings: [{definition: What a line covers., samm: C6.7.1.1}]
"""


def read(text):
    return entries("data/glossary.yml", text, Term)


@pytest.fixture(scope="module")
def terms():
    found, problems = read(AMBIGUOUS)
    assert problems == []
    return found


def used(terms, text, section=None):
    uses = Finder(terms, Label.parse(section) if section else None).uses(text)
    return [(text[use.start : use.end], use.meaning.expansion) for use in uses]


# The register


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: loa, term: LOA, meanings: []}", "loa: meanings: a term needs at least one meaning"),
        ("{id: loa, term: LOA, meanings: [{note: x}]}", "a meaning needs an 'expansion' or a 'definition'"),
        ("{id: loa, term: LOA, meanings: [{definition: x}]}", "a definition needs 'samm'"),
        ("{id: LOA, term: LOA, meanings: [{expansion: x}]}", "loa: id: string should match pattern"),
        ("{id: loa, term: LOA, meanings: [{expansion: x, samm: five}]}", "loa: meanings.0.samm: "),
        ("{id: loa, term: LOA, means: x, meanings: [{expansion: x}]}", "loa: means: extra inputs are not permitted"),
    ],
)
def test_a_wrong_entry_is_reported_with_its_line_and_left_out(entry, said):
    found, problems = read(f"- {{id: lor, term: LOR, meanings: [{{expansion: x}}]}}\n- {entry}\n")

    assert [term.id for term in found] == ["lor"]
    assert [problem.line for problem in problems] == [2]
    assert said.lower() in problems[0].message.lower()


def test_letters_with_several_meanings_keep_all_their_expansions(terms):
    assert expansions(terms)["DCS"] == ("Direct Commercial Sales", "Defense Courier Service")


def test_an_edition_gives_the_clear_acronyms_one_expansion(docs):
    edition = read_edition(docs({"index.md": "# Home\n", "data/glossary.yml": AMBIGUOUS}))

    assert edition.acronyms == {"SC": "Security Cooperation"}  # the block is not explained
    assert edition.expansions["PM"] == ("Program Manager", "Bureau of Political-Military Affairs")


# What a text says by it


def test_a_meaning_confined_to_a_section_holds_there_and_the_common_one_elsewhere(terms):
    assert used(terms, "By DCS.", "C7.6") == [("DCS", "Defense Courier Service")]
    assert used(terms, "By DCS.", "C7.60") == [("DCS", "Direct Commercial Sales")]
    assert used(terms, "By DCS.") == [("DCS", "Direct Commercial Sales")]


def test_letters_that_two_meanings_could_explain_are_not_explained(terms):
    assert used(terms, "The PM.") == []


def test_a_longer_term_that_is_not_explained_is_no_use_of_a_shorter_one(terms):
    assert used(terms, "Block SC/MOS/TA, and SC.") == [("SC", "Security Cooperation")]


@pytest.mark.parametrize("text", ["Scope", "DISC", "SCs2", "R&SC", "SC@example.org", "www.SC", "sc"])
def test_words_parts_of_words_and_addresses_are_no_acronym(text, terms):
    assert used(terms, text) == []


def test_a_card_has_one_text_for_each_meaning(terms):
    cards = leads(terms)["glossary/d.md"]

    assert cards["dcs-defense-courier-service"] == ("Defense Courier Service", "Couriers.")


def test_terms_stand_in_the_order_of_the_alphabet_capitals_or_not(terms):
    assert {letter: [term.term for term in found] for letter, found in by_letter(terms).items()} == {
        "D": ["DCS"],
        "P": ["PM"],
        "S": ["SC", "SC/MOS/TA", "Scope"],
    }


# The real register and its pages


@pytest.fixture(scope="module")
def edition():
    return real_edition()


def test_every_definition_says_where_it_comes_from(edition):
    defined = [m for term in edition.glossary for m in term.meanings if m.definition]

    assert len(defined) >= 259
    assert all(m.samm or m.source for m in defined)


def test_a_paragraph_that_an_entry_names_uses_the_term(edition):
    index = edition.index
    missing = []
    for term in edition.glossary:
        for m in term.meanings:
            if m.samm in index.places and not m.samm.mark and "official text" not in m.note:
                page = index.outlines[index.places[m.samm].path]
                said = next(p for p in (page.root, *page.numbered) if p.label == m.samm)
                text = folded(" ".join((said.title, *(piece.text for piece in said.pieces))))
                if not any(folded(name) in text for name in (*term.names, m.expansion.removesuffix("s")) if name):
                    missing.append(term.term)
    assert missing == []


def folded(text):
    """Letters and digits only, so that a hyphen or a bracket makes no difference."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def test_every_term_has_its_entry_and_its_row_in_the_overview(edition, built_site):
    overview = (built_site / "glossary/index.html").read_text(encoding="utf-8")
    for letter, found in by_letter(edition.glossary).items():
        html = (built_site / f"glossary/{letter.lower()}/index.html").read_text(encoding="utf-8")
        for term in found:
            assert f'<div id="{term.id}"><dt>' in html
            assert f'<div id="{term.id}"><dt><a href="{letter.lower()}/#{term.id}">' in overview


def test_every_page_of_a_letter_has_terms(edition):
    pages = {path for path in edition.sources if re.fullmatch(r"glossary/[a-z]\.md", path)}

    assert pages == {term.page for term in edition.glossary}


def test_pages_of_the_glossary_stay_light(built_site):
    sizes = {path.parent.name: path.stat().st_size for path in (built_site / "glossary").rglob("index.html")}

    assert {name: size for name, size in sizes.items() if size > 120_000} == {}


def test_a_tooltip_leads_to_a_card_and_a_place_that_exist(built_site):
    for path in [*built_site.glob("samm/c5/*/index.html"), *built_site.glob("guide/*/index.html")]:
        html = path.read_text(encoding="utf-8")
        for letter, anchor in set(re.findall(r'class="sc-term" href="[./]*/glossary/(\w)/#([^"]+)"', html)):
            assert anchor in json.loads((built_site / f"assets/leads/glossary/{letter}.json").read_text("utf-8"))
            assert f'id="{anchor}"' in (built_site / f"glossary/{letter}/index.html").read_text("utf-8")


# In the browser

SECTION = "samm/c5/c5.1/"
FIRST = "section:has(> #C5\\.1\\.1) a.sc-term[href$='#sco']"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["glossary/d/"])
def test_glossary_is_accessible_self_contained_and_quiet(path, width, scheme, visit):
    seen = visit(path, width=width, scheme=scheme)

    found = Axe().run(seen.page, options=RULES).response["violations"]

    assert [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]] == []
    assert (seen.said, seen.away, seen.page.evaluate("window.violations")) == ([], [], [])
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_an_acronym_is_explained_by_keyboard_and_goes_with_escape(width, visit):
    page = visit(SECTION, width=width).page
    page.locator("section:has(> #C5\\.1\\.1) a.sc-term").first.focus()
    page.keyboard.press("Tab")
    link, card = page.locator(FIRST), page.locator(".sc-preview")

    expect(link).to_be_focused()
    expect(card).to_contain_text("Security Cooperation Organization")
    expect(card).to_contain_text("help they need")
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/s/#sco")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_card_of_an_acronym_stays_under_the_pointer_and_is_accessible(scheme, visit):
    seen = visit(SECTION, scheme=scheme)
    seen.page.locator(FIRST).hover()
    card = seen.page.locator(".sc-preview")
    card.hover()
    seen.page.wait_for_timeout(500)

    expect(card).to_be_visible()
    expect(seen.page.locator(".md-tooltip2")).to_have_count(0)  # one card, not the theme's beside it
    assert Axe().run(seen.page, context=".sc-preview", options=RULES).response["violations"] == []
    seen.page.mouse.move(5, 890)
    expect(card).to_have_count(0)


@pytest.mark.browser
def test_later_sections_say_what_letters_stand_for_too(visit):
    page = visit(SECTION).page
    later = page.locator("section:has(> #C5\\.1\\.3) a.sc-term[href$='#sco']")

    assert later.get_attribute("aria-description") == "Security Cooperation Organization"


@pytest.mark.browser
def test_on_a_touch_screen_the_first_tap_explains_and_the_second_follows(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + SECTION, wait_until="networkidle")
    page.locator(FIRST).tap()

    expect(page.locator(".sc-preview")).to_contain_text("Security Cooperation Organization")
    page.locator("h1").tap()
    expect(page.locator(".sc-preview")).to_have_count(0)
    page.locator(FIRST).tap()
    expect(page.locator(".sc-preview")).to_be_visible()
    page.locator(FIRST).tap()
    page.wait_for_url("**/glossary/s/#sco")
    context.close()


@pytest.mark.browser
def test_without_a_script_the_expansion_is_in_the_page_and_the_entry_one_link_away(visit):
    page = visit(SECTION, script=False).page
    link = page.locator(FIRST)

    assert link.get_attribute("title") == "Security Cooperation Organization"
    link.click()
    page.wait_for_url("**/glossary/s/#sco")
    assert page.locator("#sco").is_visible()
