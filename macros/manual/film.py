"""The introductory video as values: its scenes with figures and names put in, its captions, and its fingerprint.

The fingerprint stands in the captions and in the video files, so that a film made of an older storyboard, or of
figures that have changed since, is found out without looking at it.
"""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import accumulate

from macros.manual.labels import Label
from macros.manual.problems import Problem
from macros.manual.registers import Fact, Stage
from macros.manual.storyboard import WIDTH, Scene, with_figures

FOLDER = "assets/video"
CAPTIONS = f"{FOLDER}/introduction.vtt"
VIDEOS = (f"{FOLDER}/introduction.webm", f"{FOLDER}/introduction.mp4")
POSTER = f"{FOLDER}/introduction.webp"
SMALL_POSTER = f"{FOLDER}/introduction-small.webp"  # for the home page, at half the size


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: when it comes and goes, in milliseconds, and its one or two lines."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its figures, and the numbers that bear it out."""

    words: str
    cite: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene as it is filmed, from ``start`` to ``end`` in seconds; ``lit`` are the stages it shows."""

    start: int
    end: int
    heading: str
    shown: str
    lit: tuple[int, ...]
    sentences: tuple[Said, ...]

    @property
    def stage(self) -> int:
        """The stage at which the film is; 0 where it shows none, or several."""
        return self.lit[0] if len(self.lit) == 1 else 0

    @property
    def cues(self) -> Iterator[Cue]:
        """The captions of the scene. Each stays in proportion to its length, so that all are read at one pace."""
        blocks = [lines for said in self.sentences for lines in caption(said.words)]
        lengths = [sum(map(len, lines)) for lines in blocks]
        scale = 1000 * (self.end - self.start) / sum(lengths)
        times = [1000 * self.start + round(scale * length) for length in accumulate(lengths, initial=0)]
        for lines, start, end in zip(blocks, times, times[1:], strict=False):
            yield Cue(start, end, lines)


@dataclass(frozen=True)
class Film:
    """All shots, and the stages among which they move."""

    shots: tuple[Shot, ...]
    stages: tuple[tuple[int, str, str], ...]  # number, name, mover

    @classmethod
    def of(cls, scenes: Sequence[Scene], stages: Collection[Stage], facts: Mapping[str, Fact]) -> Film:
        """The film of a storyboard, with the names of ``stages`` and the numbers of ``facts`` put in."""
        names = {stage.stage: stage.name for stage in stages}
        ends = list(accumulate(scene.seconds for scene in scenes))
        shots = (
            Shot(
                end - scene.seconds,
                end,
                scene.heading or names.get(scene.stages[0], ""),
                with_figures(scene.shown, facts),
                scene.stages,
                tuple(Said(with_figures(each.words, facts), each.cite) for each in scene.sentences),
            )
            for scene, end in zip(scenes, ends, strict=True)
        )
        return cls(tuple(shots), tuple((stage.stage, stage.name, stage.mover) for stage in stages))

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.shots[-1].end if self.shots else 0

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen letters that change when anything that is shown or said, or its time, does."""
        shots = [{**asdict(shot), "sentences": [said.words for said in shot.sentences]} for shot in self.shots]
        told = json.dumps([shots, self.stages], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """What the files of the film carry, to say of which storyboard they were made."""
        return f"storyboard {self.fingerprint}"

    def webvtt(self) -> str:
        """The captions as a WebVTT file."""
        cues = (
            f"{_clock(cue.start)} --> {_clock(cue.end)}\n{_escaped(cue.lines)}" for s in self.shots for cue in s.cues
        )
        return "\n\n".join(["WEBVTT", f"NOTE Made of data/video.yml, {self.mark}", *cues]) + "\n"


def caption(words: str) -> list[tuple[str, ...]]:
    """A sentence cut into captions of at most two lines, the lines as even as they can be.

    >>> caption("Some sales need a notice to Congress before the offer.")
    [('Some sales need a notice to', 'Congress before the offer.')]
    """
    count = len(textwrap.wrap(words, WIDTH))
    width = next(width for width in range(1, WIDTH + 1) if len(textwrap.wrap(words, width)) <= count)
    lines = textwrap.wrap(words, width)
    return [tuple(lines[first : first + 2]) for first in range(0, len(lines), 2)]


def problems(film: Film, captions: str) -> Iterator[Problem]:
    """``captions``, the committed file's text ('' if there is none), must be what the storyboard gives today."""
    if film.shots and captions != film.webvtt():
        yield Problem(CAPTIONS, 0, "video-out-of-date", "The video was not made of today's storyboard and figures")


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _escaped(lines: tuple[str, ...]) -> str:
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
