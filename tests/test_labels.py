import pytest
from hypothesis import given

from macros.manual.labels import Kind, Label, LabelError
from tests.strategies import labels, numbers, paragraphs


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("C5", "C5", Kind.CHAPTER),
        ("C5.4.2.1", "C5.4.2.1", Kind.PARAGRAPH),
        ("C5.4.2.1.", "C5.4.2.1", Kind.PARAGRAPH),  # the manual prints the final dot
        ("C9.9.1.5.4.5.2.4.2.1.", "C9.9.1.5.4.5.2.4.2.1", Kind.PARAGRAPH),  # the deepest it has
        ("C0", "C0", Kind.CHAPTER),  # the front sections
        ("C0.2.", "C0.2", Kind.PARAGRAPH),
        ("C5.T3A.", "C5.T3A", Kind.TABLE),
        ("C5.T3a.", "C5.T3A", Kind.TABLE),  # a slip of the official text
        ("C5.F14.", "C5.F14", Kind.FIGURE),
        ("AP8.T1.", "AP8.T1", Kind.TABLE),
        ("A7.C3.3.1.", "AP7.C3.3.1", Kind.PARAGRAPH),  # older pages write A7 for AP7
        ("AP7.C3.3.1.", "AP7.C3.3.1", Kind.PARAGRAPH),
        ("A7.C6.F1.", "AP7.C6.F1", Kind.FIGURE),
        ("AP2.1.1.4.", "AP2.1.1.4", Kind.PARAGRAPH),
        ("AP6", "AP6", Kind.APPENDIX),
        ("C15-Legacy.2.13.", "C15-Legacy.2.13", Kind.PARAGRAPH),
        ("C15L.2.13.", "C15-Legacy.2.13", Kind.PARAGRAPH),  # the official site's anchor
        ("C15-Legacy.F2.", "C15-Legacy.F2", Kind.FIGURE),
        ("EDA.2.5.3.", "EDA.2.5.3", Kind.PARAGRAPH),
        ("SPS.4.T2.", "SPS.4.T2", Kind.TABLE),
        ("EDA", "EDA", Kind.PROGRAM),
    ],
)
def test_reads(text, canonical, kind):
    label = Label.parse(text)

    assert (str(label), label.kind) == (canonical, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C",
        "C4ISR",
        "F-16",
        "C05.1",
        "C00",
        "C5..1",
        "C5.0",
        "5.4.2",
        "C5.A",
        "AP",
        "A",
        "c5.4",
        "C5.4.2 ",
        "C5.T",
        "C5.T3AB",
        "C1234.1",
    ],
)
def test_refuses(text):
    with pytest.raises(LabelError, match="is not a label"):
        Label.parse(text)


@given(labels)
def test_prints_and_reads_back(label):
    assert Label.parse(str(label)) == label
    assert Label.parse(label.printed) == label


@given(paragraphs(), numbers)
def test_child_follows_its_parent(label, step):
    child = label.child(step)

    assert child.parent == label
    assert label < child
    assert child.within(label)
    assert child.follows(label) == (step == 1)


@given(paragraphs(), numbers)
def test_sections_sort_as_numbers_not_as_text(label, step):
    assert label.child(step) < label.child(step + 1)
    assert label.child(2) < label.child(10)


@given(labels, labels)
def test_order_is_total(one, other):
    assert (one < other) + (other < one) + (one == other) == 1


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("C5.4.2", "C5.4.2.1", True),
        ("C5.4.2.1", "C5.4.2.2", True),
        ("C5.4.2.9.3", "C5.4.3", True),
        ("C5.4.2", "C5.4.4", False),
        ("C5.4.2", "C5.4.2.2", False),
        ("C5.4.2", "C5.4.2", False),
        ("C5.4.2", "C6.4.3", False),
        ("C5.4", "C5.4.1.1", False),
        ("C5.4.2.1", "C5.5", True),
    ],
)
def test_numbers_have_no_gaps(before, after, may):
    assert Label.parse(after).follows(Label.parse(before)) is may


@pytest.mark.parametrize(
    ("text", "titled"),
    [
        ("C5", "Chapter 5"),
        ("C15-Legacy", "Chapter 15-Legacy"),
        ("AP6", "Appendix 6"),
        ("C5.4", "Section C5.4."),
        ("C5.T3A", "Table C5.T3A."),
        ("C5.F1", "Figure C5.F1."),
    ],
)
def test_is_cited_as_the_manual_does(text, titled):
    assert Label.parse(text).titled == titled


def test_reading_order_is_paragraphs_then_tables_then_figures():
    names = ["C5", "C5.2", "C5.2.1", "C5.10", "C5.T1", "C5.T1A", "C5.T2", "C5.F1", "C15", "C15-Legacy", "AP1", "EDA"]

    assert [str(label) for label in sorted(map(Label.parse, reversed(names)))] == names
