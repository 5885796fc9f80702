"""How long the checks take beside a build of the same pages: ``python -m tests.benchmarks.check_against_build``.

Prints, in one run on one machine, the time of a strict build of the site, of the checks over its pages, and their ratio
(to stay below a half); then the time of the checks over manuals of one, two, four and eight chapters, made up here, to
show that they grow in a line.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from macros.manual.checks import check
from macros.manual.edition import Edition
from macros.manual.reader import read_edition
from macros.manual.source import Source
from tests.conftest import PROJECT, build_real_site

RUNS = 3
SENTENCE = "The agency must answer within 30 days of receiving the request, see Section C{c}.1.{p}. and Table C{c}.T1."


def main() -> int:
    """Print the figures; exit status 1 when the checks take more than half the time of a build."""
    with tempfile.TemporaryDirectory() as folder:
        builds = [seconds(lambda n=n: build_real_site(Path(folder) / str(n))) for n in range(RUNS)]  # type: ignore[misc]
    checks = [seconds(lambda: check(read_edition(PROJECT / "docs"), date.today())) for _ in range(RUNS)]
    ratio = statistics.median(checks) / statistics.median(builds)
    print(f"build {statistics.median(builds):.2f} s, checks {statistics.median(checks):.2f} s, ratio {ratio:.2f}")
    first = 0.0
    for chapters in (1, 2, 4, 8):
        sources = made_up(chapters)
        taken = min(seconds(lambda s=sources: check(Edition.of(s, {}, ()), date.today())) for _ in range(RUNS))  # type: ignore[misc]
        first = first or taken
        words = sum(len(source.text.split()) for source in sources)
        print(f"{chapters} chapters, {words:6} words: {taken:.3f} s, {taken / first / chapters:.2f} of a straight line")
    return int(ratio > 0.5)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def made_up(chapters: int, paragraphs: int = 300) -> list[Source]:
    """Chapters of one section each, with four sentences and eight citations a paragraph."""
    pages = []
    for c in range(1, chapters + 1):
        lines = [f"# C{c}.1. Section"]
        lines += [f"C{c}.1.{p}. " + " ".join([SENTENCE.format(c=c, p=p)] * 4) for p in range(1, paragraphs + 1)]
        lines += [f"Table C{c}.T1. Title", "| a |\n|---|\n| b |"]
        pages.append(Source.parse(f"samm/c{c}/c{c}.1.md", "\n\n".join(lines) + "\n"))
    return pages


if __name__ == "__main__":
    sys.exit(main())
