"""The glossary: terms and acronyms, what each means, who says so, and where they stand in a text.

Letters may mean several things. One of the meanings is the common one; another may hold only in a part of the manual:
AMC is Army Materiel Command, and Air Mobility Command in Chapter 7. Where two meanings are left, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from macros.manual.labels import Label
from macros.manual.registers import Entry, LabelField, Reference, Words

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
OVERVIEW = "glossary/index.md"


class Meaning(Entry):
    """One thing that a term means: what its letters stand for, or a definition, or both.

    ``samm`` is the paragraph that says so and ``source`` a publication other than the manual; a definition needs one
    of them. ``holds`` are the parts of the manual to which the meaning is confined, empty for the common meaning.
    """

    expansion: str = ""
    definition: str = ""
    samm: LabelField | None = None
    holds: tuple[LabelField, ...] = ()
    source: Reference | None = None
    note: str = ""

    @model_validator(mode="after")
    def _says_something_and_who_says_so(self) -> Meaning:
        if not (self.expansion or self.definition):
            raise ValueError("a meaning needs an 'expansion' or a 'definition'")
        if self.definition and not (self.samm or self.source):
            raise ValueError("a definition needs 'samm', the paragraph it comes from, or another 'source'")
        return self


def _not_empty(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    if not meanings:
        raise ValueError("a term needs at least one meaning")
    return meanings


class Term(Entry):
    """A word or acronym. ``tooltip`` is off for letters that are also a word; ``see`` holds ids of related terms."""

    id: Name
    term: Words
    spellings: tuple[Words, ...] = ()
    tooltip: bool = True
    see: tuple[Name, ...] = ()
    meanings: Annotated[tuple[Meaning, ...], AfterValidator(_not_empty)]

    @property
    def letter(self) -> str:
        """The letter under which the glossary lists it."""
        return self.term[0].upper()

    @property
    def page(self) -> str:
        """The Markdown file of its page below docs."""
        return f"glossary/{self.letter.lower()}.md"

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other spellings."""
        return (self.term, *self.spellings)

    @property
    def expansions(self) -> tuple[str, ...]:
        """What the letters stand for, in each meaning."""
        return tuple(meaning.expansion for meaning in self.meanings if meaning.expansion)

    def anchor(self, meaning: Meaning) -> str:
        """The id of the place that explains a meaning: the entry, or its part where there are several meanings."""
        if len(self.meanings) == 1:
            return self.id
        return f"{self.id}-{re.sub(r'[^a-z0-9]+', '-', meaning.expansion.lower()).strip('-')}"

    def meaning_in(self, section: Label | None) -> Meaning | None:
        """What it means on the page of a section, or outside the manual; None where that is not clear."""
        confined = [m for m in self.meanings if section and any(section.within(part) for part in m.holds)]
        common = [m for m in self.meanings if not m.holds]
        found = confined or common
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Use:
    """An acronym in a text: where it stands, its term, and what it means there."""

    start: int
    end: int
    term: Term
    meaning: Meaning


class Finder:
    """Finds the acronyms of a glossary that can be explained on the page of a section, or outside the manual."""

    def __init__(self, terms: Iterable[Term], section: Label | None = None) -> None:
        terms = tuple(terms)
        self._known = {name: (term, meaning) for term, meaning in _explained(terms, section) for name in term.names}
        # Longest first, those that are not explained too: SC-TMS and SC/MOS/TA are no use of SC.
        silent = {name for term in terms if not term.tooltip for name in term.names}
        names = "|".join(re.escape(name) for name in sorted({*self._known, *silent}, key=lambda n: (-len(n), n)))
        # Not inside another word, number or address; a plural is the same acronym.
        self._pattern = re.compile(rf"(?<![\w&/.@-])(?P<name>{names})s?(?![\w&@])") if names else None

    def uses(self, text: str) -> Iterator[Use]:
        """The acronyms in ``text``, in order."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            if known := self._known.get(match["name"]):
                yield Use(match.start(), match.end(), *known)


def leads(terms: Iterable[Term]) -> dict[str, dict[str, tuple[str, str]]]:
    """What a card beside an acronym says, by page of the glossary and place on it: the expansion and the definition."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for term in terms:
        for meaning in term.meanings:
            found.setdefault(term.page, {})[term.anchor(meaning)] = (meaning.expansion, meaning.definition)
    return found


def by_letter(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """The terms under their letters, in the order of the alphabet, capitals or not."""
    found: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: (term.term.casefold(), term.term)):
        found.setdefault(term.letter, []).append(term)
    return found


def _explained(terms: Iterable[Term], section: Label | None) -> Iterator[tuple[Term, Meaning]]:
    for term in terms:
        meaning = term.meaning_in(section)
        if term.tooltip and meaning and meaning.expansion:
            yield term, meaning


def expansions(terms: Sequence[Term]) -> dict[str, tuple[str, ...]]:
    """What each acronym may stand for, its other spellings included."""
    return {name: term.expansions for term in terms if term.expansions for name in term.names}
