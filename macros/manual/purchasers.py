"""Who buys: countries and organizations with their names as notices print them, their codes, and their review period.

The review period is Table C5.T17. of the manual: 15 days for Australia, Israel, Japan, New Zealand, the Republic of
Korea, NATO countries and organizations, 30 days for all others. A country is a NATO country from the day it
joined.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from macros.manual.records import Line
from macros.manual.registers import Entry


class Purchaser(Entry):
    """A country or organization. ``code`` is that of ISO 3166-1 (XK for Kosovo is not; organizations have none).

    ``also`` are other names in print. ``nato`` is the day it joined, for a member; ``fifteen`` says that Table C5.T17.
    names it, or that it is an organization of NATO.
    """

    name: Line
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    slug: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")] | None = None
    also: tuple[Line, ...] = ()
    nato: date | None = None
    fifteen: bool = False

    @property
    def key(self) -> str:
        """What its pages and feeds are called: ``jp``, or ``nspa`` where there is no code."""
        return self.slug or (self.code or "").lower()

    def review_days(self, day: date) -> int:
        """How long Congress reviews a notice that it received on ``day``."""
        return 15 if self.fifteen or (self.nato is not None and day >= self.nato) else 30


class Purchasers:
    """The register of purchasers, asked by any of their names."""

    def __init__(self, entries: Iterable[Purchaser]) -> None:
        self.all = tuple(entries)
        self._named: Mapping[str, Purchaser] = {
            name.casefold(): entry for entry in self.all for name in (*entry.also, entry.code or entry.name, entry.name)
        }

    def get(self, name: str) -> Purchaser | None:
        """The purchaser of that name or code."""
        return self._named.get(name.casefold())

    def nearest(self, name: str) -> str:
        """The name that looks most like ``name``, '' if none does."""
        near = difflib.get_close_matches(name.casefold(), self._named, 1)
        return self._named[near[0]].name if near else ""
