"""Make the introductory video of its storyboard: ``make video``, or ``python -m scripts.make_video``.

Writes WebM, MP4, captions and posters into ``docs/assets/video/`` when all are made, and says how large they are. They
are committed, since they are small (1.2 MB together) and no build then needs an encoder.
An unsound storyboard is reported as the checker does, with exit status 1, and nothing is written. ``--frames FOLDER``
writes one picture a scene and no video, to look at while the storyboard is being written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from macros.manual import storyboard
from macros.manual.edition import Edition
from macros.manual.film import CAPTIONS, POSTER, SMALL_POSTER, VIDEOS, Film
from macros.manual.problems import Problem
from macros.manual.reader import read_edition
from macros.manual.report import FORMATS

MOST = 6_000_000  # bytes of all files together


def main(argv: Sequence[str] | None = None) -> int:
    """Make the video and return the exit status."""
    options = _options(argv)
    try:
        edition = read_edition(options.docs)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    if wrong := _unsound(edition):
        print(FORMATS["text"](wrong, f"{options.docs.as_posix()}/"))
        return 1
    film = Film.of(edition.storyboard, edition.stages, edition.facts)
    if options.frames:
        return _stills(film, options.docs, options.frames)
    return _make(film, options.docs)


def _unsound(edition: Edition) -> list[Problem]:
    path = storyboard.PATH
    wrong = [problem for problem in edition.misread if problem.path in (path, "data/lifecycle.yml", "data/facts.yml")]
    wrong += storyboard.problems(edition.storyboard, edition.stages, edition.facts, edition.index)
    if not wrong and not edition.storyboard:
        wrong = [Problem(path, 0, "storyboard", "There is no storyboard", "Write its scenes.")]
    return sorted(set(wrong))


def _stills(film: Film, docs: Path, folder: Path) -> int:
    from scripts.filming import pictures

    folder.mkdir(parents=True, exist_ok=True)
    for moment, png in pictures(film, docs.parent):
        if moment.progress == 1 or 0.4 < moment.progress < 0.6:  # each scene whole, and on its way
            part = "whole" if moment.progress == 1 else "moving"
            (folder / f"scene-{moment.scene + 1:02}-{part}.png").write_bytes(png)
    return 0


def _make(film: Film, docs: Path) -> int:
    from scripts.encoding import POSTER_OPTIONS, SMALL_OPTIONS, Picture, encode, still
    from scripts.filming import SIZE, pictures

    taken = [Picture(moment.time, png, moment.opens) for moment, png in pictures(film, docs.parent)]
    folder = (docs / CAPTIONS).parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        made = [Path(name) / Path(path).name for path in (*VIDEOS, POSTER, SMALL_POSTER, CAPTIONS)]
        for path in made[:2]:
            encode(path, taken, film.seconds, SIZE, film.mark)
        still(made[2], taken[0].png, SIZE, POSTER_OPTIONS)
        still(made[3], taken[0].png, (SIZE[0] // 2, SIZE[1] // 2), SMALL_OPTIONS)
        made[4].write_text(film.webvtt(), encoding="utf-8", newline="\n")
        sizes = {path.name: path.stat().st_size for path in made}
        if sum(sizes.values()) > MOST:
            print(f"The files have {sum(sizes.values())} bytes and may have {MOST}: {sizes}", file=sys.stderr)
            return 1
        for path in made:
            path.replace(folder / path.name)
    print("\n".join(f"{size / 1000:7.1f} KB  {name}" for name, size in sizes.items()))
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make_video", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    parser.add_argument("--frames", type=Path, metavar="FOLDER", help="write one picture a scene here, and no video")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
