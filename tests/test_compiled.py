"""Pages put together from other sources: what a statement is, what a source is, what is held of each part."""

import pytest

from macros.manual.compiled import AsOf, footnotes, sourced, statements
from macros.manual.coverage import coverage
from macros.manual.edition import Edition
from macros.manual.index import Standing
from macros.manual.labels import Label
from macros.manual.leads import leads
from macros.manual.outline import outline
from macros.manual.source import Source

WORDED = """\
---
source: {label: SAMM, url: "https://samm.dsca.mil/", as_of: 2025-12-07}
---

# C5.1. Requests

C5.1.1. See Section C8.2.4. and Table C8.T2.

C5.1.2. Done.
"""
COMPILED = """\
---
compiled: true
missing: [the rows of Table C8.T2.]
---

# C8.2. Golden Sentry

The Agency runs it.[^eum]

It has two levels:[^chapter]

- routine;
- enhanced.

!!! note "Our note"

    We saw no list of the articles.

C8.2.4. Requests rely on it, see Section C5.1.1.

| Year | Checks |
|---|---|
| 2022 | 305[^eum] |

[^eum]: DSCA, [End Use Monitoring (EUM)](https://dsca.mil/eum), as of 5 March 2013. Secondary source.
[^chapter]: DSCA, [Chapter 8](https://samm.dsca.mil/chapter/chapter-8), undated, not before April 2022.
"""
STRUCTURE = """\
parts:
  - {label: C5, title: Case Development, verified: true, sections: [{label: C5.1, title: Requests, verified: true}]}
  - label: C8
    title: End Use Monitoring
    verified: true
    sections:
      - {label: C8.1, title: Purpose, verified: true}
      - {label: C8.2, title: Golden Sentry, verified: true}
"""


def page(text: str) -> Source:
    return Source.parse("samm/c8/c8.2.md", f"---\ncompiled: true\n---\n\n# C8.2. Golden Sentry\n\n{text}\n")


@pytest.fixture(scope="module")
def edition():
    sources = [Source.parse("samm/c5/c5.1.md", WORDED), Source.parse("samm/c8/c8.2.md", COMPILED)]
    return Edition.of(sources, {"structure.yml": STRUCTURE}, [])


def test_paragraphs_items_and_rows_are_statements_and_our_notes_are_none(edition):
    found = statements(edition.sources["samm/c8/c8.2.md"])

    assert [(each.line, each.notes, each.leads_in) for each in found] == [
        (8, ("eum",), False),
        (10, ("chapter",), True),
        (12, ("chapter",), False),
        (13, ("chapter",), False),
        (19, (), False),
        (23, ("eum",), False),
    ]


def test_the_source_of_a_lead_in_does_not_reach_past_its_list():
    found = statements(page("Two levels:[^a]\n\n- routine\n\nAnd more."))

    assert [each.notes for each in found] == [("a",), ("a",), ()]


@pytest.mark.parametrize(
    ("written", "as_of"),
    [
        ("as of 2012", AsOf(2012)),
        ("as of September 2012", AsOf(2012, 9)),
        ("as of 28 September 2012", AsOf(2012, 9, 28)),
        ("undated, not before 2022", AsOf(2022)),
        ("as of spring 2012", None),
        ("of 2012", None),
    ],
)
def test_a_source_says_of_when_it_is(written, as_of):
    (note,) = footnotes(page(f"[^a]: DSCA, [Memo](https://samm.dsca.mil/memo), {written}."))

    assert note.as_of == as_of


def test_dates_print_as_they_are_written_and_a_year_comes_before_its_months():
    assert str(AsOf(2012, 9, 28)) == "28 September 2012"
    assert AsOf(2012) < AsOf(2012, 9) < AsOf(2012, 9, 28)


def test_a_citation_of_the_text_is_a_source_and_one_of_a_compiled_page_is_none(edition):
    found = statements(page("See Section C5.1.1.\n\nSee Section C8.2.\n\nSee Section C9.1."))

    assert [sourced(each, edition.index) for each in found] == [True, False, False]


def test_numbers_may_be_skipped_on_a_compiled_page_but_not_stand_in_the_wrong_order():
    rules = [
        problem.rule for problem in outline(page("C8.2.4. One.[^a]\n\nC8.2.9. Two.[^a]\n\nC8.2.5. Three.[^a]")).problems
    ]

    assert rules == ["numbering-order"]


def test_a_number_that_a_compiled_page_lacks_is_read_in_the_official_text(edition):
    assert edition.index.standing(Label.parse("C8.2.7")) is Standing.ELSEWHERE
    assert edition.index.standing(Label.parse("C8.T2")) is Standing.ELSEWHERE
    assert edition.index.standing(Label.parse("C5.1.7")) is Standing.NOWHERE


def test_footnotes_are_no_words_of_the_paragraph_above_them(edition):
    words = leads(edition.index.outlines["samm/c8/c8.2.md"])

    assert words["C8.2"] == ("Golden Sentry", "The Agency runs it. It has two levels: routine; enhanced.")


def test_coverage_counts_sections_statements_and_dates_by_what_they_follow(edition):
    five, eight = coverage(edition.index, edition.sources)

    assert (five.basis, five.written, five.paragraphs, five.statements) == ("the official text", 1, 2, 0)
    assert (eight.basis, eight.written, eight.paragraphs, eight.statements) == ("other public sources", 1, 0, 5)
    assert (str(five.newest), str(eight.newest)) == ("7 December 2025", "April 2022")
    assert [str(section.label) for section in eight.unwritten] == ["C8.1"]
    assert eight.missing == ("the rows of Table C8.T2.",)
