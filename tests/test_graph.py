"""The open data that is made of an edition: rows, JSON and CSV, and the page that explains them."""

import csv
import io
import json
import re
from typing import get_args

import pytest
import yaml

from macros.manual import glossary, graph, news_data, registers, storyboard
from macros.manual.edition import Edition
from macros.manual.memos import Memo
from macros.manual.news import NewsItem
from macros.manual.notices import Notice
from macros.manual.purchasers import Purchaser
from macros.manual.records import Removed
from macros.manual.source import Source
from tests.conftest import PROJECT

MANUAL = """\
---
source: {label: SAMM, url: "https://samm.dsca.mil/", compared: 2026-11-22}
---

# C5.1. Requests, "Form" and Channel

C5.1.1. See Section C5.1.2., Section C5.1.2., Section C9.1. and EO 13637.

C5.1.2. **Channel.** See Section C5.1.9. and Sections C5.1.1. through C5.1.3.

C5.1.3. Done.
"""
STRUCTURE = """\
parts:
  - {label: C5, title: Case Development, verified: true, sections: [{label: C5.1, title: Requests, verified: true}]}
  - {label: C9, title: Finance, verified: true, sections: [{label: C9.1, title: Prices, verified: true}]}
"""


@pytest.fixture(scope="module")
def edition():
    return Edition.of([Source.parse("samm/c5.1.md", MANUAL)], {"structure.yml": STRUCTURE}, [])


def url(path: str) -> str:
    return path.removesuffix(".md") + "/"


def test_a_label_has_its_address_its_parent_and_the_day_it_was_compared(edition):
    assert graph.labels(edition, url)[2] == graph.LabelRow(
        label="C5.1.2",
        kind="paragraph",
        title="Channel.",
        address="samm/c5.1/#C5.1.2",
        depth=3,
        parent="C5.1",
        cited_by=1,
        official="https://samm.dsca.mil/chapter/chapter-5#C5.1.2.",
        compared="2026-11-22",
    )


def test_a_citation_says_where_it_leads_and_how_often_it_stands_there(edition):
    rows = [(row.from_label, row.target, row.resolves, row.times) for row in graph.citations(edition.index, url)]

    assert rows == [
        ("C5.1.1", "C5.1.2", "here", 2),
        ("C5.1.1", "C9.1", "elsewhere", 1),
        ("C5.1.1", "eo:13637", None, 1),
        ("C5.1.2", "C5.1.9", "nowhere", 1),
        ("C5.1.2", "C5.1.1", "here", 1),
        ("C5.1.2", "C5.1.3", "here", 1),
    ]


def test_addresses_of_targets_are_on_this_site_in_the_official_text_or_in_the_other_book(edition):
    addresses = [row.to_address for row in graph.citations(edition.index, url)]

    assert addresses[:4] == [
        "samm/c5.1/#C5.1.2",
        "https://samm.dsca.mil/chapter/chapter-9#C9.1.",
        "https://www.federalregister.gov/executive-order/13637",
        None,
    ]


@pytest.mark.parametrize("name", ["labels", "citations"])
def test_csv_and_json_hold_the_same_rows(name, edition):
    made = graph.files(edition, url)

    from_csv = list(csv.DictReader(io.StringIO(made[f"{name}.csv"], newline=""), strict=True))
    from_json = json.loads(made[f"{name}.json"])

    assert from_csv == [{k: "" if v is None else str(v) for k, v in row.items()} for row in from_json]


def test_csv_is_that_of_the_rfc(edition):
    text = graph.files(edition, url)["labels.csv"]

    assert text.count("\n") == text.count("\r\n") == 1 + 4
    assert '"Requests, ""Form"" and Channel"' in text


def test_an_edition_without_numbers_has_files_without_rows():
    made = graph.files(Edition.of([], {}, []), url)

    assert json.loads(made["labels.json"]) == []
    assert made["citations.csv"] == ",".join(graph.CitationRow._fields) + "\r\n"


# The data dictionary

DATA = PROJECT / "docs/data"
SECTIONS = re.split(r"^#{2,3} ", (DATA / "index.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
DICTIONARY = {
    name: re.findall(r"^\| `([\w.]+)` \|", section, re.MULTILINE)
    for section in SECTIONS
    for name in re.findall(r'data_file\("([^"]+)"\)', section)
}
MODELS = {
    "facts.yml": registers.Fact,
    "glossary.yml": glossary.Term,
    "faults.yml": registers.Fault,
    "memos.yml": Memo,
    "notices/2015.yml": Notice,  # one file stands for those of all years
    "news.yml": NewsItem,
    "purchasers.yml": Purchaser,
    "removed.yml": Removed,
    "loa_notes.yml": registers.LoaNote,
    "guide.yml": registers.GuideStep,
    "lifecycle.yml": registers.Stage,
    "video.yml": storyboard.Scene,
    "directors.yml": registers.Director,
    "structure.yml": registers.Part,
    "planted.yml": registers.Planted,
    "tombstones.yml": registers.Tombstone,
    "redirects.yml": registers.Redirect,
    "thesaurus.yml": registers.Thesaurus,
}
BELOW = {"structure.yml": "parts", "planted.yml": "planted"}  # the name under which a file's entries stand
BESIDE = {"structure.yml": {"parts"}, "planted.yml": {"sound", "planted"}}


def fields(model: type[registers.Entry], above: str = "") -> set[str]:
    """The names of a model's fields as an entry spells them, those inside an entry with a dot."""
    found = set()
    for name, field in model.model_fields.items():
        spelled = f"{above}{field.alias or name}"
        inner = [
            kind for kind in parts(field.annotation) if isinstance(kind, type) and issubclass(kind, registers.Entry)
        ]
        if inner:
            found |= fields(inner[0], f"{spelled}.")
        elif not field.exclude:
            found.add(spelled)
    return found


def parts(annotation: object) -> list[object]:
    """A type and what it is made of."""
    return [annotation, *(part for argument in get_args(annotation) for part in parts(argument))]


def expected(name: str) -> set[str]:
    if name.endswith(".csv") and (DATA / name).exists():
        return set((DATA / name).read_text(encoding="utf-8").partition("\n")[0].strip().split(","))
    if name in MODELS:
        above = f"{BELOW[name]}." if name in BELOW else ""
        return fields(MODELS[name], above) | BESIDE.get(name, set())
    rows = {
        "labels": graph.LabelRow,
        "citations": graph.CitationRow,
        "notices": news_data.NoticeRow,
        "memos": news_data.MemoRow,
        "news": news_data.NewsRow,
    }
    return set(rows[name.partition(".")[0]]._fields)


@pytest.mark.parametrize("name", DICTIONARY)
def test_dictionary_explains_each_field_of_a_file_once_and_no_other(name):
    assert sorted(DICTIONARY[name]) == sorted(expected(name))


def test_dictionary_explains_every_file():
    kept = {path.name for path in DATA.iterdir() if path.is_file() and path.suffix != ".md"}

    assert set(DICTIONARY) == kept | {"notices/2015.yml"} | set(graph.FILES) | set(news_data.FILES)


@pytest.mark.parametrize("name", BESIDE)
def test_a_file_has_at_its_top_what_the_dictionary_says(name):
    assert set(yaml.safe_load((DATA / name).read_text(encoding="utf-8"))) == BESIDE[name]


@pytest.mark.parametrize("name", DICTIONARY)
def test_every_file_is_published(name, built_site):
    assert (built_site / "data" / name).stat().st_size > 0
