"""News in a built site: what may not be seen is nowhere, what moved or was withdrawn says so, nothing is markup."""

import re
from html import unescape

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from macros.manual import ledger
from tests.conftest import PROJECT, real_edition

SOUND = yaml.safe_load((PROJECT / "tests/golden/news/bad.yml").read_text(encoding="utf-8"))["sound"]
EMBARGO = "release_at: 2051-01-01T00:00:00Z"


def everything(site) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in sorted(site.rglob("*")) if path.is_file())


# The embargo


@pytest.mark.parametrize(
    "files",
    [
        {
            "data/notices/2016.yml": f"- {{id: 16-01, purchaser: Spain, item: Hushware, {EMBARGO}, sources: ['https://e.org/']}}\n"
        },
        {"data/news.yml": f"- {{id: a, sort: external, item: Hushware, publisher: P, description: D, {EMBARGO}}}\n"},
        {"data/memos.yml": f"- {{number: 26-01, title: Hushware, source: 'https://e.org/', {EMBARGO}}}\n"},
        {
            "news/sales/16-01.md": f"---\nkind: notice\npurchaser: Spain\nitem: Hushware\n{EMBARGO}\n"
            "sources: ['https://e.org/']\n---\n\n# Hushware\n\nHushware.\n"
        },
    ],
    ids=["notice", "item", "memo", "page"],
)
def test_a_future_release_reaches_no_page_feed_index_or_sitemap_and_fails_the_build(files, tiny_site, tmp_path, caplog):
    with pytest.raises(Abort):
        tiny_site({**SOUND, **files})

    assert "is held back until 2051-01-01" in caplog.text
    assert (tmp_path / "site/feeds/all.atom.xml").exists()  # it did build
    assert "Hushware" not in everything(tmp_path / "site")
    assert "16-01" not in (tmp_path / "site/sitemap.xml").read_text()


def test_a_draft_reaches_nothing(tiny_site):
    draft = "- {id: 16-01, purchaser: Spain, item: Hushware, sources: ['https://e.org/']}\n"

    assert "Hushware" not in everything(
        tiny_site({**SOUND, "drafts/notice-1.yml": draft, "drafts/2.md": "# Hushware\n"})
    )


# What a record says is never markup


def test_a_pull_request_can_put_no_code_into_a_page_a_feed_or_a_list(tiny_site):
    item = "{{ 7*7 }} {% raw %} [x](javascript:alert(1)) **b** `c` &lt;i&gt; onload=alert(1)"
    entry = [{"id": "16-01", "purchaser": "Spain", "item": item, "description": item, "sources": ["https://e.org/"]}]

    site = tiny_site({**SOUND, "data/notices/2016.yml": yaml.safe_dump(entry), "list.md": LIST})

    for name in ("news/sales/16-01/index.html", "list/index.html"):
        page = (site / name).read_text()
        body = page[page.index("<h1") :]
        assert item.replace("\\", "") in unescape(body)  # every letter is there, and is only a letter
        assert 'href="javascript' not in body
        assert "<strong>b" not in body
        assert "<i>" not in body


def test_words_of_a_record_are_words_in_the_theme_too(docs, tmp_path):
    entry = {"id": "16-01", "purchaser": "Spain", "sources": ["https://e.org/"]}
    entry["item"] = 'X" onload="a &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'
    pages = (
        "index",
        "news/index",
        "news/sales/index",
        "memos/index",
        "news/press/index",
        "about/index",
        "about/figures",
    )
    folder = docs(
        {**SOUND, "data/notices/2016.yml": yaml.safe_dump([entry])} | {f"{name}.md": "# X\n" for name in pages}
    )
    config = load_config(
        str(PROJECT / "mkdocs.yml"), docs_dir=str(folder), site_dir=str(tmp_path / "site"), strict=False, extra_css=[]
    )
    config.nav = None
    config.plugins.on_startup(command="build", dirty=False)

    build(config)

    page = (tmp_path / "site/news/sales/16-01/index.html").read_text()
    assert "<script>alert" not in page
    assert "</title><script" not in page.replace("\n", "")
    assert 'onload="' not in page
    assert "&amp;lt;/title&amp;gt;" in page[: page.index("</head>")]


LIST = '---\nrender_macros: true\n---\n\n# List\n\n{{ news_register("notice") }}\n'


# What moved, was withdrawn, or was removed


def test_the_address_under_which_a_record_was_published_before_leads_on(tiny_site):
    entry = "- {id: 16-01, formerly: [2016-spain-radars], purchaser: Spain, item: X, sources: ['https://e.org/']}\n"

    site = tiny_site({**SOUND, "data/notices/2016.yml": entry})

    assert "url=../16-01/" in (site / "news/sales/2016-spain-radars/index.html").read_text()


def test_a_removed_record_keeps_its_address_with_the_reason(tiny_site):
    removed = "- {kind: notice, id: 16-01, gone: 2026-01-01, note: It was never a notice., now: 15-53}\n"

    page = (tiny_site({**SOUND, "data/removed.yml": removed}) / "news/sales/16-01/index.html").read_text()

    assert "It was removed on 1 January 2026" in page
    assert 'href="../15-53/"' in page


def test_a_record_that_vanished_fails_the_build(tiny_site, caplog):
    with pytest.raises(Abort):
        tiny_site({**SOUND, ledger.PATH: ",".join(ledger.FIELDS) + "\nnotice,14-01,2020-01-01,2020-01-01,0,x\n"})

    assert "The notice 14-01 was published and is gone" in caplog.text


# The real site


@pytest.fixture(scope="module")
def newsroom():
    return real_edition().newsroom


def text(built_site, path: str) -> str:
    return (built_site / path / "index.html").read_text(encoding="utf-8")


def test_every_record_has_its_page_and_the_page_says_what_it_is(newsroom, built_site):
    for kind, record in newsroom.records:
        page = text(built_site, record.path.removesuffix(".md"))
        assert record.key in page or kind == "news"
        assert "Sources</h2>" in page


def test_every_notice_is_three_clicks_from_home(newsroom, built_site):
    def links(path: str) -> set[str]:
        page = text(built_site, path)
        found = re.findall(r'href="([^"#?:]+)"', page)
        base = built_site / path
        return {
            (base / link).resolve().relative_to(built_site.resolve()).as_posix()
            for link in found
            if not link.startswith("/")
        }

    second = {link for link in links(".") if (built_site / link / "index.html").exists()}
    assert "news" in second
    third = {link for link in links("news") if (built_site / link / "index.html").exists()}
    assert "news/sales" in third

    assert {notice.path.removesuffix(".md") for notice in newsroom.notices} <= links("news/sales")


def test_a_paragraph_and_its_memo_lead_to_each_other(built_site):
    paragraph, memo = text(built_site, "samm/c6/c6.7"), text(built_site, "memos/26-70")

    assert 'changed by <a href="../../../memos/26-70/">memo 26-70</a>' in paragraph
    assert 'href="../../samm/c6/c6.7/#C6.7.6.3"' in memo


def test_records_are_in_the_sitemap_and_lists_say_what_they_are(built_site):
    sitemap = (built_site / "sitemap.xml").read_text()

    assert "/news/sales/25-101/</loc>" in sitemap
    assert "/memos/22-16/</loc>" in sitemap
    for page in ("news/sales", "news/sales/country/jp", "news/sales/year/2025"):
        assert "Estimated and notified, not sold" in text(built_site, page)


def test_every_table_of_numbers_has_its_chart_and_says_what_it_counts(built_site):
    page = text(built_site, "news/charts")

    assert page.count('<svg class="sc-chart"') == 4
    assert page.count("<table") == 3
    assert "Estimated and notified, not sales." in page


def test_addresses_that_were_there_before_are_there(built_site):
    for path in ("news/sales/15-30", "news/sales/15-53", "news/press/2015-07-27-dipnote", "news"):
        assert (built_site / path / "index.html").exists()
    assert (built_site / "data/memos.yml").exists()
