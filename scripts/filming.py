"""The frames of the introductory video: a page drawn by Chromium, one picture for each state that differs.

The page (``overrides/film.html``) has no clock. Each frame says which scene it is and how far the scene's short opening
movement has come, so that the same storyboard always gives the same pictures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Page, Route, sync_playwright

from macros.manual.film import Film, Shot

SIZE = (1280, 720)
RATE = 20  # frames a second while something moves
MOVEMENT = 16  # frames of the movement that opens a scene: 0.8 s
LANES = {"you": 326, "us": 466}  # pixels from the top; who acts at a stage decides its lane
MOVERS = {"you": "you", "us": "US Government", "both": "you and the US Government"}
FIRST, STEP = 306, 125  # pixels from the left to the first stage, and from one to the next
ROOT = "http://film.invalid/"  # nothing is asked of a network: every request is answered from the project's files
DRAW = """async ([scene, progress]) => {
  document.querySelectorAll("section").forEach((section, n) => { section.hidden = n !== scene })
  document.documentElement.style.setProperty("--p", progress)
  await document.fonts.ready
}"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame to be shown from ``time`` on, in seconds: the scene and how far its movement has come, from 0 to 1."""

    time: Fraction
    scene: int
    progress: float

    @property
    def opens(self) -> bool:
        """Whether a scene begins here, so that a player can jump to it."""
        return self.progress == 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage and where its dot stands in the picture."""

    number: int
    mover: str
    x: int
    y: int


def moments(film: Film) -> Iterator[Moment]:
    """All frames of the film. Still scenes have one a second, since the picture before stays until the next."""
    for number, shot in enumerate(film.shots):
        if number:  # the film begins with its poster, whole
            for frame in range(MOVEMENT):
                yield Moment(shot.start + Fraction(frame, RATE), number, _eased(frame / MOVEMENT))
        yield from _still(shot, number)
    yield Moment(film.seconds - Fraction(1, RATE), len(film.shots) - 1, 1)


def _still(shot: Shot, number: int) -> Iterator[Moment]:
    for second in range(shot.start + bool(number), shot.end):
        yield Moment(Fraction(second), number, 1)


def _eased(part: float) -> float:
    """Slow at both ends."""
    return part * part * (3 - 2 * part)


def pictures(film: Film, project: Path) -> Iterator[tuple[Moment, bytes]]:
    """Each moment of the film with its picture, a PNG. ``project`` is the folder that holds docs and overrides."""
    html = page_of(film, project / "overrides")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light")
        page.route("**/*", lambda route: answer(route, html, project / "docs"))
        page.goto(ROOT)
        yield from _drawn(page, moments(film))
        browser.close()


def _drawn(page: Page, wanted: Iterator[Moment]) -> Iterator[tuple[Moment, bytes]]:
    taken: tuple[tuple[int, float], bytes] | None = None
    for moment in wanted:
        state = (moment.scene, moment.progress)
        if taken is None or taken[0] != state:
            page.evaluate(DRAW, list(state))
            taken = (state, page.screenshot())
        yield moment, taken[1]


def page_of(film: Film, templates: Path) -> str:
    """The page of all scenes."""
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["pairs"] = lambda values: list(pairwise(values))
    return environment.get_template("film.html").render(film=film, lanes=LANES, movers=MOVERS, stops=stops(film))


def stops(film: Film) -> list[Stop]:
    """The places of the stages: in the lane of who acts, and in that of the US Government where both do."""
    lanes: Mapping[str, int] = {**LANES, "both": LANES["us"]}
    return [Stop(n, mover, FIRST + STEP * place, lanes[mover]) for place, (n, _, mover) in enumerate(film.stages)]


def chromium() -> str | None:
    """The browser: $CHROMIUM, else Playwright's own."""
    return shutil.which(os.environ.get("CHROMIUM", ""))


def answer(route: Route, html: str, docs: Path) -> None:
    """Give the browser the page, or a file below ``docs`` that it asks for; anything else fails."""
    path = route.request.url.removeprefix(ROOT)
    if not path:
        route.fulfill(body=html, content_type="text/html")
    elif (docs / path).is_file():
        route.fulfill(path=docs / path)
    else:
        route.abort()
