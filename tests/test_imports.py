"""Outside data becomes drafts, and each row that cannot be taken is named with the reason."""

import json

import pytest
import yaml

from macros.manual import publishing
from macros.manual.intake import Imported
from macros.manual.intake_register import from_federal_register
from macros.manual.intake_tables import from_csv
from scripts import publish_news
from tests.conftest import PROJECT

SOUND = yaml.safe_load((PROJECT / "tests/golden/news/bad.yml").read_text(encoding="utf-8"))["sound"]
REGISTER = PROJECT / "tests/golden/news/federal_register.json"
NOTICES = (
    "date,country,title,transmittal_no,estimated_cost_usd,items_summary,principal_contractors,source_url,date_basis\n"
)
MEMOS = "number,date,title,e_change,status,superseded_by,supersedes,paragraphs_changed,source_url,notes\n"


@pytest.fixture(scope="module")
def newsroom():
    return publishing.newsroom(SOUND)


def taken(made: Imported, kind: str = "notice"):
    return yaml.safe_load("".join(made.entries.get(kind, [])) or "[]")


def test_a_row_of_notices_becomes_a_draft(newsroom):
    row = (
        "2016-01-04,Spain,Spain – Radars,16-01,20000000,Two radars,Boeing; RTX,https://e.org/a b,release/notice date\n"
    )

    made = from_csv(NOTICES + row, newsroom)

    assert taken(made)[0] | {"noticed": ""} == {
        "id": "16-01",
        "purchaser": "Spain",
        "item": "Radars",
        "description": "Two radars",
        "total": 20000000,
        "noticed": "",
        "contractors": ["Boeing", "RTX"],
        "sources": ["https://e.org/a%20b"],
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "2016-01-04,Spian,Spain – X,16-01,1,,,https://e.org/,release/notice date",
            "'Spian' is not in data/purchasers.yml",
        ),
        ("2016-01-04,Spain,Spain – X,,1,,,https://e.org/,release/notice date", "it has no transmittal number"),
        (
            "2016-01-04,Spain,Spain – X,16-01,$1.5 bn,,,https://e.org/,release/notice date",
            "the amount '$1.5 bn' is not whole",
        ),
        ("2016-02-30,Spain,Spain – X,16-01,1,,,https://e.org/,release/notice date", "'2016-02-30' is not a day"),
        ("2016-01-04,Spain,Spain – X,16-01,1,,,https://e.org/,perhaps", "it is not said what kind of day"),
        (
            "2016-01-04,Spain,Japan – X,16-01,1,,,https://e.org/,release/notice date",
            "its country is Spain and its title says Japan",
        ),
        (
            "2016-01-04,Spain,Spain – X,15-53,1,,,https://e.org/,release/notice date",
            "15-53 is here or in the table already",
        ),
        ("2016-01-04,Spain,Spain – X,16-01,1,,,,release/notice date", "sources.1"),
        ("2016-01-04,Spain,Spain – <b>X</b>,16-01,1,,,https://e.org/,release/notice date", "item holds markup"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_line_and_reason(row, reason, newsroom):
    made = from_csv(f"{NOTICES}{row}\n", newsroom)

    assert made.entries == {}
    assert made.refused[0].line == 2
    assert reason in made.refused[0].reason


def test_a_row_twice_in_the_table_is_taken_once(newsroom):
    row = "2016-01-04,Spain,Spain – X,16-01,1,,,https://e.org/,release/notice date\n"

    made = from_csv(NOTICES + row + row, newsroom)

    assert (len(taken(made)), len(made.refused)) == (1, 1)


def test_a_row_of_memos_says_by_what_it_was_ended(newsroom):
    row = "19-01,2019-01-02,Old,,Superseded,20-01; 2012 SAMM Rewrite,,C5.4.2.;AP1.,https://e.org/,\n"

    memo = taken(from_csv(MEMOS + row, newsroom), "memo")[0]

    assert memo["superseded_by"] == ["20-01", "2012 SAMM Rewrite"]
    assert memo["paragraphs"] == ["C5.4.2", "AP1"]
    assert "status" not in memo


def test_a_table_of_unknown_columns_is_refused_as_a_whole(newsroom):
    made = from_csv("a,b\n1,2\n", newsroom)

    assert "its columns are not known" in made.refused[0].reason


# The Federal Register


@pytest.fixture(scope="module")
def documents(newsroom):
    return from_federal_register(REGISTER.read_text(encoding="utf-8"), newsroom)


def test_a_notice_of_the_register_keeps_its_three_days_and_two_amounts_apart(documents):
    notice = {name: str(value) for name, value in taken(documents)[0].items()}

    assert notice == {
        "id": "15-71",
        "purchaser": "Japan",
        "item": "RQ-4 Block 30 (I) Global Hawk Remotely Piloted Aircraft",
        "statute": "36(b)(1)",
        "mde": "700000000",
        "other": "500000000",
        "total": "1200000000",
        "military_department": "Air Force (JA-D-SAA)",
        "prior_cases": "None",
        "delivered": "2015-09-15",
        "printed": "2015-10-14",
        "citation": "80 FR 61793",
        "sources": "['https://www.federalregister.gov/documents/2015/10/14/2015-20001/36b1-arms-sales-notification']",
    }


def test_a_report_of_an_upgrade_names_the_notice_it_reports_on(documents):
    upgrade = taken(documents)[1]

    assert (upgrade["id"], upgrade["statute"], upgrade["relates_to"]) == ("26-0B", "36(b)(5)(C)", ["15-54"])
    assert "total" not in upgrade


def test_every_document_that_was_not_taken_has_its_reason(documents):
    reasons = {refused.name: refused.reason for refused in documents.refused}

    assert "its text is not in the file" in reasons["2026-00003"]
    assert "the purchaser 'Atlantis' is not in data/purchasers.yml" in reasons["2026-00004"]
    assert "it gives TOTAL 2 times" in reasons["2026-00005"]
    assert '--set printed="2015-10-14" --set citation="80 FR 61799"' in reasons["2015-20006"]
    assert len(reasons) == 4


@pytest.mark.parametrize("text", ["not json", "3", '{"results": 3}', "[3]"])
def test_a_file_that_holds_no_documents_is_refused(text, newsroom):
    assert from_federal_register(text, newsroom).refused


# The command


def test_import_writes_drafts_that_can_be_published_and_says_what_it_left(docs, capsys):
    folder = docs(SOUND)
    words = ["--docs", str(folder), "--now", "2026-11-23T00:00:00Z"]

    assert publish_news.main(["import", "federal-register", str(REGISTER), *words]) == 0
    told = capsys.readouterr().out
    assert "2 rows became drafts, 4 could not be taken." in told
    assert f"{REGISTER}:37: 2026-00005: it gives TOTAL 2 times" in told

    assert publish_news.main(["publish", *words]) == 0
    assert "- id: 15-71\n" in (folder / "data/notices/2015.yml").read_text()


def test_import_of_nothing_fails_and_writes_nothing(docs, tmp_path):
    folder, file = docs(SOUND), tmp_path / "x.json"
    file.write_text(json.dumps({"results": []}))

    assert publish_news.main(["import", "federal-register", str(file), "--docs", str(folder)]) == 2
    assert not (folder / "drafts").exists()
