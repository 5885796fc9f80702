"""What every diagram is drawn with: a sheet as wide as the page or as a phone, and a pen that goes down it.

The drawing has classes only; colours and type stand in docs/assets/css/11-diagrams.css. All sizes are pixels at the
scale at which the sheet is shown, so that 14 is what a reader sees on a phone.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown.util import AtomicString

from macros.manual.labels import Label
from macros.manual.lettering import lines, width

Linked = Callable[[Label], dict[str, str]]  # the attributes of the link to a number of the manual

LEADING = {
    "title": 21,
    "strong": 19,
    "branch": 20,
    "leads": 22,
    "text": 20,
    "cite": 24,
}  # 24 between links is what a finger needs (WCAG 2.5.8)
MEASURED = {"branch": "strong", "leads": "strong"}  # faces that are as wide as another


@dataclass(frozen=True, slots=True)
class Sheet:
    """How wide a drawing is, the size of its text, and how wide the margin for citations is (0: below the text)."""

    name: str
    width: int
    size: float
    margin: int

    def sizes(self, face: str) -> float:
        """The type size of a face on this sheet."""
        return self.size + {"title": 1.5, "strong": -0.5, "cite": -1, "key": -1}.get(face, 0)


SHEETS = (Sheet("wide", 606, 15, 108), Sheet("narrow", 344, 14, 0))  # the text column of a manual page at 1280 and 390


@dataclass
class Pen:
    """Draws on a sheet from the top downwards; ``y`` is how far it has come."""

    sheet: Sheet
    linked: Linked
    y: float = 0
    svg: etree.Element = field(default_factory=lambda: etree.Element("svg"))

    def shape(self, tag: str, kind: str, **numbers: float | str) -> etree.Element:
        """A shape of the class ``kind``; numbers are written as short as they can be."""
        written = {name: n if isinstance(n, str) else f"{n:g}" for name, n in numbers.items()}
        return etree.SubElement(self.svg, tag, {"class": kind, **written})

    def path(self, kind: str, *steps: str | float) -> None:
        """A line of moves, such as ``"M", 4, 8, "V", 20``."""
        self.shape("path", kind, d=" ".join(step if isinstance(step, str) else f"{step:g}" for step in steps))

    def words(self, words: str, face: str, x: float, room: float, kind: str = "") -> None:
        """Text from ``x`` in lines of at most ``room``, below what was last written."""
        if not words:
            return
        size = self.sheet.sizes(face)
        text = self._text(face, kind)
        broken = list(lines(words, MEASURED.get(face, face), size, room))
        for n, line in enumerate(broken):
            self.y += LEADING[face]
            span = etree.SubElement(text, "tspan", {"x": f"{x:g}", "y": f"{self.y - 5:g}"})
            span.text = AtomicString(line + (" " if n + 1 < len(broken) else ""))  # the space keeps copied words apart

    def line(self, words: str, face: str, x: float, y: float, kind: str = "") -> None:
        """One line of text at a place; ``kind`` may say ``middle`` or ``end`` for what ``x`` is."""
        text = self._text(face, kind)
        text.set("x", f"{x:g}")
        text.set("y", f"{y:g}")
        text.text = AtomicString(words)

    def cites(self, labels: Sequence[Label], x: float, room: float, top: float) -> None:
        """Links to what bears a thing out: in the margin beside its ``top``, or where there is none below the text."""
        if not self.sheet.margin:
            self.cites_below(labels, x, room)
            return
        for n, label in enumerate(labels):
            self.cite(label, self.sheet.width, top + 16 + n * LEADING["cite"], "end")
        self.y = max(self.y, top + len(labels) * LEADING["cite"])

    def cites_below(self, labels: Sequence[Label], x: float, room: float) -> None:
        """Links one after the other below the text, in lines of at most ``room``."""
        at = x
        for n, label in enumerate(labels):
            wide = width(label.printed, "text", self.sheet.sizes("cite"))
            if n == 0 or at + wide > x + room:
                at = x
                self.y += LEADING["cite"]
            self.cite(label, at, self.y - 7)
            at += wide + 14

    def cite(self, label: Label, x: float, y: float, kind: str = "") -> None:
        """A number of the manual as a link to its place."""
        link = etree.SubElement(self.svg, "a", self.linked(label))
        text = self._text("cite", kind, link)
        text.set("x", f"{x:g}")
        text.set("y", f"{y:g}")
        text.text = AtomicString(label.printed)

    def _text(self, face: str, kind: str, within: etree.Element | None = None) -> etree.Element:
        classes = f"t-{face} {kind}".strip()
        return etree.SubElement(self.svg if within is None else within, "text", {"class": classes})
