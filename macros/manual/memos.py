"""Policy memos: what each changes, and what became of it, computed from how memos relate.

A memo says by which later memo it was superseded or rescinded; the other direction, and its status, follow from that.
``status`` holds what its official page says and is kept only where no relation says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from macros.manual.labels import Label
from macros.manual.problems import Problem
from macros.manual.records import Line, Record
from macros.manual.registers import Address, LabelField

PATH = "data/memos.yml"
NUMBER = re.compile(r"\d\d-\d{1,3}|I-\d\d-\d{6}")  # 22-01; before 2001 I-98-075139


class Memo(Record):
    """A policy memo. ``paragraphs`` are the labels that it says it changes, as far as that was seen.

    ``paragraphs_printed`` are numbers of an older layout of the manual. A successor is the number of a memo, or
    words for what was no memo, such as "2012 SAMM Rewrite".
    """

    number: Annotated[str, Field(pattern=rf"^({NUMBER.pattern})$")]
    day: date | None = Field(default=None, alias="date")
    title: Line | None = None
    e_change: int | None = None
    status: Literal["Incorporated", "Active", "Superseded", "Rescinded"] | None = None
    superseded_by: tuple[Line, ...] = ()
    partly_superseded_by: tuple[Line, ...] = ()
    rescinded_by: tuple[Line, ...] = ()
    paragraphs: tuple[LabelField, ...] = Field(default=(), max_length=200)
    paragraphs_printed: Line | None = None
    source: Address

    @property
    def id(self) -> str:
        """Its number."""
        return self.number

    @property
    def year(self) -> str:
        """The year of its date, else that of its number."""
        if self.day:
            return str(self.day.year)
        digits = int(re.sub(r"^I-", "", self.number)[:2])
        return str(digits + (1900 if digits > 60 else 2000))

    @property
    def name(self) -> str:
        """Its title, or that we do not know it."""
        return self.title or "Title not known to us"

    @property
    def order(self) -> tuple[str, str]:
        """Sorts by date; one without a date stands in its year."""
        return (self.day.isoformat() if self.day else self.year, self.number)

    @property
    def ended_by(self) -> tuple[str, ...]:
        """What superseded or rescinded it as a whole."""
        return (*self.superseded_by, *self.rescinded_by)

    @property
    def standing(self) -> str:
        """Its status by the relations, else as its page says; '' where neither is known."""
        if self.rescinded_by:
            return "Rescinded"
        return "Superseded" if self.superseded_by else self.status or ""


def predecessors(memos: Iterable[Memo]) -> Mapping[str, tuple[str, ...]]:
    """The numbers of the memos that each memo superseded or rescinded, in part or whole."""
    found: dict[str, list[str]] = {}
    for memo in memos:
        for by in (*memo.ended_by, *memo.partly_superseded_by):
            found.setdefault(by, []).append(memo.number)
    return {number: tuple(sorted(old)) for number, old in found.items()}


def changing(memos: Iterable[Memo]) -> Mapping[Label, tuple[Memo, ...]]:
    """The memos that change each label, oldest first."""
    found: dict[Label, list[Memo]] = {}
    for memo in sorted(memos, key=lambda memo: memo.order):
        for label in memo.paragraphs:
            found.setdefault(label, []).append(memo)
    return {label: tuple(group) for label, group in found.items()}


def contradictions(memos: Iterable[Memo], *, whole: bool = True) -> Iterator[Problem]:
    """What cannot be true of memos together: unknown successors, cycles, older or void successors, other statuses.

    When the register could not be read ``whole``, a successor that is not in it is not said.
    """
    by_number = {memo.number: memo for memo in memos}
    for memo in by_number.values():
        for by in (*memo.ended_by, *memo.partly_superseded_by):
            if NUMBER.fullmatch(by) and (whole or by in by_number):
                yield from _successor(memo, by_number.get(by), by)
        if memo.status and memo.standing != memo.status:
            said = f"Memo {memo.number} is said to be {memo.status}, and {memo.ended_by[0]} made it {memo.standing}"
            yield _wrong(memo, said, "Remove the status, or the relation.")
    yield from _cycles(by_number)


def _successor(memo: Memo, other: Memo | None, number: str) -> Iterator[Problem]:
    if other is None:
        yield _wrong(memo, f"Memo {memo.number} names memo {number}, which is not in the register", "Add it.")
        return
    if memo.day and other.day and other.day < memo.day:
        said = f"Memo {memo.number} of {memo.day} is said to be ended by memo {number}, which is older ({other.day})"
        if memo.status == "Incorporated":
            said = f"Memo {memo.number} of {memo.day} is said to be incorporated, and its successor {number} is older"
        yield _wrong(memo, said, "Correct a date, or the relation.")
    if other.standing == "Rescinded" and number in memo.superseded_by:
        said = f"Memo {memo.number} is said to be superseded by memo {number}, which is rescinded"
        yield _wrong(memo, said, "Say what holds now: look at the pages of both.")


def _cycles(memos: Mapping[str, Memo]) -> Iterator[Problem]:
    """Memos that end each other in a ring; each ring is said once, at its smallest number."""
    done: set[str] = set()
    for start in sorted(memos):
        trail: list[str] = []
        rest = [(start, 0)]
        while rest:
            number, depth = rest.pop()
            del trail[depth:]
            if number in trail:
                ring = trail[trail.index(number) :]
                said = f"Memos {', '.join(ring)} end each other in a ring"
                yield _wrong(memos[min(ring)], said, "One of the relations is wrong.")
                continue
            if number in done or number not in memos:
                continue
            done.add(number)
            trail.append(number)
            rest += [(by, depth + 1) for by in memos[number].ended_by]


def _wrong(memo: Memo, said: str, advice: str) -> Problem:
    return Problem(PATH, memo.line, "memo-contradiction", said, advice)
