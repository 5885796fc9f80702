"""Notices counted: how many and how much, by year and by purchaser, and how much of the whole we hold.

What is counted are notices, not sales: amounts are estimates, as a rule the highest. A report on an earlier notice is
no second sale and a withdrawn notice none at all; both are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from macros.manual.newsroom import Newsroom
from macros.manual.notices import Notice


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notices one year or purchaser has, how many of them name an amount, and the sum of those, in dollars."""

    name: str
    count: int
    valued: int
    total: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """For the numbers of one fiscal year: those we hold as notices, and those known only by a file of the agency."""

    year: str
    held: int
    unread: int


def counted(newsroom: Newsroom) -> list[Notice]:
    """The notices that count."""
    return [notice for notice in newsroom.notices if not notice.upgrade and not notice.withdrawn]


def by_year(newsroom: Newsroom) -> list[Tally]:
    """One tally for each calendar year from the first to the last, years without a notice among them."""
    notices = [notice for notice in counted(newsroom) if notice.when]
    years = sorted({int(notice.year) for notice in notices})
    span = range(years[0], years[-1] + 1) if years else range(0)
    return [_tally(str(year), (notice for notice in notices if notice.year == str(year))) for year in span]


def by_purchaser(newsroom: Newsroom) -> list[Tally]:
    """One tally for each purchaser, the largest sum first."""
    groups: dict[str, list[Notice]] = {}
    for notice in counted(newsroom):
        groups.setdefault(notice.purchaser, []).append(notice)
    tallies = [_tally(name, notices) for name, notices in groups.items()]
    return sorted(tallies, key=lambda tally: (-tally.total, -tally.count, tally.name))


def undated(newsroom: Newsroom) -> int:
    """How many notices count and have no year."""
    return sum(not notice.when for notice in counted(newsroom))


def coverage(newsroom: Newsroom) -> list[Coverage]:
    """How many of the numbers of each fiscal year that we know of we hold, oldest first."""
    held = Counter(notice.shelf for notice in newsroom.notices if notice.transmittal)
    unread = Counter(f"20{group[0].transmittal[:2]}" for group in newsroom.unread_files())
    return [Coverage(year, held[year], unread[year]) for year in sorted({*held, *unread})]


def _tally(name: str, notices: Iterable[Notice]) -> Tally:
    found = list(notices)
    totals = [notice.total for notice in found if notice.total]
    return Tally(name, len(found), len(totals), sum(totals))
