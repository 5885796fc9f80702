"""The lists in which records of news can be found: by year, purchaser, status, kind and chapter of the manual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from macros.manual.labels import Label
from macros.manual.memos import Memo
from macros.manual.news import SORTS, NewsItem
from macros.manual.newsroom import FOLDERS, Newsroom
from macros.manual.notices import Notice
from macros.manual.records import Record

NAMES = {"notice": "Arms-sales notices", "memo": "Policy memos", "news": "News"}
STATUSES = {
    "notified": "Notices that stand as published",
    "corrected": "Corrected notices",
    "withdrawn": "Withdrawn notices",
    "emergency": "Notices in an emergency",
    "upgrade": "Reports on earlier notices",
}
STANDINGS = {
    "incorporated": "Incorporated into the manual",
    "active": "Active",
    "superseded": "Superseded",
    "rescinded": "Rescinded",
    "unknown": "Status not known to us",
}


@dataclass(frozen=True)
class Shelf:
    """One list: the ``kind`` of its records, by what they were chosen (``year``, ``country``) and the key of that."""

    kind: str
    by: str
    key: str
    title: str
    records: tuple[Record, ...]

    @property
    def path(self) -> str:
        """The Markdown file of its page, which is made."""
        return f"{FOLDERS[self.kind]}/{self.by}/{self.key}.md"

    @property
    def feed(self) -> str:
        """The name of the feed with the same records, '' where there is none."""
        return f"{self.by}-{self.key}" if self.by in ("country", "chapter") else ""


def shelves(newsroom: Newsroom) -> list[Shelf]:
    """Every list that has a record, by kind and what they are chosen by, years newest first, names in order."""
    return [*_notices(newsroom), *_memos(newsroom.memos), *_items(newsroom.items)]


def standing(memo: Memo) -> str:
    """A memo's status as the key of its list."""
    return memo.standing.lower() or "unknown"


def chapters(memo: Memo) -> list[Label]:
    """The chapters and appendices that a memo changes, in reading order."""
    return sorted({_part(label) for label in memo.paragraphs})


def _part(label: Label) -> Label:
    while label.parent:
        label = label.parent
    return label


def _notices(newsroom: Newsroom) -> Iterator[Shelf]:
    yield from _years("notice", newsroom.notices, "Arms-sales notices of {}")
    buyers: dict[str, list[Notice]] = defaultdict(list)
    for notice in newsroom.notices:
        buyers[newsroom.purchaser(notice).key].append(notice)
    for key, notices in sorted(buyers.items(), key=lambda row: row[1][0].purchaser):
        if key:
            yield Shelf("notice", "country", key, f"Arms-sales notices: {notices[0].purchaser}", tuple(notices))
    for status, title in STATUSES.items():
        if found := tuple(notice for notice in newsroom.notices if status in marks(notice)):
            yield Shelf("notice", "status", status, title, found)


def marks(notice: Notice) -> list[str]:
    """Its status, and what else sets it apart."""
    also = {"emergency": notice.emergency, "upgrade": notice.upgrade}
    return [notice.status, *(name for name, is_so in also.items() if is_so)]


def _memos(memos: Sequence[Memo]) -> Iterator[Shelf]:
    yield from _years("memo", memos, "Policy memos of {}")
    for key, title in STANDINGS.items():
        if found := tuple(memo for memo in memos if standing(memo) == key):
            yield Shelf("memo", "status", key, f"Policy memos: {title}", found)
    parts = sorted({part for memo in memos for part in chapters(memo)})
    for part in parts:
        found = tuple(memo for memo in memos if part in chapters(memo))
        yield Shelf("memo", "chapter", str(part).lower(), f"Policy memos that change {part.titled}", found)


def _items(items: Sequence[NewsItem]) -> Iterator[Shelf]:
    yield from _years("news", items, "News of {}")
    for sort, title in SORTS.items():
        if found := tuple(item for item in items if item.sort == sort):
            yield Shelf("news", "kind", sort, title, found)


def _years(kind: str, records: Iterable[Record], title: str) -> Iterator[Shelf]:
    years: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        years[record.year].append(record)
    for year, found in sorted(years.items(), reverse=True):
        name = "no known year" if year == "undated" else year
        yield Shelf(kind, "year", year, title.format(name), tuple(found))
