"""Feeds and calendar: valid by schema, read by a reader's program, stable in their ids, plain about corrections."""

import json
from datetime import date

import feedparser
import icalendar
import jsonschema
import pytest
import xmlschema
import yaml

from macros.manual import feeds, review_calendar
from macros.manual.labels import Label
from macros.manual.publishing import newsroom
from tests.conftest import PROJECT, real_edition

SITE = "https://example.org/"
SCHEMAS = PROJECT / "tests/schemas"
SOUND = yaml.safe_load((PROJECT / "tests/golden/news/bad.yml").read_text(encoding="utf-8"))["sound"]
PARTS = [Label.parse("C5"), Label.parse("C9"), Label.parse("AP1")]


def made(**files: str) -> dict[str, feeds.Feed]:
    return {feed.name: feed for feed in feeds.feeds(newsroom({**SOUND, **files}), PARTS)}


NOTICE = {
    "data/notices/2015.yml": """\
- id: 15-53
  purchaser: Japan
  item: Ships & "boats"
  total: 1500000000
  delivered: 2015-08-04
  sources: ['https://example.org/15-53']
  versions: [{date: 2026-12-01, note: The total was <wrong>.}]
""".replace("<wrong>", "wrong"),
    "data/published.csv": "kind,id,published,updated,versions,digest\nnotice,15-53,2026-11-22,2026-12-01,1,x\n",
}


# The feeds of the real site


@pytest.fixture(scope="module")
def real():
    edition = real_edition()
    return dict(feeds.files(feeds.feeds(edition.newsroom, edition.index.parts), SITE))


def test_there_is_a_feed_for_all_each_kind_each_purchaser_and_each_chapter(real):
    edition = real_edition()
    names = {"all", "notices", "memos", "news"}
    names |= {f"country-{purchaser.key}" for purchaser in edition.newsroom.purchasers.all}
    names |= {f"chapter-{str(part).lower()}" for part in edition.index.parts}

    assert {name.partition("/")[2].partition(".")[0] for name in real} == names
    assert len(real) == 3 * len(names) > 250


def test_every_atom_feed_is_valid_by_its_schema(real):
    schema = xmlschema.XMLSchema(SCHEMAS / "atom.xsd")

    assert [
        (name, str(error))
        for name, text in real.items()
        if name.endswith("atom.xml")
        for error in schema.iter_errors(text)
    ] == []


def test_every_rss_feed_is_valid_by_its_schema(real):
    schema = xmlschema.XMLSchema(SCHEMAS / "rss.xsd")

    assert [
        (name, str(error))
        for name, text in real.items()
        if name.endswith("rss.xml")
        for error in schema.iter_errors(text)
    ] == []


def test_every_json_feed_is_valid_by_its_schema(real):
    checker = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "json_feed.json").read_text()))

    assert [
        e.message for name, text in real.items() if name.endswith("json") for e in checker.iter_errors(json.loads(text))
    ] == []


@pytest.mark.parametrize("format", ["atom.xml", "rss.xml"])
def test_a_feed_reader_finds_nothing_odd_and_the_whole_text(format, real):
    read = feedparser.parse(real[f"feeds/notices.{format}"])

    assert not read.bozo
    assert len(read.entries) == feeds.NEWEST
    entry = read.entries[0]
    assert entry.id.startswith("tag:security-cooperation-reader.example,2026:notice/")
    assert entry.link.startswith(f"{SITE}news/sales/")
    text = entry.content[0].value if "content" in entry else entry.description
    assert "A notice is not a sale." in text
    assert "Source:" in text


def test_the_three_formats_have_the_same_entries(real):
    for name in ("all", "country-jp", "chapter-c5"):
        atom = [entry.id for entry in feedparser.parse(real[f"feeds/{name}.atom.xml"]).entries]

        assert atom == [entry.id for entry in feedparser.parse(real[f"feeds/{name}.rss.xml"]).entries]
        assert atom == [item["id"] for item in json.loads(real[f"feeds/{name}.json"])["items"]]


def test_every_entry_leads_to_a_page_that_was_built(real, built_site):
    for name, text in real.items():
        if name.endswith("json"):
            for item in json.loads(text)["items"]:
                assert (built_site / item["url"].removeprefix(SITE) / "index.html").exists()


# What becomes of an entry


def test_a_correction_keeps_the_id_moves_updated_and_stands_before_the_text():
    before, after = made()["all"], made(**NOTICE)["all"]
    old, new = (next(e for e in feed.entries if e.id.endswith("notice/15-53")) for feed in (before, after))

    assert (old.id, old.published) == (new.id, new.published)
    assert new.updated == date(2026, 12, 1) > old.updated
    assert new.html.startswith("<p><strong>1 December 2026:</strong> The total was wrong.</p>")
    assert after.entries[0] == new  # a correction comes to the top


def test_a_withdrawn_notice_says_so_in_its_title_and_text():
    withdrawn = NOTICE["data/notices/2015.yml"].replace(
        "versions: [{date: 2026-12-01, note: The total was wrong.}]",
        "withdrawn: {date: 2026-12-02, reason: It is void.}",
    )
    entry = made(**{"data/notices/2015.yml": withdrawn})["country-jp"].entries[0]

    assert entry.title.startswith("Withdrawn: Japan: Ships")
    assert "Withdrawn: It is void." in entry.html


def test_text_is_escaped_once_for_html_and_once_for_xml():
    atom = feeds.as_atom(made(**NOTICE)["notices"], SITE)

    assert "Ships &amp;amp; &amp;quot;boats&amp;quot;" in atom
    assert feedparser.parse(atom).entries[0].title.startswith('Japan: Ships & "boats"')


def test_a_memo_is_in_the_feed_of_each_chapter_it_changes():
    memos = "- {number: 20-02, date: 2020-03-01, title: New, paragraphs: [C5.4.2, AP1.T2], source: 'https://example.org/'}\n"
    found = made(**{"data/memos.yml": memos})

    assert [name for name, feed in found.items() if name.startswith("chapter-") and feed.entries] == [
        "chapter-c5",
        "chapter-ap1",
    ]


def test_a_chapter_without_a_memo_has_a_valid_empty_feed():
    atom = feeds.as_atom(made()["chapter-c9"], SITE)

    assert list(xmlschema.XMLSchema(SCHEMAS / "atom.xsd").iter_errors(atom)) == []
    assert feedparser.parse(atom).entries == []


def test_feeds_are_the_same_each_time():
    assert dict(feeds.files(made().values(), SITE)) == dict(feeds.files(made().values(), SITE))


# The calendar


def test_the_calendar_has_the_end_of_a_review_that_began_on_a_known_day():
    calendar = icalendar.Calendar.from_ical(review_calendar.as_calendar(newsroom(SOUND), SITE))

    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == date(2015, 8, 19)
    assert event["SUMMARY"] == "Review ends: Japan, Ships"
    assert event["URL"] == f"{SITE}news/sales/15-53/"
    assert event["UID"].startswith("tag:")


def test_no_end_is_invented_for_a_notice_whose_delivery_is_not_known():
    text = SOUND["data/notices/2015.yml"].replace("delivered:", "noticed:")

    assert "VEVENT" not in review_calendar.as_calendar(newsroom({**SOUND, "data/notices/2015.yml": text}), SITE)


def test_the_calendar_of_the_site_is_read_and_its_lines_end_as_the_format_has_it(built_site):
    raw = (built_site / review_calendar.FILE).read_bytes()

    assert len(icalendar.Calendar.from_ical(raw).walk("VEVENT")) >= 3
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
