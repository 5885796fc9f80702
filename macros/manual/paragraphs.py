"""How numbered text is recognised: the one recogniser behind both the tree and the page.

An editor writes a paragraph as plain prose that opens with its number::

    C5.4.2. **Line Manager.** Applies to each case line, see Section C5.1.3.

a table or figure as a caption on a line of its own, with the content after an empty line::

    Table C5.T6. Case development standards

and the section's own title as the page's heading, ``# C5.4. Title``. Everything else belongs to the
paragraph above it. Two patterns for one thing would drift apart, so the outline, the Markdown extension
and the checker all use these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from macros.manual.labels import OWNER, SERIAL, STEPS, Label

NUMBER = OWNER + STEPS + r"\."
OPENING = re.compile(r"[ ]{0,3}" + NUMBER + r"(?:[ \t]+(?:\*\*(?P<title>[^*\n]+)\*\*)?[ \t]*|(?=\n|$))", re.VERBOSE)
HEADING = re.compile(r"\#[ \t]+" + NUMBER + r"[ \t]+(?P<title>.+?)[ \t]*\#*[ \t]*$", re.VERBOSE)
# One line, a title that opens like a title and does not end like a sentence: "Table C5.T1. lists ... ." is prose.
CAPTION = re.compile(
    r"[ ]{0,3}(?:Table|Figure)[ \t]+"
    + OWNER
    + STEPS
    + SERIAL.rstrip("?")
    + r"\.[ \t]*(?P<title>(?![a-z])[^\n]*[^.\s])[ \t]*$",
    re.VERBOSE,
)
# A number at the start of a line that the recogniser does not take: dot forgotten, or digits that cannot be.
UNDOTTED = re.compile(r"[ ]{0,3}(?P<number>(?:C|AP)[1-9]\d?(?:-Legacy)?(?:\.[1-9]\d*)+)(?=[ \t]+\S)")
MALFORMED = re.compile(r"[ ]{0,3}(?P<number>(?:C|AP)\d+(?:-Legacy)?\.[\d.]+)(?=\s|$)")
NUMBERED_LINE = re.compile(r"^[ ]{0,3}" + NUMBER + r"(?=[ \t]|$)", re.VERBOSE | re.MULTILINE)

FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}|~{3,})")
FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\]\s]+\]:")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Text in which a number is not a citation: code, footnotes' names, links, HTML tags and the words of an HTML link.
UNCITED = re.compile(
    r"(?P<ticks>`+)[^`].*?(?P=ticks)|\[\^[^\]\s]+\]|!?\[[^\]\n]*\]\([^)\n]*\)|<a\b[^>]*>.*?</a>|<[^<>\n]*>",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The head of a numbered paragraph, heading or caption; ``length`` is how much of the block it takes."""

    label: Label
    title: str
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between empty lines; ``line`` is where the first stands, from 1."""

    line: int
    text: str


def opening(block: str) -> Opening | None:
    """The number and run-in title that ``block`` opens with, if it is a numbered paragraph."""
    match = OPENING.match(block)
    return _opened(match) if match else None


def heading(line: str) -> Opening | None:
    """The number and title of a page's heading such as ``# C5.4. Title``."""
    match = HEADING.match(line)
    return _opened(match) if match else None


def caption(block: str) -> Opening | None:
    """The number and title of a table or figure, if ``block`` is a caption: one line, no full stop at its end."""
    match = CAPTION.match(block)
    if match is None:
        return None
    found = _opened(match)
    return found if block.lstrip().startswith(found.label.kind.capitalize()) else None


def blocks(text: str, first_line: int = 1) -> Iterator[Block]:
    """The blocks of ``text`` that are prose: without code fences and HTML comments."""
    lines: list[str] = []
    start = first_line
    for number, line in enumerate([*prose(text), ""], first_line):
        if line.strip():
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield Block(start, "\n".join(lines))
            lines = []


def prose(text: str) -> list[str]:
    """The lines of ``text``, those in code fences and HTML comments emptied, so that line numbers stay."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", "", match[0]), text)
    fence, lines = "", []
    for line in text.split("\n"):
        match = FENCE.match(line)
        inside = bool(fence)
        if match and not fence:
            fence = match["fence"]
        elif match and match["fence"].startswith(fence) and not line.strip(" `~"):
            fence = ""
        lines.append("" if inside or fence else line)
    return lines


def citable(text: str) -> str:
    """``text`` with code, links and HTML blotted out character for character, so that spans stay true."""
    return UNCITED.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)


def plain(markdown: str) -> str:
    """The words of a short piece of Markdown such as a title: no emphasis, links, tags or footnotes."""
    markdown = re.sub(r"\[\^[^\]\s]+\]", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\))?(?:\{[^}]*\})?", r"\1", markdown)
    text = re.sub(r"<[^<>]*>|\{[^{}]*\}\s*$|[*`]", "", text)
    return " ".join(unescape(text).split())


def _opened(match: re.Match[str]) -> Opening:
    return Opening(Label.of(match), (match["title"] or "").strip(), match.end())
