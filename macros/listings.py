"""The authors' macros that print a register whole: tables, figures, sections, authorities, terms, checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from macros.manual import contents, coverage, glossary, library, official
from macros.manual.edition import Edition
from macros.manual.labels import Kind
from macros.manual.problems import RULES
from macros.sandbox import Macro


class Listings:
    """The registers of one edition. ``show`` prints a template with the values that it is given."""

    def __init__(self, edition: Edition, show: Callable[..., str]) -> None:
        self.edition = edition
        self.show = show

    def macros(self) -> Mapping[str, Macro]:
        """The macros by the names that pages use."""
        return {
            macro.__name__: macro
            for macro in (
                self.tables_register,
                self.figures_register,
                self.sections_register,
                self.authorities,
                self.coverage,
                self.glossary_contents,
                self.glossary_letter,
                self.rules_table,
                self.planted_defects,
                self.faults_table,
            )
        }

    def tables_register(self) -> str:
        """The numbered tables of this edition: title, the paragraph each stands under, how many places cite it."""
        return self._captioned(Kind.TABLE)

    def figures_register(self) -> str:
        """The numbered figures of this edition, as the tables."""
        return self._captioned(Kind.FIGURE)

    def sections_register(self) -> str:
        """All sections of the manual, with their chapter, and whether they are read here or in the official text."""
        index = self.edition.index
        parts = [(part, contents.sections(index, part)) for part in index.parts.values()]
        return self.show(
            "sections_register.html",
            rows=[row for _, rows in parts for row in rows],
            unseen=[part for part, rows in parts if not rows],
        )

    def authorities(self) -> str:
        """What the pages cite of other books, by kind, with who cites it and where the public can read it."""
        return self.show("authorities.html", shelves=library.shelves(self.edition.index))

    def coverage(self) -> str:
        """What this edition holds of each chapter and appendix, on what basis and of when, and what it lacks."""
        return self.show("coverage.html", rows=coverage.coverage(self.edition.index, self.edition.sources))

    def glossary_contents(self) -> str:
        """All terms of the glossary by letter, with what acronyms stand for; each leads to its entry."""
        return self.show("glossary_contents.html", letters=glossary.by_letter(self.edition.glossary))

    def glossary_letter(self, letter: str) -> str:
        """The entries of the glossary under a letter, with their meanings, sources and related terms."""
        return self.show(
            "glossary_letter.html",
            here=letter,
            letters=glossary.by_letter(self.edition.glossary),
            terms={term.id: term for term in self.edition.glossary},
            places=self.edition.index.places,
            official=official.address,
        )

    def rules_table(self) -> str:
        """The rules of the checks: name, level, what each looks for, what to do about a finding."""
        return self.show("rules_table.html", rules=RULES.values())

    def planted_defects(self) -> str:
        """The defects of ``docs/data/planted.yml``: what each is, the rule that catches it, and its lines."""
        return self.show("planted_defects.html", planted=self.edition.planted)

    def faults_table(self) -> str:
        """The faults of the official text that ``docs/data/faults.yml`` records, in reading order."""
        kinds = {
            "misnumbered": "wrong number",
            "used-twice": "number used twice",
            "citation-to-nothing": "cites what does not exist",
            "wrong-citation": "cites the wrong place",
            "wording": "wording",
        }
        faults = sorted(self.edition.faults, key=lambda fault: (fault.label, fault.line))
        return self.show("faults_table.html", faults=faults, kinds=kinds, places=self.edition.index.places)

    def _captioned(self, kind: Kind) -> str:
        return self.show("captioned.html", rows=contents.captioned(self.edition.index, kind), kind=kind)
