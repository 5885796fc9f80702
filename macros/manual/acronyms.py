"""Acronyms and terms: which ones a reader cannot look up on the pages, and what is wrong with the glossary itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from macros.manual.glossary import OVERVIEW, Term
from macros.manual.index import Index, Standing
from macros.manual.paragraphs import blocks, citable
from macros.manual.problems import Problem
from macros.manual.source import Source

# Three to eight capitals, "&" between some of them. Shorter ones are units, states and list letters too often.
ACRONYM = re.compile(r"(?<![\w.&/#-])[A-Z](?:[A-Z]|&(?=[A-Z])){2,7}(?![\w&]|\.\d|\.[TF]\d|-\d)")
# Not acronyms: roman numbers, and words that the manual prints in capitals.
NOT_ONE = re.compile(r"[IVXLC]+|NOT|AND|THE|USA|NATO|MUST|ONLY")
ITALIC_OR_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")
REGISTER = "data/glossary.yml"


def unexplained(source: Source, glossary: Iterable[Term]) -> Iterator[Problem]:
    """Acronyms that neither the glossary holds nor the page spells out, each at its first place.

    A page spells one out by writing it in brackets after its words: "Country Team Assessment (CTA)".
    """
    said = {match["acronym"] for match in re.finditer(r"\((?P<acronym>[A-Z&]{3,9})s?\)", source.text)}
    known = {part for term in glossary for name in term.names for part in re.split(r"[^A-Z&]+", name)} | said
    for block in blocks(source.text, source.first_line):
        if "{{" in block.text:
            continue
        for match in ACRONYM.finditer(ITALIC_OR_QUOTED.sub(_blank, citable(block.text))):
            if match[0] in known or NOT_ONE.fullmatch(match[0]):
                continue
            known.add(match[0])
            line = block.line + block.text.count("\n", 0, match.start())
            message = f"{match[0]} is neither spelled out on the page nor in the glossary"
            yield Problem(source.path, line, "unexplained-acronym", message)


def wrong(glossary: Sequence[Term], index: Index, files: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the glossary that one entry alone does not show."""
    yield from _twice(glossary)
    yield from _two_spellings(glossary)
    yield from _astray(glossary, index)
    for term in glossary:
        if len(term.meanings) > 1 and not all(m.expansion and m.definition for m in term.meanings):
            yield _problem(term, "ambiguous-term", f"{term.term} has several meanings, and not each is defined")
        if OVERVIEW in files and term.page not in files:
            message = f"{term.term} has no page: docs/{term.page} does not exist"
            yield _problem(term, "register", message, "Copy the page of another letter, and list it in mkdocs.yml.")


def _twice(glossary: Iterable[Term]) -> Iterator[Problem]:
    """Terms, other spellings or ids that two entries claim; capitals tell terms apart, but not ids."""
    seen: dict[str, Term] = {}
    for term in glossary:
        for name in (f"id {term.id}", *dict.fromkeys(term.names)):
            other = seen.setdefault(name, term)
            if other is not term:
                yield _problem(term, "duplicate-term", f"{name} has an entry already, at line {other.line}")


def _two_spellings(glossary: Iterable[Term]) -> Iterator[Problem]:
    """Acronyms or expansions that two entries spell in two ways, such as ``DoC`` and ``DOC``."""
    seen: dict[tuple[str, str], str] = {}
    for term in glossary:
        rows = [("term", term.term), *(("expansion", words) for words in term.expansions)]
        for what, spelling in rows:
            other = seen.setdefault((what, re.sub(r"[^a-z0-9]", "", spelling.lower())), spelling)
            if other != spelling:
                yield _problem(term, "two-spellings", f"The glossary spells one {what} {other!r} and {spelling!r}")


def _astray(glossary: Sequence[Term], index: Index) -> Iterator[Problem]:
    """Paragraphs and related terms that an entry names and that do not exist."""
    ids = {term.id for term in glossary}
    for term in glossary:
        for label in {label for m in term.meanings for label in (m.samm, *m.holds) if label}:
            if index.standing(label) is Standing.NOWHERE:
                yield _problem(term, "citation-to-nothing", f"{label.titled}, which {term.term} names, does not exist")
        for name in term.see:
            if name not in ids or name == term.id:
                yield _problem(term, "unknown-term", f"{term.term} leads to {name!r}, which is no other entry")


def _problem(term: Term, rule: str, message: str, remedy: str = "") -> Problem:
    return Problem(REGISTER, term.line, rule, message, remedy)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
