"""What searching costs a reader on a slow line and a slow machine: ``python -m tests.benchmarks.search_cost``.

Ours, Material's own search and Pagefind over the same pages, each in headless Chromium with an empty cache, on a line
of 1.6 Mbit/s and 150 ms with the processor slowed four times, at three sizes: the site as it is, a manual of full size,
and that with 3,600 memos and news. Medians of some runs, in which the systems take turns; ratios within the run; then
what was to be reached, and exit status 1 when something is not.

=========================== ===========================================================================================
where nobody searches       bytes of the search that the page fetches unasked
before a query              these, and all else that is fetched from the focus in the box until a question is put
ready                       from the focus, put there when the page is loaded, until a question could be answered
a query, typed              from its last letter until the list on the screen stands as it stays, with the texts of ten
                            hits (for Pagefind of ten pages with up to three paragraphs each); 120 ms a letter; bytes
                            of the whole time of typing. The first of a visit, and the third
a query, put at once        the same, pasted: all is fetched after the last letter, and nothing for half a word
a number                    until the place that the list names first is the one it names at the end
heap                        after three queries: of the workers; with what the page has grown by since it was loaded,
                            the list and the theme's own work included
=========================== ===========================================================================================

Pagefind is installed for this alone: ``.venv/bin/python -m pip install pagefind==1.5.2 pagefind-bin==1.5.2``. Building
the sites takes some minutes the first time; ``--cache`` says where they are kept. Needs Linux, and a machine that has
nothing else to do.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.search_sites import CACHE, SIZES, Built, built, without_pagefind
from tests.benchmarks.search_visits import SYSTEMS, Answer, Reader, System, browsing
from tests.benchmarks.slow_line import PROTOCOLS, SlowSite

RUNS = 5
QUESTIONS = (  # a run begins with the next one
    "termination liability reserve",
    "congressional notification threshold",
    "freight forwarder claim",
    "offer expiration date",
    "transportation cost estimate",
)
NUMBER = "C5.4.2"
KIB = 1024


@dataclass
class Figures:
    """What was measured of one system at one size: sizes in bytes, times in seconds, heap in MiB."""

    unasked: int = 0
    rest: dict[str, int] = field(default_factory=dict)  # what a page fetches that nobody searches on
    at_rest: float = 0.0  # heap of such a page
    before: list[int] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    typed: list[Answer] = field(default_factory=list)
    third: list[Answer] = field(default_factory=list)
    at_once: list[Answer] = field(default_factory=list)
    number: list[Answer] = field(default_factory=list)
    heap: list[tuple[float, float]] = field(default_factory=list)  # of the workers; of the page beyond ``at_rest``


ROWS: Mapping[str, tuple[str, Callable[[Figures], float]]] = {
    "KiB where nobody searches": ("{:.1f}", lambda f: f.unasked / KIB),
    "KiB before a query": ("{:.1f}", lambda f: statistics.median(f.before) / KIB),
    "ready, s": ("{:.2f}", lambda f: statistics.median(f.ready)),
    "first query, typed, s": ("{:.2f}", lambda f: _seconds(f.typed)),
    "first query, typed, KiB": ("{:.1f}", lambda f: _kib(f.typed)),
    "first query, put at once, s": ("{:.2f}", lambda f: _seconds(f.at_once)),
    "first query, put at once, KiB": ("{:.1f}", lambda f: _kib(f.at_once)),
    "third query, typed, s": ("{:.2f}", lambda f: _seconds(f.third)),
    "third query, typed, KiB": ("{:.1f}", lambda f: _kib(f.third)),
    "a number, typed, s": ("{:.2f}", lambda f: _seconds(f.number)),
    "a number: right first, share": ("{:.1f}", lambda f: statistics.mean(a.first == f"#{NUMBER}" for a in f.number)),
    "heap of the workers, MiB": ("{:.1f}", lambda f: statistics.median(workers for workers, _ in f.heap)),
    "heap, with the page's growth, MiB": ("{:.1f}", lambda f: statistics.median(map(sum, f.heap))),
}
BEFORE = {"real": 45, "manual": 45, "full": 60}  # KiB


def main(argv: Sequence[str]) -> int:
    """Build, measure, print."""
    asked = argparse.ArgumentParser(description="What searching costs a reader, ours beside two others.")
    asked.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--without-stock", action="store_true", help="leave out Material's, which takes the most time")
    asked.add_argument("--cache", type=Path, default=CACHE, help="folder in which the built sites are kept")
    asked.add_argument("--protocol", choices=PROTOCOLS, default=PROTOCOLS[0], help="what the server speaks")
    options = asked.parse_args(argv)
    if missing := without_pagefind():
        print(missing, file=sys.stderr)
        return 1
    reached, leave_out = [], options.without_stock
    for name in options.sizes:
        site = built(SIZES[name], options.cache)
        with browsing() as browser:
            systems = [system for system in SYSTEMS if system != "stock" or not leave_out]
            figures = measured(browser, site, options.runs, systems, options.protocol)
        print("\n".join(table(f"{name}, {options.protocol}", site, figures)), flush=True)
        for what, done in goals(name, site, figures):
            print(f"- {'reached' if done else 'MISSED'}: {what}", flush=True)
            reached.append(done)
    return int(not all(reached))


def measured(
    browser: Browser, built_site: Built, runs: int, names: Sequence[str], protocol: str = PROTOCOLS[0]
) -> dict[str, Figures]:
    """The figures of these systems, which take turns."""
    systems = {name: SYSTEMS[name] for name in names}

    def served(system: System) -> SlowSite:
        return SlowSite(*built_site.layers(system.name), protocol=protocol)

    figures = {name: Figures() for name in names}
    for name, system in systems.items():
        _unasked(browser, served(system), system, figures[name])
        if name == "stock":  # the same page as ours; its own has begun to read the index
            figures[name].at_rest = figures["ours"].at_rest
    for run in range(runs):
        questions = [*QUESTIONS[run % len(QUESTIONS) :], *QUESTIONS][:3]
        for name, system in systems.items():
            _typed(browser, served(system), system, questions, figures[name])
            _at_once(browser, served(system), system, questions[0], figures[name])
    return figures


def _unasked(browser: Browser, site: SlowSite, system: System, figures: Figures) -> None:
    with site:
        reader = Reader(browser, site, system)
        figures.rest = {path: size for path, size in reader.fetched().items() if not path.startswith(system.paths)}
        figures.unasked = sum(reader.fetched().values()) - sum(figures.rest.values())
        figures.at_rest = reader.workers.heap()[1]
        reader.close()


def _typed(browser: Browser, site: SlowSite, system: System, questions: Sequence[str], figures: Figures) -> None:
    with site:
        reader = Reader(browser, site, system)
        figures.ready.append(reader.focus())
        figures.before.append(sum(size for path, size in reader.fetched().items() if path not in figures.rest))
        answers = [reader.ask(question) for question in questions]
        figures.typed.append(answers[0])
        figures.third.append(answers[2])
        workers, page = reader.workers.heap()
        figures.heap.append((workers, page - figures.at_rest))
        figures.number.append(reader.ask(NUMBER, number=True))
        reader.close()


def _at_once(browser: Browser, site: SlowSite, system: System, question: str, figures: Figures) -> None:
    with site:
        reader = Reader(browser, site, system)
        reader.focus()
        reader.calm()
        figures.at_once.append(reader.ask(question, at_once=True))
        reader.close()


def _seconds(answers: Sequence[Answer]) -> float:
    return statistics.median(answer.seconds for answer in answers)


def _kib(answers: Sequence[Answer]) -> float:
    return statistics.median(answer.size for answer in answers) / KIB


def table(name: str, site: Built, figures: Mapping[str, Figures]) -> Iterator[str]:
    """The figures as a table in Markdown, with the ratio of ours to each other system."""
    ours, *others = figures
    yield f"\n## {name}: {site.documents:,} paragraphs and sections on {site.pages:,} pages\n"
    yield f"| | {ours} | {' | '.join(others)} | {' | '.join(f'{ours}/{other}' for other in others)} |"
    yield f"|---|{'--:|' * (2 * len(others) + 1)}"
    for row, (form, value) in ROWS.items():
        mine, *theirs = (value(figures[system]) for system in figures)
        ratios = (f"{mine / other:.2f}" if other else "–" for other in theirs)
        yield f"| {row} | {' | '.join(form.format(each) for each in (mine, *theirs))} | {' | '.join(ratios)} |"
    pages, index = site.page_seconds, site.index_seconds
    yield f"\nPages were built in {pages:.1f} s, the index in {index:.2f} s: {index / pages:.2f} of it.\n"


def goals(name: str, site: Built, figures: Mapping[str, Figures]) -> Iterator[tuple[str, bool]]:
    """What was to be reached at this size, and whether it is."""

    def of(row: str, system: str = "ours") -> float:
        return ROWS[row][1](figures[system])

    yield "nothing is fetched where nobody searches", of("KiB where nobody searches") == 0
    yield f"at most {BEFORE[name]} KiB before a query", of("KiB before a query") <= BEFORE[name]
    for way in ("typed", "put at once"):
        yield f"first query, {way}: at most 25 KiB", of(f"first query, {way}, KiB") <= 25
        mine, theirs = of(f"first query, {way}, s"), of(f"first query, {way}, s", "pagefind")
        yield f"first query, {way}: at most 0.7 s", mine <= 0.7
        yield f"first query, {way}: at most half of Pagefind's time", mine <= theirs / 2
    yield "a number, typed in full, answered within 0.4 s", of("a number, typed, s") <= 0.4
    yield "a number, typed in full, answered right", of("a number: right first, share") == 1
    yield "at most 3 MiB of heap", of("heap, with the page's growth, MiB") <= 3
    yield "the index built in at most half the time of the pages", site.index_seconds <= site.page_seconds / 2
    yield "the index the same byte for byte, whenever it is built", site.same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
