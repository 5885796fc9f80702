"""What the search can find: a document for each numbered paragraph, table and figure, and each section of other pages.

A document's ``context`` is what it stands under: a paragraph "Applies to each line" is about the Line Manager because
the one above it says so. Documents are made from the sources, not from the built pages, so that the whole of it stays
a pure step of the edition; a test over the built site holds every address to an id that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markdown.extensions.toc import slugify

from macros.manual.edition import Edition
from macros.manual.glossary import OVERVIEW, Term
from macros.manual.labels import Kind, Label
from macros.manual.leads import captioned, content
from macros.manual.memos import Memo
from macros.manual.news import NewsItem
from macros.manual.notices import Notice
from macros.manual.outline import Outline, Paragraph
from macros.manual.paragraphs import plain, prose
from macros.manual.records import Record
from macros.manual.registers import Fact
from macros.manual.source import Source

FACETS = ("samm", "guide", "programs", "news", "other")
FOLDERS = {"samm": "samm", "guide": "guide", "programs": "programs", "news": "news", "memos": "news"}
NOTES = ("!!!", "???")

SUBHEADING = re.compile(r"(?P<marks>#{2,6})[ \t]+(?P<title>.+?)(?:[ \t]*\{[^}]*\})?[ \t]*#*[ \t]*$")
GIVEN_ID = re.compile(r"\{[^}]*#(?P<id>[\w.-]+)[^}]*\}[ \t]*$")
FACT = re.compile(r"\{\{\s*fact\(\s*[\"'](?P<id>[\w.-]+)[\"']\s*\)\s*\}\}")
MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:.*(?:\n[ ]{4}.*)*|\[\^[^\]]*\]", re.MULTILINE)
MARKUP = re.compile(
    r"!?\[(?P<words>[^\]]*)\](?:\([^)\s]*(?:\s\"[^\"]*\")?\))(?:\{[^}\n]*\})?"  # a link or picture
    r"|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*$"  # the rule below a table's heads
    r"|^[ \t]*(?:(?:[-*+]|\d+\.)[ \t]+|#+[ \t]+|(?:!!!|\?\?\?\+?)[ \t]+\w+[ \t]*)"  # marks of lists, headings, notes
    r"|<[^<>\n]*>|\{:?[ \t]*[.#][^{}\n]*\}|[*`|]",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, with its page's path below docs and its id there ('' for the page itself).

    ``name`` is what the reader sees of it in a list, ``title`` what it is called, without its number; ``context`` the
    titles that it stands under, nearest last. ``label`` is None for what bears no number of the manual.
    """

    facet: str
    path: str
    anchor: str
    label: Label | None
    name: str
    title: str
    context: str
    text: str


def documents(edition: Edition) -> Iterator[Document]:
    """Everything that can be found, in the order in which equals are listed.

    That is the manual in its own order, the guide, the programmes, then news with the newest first, then the rest.
    """
    pages = [source for source in edition.sources.values() if not _hidden(source)]
    days = {record.path: _day(record) for _, record in edition.newsroom.records}
    found: list[tuple[tuple[int, int, bool, Label, str], Source | Record]] = [
        (_order(edition, source, days.get(source.path, date.min)), source) for source in pages
    ]
    for _, record in edition.newsroom.records:
        if record.path not in edition.sources:  # no hand wrote a text: its page is made of the record
            order = FACETS.index("news"), -days[record.path].toordinal(), True, Label("C"), record.path
            found.append((order, record))
    for _, each in sorted(found, key=lambda pair: pair[0]):
        if not isinstance(each, Source):
            yield _record(each)
        elif edition.index.outlines[each.path].labels:
            yield from _numbered(each, edition.index.outlines[each.path])
        else:
            yield from _sections(each, edition.facts)
    yield from map(_term, edition.glossary)


def _hidden(source: Source) -> bool:
    """Pages that are lists of what is found by itself, such as the letters of the glossary."""
    letter = source.path.startswith("glossary/") and source.path != OVERVIEW
    return letter or (source.meta.get("search") or {}).get("exclude") is True


def _day(record: Record) -> date:
    day: date | None = getattr(record, "day", None)
    return day or date.min


def _order(edition: Edition, source: Source, day: date) -> tuple[int, int, bool, Label, str]:
    facet = facet_of(source.path)
    labels = edition.index.outlines[source.path].labels
    first = labels[0] if labels else Label("C")
    return FACETS.index(facet), -day.toordinal(), not labels, first, source.path


def facet_of(path: str) -> str:
    """The shelf that a page belongs to, by its folder."""
    return FOLDERS.get(path.partition("/")[0], "other")


def _term(term: Term) -> Document:
    """A term of the glossary; of letters that mean several things, with all of them."""
    text = " ".join(f"{meaning.expansion}: {meaning.definition}".strip(": ") for meaning in term.meanings)
    name = f"{term.term}: {' or '.join(term.expansions)}" if term.expansions else term.term
    return Document("other", term.page, term.id, None, name, " ".join(term.names), "Glossary", words(text))


def _record(record: Record) -> Document:
    """A record of news whose page is made of it."""
    if isinstance(record, Notice):
        title = f"{record.purchaser}: {record.item}"
        number = f"Transmittal {record.transmittal}." if record.transmittal else ""
        parts = [number, record.description, record.value, ", ".join(record.contractors), record.note]
    elif isinstance(record, Memo):
        title = f"Memo {record.number}: {record.name}"
        parts = [" ".join(label.titled for label in record.paragraphs), record.standing, record.note]
    else:
        assert isinstance(record, NewsItem)
        title, parts = record.item, [record.description, record.publisher]
    name = f"{title} ({record.transmittal})" if isinstance(record, Notice) and record.transmittal else title
    return Document("news", record.path, "", None, name, name, "", " ".join(part for part in parts if part))


# ---- Pages of the manual


def _numbered(source: Source, page: Outline) -> Iterator[Document]:
    held = content(page)  # what stands below each caption belongs to the table or figure, not to the paragraph above
    inside = {line for line, _ in held.values()}
    under = dict(_titles_above(page.root, ()))
    for anchor, paragraph in page.anchors:
        label = paragraph.label
        assert label is not None  # anchors are those of numbered ones
        title = plain(paragraph.title).rstrip(".")
        if captioned(paragraph):
            text = held.get(paragraph.line, (0, ""))[1]
        else:
            text = "\n".join(piece.text for piece in paragraph.pieces if piece.line not in inside)
        if paragraph is page.root:
            text = f"{source.meta.get('description') or ''}\n{text}"
        above = under[id(paragraph)]
        name = label.titled if label.kind in (Kind.TABLE, Kind.FIGURE, Kind.CHAPTER, Kind.APPENDIX) else label.printed
        where = title or (above[-1] if above else "")
        yield Document(
            "samm",
            source.path,
            "" if paragraph is page.root else anchor,
            label,
            f"{name} {title}" if title else f"{name} (under {where})" if where else name,
            title,
            " ".join(above),
            words(text),
        )


def _titles_above(paragraph: Paragraph, above: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    yield id(paragraph), above
    title = plain(paragraph.title).rstrip(".")
    below = (*above, title) if title else above
    for child in paragraph.children:
        yield from _titles_above(child, below)


# ---- All other pages


def _sections(source: Source, facts: Mapping[str, Fact]) -> Iterator[Document]:
    facet, title = facet_of(source.path), source.title
    sections = list(_cut(source))
    summary = source.meta.get("summary")
    opening = [str(source.meta.get("description") or ""), *(summary.values() if isinstance(summary, dict) else ())]
    for number, (anchor, heading, text) in enumerate(sections):
        text = words(_said(text, facts))
        if number == 0:
            text = " ".join([*map(str, opening), text])
        if text or number == 0:
            name = heading or title
            yield Document(facet, source.path, anchor, None, name, name, title if heading else "", text)


def _cut(source: Source) -> Iterator[tuple[str, str, str]]:
    """The page cut at its subheadings: id, heading and text of each; the part before the first has neither."""
    anchor, heading, lines, taken = "", "", list[str](), set[str]()
    for line in prose(source.text):
        if match := SUBHEADING.match(line):
            yield anchor, heading, "\n".join(lines)
            given = GIVEN_ID.search(line)
            heading = plain(match["title"])
            anchor = _unique(given["id"] if given else slugify(heading, "-"), taken)
            lines = []
        elif not line.startswith("# "):
            lines.append(line)
    yield anchor, heading, "\n".join(lines)


def _unique(slug: str, taken: set[str]) -> str:
    """The id that Python-Markdown gives: of two equal ones the second ends in ``_1``."""
    found, number = slug, 0
    while found in taken:
        number += 1
        found = f"{slug}_{number}"
    taken.add(found)
    return found


def _said(text: str, facts: Mapping[str, Fact]) -> str:
    """The text with its figures put in and its other macros left out."""
    text = FACT.sub(lambda match: facts[match["id"]].value if match["id"] in facts else "", text)
    return MACRO.sub("", text)


def words(markdown: str) -> str:
    """The running words of Markdown text, in one line."""
    text = MARKUP.sub(lambda match: match["words"] or " ", FOOTNOTE.sub("", markdown))
    return " ".join(text.replace("&amp;", "&").replace("&nbsp;", " ").split())


def shelves(found: Iterable[Document]) -> dict[str, int]:
    """How many documents each facet holds."""
    counts = dict.fromkeys(FACETS, 0)
    for document in found:
        counts[document.facet] += 1
    return counts
