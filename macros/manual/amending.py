"""Changes to the text of record files: an entry put in, a field set. Everything else stays letter for letter.

So a pull request shows what was changed and nothing besides, and an editor's comments and order stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import yaml

from macros.manual.rows import rows

Order = Callable[[Mapping[str, Any]], Any]


def entry_text(values: Mapping[str, Any]) -> str:
    """An entry of a list as an editor would write it: a field a line, short lists on theirs."""
    lines = [line for name, value in values.items() for line in field_text(name, value).splitlines()]
    return "".join(f"{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


def field_text(name: str, value: Any) -> str:
    """A field with its value; a list of entries has each on a line of its own."""
    if isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(each, Mapping) for each in value):
        return f"{name}:\n" + "".join(f"  - {_flow(each)}\n" for each in value)
    return f"{name}: {_flow(value)}\n"


def inserted(text: str, entries: Sequence[str], order: Order) -> str:
    """The file's text with more entries, given as texts, each before the first one that sorts after it."""
    new = sorted(((order(rows("", entry)[0][0].values), entry) for entry in entries), key=lambda pair: pair[0])
    found = [(order(row.values), row.line) for row in rows("", text)[0]]
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    end = len(lines) + 1
    for key, entry in reversed(new):  # from the last, so that the lines above stay where they are
        after = next((line for other, line in found if other > key), end)
        lines.insert(_above_comments(lines, after) - 1, entry)
    return "".join(lines)


def _above_comments(lines: Sequence[str], line: int) -> int:
    """The line before which an entry is put: above the comments of the entry there, below those that open the file."""
    opening = next((n for n, each in enumerate(lines) if not each.startswith("#")), len(lines))
    while line <= len(lines) and line - 1 > opening and lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def changed(text: str, line: int, name: str, value: Any, *, first_line: int = 1) -> str:
    """The text with the field ``name`` of the entry on ``line`` set to ``value``, in place or at the entry's end."""
    row = next(row for row in rows("", text, first_line)[0] if row.line == line)
    lines = text.splitlines(keepends=True)
    start, end = row.line - first_line, _end(lines, row.line - first_line)
    indent = re.match(r"[- ]*", lines[start])
    blank = " " * len(indent[0]) if indent else ""
    new = [f"{blank}{part}\n" for part in field_text(name, value).splitlines()]
    if name in row.lines:
        first = row.lines[name] - first_line
        later = [number - first_line for number in row.lines.values() if number - first_line > first]
        end = min([*later, end])
        if first == start:
            new[0] = lines[start][: len(blank)] + new[0][len(blank) :]
        return "".join([*lines[:first], *new, *lines[end:]])
    return "".join([*lines[:end], *new, *lines[end:]])


def _flow(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    plain = list(value) if isinstance(value, tuple) else value
    dumped: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=10**6, default_flow_style=True)
    return dumped.removesuffix("\n").removesuffix("\n...").strip()


def _end(lines: Sequence[str], start: int) -> int:
    """Where the entry that begins on ``start`` ends: at the next one of its list, or at the end, without comments."""
    if not lines[start].startswith("- "):
        return len(lines)
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("- ")), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end
