"""The numbers that name the parts of the manual, such as ``C5.4.2.1.`` and ``Table C5.T3A.``.

The manual writes the final dot as part of the number; a label stores it without
(``C5.4.2.1``), because that is how people type it and how our anchors are spelled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import total_ordering
from typing import Self


class LabelError(ValueError):
    """The text is not a label."""


class Kind(StrEnum):
    """What a label names."""

    CHAPTER = "chapter"
    APPENDIX = "appendix"
    PROGRAM = "program"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    FIGURE = "figure"


# A programme code is at least two capitals (EDA, SDAF, SPS). A and AP are appendices, F and T never open a number.
OWNER = r"""
    (?: C(?P<chapter>0(?=\.|$)|[1-9]\d{0,2}) (?P<legacy>-Legacy|L(?=\.))?   # C5, C15-Legacy; its old anchors say C15L.
      | AP?(?P<appendix>[1-9]\d{0,2}) (?:\.C(?P<guide>[1-9]\d{0,2}))?   # AP8; A7 in older pages; A7.C3: the RCG
      | (?P<program>(?!AP\b)[A-Z]{2,6}(?=\.|$))   # EDA, SDAF
    )"""
STEPS = r"(?P<steps>(?:\.[1-9]\d{0,2})*)"
SERIAL = r"(?:\.(?P<mark>[TF])(?P<serial>[1-9]\d{0,2})(?P<letter>[A-Za-z])?)?"
LABEL = re.compile(OWNER + STEPS + SERIAL + r"\.?", re.VERBOSE)

MARKS = {"T": Kind.TABLE, "F": Kind.FIGURE}
SERIES_ORDER = {"C": 0, "AP": 1}  # programmes, which are pages of Appendix 8, come last


@total_ordering
@dataclass(frozen=True, slots=True)
class Label:
    """The name of a chapter, appendix, paragraph, table or figure.

    ``series`` is ``C``, ``AP`` or a programme code; ``number`` the chapter or appendix (0 for a programme, and for the
    chapter of the manual's front sections);
    ``guide`` the chapter of the Reconciliation and Closure Guide (RCG), which is Appendix 7 (``AP7.C3``), else 0;
    ``steps`` the numbers after that; ``serial`` and ``letter`` belong to tables and figures only.

    Labels sort in reading order: C5.2 before C5.10, a paragraph before its own sub-paragraphs, paragraphs
    before tables before figures, chapters before appendices before programmes.
    """

    series: str
    number: int = 0
    legacy: bool = False
    guide: int = 0
    steps: tuple[int, ...] = ()
    mark: str = ""
    serial: int = 0
    letter: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The label that ``text`` spells, final dot or not; ``A7.`` is read as ``AP7.``, ``T3a`` as ``T3A``.

        Raises LabelError when the text is anything else, or has anything around the label.
        """
        match = LABEL.fullmatch(text)
        if match is None:
            raise LabelError(f"{text!r} is not a label; expected something like 'C5.4.2.1', 'C5.T3A' or 'AP8.T1'")
        return cls.of(match)

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The label in a match of a pattern that contains OWNER and STEPS, and SERIAL where tables may stand."""
        found = match.groupdict(default="")
        series = "C" if found["chapter"] else "AP" if found["appendix"] else found["program"]
        return cls(
            series,
            int(found["chapter"] or found["appendix"] or 0),
            bool(found["legacy"]),
            int(found["guide"] or 0),
            tuple(int(step) for step in found["steps"].split(".")[1:]),
            found.get("mark", ""),
            int(found.get("serial") or 0),
            found.get("letter", "").upper(),
        )

    @property
    def kind(self) -> Kind:
        """What the label names."""
        if self.mark:
            return MARKS[self.mark]
        if self.steps or self.guide:
            return Kind.PARAGRAPH
        return {"C": Kind.CHAPTER, "AP": Kind.APPENDIX}.get(self.series, Kind.PROGRAM)

    @property
    def part(self) -> Label:
        """The chapter, appendix or programme that the label belongs to."""
        return Label(self.series, self.number, self.legacy)

    @property
    def section(self) -> Label | None:
        """The section that holds a paragraph (C5.4 for C5.4.2.1); None for tables, figures and whole chapters."""
        return replace(self, steps=self.steps[:1]) if self.steps and not self.mark else None

    @property
    def parent(self) -> Label | None:
        """One step up: C5.4.2 for C5.4.2.1, C5 for C5.4 and for C5.T3A; None for a whole chapter."""
        if self.mark:
            return replace(self, mark="", serial=0, letter="")
        if self.steps:
            return replace(self, steps=self.steps[:-1])
        return replace(self, guide=0) if self.guide else None

    @property
    def depth(self) -> int:
        """How many parts the number has: 1 for C5, 2 for C5.4, 3 for C5.4.2."""
        return 1 + bool(self.guide) + len(self.steps) + bool(self.mark)

    @property
    def anchor(self) -> str:
        """The id of the element that the label names on its page: no final dot."""
        return str(self)

    @property
    def printed(self) -> str:
        """As the manual prints it: with the final dot, but for whole chapters and appendices."""
        return str(self) if self.kind in (Kind.CHAPTER, Kind.APPENDIX, Kind.PROGRAM) else f"{self}."

    @property
    def titled(self) -> str:
        """With its kind before it, as the manual cites it: ``Section C5.4.``, ``Table C5.T3A.``, ``Chapter 5``."""
        match self.kind:
            case Kind.CHAPTER:
                return f"Chapter {self.number}" + ("-Legacy" if self.legacy else "")
            case Kind.APPENDIX:
                return f"Appendix {self.number}"
            case Kind.TABLE | Kind.FIGURE as kind:
                return f"{kind.capitalize()} {self.printed}"
            case Kind.PARAGRAPH:
                return f"Section {self.printed}"
            case _:
                return str(self)

    def child(self, step: int) -> Label:
        """The paragraph ``step`` below this one."""
        return replace(self, steps=(*self.steps, step))

    def follows(self, before: Label) -> bool:
        """Whether this paragraph may stand right after ``before``.

        A number is the first child of the one before it, its next sibling, or the next sibling of one of
        its ancestors (the rule holds for all 1,298 paragraphs of the six chapters but two faults).
        """
        if self == before.child(1):
            return True
        level = len(self.steps)
        if not 0 < level <= len(before.steps):
            return False
        return self == replace(before, steps=(*before.steps[: level - 1], before.steps[level - 1] + 1))

    def within(self, ancestor: Label) -> bool:
        """Whether this is ``ancestor`` itself or a paragraph below it."""
        return replace(self, steps=self.steps[: len(ancestor.steps)]) == ancestor

    def __lt__(self, other: Label) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[int, str, int, bool, int, int, tuple[int, ...], int, str]:
        series = SERIES_ORDER.get(self.series, len(SERIES_ORDER))
        mark = ["", "T", "F"].index(self.mark)
        return series, self.series, self.number, self.legacy, mark, self.guide, self.steps, self.serial, self.letter

    def __str__(self) -> str:
        owner = (
            self.series + (str(self.number) if self.series in SERIES_ORDER else "") + ("-Legacy" if self.legacy else "")
        )
        steps = (f"C{self.guide}",) if self.guide else ()
        serial = (f"{self.mark}{self.serial}{self.letter}",) if self.mark else ()
        return ".".join((owner, *steps, *map(str, self.steps), *serial))
