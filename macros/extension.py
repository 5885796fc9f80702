"""Numbered paragraphs, captions and citations on the page: the Markdown extension.

Plain prose that opens with a number becomes a ``<section>`` with a heading, nested as the numbers are; the number is
the permalink. Captions become ``<figure>`` with what follows them. Citations become links to the Markdown file that
holds what they name, so that MkDocs checks them like any other link.

What each thing is, the recognisers in ``macros.manual`` decide; this module only makes elements of it. Without an
edition (the extension used alone) the structure is made and no citation is linked.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import Any, cast

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.manual import official
from macros.manual.citations import find_citations
from macros.manual.edition import Edition
from macros.manual.index import Citing, Standing, citers
from macros.manual.labels import Label
from macros.manual.loa_notes import find_notes, with_notes
from macros.manual.memos import Memo
from macros.manual.paragraphs import caption, heading, opening
from macros.pictures import Diagrams
from macros.tooltips import Tooltips

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNLINKED = HEADINGS | {"a", "code", "pre", "script", "style", "summary"}


class ManualExtension(Extension):
    """Registers the processors; ``edition`` is what their links and lists are made from."""

    def __init__(self, edition: Edition | None = None, **settings: Any) -> None:
        self.edition = edition  # not one of Markdown's settings, which turn what they do not know into truth values
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register with Markdown; each priority says what it must stand before or after."""
        blocks, trees = md.parser.blockprocessors, md.treeprocessors
        blocks.register(NumberedBlocks(md.parser), "manual-numbers", 15)  # just before the paragraph, which is 10
        blocks.register(CaptionBlocks(md.parser), "manual-captions", 14)
        trees.register(
            Sections(md, self.edition), "manual-sections", 25
        )  # before 'inline' (20), so that titles are parsed
        trees.register(Tables(md), "manual-tables", 16)  # after 'inline', when cells are in place
        citations = Citations(md, self.edition)
        trees.register(
            Diagrams(md, self.edition, citations.link_to), "manual-diagrams", 17
        )  # after 'inline', before the citations in its words
        trees.register(citations, "manual-citations", 15)  # after 'inline'
        trees.register(Tooltips(md, self.edition, _href), "manual-tooltips", 14)  # after citations, which it skips


def makeExtension(**settings: Any) -> ManualExtension:  # noqa: N802  Markdown's name
    """What Markdown calls to load the extension."""
    return ManualExtension(**settings)


class NumberedBlocks(BlockProcessor):
    """A block that opens with a number becomes a heading and, if there is text, a paragraph."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether the block is a numbered paragraph: only at the top of a page, not in a list or quotation."""
        return _is_root(parent) and opening(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Make the heading; Sections gives it its level and place."""
        block = blocks.pop(0)
        found = opening(block)
        assert found
        head = etree.SubElement(parent, "h2", {"id": found.label.anchor, "class": "sc-number"})
        head.append(_number(found.label))
        if found.title:
            head[0].tail = " "
            etree.SubElement(head, "span", {"class": "t"}).text = found.title
        if rest := block[found.length :].strip():
            etree.SubElement(parent, "p").text = rest


class CaptionBlocks(BlockProcessor):
    """A caption becomes a figure, into which Sections moves what follows."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether the block is the caption of a numbered table or figure."""
        return _is_root(parent) and caption(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Make the figure with its caption."""
        found = caption(blocks.pop(0))
        assert found
        figure = etree.SubElement(parent, "figure", {"id": found.label.anchor, "class": f"sc-{found.label.kind}"})
        words = etree.SubElement(figure, "figcaption")
        words.append(_number(found.label, found.label.titled))
        words[0].tail = f" {found.title}"


class Sections(Treeprocessor):
    """Nests what follows each number in its section, sets the levels of headings, and adds the paragraph's tools."""

    def __init__(self, md: Markdown, edition: Edition | None) -> None:
        super().__init__(md)
        self.edition = edition

    def run(self, root: etree.Element) -> None:
        """Rebuild the page: its heading, then a ``div`` that holds the numbered text."""
        page = self._page_heading(root)
        if root.find("h2[@class='sc-number']") is None and root.find("figure") is None:
            return
        base = page.depth if page else 2
        manual = etree.Element("div", {"class": "sc-manual"})
        top: list[etree.Element] = []
        open_sections: list[tuple[Label, etree.Element]] = []
        _tell_apart(root)
        feet = root.findall("div[@class='footnote']")
        for element in _captioned([element for element in root if element not in feet]):
            before = not open_sections and not len(manual)  # a heading further down stays where it is
            if element.tag == "h1" or (element.tag in HEADINGS and element.get("class") != "sc-number" and before):
                top.append(element)
            elif element.get("class") == "sc-number":
                label = _label(element)
                place = self.edition.index.stands_for.get(label, label) if self.edition else label
                while open_sections and not (place != open_sections[-1][0] and place.within(open_sections[-1][0])):
                    open_sections.pop()
                holder = open_sections[-1][1] if open_sections else manual
                open_sections.append((place, self._section(holder, element, label, place.depth - base)))
            elif open_sections:
                open_sections[-1][1].append(element)
            else:
                manual.append(element)
        root[:] = [*top, manual, *feet]
        if self.edition:
            self._add_tools(manual)

    def _page_heading(self, root: etree.Element) -> Label | None:
        head = root.find("h1")
        found = heading(f"# {head.text}") if head is not None and head.text else None
        if head is None or found is None:
            return None
        head.set("id", found.label.anchor)
        head.text = None
        number = etree.Element("span", {"class": "sc-head__n", "id": found.label.printed})
        number.text, number.tail = AtomicString(f"{found.label}."), f" {found.title}"
        if number.get("id") == found.label.anchor:  # a whole chapter is printed without a dot
            del number.attrib["id"]
        head.insert(0, number)
        return found.label

    def _section(self, holder: etree.Element, head: etree.Element, label: Label, below: int) -> etree.Element:
        """``below`` is how many levels the paragraph is below the page's own heading, 1 for the first."""
        long = " long" if label.depth >= 7 else ""  # such numbers do not fit the margin
        section = etree.SubElement(holder, "section", {"class": f"sc-p d{max(below, 1) - 1}{long}"})
        level = 1 + max(below, 1)
        head.tag = f"h{min(level, 6)}"
        head.attrib.pop("class")
        if level > 6:
            head.set("aria-level", str(level))
        section.append(head)
        if memos := self.edition.memos_changing.get(label) if self.edition else None:
            section.set("class", f"{section.get('class')} sc-p--changed")
            section.append(self._changed_by(memos))
        return section

    def _changed_by(self, memos: Sequence[Memo]) -> etree.Element:
        """The mark in the margin: which memos changed the paragraph; a rescinded one may have changed nothing."""
        mark = etree.Element("p", {"class": "sc-changed"})
        mark.text = "changed by "
        for number, memo in enumerate(memos):
            link = etree.SubElement(mark, "a", {"href": _href(self.md, memo.path, "")})
            link.text = AtomicString(f"memo {memo.number}")
            void = " (rescinded)" if memo.standing == "Rescinded" else ""
            link.tail = void + ("" if number + 1 == len(memos) else ", ")
        return mark

    def _add_tools(self, manual: etree.Element) -> None:
        for section in list(manual.iter("section")):
            children = list(section)
            own = next((n for n, child in enumerate(children) if child.tag == "section"), len(children))
            section.insert(own, self._tools(_label(children[0])))
        for figure in list(manual.iter("figure")):
            label = _label(figure)
            if memos := self.edition.memos_changing.get(label) if self.edition else None:
                figure.insert(1, self._changed_by(memos))  # below its caption
            figure.append(self._tools(label))

    def _tools(self, label: Label) -> etree.Element:
        """The list of what cites this label, and the way to the official text."""
        assert self.edition
        tools = etree.Element("div", {"class": "sc-tools", "data-label": label.printed})
        citing = citers(self.edition.index.cited_by.get(label, ()))
        if citing:
            details = etree.SubElement(tools, "details")
            summary = etree.SubElement(details, "summary")
            summary.text = f"Cited {len(citing)}"
            etree.SubElement(summary, "span", {"class": "sc-live"}).text = f" times: {label.printed}"
            rows = etree.SubElement(details, "ul")
            for found in citing:
                link = etree.SubElement(etree.SubElement(rows, "li"), "a", {"href": self._to(found)})
                link.text = AtomicString(found.label.printed if found.label else found.title)
        away = etree.SubElement(tools, "a", {"href": official.address(label), "rel": "external"})
        away.text = "Official"
        etree.SubElement(away, "span", {"class": "sc-live"}).text = f" text of {label.printed}"
        return tools

    def _to(self, citing: Citing) -> str:
        return _href(self.md, citing.path, citing.label.anchor if citing.label else "")


class Tables(Treeprocessor):
    """Header cells say which way they head; numbered tables say how they fit a phone."""

    def run(self, root: etree.Element) -> None:
        """Set ``scope`` on header cells, and in numbered tables make the first cell of a row its header."""
        for table in root.iter("table"):
            for cell in table.iterfind("thead/tr/th"):
                cell.set("scope", "col")
        for figure in root.iter("figure"):
            held = figure.find("table")
            if held is not None and figure.get("class") == "sc-table":
                self._shape(figure, held)

    def _shape(self, figure: etree.Element, table: etree.Element) -> None:
        names = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
        wide = len(names) > 3  # more columns than a phone can show side by side
        figure.set("class", f"sc-table sc-table--{'wide' if wide else 'stack'}")
        for row in table.iterfind("tbody/tr"):
            for name, cell in zip(names, row, strict=False):
                if cell is row[0] and len(names) > 1 and (cell.text or len(cell)):
                    cell.tag = "th"
                    cell.set("scope", "row")
                elif not wide and len(names) == 3 and name:
                    cell.set("data-label", name)


class Citations(Treeprocessor):
    """Citations in running text become links."""

    def __init__(self, md: Markdown, edition: Edition | None) -> None:
        super().__init__(md)
        self.edition = edition

    def run(self, root: etree.Element) -> None:
        """Go through all text but code, headings and links."""
        if self.edition:
            self._link(root)

    def _link(self, element: etree.Element) -> None:
        if element.tag in UNLINKED or element.get("class") == "sc-tools":
            return
        children = list(element)
        element.text, found = self._cut(element.text)
        for position, link in enumerate(found):
            element.insert(position, link)
        for child in children:
            self._link(child)
            child.tail, found = self._cut(child.tail)
            position = list(element).index(child) + 1
            for offset, link in enumerate(found):
                element.insert(position + offset, link)

    def _cut(self, text: str | None) -> tuple[str | None, list[etree.Element]]:
        """The text before the first citation, and the links, each with the text after it."""
        if not text or isinstance(text, AtomicString):
            return text, []
        notes = find_notes(text, self.edition.notes) if self.edition else []
        found = [(c, c.label) for c in with_notes(find_citations(text), notes) if c.label or c.kind == "loa-note"]
        made: list[etree.Element] = []
        before: str | None = text
        for number, (citation, label) in enumerate(found):
            start = citation.start
            if number == 0:
                before = text[:start]
            end = found[number + 1][0].start if number + 1 < len(found) else len(text)
            words = text[start : citation.end]
            made.append(self.link_to(label, words) if label else _note(citation.target, words))
            made[-1].tail = text[citation.end : end]
        return before, made

    def link_to(self, label: Label, words: str) -> etree.Element:
        """The link to a number of the manual: here, in the official text, or, where it leads nowhere, none."""
        assert self.edition
        index = self.edition.index
        match index.standing(label):
            case Standing.HERE:
                link = etree.Element(
                    "a", {"class": "sc-cite", "href": _href(self.md, index.places[label].path, label.anchor)}
                )
            case Standing.ELSEWHERE:
                link = etree.Element(
                    "a", {"class": "sc-cite sc-cite--official", "href": official.address(label), "rel": "external"}
                )
            case Standing.NOWHERE:
                link = etree.Element("span", {"class": "sc-cite--lost"})
        link.text = AtomicString(words)
        return link


def _is_root(parent: etree.Element) -> bool:
    return parent.tag == "div" and not parent.attrib


def _number(label: Label, words: str = "") -> etree.Element:
    """The number as its own permalink. It bears the official site's spelling, with the final dot, as its id."""
    link = etree.Element("a", {"class": "sc-n", "id": label.printed, "href": f"#{label.anchor}"})
    if words:
        link.text = AtomicString(words)
    else:
        stem, _, last = str(label).rpartition(".")
        above = etree.SubElement(link, "span")
        above.text, above.tail = AtomicString(f"{stem}."), AtomicString(f"{last}.")
    return link


def _note(target: str, words: str) -> etree.Element:
    """A note of Appendix 6, which has a page of its own in the official manual."""
    address = f"{official.SITE}/{target.replace(':', '/')}"
    link = etree.Element("a", {"class": "sc-cite sc-cite--official", "href": address, "rel": "external"})
    link.text = AtomicString(words)
    return link


def _tell_apart(root: etree.Element) -> None:
    """Give the second of two equal numbers, a fault of the official text, an id of its own: ``C6.7.3.1.1-2``."""
    seen: dict[str, int] = {}
    for element in root:
        name = element.get("id", "")
        if element.get("class") != "sc-number" and element.tag != "figure":
            continue
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            element.set("id", f"{name}-{seen[name]}")
            link = element.find(".//a[@class='sc-n']")
            assert link is not None
            link.set("href", f"#{element.get('id')}")
            del link.attrib["id"]


def _label(element: etree.Element) -> Label:
    """The label that an element's id names, whether it is the first with that number or not."""
    return Label.parse(re.sub(r"-\d+$", "", element.get("id", "")))


def _captioned(elements: list[etree.Element]) -> list[etree.Element]:
    """The elements with what stands after a caption moved into its figure: the table, picture or first text."""
    out: list[etree.Element] = []
    for element in elements:
        before = out[-1] if out else None
        if (
            before is not None
            and before.tag == "figure"
            and len(before) == 1
            and element.tag not in {"figure", *HEADINGS}
        ):
            before.append(element)
        else:
            out.append(element)
    return out


def _href(md: Markdown, path: str, anchor: str) -> str:
    """The link from the page that is being rendered to a Markdown file, as an editor would write it."""
    here = cast(Any, md.treeprocessors["relpath"]).file.src_uri  # MkDocs registers it for each page
    away = "" if path == here else posixpath.relpath(path, posixpath.dirname(here) or ".")
    return f"{away}#{anchor}" if anchor else away or posixpath.basename(path)
