"""Rows as JSON and CSV, for people who work with the data elsewhere."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a cell for something to work out


class Row(Protocol):
    """A named tuple."""

    def _asdict(self) -> dict[str, Any]: ...


def as_json(rows: Iterable[Row]) -> str:
    """A JSON array with one object a line, so that two editions can be compared line by line."""
    return "[\n" + ",\n".join(json.dumps(row._asdict(), ensure_ascii=False) for row in rows) + "\n]\n"


def as_csv(fields: Sequence[str], rows: Iterable[Row]) -> str:
    """CSV as RFC 4180 has it: a header line, commas, quotes where needed, CRLF; what is not known is empty.

    Words that a spreadsheet would take for a formula have an apostrophe before them.
    """
    lines = _Lines()
    writer = csv.DictWriter(lines, fields)  # its standard dialect is that of the RFC
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row._asdict().items()} for row in rows)
    return "".join(lines)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class _Lines(list[str]):
    """Takes the lines of a CSV writer, in place of a file."""

    def write(self, line: str) -> None:
        self.append(line)
