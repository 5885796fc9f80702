"""Writes a set of files as one: either all have their new text, or all are as they were."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class WriteError(OSError):
    """The files could not be written; all are as they were."""


def write_all(folder: Path, changes: Mapping[str, str | None]) -> None:
    """Give each file below ``folder`` its new text, or remove it where that is None.

    All texts are first written beside their places; only then does each take its place, which a full disk cannot stop.
    Raises WriteError when a file cannot be written, after what was done is undone.
    """
    waiting: list[tuple[Path, Path | None]] = []
    try:
        for name, text in sorted(changes.items()):
            waiting.append((folder / name, None if text is None else _beside(folder / name, text)))
        _swap(waiting)
    except OSError as error:
        for _, new in waiting:
            if new:
                new.unlink(missing_ok=True)
        raise WriteError(f"{error.filename or folder}: {error.strerror}; nothing was written.") from error


def _beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new = Path(name)
    new.chmod(path.stat().st_mode if path.exists() else 0o644)
    return new


def _swap(waiting: list[tuple[Path, Path | None]]) -> None:
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, new in waiting:
            done.append((path, path.read_bytes() if path.exists() else None))
            if new:
                new.replace(path)
            else:
                path.unlink()
    except OSError:
        for path, old in done:
            if old is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(old)
        raise
