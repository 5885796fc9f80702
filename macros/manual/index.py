"""Where each label lives, who cites whom, and which citations lead nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from macros.manual.citations import Citation, find_citations
from macros.manual.labels import Kind, Label, LabelError
from macros.manual.outline import Outline, Paragraph, outline
from macros.manual.paragraphs import citable
from macros.manual.problems import Problem
from macros.manual.registers import Fault, Part
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


@dataclass(frozen=True, order=True, slots=True)
class Citing:
    """One citation in the text: the page and line, the numbered paragraph it stands in (if any), what it names."""

    path: str
    line: int
    label: Label | None
    title: str
    target: Label


@dataclass(frozen=True)
class Index:
    """The labels of an edition and the citations between them."""

    places: Mapping[Label, Place]
    cited_by: Mapping[Label, tuple[Citing, ...]]
    outlines: Mapping[str, Outline]
    parts: Mapping[Label, Part]
    stands_for: Mapping[Label, Label]
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @classmethod
    def build(cls, sources: Iterable[Source], parts: Iterable[Part] = (), faults: Iterable[Fault] = ()) -> Index:
        """Read every page's outline and citations. ``faults`` are the official text's own, which are not reported."""
        faults, sources = tuple(faults), tuple(sources)
        stands_for = {fault.label: fault.stands_for for fault in faults if fault.stands_for}
        outlines = {source.path: outline(source, stands_for) for source in sources}
        places, problems = _places(outlines)
        citings = [citing for source in sources for citing in _citings(source, outlines[source.path])]
        cited_by: dict[Label, list[Citing]] = defaultdict(list)
        for citing in citings:
            cited_by[citing.target].append(citing)
        index = cls(
            places,
            {label: tuple(sorted(found, key=_reading_order)) for label, found in cited_by.items()},
            outlines,
            {part.label: part for part in parts},
            stands_for,
        )
        problems += [problem for page in outlines.values() for problem in page.problems]
        problems += index._unresolved(citings, faults)
        return cls(index.places, index.cited_by, outlines, index.parts, stands_for, tuple(sorted(problems)))

    def standing(self, label: Label) -> Standing:
        """Whether ``label`` is in this edition, in a part of the manual it does not hold yet, or nowhere."""
        if label in self.places:
            return Standing.HERE
        part = self.parts.get(label.part)
        if part is None:  # programme pages are not listed; a chapter that is not listed does not exist
            return Standing.ELSEWHERE if label.part.kind is Kind.PROGRAM or not self.parts else Standing.NOWHERE
        listed = {section.label for section in part.sections}
        if label.section:
            missing = label.section in self.places or (
                label.section not in listed and all(s.verified for s in part.sections)
            )
        else:
            missing = bool(listed) and all(section in self.places for section in listed)
        return Standing.NOWHERE if missing and label.part.kind is not Kind.APPENDIX else Standing.ELSEWHERE

    def nearest(self, label: Label) -> Place | None:
        """The closest ancestor of ``label`` that this edition holds."""
        above = label.parent
        while above and above not in self.places:
            above = above.parent
        return self.places[above] if above else None

    def _unresolved(self, citings: Sequence[Citing], faults: Sequence[Fault]) -> Iterator[Problem]:
        known = {(fault.label, fault.target): fault for fault in faults if fault.target}
        shown = {(citing.label, citing.target) for citing in citings}
        for citing in citings:
            standing = self.standing(citing.target)
            if standing is Standing.HERE or (citing.label, citing.target) in known:
                continue
            if standing is Standing.ELSEWHERE:
                message = f"{citing.target.titled} is not in this edition yet"
                yield Problem(citing.path, citing.line, "not-in-this-edition", message)
            else:
                near = self.nearest(citing.target)
                hint = f"The nearest that exists is {near.label.titled}" if near else "Correct the number."
                message = f"{citing.target.titled} does not exist"
                yield Problem(citing.path, citing.line, "citation-to-nothing", message, hint)
        for fault in faults:
            if fault.label in self.places and (fault.stands_for or (fault.label, fault.target) in shown):
                continue
            message = f"No page shows the fault recorded for {fault.label.printed}"
            yield Problem("data/faults.yml", fault.line, "unused-fault", message)


def citations_in(paragraph: Paragraph) -> Iterator[tuple[int, Citation]]:
    """The citations in a paragraph's own text, each with the line it stands on."""
    for piece in paragraph.pieces:
        for citation in find_citations(citable(piece.text)):
            yield piece.line + piece.text.count("\n", 0, citation.start), citation


def _places(outlines: Mapping[str, Outline]) -> tuple[dict[Label, Place], list[Problem]]:
    places: dict[Label, Place] = {}
    problems = []
    for path, page in outlines.items():
        for paragraph in page.numbered:
            assert paragraph.label
            first = places.setdefault(paragraph.label, Place(path, paragraph.line, paragraph.label, paragraph.title))
            if (first.path, first.line) != (path, paragraph.line):
                message = f"{paragraph.label.printed} stands at {first.path}:{first.line} already"
                problems.append(Problem(path, paragraph.line, "duplicate-label", message))
    return places, problems


def _citings(source: Source, page: Outline) -> Iterator[Citing]:
    for paragraph in page.root.walk():
        title = source.title if paragraph is page.root else paragraph.title
        for line, citation in citations_in(paragraph):
            for label in (citation.label, *citation.through):
                if label and label != paragraph.label:
                    yield Citing(source.path, line, paragraph.label, title, label)
        for piece in paragraph.pieces if source.meta.get("render_macros") else ():
            for call in CITE_CALL.finditer(piece.text):
                try:
                    label = Label.parse(call["label"])
                except LabelError:
                    continue  # the macro itself refuses it, with the page's name
                yield Citing(
                    source.path, piece.line + piece.text.count("\n", 0, call.start()), paragraph.label, title, label
                )


def _reading_order(citing: Citing) -> tuple[bool, object, str, int]:
    return citing.label is None, citing.label or Label(""), citing.path, citing.line
