"""Acronyms in running text, explained once in each section: a link to the glossary, which a script makes a card of.

A link can be reached by keyboard, works on a touch screen and without a script; a script shows the expansion and the
definition beside it. A section is what stands under a level-one or level-two heading, so on a page of the manual a
numbered paragraph of the first level with all that is below it. Later uses stay plain text. To save bytes, only an
acronym's first link on a page carries the expansion; the definition is fetched when a reader asks for it.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.manual.edition import Edition
from macros.manual.glossary import Finder, Use
from macros.manual.labels import Label

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Elements whose text stays as it is: a link in them would be in a link, or in a heading of one kind or another.
BARE = HEADINGS | {
    "a",
    "abbr",
    "button",
    "code",
    "figcaption",
    "label",
    "pre",
    "script",
    "style",
    "summary",
    "svg",
    "th",
}
BARE_CLASSES = frozenset({"admonition-title", "sc-changed", "sc-tools"})


class Tooltips(Treeprocessor):
    """Links the first use of each acronym in a section. ``href`` makes the link from the page to another one."""

    def __init__(self, md: Markdown, edition: Edition | None, href: Callable[[Markdown, str, str], str]) -> None:
        super().__init__(md)
        self.edition = edition
        self.href = href

    def run(self, root: etree.Element) -> None:
        """Go through the running text of the page."""
        if self.edition and self.edition.glossary:
            self.finder = Finder(self.edition.glossary, _section(root))
            self.in_section: set[str] = set()
            self.on_page: set[str] = set()
            self._explain(root)

    def _explain(self, element: etree.Element) -> None:
        if element.tag in ("h1", "h2"):
            self.in_section.clear()
        if element.tag in BARE or element.get("class") in BARE_CLASSES:
            return
        children = list(element)
        element.text, links = self._cut(element.text)
        element[:0] = links
        for child in children:
            self._explain(child)
            child.tail, links = self._cut(child.tail)
            after = list(element).index(child) + 1
            element[after:after] = links

    def _cut(self, text: str | None) -> tuple[str | None, list[etree.Element]]:
        """The text before the first link, and the links, each with the text after it."""
        if not text or isinstance(text, AtomicString):
            return text, []
        uses = [use for use in self.finder.uses(text) if self._is_first(use)]
        ends = [*(use.start for use in uses[1:]), len(text)]
        links = []
        for use, end in zip(uses, ends, strict=False):
            links.append(self._link(use, text[use.start : use.end]))
            links[-1].tail = text[use.end : end]
        return (text[: uses[0].start] if uses else text), links

    def _is_first(self, use: Use) -> bool:
        first = use.term.id not in self.in_section
        self.in_section.add(use.term.id)
        return first

    def _link(self, use: Use, words: str) -> etree.Element:
        address = self.href(self.md, use.term.page, use.term.anchor(use.meaning))
        link = etree.Element("a", {"class": "sc-term", "href": address})
        if use.term.id not in self.on_page:
            self.on_page.add(use.term.id)
            link.set("title", use.meaning.expansion)
        link.text = AtomicString(words)
        return link


def _section(root: etree.Element) -> Label | None:
    """The section of the manual whose page it is: the extension gives the heading its number as id."""
    head = root.find("h1")
    number = head.find("span[@class='sc-head__n']") if head is not None else None
    return Label.parse(str(head.get("id"))) if head is not None and number is not None else None
