"""The lists of news and the charts in a real browser: filters, their state in the address, and without a script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROWS = ".sc-newslist tbody tr:visible"


def test_filters_narrow_the_list_and_stand_in_the_address(visit):
    page = visit("news/sales/").page
    every = page.locator(ROWS).count()

    page.get_by_label("Purchaser").select_option("jp")
    page.get_by_label("Year", exact=True).select_option("2015")

    expect(page.locator(ROWS)).to_have_count(1)
    assert page.url.endswith("news/sales/?year=2015&country=jp")
    assert page.get_by_role("status").filter(has_text=f"1 of {every}").is_visible()


def test_an_address_with_filters_opens_the_narrowed_list(visit):
    page = visit("news/sales/?country=jp&q=aegis").page

    assert page.get_by_label("Purchaser").input_value() == "jp"
    assert page.get_by_label("Words").input_value() == "aegis"
    rows = page.locator(ROWS)
    assert 0 < rows.count() < 10
    assert all("Aegis" in row and "Japan" in row for row in rows.all_inner_texts())


def test_show_all_takes_the_filters_away(visit):
    page = visit("memos/?status=rescinded").page
    narrowed = page.locator(ROWS).count()

    page.get_by_role("button", name="Show all").click()

    expect(page.get_by_text("in all")).to_be_visible()
    assert page.locator(ROWS).count() > narrowed > 0
    assert page.url.endswith("memos/")


def test_nothing_that_fits_is_said(visit):
    page = visit("news/press/?q=zzzz").page

    expect(page.get_by_text("nothing fits")).to_be_visible()
    assert page.locator(ROWS).count() == 0


def test_an_address_cannot_put_markup_into_the_page(visit):
    seen = visit("news/sales/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&year=%22%3E%3Cscript%3E")

    assert seen.page.evaluate("window.violations") == []
    assert seen.page.locator(".sc-newslist img").count() == 0


def test_filters_work_by_keyboard(visit):
    page = visit("news/sales/").page
    page.get_by_label("Words").focus()

    page.keyboard.type("denmark patriot")

    expect(page.locator(ROWS).first).to_contain_text("Denmark")
    assert "q=denmark+patriot" in page.url


def test_without_a_script_the_list_is_whole_and_lists_by_year_and_purchaser_are_links(visit):
    page = visit("news/sales/", script=False).page

    assert page.locator("form.sc-filter").is_hidden()
    assert page.locator(ROWS).count() > 400
    page.get_by_text("By purchaser").click()
    page.get_by_role("link", name="Japan", exact=True).first.click()
    assert page.url.endswith("news/sales/country/jp/")
    assert 10 < page.locator(ROWS).count() < 40


def test_a_notice_is_found_by_search(visit):
    page = visit("").page
    page.keyboard.press("/")
    page.keyboard.type("Denmark Battle Command System Patriot")

    assert page.wait_for_selector(".md-search-result__link[href*='news/sales/25-51/']")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_have_names_and_the_colours_of_the_scheme(scheme, visit):
    page = visit("news/charts/", scheme=scheme).page
    charts = page.get_by_role("img", name="Estimated cost by year")

    assert charts.count() == 1
    bar = page.locator(".sc-chart .series rect").first
    fill = bar.evaluate("e => getComputedStyle(e).fill")
    assert fill == page.evaluate(
        "(() => { const e = document.createElement('i'); e.style.color = 'var(--accent)'; document.body.append(e);"
        " return getComputedStyle(e).color; })()"
    )


def test_bars_are_as_long_as_their_values(visit):
    page = visit("news/charts/").page
    read = "all => all.map(e => [e.getAttribute('y'), e.getAttribute('width')].map(Number))"
    bars = sorted(page.locator("#year-count-title ~ g .series rect").evaluate_all(read))  # from the top down
    cells = page.locator("#by-year ~ .sc-scroll").first.locator("td[data-label=notices]").all_inner_texts()
    counts = [int(cell) for cell in cells]

    assert len(bars) == len(counts)
    scale = max(width for _, width in bars) / max(counts)
    assert all(abs(width - count * scale) < 1 for (_, width), count in zip(bars, counts, strict=True))


def test_charts_are_seen_on_paper(visit):
    page = visit("news/charts/").page
    page.emulate_media(media="print")

    assert page.locator(".sc-chart").first.is_visible()
    assert page.locator("form.sc-filter").count() == 0
