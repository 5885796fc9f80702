"""Diagrams on the page: the paragraph that names one becomes a figure with the picture and the same in words.

The picture is part of the page, so that it takes the site's colours, prints, and its words can be selected and
followed. It is there twice, once as wide as the page and once for a phone; the style sheet shows one of them.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.manual.diagrams import FOLDER, Acting, Diagram, Row, Told, Way
from macros.manual.drawing import SHEETS, Linked, Pen, Sheet
from macros.manual.edition import Edition
from macros.manual.grids import grid
from macros.manual.labels import Label
from macros.manual.tracks import track

MARKS = {"full": "full dot", "ring": "ring"}  # where a diagram has no key for them


class Diagrams(Treeprocessor):
    """Puts each diagram in the place of the paragraph that names it."""

    def __init__(self, md: Markdown, edition: Edition | None, link: Callable[[Label, str], etree.Element]) -> None:
        super().__init__(md)
        self.edition, self.link = edition, link

    def run(self, root: etree.Element) -> None:
        """Go through all paragraphs that hold a picture and nothing else."""
        for paragraph in list(root.iter("p")):
            found = self._named(paragraph)
            if found:
                caption = paragraph[0].get("alt", "")
                paragraph.clear()
                paragraph.tag = "figure"
                paragraph.set("class", "sc-diagram")
                paragraph.extend(_figure(found, caption, self._linked))

    def _named(self, paragraph: etree.Element) -> Diagram | None:
        if not self.edition or len(paragraph) != 1 or paragraph[0].tag != "img":
            return None
        here = posixpath.dirname(_page(self.md))
        path = posixpath.normpath(posixpath.join(here, paragraph[0].get("src", "")))
        return self.edition.diagrams.get(path) if path.startswith(FOLDER) else None

    def _linked(self, label: Label) -> dict[str, str]:
        return dict(self.link(label, label.printed).attrib)


def _page(md: Markdown) -> str:
    relpath: Any = md.treeprocessors["relpath"]  # MkDocs registers it for each page
    return str(relpath.file.src_uri)


def _figure(diagram: Diagram, caption: str, linked: Linked) -> Iterator[etree.Element]:
    words = etree.Element("figcaption")
    words.text = caption
    etree.SubElement(words, "span", {"class": "sc-diagram__own"}).text = "Our own diagram"
    yield words
    yield from (drawn(diagram, caption, sheet, linked) for sheet in SHEETS)
    details = etree.Element("details", {"class": "sc-diagram__words"})
    etree.SubElement(details, "summary").text = "The same in words"
    etree.SubElement(details, "p").text = diagram.about
    details.append(_stops(diagram) if diagram.track else _rows(diagram))
    yield details


def drawn(diagram: Diagram, caption: str, sheet: Sheet, linked: Linked) -> etree.Element:
    """The diagram as an SVG element on a sheet of the given width."""
    pen = Pen(sheet, linked)
    (track if diagram.track else grid)(diagram, pen)
    pen.svg.attrib.update(
        {
            "class": f"sc-diagram__{sheet.name}",
            "viewBox": f"0 0 {sheet.width} {pen.y:g}",
            "role": "group",  # an image could not hold links
            "focusable": "false",
            "data-search-exclude": "",  # the words below it are found
        }
    )
    for n, (tag, words) in enumerate((("title", caption), ("desc", diagram.about))):
        said = etree.Element(tag)
        said.text = AtomicString(words)
        pen.svg.insert(n, said)
    return pen.svg


def _stops(diagram: Diagram) -> etree.Element:
    steps = etree.Element("ol")
    for number, stop in enumerate(diagram.track, 1):
        item = _said(etree.SubElement(steps, "li"), stop.step, stop)
        if stop.ways:
            branches = etree.SubElement(item, "ul")
            for way in stop.ways:
                _said(etree.SubElement(branches, "li"), way.condition, way, _leads(way, number))
    return steps


def _rows(diagram: Diagram) -> etree.Element:
    rows = etree.Element("ul")
    for row in diagram.rows:
        _said(etree.SubElement(rows, "li"), row.name, row, *_marks(row, diagram))
    return rows


def _said(item: etree.Element, name: str, told: Told, *more: str) -> etree.Element:
    """One item: its name, who acts and when, the text, and the citations, which become links like all others."""
    etree.SubElement(item, "strong").text = name.rstrip(".") + "."
    who = f"{', '.join(filter(None, (told.who, told.when)))}" if isinstance(told, Acting) else ""
    cited = ", ".join(label.titled for label in told.cite)
    sentences = [who, told.text, *more, f"See {cited}" if cited else ""]
    item[0].tail = " " + " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)
    return item


def _leads(way: Way, number: int) -> str:
    return way.leads(number) or ("The process ends here" if way.ends else "")


def _marks(row: Row, diagram: Diagram) -> Iterator[str]:
    for kind, names in (("full", row.full), ("ring", row.ring)):
        if names and diagram.stations:
            yield f"{diagram.key.get(kind, MARKS[kind])}: {', '.join(map(str, names))}"  # type: ignore[call-overload]
    for bar in row.bars:
        span = f"from {bar.start} to {bar.end}" if diagram.stations else ""
        meaning = diagram.key.get(bar.kind, "") if span or bar.label else ""
        yield ": ".join(filter(None, (meaning, " ".join(filter(None, (bar.label, span))))))
