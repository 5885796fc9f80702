"""Everything the site is made of, read and checked: pages, registers, the index over them, and all problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from macros.manual import links, news, references
from macros.manual.index import Index
from macros.manual.news import Notice, Story
from macros.manual.paragraphs import prose
from macros.manual.problems import Problem
from macros.manual.registers import Director, Fact, Fault, GuideStep, Part, Stage, entries, mapping
from macros.manual.source import Source

FACT_CALL = re.compile(r"""\{\{[^{}]*?\bfact\(\s*["'](?P<id>[^"']+)["']""")


@dataclass(frozen=True)
class Edition:
    """One state of the site's text and data, and what is wrong with it."""

    sources: Mapping[str, Source]
    index: Index
    facts: Mapping[str, Fact]
    directors: tuple[Director, ...]
    steps: tuple[GuideStep, ...]
    stages: tuple[Stage, ...]
    acronyms: Mapping[str, str]
    records: Mapping[str, Notice | Story]
    problems: tuple[Problem, ...]

    @classmethod
    def build(
        cls, sources: Iterable[Source], registers: Mapping[str, str], files: Collection[str], today: date
    ) -> Edition:
        """Read the texts of all pages and of the registers (name of the file in docs/data to its text).

        ``files`` are the paths of all files below docs, for links; ``today`` decides which figures are past review.
        """
        pages = {source.path: source for source in sources}
        facts, wrong_facts = entries("data/facts.yml", registers.get("facts.yml", "{}"), Fact, key="id")
        parts, wrong_parts = entries(
            "data/structure.yml", registers.get("structure.yml", "parts: []"), Part, top="parts"
        )
        faults, wrong_faults = entries("data/faults.yml", registers.get("faults.yml", "[]"), Fault)
        directors, wrong_directors = entries("data/directors.yml", registers.get("directors.yml", "[]"), Director)
        steps, wrong_steps = entries("data/guide.yml", registers.get("guide.yml", "[]"), GuideStep)
        stages, wrong_stages = entries("data/lifecycle.yml", registers.get("lifecycle.yml", "[]"), Stage)
        acronyms, wrong_acronyms = mapping("data/acronyms.yml", registers.get("acronyms.yml", "{}"))
        read = {path: news.record(source) for path, source in pages.items() if news.is_record(source)}
        index = Index.build(pages.values(), parts, faults)
        register = {fact.id: fact for fact in facts}
        problems = [
            *(problem for source in pages.values() for problem in source.problems),
            *wrong_facts,
            *wrong_parts,
            *wrong_faults,
            *wrong_directors,
            *wrong_steps,
            *wrong_stages,
            *_guide(steps, stages, pages, register),
            *wrong_acronyms,
            *(problem for _, wrong in read.values() for problem in wrong),
            *index.problems,
            *references.unsettled(references.findings(index), faults, index),
            *links.broken(pages, index.outlines, files),
            *(
                problem
                for source in pages.values()
                for problem in (*links.active(source), *_page(source, index, register))
            ),
            *_stale(facts, today),
        ]
        records = {path: found for path, (found, _) in read.items() if found}
        return cls(
            pages,
            index,
            register,
            tuple(directors),
            tuple(steps),
            tuple(stages),
            acronyms,
            records,
            tuple(sorted(set(problems))),
        )


def _page(source: Source, index: Index, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """A page has one heading; it asks only for figures that exist; and the manual's text runs no macro."""
    headings = [n for n, line in enumerate(prose(source.text), source.first_line) if re.match(r"#[ \t]", line)]
    if len(headings) != 1:
        said = "The page has no level-one heading" if not headings else "The page has a second level-one heading"
        yield Problem(source.path, headings[1] if headings else source.first_line, "no-heading", said)
    numbered = len(index.outlines[source.path].numbered) > 1
    if numbered and source.meta.get("render_macros"):
        yield Problem(source.path, 1, "macros-in-manual", "The page has numbered paragraphs and switches macros on")
    for number, line in enumerate(prose(source.text), source.first_line):
        for call in FACT_CALL.finditer(line) if source.meta.get("render_macros") else ():
            if call["id"] not in facts:
                yield Problem(source.path, number, "unknown-fact", f"The register has no figure {call['id']!r}")


def _guide(
    steps: Iterable[GuideStep], stages: Iterable[Stage], pages: Mapping[str, Source], facts: Mapping[str, Fact]
) -> Iterator[Problem]:
    """Steps that are said to be written have a page; stages lead to such steps and name figures that exist."""
    written = {step.slug for step in steps if step.written}
    for step in steps:
        if step.written != (f"guide/{step.slug}.md" in pages):
            said = (
                "is said to be written and has no page" if step.written else "has a page and is not said to be written"
            )
            yield Problem(
                "data/guide.yml", step.line, "register", f"The step {step.slug!r} {said}", "Correct 'written'."
            )
    for stage in stages:
        if stage.step and stage.step not in written:
            yield Problem("data/lifecycle.yml", stage.line, "register", f"The step {stage.step!r} is not written")
        for name in re.findall(r"\{([^}]*)\}", stage.time):
            if name not in facts or facts[name].number is None:
                message = f"The register has no figure {name!r} with a number"
                yield Problem("data/lifecycle.yml", stage.line, "unknown-fact", message)


def _stale(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    for fact in facts:
        if fact.review_by < today:
            message = f"{fact.id} was to be reviewed by {fact.review_by}"
            yield Problem("data/facts.yml", fact.line, "stale-fact", message)
