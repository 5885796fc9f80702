"""What every news record has: an id that stays, sources, versions with their notes, and perhaps its withdrawal.

A record is data that an editor writes and a reader of a pull request can read. Its texts are plain words: no markup is
taken from them, and every door escapes what it prints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from macros.manual.registers import Address, Entry, Reference

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
TAG = re.compile(r"<[A-Za-z/!?]")
MONTH = r"^\d{4}(-(0[1-9]|1[0-2]))?$"  # a year, or a year and month, where the source gives no day


def _line(text: str) -> str:
    if "<" in text or ">" in text or "\n" in text:
        raise ValueError("holds markup or more than one line | Write plain words, without '<' and '>'.")
    return _prose(text)


def _prose(text: str) -> str:
    if TAG.search(text):
        raise ValueError("holds markup | Write plain words; pages escape them.")
    if found := CONTROL.search(text):
        raise ValueError(f"holds a character that cannot be seen (U+{ord(found[0]):04X}) | Remove it.")
    return text


def _reference(value: Any) -> Any:
    """A bare address names its own publisher and file."""
    if not isinstance(value, str):
        return value
    if not re.match(r"https?://", value):
        raise ValueError(f"{value!r} is no address | Write it with https://.")
    parts = urlsplit(value)
    name = unquote(parts.path.rstrip("/").rpartition("/")[2])
    host = (parts.hostname or "").removeprefix("www.")
    title = name if name.lower().endswith(".pdf") and not TAG.search(name) else f"Page on {host}"
    return {"title": title, "publisher": host, "url": quote(value, safe=SAFE)}


SAFE = "%/:?#[]@!$&'()*+,;=~"  # an address may hold these; a blank must be written %20
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_line)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000), AfterValidator(_prose)]
Month = Annotated[
    str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value), Field(pattern=MONTH)
]
Sources = Annotated[tuple[Annotated[Reference, BeforeValidator(_reference)], ...], Field(min_length=1, max_length=40)]


class Version(Entry):
    """A change of a record after it was published: ``by`` the agency that issued it, or by ``us`` who keep the record.

    The agency corrects by putting up a second file and does not say when or why; then there is no day.
    """

    day: date | None = Field(default=None, alias="date")
    by: Annotated[str, Field(pattern="^(agency|us)$")] = "us"
    note: Prose


class Withdrawal(Entry):
    """That a record does not stand any more: the day, the reason, and the record that takes its place."""

    day: date = Field(alias="date")
    reason: Prose
    replaced_by: str | None = None


class Record(Entry):
    """What notices, memos and items of news have in common.

    ``path`` is the Markdown file of its page, written or made, and ``file`` the file below docs that holds the record.
    ``release_at`` holds an item back until then. ``formerly`` are ids under which it was published before.
    """

    path: str = Field(default="", exclude=True)
    file: str = Field(default="", exclude=True)
    versions: tuple[Version, ...] = Field(default=(), max_length=50)
    withdrawn: Withdrawal | None = None
    release_at: AwareDatetime | None = None
    formerly: tuple[str, ...] = ()
    note: Prose | None = None

    @property
    def key(self) -> str:
        """Its id, whatever the field is called."""
        return str(getattr(self, "id", ""))

    @property
    def year(self) -> str:
        """The year under which it is listed; 'undated' where none is known."""
        raise NotImplementedError

    @property
    def order(self) -> tuple[str, str]:
        """Sorts records of a kind from the oldest to the newest."""
        raise NotImplementedError

    @property
    def corrected(self) -> bool:
        """Whether anything was changed after publication."""
        return bool(self.versions)

    @property
    def changes(self) -> list[tuple[date, str]]:
        """Our dated changes, newest first: what feeds and pages say of them."""
        dated = [(v.day, v.note) for v in self.versions if v.day]
        if self.withdrawn:
            dated.append((self.withdrawn.day, f"Withdrawn: {self.withdrawn.reason}"))
        return sorted(dated, reverse=True)

    def held(self, now: datetime) -> bool:
        """Whether the record is not to be seen yet."""
        return self.release_at is not None and self.release_at > now


class Removed(Entry):
    """A record that was published and is gone, with the reason; its address goes on saying so."""

    kind: Annotated[str, Field(pattern="^(notice|memo|news)$")]
    id: Line
    gone: date
    note: Prose
    now: str | None = None


class File(Entry):
    """A file of the agency's library of notices: what it is called, the day it was put up there, its address.

    The day is not that of the notice: most files were put up again when the site moved in December 2024.
    """

    transmittal: Line
    purchaser: Line
    uploaded: date
    address: Address
    name: Line


def dollars(value: int) -> str:
    """An amount in words, as notices print it: ``$1.5 billion``, ``$243 million``, ``$342.6 million``."""
    for unit, word in ((10**9, "billion"), (10**6, "million")):
        if value >= unit:
            text = f"{value / unit:,.3f}".rstrip("0").rstrip(".")
            return f"${text} {word}"
    return f"${value:,}"


def amount(text: str) -> int | None:
    """The dollars that printed words name: ``$1.5 billion`` is 1500000000; None where they name none."""
    match = re.fullmatch(
        r"(?:USD? ?)?\$? ?(?P<n>\d[\d,]*(?:\.\d+)?) ?(?P<unit>billion|million|thousand|bn|m|k)?", text.strip(), re.I
    )
    if match is None:
        return None
    unit = {"billion": 10**9, "bn": 10**9, "million": 10**6, "m": 10**6, "thousand": 1000, "k": 1000}
    return round(float(match["n"].replace(",", "")) * unit.get((match["unit"] or "").lower(), 1))


def fields(record: Record) -> Mapping[str, Any]:
    """What a record says, as plain values without what is empty: what its digest is made of."""
    said = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if labels := getattr(record, "paragraphs", ()):
        said["paragraphs"] = [str(label) for label in labels]
    return said
