"""Where each label lives, and who cites whom."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from macros.manual.citations import Citation, find_citations
from macros.manual.labels import Kind, Label, LabelError
from macros.manual.loa_notes import find_notes, with_notes
from macros.manual.outline import Outline, Paragraph, outline
from macros.manual.paragraphs import citable
from macros.manual.problems import Problem
from macros.manual.registers import Fault, LoaNote, Part
from macros.manual.source import Source

# {{ cite("C5.1.2") }}: the author macro prints a citation, so it counts as one.
CITE_CALL = re.compile(r"""\{\{[^{}]*?\bcite\(\s*["'](?P<label>[^"']+)["']""")


class Standing(StrEnum):
    """Whether a label can be landed on."""

    HERE = "here"
    ELSEWHERE = "elsewhere"  # in a part of the manual that this edition does not hold yet
    NOWHERE = "nowhere"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where something numbered stands: the file below docs, the line, its label and title."""

    path: str
    line: int
    label: Label
    title: str


@dataclass(frozen=True, slots=True)
class Citing:
    """One citation in the text: the page and line, the numbered paragraph it stands in (if any), and the citation.

    ``target`` is the label it names: the citation's own, or one that a range runs over; None in other books.
    """

    path: str
    line: int
    label: Label | None
    title: str
    target: Label | None
    citation: Citation


@dataclass(frozen=True)
class Index:
    """The labels of an edition and the citations between them.

    ``places`` holds the first place of each label, ``repeated`` the labels that stand at more than one;
    ``citings`` are all citations in the order of the pages, ``cited_by`` those that name each label; ``compiled`` are
    the pages that are put together from other sources than the chapter's text, and so hold some of its numbers only.
    """

    places: Mapping[Label, Place]
    repeated: frozenset[Label]
    citings: tuple[Citing, ...]
    cited_by: Mapping[Label, tuple[Citing, ...]]
    outlines: Mapping[str, Outline]
    parts: Mapping[Label, Part]
    stands_for: Mapping[Label, Label]
    compiled: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @classmethod
    def build(
        cls,
        sources: Iterable[Source],
        parts: Iterable[Part] = (),
        faults: Iterable[Fault] = (),
        notes: Sequence[LoaNote] = (),
    ) -> Index:
        """Read every page's outline and citations. ``faults`` are the official text's own, which are not reported.

        ``problems`` are those of the numbering; what is wrong with citations, ``references`` finds in the index.
        """
        faults, sources = tuple(faults), tuple(sources)
        stands_for = {fault.label: fault.stands_for for fault in faults if fault.stands_for}
        outlines = {source.path: outline(source, stands_for) for source in sources}
        places, problems = _places(outlines, {fault.label for fault in faults if fault.fault == "used-twice"})
        citings = [citing for source in sources for citing in _citings(source, outlines[source.path], notes)]
        cited_by: dict[Label, list[Citing]] = defaultdict(list)
        for citing in citings:
            if citing.target:
                cited_by[citing.target].append(citing)
        index = cls(
            {label: found[0] for label, found in places.items()},
            frozenset(label for label, found in places.items() if len(found) > 1),
            tuple(citings),
            {label: tuple(sorted(found, key=_reading_order)) for label, found in cited_by.items()},
            outlines,
            {part.label: part for part in parts},
            stands_for,
            frozenset(source.path for source in sources if source.compiled),
        )
        problems += [problem for page in outlines.values() for problem in page.problems]
        return replace(index, problems=tuple(sorted(problems)))

    def standing(self, label: Label) -> Standing:
        """Whether ``label`` is in this edition, in a part of the manual it does not hold yet, or nowhere."""
        if label in self.places:
            return Standing.HERE
        part = self.parts.get(label.part)
        if part is None:  # programme pages are not listed; a chapter that is not listed does not exist
            return Standing.ELSEWHERE if label.part.kind is Kind.PROGRAM or not self.parts else Standing.NOWHERE
        if label == part.label:  # it exists, and has no page here
            return Standing.ELSEWHERE
        listed = {section.label for section in part.sections}
        if label.section:
            missing = self._whole(label.section) or (
                label.section not in listed and all(s.verified for s in part.sections)
            )
        else:
            missing = bool(listed) and all(self._whole(section) for section in listed)
        return Standing.NOWHERE if missing and label.part.kind is not Kind.APPENDIX else Standing.ELSEWHERE

    def _whole(self, section: Label) -> bool:
        """Whether this edition holds all numbers of a section."""
        return section in self.places and self.places[section].path not in self.compiled

    def nearest(self, label: Label) -> Place | None:
        """The closest ancestor of ``label`` that this edition holds."""
        above = label.parent
        while above and above not in self.places:
            above = above.parent
        return self.places[above] if above else None


def citers(citings: Iterable[Citing]) -> list[Citing]:
    """Who cites, in reading order: one entry for a paragraph or unnumbered page, however often it does."""
    first: dict[Label | str, Citing] = {}
    for citing in sorted(citings, key=_reading_order):
        first.setdefault(citing.label or citing.path, citing)
    return list(first.values())


def citations_in(paragraph: Paragraph, notes: Sequence[LoaNote] = ()) -> Iterator[tuple[int, Citation]]:
    """The citations in a paragraph's own text, those of LOA notes by title among them, each with its line."""
    for piece in paragraph.pieces:
        text = citable(piece.text)
        for citation in with_notes(find_citations(text), find_notes(text, notes)):
            yield piece.line + piece.text.count("\n", 0, citation.start), citation


def _places(
    outlines: Mapping[str, Outline], used_twice: Collection[Label]
) -> tuple[dict[Label, list[Place]], list[Problem]]:
    places: dict[Label, list[Place]] = defaultdict(list)
    problems = []
    for path, page in outlines.items():
        for paragraph in page.numbered:
            assert paragraph.label
            places[paragraph.label].append(Place(path, paragraph.line, paragraph.label, paragraph.title))
    for label, found in places.items():
        first, *others = found
        for other in others if label not in used_twice else ():
            message = f"{label.printed} stands at {first.path}:{first.line} already"
            problems.append(Problem(other.path, other.line, "duplicate-label", message))
    return dict(places), problems


def _citings(source: Source, page: Outline, notes: Sequence[LoaNote]) -> Iterator[Citing]:
    for paragraph in page.root.walk():
        title = source.title if paragraph is page.root else paragraph.title
        for line, citation in citations_in(paragraph, notes):
            for target in (citation.label, *citation.through):
                if target is None or target != paragraph.label:
                    yield Citing(source.path, line, paragraph.label, title, target, citation)
        for piece in paragraph.pieces if source.meta.get("render_macros") else ():
            for call in CITE_CALL.finditer(piece.text):
                line = piece.line + piece.text.count("\n", 0, call.start())
                for citation in _called(call["label"]):
                    yield Citing(source.path, line, paragraph.label, title, citation.label, citation)


def _called(text: str) -> list[Citation]:
    """What ``cite(text)`` prints, read as a citation; nothing for what is no label, which the macro itself refuses."""
    try:
        return find_citations(Label.parse(text).titled)
    except LabelError:
        return []


def _reading_order(citing: Citing) -> tuple[bool, object, str, int]:
    return citing.label is None, citing.label or Label(""), citing.path, citing.line
