"""The editor's command: what it publishes, what it refuses, and that it writes all or nothing."""

import datetime
import re
from pathlib import Path

import pytest
import yaml

from macros.manual import feeds, ledger, publishing
from scripts import publish_news, writer
from tests.conftest import PROJECT

GOLDEN = yaml.safe_load((PROJECT / "tests/golden/news/bad.yml").read_text(encoding="utf-8"))
NOW = "2026-11-23T12:00:00Z"
DRAFT = """\
# a comment of the editor
- id: 16-01
  purchaser: Spain
  item: Radars
  total: 20000000
  released: 2016-01-04
  sources: ['https://example.org/16-01']
"""
PAGE = """\
---
kind: notice
purchaser: Spain
item: Radars
sources: ['https://example.org/']
---

# Radars

Text.
"""


@pytest.fixture
def desk(docs):
    """A small sound newsroom, published, with the files that a test adds."""

    def make(files=()):
        folder = docs({**GOLDEN["sound"], "data/published.csv": ",".join(ledger.FIELDS) + "\n"})
        assert run(folder, "publish") == 0
        return docs(dict(files))

    return make


def run(folder: Path, *words: str) -> int:
    return publish_news.main([words[0], *words[1:], "--docs", str(folder), "--now", NOW])


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fields(folder: Path, name: str, kind: str = "notice"):
    files = {path: text.decode() for path, text in state(folder).items()}
    return next(record for k, record in publishing.newsroom(files).records if (k, record.key) == (kind, name))


# What is refused


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_bad_input_is_named_with_its_line_and_nothing_is_written(case, desk, capsys):
    folder = desk(case["files"])
    before = state(folder)

    status = run(folder, "publish", *case.get("publish", []))

    told = capsys.readouterr()
    assert status == 1
    assert any(
        line.startswith(f"{folder.as_posix()}/{case['at']}: ") and case["says"] in line
        for line in told.out.splitlines()
    )
    assert "nothing was written" in told.err
    assert state(folder) == before


@pytest.mark.parametrize("case", [c for c in GOLDEN["cases"] if "publish" not in c], ids=lambda c: c["name"])
def test_check_says_the_same_and_exits_1(case, desk, capsys):
    folder = desk(case["files"])

    assert run(folder, "check") == 1
    assert case["says"] in capsys.readouterr().out


def test_every_kind_of_bad_input_has_its_own_message():
    assert len({case["says"] for case in GOLDEN["cases"]} - {"The notice 16-01 is published already"}) >= 40


def test_a_field_of_a_megabyte_is_refused_without_being_printed(desk, capsys):
    folder = desk({"drafts/notice-1.yml": DRAFT.replace("Radars", "R" * 10**6)})

    assert run(folder, "publish") == 1
    told = capsys.readouterr().out
    assert "item is 1,000,000 characters long, at most 300 are allowed" in told
    assert len(told) < 1000


def test_all_findings_are_said_at_once(desk, capsys):
    bad = DRAFT.replace("Spain", "Spian").replace("20000000", "many").replace("2016-01-04", "soon")
    folder = desk({"drafts/notice-1.yml": bad, "drafts/memo-1.yml": "- number: x\n"})

    run(folder, "check")

    told = capsys.readouterr().out
    assert all(word in told for word in ("total is not", "released is not", "number is 'x'", "source is missing"))


# Publishing


def test_a_draft_moves_into_the_file_of_its_year_and_into_the_ledger(desk, capsys):
    folder = desk({"drafts/notice-1.yml": DRAFT})

    assert run(folder, "publish") == 0

    assert not (folder / "drafts/notice-1.yml").exists()
    assert "- id: 16-01\n  purchaser: Spain\n" in (folder / "data/notices/2016.yml").read_text()
    assert "notice,16-01,2026-11-23,2026-11-23,0," in (folder / "data/published.csv").read_text()
    assert "1 published" in capsys.readouterr().out


def test_publishing_twice_changes_nothing(desk, capsys):
    folder = desk({"drafts/notice-1.yml": DRAFT})
    run(folder, "publish")
    before = state(folder)

    assert run(folder, "publish") == 0

    assert state(folder) == before
    assert "No file changes." in capsys.readouterr().out


def test_the_real_records_are_published_and_publishing_them_again_changes_nothing():
    from macros.manual.reader import read_news

    files = read_news(PROJECT / "docs")
    plan = publishing.published(files, datetime.datetime.now(datetime.UTC))

    assert plan.problems == ()
    assert plan.changes == {}


def test_entries_stand_in_the_order_of_their_numbers(desk):
    drafts = "".join(
        DRAFT.replace("id: 16-01", f"id: 16-{n}").removeprefix("# a comment of the editor\n") for n in (100, 20, 9)
    )
    folder = desk({"drafts/notice-1.yml": drafts.replace("id: 16-9", "id: 16-09")})

    run(folder, "publish")

    assert re.findall(r"id: (\S+)", (folder / "data/notices/2016.yml").read_text()) == ["16-09", "16-20", "16-100"]


def test_a_new_memo_stands_above_the_older_ones(desk):
    folder = desk({"drafts/memo-1.yml": "- number: 20-03\n  date: 2020-02-01\n  source: https://example.org/\n"})

    run(folder, "publish")

    assert re.findall(r"number: (\S+)", (folder / "data/memos.yml").read_text()) == ["20-02", "20-03", "20-01"]


def test_what_is_not_due_stays_a_draft_and_the_rest_is_published(desk, capsys):
    held = DRAFT.replace("16-01", "16-02") + "  release_at: 2031-01-01T09:00:00-05:00\n"
    folder = desk({"drafts/notice-1.yml": DRAFT + held})

    assert run(folder, "publish") == 0

    assert "16-01" not in (folder / "drafts/notice-1.yml").read_text()
    assert "16-02" in (folder / "drafts/notice-1.yml").read_text()
    assert not any("16-02" in text.decode() for path, text in state(folder).items() if path.startswith("data/"))
    assert "held back until 2031-01-01 09:00:00-05:00: notice 16-02" in capsys.readouterr().out


def test_what_was_held_back_is_published_when_its_hour_has_come(desk):
    folder = desk({"drafts/notice-1.yml": DRAFT + "  release_at: 2026-11-23T11:59:00Z\n"})

    run(folder, "publish")

    assert "16-01" in (folder / "data/notices/2016.yml").read_text()


def test_a_draft_page_becomes_the_page(desk):
    folder = desk({"drafts/16-01.md": PAGE})

    assert run(folder, "publish") == 0

    assert (folder / "news/sales/16-01.md").read_text() == PAGE
    assert not (folder / "drafts/16-01.md").exists()


def test_a_draft_that_does_not_exist_is_said(desk, capsys):
    assert run(desk(), "publish", "16-77") == 2
    assert "There is no draft '16-77'." in capsys.readouterr().err


def test_a_dry_run_shows_the_difference_and_writes_nothing(desk, capsys):
    folder = desk({"drafts/notice-1.yml": DRAFT})
    before = state(folder)

    assert run(folder, "publish", "--dry-run") == 0

    assert state(folder) == before
    assert "+- id: 16-01\n" in capsys.readouterr().out


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_when_a_file_cannot_be_written_all_are_as_they_were(broken, desk, capsys, monkeypatch):
    folder = desk({"drafts/notice-1.yml": DRAFT})
    before = state(folder)
    calls = []
    replace = Path.replace

    def failing(self, target):
        calls.append(target)
        if len(calls) == broken + 1:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    def refusing(path, _):
        raise OSError(13, "Refused", str(path))

    if broken < 2:
        monkeypatch.setattr(Path, "replace", failing)
    else:
        monkeypatch.setattr(writer, "_beside", refusing)

    assert run(folder, "publish") == 2

    assert state(folder) == before
    assert "nothing was written" in capsys.readouterr().err


# Correcting and withdrawing


def test_a_correction_sets_the_field_adds_a_version_and_touches_no_other_line(desk):
    folder = desk()
    before = (folder / "data/notices/2015.yml").read_text().splitlines()

    assert run(folder, "correct", "15-53", "--note", "The total was wrong.", "--set", "total=1600000000") == 0

    after = (folder / "data/notices/2015.yml").read_text().splitlines()
    assert fields(folder, "15-53").total == 1600000000
    assert fields(folder, "15-53").changes == [(datetime.date(2026, 11, 23), "The total was wrong.")]
    assert set(before) - set(after) == {"  total: 1500000000"}
    assert run(folder, "check") == 0


def test_a_second_correction_keeps_the_first(desk):
    folder = desk()
    run(folder, "correct", "15-53", "--note", "One.")
    run(folder, "correct", "15-53", "--note", "Two.", "--by", "agency")

    assert [(version.note, version.by) for version in fields(folder, "15-53").versions] == [
        ("One.", "us"),
        ("Two.", "agency"),
    ]


def test_a_correction_that_makes_the_record_wrong_is_refused(desk, capsys):
    folder = desk()
    before = state(folder)

    assert run(folder, "correct", "15-53", "--note", "N", "--set", "total=none") == 1

    assert "total is not a whole number" in capsys.readouterr().out
    assert state(folder) == before


def test_the_record_of_a_page_is_corrected_in_its_front_matter(desk):
    folder = desk({"drafts/16-01.md": PAGE})
    run(folder, "publish")

    assert run(folder, "correct", "16-01", "--note", "More is known.", "--set", "item=Two radars") == 0

    text = (folder / "news/sales/16-01.md").read_text()
    assert "item: Two radars\n" in text
    assert text.endswith("---\n\n# Radars\n\nText.\n")


def test_a_withdrawn_record_stays_with_its_reason(desk):
    folder = desk()

    assert run(folder, "withdraw", "20-01", "--reason", "It was never sent.", "--replaced-by", "20-02") == 0

    withdrawn = fields(folder, "20-01", "memo").withdrawn
    assert (withdrawn.reason, withdrawn.replaced_by) == ("It was never sent.", "20-02")
    assert run(folder, "withdraw", "20-01", "--reason", "Again.") == 2


def test_a_removed_record_needs_a_tombstone_and_then_may_go(desk):
    folder = desk({"data/news.yml": "[]\n"})
    assert run(folder, "publish") == 1

    (folder / "data/removed.yml").write_text("- {kind: news, id: 2020-01-01-story, gone: 2026-11-23, note: A joke.}\n")

    assert run(folder, "publish") == 0
    assert "2020-01-01-story" not in (folder / "data/published.csv").read_text()


def test_a_record_whose_number_becomes_known_keeps_its_first_day_and_its_entry_in_feeds(desk):
    folder = desk({"drafts/notice-1.yml": DRAFT.replace("id: 16-01", "id: 2016-01-04-spain-radars")})
    run(folder, "publish")
    ledger_file, records = folder / "data/published.csv", folder / "data/notices/2016.yml"
    ledger_file.write_text(ledger_file.read_text().replace("2026-11-23,2026-11-23,0,", "2026-01-01,2026-01-01,0,"))
    known = "id: 16-01\n  formerly: [2016-01-04-spain-radars]"
    records.write_text(records.read_text().replace("id: 2016-01-04-spain-radars", known))

    assert run(folder, "publish") == 0

    assert "notice,16-01,2026-01-01,2026-11-23,0," in ledger_file.read_text()
    assert "radars" not in ledger_file.read_text()
    room = publishing.newsroom({path: text.decode() for path, text in state(folder).items()})
    (entry,) = next(feed for feed in feeds.feeds(room, []) if feed.name == "country-es").entries
    assert entry.id.endswith("notice/2016-01-04-spain-radars")


# Drafts from arguments


def test_new_makes_a_draft_that_can_be_published(desk):
    folder = desk()
    words = (
        "--id",
        "16-07",
        "--purchaser",
        "Spain",
        "--item",
        "Radars",
        "--total",
        "5",
        "--sources",
        "https://example.org/",
    )

    assert publish_news.main(["new", "notice", *words, "--docs", str(folder)]) == 0
    assert run(folder, "publish", "16-07") == 0

    assert fields(folder, "16-07").total == 5


def test_new_says_which_argument_is_missing_where_nobody_can_be_asked(desk, capsys):
    assert publish_news.main(["new", "memo", "--number", "21-01", "--docs", str(desk())]) == 2
    assert "--source is missing." in capsys.readouterr().err


def test_new_asks_for_what_is_missing(desk, monkeypatch):
    answers = {"id: ": "16-07", "purchaser: ": "Spain", "item: ": "Radars", "sources: ": "https://example.org/"}
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answers.__getitem__)
    folder = desk()

    assert publish_news.main(["new", "notice", "--docs", str(folder)]) == 0
    assert "item: Radars\n" in (folder / "drafts/notice-16-07.yml").read_text()


def test_new_refuses_what_it_could_not_publish(desk, capsys):
    folder = desk()
    words = ("--id", "16-07", "--purchaser", "Spian", "--item", "Radars", "--sources", "https://example.org/")

    assert publish_news.main(["new", "notice", *words, "--docs", str(folder)]) == 1
    assert "Did you mean 'Spain'?" in capsys.readouterr().out
    assert not (folder / "drafts").exists()


def test_a_folder_that_does_not_exist_is_said_without_a_traceback(tmp_path, capsys):
    assert run(tmp_path / "none", "check") == 2
    assert "is not a folder" in capsys.readouterr().err
