"""What the page that finds citations must know: where each number is, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from macros.manual.index import Index
from macros.manual.labels import Label
from macros.manual.paragraphs import plain
from macros.manual.registers import Tombstone


def atlas(index: Index, tombstones: Iterable[Tombstone], address: Callable[[str], str | None]) -> dict[str, Any]:
    """The map that ``docs/assets/js/labels.js`` reads, small enough to fetch at once.

    ``pages`` holds, for each page's address, the ids of its numbers with their titles; ``listed`` the titles of the
    sections that only the official manual has so far; ``gone`` the numbers taken back, each with the one now in its
    place. ``address`` gives a page's address on the site from its path below docs, None for one that is not built.
    """
    pages = {path: {anchor: plain(p.title) for anchor, p in page.anchors} for path, page in index.outlines.items()}
    listed = {
        str(section.label): section.title
        for part in index.parts.values()
        for section in part.sections
        if section.verified and section.title and section.label not in index.places
    }
    return {
        "pages": {
            url: pages[path]
            for path in sorted(pages, key=_reading_order(index))
            if pages[path] and (url := address(path))
        },
        "listed": listed,
        "gone": {str(stone.label): str(stone.now) if stone.now else "" for stone in tombstones},
    }


def _reading_order(index: Index) -> Callable[[str], tuple[Label, str]]:
    def key(path: str) -> tuple[Label, str]:
        return next(iter(index.outlines[path].labels), Label("")), path

    return key
