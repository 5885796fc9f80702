"""Records of news and what follows from them: days, review periods, statuses, sums, open data."""

import csv
import io
import json
from datetime import date

import pycountry
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.manual import amending, charts, memos, news_data, news_pages, tallies
from macros.manual.notices import Notice
from macros.manual.publishing import newsroom
from macros.manual.records import amount, dollars
from macros.manual.rows import rows
from macros.manual.shelves import shelves
from tests.conftest import PROJECT, real_edition

SOUND = yaml.safe_load((PROJECT / "tests/golden/news/bad.yml").read_text(encoding="utf-8"))["sound"]
SOURCE = "sources: ['https://example.org/']"


@pytest.fixture(scope="module")
def real():
    return real_edition().newsroom


def notice(text: str, **more: str) -> tuple[Notice, int | None, date | None]:
    """A notice of Spain or Japan from its fields, with the days and the end of its review."""
    entry = "- {id: 16-01, item: X, purchaser: Spain, " + text + ", " + SOURCE + "}\n"
    room = newsroom({**SOUND, "data/notices/2016.yml": entry, **more})
    (found,) = [n for n in room.notices if n.id == "16-01"]
    return found, found.review(room.purchaser(found)), found.review_ends(room.purchaser(found))


# Review periods: Table C5.T17.


@pytest.mark.parametrize(
    ("text", "days", "ends"),
    [
        ("delivered: 2016-01-04", 15, date(2016, 1, 19)),
        ("released: 2016-01-04", 15, None),  # the day of delivery is not known, so there is no end
        ("delivered: 1980-01-04", 30, date(1980, 2, 3)),  # before Spain joined NATO
        ("delivered: 2016-01-04, emergency: true", None, None),  # C5.5.6.4.5.
        ("delivered: 2016-01-04, statute: 36(b)(5)(A)", None, None),  # C5.5.6.4.1.
        ("delivered: 2016-01-04, statute: 36(b)(5)(C), relates_to: [15-53]", 15, date(2016, 1, 19)),
    ],
)
def test_review_period(text, days, ends):
    assert notice(text)[1:] == (days, ends)


def test_the_table_names_five_countries_and_nato_for_fifteen_days(real):
    fifteen = {p.name for p in real.purchasers.all if p.review_days(date(2025, 1, 1)) == 15 and p.nato is None}

    assert {"Australia", "Israel", "Japan", "New Zealand", "Republic of Korea"} < fifteen
    assert all(
        name.startswith("NATO")
        for name in fifteen - {"Australia", "Israel", "Japan", "New Zealand", "Republic of Korea"}
    )


def test_a_country_has_fifteen_days_from_the_day_it_joined(real):
    sweden = real.purchasers.get("Sweden")

    assert (sweden.review_days(date(2024, 3, 6)), sweden.review_days(date(2024, 3, 7))) == (30, 15)


# Days


def test_the_day_of_a_notice_is_the_best_that_is_known_and_says_which():
    found, *_ = notice("delivered: 2016-01-04, released: 2016-01-07, printed: 2017-01-01")

    assert (found.day, found.basis, found.year) == (date(2016, 1, 7), "released", "2016")


def test_a_month_is_kept_as_a_month():
    found, *_ = notice("dated: 2016-03")

    assert (found.day, found.when, found.year) == (None, "2016-03", "2016")


# Amounts


@given(st.integers(1, 10**12))
def test_an_amount_in_words_is_the_amount_to_three_places(value):
    said = amount(dollars(value))

    assert said is not None
    assert abs(said - value) <= (500_000 if value >= 10**9 else 500)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1.5 billion", 1500000000),
        ("$243 million", 243000000),
        ("$342,600,000", 342600000),
        ("much", None),
        ("$", None),
    ],
)
def test_amounts_in_print(text, value):
    assert amount(text) == value


# Memos


def test_the_status_follows_from_what_later_memos_say(real):
    standing = {memo.number: memo.standing for memo in real.memos}

    assert standing["12-12"] == "Superseded"
    assert standing["16-17"] == "Rescinded"
    assert standing["26-70"] == "Incorporated"
    assert standing["21-78"] == "Incorporated"  # superseded in part
    assert standing["05-17"] == ""


def test_a_memo_knows_what_it_ended(real):
    assert memos.predecessors(real.memos)["07-27"] == ("02-42", "07-21")


def test_the_real_memos_contradict_each_other_nowhere(real):
    assert list(memos.contradictions(real.memos)) == []


def test_a_paragraph_knows_the_memos_that_change_it_oldest_first(real):
    by_label = {str(label): [memo.number for memo in group] for label, group in memos.changing(real.memos).items()}

    assert by_label["C4.T2"][0] < by_label["C4.T2"][-1]
    assert by_label["C9.9.1.5.4"] == ["19-16", "26-50"]


# The registers


def test_codes_of_purchasers_are_those_of_iso_3166(real):
    for purchaser in real.purchasers.all:
        if purchaser.code and purchaser.code != "XK":  # Kosovo: user-assigned
            assert pycountry.countries.get(alpha_2=purchaser.code), purchaser.name
        assert purchaser.key


def test_no_two_purchasers_share_a_name_or_a_key(real):
    names = [name for p in real.purchasers.all for name in (p.name, *p.also)]

    assert len(set(names)) == len(names)
    assert len({p.key for p in real.purchasers.all}) == len(real.purchasers.all)


def test_every_file_names_a_purchaser_of_the_register(real):
    assert {group[0].purchaser for group in real.files.values()} <= {p.name for p in real.purchasers.all}


def test_the_ledger_is_kept(real):
    assert real.kept
    assert len(real.published) == sum(1 for _ in real.records) >= 740


# Doubtful rows


def test_a_report_on_an_earlier_notice_is_not_counted_as_a_sale(real):
    upgrade = next(n for n in real.notices if n.id == "21-0M")

    assert upgrade.upgrade
    assert upgrade not in tallies.counted(real)


def test_both_amounts_of_a_notice_with_two_are_kept(real):
    both = next(n for n in real.notices if n.id == "25-51")

    assert (both.total, both.likely) == (8_500_000_000, 3_200_000_000)


def test_days_of_other_kinds_are_not_taken_for_days_of_notices(real):
    kinds = {n.id: n.basis for n in real.notices}

    assert (kinds["24-77"], kinds["13-06"]) == ("recorded", "printed")
    assert sum(not n.when for n in real.notices) == 16
    assert sum(n.transmittal is None for n in real.notices) == 36


# Sums


def test_sums_by_year_and_by_purchaser_are_of_the_same_notices(real):
    years, buyers = tallies.by_year(real), tallies.by_purchaser(real)

    assert (
        sum(t.count for t in years) + tallies.undated(real)
        == sum(t.count for t in buyers)
        == len(tallies.counted(real))
    )


def test_a_year_without_a_notice_is_shown_with_none():
    room = newsroom(
        {
            **SOUND,
            "data/notices/2018.yml": "- {id: 18-01, purchaser: Spain, item: X, noticed: 2018-05-01, " + SOURCE + "}\n",
        }
    )

    assert [(t.name, t.count) for t in tallies.by_year(room)] == [("2015", 1), ("2016", 0), ("2017", 0), ("2018", 1)]


def test_coverage_counts_numbers_that_are_known_by_a_file_alone():
    files = "transmittal,purchaser,uploaded,name,address\n"
    files += "15-53,Japan,2024-12-12,F.PDF,https://e.org/\n15-99,Spain,2024-12-12,G.PDF,https://e.org/\n"
    room = newsroom({**SOUND, "data/notice_files.csv": files})

    assert [(c.year, c.held, c.unread) for c in tallies.coverage(room)] == [("2015", 1, 1)]


def test_a_chart_has_a_name_and_no_style_or_script():
    svg = charts.bars("x", "Sums & <b>more</b>", "Text", [("A & <script>", 2.5), ("B", 1)])

    assert 'role="img" aria-labelledby="x-title x-text"' in svg
    assert "Sums &amp; &lt;b&gt;more&lt;/b&gt;</title>" in svg
    assert "A &amp; &lt;script&gt;" in svg
    assert not any(word in svg for word in ("style", "<script", "font-family", "href"))


# Open data


def test_csv_and_json_hold_the_same_rows(real):
    made = news_data.files(real)
    for name in ("notices", "memos", "news"):
        from_csv = list(csv.DictReader(io.StringIO(made[f"{name}.csv"], newline=""), strict=True))
        from_json = json.loads(made[f"{name}.json"])

        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in from_json] == from_csv


def test_a_cell_that_a_spreadsheet_would_work_out_is_made_harmless():
    entry = (
        "- {id: 16-01, purchaser: Spain, item: '=HYPERLINK(\"https://x\")', description: '@SUM(1)', " + SOURCE + "}\n"
    )
    made = news_data.files(newsroom({**SOUND, "data/notices/2016.yml": entry}))

    (row,) = [r for r in csv.DictReader(io.StringIO(made["notices.csv"])) if r["id"] == "16-01"]
    assert (row["item"], row["description"]) == ('\'=HYPERLINK("https://x")', "'@SUM(1)")
    assert json.loads(made["notices.json"])[-1]["item"].startswith("=HYPERLINK")


# Pages


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_words_of_a_record_are_never_markup(text):
    from html import unescape
    from xml.etree import ElementTree

    from markdown import Markdown

    html = Markdown(extensions=["attr_list", "tables", "md_in_html", "footnotes", "admonition"]).convert(
        f"A {news_pages.plain(text)}"
    )

    root = ElementTree.fromstring(html)  # noqa: S314  made here
    assert root.tag == "p"
    assert len(root) == 0
    assert root.text == f"A {unescape(text) if '&' not in text else text}"


def test_every_record_is_on_a_list_of_its_year(real):
    listed = {record.path for shelf in shelves(real) if shelf.by == "year" for record in shelf.records}

    assert listed == {record.path for _, record in real.records}


# Changes of files


def test_an_entry_is_written_as_it_is_read():
    values = {
        "id": "16-01",
        "item": "Radars: 5 & 'more' # no comment",
        "total": 5,
        "contractors": ["A, B", "C"],
        "released": date(2016, 1, 4),
        "dated": "2016",
        "versions": [{"date": date(2016, 1, 5), "note": "x: y"}],
    }

    (row,), wrong = rows("", amending.entry_text(values))

    assert wrong == []
    assert row.values == values


def test_a_field_is_set_in_place_and_comments_stay():
    text = "# top\n- id: a\n  item: X # why\n  total: 1\n# of b\n- id: b\n  item: Y\n"

    assert amending.changed(text, 2, "total", 2) == text.replace("total: 1", "total: 2")
    assert amending.changed(text, 2, "note", "N") == text.replace("total: 1\n", "total: 1\n  note: N\n")
    assert amending.changed(text, 6, "note", "N") == text + "  note: N\n"
    assert amending.inserted(text, ["- id: aa\n"], lambda values: values["id"]) == text.replace(
        "# of b", "- id: aa\n# of b"
    )
