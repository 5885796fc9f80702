"""Check the manual's numbers, citations, links and figures: ``python -m scripts.check_references``.

Silent and exit status 0 when nothing is wrong; otherwise one line a finding, ``file:line: what is wrong, what to
do``, and exit status 1. References into parts of the manual that this edition does not hold yet are said only with
``--verbose``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from macros.manual.problems import Level
from macros.manual.reader import read_edition
from macros.manual.report import as_json, as_text


def main(argv: Sequence[str] | None = None) -> int:
    """Run the checks over a docs folder, print what they find, and return the exit status."""
    options = _options(argv)
    try:
        edition = read_edition(options.docs, options.today)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    problems = [problem for problem in edition.problems if options.verbose or problem.level is not Level.INFO]
    prefix = f"{options.docs.as_posix()}/"
    if options.format == "json":
        print(as_json(problems, prefix))
    elif problems:
        print(as_text(problems, prefix))
    return int(any(problem.level is not Level.INFO for problem in problems))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="check_references", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--verbose", action="store_true", help="also say what is only worth knowing")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=date.today(),
        help="the day by which figures are reviewed (default: today)",
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
