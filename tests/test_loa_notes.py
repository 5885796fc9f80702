import pytest

from macros.manual.citations import find_citations
from macros.manual.loa_notes import find_notes, with_notes
from macros.manual.registers import LoaNote

NOTES = [
    LoaNote(title="Warranties", official="https://samm.dsca.mil/loanote/warranties"),
    LoaNote(title="FMS Agent Sale", official="https://samm.dsca.mil/loanote/fms-agent-sale"),
    LoaNote(
        title="Small Case Management Line (SCML)",
        cited_as=("SCML",),
        official="https://samm.dsca.mil/loanote/small-case-management-line-scml",
    ),
]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("See Appendix 6, Warranties.", ["Warranties"]),
        ("a note in the case, Appendix 6 - FMS Agent Sale, says so", ["FMS Agent Sale"]),
        ("include the SCML LOA note found in Appendix 6", ["SCML"]),
        ('as the "Warranties" note says', ["Warranties"]),
        ("Appendix 6, Small Case Management\nLine (SCML)", ["Small Case Management\nLine (SCML)"]),
        # ordinary words, and a title inside a longer word
        ("Warranties are described below.", []),
        ("an SCML case", []),
        ("Appendix 6, NonWarranties", []),
    ],
)
def test_a_note_is_cited_by_title_where_the_text_says_that_it_is_one(text, cited):
    assert [text[note.start : note.end] for note in find_notes(text, NOTES)] == cited


def test_a_note_and_its_appendix_are_two_citations():
    text = "See Appendix 6, Warranties."

    found = with_notes(find_citations(text), find_notes(text, NOTES))

    assert [(citation.kind, citation.target) for citation in found] == [
        ("samm-appendix", "AP6"),
        ("loa-note", "loanote:warranties"),
    ]
