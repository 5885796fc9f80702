"""Acronyms on the pages: which ones a reader cannot look up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from macros.manual.paragraphs import blocks, citable
from macros.manual.problems import Problem
from macros.manual.source import Source

# Three to eight capitals, "&" between some of them. Shorter ones are units, states and list letters too often.
ACRONYM = re.compile(r"(?<![\w.&/#-])[A-Z](?:[A-Z]|&(?=[A-Z])){2,7}(?![\w&]|\.\d|\.[TF]\d|-\d)")
# Not acronyms: roman numbers, and words that the manual prints in capitals.
NOT_ONE = re.compile(r"[IVXLC]+|NOT|AND|THE|USA|NATO|MUST|ONLY")
ITALIC_OR_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")


def unexplained(source: Source, glossary: Mapping[str, str]) -> Iterator[Problem]:
    """Acronyms that neither the glossary holds nor the page spells out, each at its first place.

    A page spells one out by writing it in brackets after its words: "Country Team Assessment (CTA)".
    """
    said = {match["acronym"] for match in re.finditer(r"\((?P<acronym>[A-Z&]{3,9})s?\)", source.text)}
    known = {part for name in glossary for part in re.split(r"[^A-Z&]+", name)} | said
    for block in blocks(source.text, source.first_line):
        if "{{" in block.text:
            continue
        for match in ACRONYM.finditer(ITALIC_OR_QUOTED.sub(_blank, citable(block.text))):
            if match[0] in known or NOT_ONE.fullmatch(match[0]):
                continue
            known.add(match[0])
            line = block.line + block.text.count("\n", 0, match.start())
            message = f"{match[0]} is neither spelled out on the page nor in the list of acronyms"
            yield Problem(source.path, line, "unexplained-acronym", message)


def doubled(acronyms: Mapping[str, str], path: str) -> Iterator[Problem]:
    """Acronyms or expansions that the list spells in two ways, such as ``DoC`` and ``DOC``."""
    for what, spellings in (("acronym", acronyms.keys()), ("expansion", acronyms.values())):
        seen: dict[str, str] = {}
        for spelling in dict.fromkeys(spellings):
            key = re.sub(r"[^a-z0-9]", "", spelling.lower())
            other = seen.setdefault(key, spelling)
            if other != spelling:
                message = f"The list spells one {what} {other!r} and {spelling!r}"
                yield Problem(path, 1, "two-spellings", message)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
