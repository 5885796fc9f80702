import json

import pytest

from macros.manual.checks import check
from macros.manual.reader import read_edition
from scripts import import_manual
from tests.test_checks import TODAY

# A small manual with the kinds of fault that the official text has.
RECORDS = [
    {"number": None, "kind": "chapter", "title": "C5 - Case Development", "text": "About this chapter."},
    {"number": "C5.1.", "kind": "section", "title": "Requests", "text": "All requests. See Chapter 9."},
    {
        "number": "C5.1.1.",
        "kind": "para",
        "title": "Form.",
        "text": "Form. In writing, see Section C5.1.9. and Table C5.T1a.",
    },
    {
        "number": "C5.1.2.",
        "kind": "para",
        "title": None,
        "text": "As in 2 * 3 < 7.",
        "figures": [{"number": "C5.F1.", "title": "Flow"}],
    },
    {"number": "C5.1.2.", "kind": "para", "title": "Again.", "text": "Again. The number is used twice."},
]
TABLES = [
    {
        "number": "C5.T1A.",
        "title": "Criteria",
        "under_paragraph": "C5.1.1.",
        "rows": [[{"text": "#"}, {"text": "a|b"}], [{"text": "1"}]],
    },
    {"number": "C5.T2.", "title": "Elsewhere", "under_paragraph": "C5.1.2.", "rows": []},
]
STRUCTURE = """
parts:
  - {label: C5, title: Case Development, verified: true, sections: [{label: C5.1, title: Requests, verified: true}]}
  - {label: C9, title: Finance, verified: true, sections: [{label: C9.1, title: General, verified: true}]}
"""


@pytest.fixture
def given(tmp_path):
    def write(name, rows):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" if isinstance(row, dict) else row for row in rows))
        return str(path)

    return write


def test_faults_of_a_manual_are_found_and_nothing_else(given, tmp_path, capsys):
    structure = tmp_path / "structure.yml"
    structure.write_text(STRUCTURE)
    words = [given("p.jsonl", RECORDS), "--tables", given("t.jsonl", TABLES), "--out", str(tmp_path / "out")]

    assert import_manual.main([*words, "--structure", str(structure)]) == 0

    found = {
        (p.rule, p.message.split(" ")[0]) for p in check(read_edition(tmp_path / "out"), TODAY) if p.level != "info"
    }
    assert found == {
        ("citation-to-nothing", "Section"),
        ("letter-case", "C5.T1a"),
        ("duplicate-label", "C5.1.2."),
    }
    assert "1 pages with 3 paragraphs" in capsys.readouterr().out


def test_words_stand_for_themselves(given, tmp_path):
    import_manual.main(
        [given("p.jsonl", RECORDS), "--tables", given("t.jsonl", TABLES), "--out", str(tmp_path / "out")]
    )

    page = (tmp_path / "out/samm/c5/c5.1.md").read_text()

    assert "C5.1.2. As in 2 \\* 3 &lt; 7." in page
    assert "| # | a\\|b |\n|---|---|\n| 1 |  |" in page
    assert "C5.1.1. **Form.** In writing" in page


def test_every_bad_line_is_said_and_nothing_is_written(given, tmp_path, capsys):
    rows = [
        "not json\n",
        {"number": "C5..1", "kind": "para", "text": "x"},
        {"number": "C5.1.1.", "kind": "para", "text": "x"},
    ]

    assert import_manual.main([given("p.jsonl", rows), "--out", str(tmp_path / "out")]) == 1

    said = capsys.readouterr().err
    assert "p.jsonl:1: the line is not a JSON object" in said
    assert "p.jsonl:2: 'C5..1' is not a label" in said
    assert "p.jsonl:3: the paragraph C5.1.1. stands before any section" in said
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(given, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.md").write_text("mine")

    assert import_manual.main([given("p.jsonl", RECORDS), "--out", str(tmp_path / "out")]) == 2
    assert "is not empty" in capsys.readouterr().err
