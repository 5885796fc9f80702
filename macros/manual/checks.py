"""All checks over an edition, in one list: what the checker prints, the build warns of, and tests compare."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time

from macros.manual import (
    acronyms,
    compiled,
    coverage,
    film,
    links,
    newsroom,
    published,
    references,
    storyboard,
    summaries,
)
from macros.manual.edition import Edition
from macros.manual.film import Film
from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.paragraphs import prose
from macros.manual.problems import Problem
from macros.manual.registers import Fact, GuideStep, Stage, Thesaurus
from macros.manual.source import Source
from macros.manual.words import Terms, folded, tokens

FACT_CALL = re.compile(r"""\{\{[^{}]*?\bfact\(\s*["'](?P<id>[^"']+)["']""")


def check(edition: Edition, today: date, before: Collection[Label] = ()) -> list[Problem]:
    """What is wrong with the edition, in the order of files and lines.

    ``today`` decides which figures are past review; ``before`` are the labels that an earlier state published.
    """
    index, sources = edition.index, edition.sources
    found = [
        *edition.misread,
        *index.problems,
        *references.unsettled(references.findings(index), edition.faults, index),
        *links.broken(sources, index.outlines, edition.files),
        *published.vanished(before, index, edition.tombstones),
        *published.astray(edition.redirects, edition.tombstones, index, edition.files),
        *published.unlisted(sources.values(), edition.navigation),
        *published.uncited(index),
        *coverage.unwritten(index),
        *published.unledgered(edition),
        *acronyms.wrong(edition.glossary, index, edition.files),
        *_guide(edition.steps, edition.stages, sources, edition.facts),
        *_thesaurus(edition.thesaurus, sources.values()),
        *_video(edition),
        *_stale(edition.facts.values(), today),
        *summaries.findings(edition, today),
        *newsroom.problems(edition.newsroom, datetime.combine(today, time.max, UTC)),
    ]
    for source in sources.values():
        found += links.active(source)
        found += acronyms.unexplained(source, edition.glossary)
        found += _page(source, index, edition.facts)
        found += compiled.findings(source, index) if source.compiled else ()
    return sorted(set(found))


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


def _thesaurus(entries: Iterable[Thesaurus], pages: Iterable[Source]) -> Iterator[Problem]:
    """What readers are sent to stands somewhere; no plain word is explained twice; a phrase is looked for as one."""
    terms = Terms()
    said = " ".join(folded(page.text) for page in pages) if entries else ""
    seen: set[str] = set()
    for entry in entries:
        for word in dict.fromkeys(word for phrase in entry.means for word in tokens(phrase) if word in folded(phrase)):
            if word not in said:
                message = f"No page has the word {word!r}"
                yield Problem("data/thesaurus.yml", entry.line, "thesaurus-to-nothing", message)
        for phrase in (*entry.typed, *entry.means):
            if " " in phrase and len(left := [word for word in tokens(phrase) if terms.of(word)]) < 2:
                message = f"The search leaves small words out, so {phrase!r} is {' '.join(left) or 'nothing'!r} to it"
                yield Problem(
                    "data/thesaurus.yml", entry.line, "register", message, "Write that word, or a longer phrase."
                )
        for phrase in entry.typed:
            if phrase in seen:
                message = f"{phrase!r} has an entry above"
                yield Problem("data/thesaurus.yml", entry.line, "register", message, "Join the two entries.")
            seen.add(phrase)


def _video(edition: Edition) -> list[Problem]:
    """A storyboard that holds together, and the film of it; an unsound one is mended before it is filmed."""
    scenes, stages, facts = edition.storyboard, edition.stages, edition.facts
    wrong = list(storyboard.problems(scenes, stages, facts, edition.index))
    return wrong or list(film.problems(Film.of(scenes, stages, facts), edition.captions))


def _stale(facts: Iterable[Fact], today: date) -> Iterator[Problem]:
    for fact in facts:
        if fact.review_by < today:
            message = f"{fact.id} was to be reviewed by {fact.review_by}"
            yield Problem("data/facts.yml", fact.line, "stale-fact", message)
