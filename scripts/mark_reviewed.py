"""Say that pages were read beside the paragraphs they summarise: ``python -m scripts.mark_reviewed PAGE …``.

It sets ``reviewed`` in the front matter of each page to today, or to the day given with ``--on``, and writes into
docs/data/reviews.csv what the paragraphs under ``summarises`` say now. Commit both. Whatever is wrong is said as
``file:line``, all of it at once, with exit status 1, and then nothing is written. Exit status 2 means that the
command itself is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from macros.manual import reviews, summaries
from macros.manual.edition import Edition
from macros.manual.problems import Problem
from macros.manual.reader import read_edition
from macros.manual.report import as_text
from macros.manual.summaries import Summary
from scripts.writer import WriteError, write_all


def main(argv: Sequence[str] | None = None) -> int:
    """Mark the pages as reviewed, or say why that cannot be; return the exit status."""
    options = _options(argv)
    try:
        edition = read_edition(options.docs)
        paths = [_below(options.docs, page) for page in dict.fromkeys(options.pages)]
        pages, problems = _summaries(edition, paths, options.on)
        if problems:
            print(as_text(sorted(problems), f"{options.docs.as_posix()}/"))
            print(f"{len(problems)} findings; nothing was written.", file=sys.stderr)
            return 1
        changes: dict[str, str | None] = {
            path: summaries.marked((options.docs / path).read_text(encoding="utf-8-sig"), options.on) for path in pages
        }
        changes[reviews.PATH] = reviews.written(summaries.register(edition, pages))
        write_all(options.docs, changes)
    except (OSError, WriteError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    for path, page in pages.items():
        print(f"{path}: reviewed on {options.on} against {page.counted}.")
    return 0


def _summaries(edition: Edition, paths: Sequence[str], day: date) -> tuple[Mapping[str, Summary], list[Problem]]:
    """The pages' summaries, and everything that stands in the way of marking them."""
    pages: dict[str, Summary] = {}
    problems = [problem for problem in edition.misread if problem.path == reviews.PATH]
    for path in paths:
        source = edition.sources.get(path)
        if source is None:
            problems.append(
                Problem(path, 0, "broken-link", "There is no such page", "Name a Markdown file below docs/.")
            )
            continue
        page, wrong = summaries.summary(source)
        problems += [problem for problem in wrong if not _mended(problem, page)]
        if page is None:
            if not wrong:
                said = "The page does not say which paragraphs it summarises"
                problems.append(Problem(path, 1, "summary", said))
            continue
        problems += summaries.unknown(page, edition.index)
        pages[path] = page
    if day > date.today():
        problems += [Problem(path, page.line, "future-review", f"{day} is to come") for path, page in pages.items()]
    return pages, problems


def _mended(problem: Problem, page: Summary | None) -> bool:
    """Whether the new day of review takes the place of what is wrong: one that lacks or cannot be read."""
    return page is not None and bool(page.lines) and page.reviewed is None and problem.line in (1, page.line)


def _below(docs: Path, page: Path) -> str:
    """The page's path below the docs folder; as it was given where it is not there."""
    resolved, root = page.resolve(), docs.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else page.as_posix()


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mark_reviewed", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="such as docs/guide/training.md")
    parser.add_argument("--on", type=date.fromisoformat, default=date.today(), help="the day (default: today)")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
