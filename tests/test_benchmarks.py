"""What the benchmarks rest on: a made-up manual that is in order, and marks that mean what they say."""

from __future__ import annotations

import filecmp
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.manual.edition import Edition
from macros.manual.reader import read_edition
from tests.benchmarks import larger_manual, search_sites
from tests.benchmarks.search_quality import Marks, Query, labels
from tests.benchmarks.slow_line import LATE, PROTOCOLS, Line, SlowSite
from tests.conftest import PROJECT

PARAGRAPHS = 3_500


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("larger") / "manual"
    larger_manual.make(folder, PARAGRAPHS, memos=2, news=3)
    return folder


@pytest.fixture(scope="module")
def edition(made_up: Path) -> Edition:
    return read_edition(made_up / "docs")


def test_a_made_up_manual_is_as_large_as_was_asked(made_up: Path, edition: Edition) -> None:
    labels = edition.index.places
    chapters = {label.number for label in labels if label.series == "C" and not label.legacy and label.steps}

    assert chapters >= set(range(1, 18))
    assert sum(label.series == "C" and bool(label.section or label.mark) for label in labels) >= PARAGRAPHS * 0.97
    assert len(list(made_up.glob("docs/memos/made-up/*.md"))) == 2
    assert len(list(made_up.glob("docs/news/made-up/*/index.md"))) == 3


def test_the_numbers_of_a_made_up_manual_are_in_order(edition: Edition) -> None:
    wrong = [problem for problem in edition.index.problems if not (PROJECT / "docs" / problem.path).exists()]

    assert wrong == []


def test_the_navigation_lists_every_made_up_section(made_up: Path) -> None:
    settings = (made_up / "mkdocs.yml").read_text(encoding="utf-8")

    unlisted = [
        page.name
        for page in (made_up / "docs" / "samm").glob("c*/c*.md")
        if f"{page.relative_to(made_up / 'docs')}\n" not in settings
    ]

    assert unlisted == []


def test_the_same_seed_makes_the_same_manual(made_up: Path, tmp_path: Path) -> None:
    larger_manual.make(tmp_path / "again", PARAGRAPHS, memos=2, news=3)
    larger_manual.make(tmp_path / "other", PARAGRAPHS, memos=2, news=3, seed=2)

    assert contents(tmp_path / "again") == contents(made_up)
    assert contents(tmp_path / "other") != contents(made_up)


def test_the_index_that_is_timed_is_the_one_of_the_site(built_site: Path, tmp_path: Path) -> None:
    search_sites.write_index(PROJECT / "docs", tmp_path)

    names = list(contents(tmp_path))

    assert len(names) > 100
    assert filecmp.cmpfiles(tmp_path, built_site / "search", names, shallow=False) == (names, [], [])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("order", "hit1", "hit5", "reciprocal", "ndcg"),
    [
        (("C1.1", "C1.2"), True, True, 1.0, 1.0),
        (("C1.2", "C1.1"), True, True, 1.0, 0.860),  # both are right, in the worse order
        (("C9.1", "C1.1"), False, True, 0.5, 0.480),
        (("C9.1", "C9.2", "C9.3", "C9.4", "C9.5", "C1.2"), False, False, 1 / 6, 0.135),
        (("C9.1",), False, False, 0.0, 0.0),
        ((), False, False, 0.0, 0.0),
    ],
)
def test_marks(order: tuple[str, ...], hit1: bool, hit5: bool, reciprocal: float, ndcg: float) -> None:
    marks = Marks.of(Query("what", ("C1.1", "C1.2")), order)

    assert (marks.hit1, marks.hit5) == (hit1, hit5)
    assert marks.reciprocal == pytest.approx(reciprocal)
    assert marks.ndcg == pytest.approx(ndcg, abs=0.001)


def test_addresses_are_read_as_labels() -> None:
    known = {"C5.4": "samm/c5/c5.4/#C5.4", "C5.4.2": "samm/c5/c5.4/#C5.4.2", "C5.T6": "samm/c5/c5.4/#C5.T6"}
    hits = [
        ("/samm/c5/c5.4/#C5.4.2", 9.0),
        ("guide/", 8.0),
        ("samm/c5/c5.4/?h=offer", 7.0),
        ("samm/c5/c5.4/#C5.4", 1.0),
    ]

    assert list(labels(hits, known)) == ["C5.4.2", "C5.4"]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_slow_line_answers_in_either_protocol(browser: Browser, tmp_path: Path, protocol: str) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title>", encoding="utf-8")
    (tmp_path / "a.txt").write_text("first " * 4000, encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 40)
    with SlowSite(tmp_path, round_trip=0.05, protocol=protocol) as site:
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(site.address)
        found = page.evaluate("""async () => {
          const replies = await Promise.all(["a.txt", "b.bin", "none"].map((name) => fetch(name)));
          const sizes = await Promise.all(replies.map(async (reply) => (await reply.arrayBuffer()).byteLength));
          const [entry] = performance.getEntriesByType("navigation");
          return [replies.map((reply) => reply.status), sizes, entry.nextHopProtocol];
        }""")
        context.close()
        sent = {each.path: each for each in site.sent}

    assert found == [[200, 200, 404], [24_000, 10_240, 17], protocol]
    assert sent["/a.txt"].size < 1000  # packed
    assert sent["/b.bin"].size > 10_240  # with its headers
    assert (site.running, sent["/none"].status) == (0, 404)


def test_the_slow_line_is_no_faster_than_it_says() -> None:
    start, line = time.monotonic(), Line(rate=1000)
    waits = [line.passed(100) for _ in range(10)]

    assert waits == sorted(waits)
    assert line.free - start >= 1 - LATE
