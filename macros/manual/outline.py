"""The text of a page as a tree of numbered paragraphs, tables and figures, and what is wrong with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from macros.manual.labels import Kind, Label
from macros.manual.paragraphs import (
    FOOTNOTE,
    MALFORMED,
    NUMBERED_LINE,
    UNDOTTED,
    Block,
    Opening,
    blocks,
    caption,
    opening,
)
from macros.manual.problems import Problem
from macros.manual.source import TITLE, Source


@dataclass(slots=True)
class Paragraph:
    """A numbered paragraph, table or figure: where it stands, its title, its own text and what is below it.

    ``pieces`` are its blocks of text with their lines, the number and run-in title cut off. The page itself is
    the root: a Paragraph whose label is the section's (None for a page that is not of the manual).
    """

    label: Label | None
    title: str
    line: int
    pieces: list[Block] = field(default_factory=list)
    children: list[Paragraph] = field(default_factory=list)

    def walk(self) -> Iterator[Paragraph]:
        """This paragraph and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """The paragraph's own Markdown, without what is below it."""
        return "\n\n".join(piece.text for piece in self.pieces)

    def __str__(self) -> str:
        return "\n".join(self._drawn(""))

    def _drawn(self, margin: str) -> Iterator[str]:
        yield f"{margin}{self.label.titled if self.label else 'page'}" + (f" {self.title}" if self.title else "")
        for child in self.children:
            yield from child._drawn(margin + "  ")


@dataclass(frozen=True, slots=True)
class Outline:
    """What ``outline`` makes of a page."""

    root: Paragraph
    problems: tuple[Problem, ...]

    @property
    def labels(self) -> list[Label]:
        """The numbers on the page, in reading order, the page's own first."""
        return [paragraph.label for paragraph in self.root.walk() if paragraph.label]

    @property
    def numbered(self) -> list[Paragraph]:
        """All that bears a number on the page, in reading order, the page's own heading first."""
        return [paragraph for paragraph in self.root.walk() if paragraph.label]

    @property
    def anchors(self) -> list[tuple[str, Paragraph]]:
        """All that bears a number, with its id on the page: of two equal numbers the second is ``C6.7.3.1.1-2``."""
        seen: Counter[str] = Counter()
        found = []
        for paragraph in self.numbered:
            name = paragraph.label.anchor if paragraph.label else ""
            seen[name] += 1
            found.append((name if seen[name] == 1 else f"{name}-{seen[name]}", paragraph))
        return found


def outline(source: Source, stands_for: Mapping[Label, Label] | None = None) -> Outline:
    """Read the page's tree.

    ``stands_for`` names the paragraphs that the official text misnumbers and the number each stands in the place
    of, so that a recorded fault is nested where it belongs and not reported again.
    """
    return _Reader(source, stands_for or {}).read()


class _Reader:
    """Goes through the blocks of a page from top to bottom, keeping the paragraphs that are still open."""

    def __init__(self, source: Source, stands_for: Mapping[Label, Label]) -> None:
        self.source = source
        self.stands_for = stands_for
        self.problems: list[Problem] = []
        head = source.opening
        line = source.heading[0] if source.heading else source.first_line
        self.root = Paragraph(head.label if head else None, head.title if head else source.title, line)
        self.open = [self.root]

    def read(self) -> Outline:
        captioned: Paragraph | None = None
        for block in blocks(self.source.text, self.source.first_line):
            if found := opening(block.text):
                self._alone(captioned)
                captioned = None
                self._number(block, found)
            elif found := caption(block.text):
                self._alone(captioned)
                captioned = Paragraph(found.label, found.title, block.line)
                self.open[-1].children.append(captioned)
            else:
                captioned = None
                self._prose(block)
        self._alone(captioned)
        return Outline(self.root, tuple(self.problems))

    def _number(self, block: Block, found: Opening) -> None:
        place = self._place(found.label)
        self._in_order(block.line, found.label, place)
        while len(self.open) > 1 and not self._below(place, self.open[-1]):
            self.open.pop()
        rest = block.text[found.length :]
        paragraph = Paragraph(found.label, found.title, block.line, [Block(block.line, rest)] if rest.strip() else [])
        self.open[-1].children.append(paragraph)
        self.open.append(paragraph)
        self._inside(block, block.text.partition("\n")[2], 1)

    def _prose(self, block: Block) -> None:
        if FOOTNOTE.match(block.text):  # the foot of the page, which no paragraph owns
            return
        if TITLE.match(block.text.partition("\n")[0]):  # the page's heading, which no paragraph owns
            block = Block(block.line + 1, block.text.partition("\n")[2])
        if not block.text:
            return
        self.open[-1].pieces.append(block)
        if block.text.startswith("    "):  # a continuation of a list or note, where Markdown sees no paragraph
            return
        if match := UNDOTTED.match(block.text):
            self._say(block.line, "missing-final-dot", f"The paragraph {match['number']} opens without a final dot")
        elif match := MALFORMED.match(block.text):
            self._say(block.line, "malformed-number", f"{match['number']!r} is not a number of the manual")
        else:
            self._inside(block, block.text, 0)

    def _inside(self, block: Block, text: str, skipped: int) -> None:
        """Numbers at the start of a later line of a block."""
        for match in NUMBERED_LINE.finditer(text):
            line = block.line + skipped + text.count("\n", 0, match.start())
            self._say(line, "number-inside-paragraph", f"The number {match[0].strip()} opens a line inside a paragraph")

    def _in_order(self, line: int, label: Label, place: Label) -> None:
        before = self.open[-1]
        last = self._place(before.label) if before.label else None
        if self.root.label is None or last is None:
            self._say(line, "label-elsewhere", f"{label.printed} stands on a page whose heading has no number")
        elif not place.within(self.root.label):
            self._say(line, "label-elsewhere", f"{label.printed} stands on the page of {self.root.label.printed}")
        elif not place.follows(last) and place != last:  # equal numbers are the index's finding
            rule = "numbering-gap" if last < place else "numbering-order"
            if rule == "numbering-gap" and self.source.compiled:  # it holds what could be verified, not the whole text
                return
            self._say(line, rule, f"{label.printed} follows {before.label.printed if before.label else 'nothing'}")

    def _below(self, place: Label, paragraph: Paragraph) -> bool:
        above = self._place(paragraph.label) if paragraph.label else None
        return above is not None and place != above and place.within(above)

    def _place(self, label: Label) -> Label:
        return self.stands_for.get(label, label)

    def _alone(self, captioned: Paragraph | None) -> None:
        if captioned and captioned.label:
            kind = "table" if captioned.label.kind is Kind.TABLE else "description or picture"
            self._say(captioned.line, "caption-without-content", f"No {kind} follows {captioned.label.titled}")

    def _say(self, line: int, rule: str, message: str) -> None:
        self.problems.append(Problem(self.source.path, line, rule, message))
