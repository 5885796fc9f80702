"""Arms-sales notices under section 36(b) of the Arms Export Control Act. A notice tells Congress what may be sold.

Its days are kept apart, because they are not the same day and sources mix them: ``delivered`` to Congress, ``released``
to the public, ``printed`` in the Federal Register weeks or years later. Where a source does not say which it gives,
the record does not either.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from macros.manual.purchasers import Purchaser
from macros.manual.records import Line, Month, Prose, Record, Sources, amount, dollars

TRANSMITTAL = re.compile(r"\d[\dA-Z]-[\dA-Z]{2,3}")  # 15-53, 25-101; with a letter: a report on an earlier one, 21-0M
OWN_NAME = re.compile(r"\d{4}(-\d\d){0,2}(-[a-z0-9]+)+")  # where no number is known: 2010-04-23-india-c-17
BASES = {  # the days that a record may have, the best first, and what each is
    "released": "released to the public",
    "delivered": "delivered to Congress",
    "noticed": "notice or release: the source does not say which",
    "recorded": "printed in the Congressional Record; the notice is some days older",
    "reported": "reported by the press",
    "printed": "printed in the Federal Register; the notice is older",
}
Amount = Annotated[int, Field(gt=0, strict=True)]
ACT = date(1976, 6, 30)  # the Arms Export Control Act


class Notice(Record):
    """One notice. Amounts are US dollars, the highest that was estimated; ``value_printed`` is how it is printed.

    ``likely`` is the lower amount that some expect. ``total`` is ``mde`` (major defense equipment) and ``other``.
    ``relates_to`` are earlier transmittals that it reports on.
    """

    id: Annotated[str, Field(pattern=rf"^({TRANSMITTAL.pattern}|{OWN_NAME.pattern})$", max_length=80)]
    purchaser: Line
    item: Line
    description: Prose | None = None
    total: Amount | None = None
    value_printed: Line | None = None
    mde: Amount | None = None
    other: Amount | None = None
    likely: Amount | None = None
    released: date | None = None
    delivered: date | None = None
    noticed: date | None = None
    recorded: date | None = None
    reported: date | None = None
    printed: date | None = None
    dated: Month | None = None
    citation: Line | None = None
    statute: Literal["36(b)(1)", "36(b)(5)(A)", "36(b)(5)(C)", "36(b)(5)"] | None = None
    emergency: bool = Field(default=False, strict=True)
    contractors: tuple[Line, ...] = Field(default=(), max_length=60)
    military_department: Line | None = None
    prior_cases: Line | None = None
    relates_to: tuple[Annotated[str, Field(pattern=rf"^{TRANSMITTAL.pattern}$")], ...] = ()
    sources: Sources

    @model_validator(mode="after")
    def _sums(self) -> Notice:
        if self.total and self.mde and self.other and self.mde + self.other != self.total:
            raise ValueError(f"total is {self.total:,} and mde and other make {self.mde + self.other:,} | Correct one.")
        if self.total and max(self.mde or 0, self.other or 0, self.likely or 0) > self.total:
            raise ValueError("mde, other or likely is above the total | Correct one.")
        said = amount(self.value_printed) if self.value_printed else None
        if self.value_printed and said is None:
            raise ValueError(f"value_printed {self.value_printed!r} names no amount | Write it as in $1.5 billion.")
        if said and self.total and abs(said - self.total) > self.total * 0.005:  # print rounds to three figures
            raise ValueError(f"total is {self.total:,} and value_printed says {self.value_printed} | Correct one.")
        return self

    @model_validator(mode="after")
    def _days(self) -> Notice:
        known = [getattr(self, name) for name in BASES if getattr(self, name)]
        if known and min(known) < ACT:
            raise ValueError(f"a day lies before the Act of {ACT} | Correct the year.")
        for name in ("released", "printed", "recorded"):
            later = getattr(self, name)
            if self.delivered and later and later < self.delivered:
                raise ValueError(f"{name} {later} is before delivered {self.delivered} | Congress is told first.")
        if self.release_at and self.delivered and self.release_at.date() < self.delivered:
            raise ValueError(f"release_at is before delivered {self.delivered} | Congress is told first.")
        if self.statute == "36(b)(5)(C)" and not self.relates_to:
            raise ValueError("a report under 36(b)(5)(C) has no relates_to | Name the transmittal that it reports on.")
        return self

    @property
    def transmittal(self) -> str | None:
        """The number under which Congress was told, where it is known."""
        return self.id if TRANSMITTAL.fullmatch(self.id) else None

    @property
    def upgrade(self) -> bool:
        """Whether it reports on an earlier notice, so that its amount is no second sale."""
        return (self.statute or "").startswith("36(b)(5)") or bool(re.search(r"-\d+[A-Z]$|^0[A-Z]-", self.id))

    @property
    def basis(self) -> str:
        """What kind of day its day is; '' where there is none."""
        return next((name for name in BASES if getattr(self, name)), "")

    @property
    def day(self) -> date | None:
        """The day by which it is put in order: the best that is known."""
        found = getattr(self, self.basis) if self.basis else None
        return found if isinstance(found, date) else None

    @property
    def when(self) -> str:
        """The day, month or year as ``2015-08-07``, ``2026-03``; '' where nothing is known."""
        return self.day.isoformat() if self.day else self.dated or ""

    @property
    def year(self) -> str:
        """The calendar year in which it was made; 'undated' where that is not known."""
        return self.when[:4] or "undated"

    @property
    def shelf(self) -> str:
        """The file of docs/data/notices/ in which it stands: the year of its number, else of its day."""
        digits = self.id[:2] if self.transmittal and self.id[:2].isdigit() else ""
        return f"20{digits}" if digits else self.id[:4] if not self.transmittal else self.year

    @property
    def status(self) -> str:
        """``withdrawn``, ``corrected``, or ``notified``."""
        return "withdrawn" if self.withdrawn else "corrected" if self.corrected else "notified"

    @property
    def value(self) -> str:
        """The estimated cost in words: as printed, else from the amount; '' where none is known."""
        return self.value_printed or (dollars(self.total) if self.total else "")

    @property
    def order(self) -> tuple[str, str]:
        """Sorts by day, then by id."""
        return (self.when, self.id)

    def review(self, purchaser: Purchaser) -> int | None:
        """The days of formal review: Table C5.T17.; none in an emergency (C5.5.6.4.5.) or for (5)(A) (C5.5.6.4.1.)."""
        if self.emergency or self.statute in ("36(b)(5)(A)", "36(b)(5)"):
            return None
        return purchaser.review_days(self.delivered or self.day or date.max)

    def review_ends(self, purchaser: Purchaser) -> date | None:
        """The last day of the review, in calendar days from the day of delivery; None where that is not known."""
        days = self.review(purchaser)
        return self.delivered + timedelta(days) if days and self.delivered else None
