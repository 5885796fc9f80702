"""The first words of what is numbered, which a reader sees beside a citation before following it."""

from __future__ import annotations

import re
from itertools import pairwise

from macros.manual.labels import Kind
from macros.manual.outline import Outline, Paragraph
from macros.manual.paragraphs import plain

ENOUGH = 240  # characters: two or three sentences, four or five lines of a small card
# Not the paragraph's own prose: tables, notes and what is inside them, footnotes, macros, HTML.
ASIDE = re.compile(r"[ ]{0,3}(?:\||!!!|\?\?\?|\[\^|\{\{|<)|[ ]{4}|\t")
MARKER = re.compile(r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+|\[\^[^\]]*\]", re.MULTILINE)  # of a list item; of a footnote
SENTENCE_END = re.compile(r"(?<!\d)(?<!\b[A-Z])[.?!](?=\s)")  # not the dot of a number or of "U.S."


def leads(page: Outline) -> dict[str, tuple[str, str]]:
    """The title and first words of each number on the page, by the id that it has there.

    A number without words of its own, such as a section that is all sub-paragraphs, has those of the first below it.
    """
    held = content(page)
    inside = {line for line, _ in held.values()}
    found = {}
    for anchor, paragraph in page.anchors:
        if captioned(paragraph):
            _, below = held.get(paragraph.line, (0, ""))
            words = _described(below)
        else:
            words = next(filter(None, (_words(each, inside) for each in paragraph.walk())), "")
        found[anchor] = (plain(paragraph.title), words)
    return found


def shortened(words: str, enough: int = ENOUGH) -> str:
    """The sentences of ``words`` that fit into ``enough`` characters, or as many whole words and an ellipsis."""
    if len(words) <= enough:
        return words
    ends = [match.end() for match in SENTENCE_END.finditer(words[: enough + 1])]
    if ends and ends[-1] > enough // 3:
        return words[: ends[-1]]
    return words[:enough].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _words(paragraph: Paragraph, inside: set[int]) -> str:
    """The paragraph's own prose; ``inside`` are the lines of what belongs to a table or figure."""
    own = [piece.text for piece in paragraph.pieces if piece.line not in inside and not ASIDE.match(piece.text)]
    return shortened(" ".join(filter(None, (plain(MARKER.sub("", text)) for text in own))))


def captioned(paragraph: Paragraph) -> bool:
    """Whether it is a table or figure."""
    return paragraph.label is not None and paragraph.label.kind in (Kind.TABLE, Kind.FIGURE)


def content(page: Outline) -> dict[int, tuple[int, str]]:
    """What each caption is over: from the caption's line to the line and text of the block that follows it."""
    captions = {paragraph.line for paragraph in page.numbered if captioned(paragraph)}
    pieces = {piece.line: piece.text for paragraph in page.root.walk() for piece in paragraph.pieces}
    lines = sorted({*pieces, *(paragraph.line for paragraph in page.numbered)})
    return {line: (below, pieces[below]) for line, below in pairwise(lines) if line in captions and below in pieces}


def _described(content: str) -> str:
    """A table's number of rows and its columns, or the first words of a figure."""
    if not content.lstrip().startswith("|"):
        return "" if ASIDE.match(content) else shortened(plain(MARKER.sub("", content)))
    head, *rows = content.strip().splitlines()
    names = [name for cell in head.strip().strip("|").split("|") if any(map(str.isalpha, name := plain(cell)))]
    count = max(len(rows) - 1, 0)  # the first is the rule below the heads
    return shortened(f"A table of {count} row{'' if count == 1 else 's'}: {', '.join(names)}.")
