"""The entries of a YAML file with the line of each field, and what a model says against them in an editor's words.

Registers of a few dozen entries are read by ``registers``; records of news are hundreds, are read by libyaml in one
pass, and name the line of the field that is wrong. What YAML would pass over in silence is an error here: a
field that is written twice, an alias that stands for other text.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from macros.manual.notation import Loader
from macros.manual.problems import Problem

# What pydantic calls a mistake, and what an editor is told: what is wrong, what to do.
SAID = {
    "missing": ("is missing", "Add the field as the entries beside it have it."),
    "date_type": ("is not a day", "Write the day as in 2026-11-22."),
    "date_parsing": ("is not a day", "Write the day as in 2026-11-22."),
    "date_from_datetime_parsing": ("is not a day", "Write the day as in 2026-11-22."),
    "date_from_datetime_inexact": ("is a day with a time", "Write the day alone, as in 2026-11-22."),
    "timezone_aware": ("has no time zone", "Write the hour with its zone, as in 2026-12-01T09:00:00-05:00."),
    "datetime_type": ("is not a day with an hour", "Write it with its zone, as in 2026-12-01T09:00:00-05:00."),
    "datetime_parsing": ("is not a day with an hour", "Write it with its zone, as in 2026-12-01T09:00:00-05:00."),
    "datetime_from_date_parsing": ("is not a day with an hour", "Write it with its zone: 2026-12-01T09:00:00-05:00."),
    "int_type": ("is not a whole number", "Write US dollars in digits alone, as in 243000000."),
    "int_parsing": ("is not a whole number", "Write US dollars in digits alone, as in 243000000."),
    "int_from_float": ("is not a whole number", "Write US dollars in digits alone, as in 243000000."),
    "greater_than": ("is not above zero", "Leave the field out where the amount is not known."),
    "string_type": ("is not words", "Put it in quotes."),
    "string_too_short": ("is empty", "Fill it in, or leave the field out."),
    "bool_type": ("is neither true nor false", "Write true or false."),
    "tuple_type": ("is not a list", "Write it as [one, two]."),
    "too_short": ("is an empty list", "Name at least one."),
    "too_long": ("is a longer list than any record needs", "Shorten it."),
    "url_parsing": ("is no address", "Write it with https://."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it was written: its values, its first line, the line of each field, and the line after it."""

    values: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]
    end: int = 0


Model = TypeVar("Model", bound=BaseModel)


def rows(path: str, text: str, first_line: int = 1) -> tuple[list[Row], list[Problem]]:
    """The entries of a file that is a list of them, or the one of a front matter, which begins on ``first_line``."""
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        items = node.value if isinstance(node, yaml.SequenceNode) else [] if node is None else [node]
        found = [item for item in items if isinstance(item, yaml.MappingNode)]
        problems = [
            Problem(path, _line(item, first_line), "register", "The entry is not a list of 'name: value' lines")
            for item in items
            if not isinstance(item, yaml.MappingNode)
        ]
        for item in found:
            problems += _hidden(path, item, first_line, set())
        made = [loader.construct_document(item) for item in found]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        why = getattr(error, "problem", None) or str(error).partition("\n")[0]
        return [], [Problem(path, line, "register", f"The file is not YAML: {why}", "Correct the line.")]
    except ValueError as error:  # a day such as 2026-02-30, of which YAML tries to make a date
        return _one_by_one(path, text, first_line, str(error))
    return [_row(item, values, first_line) for item, values in zip(found, made, strict=True)], problems


def validated(place: str, row: Row, model: type[Model], **given: Any) -> tuple[Model | None, list[Problem]]:
    """The entry as a ``model``, or what is wrong with it, each on the line of its field."""
    try:
        return model.model_validate({**row.values, "line": row.line, **given}), []
    except ValidationError as error:
        details = error.errors()
        named = {detail["loc"][:1] for detail in details if detail["type"] != "too_short"}
        # A list whose members are wrong is not said to be empty besides.
        told = [detail for detail in details if detail["type"] != "too_short" or detail["loc"][:1] not in named]
        return None, [_problem(place, row, detail, model) for detail in told]


def _row(node: yaml.MappingNode, values: Mapping[str, Any], first_line: int) -> Row:
    lines = {str(name.value): _line(name, first_line) for name, _ in node.value}
    return Row(values, _line(node, first_line), lines, node.end_mark.line + first_line)


def _line(node: yaml.Node, first_line: int) -> int:
    return int(node.start_mark.line) + first_line


def _hidden(path: str, node: yaml.Node, first_line: int, seen: set[int]) -> Iterator[Problem]:
    """Fields that are written twice, of which YAML takes the last, and aliases, with which a line means a page."""
    if not isinstance(node, yaml.CollectionNode):
        return
    if id(node) in seen:
        yield Problem(path, _line(node, first_line), "register", "An alias stands for other text", "Write it out.")
        return
    seen.add(id(node))
    names: set[Hashable] = set()
    for child in node.value:
        if isinstance(child, tuple):
            name, child = child
            if name.value in names:
                said = f"{name.value} is given twice in one entry"
                yield Problem(
                    path, _line(name, first_line), "register", said, "Keep the one that the source bears out."
                )
            names.add(str(name.value))
        yield from _hidden(path, child, first_line, seen)


def _one_by_one(path: str, text: str, first_line: int, why: str) -> tuple[list[Row], list[Problem]]:
    """The lines on which a value looks like a day and is none."""
    problems = []
    for number, line in enumerate(text.splitlines(), first_line):
        try:
            Loader(line.strip().removeprefix("- ")).get_single_data()
        except yaml.YAMLError:
            continue
        except ValueError as error:
            problems.append(Problem(path, number, "register", f"There is no such day: {error}", "Correct the day."))
    return [], problems or [Problem(path, first_line, "register", f"A day cannot be read: {why}", "Correct the day.")]


def _problem(path: str, row: Row, detail: Any, model: type[BaseModel]) -> Problem:
    where = [part for part in detail["loc"] if not str(part).startswith(("function-", "tagged"))]
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in where) or "entry"
    line = row.lines.get(str(where[0]), row.line) if where else row.line
    said, advice = _words(detail, where, model)
    name = str(row.values.get("id") or row.values.get("number") or "")
    return Problem(path, line, "register", f"{name + ': ' if name else ''}{field} {said}", advice)


def _words(detail: Any, where: list[Any], model: type[BaseModel]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in SAID:
        return SAID[kind]
    if kind == "extra_forbidden":
        names = [field.alias or name for name, field in model.model_fields.items() if name not in ("line", "path")]
        near = difflib.get_close_matches(str(where[-1]), names, 1) if len(where) == 1 else []
        return "is not a field of such an entry", f"Did you mean '{near[0]}'?" if near else "Remove it."
    if kind == "string_too_long":
        length = len(detail["input"])
        return f"is {length:,} characters long, at most {context['max_length']:,} are allowed", "Shorten it."
    if kind == "literal_error":
        return f"is {_short(detail['input'])}", f"Write one of {context['expected']}."
    if kind == "string_pattern_mismatch":
        return (
            f"is {_short(detail['input'])}, which has not the form that is wanted",
            "Write it as the entries beside it.",
        )
    said = detail["msg"].removeprefix("Value error, ")
    first, _, advice = said.partition(" | ")  # our own validators say both
    return first, advice or "Correct it as its source has it."


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
