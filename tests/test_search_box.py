"""The search in the browser: the theme's box with our worker behind it, and the page of all results."""

import functools
import http.server
import json
import re
import shutil
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import RULES, SCHEMES, WIDTHS
from tests.conftest import PROJECT, Quiet

BOX = "input[name=query]"
FIRST = ".md-search-result__item >> nth=0"


def opened(visit, path="samm/c6/c6.1/", **settings):
    """A page with the box open and the ways of the files that were asked for since."""
    page = visit(path, **settings).page
    if page.viewport_size["width"] < 960:
        page.click("button[data-for=__search]")
    else:
        page.click(BOX)
    return page


def typed(page, text):
    page.fill(BOX, "")
    page.type(BOX, text)


def asked_for(browser, address, path):
    """The ways of the files of the search that a page asks for by itself."""
    context = browser.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    context.new_page().goto(address + path, wait_until="load")  # all scripts have run
    context.close()
    return {url for url in asked[1:] if "search" in url and not url.endswith(".css")}


def test_nothing_is_fetched_where_nobody_searches(browser, address):
    assert asked_for(browser, address, "samm/c6/c6.1/") == set()


def test_a_page_whose_words_are_to_be_marked_asks_for_what_the_theme_marks_with(browser, address):
    assert asked_for(browser, address, "samm/c6/c6.1/?h=delayed#C6.1.3") == {"search/search_index.json"}


def test_pasted_words_are_asked_without_a_key(visit):
    page = opened(visit)
    page.locator(BOX).focus()
    page.keyboard.insert_text("offset costs")

    expect(page.locator(".md-search-result__list")).to_contain_text("Offset Costs")


def test_words_that_come_before_the_script_of_the_box_are_asked(visit):
    page, held = visit("samm/c6/c6.1/").page, []
    page.route("**/search/door.js", lambda route: held.append(route))
    page.reload(wait_until="load")
    page.locator(BOX).focus()
    page.keyboard.insert_text("offset costs")
    page.wait_for_timeout(100)
    (door,) = held
    door.continue_()

    expect(page.locator(".md-search-result__list")).to_contain_text("Offset Costs")


def test_the_list_that_is_made_for_practice_is_never_seen(visit):
    page = opened(visit)
    page.wait_for_function("window.siteSearch")
    page.wait_for_timeout(200)

    assert page.locator(".md-search-result__item").count() == 0
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile("^Type words"))


@pytest.mark.parametrize("text", ["C5.4.2", "5.4.2", "c5.4.2."])
def test_a_number_is_answered_first(visit, text):
    page = opened(visit)
    typed(page, text)

    expect(page.locator(FIRST)).to_contain_text("C5.4.2. Letter of Offer and Acceptance Document Preparation Timeframe")


def test_enter_goes_to_the_number(visit):
    page = opened(visit)
    typed(page, "table c5.t3a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/samm/c5/c5.1/#C5.T3A")


def test_enter_with_an_unknown_number_explains_it(visit):
    page = opened(visit)
    typed(page, "C5.99")
    page.keyboard.press("Enter")

    page.wait_for_url("**/cite/?q=C5.99")
    expect(page.locator(".sc-answer")).to_contain_text("is not in this edition")


def test_results_stand_in_groups_by_page_with_marked_words(visit):
    page = opened(visit)
    typed(page, "delayed case implementation")
    group = page.locator(".md-search-result__item", has_text="C6.1. Case Implementation").first

    expect(group.locator("h1")).to_contain_text("C6.1.")
    expect(group.locator("h2", has_text="C6.1.3.").first).to_be_visible()
    expect(group.locator("mark").first).to_be_visible()


def test_a_result_leads_to_its_paragraph_with_the_words_marked(visit):
    page = opened(visit)
    typed(page, "delayed case implementation")
    page.locator(".md-search-result__link", has_text="C6.1.3. Delayed").first.click()

    page.wait_for_url("**/samm/c6/c6.1/?h=delayed+case+implementation#C6.1.3")
    expect(page.locator("article mark[data-md-highlight]").first).to_be_visible()


def test_the_last_word_is_completed(visit):
    page = opened(visit)
    typed(page, "freight forw")

    expect(page.locator(".md-search__suggest")).to_have_text(re.compile("freight forward"))


def test_an_older_question_does_not_answer_after_a_newer_one(visit):
    put_at_once = visit("samm/c6/c6.1/?q=freight+forwarder+offsets").page
    expect(put_at_once.locator(".md-search-result__list mark").first).to_be_visible()
    answer = put_at_once.locator(".md-search-result__list").inner_text()
    page = opened(visit)
    page.type(BOX, "freight forwarder offsets", delay=15)

    expect(page.locator(".md-search-result__list")).to_have_text(answer, use_inner_text=True)
    page.wait_for_timeout(500)
    assert page.locator(".md-search-result__list").inner_text() == answer


def test_a_shelf_is_chosen_by_keyboard_and_kept_in_the_address(visit):
    page = opened(visit)
    typed(page, "offer")
    expect(page.locator(FIRST)).to_be_visible()
    page.keyboard.press("Tab")  # the button that clears is no stop; the list scrolls, then the shelves
    for _ in range(4):
        if page.evaluate("document.activeElement.name") == "shelf":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.activeElement.value") == "guide"
    assert page.url.endswith("?in=guide")
    expect(page.locator(f"{FIRST} >> a").first).to_have_attribute("href", re.compile("/guide/"))


def test_an_address_with_a_question_opens_the_box(visit):
    page = visit("samm/?q=offsets").page

    expect(page.locator(BOX)).to_have_value("offsets")
    expect(page.locator(FIRST)).to_contain_text("Offset")


def test_the_box_leads_to_the_page_of_all_results(visit):
    page = opened(visit)
    typed(page, "offset costs")
    page.click(".sc-shelfbar__all")

    page.wait_for_url("**/search/?q=offset+costs")
    expect(page.locator(".sc-results li").first).to_contain_text("C6.3.9.1. Offset Costs")


def test_the_page_of_results_keeps_question_and_shelf_in_its_address(visit):
    page = visit("search/?q=offer&in=guide").page

    expect(page.locator(".sc-results__said")).to_contain_text("results for")
    assert page.locator("[name=in]:checked").get_attribute("value") == "guide"
    page.check("[name=in][value=samm]", force=True)
    expect(page.locator(".sc-results__where").first).to_contain_text("SAMM")
    assert page.url.endswith("search/?q=offer&in=samm")
    assert not page.locator("#__search").is_checked()


def test_the_page_of_results_says_what_it_looked_for_instead(visit):
    page = visit("search/?q=administrative+surchage").page

    expect(page.locator(".sc-results__said")).to_contain_text("“surchage” stands nowhere; we looked for “surcharge”.")


def test_more_results_follow_on_demand(visit):
    page = visit("search/?q=case").page
    expect(page.locator(".sc-results li")).to_have_count(20)
    page.click(".sc-results__more")

    expect(page.locator(".sc-results li")).to_have_count(40)


def test_without_javascript_the_page_of_results_says_so(visit):
    page = visit("search/", script=False).page

    assert (
        page.locator(".sc-results-form + noscript").evaluate("n => n.offsetHeight || n.firstElementChild.offsetHeight")
        > 0
    )


def test_a_lost_line_is_said_and_the_next_question_works(visit):
    page = visit("search/").page
    page.route("**/search/*/l*.js", lambda route: route.abort())
    page.fill("#results-q", "offsets")
    expect(page.locator(".sc-results__said")).to_contain_text("could not be loaded")
    page.unroute("**/search/*/l*.js")
    page.fill("#results-q", "offset costs")

    expect(page.locator(".sc-results li").first).to_contain_text("Offset")


def test_a_site_that_was_published_anew_answers_in_spite_of_an_old_copy(visit):
    page = visit("samm/c6/c6.1/").page
    old = []

    def answer(route):
        if old:
            return route.continue_()
        old.append(route.request.url)
        reply = route.fetch()
        return route.fulfill(response=reply, body=re.sub(r'"version":"\w+"', '"version":"old"', reply.text()))

    page.route("**/search/h0.js", answer)
    page.click(BOX)
    typed(page, "offset costs")

    expect(page.locator(".md-search-result__list")).to_contain_text("Offset Costs")
    assert old


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_search_has_no_accessibility_finding(visit, width, scheme):
    page = opened(visit, width=width, scheme=scheme)
    typed(page, "deposit late")
    expect(page.locator(FIRST)).to_be_visible()
    assert Axe().run(page, context=".md-search", options=RULES).response["violations"] == []

    results = visit("search/?q=deposit+late", width=width, scheme=scheme).page
    expect(results.locator(".sc-results li").first).to_be_visible()
    assert Axe().run(results, context="article", options=RULES).response["violations"] == []


# What we rely on in the theme, which promises none of it: a new version must be looked at before it is taken.


def test_the_theme_is_the_one_that_was_looked_at():
    import importlib.metadata

    assert importlib.metadata.version("mkdocs-material") == "9.8.1"


def test_pages_name_our_worker(built_site):
    html = (built_site / "samm/c6/c6.1/index.html").read_text(encoding="utf-8")
    config = json.loads(re.search(r'<script id="__config" type="application/json">(.*?)</script>', html)[1])

    assert config["search"] == "../../../assets/js/search/worker.js"


def small_docs(folder):
    """The pages of a small site with our search: two sections and the front page."""
    (folder / "docs" / "samm" / "c1").mkdir(parents=True)
    for n, name in enumerate(("a", "b"), 1):
        text = f"# C1.{n}. Page {name}\n\nC1.{n}.1. **Deposit {name}.** Words of {name}.\n"
        (folder / "docs" / "samm" / "c1" / f"c1.{n}.md").write_text(text, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    shutil.copytree(PROJECT / "docs" / "assets", folder / "docs" / "assets")
    return folder


def built(folder, features=(), **settings):
    """The small site with the project's own configuration, further features of the theme and other settings."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    places = {"docs_dir": str(folder / "docs"), "site_dir": str(folder / "site"), "nav": None, "strict": False}
    config = load_config(str(PROJECT / "mkdocs.yml"), **places, **settings)
    config.theme["features"] = [*config.theme["features"], *features]
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"


@pytest.fixture
def instant(tmp_path):
    """The address of the small site with instant navigation, which we do not use."""
    folder = small_docs(tmp_path)
    handler = functools.partial(Quiet, directory=str(folder / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        built(folder, ["navigation.instant"], site_url=address)  # it goes on instantly to what the site map lists
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def test_search_goes_on_after_instant_navigation(browser, instant):
    page = browser.new_page()
    page.goto(f"{instant}samm/c1/c1.1/", wait_until="networkidle")
    page.evaluate("window.same = true")
    page.click(BOX)
    typed(page, "deposit")
    page.locator(".md-search-result__link", has_text="C1.2.1.").first.click()
    expect(page.locator(".md-content h1")).to_contain_text("Page b")
    assert page.evaluate("window.same")  # not loaded anew
    page.click(BOX)
    typed(page, "words")

    expect(page.locator(".md-search-result__item")).to_have_count(2)
    page.close()


def test_search_works_from_a_disk(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("OFFLINE", "true")
    monkeypatch.setenv("DIRECTORY_URLS", "false")
    site = built(small_docs(tmp_path))
    page = browser.new_page()
    page.goto((site / "samm" / "c1" / "c1.1.html").as_uri())
    page.click(BOX)
    typed(page, "deposit")

    expect(page.locator(".md-search-result__item")).to_have_count(2)
    page.close()
