"""The open data made of an edition: the list of its labels and the graph of its citations, as JSON and CSV.

``docs/data/index.md`` is the data dictionary; it names every field of the rows here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from macros.manual import library, official
from macros.manual.edition import Edition
from macros.manual.index import Citing, Index, Standing, citers
from macros.manual.source import Source
from macros.manual.tables import as_csv, as_json

FILES = ("labels.json", "labels.csv", "citations.json", "citations.csv")
Url = Callable[[str], str]  # the address of a page below the site's root, from its Markdown file


class LabelRow(NamedTuple):
    """One number of the manual that this edition holds."""

    label: str
    kind: str
    title: str | None
    address: str
    depth: int
    parent: str | None
    cited_by: int
    official: str
    compared: str | None


class CitationRow(NamedTuple):
    """That one paragraph, or page without numbers, cites one thing, and how often."""

    from_page: str
    from_label: str | None
    kind: str
    target: str
    resolves: str | None
    to_address: str | None
    times: int


def files(edition: Edition, url: Url) -> dict[str, str]:
    """The files of open data by name, with their text."""
    rows = labels(edition, url)
    cited = citations(edition.index, url)
    texts = as_json(rows), as_csv(LabelRow._fields, rows), as_json(cited), as_csv(CitationRow._fields, cited)
    return dict(zip(FILES, texts, strict=True))


def labels(edition: Edition, url: Url) -> list[LabelRow]:
    """A row for each number, in reading order."""
    index = edition.index
    return [
        LabelRow(
            str(label),
            label.kind,
            place.title or None,
            f"{url(place.path)}#{label.anchor}",
            label.depth,
            str(label.parent) if label.parent else None,
            len(citers(index.cited_by.get(label, ()))),
            official.address(label),
            _compared(edition.sources[place.path]),
        )
        for label, place in sorted(index.places.items())
    ]


def citations(index: Index, url: Url) -> list[CitationRow]:
    """A row for each pair of citing place and target, in the order of the pages."""
    times = Counter(_bare(citing, index, url) for citing in index.citings)
    return [row._replace(times=count) for row, count in times.items()]


def _bare(citing: Citing, index: Index, url: Url) -> CitationRow:
    """The row of one citation, not yet counted."""
    page, label, kind = url(citing.path), str(citing.label) if citing.label else None, citing.citation.kind
    if citing.target is None:
        target = citing.citation.target
        return CitationRow(page, label, kind, target, None, library.address(target) or None, 0)
    standing, place = index.standing(citing.target), index.places.get(citing.target)
    here = f"{url(place.path)}#{citing.target.anchor}" if place else None
    away = official.address(citing.target) if standing is Standing.ELSEWHERE else None
    return CitationRow(page, label, kind, str(citing.target), standing, here or away, 0)


def _compared(source: Source) -> str | None:
    said = source.meta.get("source")
    day = said.get("compared") if isinstance(said, dict) else None
    return day.isoformat() if isinstance(day, date) else None
