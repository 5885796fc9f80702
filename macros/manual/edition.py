"""Everything the site is made of, as values: its pages, its registers and the index over them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from macros.manual import news
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.news import Notice, Story
from macros.manual.problems import Problem
from macros.manual.registers import (
    Director,
    Fact,
    Fault,
    GuideStep,
    LoaNote,
    Memo,
    Model,
    Part,
    Planted,
    Redirect,
    Stage,
    Thesaurus,
    Tombstone,
    entries,
    mapping,
)
from macros.manual.source import Source


@dataclass(frozen=True)
class Edition:
    """One state of the site's text and data.

    ``files`` are the paths of all files below docs; ``navigation`` is the text of mkdocs.yml ('' if there is none);
    ``ledger`` the addresses of other sites that docs/data/external_links.csv lists; ``misread`` what could not be read.
    """

    sources: Mapping[str, Source]
    index: Index
    facts: Mapping[str, Fact]
    faults: tuple[Fault, ...]
    directors: tuple[Director, ...]
    steps: tuple[GuideStep, ...]
    stages: tuple[Stage, ...]
    memos: tuple[Memo, ...]
    notes: tuple[LoaNote, ...]
    tombstones: tuple[Tombstone, ...]
    redirects: tuple[Redirect, ...]
    planted: tuple[Planted, ...]
    thesaurus: tuple[Thesaurus, ...]
    acronyms: Mapping[str, str]
    ledger: frozenset[str]
    records: Mapping[str, Notice | Story]
    files: frozenset[str]
    navigation: str = field(default="", repr=False)
    misread: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls, sources: Iterable[Source], registers: Mapping[str, str], files: Iterable[str], navigation: str = ""
    ) -> Edition:
        """Read the texts of all pages and of the registers; ``registers`` are the files of docs/data by name."""
        shelf = _Shelf(registers)
        pages = {source.path: source for source in sources}
        faults = shelf.entries("faults.yml", Fault)
        notes = shelf.entries("loa_notes.yml", LoaNote)
        parts = shelf.entries("structure.yml", Part, top="parts")
        records = {path: news.record(source) for path, source in pages.items() if news.is_record(source)}
        edition = cls(
            pages,
            Index.build(pages.values(), parts, faults, notes),
            {fact.id: fact for fact in shelf.entries("facts.yml", Fact, key="id")},
            faults,
            shelf.entries("directors.yml", Director),
            shelf.entries("guide.yml", GuideStep),
            shelf.entries("lifecycle.yml", Stage),
            shelf.entries("memos.yml", Memo),
            notes,
            shelf.entries("tombstones.yml", Tombstone),
            shelf.entries("redirects.yml", Redirect),
            shelf.entries("planted.yml", Planted, top="planted"),
            shelf.entries("thesaurus.yml", Thesaurus),
            shelf.mapping("acronyms.yml"),
            frozenset(row["address"] for row in csv.DictReader(registers.get("external_links.csv", "").splitlines())),
            {path: found for path, (found, _) in records.items() if found},
            frozenset(files),
            navigation,
        )
        wrong_records = (problem for _, wrong in records.values() for problem in wrong)
        wrong_pages = (problem for source in pages.values() for problem in source.problems)
        object.__setattr__(edition, "misread", (*wrong_pages, *shelf.problems, *wrong_records))
        return edition

    def later_memos(self, label: Label, since: date) -> list[Memo]:
        """The memos after ``since`` that are known to change ``label`` or what is below it, newest first."""
        found = [memo for memo in self.memos if memo.day > since and any(p.within(label) for p in memo.paragraphs)]
        return sorted(found, key=lambda memo: memo.day, reverse=True)

    def addresses(self) -> Iterator[tuple[str, str, int]]:
        """The addresses of other sites that registers and records hold, each with its file and line."""
        for fact in self.facts.values():
            yield fact.url, "data/facts.yml", fact.line
        for director in self.directors:
            yield director.source.url or "", "data/directors.yml", director.line
        for part in self.index.parts.values():
            yield part.official or "", "data/structure.yml", part.line
        for note in self.notes:
            yield note.official, "data/loa_notes.yml", note.line
        for memo in self.memos:
            yield memo.source, "data/memos.yml", memo.line
        for path, record in self.records.items():
            for source in record.sources:
                yield source.url or "", path, 1


class _Shelf:
    """Takes registers down one by one and keeps what is wrong with them. A register that is not there is empty."""

    def __init__(self, registers: Mapping[str, str]) -> None:
        self.registers = registers
        self.problems: list[Problem] = []

    def entries(self, name: str, model: type[Model], *, top: str = "", key: str = "") -> tuple[Model, ...]:
        """The entries of a register that is a list, or a mapping whose names become the field ``key``."""
        if name not in self.registers:
            return ()
        found, problems = entries(f"data/{name}", self.registers[name], model, top=top, key=key)
        self.problems += problems
        return tuple(found)

    def mapping(self, name: str) -> Mapping[str, str]:
        """A register that is a mapping of words to words."""
        if name not in self.registers:
            return {}
        found, problems = mapping(f"data/{name}", self.registers[name])
        self.problems += problems
        return found
