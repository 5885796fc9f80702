"""The calculators: what their rules answer, and that every figure of an answer is the register's."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from mkdocs.exceptions import Abort
from playwright.sync_api import expect

from macros.manual.calculators import CALCULATORS, group, groups
from macros.manual.purchasers import Purchaser
from tests.browsing import RULES
from tests.conftest import PROJECT, real_edition
from tests.javascript import calls

SCRIPT = PROJECT / "docs" / "assets" / "js" / "calculators.js"
GOLDEN = Path(__file__).parent / "golden" / "calculators"
BOOKS = {name: yaml.safe_load((GOLDEN / f"{name}.yml").read_text(encoding="utf-8")) for name in CALCULATORS}
AMOUNTS = yaml.safe_load((GOLDEN / "amounts.yml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}") for name, book in BOOKS.items() for case in book["cases"]
]


@pytest.fixture(scope="module")
def answers():
    """The answer of every case, all from one run of node."""
    wanted = [(name, case["name"]) for name, book in BOOKS.items() for case in book["cases"]]
    told = calls(
        SCRIPT, [(name, case["given"], book["figures"]) for name, book in BOOKS.items() for case in book["cases"]]
    )
    return dict(zip(wanted, told, strict=True))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_answers(name, case, answers):
    told = answers[name, case["name"]]

    assert told.get("wrong") == case.get("wrong")
    assert told.get("answer") == case.get("answer")
    text = "\n".join(told.get("notes", []))
    assert [each for each in case.get("says", []) if each not in text] == []
    assert [each for each in case.get("silent", []) if each in text] == []


def test_an_amount_is_read_as_it_was_meant_or_refused():
    told = calls(SCRIPT, [("money", each["typed"]) for each in AMOUNTS])

    assert {a["typed"]: t.get("cents") for a, t in zip(AMOUNTS, told, strict=True)} == {
        a["typed"]: a["cents"] for a in AMOUNTS
    }
    assert all(("wrong" in t) is (a["cents"] is None) for a, t in zip(AMOUNTS, told, strict=True))


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_cases_rest_on_the_figures_of_the_register(name):
    figures = BOOKS[name]["figures"]

    assert set(figures) == set(CALCULATORS[name].figures)
    for each, said in figures.items():
        fact = real_edition().facts[each].model_dump()
        assert said == {key: fact[key] for key in said}, each


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_an_answer_cites_is_handed_over_and_nothing_else(name, answers):
    told = [note for (calculator, _), each in answers.items() if calculator == name for note in each.get("notes", [])]
    cited = set(re.findall(r"\{(.+?)\}", "\n".join(told)))

    assert cited == {*map(str, CALCULATORS[name].cites), *(f"memo {number}" for number in CALCULATORS[name].memos)}


def test_the_script_holds_no_figure_of_the_register():
    script = SCRIPT.read_text(encoding="utf-8")
    facts = {real_edition().facts[each] for calculator in CALCULATORS.values() for each in calculator.figures}
    numbers = {f"{fact.number:f}".rstrip("0").rstrip(".") for fact in facts if fact.number}

    long_ones = {number for number in numbers if len(number) > 1}  # a 1 may be anything
    assert {n for n in long_ones if re.search(rf"(?<![\w.-]){re.escape(n)}(?![\w-])", script)} == set()


def test_a_purchaser_has_the_formal_review_that_its_group_has():
    figure = {"nato-plus-5": "nato-plus-5", "nato-organization": "nato-plus-5", "other": "other"}
    for purchaser in real_edition().newsroom.purchasers.all:
        fact = real_edition().facts[f"formal-review-{figure[group(purchaser)]}"]
        assert purchaser.review_days(date.max) == fact.number, purchaser.name


def test_every_purchaser_can_be_chosen_once_and_the_five_are_five():
    shown = groups(real_edition().newsroom.purchasers.all)

    assert sorted(name for each in shown for name in each.names) == sorted(
        each.name for each in real_edition().newsroom.purchasers.all
    )
    assert shown[1].names == ("Australia", "Israel", "Japan", "New Zealand", "Republic of Korea")
    assert group(Purchaser(name="Nowhere")) == "other"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "calculator('review-time')",
            "index.md:7: PhraseError: there is no calculator 'review-time'; there are review-p",
        ),
        ("calculator('surcharge')", "index.md:7: PhraseError: docs/data/facts.yml has no figure"),
    ],
)
def test_a_calculator_that_cannot_be_made_is_told_with_its_line(call, said, tiny_site, caplog):
    with pytest.raises(Abort):
        tiny_site({"index.md": f"---\nrender_macros: true\n---\n\n# Page\n\n{{{{ {call} }}}}\n"})

    assert said in caplog.text


def test_the_script_is_fetched_only_where_a_calculator_stands(built_site):
    fetching = {
        path.parent.name for path in built_site.rglob("*.html") if "assets/js/calculators.js" in path.read_text()
    }

    assert fetching == {
        "calculators",
        "notice-to-congress",
        "how-the-offer-is-prepared",
        "discrepancies",
        "what-the-offer-costs",
    }


# ---- In the browser --------------------------------------------------------------------------------------------------

PAGE = "guide/calculators/"


def form(page, name):
    return page.locator(f"form[data-calculator={name}]")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_each_calculator_answers_and_is_accessible(width, scheme, visit):
    seen = visit(PAGE, width=width, scheme=scheme)
    page = seen.page
    review, offer, report, fee = (form(page, name) for name in CALCULATORS)

    review.get_by_label("Who buys").select_option("Japan")
    review.get_by_label("Whole case").fill("100m")
    review.get_by_role("button", name="Work it out").click()
    offer.get_by_label("What you asked for").select_option("C")
    offer.get_by_label("Day your Letter of Request became actionable").fill("2026-11-23")
    offer.get_by_label("Day your Letter of Request became actionable").press("Enter")
    report.get_by_label("What is wrong").select_option("articles")
    report.get_by_role("button", name="Work it out").click()
    fee.get_by_label("When the case or line is implemented").select_option("new")
    fee.get_by_label("Articles and services").fill("25m")
    fee.get_by_role("button", name="Work it out").click()

    expect(review.get_by_role("status")).to_contain_text("Notice to Congress is required before the offer.")
    expect(offer.get_by_role("status")).to_contain_text("Goal: Thursday 22 April 2027.")
    expect(fee.get_by_role("status")).to_contain_text("Administrative surcharge: $800,000.")
    wrong = report.get_by_label("Day of delivery")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile(r"Give at least one of the two days\."))
    found = Axe().run(page, context={"include": [".sc-calc"]}, options=RULES).response["violations"]
    assert [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]] == []
    targets = page.locator(".sc-calc :is(input:not([type=checkbox]),[type=checkbox]+label,select,button):visible").all()
    assert min(each.bounding_box()["height"] for each in targets) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (seen.said, seen.away, page.evaluate("violations")) == ([], [], [])


@pytest.mark.browser
def test_an_answer_goes_when_what_was_typed_changes_and_its_citations_lead_on(visit):
    page = visit("guide/notice-to-congress/").page
    review = form(page, "review-period")
    review.get_by_label("Who buys").select_option("NATO Support and Procurement Agency")
    review.get_by_label("Whole case").fill("$50,000,000")
    review.get_by_label("Whole case").press("Enter")

    link = review.get_by_role("status").get_by_role("link", name="Table C5.T17.")
    expect(link).to_have_attribute("href", "../../samm/c5/c5.5/#C5.T17")
    review.get_by_label("Whole case").fill("$49,000,000")
    expect(review.get_by_role("status")).to_be_empty()


@pytest.mark.browser
def test_without_javascript_the_rule_and_its_table_stand_alone(visit):
    page = visit(PAGE, script=False).page

    assert page.locator(".sc-calc").count() == len(CALCULATORS)
    assert page.locator("article :is(.sc-calc,form,button):visible").count() == 0
    assert page.locator("article table:visible").count() == len(CALCULATORS)
