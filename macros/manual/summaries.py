"""Pages that put paragraphs of the manual into simple words, and whether they still say what the paragraphs say.

Such a page names in its front matter the numbers that it ``summarises`` and the day on which somebody ``reviewed`` it
against them. It is stale when a paragraph was changed since, or when a later policy memo changes one of them. Every
page of the customer guide is such a page, apart from the indexes, which summarise nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from macros.manual import reviews
from macros.manual.edition import Edition
from macros.manual.index import Index
from macros.manual.labels import Kind, Label, LabelError
from macros.manual.memos import Memo
from macros.manual.problems import Problem
from macros.manual.reviews import Reading, Reviews
from macros.manual.source import FRONT_MATTER, Source

GUIDE = re.compile(r"guide/(?:.+/)?(?!index\.md$)[^/]+\.md")
KINDS = (Kind.PARAGRAPH, Kind.TABLE, Kind.FIGURE)  # a whole chapter is pointed at, not summarised
REVIEWED = re.compile(r"^reviewed:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page says of itself: the numbers it summarises, each with its line, and the day of its review.

    ``lines`` has every number once; ``line`` is where the day of review stands. ``reviewed`` is None where there is
    no day that can be read.
    """

    path: str
    lines: Mapping[Label, int]
    reviewed: date | None
    line: int

    @property
    def counted(self) -> str:
        """How many numbers it summarises: ``31 paragraphs and 8 tables``."""
        found = [(kind, sum(label.kind is kind for label in self.lines)) for kind in KINDS]
        said = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in found if count]
        return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def summary(source: Source) -> tuple[Summary | None, list[Problem]]:
    """What the page says that it summarises, and what is wrong with that; None for a page that summarises nothing."""
    wanted = GUIDE.fullmatch(source.path) is not None
    if source.problems or not (wanted or {"summarises", "reviewed"} & source.meta.keys()):
        return None, list(source.problems)
    problems = []
    for name in ("summarises", "reviewed"):
        if name not in source.meta:
            problems.append(_wrong(source, 1, f"The page does not say {WANTED[name]}"))
    lines, unread = _labels(source)
    day, line = source.meta.get("reviewed"), _line(source, "reviewed")
    if not isinstance(day, date) or isinstance(day, datetime):
        if "reviewed" in source.meta:
            problems.append(_wrong(source, line, f"{day!r} is no day", "Write the day as in 2026-11-22."))
        day = None
    return Summary(source.path, lines, day, line), problems + unread


def findings(edition: Edition, today: date) -> Iterator[Problem]:
    """What is wrong with the summaries of an edition, and which of them are stale. ``today`` ends what is no future."""
    found, summaries = edition.index, []
    for source in edition.sources.values():
        if source.problems:
            continue  # said already
        page, problems = summary(source)
        yield from problems
        if page:
            summaries.append(page)
            yield from unknown(page, found)
            yield from _uncounted(page, found)
            yield from _memos(page, edition)
            if page.reviewed and page.reviewed > today:
                yield Problem(page.path, page.line, "future-review", f"The day of review, {page.reviewed}, is to come")
    yield from _changed(summaries, edition)


def unknown(page: Summary, index: Index) -> Iterator[Problem]:
    """Numbers that the page says it summarises and that this edition does not hold."""
    for label, line in page.lines.items():
        if label not in index.places:
            near = index.nearest(label)
            advice = f"The nearest that exists is {near.label.titled}" if near else ""
            yield Problem(page.path, line, "summarises-nothing", f"{label.titled} is not in this edition", advice)


def later_memos(page: Summary, edition: Edition) -> list[tuple[Memo, list[Label]]]:
    """The memos after the page's review that change what it summarises, newest first, each with the numbers.

    A memo that names a whole section or chapter changes all that stands in it.
    """
    later = [memo for memo in edition.newsroom.memos if memo.day and page.reviewed and memo.day > page.reviewed]
    touched = [(memo, [s for s in sorted(page.lines) if _touched(s, memo, edition.index)]) for memo in later]
    return [(memo, labels) for memo, labels in touched if labels]


def changed(page: Summary, edition: Edition) -> list[Label]:
    """The numbers that say something else than the register has from the page's review."""
    now = reviews.digests(edition.index.outlines.values(), page.lines.keys())
    return _differing(page, edition.reviews, now)


def marked(raw: str, day: date) -> str:
    """The text of a page's file with ``day`` as its day of review, in place or at the end of the front matter."""
    match = FRONT_MATTER.match(raw)
    if match is None:
        return raw
    front, line = match["yaml"], f"reviewed: {day}"
    new = REVIEWED.sub(line, front, count=1) if REVIEWED.search(front) else f"{front}{line}\n"
    return raw[: match.start("yaml")] + new + raw[match.end("yaml") :]


def register(edition: Edition, pages: Mapping[str, Summary]) -> Reviews:
    """The register with what the paragraphs of ``pages`` say now, and without pages that summarise nothing any more."""
    wanted = {label for page in pages.values() for label in page.lines}
    now = reviews.digests(edition.index.outlines.values(), wanted)
    summarising = {path for path, source in edition.sources.items() if "summarises" in source.meta}
    kept = {(path, label): r for (path, label), r in edition.reviews.items() if path in summarising - pages.keys()}
    new = {(path, label): Reading(now[label]) for path, page in pages.items() for label in page.lines if label in now}
    return kept | new


WANTED = {"summarises": "which paragraphs it summarises", "reviewed": "when it was reviewed against them"}


def _labels(source: Source) -> tuple[dict[Label, int], list[Problem]]:
    """The numbers under ``summarises``, each with its line."""
    lines: dict[Label, int] = {}
    problems = []
    node = _node(source, "summarises")
    if node is not None and (not isinstance(node, yaml.SequenceNode) or not node.value):
        return {}, [_wrong(source, _at(node), "'summarises' is no list of numbers")]
    for item in node.value if node else ():
        try:
            label = Label.parse(str(item.value))
        except LabelError as error:
            problems.append(_wrong(source, _at(item), str(error)))
            continue
        if label in lines:
            problems.append(_wrong(source, _at(item), f"{label.printed} is listed twice", "Remove one of them."))
        lines.setdefault(label, _at(item))
    return lines, problems


def _uncounted(page: Summary, index: Index) -> Iterator[Problem]:
    """Paragraphs of this edition that the page cites and does not count among those it summarises."""
    for citing in index.citings:
        target = citing.target
        if citing.path != page.path or target is None or target.kind not in KINDS:
            continue
        if target in index.places and target not in page.lines:
            said = f"{target.titled} is cited here and not among what the page summarises"
            advice = f"Add the number to 'summarises', then run 'python -m scripts.mark_reviewed docs/{page.path}'"
            yield Problem(page.path, citing.line, "not-summarised", said, advice)


def _memos(page: Summary, edition: Edition) -> Iterator[Problem]:
    for memo, labels in later_memos(page, edition):
        named = ", ".join(label.printed for label in labels)
        said = f"Memo {memo.number} of {memo.day}, after the review, changes {named}"
        yield Problem(page.path, page.line, "memo-after-review", said.rstrip("."), _command(page.path))


def _changed(summaries: list[Summary], edition: Edition) -> Iterator[Problem]:
    """Pages whose paragraphs say something else than at the review, and disagreements with the register."""
    now = reviews.digests(edition.index.outlines.values(), {label for page in summaries for label in page.lines})
    for page in summaries:
        for label in _differing(page, edition.reviews, now):
            said = f"{label.titled} was changed after this page was reviewed"
            yield Problem(page.path, page.lines[label], "stale-review", said, _command(page.path))
        missing = [label.printed for label in page.lines if label in now and (page.path, label) not in edition.reviews]
        if missing:
            said = f"The register of reviews does not have what these said: {', '.join(missing)}"
            yield Problem(page.path, page.line, "unmarked-review", said, _command(page.path))
    held = defaultdict(set, {page.path: set(page.lines) for page in summaries})
    for (path, label), reading in edition.reviews.items():
        if label not in held[path]:
            said = f"{path} does not summarise {label.printed.rstrip('.')} any more"
            yield Problem(
                reviews.PATH, reading.line, "unmarked-review", said, "Remove the line, or mark the page anew."
            )


def _differing(page: Summary, known: Reviews, now: Mapping[Label, str]) -> list[Label]:
    then = {label: known[page.path, label].digest for label in page.lines if (page.path, label) in known}
    return [label for label, digest in then.items() if now.get(label, digest) != digest]


def _touched(label: Label, memo: Memo, index: Index) -> bool:
    place = index.places.get(label)
    section = index.outlines[place.path].root.label if place else None  # a table's number does not say its section
    return any(
        label.within(each) or each.within(label) or (section is not None and section.within(each))
        for each in memo.paragraphs
    )


def _command(path: str) -> str:
    return f"Reread the page beside them, then run 'python -m scripts.mark_reviewed docs/{path}'."


def _wrong(source: Source, line: int, said: str, advice: str = "") -> Problem:
    return Problem(source.path, line, "summary", said, advice)


def _line(source: Source, name: str) -> int:
    node = _node(source, name)
    return _at(node) if node else 1


def _node(source: Source, name: str) -> yaml.Node | None:
    """What stands under a name of the front matter."""
    top = yaml.compose(source.front, Loader=yaml.SafeLoader) if source.front else None
    pairs = top.value if isinstance(top, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def _at(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 2  # the front matter begins after its '---'
