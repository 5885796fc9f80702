"""The manual's lists of sections, tables and figures, from its outline and from what official sources list."""

from macros.manual import contents
from macros.manual.index import Index
from macros.manual.labels import Kind, Label
from macros.manual.registers import Part
from macros.manual.source import Source

PAGE = """\
# C5.1. Requests

C5.1.1. **Form.** See Table C5.T2. and again Table C5.T2.

C5.1.1.1. Below, see Table C5.T2.

Table C5.T10. Stages

Text.

C5.1.2. **Channel.** By mail.

Table C5.T2. Criteria

Text.

Figure C5.F1. Flow

Text.
"""
PART = Part.model_validate(
    {
        "label": "C5",
        "title": "Case Development",
        "verified": True,
        "sections": [
            {"label": "C5.1", "title": "Requests", "verified": True},
            {"label": "C5.2", "title": "Answers", "verified": True},
        ],
    }
)


def index(page: str = PAGE) -> Index:
    return Index.build([Source.parse("samm/c5/c5.1.md", page)], [PART])


def rows(kind: Kind, page: str = PAGE) -> list[tuple[str, str, str, int]]:
    found = contents.captioned(index(page), kind)
    return [(row.anchor, row.place.title, str(row.under.label), row.cited) for row in found]


def test_tables_stand_in_the_order_of_their_numbers_under_their_paragraph():
    assert rows(Kind.TABLE) == [("C5.T2", "Criteria", "C5.1.2", 2), ("C5.T10", "Stages", "C5.1.1.1", 0)]


def test_figures_are_a_list_of_their_own():
    assert rows(Kind.FIGURE) == [("C5.F1", "Flow", "C5.1.2", 0)]


def test_a_number_that_is_used_twice_has_two_rows_with_the_ids_of_the_page():
    page = "# C5.1. Requests\n\nC5.1.1. One.\n\nTable C5.T1. Criteria\n\nText.\n\nTable C5.T1. Stages\n\nText.\n"

    assert [row[:2] for row in rows(Kind.TABLE, page)] == [("C5.T1", "Criteria"), ("C5.T1-2", "Stages")]


def test_a_section_says_whether_it_is_here_and_how_many_paragraphs_it_has():
    here, there = contents.sections(index(), PART)

    assert here.place is not None
    assert (here.section.label, here.paragraphs) == (Label.parse("C5.1"), 3)
    assert (there.place, there.official) == (None, "https://samm.dsca.mil/chapter/chapter-5#C5.2.")
