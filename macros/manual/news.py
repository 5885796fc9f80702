"""Items of news: press releases, features, stories of others with publisher and link, and what was said of policy."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from macros.manual.memos import NUMBER
from macros.manual.records import Line, Month, Prose, Record, Sources
from macros.manual.registers import Address

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SORTS = {
    "press-release": "Press releases",
    "feature": "Features",
    "external": "Stories of others",
    "policy": "Policy",
}


class NewsItem(Record):
    """One item. ``released`` is its day; ``dated`` the month or year where only that is known.

    ``listed`` says when the agency's home page carried it. ``memo`` is the memo that a policy item tells of.
    """

    id: Annotated[str, Field(pattern=rf"^{SLUG.pattern}$", max_length=80)]
    sort: Literal["press-release", "feature", "external", "policy"]
    item: Line
    publisher: Line
    author: Line | None = None
    url: Address | None = None
    description: Prose
    released: date | None = None
    dated: Month | None = None
    listed: Month | None = None
    memo: Annotated[str, Field(pattern=rf"^({NUMBER.pattern})$")] | None = None
    sources: Sources | tuple[()] = ()

    @property
    def day(self) -> date | None:
        """Its day, where that is known."""
        return self.released

    @property
    def when(self) -> str:
        """Its day, month or year as ``2015-06-18``; '' where nothing is known."""
        return self.released.isoformat() if self.released else self.dated or self.listed or ""

    @property
    def year(self) -> str:
        """Its year, or 'undated'."""
        return self.when[:4] or "undated"

    @property
    def order(self) -> tuple[str, str]:
        """Sorts by day, then by id."""
        return (self.when, self.id)
