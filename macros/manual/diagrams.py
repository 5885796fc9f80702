"""Our own diagrams: what an editor writes in ``docs/assets/diagrams/NAME.yml``, checked before it is drawn.

A diagram is words and numbers only. The picture (drawing, tracks, grids) and the same in words are both made of them,
so that the two never differ and no drawing can hold a script, a style or an address. There are two kinds: a ``track``
of stops one after the other, some of which branch, and a grid of ``rows`` over ``stations`` or a ``scale`` of time.
A page shows one with ``![Its caption](../../assets/diagrams/NAME.yml)`` in a paragraph of its own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from macros.manual import notation
from macros.manual.index import Index, Standing
from macros.manual.labels import Label
from macros.manual.links import links
from macros.manual.paragraphs import prose
from macros.manual.problems import Problem
from macros.manual.registers import LabelField, Words
from macros.manual.source import Source

FOLDER = "assets/diagrams/"
SHOWN = re.compile(r"!\[(?P<caption>[^\]]+)\]\((?P<path>[^)\s]*assets/diagrams/[^)\s]+\.yml)\)")
CAPACITY = 36  # characters of the longest word that still stands beside a stop on a phone

Mover = Literal["you", "us", "both", "other"]
Mark = Literal["full", "ring", "open", "you", "us", "both", "other"]


class Piece(BaseModel):
    """A part of a diagram. No key is allowed that the model lacks."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Told(Piece):
    """What stop, branch and row have in common: words, and the numbers of the manual that bear them out."""

    text: str = ""
    cite: Annotated[tuple[LabelField, ...], BeforeValidator(_as_list)] = ()


class Acting(Told):
    """``by`` is whose move it is, as in the life of a sale; ``who`` names the office, ``when`` the time it has."""

    by: Mover = "us"
    who: str = ""
    when: str = ""


class Way(Acting):
    """A branch, taken under ``if``; it leads back or on to the stop ``to``, or ends, or else rejoins the track."""

    condition: Words = Field(alias="if")
    to: int | None = Field(default=None, ge=1)
    ends: bool = False

    def leads(self, number: int) -> str:
        """Where it leads from the stop of that number, or '' where it ends or rejoins."""
        return f"{'On' if self.to > number else 'Back'} to step {self.to}" if self.to else ""


class Stop(Acting):
    """One step of a track; ``ways`` are the branches that leave it."""

    step: Words
    ways: tuple[Way, ...] = ()


class Bar(Piece):
    """A stretch of a row, from one station or point of the scale to another; the ``key`` says what each kind means."""

    start: Words | int = Field(alias="from")
    end: Words | int = Field(alias="to")
    label: str = ""
    kind: Literal["full", "open", "you"] = "full"


class Row(Told):
    """A line of a grid: bars, and dots at places; a ``full`` dot and a ``ring`` mean what the ``key`` says."""

    name: Words
    bars: tuple[Bar, ...] = ()
    full: tuple[Words | int, ...] = ()
    ring: tuple[Words | int, ...] = ()


class Diagram(Piece):
    """A whole diagram. ``about`` says in a sentence what it shows; ``key`` what its marks mean.

    A ``scale`` gives points in time their words, such as ``{0: 0, 20: 20}`` in days or ``{0: Jan, 3: Apr}`` in months.
    """

    about: Words
    key: Mapping[Mark, Words] = {}
    track: tuple[Stop, ...] = ()
    stations: tuple[Words, ...] = ()
    scale: Mapping[int, str | int] = {}
    rows: tuple[Row, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Diagram:
        if bool(self.track) == bool(self.rows):
            raise ValueError("write either a track or rows")
        if self.rows and bool(self.stations) == bool(self.scale):
            raise ValueError("rows stand over either stations or a scale")
        for way in (way for stop in self.track for way in stop.ways):
            if way.to and way.to > len(self.track):
                raise ValueError(f"a way leads to step {way.to}, and the track has {len(self.track)}")
        for place in (place for row in self.rows for place in _places(row)):
            if self.stations and place not in self.stations:
                raise ValueError(f"{place!r} is none of the stations")
            if self.scale and not (isinstance(place, int) and min(self.scale) <= place <= max(self.scale)):
                raise ValueError(f"{place!r} is not on the scale from {min(self.scale)} to {max(self.scale)}")
        return self

    def told(self) -> Iterator[tuple[tuple[str | int, ...], Told]]:
        """All that cites something, with the path of keys that leads to it in the file."""
        for n, stop in enumerate(self.track):
            yield ("track", n), stop
            yield from ((("track", n, "ways", m), way) for m, way in enumerate(stop.ways))
        yield from ((("rows", n), row) for n, row in enumerate(self.rows))

    @property
    def cited(self) -> list[Label]:
        """Every number that the diagram cites, once, in order."""
        return sorted({label for _, told in self.told() for label in told.cite})


def _places(row: Row) -> Iterator[str | int]:
    yield from (*row.full, *row.ring)
    for bar in row.bars:
        yield from (bar.start, bar.end)


def read(path: str, text: str) -> tuple[Diagram | None, list[Problem]]:
    """The diagram that a file holds, or None and what is wrong with it."""
    try:
        data = notation.values(text)
    except notation.NotationError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [Problem(path, line, "diagram", f"The file is not YAML: {error.problem}", "Correct the line")]
    if not isinstance(data, Mapping):
        return None, [Problem(path, 1, "diagram", "The file holds no names and values")]
    try:
        return Diagram.model_validate(data), []
    except ValidationError as error:
        return None, [_wrong(path, text, detail) for detail in error.errors()]


def _wrong(path: str, text: str, detail: Any) -> Problem:
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
    said = detail["msg"].removeprefix("Value error, ")
    return Problem(path, line_of(text, detail["loc"]), "diagram", f"{field + ': ' if field else ''}{said}")


def line_of(text: str, keys: Sequence[str | int]) -> int:
    """The line of a file on which the value stands that ``keys`` lead to, or the last of them that is there."""
    node, line = notation.nodes(text), 1
    for key in keys:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            below = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            below = node.value[key]
        if below is None:
            break
        node, line = below, below.start_mark.line + 1
    return line


def problems(
    diagrams: Mapping[str, Diagram], texts: Mapping[str, str], sources: Mapping[str, Source], index: Index
) -> Iterator[Problem]:
    """Citations to nothing, words that no phone has room for, and diagrams that no page shows or cannot be shown."""
    for path, diagram in diagrams.items():
        for keys, told in diagram.told():
            for label in told.cite:
                if index.standing(label) is Standing.NOWHERE:
                    said = f"{label.titled} does not exist"
                    yield Problem(path, line_of(texts[path], (*keys, "cite")), "diagram", said, "Correct the number")
            for word in (word for words in _words(told) for word in words.split() if len(word) > CAPACITY):
                said = f"The word {word!r} is too long for a phone"
                yield Problem(path, line_of(texts[path], keys), "diagram", said, "Break it, or use a shorter one")
    shown = set()
    for source in sources.values():
        for found, problem in _shown(source):
            shown.add(found)
            if problem:
                yield problem
    for path in diagrams.keys() - shown:
        yield Problem(path, 1, "diagram", "No page shows this diagram", "Show it on a page, or remove the file")


def _words(told: Told) -> list[str]:
    return [value for value in told.model_dump().values() if isinstance(value, str)]


def _shown(source: Source) -> Iterator[tuple[str, Problem | None]]:
    """The diagrams that a page names, each with what is wrong with the way it does."""
    text = list(prose(source.text))
    for link in links(source):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), link.target))
        if path.startswith(FOLDER):
            before, line, after = (
                text[n].strip() if 0 <= n < len(text) else ""
                for n in range(link.line - source.first_line - 1, link.line - source.first_line + 2)
            )
            alone = SHOWN.fullmatch(line) and not before and not after
            said = f"The diagram {link.target!r} does not stand in a paragraph of its own, with its caption"
            remedy = "Write ![Its caption](its path) on a line of its own, with an empty line before and after it"
            yield path, None if alone else Problem(source.path, link.line, "diagram", said, remedy)
