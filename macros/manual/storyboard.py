"""The storyboard of the introductory video, ``docs/data/video.yml``: what each scene shows, says and rests on.

Film, captions and transcript are all made of it, so that they cannot disagree. The words are few: a viewer reads the
captions while looking at the picture, and no voice says them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from macros.manual.index import Index, Standing
from macros.manual.problems import Problem
from macros.manual.registers import Entry, Fact, LabelField, Stage, Words

PATH = "data/video.yml"
FIGURE = re.compile(r"\{(?P<id>[^{}]*)\}")
SHORTEST, LONGEST = 60, 90  # seconds: what a visitor watches to the end
PACE = 20  # characters a second, the most that adults read with ease beside a picture (as broadcasters set it)
WIDTH = 42  # characters of a caption's line, and two lines of it, as broadcasters set them too
SHOWN = 48  # characters that stand in one line of the picture, at a size that a phone still shows


class Sentence(Entry):
    """What is said, and the numbers of the manual that bear it out; none for a sentence about ourselves."""

    words: Words
    cite: tuple[LabelField, ...] = ()


class Scene(Entry):
    """A scene. Its heading is the name of its stage, unless it shows several stages or none and has a heading."""

    seconds: Annotated[int, Field(ge=3, le=20)]
    stages: tuple[int, ...] = ()
    heading: str = ""
    shown: Words
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_a_heading(self) -> Scene:
        if bool(self.heading) == (len(self.stages) == 1):
            raise ValueError("a scene of one stage is headed by its name; any other needs a 'heading'")
        return self

    @property
    def texts(self) -> tuple[str, ...]:
        """All words of the scene, with the figures still in braces."""
        return (self.heading, self.shown, *(sentence.words for sentence in self.sentences))


def with_figures(text: str, facts: Mapping[str, Fact]) -> str:
    """The words with each ``{name}`` replaced by the number of that figure; an unknown one stays, and is reported."""

    def number(match: re.Match[str]) -> str:
        fact = facts.get(match["id"])
        return match[0] if fact is None or fact.number is None else f"{fact.number:g}"

    return FIGURE.sub(number, text)


def problems(
    scenes: Sequence[Scene], stages: Collection[Stage], facts: Mapping[str, Fact], index: Index
) -> Iterator[Problem]:
    """Stages, figures and paragraphs that do not exist, words too long or too fast to read, and a film too long."""
    known = {stage.stage for stage in stages}
    for scene in scenes:
        for stage in set(scene.stages) - known:
            yield Problem(PATH, scene.line, "storyboard", f"There is no stage {stage}", "Take one of lifecycle.yml.")
        for name in (match["id"] for text in scene.texts for match in FIGURE.finditer(text)):
            if name not in facts or facts[name].number is None:
                yield Problem(PATH, scene.line, "unknown-fact", f"The register has no figure {name!r} with a number")
        for label in (label for sentence in scene.sentences for label in sentence.cite):
            if index.standing(label) is Standing.NOWHERE:
                said = f"{label.titled} does not exist"
                yield Problem(PATH, scene.line, "storyboard", said, "Correct the number.")
        yield from _unreadable(scene, facts)
    total = sum(scene.seconds for scene in scenes)
    if scenes and not SHORTEST <= total <= LONGEST:
        said = f"The film has {total} seconds and must have {SHORTEST} to {LONGEST}"
        yield Problem(PATH, scenes[0].line, "storyboard", said, "Change 'seconds', or the number of scenes.")


def _unreadable(scene: Scene, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    said = [with_figures(sentence.words, facts) for sentence in scene.sentences]
    pace = sum(map(len, said)) / scene.seconds
    if pace > PACE:
        message = f"The captions run at {pace:.0f} characters a second, and {PACE} is the most"
        yield Problem(PATH, scene.line, "storyboard", message, "Give the scene more seconds or fewer words.")
    for text in (scene.heading, with_figures(scene.shown, facts)):
        if len(text) > SHOWN:
            message = f"The picture has room for {SHOWN} characters, not for {text!r}"
            yield Problem(PATH, scene.line, "storyboard", message, "Shorten it.")
    for word in (word for text in said for word in text.split() if len(word) > WIDTH):
        yield Problem(PATH, scene.line, "storyboard", f"The word {word!r} is longer than a line", "Shorten it.")
