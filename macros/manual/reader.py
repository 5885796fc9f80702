"""The one module of the core that reads the disk: the pages and registers below a docs folder."""

from __future__ import annotations

import re
from pathlib import Path

from macros.manual.edition import Edition
from macros.manual.film import CAPTIONS
from macros.manual.source import Source

REGISTER = re.compile(r"data/(?P<name>(?:notices/)?[^/]+\.(?:yml|csv))")
DRAFTS = "drafts/"  # what is not published yet; no door shows it
DRAWING = re.compile(r"assets/diagrams/[^/]+\.yml")


def read_edition(docs: Path) -> Edition:
    """Read every page and register below ``docs``, and the ``mkdocs.yml`` beside it if there is one.

    Raises FileNotFoundError when the folder does not exist. A file that is not UTF-8 is read all the same, its odd
    bytes as replacement characters.
    """
    if not docs.is_dir():
        raise FileNotFoundError(f"{docs} is not a folder; run this where mkdocs.yml is, or name the docs folder")
    found = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*")) if path.is_file()}
    files = {name: path for name, path in found.items() if not name.startswith(DRAFTS)}
    sources = [Source.parse(name, _text(path)) for name, path in files.items() if name.endswith(".md")]
    registers = {match["name"]: _text(path) for name, path in files.items() if (match := REGISTER.fullmatch(name))}
    drawings = {name: _text(path) for name, path in files.items() if DRAWING.fullmatch(name)}
    captions = _text(files[CAPTIONS]) if CAPTIONS in files else ""
    beside = docs.parent / "mkdocs.yml"
    return Edition.of(sources, registers, files, _text(beside) if beside.is_file() else "", drawings, captions)


def read_news(docs: Path) -> dict[str, str]:
    """The files that records of news stand in, drafts too, by their path below ``docs``.

    Raises FileNotFoundError when the folder does not exist.
    """
    if not docs.is_dir():
        raise FileNotFoundError(f"{docs} is not a folder; run this where mkdocs.yml is, or name the docs folder")
    places = ("data/*.yml", "data/*.csv", "data/notices/*.yml", "news/**/*.md", f"{DRAFTS}*.yml", f"{DRAFTS}*.md")
    found = sorted({path for place in places for path in docs.glob(place) if path.is_file()})
    return {path.relative_to(docs).as_posix(): _text(path) for path in found}


def _text(path: Path) -> str:
    # What MkDocs does with a file: UTF-8, a byte-order mark dropped, any line ending.
    return path.read_text(encoding="utf-8-sig", errors="replace")
