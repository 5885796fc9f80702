"""One Markdown file as an editor wrote it: its front matter and its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from macros.manual import notation
from macros.manual.paragraphs import Opening, heading, plain, prose
from macros.manual.problems import Problem

# The same fence that MkDocs accepts around front matter.
FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(?P<yaml>.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"#[ \t]+(?P<title>.+?)[ \t]*#*[ \t]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A page's ``path`` below the docs folder (with ``/``), its front matter, its text and where the text starts.

    ``first_line`` is the line of the file on which ``text`` begins, so that findings name the line an editor sees.
    """

    path: str
    meta: Mapping[str, Any]
    text: str
    first_line: int = 1
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    front: str = field(default="", repr=False)  # the front matter as it was written

    @classmethod
    def parse(cls, path: str, raw: str) -> Source:
        """Split a file into front matter and text. Front matter that cannot be read becomes a problem."""
        match = FRONT_MATTER.match(raw)
        if match is None:
            return cls(path, {}, raw)
        text, first_line = raw[match.end() :], raw[: match.end()].count("\n") + 1
        try:
            meta = notation.values(match["yaml"]) or {}
        except notation.NotationError as error:
            line = error.problem_mark.line + 2 if error.problem_mark else 1  # counted from the line after '---'
            return cls(path, {}, text, first_line, (_unreadable(path, line, error.problem or "not YAML"),))
        except ValueError as error:  # looks like a day and is none, such as 2026-02-31
            return cls(path, {}, text, first_line, (_unreadable(path, _no_day(match["yaml"]), str(error)),))
        if not isinstance(meta, dict):
            return cls(path, {}, text, first_line, (_unreadable(path, 2, "it is not a list of names and values"),))
        return cls(path, meta, text, first_line, front=match["yaml"])

    @property
    def heading(self) -> tuple[int, str] | None:
        """Line and text of the first level-one heading."""
        for number, line in enumerate(prose(self.text), self.first_line):
            match = TITLE.match(line)
            if match:
                return number, match["title"]
        return None

    @property
    def title(self) -> str:
        """The page's title as plain words: the front matter's, or the heading, or the path."""
        found = self.heading
        return str(self.meta.get("title") or "") or (plain(found[1]) if found else self.path)

    @property
    def compiled(self) -> bool:
        """Whether the page is put together from other sources than the chapter's text, see ``compiled``."""
        return self.meta.get("compiled") is True

    @property
    def opening(self) -> Opening | None:
        """The number and title in the page's heading, when it is a page of the manual."""
        found = self.heading
        return heading(f"# {found[1]}") if found else None


def _no_day(front: str) -> int:
    """The line of the first thing that looks like a day and is none."""
    for number, line in enumerate(front.splitlines(), 2):
        for found in re.findall(r"\b\d{4}-\d\d-\d\d\b", line):
            try:
                date.fromisoformat(found)
            except ValueError:
                return number
    return 2


def _unreadable(path: str, line: int, why: str) -> Problem:
    return Problem(path, line, "front-matter", f"The front matter cannot be read: {why}")
