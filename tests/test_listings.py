"""The pages that print a register of the manual whole, in a tiny site and in the real one."""

import csv
import gzip
import json
import re

import pytest
import yaml
from mkdocs.exceptions import Abort

from macros.manual.problems import RULES
from macros.manual.reader import read_edition
from tests.conftest import real_edition

MANUAL = """\
# C5.1. Requests

C5.1.1. See Table C5.T1. and AECA, section 36(b) (22 U.S.C. 2776(b)).

Table C5.T1. Criteria & <b>conditions</b>

Text.
"""
STRUCTURE = """\
parts:
  - {label: C5, title: Case Development, verified: true, sections: [{label: C5.1, title: Requests, verified: true}]}
  - {label: C9, title: Finance, verified: true, sections: [{label: C9.1, title: Prices, verified: false}]}
  - {label: AP1, title: null, verified: false}
"""


@pytest.fixture
def printed(tiny_site):
    """What a macro prints on a page of a tiny site."""

    def print_page(call: str, **files: str) -> str:
        page = f"---\nrender_macros: true\n---\n\n# List\n\n{{{{ {call} }}}}\n"
        pages = {"samm/c5/c5.1.md": MANUAL, "data/structure.yml": STRUCTURE, "list.md": page, **files}
        return (tiny_site(pages) / "list/index.html").read_text(encoding="utf-8")

    return print_page


def test_a_table_is_listed_with_its_title_place_and_count(printed):
    html = printed("tables_register()")

    assert '<a href="../samm/c5/c5.1/#C5.T1">Criteria &amp; &lt;b&gt;conditions&lt;/b&gt;</a>' in html
    assert '<a href="../samm/c5/c5.1/#C5.1.1">C5.1.1.</a>' in html
    assert "1 place<" in html


def test_an_edition_without_figures_says_so(printed):
    assert "This edition holds no figure yet." in printed("figures_register()")


def test_a_section_leads_here_or_to_the_official_text(printed):
    html = printed("sections_register()")

    assert '<a href="../samm/c5/c5.1/">Requests</a>' in html
    assert '<a href="https://samm.dsca.mil/chapter/chapter-9#C9.1." rel="external">Prices</a> (not verified)' in html
    assert "We have seen no list of the sections of Appendix 1." in html


def test_an_authority_leads_to_the_public_text_and_to_who_cites_it(printed):
    html = printed("authorities()")

    assert '<h2 id="us-code">U.S. Code</h2>' in html
    entry = re.search(r'<div id="aeca-36-b">.*?</div>', html, re.DOTALL)
    assert entry is not None
    assert "title22-section2776&amp;num=0" in entry[0]
    assert '<a href="../samm/c5/c5.1/#C5.1.1">C5.1.1.</a>' in entry[0]


def test_coverage_says_what_is_held_of_a_part_and_what_is_missing(printed):
    compiled = """\
---
compiled: true
missing: [the <b>rates</b>]
---

# C9.1. Prices

The agency sets them.[^memo]

[^memo]: DSCA, [Memo](https://samm.dsca.mil/memo), as of 5 March 2013.
"""
    pages = {f"samm/{part}/index.md": f"# {part.upper()}. T\n" for part in ("c5", "c9", "ap1")}

    html = printed("coverage()", **pages, **{"samm/c9/c9.1.md": compiled})

    row = re.search(r'<a href="../samm/c9/">C9</a>.*?</tr>', html, re.DOTALL)
    assert row is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[0])
    assert cells == ["1 of 1", "other public sources", "1", "5 March 2013", "the &lt;b&gt;rates&lt;/b&gt;"]


def test_a_planted_defect_is_shown_as_text_and_not_run(printed):
    planted = [
        {
            "defect": "A page runs code",
            "rule": "active-content",
            "at": "index.md:3",
            "change": {"index.md": "# Home\n\n<script>alert(1)</script>\n"},
        }
    ]

    html = printed("planted_defects()", **{"data/planted.yml": yaml.safe_dump({"planted": planted})})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html


def test_a_planted_defect_names_a_rule_that_exists(docs):
    defect = '- {defect: Odd, rule: no-such-rule, at: "index.md:1", change: {}}'
    edition = read_edition(docs({"index.md": "# Home\n", "data/planted.yml": f"planted:\n  {defect}\n"}))

    assert ["'no-such-rule' is not a rule of the checks" in problem.message for problem in edition.misread] == [True]


def test_a_link_to_open_data_that_does_not_exist_ends_the_build(printed, caplog):
    with pytest.raises(Abort):
        printed('data_file("nothing.csv")')

    assert "list.md:7: PhraseError: there is no open data 'nothing.csv'" in caplog.text


def test_open_data_is_written_beside_the_registers(tiny_site):
    folder = tiny_site({"samm/c5/c5.1.md": MANUAL, "data/structure.yml": STRUCTURE}) / "data"

    assert [row["label"] for row in json.loads((folder / "labels.json").read_text("utf-8"))] == [
        "C5.1",
        "C5.1.1",
        "C5.T1",
    ]
    assert (folder / "labels.csv").read_bytes().count(b"\r\n") == 4
    assert (folder / "structure.yml").exists()


# The real site

LIST_PAGES = [
    "samm/tables",
    "samm/figures",
    "samm/sections",
    "samm/authorities",
    "samm/coverage",
    "about/checks",
    "data",
]


@pytest.fixture(scope="module")
def edition():
    return real_edition()


@pytest.mark.parametrize("page", LIST_PAGES)
def test_page_stays_light(page, built_site):
    packed = gzip.compress((built_site / page / "index.html").read_bytes())  # as a static host sends it

    assert len(packed) < 25_000


def test_every_table_and_figure_of_the_edition_is_listed(edition, built_site):
    for kind in ("table", "figure"):
        html = (built_site / f"samm/{kind}s/index.html").read_text(encoding="utf-8")
        for label in edition.index.places:
            if label.kind == kind:
                assert f'#{label}"' in html


def test_every_part_of_the_manual_is_covered(edition, built_site):
    html = (built_site / "samm/coverage/index.html").read_text(encoding="utf-8")

    assert html.count('<tr><th scope="row"><a href=') == len(edition.index.parts)


def test_every_citation_of_another_book_is_listed(edition, built_site):
    html = (built_site / "samm/authorities/index.html").read_text(encoding="utf-8")
    targets = {citing.citation.target for citing in edition.index.citings if citing.target is None}

    assert html.count("<dt>") == len(targets) > 0


def test_every_rule_and_every_planted_defect_is_shown(edition, built_site):
    html = (built_site / "about/checks/index.html").read_text(encoding="utf-8")

    assert set(re.findall(r'id="rule-([\w-]+)"', html)) == set(RULES)
    assert html.count("<li><h3>") == len(edition.planted) > 50


def test_open_data_leads_to_places_that_exist(built_site):
    with (built_site / "data/labels.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            page, _, anchor = row["address"].partition("#")
            assert f'id="{anchor}"' in (built_site / page / "index.html").read_text(encoding="utf-8")
