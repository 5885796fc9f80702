"""Pages that summarise the manual: what the register of reviews notices, what the command writes, what readers see."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from macros.manual import reviews, summaries
from macros.manual.labels import Label
from macros.manual.outline import outline
from macros.manual.problems import RULES, Level
from macros.manual.reader import read_edition
from macros.manual.source import Source
from macros.phrases import Phrases
from scripts import check_references, mark_reviewed

PROJECT = Path(__file__).parent.parent
PAGE = """\
---
summarises: [C5.1.1, C5.T1]
---

# Write the letter

In writing (see Section C5.1.1. and Table C5.T1.).
"""
MANUAL = """\
# C5.1. Requests

C5.1.1. **Form.** A request is made in
writing, see Section C5.1.2.

C5.1.2. **Channel.** To the *agency*.

Table C5.T1. Criteria

| # | Criterion |
|---|---|
| 1 | written |
"""
MEMO = "- {{number: 26-99, date: {day}, title: Forms, paragraphs: [{labels}], source: 'https://samm.dsca.mil/x'}}\n"
TODAY = date(2026, 11, 22)


def digest_of(text: str, label: str) -> str | None:
    """What the register would have for a number of a page of the manual."""
    page = outline(Source.parse("samm/c5/c5.1.md", text))
    return reviews.digests([page], {Label.parse(label)}).get(Label.parse(label))


@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("C5.1.1", "in\nwriting", "in writing"),
        ("C5.1.2", "*agency*", "[agency](../index.md)"),
        ("C5.1.2", "agency*.", "agency*.\n\n![The way](../../assets/diagrams/way.yml)"),
        ("C5.T1", "|---|---|", "|:--|-------|"),
        ("C5.1.1", "To the", "To no"),  # the paragraph beside it
        ("C5.T1", "A request", "Requests"),  # the paragraphs around the table
    ],
)
def test_the_same_words_written_otherwise_are_no_change(label, old, new):
    assert old in MANUAL
    assert digest_of(MANUAL.replace(old, new), label) == digest_of(MANUAL, label)


@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("C5.1.1", "is made", "must be made"),
        ("C5.1.1", "Form.", "Shape."),
        ("C5.T1", "written", "spoken"),
        ("C5.T1", "Criteria", "Conditions"),
        ("C5.1", "To the", "To no"),  # a section of headings alone means what is below it
    ],
)
def test_other_words_are_a_change(label, old, new):
    assert old in MANUAL
    assert digest_of(MANUAL.replace(old, new), label) != digest_of(MANUAL, label)


def test_the_register_reads_back_as_it_was_written():
    register = {
        ("guide/b.md", Label.parse("C5.1")): reviews.Reading("abc", 4),
        ("guide/a.md", Label.parse("C5.10")): reviews.Reading("def", 2),
        ("guide/a.md", Label.parse("C5.T3A")): reviews.Reading("012", 3),
    }

    assert reviews.read(reviews.written(register)) == (register, [])


def test_every_line_of_the_register_that_cannot_be_read_is_said():
    text = "page,label,digest\n<<<<<<< ours\nguide/a.md,C5.1,abc\nguide/a.md,C5.1,def\nguide/a.md,Five,def\n"

    found, problems = reviews.read(text)

    assert len(found) == 1
    assert [problem.line for problem in problems] == [2, 4, 5]


@pytest.fixture
def folder(docs):
    """A small manual with a page that summarises it, marked as reviewed on 20 November 2026."""
    made = docs({"samm/c5/c5.1.md": MANUAL, "guide/letter.md": PAGE})
    mark_reviewed.main([f"{made}/guide/letter.md", "--docs", str(made), "--on", "2026-11-20"])
    return made


def rules(folder: Path) -> dict[str, str]:
    """What the summaries of a docs folder are told: rule and place."""
    return {problem.rule: problem.place for problem in summaries.findings(read_edition(folder), TODAY)}


def test_a_page_that_was_just_marked_is_sound(folder):
    assert rules(folder) == {}
    assert "reviewed: 2026-11-20\n---\n" in (folder / "guide/letter.md").read_text()


def test_a_changed_paragraph_makes_its_page_stale_without_any_history(folder):
    page = folder / "samm/c5/c5.1.md"
    page.write_text(page.read_text().replace("is made", "must be made"))

    assert rules(folder) == {"stale-review": "guide/letter.md:2"}


def test_marking_a_stale_page_again_settles_it(folder):
    page = folder / "samm/c5/c5.1.md"
    page.write_text(page.read_text().replace("is made", "must be made"))
    mark_reviewed.main([f"{folder}/guide/letter.md", "--docs", str(folder), "--on", "2026-11-21"])

    assert rules(folder) == {}
    assert (folder / "guide/letter.md").read_text().count("reviewed: ") == 1


@pytest.mark.parametrize("labels", ["C5", "C5.1", "C5.1.1", "C5.1.1.3", "C5.T1"])
def test_a_later_memo_on_a_paragraph_or_what_holds_it_makes_the_page_stale(labels, folder):
    (folder / "data/memos.yml").write_text(MEMO.format(day="2026-11-21", labels=labels))

    assert rules(folder) == {"memo-after-review": "guide/letter.md:3"}


@pytest.mark.parametrize(("day", "labels"), [("2026-11-20", "C5.1.1"), ("2026-11-21", "C5.1.2"), ("2026-11-21", "C6")])
def test_an_earlier_memo_or_one_on_something_else_does_not(day, labels, folder):
    (folder / "data/memos.yml").write_text(MEMO.format(day=day, labels=labels))

    assert rules(folder) == {}


def test_a_table_is_touched_by_a_memo_on_the_section_it_stands_in(folder):
    page = folder / "guide/letter.md"
    page.write_text(PAGE.replace("C5.1.1, C5.T1", "C5.T1").replace("Section C5.1.1. and ", ""))
    mark_reviewed.main([str(page), "--docs", str(folder), "--on", "2026-11-20"])
    (folder / "data/memos.yml").write_text(MEMO.format(day="2026-11-21", labels="C5.1"))

    assert rules(folder) == {"memo-after-review": "guide/letter.md:3"}


def test_the_index_of_the_guide_summarises_nothing(docs):
    assert rules(docs({"guide/index.md": "# Guide\n\nSee Section C5.1.1.\n", "samm/c5/c5.1.md": MANUAL})) == {}


def test_a_day_that_the_calendar_lacks_is_said_with_its_line(docs, capsys):
    made = docs({"guide/letter.md": "---\nsummarises: [C5.1.1]\nreviewed: 2026-02-31\n---\n\n# Write\n"})

    assert check_references.main(["--docs", str(made)]) == 1
    assert "guide/letter.md:3: The front matter cannot be read" in capsys.readouterr().out


def test_the_checker_can_be_told_to_pass_over_memos(folder, capsys):
    (folder / "data/memos.yml").write_text(MEMO.format(day="2026-11-21", labels="C5.1"))
    shared = ["--docs", str(folder), "--today", str(TODAY), "--allow", "not-published", "--allow", "not-in-nav"]

    assert check_references.main(shared) == 1
    assert check_references.main([*shared, "--allow", "memo-after-review"]) == 0
    assert "Memo 26-99 of 2026-11-21" in capsys.readouterr().out


# The command


def test_the_command_says_everything_at_once_and_writes_nothing(docs, capsys):
    made = docs(
        {
            "samm/c5/c5.1.md": MANUAL,
            "guide/letter.md": PAGE,
            "guide/none.md": "# Nothing\n",
            "guide/lost.md": "---\nsummarises: [C5.1.7, five]\n---\n\n# Lost\n",
        }
    )
    pages = [f"{made}/guide/{name}.md" for name in ("letter", "none", "lost", "away")]

    status = mark_reviewed.main([*pages, "--docs", str(made), "--on", "2026-11-20"])

    said = capsys.readouterr().out
    assert status == 1
    for place in ("none.md:1: ", "lost.md:2: Section C5.1.7.", "lost.md:2: 'five'", "away.md: "):
        assert f"guide/{place}" in said
    assert (made / "guide/letter.md").read_text() == PAGE
    assert not (made / "data").exists()


def test_the_command_takes_no_day_to_come(folder, capsys):
    before = (folder / "guide/letter.md").read_text()

    assert mark_reviewed.main([f"{folder}/guide/letter.md", "--docs", str(folder), "--on", "2999-01-01"]) == 1
    assert "guide/letter.md:3: 2999-01-01 is to come" in capsys.readouterr().out
    assert (folder / "guide/letter.md").read_text() == before


def test_the_command_keeps_other_pages_and_forgets_those_that_are_gone(folder):
    (folder / "guide/other.md").write_text(PAGE.replace("Write", "Send"))
    mark_reviewed.main([f"{folder}/guide/other.md", "--docs", str(folder), "--on", "2026-11-21"])
    (folder / "guide/letter.md").unlink()
    (folder / "guide/third.md").write_text(PAGE.replace("Write", "Sign"))
    mark_reviewed.main([f"{folder}/guide/third.md", "--docs", str(folder), "--on", "2026-11-21"])

    kept = (folder / "data/reviews.csv").read_text().splitlines()

    assert [row.rpartition(",")[0] for row in kept[1:]] == [
        "guide/other.md,C5.1.1",
        "guide/other.md,C5.T1",
        "guide/third.md,C5.1.1",
        "guide/third.md,C5.T1",
    ]


def test_the_command_changes_nothing_but_the_day_in_a_page():
    raw = "---\n# a remark\nreviewed: last week\nsummary:\n  reviewed: x\n---\n\nreviewed: here\n"

    assert summaries.marked(raw, TODAY) == raw.replace("reviewed: last week", "reviewed: 2026-11-22")


# What readers see


def test_readers_see_the_day_of_review_and_how_much_it_was_held_against(built_site):
    shown = " ".join((built_site / "guide/training/index.html").read_text().split())
    front = yaml.safe_load((PROJECT / "docs/guide/training.md").read_text().split("---\n")[1])

    assert f'Reviewed on <time datetime="{front["reviewed"]}">' in shown
    assert f"against {len(front['summarises'])} paragraphs</span>" in shown
    assert "This page may be out of date" not in shown


def note(folder: Path) -> str:
    """What stands above the page of the guide when it is stale."""
    files = SimpleNamespace(get_file_from_path=lambda path: SimpleNamespace(url=path.removesuffix(".md") + "/"))
    page = SimpleNamespace(url="guide/letter/", file=SimpleNamespace(src_uri="guide/letter.md"))
    return Phrases(read_edition(folder), SimpleNamespace(files=files, page=page)).stale()


def test_a_sound_page_has_no_note(folder):
    assert note(folder) == ""


def test_readers_of_a_stale_page_see_which_memo_changed_what(folder):
    (folder / "data/memos.yml").write_text(MEMO.format(day="2026-11-21", labels="C5.1.1"))

    shown = note(folder)

    assert "This page may be out of date" in shown
    assert (
        'memo 26-99, Forms</a>, which changes <a class="sc-cite" href="../../samm/c5/c5.1/#C5.1.1">C5.1.1.</a>' in shown
    )


def test_readers_of_a_stale_page_see_that_our_own_text_changed(folder):
    page = folder / "samm/c5/c5.1.md"
    page.write_text(page.read_text().replace("written", "spoken"))

    assert 'our own text of <a class="sc-cite" href="../../samm/c5/c5.1/#C5.T1">C5.T1.</a>' in note(folder)


def test_levels_are_as_the_editors_guide_says():
    assert (RULES["stale-review"].level, RULES["memo-after-review"].level) == (Level.ERROR, Level.WARNING)
