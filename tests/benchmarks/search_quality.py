"""Which search finds the right paragraph: ``python -m tests.benchmarks.search_quality``.

The questions of ``tests/golden/search/queries.jsonl``, each with the paragraphs that answer it, best first, are put to
our search, to Material's own and to Pagefind over the same pages of the site, each in the browser and through its own
interface. Then those of ``other_queries.jsonl``, by whose misses the thesaurus was extended, and of
``unseen_queries.jsonl``, by which nothing was: whoever writes a rule or a word for one of these moves it to the others.
What is not a number of the manual (a page of the guide, news) is left out of every list. Each system is judged twice,
the second time in the way that suits it better or worse:

by score    every paragraph by its own score: ours as its page of results lists them; of the others the scores they
            give to each section of a page
as listed   in the order of the box that a reader types into, which puts the hits of one page together; a page's title
            above its hits is no hit

nDCG@10 weighs the first relevant paragraph of n with n, the next with n - 1 and so on. Needs Pagefind, as search_cost
does; the site is built once and kept in ``--cache``.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.benchmarks.search_sites import CACHE, PROJECT, SIZES, Built, built, without_pagefind
from tests.benchmarks.search_visits import SYSTEMS, Reader, browsing
from tests.benchmarks.slow_line import SlowSite

GOLDEN = PROJECT / "tests" / "golden" / "search"
QUERIES = tuple(GOLDEN / f"{name}.jsonl" for name in ("queries", "other_queries", "unseen_queries"))
STILL = 0.3  # s: with a fast line and machine, an answer stands by then

# What each interface knows of its answer, as [address, score] in its order.
LISTED = """
(bench.answers.at(-1) || {items: []}).items.flatMap((group) => group
  .filter((hit) => hit.text && Object.values(hit.terms).some((found) => found) || hit.location.includes("#"))
  .map((hit) => [hit.location, hit.score]))
"""
OURS_BY_SCORE = """
async (text) => (await siteSearch.page({text})).hits.map((hit, n) => [hit.url, -n])
"""
PAGEFIND = """
async (text) => (await asked(text)).flatMap((page) => page.sub_results.map((hit) =>
  [hit.url, hit.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0)]))
"""


@dataclass(frozen=True)
class Query:
    """A question and the labels that answer it, best first."""

    text: str
    relevant: tuple[str, ...]


@dataclass(frozen=True)
class Marks:
    """How good a list of labels is for one query."""

    hit1: bool
    hit5: bool
    reciprocal: float
    ndcg: float

    @classmethod
    def of(cls, query: Query, order: Sequence[str]) -> Marks:
        """Judge the first ten of ``order``."""
        count, ten = len(query.relevant), order[:10]
        rank = next((n for n, label in enumerate(ten, 1) if label in query.relevant), 0)
        gains = [count - query.relevant.index(label) if label in query.relevant else 0 for label in ten]
        best = _discounted(range(count, 0, -1))
        return cls(rank == 1, 0 < rank <= 5, 1 / rank if rank else 0.0, _discounted(gains) / best)


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def main(argv: Sequence[str]) -> int:
    """Ask, judge, print."""
    asked = argparse.ArgumentParser(description="Which search finds the right paragraph.")
    asked.add_argument("--cache", type=Path, default=CACHE, help="folder in which the built site is kept")
    asked.add_argument("--misses", action="store_true", help="list what ours does not answer first")
    options = asked.parse_args(argv)
    if missing := without_pagefind():
        print(missing, file=sys.stderr)
        return 1
    folder = built(SIZES["real"], options.cache)
    rows = json.loads((folder.site / "data" / "labels.json").read_text(encoding="utf-8"))
    addresses = {row["label"]: row["address"] for row in rows}
    with browsing() as browser:
        for file in QUERIES:
            queries = list(read(file.read_text(encoding="utf-8")))
            lists = _lists(browser, folder, queries, addresses)
            print(f"{file.name}: {len(queries)} queries\n")
            print("\n".join(table(queries, lists)), flush=True)
            if options.misses:
                print("\n".join(misses(queries, lists["ours, by score"])), flush=True)
            print()
    return 0


def _lists(
    browser: Browser, folder: Built, queries: Sequence[Query], addresses: Mapping[str, str]
) -> dict[str, list[list[str]]]:
    """By system and way, the labels that each query finds."""
    found: dict[str, list[list[str]]] = {}
    for name, system in SYSTEMS.items():
        with SlowSite(*folder.layers(name), round_trip=0, rate=1e9) as site:  # nothing is timed here
            reader = Reader(browser, site, system, slower=1, calm=STILL)
            reader.focus()
            for query in queries:
                for way, hits in answers(reader, query.text).items():
                    found.setdefault(f"{name}, {way}", []).append(list(labels(hits, addresses)))
            reader.close()
    return found


def read(lines: str) -> Iterator[Query]:
    """The queries of a JSON-lines file; their labels end with a dot there, as the manual prints them."""
    for line in lines.splitlines():
        entry = json.loads(line)
        yield Query(entry["query"], tuple(label.rstrip(".") for label in entry["relevant"]))


def answers(reader: Reader, text: str) -> dict[str, list[tuple[str, float]]]:
    """What a system finds: addresses with scores, by score and as listed."""
    if reader.system.name == "pagefind":
        listed = reader.page.evaluate(PAGEFIND, text)
        scored = listed
    else:
        reader.ask(text, at_once=True)
        listed = reader.page.evaluate(LISTED)
        scored = reader.page.evaluate(OURS_BY_SCORE, text) if reader.system.name == "ours" else listed
    return {"by score": sorted(scored, key=lambda hit: -hit[1]), "as listed": listed}


def labels(hits: Iterable[tuple[str, float]], addresses: Mapping[str, str]) -> Iterator[str]:
    """The labels that addresses lead to, each once; ``addresses`` are those of all labels."""
    known = {address: label for label, address in addresses.items()}
    known |= {address.partition("#")[0]: label for label, address in reversed(addresses.items())}
    seen = set()
    for location, _ in hits:
        parts = urlsplit(location)
        address = parts.path.removeprefix("/") + (f"#{parts.fragment}" if parts.fragment else "")
        label = known.get(address)
        if label and label not in seen:
            seen.add(label)
            yield label


def table(queries: Sequence[Query], lists: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[str]:
    """The marks of each list as a table in Markdown."""
    columns: dict[str, Callable[[Marks], float]] = {
        "hit@1": lambda marks: marks.hit1,
        "hit@5": lambda marks: marks.hit5,
        "MRR": lambda marks: marks.reciprocal,
        "nDCG@10": lambda marks: marks.ndcg,
    }
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'--:|' * len(columns)}"
    for name, orders in lists.items():
        marks = [Marks.of(query, order) for query, order in zip(queries, orders, strict=True)]
        yield f"| {name} | {' | '.join(f'{statistics.fmean(map(of, marks)):.3f}' for of in columns.values())} |"


def misses(queries: Sequence[Query], orders: Sequence[Sequence[str]]) -> Iterator[str]:
    """What is not answered first, with what is."""
    for query, order in zip(queries, orders, strict=True):
        if not order or order[0] not in query.relevant:
            yield f"- “{query.text}”: wanted {' '.join(query.relevant)}; got {' '.join(order[:5])}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
