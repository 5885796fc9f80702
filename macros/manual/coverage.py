"""What this edition holds of each chapter and appendix, on what basis and of when, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from macros.manual import compiled
from macros.manual.compiled import AsOf
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.problems import Problem
from macros.manual.registers import Part, Section
from macros.manual.source import Source


@dataclass(frozen=True, slots=True)
class Coverage:
    """One chapter or appendix.

    ``worded`` are its sections that follow the official text, ``assembled`` those put together from other sources,
    ``unwritten`` those without a page. ``paragraphs`` counts the numbered paragraphs of the first kind,
    ``statements`` what pages of the second kind say with a source, the page of the part itself among them; ``newest``
    is the date of the newest source behind either. ``missing`` is what the pages say that they lack.
    """

    part: Part
    worded: tuple[Section, ...]
    assembled: tuple[Section, ...]
    unwritten: tuple[Section, ...]
    paragraphs: int
    statements: int
    newest: AsOf | None
    missing: tuple[str, ...]

    @property
    def written(self) -> int:
        """How many sections have a page."""
        return len(self.worded) + len(self.assembled)

    @property
    def basis(self) -> str:
        """What the pages follow, in the words that readers see."""
        bases = {"the official text": self.worded, "other public sources": self.assembled or self.statements}
        return " and ".join(words for words, held in bases.items() if held) or "not written"


def coverage(index: Index, sources: Mapping[str, Source]) -> list[Coverage]:
    """Every chapter and appendix, in reading order."""
    return [_of(part, index, sources) for part in index.parts.values()]


def unwritten(index: Index) -> Iterator[Problem]:
    """Sections that the register of the manual's structure lists and that have no page."""
    for part in index.parts.values():
        for section in part.sections:
            if section.label not in index.places:
                message = f"{section.label.titled} has no page"
                yield Problem("data/structure.yml", section.line or part.line, "section-without-page", message)


def _of(part: Part, index: Index, sources: Mapping[str, Source]) -> Coverage:
    held = [section for section in part.sections if section.label in index.places]
    labels = (part.label, *(section.label for section in held))
    pages = [sources[index.places[label].path] for label in labels if label in index.places]
    worded = tuple(s for s in held if index.places[s.label].path not in index.compiled)
    return Coverage(
        part,
        worded,
        tuple(section for section in held if section not in worded),
        tuple(section for section in part.sections if section not in held),
        sum(_numbered(index, section.label) for section in worded),
        sum(_statements(page, index) for page in pages if page.compiled),
        max(filter(None, map(_newest, pages)), default=None),
        tuple(missing for page in pages for missing in lacks(page)),
    )


def lacks(page: Source) -> tuple[str, ...]:
    """What a page says in its front matter, under ``missing``, that no source for it was found."""
    said = page.meta.get("missing") or ()
    return tuple(str(each) for each in said) if isinstance(said, list) else (str(said),) if said else ()


def _numbered(index: Index, section: Label) -> int:
    page = index.outlines[index.places[section].path]
    return sum(label != section and not label.mark for label in page.labels)


def _statements(page: Source, index: Index) -> int:
    return sum(not said.leads_in and compiled.sourced(said, index) for said in compiled.statements(page))


def _newest(page: Source) -> AsOf | None:
    """The newest of a page's sources: of its footnotes, or the one text that it follows."""
    if page.compiled:
        return max((note.as_of for note in compiled.footnotes(page) if note.as_of), default=None)
    said = page.meta.get("source")
    day = said.get("as_of") if isinstance(said, dict) else None
    return AsOf(day.year, day.month, day.day) if isinstance(day, date) else None
