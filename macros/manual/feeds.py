"""Feeds of news: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, for all, each kind, each purchaser and each chapter.

An entry's id is a tag (RFC 4151), no address, and stays when the record is corrected; then ``updated`` moves and the
note of the correction stands before the text. A feed holds the whole text of its newest entries. Nothing in it
depends on the moment of the build.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from html import escape

from macros.manual.labels import Label
from macros.manual.memos import Memo, predecessors
from macros.manual.news import SORTS, NewsItem
from macros.manual.newsroom import Newsroom
from macros.manual.notices import BASES, Notice
from macros.manual.records import Record, dollars
from macros.manual.shelves import chapters, shelves

TAG = "tag:security-cooperation-reader.example,2026:"  # never changed, wherever the site is published
AUTHOR = "Security Cooperation Reader"
FOLDER = "feeds"
FORMATS = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml", "json": "application/feed+json"}
NEWEST = 100  # entries of a feed; the whole is in the open data
ATOM = "http://www.w3.org/2005/Atom"
EMPTY = date(2026, 11, 22)  # the day of a feed that has no entry yet: when records began to be kept


@dataclass(frozen=True)
class Entry:
    """One entry: its id, the page's address below the site's root, and all its text as HTML."""

    id: str
    address: str
    title: str
    published: date
    updated: date
    html: str
    categories: tuple[str, ...]
    order: tuple[date, tuple[str, str]]  # what changed last stands first; among equals, the newest record


@dataclass(frozen=True)
class Feed:
    """The entries on one subject, newest first. ``page`` is the one that lists the same records."""

    name: str
    title: str
    page: str
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def updated(self) -> date:
        """When anything in it last changed."""
        return max((entry.updated for entry in self.entries), default=EMPTY)


def feeds(newsroom: Newsroom, parts: Iterable[Label]) -> list[Feed]:
    """All feeds. ``parts`` are the manual's chapters and appendices: each has one, with entries or without."""
    before = predecessors(newsroom.memos)
    made = {(kind, record.key): _entry(newsroom, kind, record, before) for kind, record in newsroom.records}

    def feed(name: str, title: str, page: str, records: Iterable[tuple[str, Record]]) -> Feed:
        found = (made[kind, record.key] for kind, record in records)
        newest = sorted(found, key=lambda entry: entry.order, reverse=True)[:NEWEST]
        return Feed(name, title, page, tuple(newest))

    every = list(newsroom.records)
    found = [
        feed("all", "All notices, memos and news", "news/", every),
        feed("notices", "Arms-sales notices", "news/sales/", [row for row in every if row[0] == "notice"]),
        feed("memos", "Policy memos", "memos/", [row for row in every if row[0] == "memo"]),
        feed("news", "News", "news/press/", [row for row in every if row[0] == "news"]),
    ]
    lists = {(shelf.by, shelf.key): shelf for shelf in shelves(newsroom)}
    for buyer in newsroom.purchasers.all:
        shelf = lists.get(("country", buyer.key))
        records = [("notice", record) for record in shelf.records] if shelf else []
        page = f"news/sales/country/{buyer.key}/" if shelf else "news/sales/"
        found.append(feed(f"country-{buyer.key}", f"Arms-sales notices: {buyer.name}", page, records))
    for part in parts:
        key = str(part).lower()
        memos = [("memo", memo) for memo in newsroom.memos if part in chapters(memo)]
        page = f"memos/chapter/{key}/" if memos else "memos/"
        found.append(feed(f"chapter-{key}", f"Policy memos that change {part.titled}", page, memos))
    return found


def files(made: Iterable[Feed], site: str) -> Iterator[tuple[str, str]]:
    """Each feed in each format: the path below the site's root and the text. ``site`` is the site's address."""
    for feed in made:
        yield f"{FOLDER}/{feed.name}.atom.xml", as_atom(feed, site)
        yield f"{FOLDER}/{feed.name}.rss.xml", as_rss(feed, site)
        yield f"{FOLDER}/{feed.name}.json", as_json(feed, site)


def as_atom(feed: Feed, site: str) -> str:
    """The feed as RFC 4287 has it."""
    root = etree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})

    def add(parent: etree.Element, name: str, text: str = "", **attributes: str) -> etree.Element:
        child = etree.SubElement(parent, name, attributes)
        child.text = text or None
        return child

    add(root, "id", f"{TAG}feed/{feed.name}")
    add(root, "title", feed.title)
    add(root, "updated", _stamp(feed.updated))
    add(add(root, "author"), "name", AUTHOR)
    add(root, "link", rel="self", type=FORMATS["atom.xml"], href=f"{site}{FOLDER}/{feed.name}.atom.xml")
    add(root, "link", rel="alternate", type="text/html", href=site + feed.page)
    add(root, "rights", "CC0 1.0")
    for entry in feed.entries:
        item = add(root, "entry")
        add(item, "id", entry.id)
        add(item, "title", entry.title)
        add(item, "published", _stamp(entry.published))
        add(item, "updated", _stamp(entry.updated))
        add(item, "link", rel="alternate", type="text/html", href=site + entry.address)
        for category in entry.categories:
            add(item, "category", term=category)
        add(item, "content", entry.html, type="html")
    return _xml(root)


def as_rss(feed: Feed, site: str) -> str:
    """The feed as RSS 2.0, with the id as a guid that is no address."""
    root = etree.Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = etree.SubElement(root, "channel")

    def add(parent: etree.Element, name: str, text: str, **attributes: str) -> None:
        etree.SubElement(parent, name, attributes).text = text

    add(channel, "title", feed.title)
    add(channel, "link", site + feed.page)
    add(channel, "description", f"{feed.title}, from an independent edition. A notice is not a sale.")
    add(channel, "language", "en")
    add(channel, "lastBuildDate", format_datetime(_moment(feed.updated)))
    own = {"rel": "self", "type": FORMATS["rss.xml"], "href": f"{site}{FOLDER}/{feed.name}.rss.xml"}
    etree.SubElement(channel, "atom:link", own)
    for entry in feed.entries:
        item = etree.SubElement(channel, "item")
        add(item, "title", entry.title)
        add(item, "link", site + entry.address)
        add(item, "description", entry.html)
        for category in entry.categories:
            add(item, "category", category)
        add(item, "guid", entry.id, isPermaLink="false")
        add(item, "pubDate", format_datetime(_moment(entry.published)))
    return _xml(root)


def as_json(feed: Feed, site: str) -> str:
    """The feed as JSON Feed 1.1."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": site + feed.page,
            "feed_url": f"{site}{FOLDER}/{feed.name}.json",
            "description": "From an independent edition. A notice is not a sale.",
            "authors": [{"name": AUTHOR}],
            "language": "en",
            "items": [
                {
                    "id": entry.id,
                    "url": site + entry.address,
                    "title": entry.title,
                    "content_html": entry.html,
                    "date_published": _stamp(entry.published),
                    "date_modified": _stamp(entry.updated),
                    "tags": list(entry.categories),
                }
                for entry in feed.entries
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def address(record: Record) -> str:
    """The address of a record's page below the site's root."""
    return f"{record.path.removesuffix('.md')}/"


def _entry(newsroom: Newsroom, kind: str, record: Record, before: Mapping[str, tuple[str, ...]]) -> Entry:
    told = newsroom.published.get((kind, record.key))
    day: date | None = getattr(record, "day", None)
    published = day or (told.published if told else EMPTY)
    updated = max([published, told.updated if told else EMPTY, *(when for when, _ in record.changes)])
    title, lines, categories = _told(newsroom, record, before)
    changes = "".join(f"<p><strong>{_day(when)}:</strong> {escape(note)}</p>" for when, note in record.changes)
    undated = "".join(f"<p><strong>Corrected:</strong> {escape(v.note)}</p>" for v in record.versions if not v.day)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    mark = "Withdrawn: " if record.withdrawn else ""
    order = (updated, record.order)
    first = record.formerly[0] if record.formerly else record.key  # an id may become known later; the tag stays
    name, html = f"{TAG}{kind}/{first}", changes + undated + body
    return Entry(name, address(record), mark + title, published, updated, html, categories, order)


def _told(
    newsroom: Newsroom, record: Record, before: Mapping[str, tuple[str, ...]]
) -> tuple[str, list[str], tuple[str, ...]]:
    """The title, the text and the categories of a record."""
    if isinstance(record, Notice):
        return _notice(newsroom, record)
    if isinstance(record, Memo):
        return _memo(record, before.get(record.number, ()))
    assert isinstance(record, NewsItem)
    lines = [record.description, f"Publisher: {record.publisher}", f"Link: {record.url}" if record.url else ""]
    return record.item, lines, (SORTS[record.sort], record.year)


def _notice(newsroom: Newsroom, notice: Notice) -> tuple[str, list[str], tuple[str, ...]]:
    buyer = newsroom.purchaser(notice)
    value = f", estimated at {notice.value}" if notice.value else ""
    days = [f"{BASES[name].capitalize()}: {_day(getattr(notice, name))}" for name in BASES if getattr(notice, name)]
    lines = [
        f"A possible sale to {notice.purchaser} of {notice.item}{value}. A notice is not a sale.",
        notice.description or "",
        f"Transmittal {notice.transmittal}." if notice.transmittal else "The transmittal number is not known to us.",
        *days,
        f"Major defense equipment: {dollars(notice.mde)}" if notice.mde else "",
        f"Principal contractors: {', '.join(notice.contractors)}" if notice.contractors else "",
        notice.note or "",
        *(
            f"Source: {source.title}, {source.publisher}" + (f", {source.url}" if source.url else "")
            for source in notice.sources
        ),
    ]
    categories = ("Arms-sales notice", notice.purchaser, *([buyer.code] if buyer.code else []), notice.year)
    return f"{notice.purchaser}: {notice.item}{f', {notice.value}' if notice.value else ''}", lines, categories


def _memo(memo: Memo, ends: tuple[str, ...]) -> tuple[str, list[str], tuple[str, ...]]:
    by = f" by {', '.join(memo.ended_by)}" if memo.ended_by else ""
    lines = [
        f"Policy memo {memo.number}{f' of {_day(memo.day)}' if memo.day else ''}: {memo.name}.",
        f"Status: {memo.standing or 'not known'}{by}.",
        f"It changes {', '.join(label.titled for label in memo.paragraphs)}" if memo.paragraphs else "",
        f"It ends memo {', '.join(ends)}." if ends else "",
        f"E-Change {memo.e_change}." if memo.e_change else "",
        memo.note or "",
        f"Source: {memo.source}",
    ]
    return f"Memo {memo.number}: {memo.name}", lines, ("Policy memo", memo.year, *map(str, chapters(memo)))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _stamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _xml(root: etree.Element) -> str:
    etree.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'
