"""The one style sheet that pages fetch: nothing that a page shows is lost, and the front page stays small."""

from __future__ import annotations

import gzip
import re

import pytest
from mkdocs.exceptions import PluginError

from macros.styles import JOINED, join, used
from tests.test_site import Page

MOST = 150_000  # bytes of the front page with all that it fetches; tests/benchmarks/page_cost measures it in a browser
HEAD = 350  # bytes of the head of an answer, about
PACKED = {".html", ".css", ".js", ".json", ".svg"}  # what a static host sends with gzip


def test_a_rule_goes_when_no_page_and_no_script_has_its_class():
    assert used(".a{x:y}.b{x:y}", {"a"}) == ".a{x:y}"


def test_a_sheet_that_is_not_there_is_named(tmp_path):
    (tmp_path / "assets/stylesheets").mkdir(parents=True)
    (tmp_path / "assets/stylesheets/main.1.min.css").write_text("p{x:y}")

    with pytest.raises(PluginError, match=r"extra_css names assets/css/a\.css, which docs does not have"):
        join(tmp_path, ["assets/css/a.css"])

    assert not (tmp_path / JOINED).exists()


def test_a_list_keeps_the_selectors_that_can_match():
    assert used(".a,.b .c,p{x:y}", {"a", "b"}) == ".a,p{x:y}"


def test_a_class_that_must_be_absent_need_not_be_there():
    assert used("p:not(.b){x:y}p:is(.b,.a){x:y}", {"a"}) == "p:not(.b){x:y}p:is(.b,.a){x:y}"


def test_what_stands_in_a_query_is_looked_at_too():
    assert used("@media print{.a{x:y}.b{x:y}}@media print{.b{x:y}}", {"a"}) == "@media print{.a{x:y}}"


def test_a_font_and_a_movement_stay():
    css = '@font-face{font-family:"F"}@keyframes k{from{x:y}}'

    assert used(css, set()) == css


def test_every_page_has_one_style_sheet_and_it_is_there(built_site):
    found = {
        path: re.findall(r'<link rel="stylesheet" href="[^"]*?(assets/[^"]*)"', path.read_text())
        for path in built_site.rglob("*.html")
    }

    assert {tuple(links) for links in found.values()} <= {(JOINED,), ()}  # a page that leads on has none
    assert found[built_site / "index.html"] == [JOINED]
    assert [path.name for path in (built_site / "assets").rglob("*.css")] == ["joined.css"]


def test_our_own_rules_are_all_in_it(built_site):
    joined = (built_site / JOINED).read_text()

    for name in (".sc-manual", ".sc-stages", ".sc-sum", ".sc-preview", ".sc-results", "@page", "Reader Serif"):
        assert name in joined


def test_the_front_page_is_small_with_all_that_it_fetches(built_site):
    page = Page((built_site / "index.html").read_text())
    fetched = {address for address in page.addresses if not address.startswith(("http", "feeds", "cite", "#"))}
    files = {built_site / "index.html"} | {built_site / each for each in fetched}
    files |= {path for path in (built_site / "assets" / "fonts").glob("*.woff2") if "italic" not in path.name}
    sizes = {
        path.name: HEAD + len(gzip.compress(path.read_bytes()) if path.suffix in PACKED else path.read_bytes())
        for path in files
        if path.is_file()
    }

    assert {"joined.css", "reader-sans.woff2", "site.js"} <= sizes.keys()
    assert sum(sizes.values()) <= MOST, sizes
