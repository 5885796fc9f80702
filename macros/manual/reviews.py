"""What the manual's paragraphs said when a page that summarises them was last reviewed.

The register ``docs/data/reviews.csv`` is written by ``python -m scripts.mark_reviewed``. It has a line for each page
and paragraph, in the order of pages and numbers, so that two reviews of different pages merge without a conflict. A
digest stands for the paragraph's words: it needs no history of the repository, and a line broken anew changes nothing.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.manual.labels import Label, LabelError
from macros.manual.outline import Outline, Paragraph
from macros.manual.paragraphs import plain
from macros.manual.problems import Problem
from macros.manual.words import folded

PATH = "data/reviews.csv"
FIELDS = ("page", "label", "digest")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")  # a diagram draws what its paragraph says, so a new one changes nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of the register: the digest of what a paragraph said, and where the line stands."""

    digest: str
    line: int = 0


Reviews = Mapping[tuple[str, Label], Reading]  # by the page's file below docs, and the label that it summarises


def read(text: str) -> tuple[dict[tuple[str, Label], Reading], list[Problem]]:
    """The register of a file's text, and the lines that cannot be read or say the same thing twice."""
    found: dict[tuple[str, Label], Reading] = {}
    problems = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            page, label, digest = (row[field].strip() for field in FIELDS)
            key = page, Label.parse(label)
        except (KeyError, AttributeError, LabelError):
            said, advice = (
                "The line cannot be read",
                "Remove it, and run 'python -m scripts.mark_reviewed' on its page.",
            )
            problems.append(Problem(PATH, number, "register", said, advice))
            continue
        if key in found:
            said = f"{page} and {key[1].printed} have line {found[key].line} already"
            problems.append(Problem(PATH, number, "register", said, "Remove both, and mark the page as reviewed anew."))
        found.setdefault(key, Reading(digest, number))
    return found, problems


def written(reviews: Reviews) -> str:
    """The text of the register's file."""
    rows = [f"{page},{label},{reviews[page, label].digest}" for page, label in sorted(reviews)]
    return "\n".join([",".join(FIELDS), *rows]) + "\n"


def digests(outlines: Iterable[Outline], wanted: Collection[Label]) -> dict[Label, str]:
    """The digests of what the wanted numbers say now; a number that stands nowhere has none."""
    said: dict[Label, list[str]] = defaultdict(list)
    for page in outlines:
        for paragraph in page.root.walk():
            for label, words in _wordings(paragraph):
                if label in wanted:
                    said[label].append(words)
    return {label: digest("\n\n".join(texts)) for label, texts in said.items()}


def digest(markdown: str) -> str:
    """The words of a text in twelve letters, whatever their case, emphasis, links, line ends and table borders."""
    words = (
        word
        for word in folded(plain(PICTURE.sub("", markdown))).replace("|", " ").split()
        if any(map(str.isalnum, word))
    )
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def _wordings(paragraph: Paragraph) -> Iterator[tuple[Label, str]]:
    """What a paragraph says, and what the tables and figures that stand in it say."""
    if paragraph.label and not paragraph.label.mark:
        yield paragraph.label, _said(paragraph)
    for child in paragraph.children:
        if child.label and child.label.mark:  # the outline gives what follows a caption to the paragraph above
            content = next((piece.text for piece in paragraph.pieces if piece.line > child.line), "")
            yield child.label, f"{child.title}\n\n{content}"


def _said(paragraph: Paragraph) -> str:
    """A paragraph's title and own text. A heading alone, such as that of most sections, means all that is below it."""
    if paragraph.text.strip():
        return f"{paragraph.title}\n\n{paragraph.text}"
    return "\n\n".join(f"{each.title}\n\n{each.text}" for each in paragraph.walk())
