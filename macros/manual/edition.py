"""Everything the site is made of, as values: its pages, its registers and the index over them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from macros.manual import diagrams, glossary, reviews
from macros.manual.diagrams import Diagram
from macros.manual.glossary import Term
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.memos import Memo, changing
from macros.manual.newsroom import Newsroom
from macros.manual.problems import Problem
from macros.manual.registers import (
    Director,
    Fact,
    Fault,
    GuideStep,
    LoaNote,
    Model,
    Part,
    Planted,
    Redirect,
    Stage,
    Thesaurus,
    Tombstone,
    entries,
)
from macros.manual.reviews import Reviews
from macros.manual.source import Source
from macros.manual.storyboard import Scene


@dataclass(frozen=True)
class Edition:
    """One state of the site's text and data.

    ``files`` are the paths of all files below docs; ``navigation`` is the text of mkdocs.yml ('' if there is none);
    ``ledger`` the addresses of other sites that docs/data/external_links.csv lists; ``reviews`` what summarised
    paragraphs said at the last review; ``misread`` what could not be read; ``captions`` the committed captions of the
    video, whose scenes are its ``storyboard``.
    """

    sources: Mapping[str, Source]
    index: Index
    facts: Mapping[str, Fact]
    faults: tuple[Fault, ...]
    directors: tuple[Director, ...]
    steps: tuple[GuideStep, ...]
    stages: tuple[Stage, ...]
    notes: tuple[LoaNote, ...]
    tombstones: tuple[Tombstone, ...]
    redirects: tuple[Redirect, ...]
    planted: tuple[Planted, ...]
    thesaurus: tuple[Thesaurus, ...]
    glossary: tuple[Term, ...]
    ledger: frozenset[str]
    reviews: Reviews
    newsroom: Newsroom
    diagrams: Mapping[str, Diagram]
    storyboard: tuple[Scene, ...]
    files: frozenset[str]
    navigation: str = field(default="", repr=False)
    misread: tuple[Problem, ...] = ()
    captions: str = field(default="", repr=False)

    @classmethod
    def of(
        cls,
        sources: Iterable[Source],
        registers: Mapping[str, str],
        files: Iterable[str],
        navigation: str = "",
        drawings: Mapping[str, str] | None = None,
        captions: str = "",
    ) -> Edition:
        """Read the texts of all pages and of the registers; ``registers`` are the files of docs/data by name.

        ``drawings`` are the texts of the diagrams by their path below docs; ``captions`` are the committed
        ones of the video, '' if there are none.
        """
        shelf = _Shelf(registers)
        pages = {source.path: source for source in sources}
        faults = shelf.entries("faults.yml", Fault)
        notes = shelf.entries("loa_notes.yml", LoaNote)
        parts = shelf.entries("structure.yml", Part, top="parts")
        newsroom = Newsroom.of(registers, pages.values())
        reviewed, misread_reviews = reviews.read(registers.get("reviews.csv", ""))
        drawn = {path: diagrams.read(path, text) for path, text in (drawings or {}).items()}
        found = {path: diagram for path, (diagram, _) in drawn.items() if diagram}
        edition = cls(
            pages,
            Index.build(pages.values(), parts, faults, notes),
            {fact.id: fact for fact in shelf.entries("facts.yml", Fact, key="id")},
            faults,
            shelf.entries("directors.yml", Director),
            shelf.entries("guide.yml", GuideStep),
            shelf.entries("lifecycle.yml", Stage),
            notes,
            shelf.entries("tombstones.yml", Tombstone),
            shelf.entries("redirects.yml", Redirect),
            shelf.entries("planted.yml", Planted, top="planted"),
            shelf.entries("thesaurus.yml", Thesaurus),
            shelf.entries("glossary.yml", Term),
            frozenset(row["address"] for row in csv.DictReader(registers.get("external_links.csv", "").splitlines())),
            reviewed,
            newsroom,
            found,
            shelf.entries("video.yml", Scene),
            frozenset(files),
            navigation,
            captions=captions,
        )
        wrong_drawings = (
            *(problem for _, wrong in drawn.values() for problem in wrong),
            *diagrams.problems(found, drawings or {}, pages, edition.index),
        )
        wrong_pages = (problem for source in pages.values() for problem in source.problems)
        object.__setattr__(edition, "misread", (*wrong_pages, *shelf.problems, *misread_reviews, *wrong_drawings))
        return edition

    @property
    def expansions(self) -> Mapping[str, tuple[str, ...]]:
        """What each acronym may stand for; several expansions where the letters are ambiguous."""
        return glossary.expansions(self.glossary)

    @property
    def acronyms(self) -> Mapping[str, str]:
        """What each acronym of one word stands for, without those that mean several things or are also a word."""
        clear = glossary.expansions([term for term in self.glossary if term.tooltip])
        return {name: found[0] for name, found in clear.items() if len(found) == 1 and " " not in name}

    def later_memos(self, label: Label, since: date) -> list[Memo]:
        """The memos after ``since`` that are known to change ``label`` or what is below it, newest first."""
        later = (memo for memo in self.newsroom.memos if memo.day and memo.day > since)  # newest first already
        return [memo for memo in later if any(changed.within(label) for changed in memo.paragraphs)]

    @cached_property
    def memos_changing(self) -> Mapping[Label, tuple[Memo, ...]]:
        """The memos that say they change each label, oldest first."""
        return changing(self.newsroom.memos)

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
        yield from self.newsroom.addresses()
        for term in self.glossary:
            for meaning in term.meanings:
                yield (meaning.source.url if meaning.source else None) or "", "data/glossary.yml", term.line


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
