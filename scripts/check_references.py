"""Check the manual's numbers, citations, links and figures: ``python -m scripts.check_references``.

Silent and exit status 0 when nothing is wrong; otherwise one line a finding, ``file:line: what is wrong, what to
do``, and exit status 1. What is only worth knowing, such as a reference into a chapter that this edition does not hold
yet, is said with ``--verbose``. A number that the last commit published may not vanish without a tombstone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from macros.manual.checks import check
from macros.manual.problems import RULES, Level, Problem
from macros.manual.reader import read_edition
from macros.manual.report import FORMATS
from scripts.history import HistoryError, changed, edition_at, is_kept


def main(argv: Sequence[str] | None = None) -> int:
    """Run the checks over a docs folder, print what they find, and return the exit status."""
    options = _options(argv)
    if options.explain:
        return _explain(options.explain)
    try:
        problems = _problems(options.docs, options.today, options.changed_since)
    except (FileNotFoundError, HistoryError) as error:
        print(error, file=sys.stderr)
        return 2
    told = [problem for problem in problems if options.verbose or problem.level is not Level.INFO]
    if told or options.format in ("json", "sarif"):
        print(FORMATS[options.format](told, f"{options.docs.as_posix()}/"))
    return int(any(problem.level is not Level.INFO and problem.rule not in options.allow for problem in told))


def _problems(docs: Path, today: date, since: str | None) -> list[Problem]:
    """What is wrong now; with ``since``, only what stands in files changed since then or was not wrong then."""
    edition = read_edition(docs)
    base = since or ("HEAD" if is_kept(docs) and changed(docs, "HEAD") else None)
    if base is None:
        return check(edition, today)
    earlier = edition_at(docs, base)
    problems = check(edition, today, earlier.index.places.keys())
    if since is None:
        return problems
    touched = changed(docs, since)
    old = {(problem.path, problem.rule, problem.message) for problem in check(earlier, today)}
    return [p for p in problems if p.path in touched or (p.path, p.rule, p.message) not in old]


def _explain(name: str) -> int:
    rule = RULES.get(name)
    if rule is None:
        print(f"There is no rule {name!r}. The rules are: {', '.join(sorted(RULES))}.", file=sys.stderr)
        return 2
    print(f"{rule.name} ({rule.level})\n{rule.explanation}\n{rule.remedy}")
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="check_references", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with the pages (default: docs)")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--verbose", action="store_true", help="also say what is only worth knowing")
    parser.add_argument(
        "--allow",
        metavar="RULE",
        action="append",
        default=[],
        choices=sorted(RULES),
        help="say what this rule finds, and do not fail for it; may be given several times",
    )
    parser.add_argument("--explain", metavar="RULE", help="say what a rule looks for and what to do about a finding")
    parser.add_argument(
        "--changed-since",
        metavar="REV",
        help="report only what stands in files changed since a git revision, or was not wrong then",
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=date.today(),
        help="the day by which figures are reviewed (default: today)",
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
