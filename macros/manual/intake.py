"""Outside data as drafts of records. Each row is taken whole or refused with the reason, and nothing is guessed.

An unknown purchaser, a day that is none, an amount that is no number, a record that is here already are all refused,
and the editor decides. Tables are read by ``intake_tables``, documents of the
Federal Register by ``intake_register``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from macros.manual import amending
from macros.manual.memos import Memo
from macros.manual.news import NewsItem
from macros.manual.newsroom import Newsroom
from macros.manual.notices import Notice
from macros.manual.records import Record
from macros.manual.rows import Row, validated

MODELS: Mapping[str, type[Record]] = {"notice": Notice, "memo": Memo, "news": NewsItem}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its line (or place in the list), what it is, and why."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True)
class Imported:
    """The texts of the drafts by kind, and the rows that were refused."""

    entries: Mapping[str, list[str]] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()


class RefusedError(ValueError):
    """A row cannot be taken; the message is the reason."""


def taken(
    kind: str, numbered: Iterable[tuple[int, Any]], turn: Callable[[Any, Newsroom], dict[str, Any]], newsroom: Newsroom
) -> Imported:
    """The rows, each with its line, as drafts; ``turn`` makes the fields of a row or raises RefusedError."""
    known = {record.key for name, record in newsroom.records if name == kind}
    entries: list[str] = []
    refused: list[Refused] = []
    for line, row in numbered:
        try:
            values = {name: value for name, value in turn(row, newsroom).items() if value not in (None, "", [], ())}
            key = str(values.get("id") or values.get("number") or "")
            if key in known:
                raise RefusedError(_already(key, values))
            _, wrong = validated("", Row(values, line, {}), MODELS[kind])
            if wrong:
                raise RefusedError("; ".join(problem.message.removeprefix(f"{key}: ") for problem in wrong))
            known.add(key)
            entries.append(amending.entry_text(values))
        except RefusedError as error:
            refused.append(Refused(line, _name(row), str(error)))
    return Imported({kind: entries} if entries else {}, tuple(refused))


def _already(key: str, values: Mapping[str, Any]) -> str:
    fields = [name for name in ("printed", "citation", "delivered") if name in values]
    hint = " ".join(f'--set {name}="{values[name]}"' for name in fields)
    return f"{key} is here or in the table already" + (
        f"; 'correct {key} {hint} --note …' would add to it" if hint else ""
    )


def _name(row: Any) -> str:
    if not isinstance(row, dict):
        return "a row"
    names = ("transmittal_no", "number", "document_number", "title")
    return next((str(row[name])[:80] for name in names if row.get(name)), "a row without a number")


def purchaser(name: str, newsroom: Newsroom) -> str:
    """The name that the register has for a purchaser. Raises RefusedError when it has none."""
    name = " ".join(name.split()).rstrip(".")
    found = newsroom.purchasers.get(name)
    if found is None:
        near = newsroom.purchasers.nearest(name)
        raise RefusedError(
            f"the purchaser {name!r} is not in data/purchasers.yml" + (f" (near: {near})" if near else "")
        )
    return found.name


def day(text: str) -> date:
    """The day of ``2026-11-22``. Raises RefusedError when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(f"{text!r} is not a day") from None
