"""The authors' macros that print news: lists of records, and what stands about one on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from markupsafe import Markup

from macros.manual import charts, feeds, tallies
from macros.manual.labels import Label
from macros.manual.memos import Memo, predecessors
from macros.manual.news import SORTS, NewsItem
from macros.manual.newsroom import Newsroom
from macros.manual.notices import BASES, Notice
from macros.manual.records import Record
from macros.manual.shelves import NAMES, STANDINGS, STATUSES, Shelf, chapters, marks, shelves, standing
from macros.manual.tallies import Tally
from macros.sandbox import Macro

LARGEST = 20  # purchasers in a chart; the table beneath has all


class Bulletins:
    """The news of one edition. ``show`` prints a template with the values that it is given."""

    def __init__(self, newsroom: Newsroom, parts: Iterable[Label], show: Callable[..., str]) -> None:
        self.newsroom = newsroom
        self.parts = tuple(parts)
        self.show = show
        self.by_path = {record.path: (kind, record) for kind, record in newsroom.records}
        self.memos = {memo.number: memo for memo in newsroom.memos}
        self.before = predecessors(newsroom.memos)
        self.shelves = {shelf.path: shelf for shelf in shelves(newsroom)}

    def macros(self) -> Mapping[str, Macro]:
        """The macros by the names that pages use."""
        return {
            macro.__name__: macro
            for macro in (
                self.latest_news,
                self.news_register,
                self.news_shelf,
                self.news_shelves,
                self.unread_files,
                self.news_coverage,
                self.notice_charts,
                self.news_coverage_table,
                self.feeds_table,
            )
        }

    def latest_news(self, count: int = 4, kind: str = "") -> str:
        """The newest records, newest first; ``kind`` may be ``notice``, ``memo`` or ``news``."""
        found = [record for name, record in self.newsroom.records if kind in ("", name)]
        found.sort(key=lambda record: record.order, reverse=True)
        return self._list("latest_news.html", found[:count])

    def news_register(self, kind: str) -> str:
        """All records of a kind as a table with filters; ``kind`` is ``notice``, ``memo`` or ``news``."""
        found = [record for name, record in self.newsroom.records if name == kind]
        choices: dict[str, list[Shelf]] = {}
        for shelf in self.shelves.values():
            if shelf.kind == kind:
                choices.setdefault(shelf.by, []).append(shelf)
        feed = {"notice": "notices", "memo": "memos", "news": "news"}[kind]
        return self._list("news_register.html", found, kind=kind, choices=choices, feed=feed)

    def news_shelf(self, path: str) -> str:
        """The records of one list, and the ways to the lists beside it."""
        shelf = self.shelves[path]
        beside = [each for each in self.shelves.values() if (each.kind, each.by) == (shelf.kind, shelf.by)]
        files = [
            group
            for group in self.newsroom.unread_files()
            if shelf.by == "country"
            and (buyer := self.newsroom.purchasers.get(group[0].purchaser))
            and buyer.key == shelf.key
        ]
        return self._list(
            "news_register.html",
            shelf.records,
            kind=shelf.kind,
            shelf=shelf,
            beside=beside,
            feed=shelf.feed,
            files=files,
        )

    def news_shelves(self, kind: str) -> str:
        """The ways to all lists of a kind: by year, purchaser, status, chapter."""
        groups: dict[str, list[Shelf]] = {}
        for shelf in self.shelves.values():
            if shelf.kind == kind:
                groups.setdefault(shelf.by, []).append(shelf)
        return self.show("news_shelves.html", groups=groups, kind=kind, short=self._short)

    def unread_files(self) -> str:
        """The files of the agency's library of which we hold no notice, by the year of their number."""
        years: dict[str, list[object]] = {}
        for group in self.newsroom.unread_files():
            years.setdefault(f"20{group[0].transmittal[:2]}", []).append(group)
        return self.show("unread_files.html", years=years)

    def news_coverage(self) -> str:
        """How many notices we hold, in a sentence that a page can put before a list or a chart."""
        held, unread = len(self.newsroom.notices), len(self.newsroom.unread_files())
        return f"{held} notices, and {unread} more numbers of which only a file is known"

    def facts(self, path: str) -> str:
        """The facts of the record on a page, in a box."""
        _, record = self.by_path.get(path, ("", None))
        if isinstance(record, Notice):
            buyer = self.newsroom.purchaser(record)
            days = [(name, BASES[name], getattr(record, name)) for name in BASES if getattr(record, name)]
            related = [self._notice(number) for number in record.relates_to]
            return self.show("notice.html", notice=record, buyer=buyer, days=days, related=related, marks=marks(record))
        if isinstance(record, Memo):
            ended = [(number, self.memos.get(number)) for number in record.ended_by]
            partly = [(number, self.memos.get(number)) for number in record.partly_superseded_by]
            before = [self.memos[number] for number in self.before.get(record.number, ())]
            return self.show(
                "memo.html", memo=record, ended=ended, partly=partly, before=before, news=self._told(record)
            )
        if isinstance(record, NewsItem):
            return self.show("item.html", item=record, sort=SORTS[record.sort], memo=self.memos.get(record.memo or ""))
        return ""

    def sources(self, path: str) -> str:
        """Where the record on a page comes from, which files the agency has of it, and its versions."""
        kind, record = self.by_path.get(path, ("", None))
        if record is None:
            return ""
        files = self.newsroom.files.get((record.key, record.purchaser), ()) if isinstance(record, Notice) else ()
        told = self.newsroom.published.get((kind, record.key))
        return self.show("sources.html", record=record, files=files, told=told, kind=kind)

    def eyebrow(self, path: str) -> str:
        """The line above the heading."""
        kind, record = self.by_path.get(path, ("", None))
        return self.show("eyebrow.html", kind=kind, record=record, names=NAMES)

    def history(self, label: Label, memos: Sequence[Memo]) -> str:
        """The memos that change a section as a whole, and the way to all that change a chapter."""
        shelf = self.shelves.get(f"memos/chapter/{str(label).lower()}.md")
        return self.show("memo_history.html", memos=memos, shelf=shelf) if memos or shelf else ""

    def notice_charts(self) -> str:
        """The charts of notices by year and by purchaser, number and amount, each with its table."""
        years, buyers = tallies.by_year(self.newsroom), tallies.by_purchaser(self.newsroom)
        text = "The table below the chart gives the same values. Estimated and notified, not sales."
        newest = list(reversed(years))
        drawn = {
            "year-value": charts.bars(
                "year-value", "Estimated cost by year, in billion dollars", text, billions(newest)
            ),
            "year-count": charts.bars("year-count", "Notices by year", text, [(t.name, t.count) for t in newest]),
            "buyer-value": charts.bars(
                "buyer-value", "Estimated cost by purchaser, in billion dollars", text, billions(buyers[:LARGEST])
            ),
            "buyer-count": charts.bars(
                "buyer-count", "Notices of the same purchasers", text, [(t.name, t.count) for t in buyers[:LARGEST]]
            ),
        }
        return self.show(
            "notice_charts.html",
            charts={name: Markup(svg) for name, svg in drawn.items()},  # noqa: S704  charts.py escapes what it is given
            years=newest,
            buyers=buyers,
            largest=LARGEST,
            undated=tallies.undated(self.newsroom),
            left_out=len(self.newsroom.notices) - len(tallies.counted(self.newsroom)),
            notices=len(self.newsroom.notices),
        )

    def news_coverage_table(self) -> str:
        """For each fiscal year of a number: how many notices we hold, and how many we know by a file alone."""
        return self.show("coverage_table.html", coverage=tallies.coverage(self.newsroom))

    def feeds_table(self) -> str:
        """Every feed with its formats."""
        return self.show("feeds_table.html", feeds=feeds.feeds(self.newsroom, self.parts), formats=list(feeds.FORMATS))

    def _list(self, template: str, records: Sequence[Record], **values: object) -> str:
        return self.show(
            template,
            rows=[(self.by_path[record.path][0], record) for record in records],
            newsroom=self.newsroom,
            marks=marks,
            standing=standing,
            chapters=chapters,
            names=NAMES,
            sorts=SORTS,
            statuses=STATUSES,
            standings=STANDINGS,
            short=self._short,
            **values,
        )

    def _short(self, shelf: Shelf) -> str:
        """The name of a list among those beside it."""
        match shelf.by:
            case "country":
                return shelf.title.removeprefix("Arms-sales notices: ")
            case "year":
                return shelf.key
            case "chapter":
                return shelf.title.removeprefix("Policy memos that change ")
        return shelf.title.removeprefix("Policy memos: ")

    def _notice(self, number: str) -> tuple[str, Notice | None]:
        return number, next((notice for notice in self.newsroom.notices if notice.id == number), None)

    def _told(self, memo: Memo) -> list[NewsItem]:
        return [item for item in self.newsroom.items if item.memo == memo.number]


def billions(found: Iterable[Tally]) -> list[tuple[str, float]]:
    """The amounts in billion dollars, for a chart."""
    return [(tally.name, tally.total / 10**9) for tally in found]
