"""What opening a page costs on a slow line and a slow machine: ``python -m tests.benchmarks.page_cost [SITE]``.

A page of each kind is opened some times in headless Chromium with an empty cache, on a line of 1.6 Mbit/s and 150 ms
with the processor slowed four times (tests/benchmarks/slow_line.py), as a phone and as a wide screen. The table says
what went over the line until all was quiet, when the first and the largest piece of the first screen stood, and which
piece that was; then what was to be reached, and exit status 1 when something is not. Times are the best of all
openings: what else the machine does can only add to them.

SITE is a built site, ``site/`` unless another is named. Needs a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.search_visits import SLOWER, browsing
from tests.benchmarks.slow_line import Sent, SlowSite

PAGES = {
    "home": "",
    "guide, overview": "guide/",
    "guide, a step": "guide/letter-of-request/",
    "programme": "programs/foreign-military-sales/",
    "manual, short section": "samm/c5/c5.3/",
    "manual, longest section": "samm/c5/c5.1/",
    "glossary": "glossary/c/",
    "notice": "news/sales/15-54/",
    "news": "news/",
}
WIDTHS = (390, 1280)  # px
RUNS = 5
MOST = 150_000  # bytes of the home page, with all that it fetches
CALM = 1.0  # s in which nothing more is asked for
LATEST = 1.5  # s until the largest piece of the first screen stands

# In the page from its beginning: the largest piece so far, which the browser tells only to who has asked.
WATCH = """
window.largest = {when: 0, what: ""};
new PerformanceObserver((list) => {
  for (const each of list.getEntries())
    largest = {when: each.startTime, what: each.element ? each.element.tagName.toLowerCase() +
      (each.element.className ? "." + String(each.element.className).split(" ")[0] : "") : ""};
}).observe({type: "largest-contentful-paint", buffered: true});
"""
READ = """() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  return [first ? first.startTime : Infinity, largest.when || Infinity, largest.what];
}"""


@dataclass(frozen=True)
class Opening:
    """One cold opening of a page: bytes with headers, requests, and seconds until the first and largest paint."""

    size: int
    requests: int
    first: float
    largest: float
    what: str


@dataclass(frozen=True)
class Cost:
    """What one page costs at one width, over all its openings."""

    name: str
    width: int
    openings: Sequence[Opening]

    @property
    def size(self) -> int:
        """Bytes over the line."""
        return max(opening.size for opening in self.openings)

    @property
    def first(self) -> float:
        """Seconds until something stands."""
        return min(opening.first for opening in self.openings)

    @property
    def largest(self) -> float:
        """Seconds until the largest piece stands."""
        return min(opening.largest for opening in self.openings)

    def row(self) -> str:
        """The cost as a row of a table in Markdown."""
        last = self.openings[-1]
        return (
            f"| {self.name} | {self.width} | {self.size / 1000:.1f} | {last.requests} "
            f"| {self.first:.2f} | {self.largest:.2f} | {last.what} |"
        )


def open_cold(browser: Browser, site: SlowSite, path: str, width: int) -> Opening:
    """Open a page with an empty cache and wait until nothing more goes over the line."""
    context = browser.new_context(viewport={"width": width, "height": 844 if width < 600 else 800})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    before = len(site.sent)
    page.goto(site.address + path, wait_until="load", timeout=60_000)
    asked = -1
    while site.running or asked != len(site.sent):  # the icon comes after the page
        asked = len(site.sent)
        page.wait_for_timeout(CALM * 1000)
    first, largest, what = page.evaluate(READ)
    context.close()
    sent = site.sent[before:]
    return Opening(sum(each.size for each in sent), len(sent), first / 1000, largest / 1000, what)


def costs(folder: Path, pages: Iterable[str], runs: int) -> Iterator[Cost]:
    """The cost of each of the ``pages`` of the built site in ``folder``, at each width."""
    with browsing() as browser:
        for name in pages:
            for width in WIDTHS:
                openings = []
                for _ in range(runs):
                    with SlowSite(
                        folder, protocol="http/1.1"
                    ) as site:  # a new line each time: no connection is open yet
                        openings.append(open_cold(browser, site, PAGES[name], width))
                yield Cost(name, width, openings)


def goals(found: Iterable[Cost]) -> Iterator[tuple[str, bool]]:
    """What was to be reached, and whether it is."""
    for cost in found:
        if cost.name == "home":
            yield f"home at {cost.width} px: at most {MOST / 1000:.0f} KB", cost.size <= MOST
        yield f"{cost.name} at {cost.width} px: largest piece within {LATEST} s", cost.largest <= LATEST


def main(argv: Sequence[str]) -> int:
    """Measure, print, and say whether every goal is met."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    asked.add_argument("site", type=Path, nargs="?", default=Path("site"))
    asked.add_argument("--only", choices=PAGES, action="append", help="a kind of page; may be given several times")
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--files", action="store_true", help="also list what the first of the pages fetches")
    options = asked.parse_args(argv)
    if not (options.site / "index.html").exists():
        print(f"{options.site} holds no built site: run make site first", file=sys.stderr)
        return 1
    names = options.only or list(PAGES)
    if options.files:
        print(files(options.site, PAGES[names[0]]))
    print("| page | width | KB | requests | first, s | largest, s | largest piece |\n|---|--:|--:|--:|--:|--:|---|")
    found = []
    for cost in costs(options.site, names, options.runs):
        print(cost.row(), flush=True)
        found.append(cost)
    missed = [goal for goal, met in goals(found) if not met]
    print("\n" + ("\n".join(f"MISSED: {goal}" for goal in missed) or "All goals are met."))
    return 1 if missed else 0


def files(folder: Path, path: str) -> str:
    """What opening one page fetches, in the order in which it came."""
    with browsing() as browser, SlowSite(folder, protocol="http/1.1") as site:
        open_cold(browser, site, path, WIDTHS[-1])
        return "\n".join(_line(each, site.sent[0].when) for each in site.sent)


def _line(sent: Sent, start: float) -> str:
    return f"{sent.when - start:6.2f} s {sent.size:8,} {sent.path}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
