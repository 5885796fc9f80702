"""Every defect that we plant is caught by the rule that is named for it, and a sound manual by none."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from macros.building import build_day
from macros.manual.problems import RULES, Level
from macros.manual.reader import read_edition
from scripts import check_references

PROJECT = Path(__file__).parent.parent
TABLE = yaml.safe_load((PROJECT / "docs/data/planted.yml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", TABLE["planted"], ids=lambda case: case["defect"])
def test_planted_defect_is_caught_by_its_rule(case, docs):
    folder = docs({**TABLE["sound"], **case["change"]})

    found = {(problem.rule, f"{problem.path}:{problem.line}") for problem in read_edition(folder, TODAY).problems}

    assert (case["rule"], case["at"]) in found


@pytest.mark.parametrize("case", TABLE["planted"], ids=lambda case: case["defect"])
def test_checker_names_file_and_line_and_exits_1(case, docs, capsys):
    folder = docs({**TABLE["sound"], **case["change"]})

    status = check_references.main(["--docs", str(folder), "--today", str(TODAY)])

    assert status == 1
    assert f"{folder.as_posix()}/{case['at']}: " in capsys.readouterr().out


def test_sound_manual_has_nothing_to_report(docs, capsys):
    assert check_references.main(["--docs", str(docs(TABLE["sound"])), "--today", str(TODAY)]) == 0
    assert capsys.readouterr().out == ""


def test_every_rule_that_fails_a_check_is_planted():
    planted = {case["rule"] for case in TABLE["planted"]}

    assert planted == {rule.name for rule in RULES.values() if rule.level is not Level.INFO}


def test_reference_to_a_part_that_is_not_written_is_said_only_when_asked(docs, capsys):
    folder = docs({**TABLE["sound"], "index.md": "# Home\n\nSee Section C9.3.1.\n"})

    assert check_references.main(["--docs", str(folder), "--today", str(TODAY), "--verbose"]) == 0
    assert "index.md:3: Section C9.3.1. is not in this edition yet" in capsys.readouterr().out


def test_json_has_a_row_for_each_problem_and_counts(docs, capsys):
    folder = docs({**TABLE["sound"], "index.md": "# Home\n\n[x](no.md)\n"})

    check_references.main(["--docs", str(folder), "--today", str(TODAY), "--format", "json"])

    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert report["problems"][0] | {"message": "", "remedy": ""} == {
        "file": f"{folder.as_posix()}/index.md",
        "line": 3,
        "rule": "broken-link",
        "level": "error",
        "message": "",
        "remedy": "",
    }


def test_a_folder_that_does_not_exist_is_said_without_a_traceback(tmp_path, capsys):
    assert check_references.main(["--docs", str(tmp_path / "none")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_a_file_that_is_not_utf8_does_not_end_the_check(docs):
    folder = docs(TABLE["sound"])
    (folder / "index.md").write_bytes(b"# Home\n\n\xff\xfe d\xe9fense\n")

    assert read_edition(folder, TODAY).sources["index.md"].title == "Home"


def test_the_real_pages_are_clean():
    # The day of the build, so that an old state stays testable when its figures have come up for review.
    edition = read_edition(PROJECT / "docs", build_day())

    assert [problem.explain() for problem in edition.problems if problem.level is not Level.INFO] == []
