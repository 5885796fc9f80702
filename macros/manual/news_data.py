"""The records of news as open data: a row for each notice, memo and item, in CSV and JSON.

``docs/data/index.md`` is the data dictionary; it names every field of the rows here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from macros.manual.feeds import address
from macros.manual.memos import Memo, predecessors
from macros.manual.news import NewsItem
from macros.manual.newsroom import Newsroom
from macros.manual.notices import Notice
from macros.manual.records import Record
from macros.manual.tables import as_csv, as_json

FILES = ("notices.json", "notices.csv", "memos.json", "memos.csv", "news.json", "news.csv")


class NoticeRow(NamedTuple):
    """One arms-sales notice. Amounts are whole US dollars, estimated and notified, not sold."""

    id: str
    transmittal: str | None
    purchaser: str
    code: str | None
    item: str
    description: str | None
    total_usd: int | None
    value_printed: str | None
    mde_usd: int | None
    other_usd: int | None
    likely_usd: int | None
    delivered: str | None
    released: str | None
    noticed: str | None
    recorded: str | None
    reported: str | None
    printed: str | None
    dated: str | None
    day: str | None
    day_is: str | None
    citation: str | None
    statute: str | None
    emergency: bool
    upgrade: bool
    review_days: int | None
    review_ends: str | None
    contractors: str | None
    military_department: str | None
    prior_cases: str | None
    relates_to: str | None
    status: str
    changes: str | None
    replaced_by: str | None
    note: str | None
    sources: str
    address: str
    published: str | None
    updated: str | None


class MemoRow(NamedTuple):
    """One policy memo, with its status as it follows from the others."""

    number: str
    date: str | None
    title: str | None
    e_change: int | None
    status: str | None
    superseded_by: str | None
    partly_superseded_by: str | None
    rescinded_by: str | None
    ends: str | None
    paragraphs: str | None
    paragraphs_printed: str | None
    changes: str | None
    note: str | None
    source: str
    address: str
    published: str | None
    updated: str | None


class NewsRow(NamedTuple):
    """One item of news."""

    id: str
    kind: str
    item: str
    publisher: str
    author: str | None
    url: str | None
    description: str
    released: str | None
    dated: str | None
    listed: str | None
    memo: str | None
    changes: str | None
    note: str | None
    address: str
    published: str | None
    updated: str | None


def files(newsroom: Newsroom) -> dict[str, str]:
    """The files of open data by name, with their text; each newest first."""
    notices = [_notice(newsroom, notice) for notice in newsroom.notices]
    before = predecessors(newsroom.memos)
    memos = [_memo(newsroom, memo, before.get(memo.number, ())) for memo in newsroom.memos]
    items = [_item(newsroom, item) for item in newsroom.items]
    texts = (
        *(as_json(notices), as_csv(NoticeRow._fields, notices)),
        *(as_json(memos), as_csv(MemoRow._fields, memos)),
        *(as_json(items), as_csv(NewsRow._fields, items)),
    )
    return dict(zip(FILES, texts, strict=True))


def _notice(newsroom: Newsroom, notice: Notice) -> NoticeRow:
    buyer = newsroom.purchaser(notice)
    return NoticeRow(
        id=notice.id,
        transmittal=notice.transmittal,
        purchaser=notice.purchaser,
        code=buyer.code,
        item=notice.item,
        description=notice.description,
        total_usd=notice.total,
        value_printed=notice.value_printed,
        mde_usd=notice.mde,
        other_usd=notice.other,
        likely_usd=notice.likely,
        delivered=_day(notice.delivered),
        released=_day(notice.released),
        noticed=_day(notice.noticed),
        recorded=_day(notice.recorded),
        reported=_day(notice.reported),
        printed=_day(notice.printed),
        dated=notice.dated,
        day=_day(notice.day),
        day_is=notice.basis or None,
        citation=notice.citation,
        statute=notice.statute,
        emergency=notice.emergency,
        upgrade=notice.upgrade,
        review_days=notice.review(buyer),
        review_ends=_day(notice.review_ends(buyer)),
        contractors=_joined(notice.contractors),
        military_department=notice.military_department,
        prior_cases=notice.prior_cases,
        relates_to=_joined(notice.relates_to),
        status=notice.status,
        changes=_changes(notice),
        replaced_by=notice.withdrawn.replaced_by if notice.withdrawn else None,
        note=notice.note,
        sources=" ".join(source.url or source.title for source in notice.sources),
        address=address(notice),
        **_told(newsroom, "notice", notice),
    )


def _memo(newsroom: Newsroom, memo: Memo, ends: tuple[str, ...]) -> MemoRow:
    return MemoRow(
        number=memo.number,
        date=_day(memo.day),
        title=memo.title,
        e_change=memo.e_change,
        status=memo.standing or None,
        superseded_by=_joined(memo.superseded_by),
        partly_superseded_by=_joined(memo.partly_superseded_by),
        rescinded_by=_joined(memo.rescinded_by),
        ends=_joined(ends),
        paragraphs=_joined(tuple(map(str, memo.paragraphs))),
        paragraphs_printed=memo.paragraphs_printed,
        changes=_changes(memo),
        note=memo.note,
        source=memo.source,
        address=address(memo),
        **_told(newsroom, "memo", memo),
    )


def _item(newsroom: Newsroom, item: NewsItem) -> NewsRow:
    return NewsRow(
        id=item.id,
        kind=item.sort,
        item=item.item,
        publisher=item.publisher,
        author=item.author,
        url=item.url,
        description=item.description,
        released=_day(item.released),
        dated=item.dated,
        listed=item.listed,
        memo=item.memo,
        changes=_changes(item),
        note=item.note,
        address=address(item),
        **_told(newsroom, "news", item),
    )


def _told(newsroom: Newsroom, kind: str, record: Record) -> dict[str, str | None]:
    told = newsroom.published.get((kind, record.key))
    return {"published": _day(told.published) if told else None, "updated": _day(told.updated) if told else None}


def _changes(record: Record) -> str | None:
    told = [f"{when}: {note}" for when, note in reversed(record.changes)]
    undated = [version.note for version in record.versions if version.day is None]
    return _joined((*undated, *told))


def _joined(values: tuple[str, ...]) -> str | None:
    return "; ".join(values) or None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
