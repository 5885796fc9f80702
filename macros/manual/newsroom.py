"""All records of news together: read from the files of docs/data and from pages with a text of their own.

A record stands in one place. A notice is an entry of ``data/notices/YEAR.yml``, or, where somebody wrote a text about
it, the front matter of ``news/sales/ID.md``; a memo is an entry of ``data/memos.yml``; an item of news an entry of
``data/news.yml`` or the front matter of ``news/press/ID.md``. Pages, indexes, feeds and open data are made of them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TypeVar, cast

from pydantic import ValidationError

from macros.manual import ledger
from macros.manual.ledger import Ledger
from macros.manual.memos import Memo, contradictions
from macros.manual.news import NewsItem
from macros.manual.notices import BASES, Notice
from macros.manual.problems import Problem
from macros.manual.purchasers import Purchaser, Purchasers
from macros.manual.records import File, Record, Removed
from macros.manual.registers import Entry
from macros.manual.rows import Row, rows, validated
from macros.manual.source import Source

FOLDERS = {"notice": "news/sales", "memo": "memos", "news": "news/press"}  # where the pages of each kind are
PAGE_ONLY = frozenset({"kind", "template", "title", "hide", "search"})  # front matter that is for the page alone
KINDS: Mapping[type[Record], str] = {Notice: "notice", Memo: "memo", NewsItem: "news"}
Kept = TypeVar("Kept", bound=Record)
Read = TypeVar("Read", bound=Entry)


@dataclass(frozen=True)
class Newsroom:
    """The records by kind, each newest first, with the registers beside them; ``problems`` are of reading them."""

    purchasers: Purchasers
    notices: tuple[Notice, ...] = ()
    memos: tuple[Memo, ...] = ()
    items: tuple[NewsItem, ...] = ()
    files: Mapping[tuple[str, str], tuple[File, ...]] = field(default_factory=dict)  # by number and purchaser
    removed: tuple[Removed, ...] = ()
    published: Ledger = field(default_factory=dict)
    kept: bool = False  # whether there is a ledger; where there is none, nothing was published and nothing compared
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, registers: Mapping[str, str], sources: Iterable[Source]) -> Newsroom:
        """Read the registers (name below docs/data to text) and the front matter of the pages that are records."""
        desk = _Desk(registers)
        pages = [source for source in sources if is_record(source)]
        notices = [n for name in sorted(registers) if name.startswith("notices/") for n in desk.entries(name, Notice)]
        ledger_read, unread = ledger.read(registers.get("published.csv", ""))
        return cls(
            Purchasers(desk.entries("purchasers.yml", Purchaser)),
            _newest_first([*notices, *desk.pages(pages, "notice", Notice)]),
            _newest_first(desk.entries("memos.yml", Memo)),
            _newest_first([*desk.entries("news.yml", NewsItem), *desk.pages(pages, "news", NewsItem)]),
            _files(registers.get("notice_files.csv", ""), desk.problems),
            tuple(desk.entries("removed.yml", Removed)),
            ledger_read,
            "published.csv" in registers,
            (*desk.problems, *unread),
        )

    @property
    def records(self) -> Iterator[tuple[str, Record]]:
        """Every record with its kind."""
        for kind, group in (("notice", self.notices), ("memo", self.memos), ("news", self.items)):
            for record in group:
                yield kind, cast(Record, record)

    def as_of(self, now: datetime) -> Newsroom:
        """What may be seen at that moment: all but what is held back until later."""

        def seen(group: tuple[Kept, ...]) -> tuple[Kept, ...]:
            return tuple(record for record in group if not record.held(now))

        return replace(self, notices=seen(self.notices), memos=seen(self.memos), items=seen(self.items))

    def addresses(self) -> Iterator[tuple[str, str, int]]:
        """The addresses of other sites that records and files name, each with its file and line."""
        for memo in self.memos:
            yield memo.source, memo.file, memo.line
        for item in self.items:
            yield item.url or "", item.file, item.line
            yield from ((source.url or "", item.file, item.line) for source in item.sources)
        for notice in self.notices:
            yield from ((source.url or "", notice.file, notice.line) for source in notice.sources)
        for group in self.files.values():
            for file in group:
                yield file.address, "data/notice_files.csv", file.line

    def purchaser(self, notice: Notice) -> Purchaser:
        """Who buys. A name that the register lacks, which the checks report, stands for itself."""
        return self.purchasers.get(notice.purchaser) or Purchaser(name=notice.purchaser)

    def unread_files(self) -> list[tuple[File, ...]]:
        """The files of which we hold no notice: nothing is known but the number and the purchaser in their names."""
        known = {(notice.id, notice.purchaser) for notice in self.notices}
        left = [group for key, group in self.files.items() if key not in known]
        return sorted(left, key=lambda group: natural(group[0].transmittal), reverse=True)


def is_record(source: Source) -> bool:
    """Whether the page is a record of news rather than an index of them."""
    return source.path.startswith("news/") and source.meta.get("kind") is not None


def problems(newsroom: Newsroom, now: datetime, *, publishing: bool = False) -> list[Problem]:
    """What is wrong with the records, each alone and all together, as of ``now``."""
    records = list(newsroom.records)
    whole = not newsroom.problems  # with an entry unread, what names it cannot be judged
    return [
        *newsroom.problems,
        *_duplicates(records),
        *_embargoed(records, now),
        *(problem for kind, record in records for problem in alone(kind, record, newsroom.purchasers, now)),
        *(_replaced(records) if whole else ()),
        *contradictions(newsroom.memos, whole=whole),
        *(
            ledger.disagreements(newsroom.published, records, newsroom.removed, publishing=publishing, whole=whole)
            if newsroom.kept
            else ()
        ),
    ]


def alone(kind: str, record: Record, purchasers: Purchasers, now: datetime) -> Iterator[Problem]:
    """What is wrong with a record whatever else there is: an unknown purchaser, a day that has not come yet."""
    if isinstance(record, Notice):
        yield from _known(record, purchasers)
    today = now.astimezone(UTC).date()
    for name, day in _days(record):
        if day and day > today:
            said = f"The {kind} {record.key} gives {name} as {day}, which has not come yet"
            yield Problem(record.file, record.line, "future-day", said)


class _Desk:
    """Reads the files and keeps what is wrong with them."""

    def __init__(self, registers: Mapping[str, str]) -> None:
        self.registers = registers
        self.problems: list[Problem] = []

    def entries(self, name: str, model: type[Read]) -> list[Read]:
        """The entries of a register; a file that is not there has none."""
        text = self.registers.get(name)
        if text is None:
            return []
        path = f"data/{name}"
        read, wrong = rows(path, text)
        self.problems += wrong
        return [kept for row in read if (kept := self._entry(path, row, model)) is not None]

    def pages(self, sources: Iterable[Source], kind: str, model: type[Kept]) -> list[Kept]:
        """The records in the front matter of pages."""
        found = []
        for source in sources:
            said = source.meta.get("kind")
            if said not in ("notice", "news") and kind == "notice":  # said once
                message = f"kind is {said!r}"
                self.problems.append(Problem(source.path, 2, "register", message, "Write notice or news."))
            if said != kind:
                continue
            read, wrong = rows(source.path, source.front, 2)
            self.problems += wrong
            name = source.path.rpartition("/")[2].removesuffix(".md")
            for row in read:
                values = {key: value for key, value in row.values.items() if key not in PAGE_ONLY}
                if values.setdefault("id", name) != name:
                    said = f"The id {values['id']} is not the name of the file"
                    self.problems.append(Problem(source.path, 2, "register", said, "Name the file as its id."))
                kept = self._entry(source.path, Row(values, row.line, row.lines), model, path=source.path)
                found += [kept] if kept else []
        return found

    def _entry(self, file: str, row: Row, model: type[Read], path: str = "") -> Read | None:
        given = {"file": file, "path": path} if issubclass(model, Record) else {}
        kept, wrong = validated(file, row, model, **given)
        self.problems += wrong
        if not isinstance(kept, Record) or path:
            return kept
        if isinstance(kept, Notice) and file != f"data/notices/{kept.shelf}.yml":
            said = f"The notice {kept.id} belongs into data/notices/{kept.shelf}.yml"
            self.problems.append(Problem(file, row.line, "register", said, "Move it."))
        return kept.model_copy(update={"path": f"{FOLDERS[KINDS[type(kept)]]}/{kept.key}.md"})


def _newest_first(records: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(records, key=lambda record: record.order, reverse=True))


def natural(text: str) -> list[tuple[int, str]]:
    """Sorts 25-9 before 25-10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text)]


def _files(text: str, found: list[Problem]) -> Mapping[tuple[str, str], tuple[File, ...]]:
    files = defaultdict(list)
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            file = File.model_validate({**row, "line": number})
        except ValidationError as error:
            said = f"The line cannot be read: {error.errors()[0]['loc'][0]} {error.errors()[0]['msg'].lower()}"
            found.append(Problem("data/notice_files.csv", number, "register", said))
        else:
            files[file.transmittal, file.purchaser].append(file)
    return {key: tuple(group) for key, group in files.items()}


def _duplicates(records: Iterable[tuple[str, Record]]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Record] = {}
    for kind, record in sorted(records, key=lambda row: (row[1].file, row[1].line)):
        for name in (record.key, *record.formerly):
            first = seen.setdefault((kind, name.casefold()), record)  # addresses that differ in case alone clash
            if first is not record:
                said = f"The {kind} {name} stands in {first.file}:{first.line} already"
                yield Problem(record.file, record.line, "duplicate-record", said)


def _embargoed(records: Iterable[tuple[str, Record]], now: datetime) -> Iterator[Problem]:
    for kind, record in records:
        if record.held(now):
            said = f"The {kind} {record.key} is held back until {record.release_at} and stands among what is published"
            yield Problem(record.file, record.line, "embargo", said)


def _known(notice: Notice, purchasers: Purchasers) -> Iterator[Problem]:
    if purchasers.get(notice.purchaser) is None:
        near = purchasers.nearest(notice.purchaser)
        said = f"{notice.id}: data/purchasers.yml has no purchaser {notice.purchaser!r}"
        advice = f"Did you mean {near!r}? If not, add it there with its code." if near else ""
        yield Problem(notice.file, notice.line, "unknown-purchaser", said, advice)


def _days(record: Record) -> Iterator[tuple[str, date | None]]:
    """Every day that a record gives, with its name."""
    if isinstance(record, Notice):
        yield from ((name, getattr(record, name)) for name in BASES)
    else:
        yield "the day", getattr(record, "day", None)
    yield from (("the day of a version", version.day) for version in record.versions)
    yield "the day of its withdrawal", record.withdrawn.day if record.withdrawn else None


def _replaced(records: Iterable[tuple[str, Record]]) -> Iterator[Problem]:
    known = {(kind, record.key) for kind, record in records}
    for kind, record in records:
        other = record.withdrawn.replaced_by if record.withdrawn else None
        if other is not None and ((kind, other) not in known or other == record.key):
            said = f"{record.key} is said to be replaced by {other}, which is no other {kind} here"
            yield Problem(record.file, record.line, "register", said, "Correct the id.")
