"""Pages that are put together from other sources than the chapter's text: each statement names its source and date.

Where the text of a chapter cannot be had, its pages say what other public papers say of it. Such a page has
``compiled: true`` in its front matter. Every paragraph, list item and table row on it carries a footnote, or cites a
paragraph of a chapter that this edition holds from its text; each footnote says who published what, and when::

    The Agency manages the programme.[^dsca-02-43]

    [^dsca-02-43]: DSCA, [Policy Memorandum 02-43](https://samm.dsca.mil/…), as of 4 December 2002. Superseded.

A line that ends in a colon may name the source for the list or table right below it. Our own notes need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from macros.manual.citations import find_citations
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.paragraphs import Block, blocks, caption, citable, opening
from macros.manual.problems import Problem
from macros.manual.source import Source

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
DATE = rf"(?:(?:(?P<day>[1-9]|[12]\d|3[01]) )?(?P<month>{'|'.join(MONTHS)}) )?(?P<year>(?:19|20)\d\d)"
DEFINITION = re.compile(r"^[ ]{0,3}\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<text>.*)$", re.MULTILINE)
REFERENCE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?!:)")
SOURCE = re.compile(
    r"(?P<publisher>[^\[\]]+), \[(?P<title>[^\]]+)\]\((?P<address>https?://[^\s)]+)\), "
    rf"(?:as of|undated, not before) {DATE}\.(?: (?P<note>\S.*))?"
)
DATED = re.compile(rf"(?:as of|undated, not before) {DATE}\.")
ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+", re.MULTILINE)
OURS = re.compile(r'[!?]{3}\+? note "Our note')
MACRO = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, order=True, slots=True)
class AsOf:
    """The date of a source as far as it gives one: a year, a month (else 0), a day (else 0)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, match: re.Match[str]) -> AsOf:
        """The date in a match of a pattern that contains DATE."""
        month = MONTHS.index(match["month"]) + 1 if match["month"] else 0
        return cls(int(match["year"]), month, int(match["day"] or 0))

    def __str__(self) -> str:
        words = (str(self.day or ""), MONTHS[self.month - 1] if self.month else "", str(self.year))
        return " ".join(filter(None, words))


@dataclass(frozen=True, slots=True)
class Footnote:
    """What stands behind a statement. ``as_of`` is None, and the rest '', where it has not the form it must have."""

    name: str
    line: int
    text: str
    publisher: str = ""
    title: str = ""
    address: str = ""
    as_of: AsOf | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph, list item or table row: its line, the footnotes behind it, and the numbers that it cites.

    ``leads_in`` marks a line that ends in a colon: what it says stands in the list or table below it.
    """

    line: int
    notes: tuple[str, ...]
    cited: tuple[Label, ...] = field(default=())
    leads_in: bool = False


def footnotes(source: Source) -> list[Footnote]:
    """The footnotes that a page defines, in their order."""
    found = []
    for block in blocks(source.text, source.first_line):
        for match in DEFINITION.finditer(block.text):
            line = block.line + block.text.count("\n", 0, match.start())
            found.append(_read(Footnote(match["name"], line, match["text"].strip())))
    return found


def statements(source: Source) -> list[Statement]:
    """All that a compiled page states, in its order; a lead-in's footnotes and citations pass to what it leads to."""
    found: list[Statement] = []
    lead: Statement | None = None
    ours = False
    for block in blocks(source.text, source.first_line):
        ours = bool(OURS.match(block.text)) or (ours and block.text.startswith("    "))
        if ours or caption(block.text) or MACRO.fullmatch(block.text.strip()):
            continue
        rows = _rows(block)
        if not rows:
            lead = _whole(block)
            found += [lead] if lead else []
            lead = lead if lead and lead.leads_in else None
            continue
        for row in rows:
            said = _stated(row)
            found.append(_under(lead, said) if lead else said)
    return found


def findings(source: Source, index: Index) -> Iterator[Problem]:
    """Statements without a source, footnotes without their parts, and footnotes that miss their other end."""
    defined = footnotes(source)
    names = {note.name for note in defined}
    for statement in statements(source):
        if not statement.leads_in and not sourced(statement, index):
            yield Problem(source.path, statement.line, "statement-without-source", "A statement names no source")
    for note in defined:
        if note.as_of is None:
            rule, lacks = ("malformed-source", "the form of a source") if DATED.search(note.text) else NO_DATE
            yield Problem(source.path, note.line, rule, f"The footnote [^{note.name}] has not {lacks}")
    used = dict(_references(source))
    for name, line in used.items():
        if name not in names:
            yield Problem(source.path, line, "footnote-undefined", f"The footnote [^{name}] is not defined")
    for note in defined:
        if note.name not in used:
            yield Problem(source.path, note.line, "footnote-unused", f"Nothing refers to the footnote [^{note.name}]")


NO_DATE = ("source-without-date", "the date of its source")


def sourced(statement: Statement, index: Index) -> bool:
    """Whether a footnote stands behind the statement, or a paragraph that follows the official text."""
    places = (index.places.get(label) for label in statement.cited)
    return bool(statement.notes) or any(place and place.path not in index.compiled for place in places)


def _read(note: Footnote) -> Footnote:
    match = SOURCE.fullmatch(note.text)
    if match is None:
        return note
    publisher, title, address = match["publisher"], match["title"], match["address"]
    return Footnote(note.name, note.line, note.text, publisher, title, address, AsOf.of(match), match["note"] or "")


def _rows(block: Block) -> list[Block]:
    """The items of a list or the rows of a table; nothing for other text."""
    if block.text.lstrip().startswith("|"):
        lines = block.text.split("\n")
        return [Block(block.line + n, line) for n, line in enumerate(lines) if n > 1]  # below the heads and their rule
    if not ITEM.match(block.text):
        return []
    starts = [match.start() for match in ITEM.finditer(block.text)]
    ends = [*starts[1:], len(block.text)]
    return [
        Block(block.line + block.text.count("\n", 0, start), block.text[start:end].rstrip())
        for start, end in zip(starts, ends, strict=True)
    ]


def _whole(block: Block) -> Statement | None:
    """The statement of a block that is neither list nor table: None for headings, bare numbers and footnotes."""
    found = opening(block.text)
    text = block.text[found.length :] if found else block.text
    text = DEFINITION.sub("", re.sub(r"^#.*$", "", text, flags=re.MULTILINE))
    return _stated(Block(block.line, text)) if text.strip() else None


def _stated(block: Block) -> Statement:
    notes = tuple(match["name"] for match in REFERENCE.finditer(block.text))
    citations = find_citations(citable(block.text))
    cited = tuple(label for found in citations for label in (found.label, *found.through) if label)
    return Statement(block.line, notes, cited, REFERENCE.sub("", block.text).rstrip().endswith(":"))


def _under(lead: Statement, said: Statement) -> Statement:
    return replace(said, notes=(*said.notes, *lead.notes), cited=(*said.cited, *lead.cited), leads_in=False)


def _references(source: Source) -> Sequence[tuple[str, int]]:
    """The footnotes that the text refers to, each with the last line that does."""
    return [
        (match["name"], block.line + block.text.count("\n", 0, match.start()))
        for block in blocks(source.text, source.first_line)
        for match in REFERENCE.finditer(block.text)
    ]
