"""The manual's own lists: its sections (C0.2), figures (C0.3) and tables (C0.5), with what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from macros.manual import official
from macros.manual.index import Index, Place, citers
from macros.manual.labels import Kind, Label
from macros.manual.outline import Paragraph
from macros.manual.registers import Part, Section


@dataclass(frozen=True, slots=True)
class Listed:
    """A section as the official manual lists it.

    ``place`` is where this edition has it (None where it does not yet) and ``paragraphs`` how many it numbers there;
    ``compiled`` says that it is put together from other sources than the chapter's text.
    """

    part: Part
    section: Section
    place: Place | None
    paragraphs: int
    official: str
    compiled: bool = False

    @property
    def held(self) -> str:
        """What a reader finds, in a few words."""
        if self.place is None:
            return "official text"
        return "from other sources" if self.compiled else f"{self.paragraphs} paragraphs"


@dataclass(frozen=True, slots=True)
class Captioned:
    """A table or figure of this edition: its place, the paragraph it stands under, and how many places cite it.

    ``anchor`` is its id on the page, which for the second one with a number is not the number alone.
    """

    place: Place
    anchor: str
    under: Paragraph
    cited: int


def sections(index: Index, part: Part) -> list[Listed]:
    """The sections of a chapter or appendix, in its order."""
    rows = []
    for section in part.sections:
        place = index.places.get(section.label)
        labels = index.outlines[place.path].labels if place else []
        numbered = sum(label.kind is Kind.PARAGRAPH for label in labels) - 1  # the section itself is not one of its own
        compiled = bool(place and place.path in index.compiled)
        rows.append(Listed(part, section, place, max(numbered, 0), official.address(section.label), compiled))
    return rows


def captioned(index: Index, kind: Kind) -> list[Captioned]:
    """The tables or the figures of this edition, in reading order. One whose number is used twice stands twice."""
    rows = []
    for path, page in index.outlines.items():
        seen: Counter[Label] = Counter()
        for under in page.root.walk():
            for child in _children(under, kind):
                assert child.label
                seen[child.label] += 1
                again = f"-{seen[child.label]}" if seen[child.label] > 1 else ""
                place = Place(path, child.line, child.label, child.title)
                cited = len(citers(index.cited_by.get(child.label, ())))
                rows.append(Captioned(place, f"{child.label.anchor}{again}", under, cited))
    return sorted(rows, key=lambda row: (row.place.label, row.place.path, row.place.line))


def _children(under: Paragraph, kind: Kind) -> Iterator[Paragraph]:
    return (child for child in under.children if child.label and child.label.kind is kind)
