"""Earlier states of the docs folder, as git keeps them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from macros.manual.edition import Edition
from macros.manual.film import CAPTIONS
from macros.manual.reader import DRAWING, REGISTER
from macros.manual.source import Source


class HistoryError(ValueError):
    """There is no such revision, or no repository."""


def edition_at(docs: Path, revision: str) -> Edition:
    """The edition as ``revision`` has it. Raises HistoryError when git does not know the revision or the folder."""
    files = {name: text for name, text in _files(docs, revision).items() if name}
    sources = [Source.parse(name, text) for name, text in files.items() if name.endswith(".md")]
    registers = {match["name"]: text for name, text in files.items() if (match := REGISTER.fullmatch(name))}
    drawings = {name: text for name, text in files.items() if DRAWING.fullmatch(name)}
    return Edition.of(sources, registers, files, drawings=drawings, captions=files.get(CAPTIONS, ""))


def changed(docs: Path, revision: str) -> set[str]:
    """The files below ``docs`` that are not as ``revision`` has them, new ones included."""
    differing = _git(docs, "diff", "--name-only", "--relative", revision, "--", ".").decode()
    new = _git(docs, "ls-files", "--others", "--exclude-standard").decode()
    return {*differing.splitlines(), *new.splitlines()}


def is_kept(docs: Path) -> bool:
    """Whether the folder is in a repository that has a commit."""
    try:
        _git(docs, "rev-parse", "--verify", "--quiet", "HEAD")
    except HistoryError:
        return False
    return True


def _files(docs: Path, revision: str) -> dict[str, str]:
    packed = _git(docs, "archive", "--format=tar", revision, ".")
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        members = [member for member in tar.getmembers() if member.isfile()]
        read = {member.name: tar.extractfile(member) for member in members}
        return {
            name.removeprefix("./"): file.read().decode("utf-8-sig", "replace") for name, file in read.items() if file
        }


def _git(folder: Path, *words: str) -> bytes:
    try:
        run = subprocess.run(["git", "-C", folder, *words], capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise HistoryError(f"git cannot be run: {error}") from error
    if run.returncode:
        raise HistoryError(f"git {' '.join(words)}: {run.stderr.decode(errors='replace').strip()}")
    return run.stdout
