"""Every defect that we plant is caught by the rule that is named for it, and a sound manual by none."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from macros.building import build_day
from macros.manual.checks import check
from macros.manual.labels import Label
from macros.manual.problems import RULES, Level
from macros.manual.reader import read_edition
from scripts import check_references
from tests.conftest import real_edition

PROJECT = Path(__file__).parent.parent
TABLE = yaml.safe_load((PROJECT / "docs/data/planted.yml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", TABLE["planted"], ids=lambda case: case["defect"])
def test_planted_defect_is_caught_by_its_rule(case, docs):
    folder = docs({**TABLE["sound"], **case["change"]})
    before = [Label.parse(label) for label in case.get("before", [])]

    found = check(read_edition(folder), TODAY, before)

    assert (case["rule"], case["at"]) in {(problem.rule, problem.place) for problem in found}


@pytest.mark.parametrize(
    "case", [case for case in TABLE["planted"] if "before" not in case], ids=lambda case: case["defect"]
)
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

    assert read_edition(folder).sources["index.md"].title == "Home"


def test_the_real_pages_are_clean():
    # The day of the build, so that an old state stays testable when its figures have come up for review.
    found = check(real_edition(), build_day())

    assert [problem.explain() for problem in found if problem.level is not Level.INFO] == []


def git(folder, *words):
    name = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", "-C", folder, *name, *words], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def repository(docs):
    """The sound manual, committed."""
    folder = docs(TABLE["sound"])
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-q", "-m", "Publish")
    return folder


def test_a_number_that_the_last_commit_published_may_not_vanish(repository, capsys):
    page = repository / "samm/c5/c5.1.md"
    page.write_text(page.read_text().replace("C5.1.2.1. By e-mail.\n", "By e-mail.\n"))

    assert check_references.main(["--docs", str(repository), "--today", str(TODAY)]) == 1
    assert "Section C5.1.2.1. was published and is gone" in capsys.readouterr().out


def test_only_what_is_new_since_a_revision_is_reported(repository, capsys):
    (repository / "index.md").write_text("# Home\n\n[old](old.md)\n")
    git(repository.parent, "commit", "-q", "-a", "-m", "Break a link")
    page = repository / "samm/c5/c5.1.md"
    page.write_text(page.read_text() + "\nC5.1.4. A gap.\n")

    assert check_references.main(["--docs", str(repository), "--today", str(TODAY), "--changed-since", "HEAD"]) == 1

    told = capsys.readouterr().out
    assert "numbering-gap" in told
    assert "old.md" not in told


def test_an_unknown_revision_is_said_without_a_traceback(repository, capsys):
    assert check_references.main(["--docs", str(repository), "--changed-since", "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_github_format_is_an_annotation_on_the_line(docs, capsys):
    folder = docs({**TABLE["sound"], "index.md": "# Home\n\n[x](no.md)\n"})

    check_references.main(["--docs", str(folder), "--today", str(TODAY), "--format", "github"])

    assert capsys.readouterr().out.startswith(f"::error file={folder.as_posix()}/index.md,line=3,title=broken-link::")


def test_sarif_names_rules_and_places(docs, capsys):
    folder = docs({**TABLE["sound"], "index.md": "# Home\n\n[x](no.md)\n"})

    check_references.main(["--docs", str(folder), "--today", str(TODAY), "--format", "sarif"])

    run = json.loads(capsys.readouterr().out)["runs"][0]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(RULES)
    found = run["results"][0]
    place = found["locations"][0]["physicalLocation"]
    assert (found["ruleId"], found["level"], place["region"]["startLine"]) == ("broken-link", "error", 3)
    assert place["artifactLocation"]["uri"].endswith("/index.md")


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_explains_itself(name, capsys):
    assert check_references.main(["--explain", name]) == 0
    told = capsys.readouterr().out
    assert RULES[name].explanation in told
    assert RULES[name].remedy in told


def test_an_unknown_rule_is_answered_with_the_rules_there_are(capsys):
    assert check_references.main(["--explain", "nonsense"]) == 2
    assert "broken-link" in capsys.readouterr().err
