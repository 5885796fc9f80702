"""Links between pages: does the file exist, does the place on it, and does the page hold only text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from markdown.extensions.toc import slugify, unique

from macros.manual.outline import Outline
from macros.manual.paragraphs import plain, prose
from macros.manual.problems import Problem
from macros.manual.source import Source

CODE = re.compile(r"(?P<ticks>`+)[^`].*?(?P=ticks)")
INLINE = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[(?!\^)[^\]]+\]:\s*<?(?P<target>[^\s>]+)")
AUTOMATIC = re.compile(r"<(?P<target>https?://[^\s>]+)>")
ATTRIBUTE = re.compile(r"\b(?:href|src)\s*=\s*[\"'](?P<target>[^\"']*)[\"']", re.IGNORECASE)
HEADING = re.compile(r"^\#{1,6}[ \t]+(?P<text>.+?)[ \t]*\#*[ \t]*$")
IDENTITY = re.compile(r"\{[^{}]*?\#(?P<id>[\w.:-]+)[^{}]*\}|\bid\s*=\s*[\"'](?P<html>[^\"']+)[\"']")

# What a browser would run, or load from elsewhere. Markdown lets raw HTML through, so the text itself must hold none.
ACTIVE = {
    "a script": re.compile(r"<\s*script\b", re.IGNORECASE),
    "a frame or plug-in": re.compile(r"<\s*(?:iframe|frame|object|embed|applet|portal)\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<\s*style\b|<[^<>]*\sstyle\s*=|\{[^{}\n]*\bstyle\s*=", re.IGNORECASE),
    "an event handler in an attribute list": re.compile(r"\{:?[^{}\n]*\bon[a-z]+\s*=", re.IGNORECASE),
    "a link that is a script": re.compile(
        r"(?:\]\(|\]:|<|\b(?:href|src|action|formaction)\s*=)[\s<\"']*(?:javascript|vbscript|data)\s*:", re.IGNORECASE
    ),
    "a document-wide element": re.compile(r"<\s*(?:base|meta|link|form)\b", re.IGNORECASE),
    "something fetched from another site": re.compile(
        r"!\[[^\]]*\]\(\s*(?:https?:)?//|<\s*(?:img|video|audio|source|track|image|use)\b[^<>]*(?:https?:)?//",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, and the line it stands on."""

    line: int
    target: str


def links(source: Source) -> Iterator[Link]:
    """All links of a page, in Markdown and in HTML."""
    for number, line in _lines(source):
        for pattern in (INLINE, REFERENCE, ATTRIBUTE, AUTOMATIC):
            yield from (Link(number, match["target"]) for match in pattern.finditer(line))


def anchors(source: Source, page: Outline) -> set[str]:
    """The places on a page that a link may name: its numbers, headings and explicit ids."""
    found = {f"{paragraph.label}{dot}" for paragraph in page.numbered for dot in ("", ".")}
    used: set[str] = set()
    for _, line in _lines(source):
        given = [match["id"] or match["html"] for match in IDENTITY.finditer(line)]
        heading = HEADING.match(line)
        if heading and not given:
            unique(slugify(plain(heading["text"]), "-"), used)
        used.update(given)
    return found | used


def broken(sources: Mapping[str, Source], outlines: Mapping[str, Outline], files: Collection[str]) -> Iterator[Problem]:
    """Links to files that do not exist, and to places that do not exist on pages that do.

    ``files`` are all paths below docs. Links to other sites are not followed.
    """
    places = {path: anchors(source, outlines[path]) for path, source in sources.items()}
    for path, source in sources.items():
        for link in links(source):
            parts = urlsplit(link.target)
            if parts.scheme or parts.netloc or "{{" in link.target or "{%" in link.target:
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            if parts.path.startswith("/") or target not in files:
                yield Problem(
                    path,
                    link.line,
                    "broken-link",
                    f"The link to {link.target!r} leads to no file",
                    _like(target, files),
                )
            elif parts.fragment and target in places and unquote(parts.fragment) not in places[target]:
                yield Problem(
                    path, link.line, "broken-anchor", f"The link to {link.target!r} names no place on {target}"
                )


def active(source: Source) -> Iterator[Problem]:
    """What on a page is not text: scripts, frames, handlers, styles, and pictures from elsewhere."""
    for number, line in _lines(source):
        for what, pattern in ACTIVE.items():
            if pattern.search(line):
                yield Problem(source.path, number, "active-content", f"The page holds {what}")


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(prose(source.text), source.first_line):
        yield number, CODE.sub("", line)


def _like(target: str, files: Collection[str]) -> str:
    same = sorted(path for path in files if posixpath.basename(path) == posixpath.basename(target))
    return f"A file of that name is {same[0]}." if same else ""
