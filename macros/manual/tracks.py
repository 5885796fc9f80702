"""Tracks: stops one below the other, with branches where the way parts. The line looks like the life of a sale."""

from __future__ import annotations

from macros.manual.diagrams import Acting, Diagram, Stop, Way
from macros.manual.drawing import Pen
from macros.manual.lettering import width

DOT = 15  # radius of a stop
RAIL = DOT + 1  # where the track runs
BESIDE = RAIL + DOT + 13  # where the words of a stop begin
SIDING = BESIDE + 5  # where a branch runs
AMID = SIDING + 16  # where the words of a branch begin
GAP = 20  # below a stop
MOVERS = {"you": "Purchaser", "us": "US Government", "both": "Both", "other": "Others"}


def track(diagram: Diagram, pen: Pen) -> None:
    """Draw the stops, and the track that joins them behind their dots."""
    _key(diagram, pen)
    for n, stop in enumerate(diagram.track, 1):
        top = pen.y
        rail = pen.shape("path", "rail", d="")  # first, so that dots lie upon it; it is as long as the words turn out
        _stop(stop, n, pen)
        last = n == len(diagram.track)
        for way in stop.ways:
            _way(way, n, pen)
        pen.y += 0 if last else GAP
        if not last:
            rail.set("d", f"M{RAIL} {top + DOT:g}V{pen.y + DOT:g}")
        elif stop.ways:
            rail.set("d", f"M{RAIL} {top + DOT:g}V{_last_leaving(pen):g}")
        else:
            pen.svg.remove(rail)
    pen.y += 4


def _key(diagram: Diagram, pen: Pen) -> None:
    """Whose dot is whose, if there is more than one kind."""
    moves = {each.by for stop in diagram.track for each in (stop, *stop.ways)}
    used = [mover for mover in MOVERS if mover in moves]
    if len(used) < 2:
        return
    at = float(RAIL)
    for mover in used:
        _dot(pen, mover, at - 8, 9, 6)
        words = diagram.key.get(mover, MOVERS[mover])
        pen.line(words, "key", at + 4, 14)
        at += 28 + width(words, "text", pen.sheet.sizes("key"))
    pen.y = 36


def _dot(pen: Pen, mover: str, x: float, y: float, radius: float) -> None:
    pen.shape("circle", f"dot by-{mover}", cx=x, cy=y, r=radius)
    if mover == "both":  # the other half
        pen.path("by-you", "M", x, y - radius, "A", radius, radius, 0, 0, 0, x, y + radius, "Z")


def _stop(stop: Stop, number: int, pen: Pen) -> None:
    top = pen.y
    _dot(pen, stop.by, RAIL, top + DOT, DOT)
    pen.line(str(number), "number", RAIL, top + DOT + 5, f"middle on-{stop.by}")
    pen.y += 4
    room = pen.sheet.width - BESIDE - pen.sheet.margin
    pen.words(stop.step, "title", BESIDE, room)
    _acting(stop, pen, BESIDE, room, top + 4)
    pen.y = max(pen.y, top + 2 * DOT)


def _acting(acting: Acting, pen: Pen, x: float, room: float, top: float) -> None:
    who = " · ".join(filter(None, (acting.who, acting.when)))
    pen.words(who, "strong", x, room, f"who-{acting.by}")
    pen.words(acting.text, "text", x, room)
    pen.cites(acting.cite, x, room, top)


def _way(way: Way, number: int, pen: Pen) -> None:
    """A branch that leaves the track in a curve after the stop of that number; its end says where it leads."""
    pen.y += 12
    leaves, top = pen.y - 4, pen.y
    siding = pen.shape("path", "siding", d="")
    room = pen.sheet.width - AMID - pen.sheet.margin
    pen.words(way.condition, "branch", AMID, room)
    _acting(way, pen, AMID, room, top)
    pen.words(way.leads(number), "leads", AMID, room)
    curve = f"M{RAIL} {leaves - 10:g}C{RAIL} {leaves + 8:g} {SIDING} {leaves - 4:g} {SIDING} {top + 14:g}"
    if way.ends:
        end = f"V{pen.y - 2:g}M{SIDING - 6} {pen.y - 2:g}h12"
    elif way.to:
        end = f"V{pen.y - 9:g}h9m-5 -4 5 4 -5 4"
    else:
        low = pen.y + 4
        end = f"V{low - 12:g}C{SIDING} {low + 4:g} {RAIL} {low - 6:g} {RAIL} {low + 12:g}"
        pen.y += 20
    siding.set("d", curve + end)
    pen.shape("circle", f"small by-{way.by}", cx=SIDING, cy=top + 12, r=5)


def _last_leaving(pen: Pen) -> float:
    """Where the last branch leaves, at which a track ends that has nothing after it."""
    curves = [each.get("d", "") for each in pen.svg.iter("path") if each.get("class") == "siding"]
    return float(curves[-1].partition(" ")[2].partition("C")[0])
