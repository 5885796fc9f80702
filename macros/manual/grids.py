"""Grids: rows over stations or over time, with dots for what reaches a station and bars for what takes its time."""

from __future__ import annotations

from collections.abc import Callable

from macros.manual.diagrams import Bar, Diagram, Row
from macros.manual.drawing import Pen
from macros.manual.lettering import lines, width

SIDE = 196  # the column of names on a wide sheet; on a narrow one they stand above their row
BAR = 26  # height of a bar
LANE = 30  # height of a row's own line
GAP = 16
NAME = 12.5  # type size of a station's name on a phone
DOT = 8


def grid(diagram: Diagram, pen: Pen) -> None:
    """Draw the key, the heads of the columns, and the rows below them."""
    _key(diagram, pen)
    left = SIDE if pen.sheet.margin else 0
    place = _places(diagram, pen, left)
    if left or diagram.scale:
        _heads(diagram, pen, place)
        pen.y += 8
    for row in diagram.rows:
        _row(row, diagram, pen, place, left)


Place = Callable[[str | int], float]


def _places(diagram: Diagram, pen: Pen, left: float) -> Place:
    """Where a station or a point of the scale is, from left to right."""
    right = float(pen.sheet.width)
    if diagram.stations:
        each = (right - left) / len(diagram.stations)
        at = {name: left + each * (n + 0.5) for n, name in enumerate(diagram.stations)}
        return lambda mark: at[str(mark)]
    first, last = min(diagram.scale), max(diagram.scale)
    inset = 12  # half the width of the last tick
    return lambda mark: left + inset + (right - left - 2 * inset) * (int(mark) - first) / (last - first)


def _key(diagram: Diagram, pen: Pen) -> None:
    """What the marks mean, one below the other."""
    dots = any(row.full or row.ring for row in diagram.rows)
    for kind, words in diagram.key.items():
        pen.y += 24
        middle = pen.y - 10
        if dots and kind in ("full", "ring"):
            pen.shape("circle", f"spot {kind}", cx=12, cy=middle, r=DOT - 1)
        else:
            pen.shape("rect", f"bar {kind}", x=2, y=middle - 7, width=20, height=14, rx=3)
        pen.line(words, "key", 32, middle + 5)
    pen.y += 12 if diagram.key else 0


def _heads(diagram: Diagram, pen: Pen, place: Place) -> None:
    if diagram.scale:
        pen.y += 20
        for point, words in diagram.scale.items():
            pen.line(str(words), "key", place(point), pen.y - 5, "middle")
        return
    room = (pen.sheet.width - SIDE) / len(diagram.stations) - 6
    broken = {name: list(lines(name, "strong", pen.sheet.sizes("cite"), room)) for name in diagram.stations}
    deepest = max(map(len, broken.values()))
    for name, parts in broken.items():
        for n, part in enumerate(parts):
            y = pen.y + 17 * (deepest - len(parts) + n + 1) - 4
            pen.line(part, "head", place(name), y, "middle")
    pen.y += 17 * deepest


def _row(row: Row, diagram: Diagram, pen: Pen, place: Place, left: float) -> None:
    pen.path("over", "M", 0, pen.y, "H", pen.sheet.width)
    pen.y += 8
    top = pen.y
    if left:  # the name at the left, the lane and the text at the right; both begin at the top
        pen.words(row.name, "title", 0, left - 20)
        pen.cites_below(row.cite, 0, left - 20)
        deepest, pen.y = pen.y, top + LANE + 4
        _marks(diagram, pen, place, top - 4, top + LANE + 4)
        _lane(row, pen, place, top)
        pen.words(row.text, "text", left, pen.sheet.width - left)
        pen.y = max(pen.y, deepest) + GAP / 2
        return
    pen.words(row.name, "title", 0, pen.sheet.width)
    pen.y += 6
    _marks(diagram, pen, place, pen.y - 2, pen.y + LANE + 2)
    _lane(row, pen, place, pen.y)
    pen.y += LANE
    _named(row, diagram, pen, place)
    pen.words(row.text, "text", 0, pen.sheet.width)
    pen.cites_below(row.cite, 0, pen.sheet.width)
    pen.y += GAP / 2


def _marks(diagram: Diagram, pen: Pen, place: Place, top: float, bottom: float) -> None:
    """A hairline at every station or point of the scale."""
    for mark in diagram.stations or diagram.scale:
        pen.path("mark", "M", place(mark), top, "V", bottom)


def _named(row: Row, diagram: Diagram, pen: Pen, place: Place) -> None:
    """On a phone the heads are soon out of sight: each row names the stations that it reaches."""
    reached = {*row.full, *row.ring, *(mark for bar in row.bars for mark in (bar.start, bar.end))}
    room = pen.sheet.width / len(diagram.stations) - 4 if diagram.stations else 0
    top = deepest = pen.y
    for name in (name for name in diagram.stations if name in reached):
        for n, part in enumerate(lines(name, "strong", NAME, room), 1):
            pen.line(part, "head", place(name), top + 16 * n - 4, "middle")
            deepest = max(deepest, top + 16 * n)
    pen.y = deepest + (4 if deepest > top else 0)


def _lane(row: Row, pen: Pen, place: Place, top: float) -> None:
    middle = top + LANE / 2
    for bar in row.bars:
        _bar(bar, pen, place, middle)
    reached = sorted(place(name) for name in (*row.full, *row.ring))
    if reached and not row.bars:
        pen.path("lane", "M", reached[0], middle, "H", reached[-1])
    for kind, names in (("ring", row.ring), ("full", row.full)):
        for name in names:
            pen.shape("circle", f"spot {kind}", cx=place(name), cy=middle, r=DOT - 1)


def _bar(bar: Bar, pen: Pen, place: Place, middle: float) -> None:
    start, end = place(bar.start), place(bar.end)
    pen.shape("rect", f"bar {bar.kind}", x=start + 1, y=middle - BAR / 2, width=end - start - 2, height=BAR, rx=3)
    size = pen.sheet.sizes("strong")
    if not bar.label:
        return
    if width(bar.label, "strong", size) + 8 <= end - start:
        pen.line(bar.label, "bar", (start + end) / 2, middle + 5, f"middle on-{bar.kind}")
    else:
        pen.line(bar.label, "bar", end + 6, middle + 5)
