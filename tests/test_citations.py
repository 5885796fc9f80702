import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.manual.citations import Citation, find_citations, members
from macros.manual.labels import Kind, Label
from scripts.find_citations import main
from tests.strategies import captioned, labels, paragraphs

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("golden/citations/*.yml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
# What citations are made of, and what stands around them; "~" parts the pieces.
PIECES = (
    "Section ~Sections ~Table ~Chapter ~Chapters ~Appendix ~C5.~C5.4~A7.C3.~EDA.2.~T3A.~15-Legacy~1~22~36(b)~(1)~(c)"
    "~620C~.~,~ ~\n~\n\n~, and ~ or ~ through ~ of the ~AECA~Foreign Assistance Act~DoD ~FMR~, Volume 15~, Chapter 7"
    "~U.S.C. ~CFR ~ITAR ~FAR ~part ~DSCA ~20-01~E-Change ~DD ~-~(~)~P.L.~EO ~OF ~Form ~DTR ~x~é~\u00a0~\u2028"
)
hostile = st.lists(st.sampled_from(PIECES.split("~")), max_size=60).map("".join)
texts = st.one_of(hostile, st.text(max_size=80), st.sampled_from([case["text"] for case in CASES]))


def shifted(found: Sequence[Citation], by: int) -> list[tuple[int, int, str, str]]:
    return [(citation.start + by, citation.end + by, citation.kind, citation.target) for citation in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_citations(case):
    text = case["text"]

    found = [[citation.kind, citation.target, text[citation.start : citation.end]] for citation in find_citations(text)]

    assert found == case["citations"]


def test_cases_that_end_in_nope_are_those_without_citations():
    assert {case["name"] for case in CASES if case["name"].endswith("-nope")} == {
        case["name"] for case in CASES if not case["citations"]
    }


@given(texts)
def test_spans_are_in_order_and_do_not_overlap(text):
    ends = [at for citation in find_citations(text) for at in (citation.start, citation.end)]

    assert ends == sorted(ends)
    assert all(citation.start < citation.end <= len(text) for citation in find_citations(text))


@given(texts)
def test_span_cuts_out_keyword_and_number(text):
    for citation in find_citations(text):
        cited = text[citation.start : citation.end]
        if citation.label:
            assert cited.startswith(citation.keyword)
            assert cited.endswith(citation.written + "." * citation.dotted)
        else:
            assert cited == cited.strip()
            assert any(letter.isdigit() for letter in citation.target) or "subch" in citation.target


@given(texts)
def test_label_of_a_citation_is_its_target(text):
    for citation in find_citations(text):
        assert (citation.label is not None) == citation.kind.startswith("samm-")
        assert citation.label is None or Label.parse(citation.target) == citation.label


@given(texts, texts)
def test_an_empty_line_parts_two_texts(one, other):
    found = find_citations(f"{one}\n\n{other}")

    assert shifted(found, 0) == shifted(find_citations(one), 0) + shifted(find_citations(other), len(one) + 2)


@given(st.one_of(paragraphs(), captioned()))
def test_a_label_as_the_manual_cites_it_is_found(label):
    titled = f"Section {label.printed}" if label.kind is Kind.PROGRAM else label.titled
    text = f"as {titled} says"

    [citation] = find_citations(text)

    assert (citation.label, text[citation.start : citation.end]) == (label, titled)


@given(labels.filter(lambda label: label.kind in (Kind.CHAPTER, Kind.APPENDIX)))
def test_a_whole_chapter_as_the_manual_cites_it_is_found(label):
    # Appendix numbers have no legacy edition, so titled says all there is.
    [citation] = find_citations(f"see {label.titled}.")

    assert citation.label == label
    assert not citation.dotted


@given(st.lists(paragraphs(), min_size=2, max_size=6))
def test_members_of_a_list_inherit_the_keyword(cited):
    found = find_citations(
        "Sections " + ", ".join(label.printed for label in cited[:-1]) + f", and {cited[-1].printed}"
    )

    assert [citation.label for citation in found] == cited
    assert [citation.keyword for citation in found] == ["Sections"] + [""] * (len(cited) - 1)


@pytest.mark.parametrize(
    ("text", "written", "dotted"),
    [
        ("Table C5.T3a. applies", "C5.T3a", True),
        ("Section C7.9.1.4 below", "C7.9.1.4", False),
        ("Section A7.C2.13.", "A7.C2.13", True),
        ("Chapter 15-Legacy.", "15-Legacy", False),  # the dot ends the sentence
    ],
)
def test_number_is_kept_as_written(text, written, dotted):
    [citation] = find_citations(text)

    assert (citation.written, citation.dotted) == (written, dotted)


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("Tables C4.T2A. through Table C4.T2D.", ["C4.T2B", "C4.T2C"]),
        ("Table C5.T1. through C5.T1C.", ["C5.T1A", "C5.T1B"]),
        ("Figure C5.F3. through Figure C5.F6.", ["C5.F4", "C5.F5"]),
        ("Sections C9.4.8.2.1. through C9.4.8.2.3.", ["C9.4.8.2.2"]),
        ("Chapters 4 through 6", ["C5"]),
        ("Appendix 1 through Appendix 3", ["AP2"]),
        ("Sections C5.1. through C6.4.", []),
        ("Sections C5.3. through C5.1.", []),
        ("Sections C5.1. through C5.T3.", []),
    ],
)
def test_range_names_the_members_between_its_ends(text, between):
    first, last = find_citations(text)

    assert first.through == ()
    assert last.through == tuple(map(Label.parse, between))


@given(paragraphs(), st.integers(1, 40))
def test_members_of_a_range_are_brothers_in_order(first, steps):
    last = first.parent.child(first.steps[-1] + steps)

    found = members(first, last)

    assert [first, *found, last] == sorted({first, *found, last})
    assert len(found) == steps - 1
    assert {label.parent for label in found} <= {first.parent}


STRUCTURE = """
parts:
- {label: C5, title: Cases, verified: true, sections: [{label: C5.4, title: Making an offer, verified: true}]}
"""


@pytest.fixture
def manual(docs):
    """Section C5.4. with one paragraph."""
    text = "# C5.4. Making an offer\n\nC5.4.1. **Line manager.** One for each line.\n"
    return docs({"samm/c5/c5.4.md": text, "data/structure.yml": STRUCTURE})


def find(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_script_prints_one_object_for_each_line(tmp_path, capsys, manual):
    lines = [{"id": "a", "text": "Section C5.4.1. and 22 USC 2751"}, {"id": "b", "text": "none"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")

    status, out, _ = find(capsys, tmp_path / "in.jsonl", "--jsonl", "--docs", manual)

    assert status == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "id": "a",
            "citations": [
                {"kind": "samm-para", "target": "C5.4.1", "start": 0, "end": 15, "resolves": True},
                {"kind": "usc", "target": "usc:22/2751", "start": 20, "end": 31, "resolves": None},
            ],
        },
        {"id": "b", "citations": []},
    ]


def test_script_names_every_line_it_cannot_read_and_prints_nothing(tmp_path, capsys, manual):
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"id": 1, "text": "Chapter 5"}\nnot json\n\n{"id": 4}\n[5]\n{"text": "\xff"}\n')

    status, out, err = find(capsys, source, "--jsonl", "--docs", manual)

    assert (status, out) == (1, "")
    assert [line.split(". ")[0] for line in err.splitlines()] == [
        f"{source}:2: the line is not JSON",
        f"{source}:3: the line is not JSON",
        f"{source}:4: the line has no text",
        f"{source}:5: the line has no text",
        f"{source}:6: the line is not UTF-8",
    ]


def test_script_prints_a_row_for_each_citation(tmp_path, capsys, manual):
    (tmp_path / "in.txt").write_text("See Section\nC5.4.1. and Section C5.4.9.\n")

    status, out, _ = find(capsys, tmp_path / "in.txt", "--docs", manual)

    assert status == 0
    assert (
        out == "4-19\tsamm-para\tC5.4.1\texists\tSection C5.4.1.\n24-39\tsamm-para\tC5.4.9\tmissing\tSection C5.4.9.\n"
    )


def test_script_says_which_file_is_not_there(tmp_path, capsys, manual):
    status, out, err = find(capsys, tmp_path / "no.txt", "--docs", manual)

    assert (status, out) == (2, "")
    assert "no.txt" in err
