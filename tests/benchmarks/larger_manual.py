"""A manual of full size, made up: ``python -m tests.benchmarks.larger_manual FOLDER [--memos 1600] [--news 2000]``.

This edition does not hold the whole manual; a benchmark must not wait for that. Its own pages stay. Every section that
``docs/data/structure.yml`` lists and nobody has written, and as many after the last of each chapter as it takes, get
paragraphs that recombine sentences of the written ones under new numbers, their citations turned to numbers that exist.
Recombining adds no word, so invented ones trickle in, and the vocabulary keeps growing as it does in a real manual.

FOLDER gets ``mkdocs.yml``, ``docs/`` and ``overrides/`` and is built like the project itself, but not strictly: pages
that cite a paragraph of a chapter nobody has written may cite one that was not made up. The same docs, options and seed
give the same bytes. Nothing in it is policy.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from macros.manual.edition import Edition
from macros.manual.index import Index
from macros.manual.labels import Kind, Label
from macros.manual.outline import Paragraph
from macros.manual.paragraphs import plain
from macros.manual.reader import read_edition

PROJECT = Path(__file__).parent.parent.parent
PARAGRAPHS = 8_000  # with tables and figures: about the size of the official manual
MEMO_WORDS, NEWS_WORDS = 400, 250
SECTION = 75  # numbered paragraphs of a section, with tables: about as many as the long written ones
INVENTED = 0.25  # share of sentences that end with an invented name
FRESH = 0.33  # share of those names that are new
TABLES = 0.09  # share of all that is numbered, as in the written chapters

NUMBER = re.compile(r"\b(?:C|AP)[1-9]\d?(?:-Legacy)?\.(?P<mark>[TF]?)\d[\dA-Z.]*\.")
OTHER = re.compile(
    r"\b(?:Chapters?|Append(?:ix|ices)) \d|\bthrough\b|[*_\[\]|`{}<>]"
)  # citations that could break; markup
NUMBER_LAST = re.compile(r"\d[A-Z]?\.$")
SENTENCE = re.compile(r"(?<=[a-z)”\"]{2}\.)\s+(?=[A-Z])")
ASIDE = re.compile(r"[ ]{0,3}(?:\||!!!|\?\?\?|\[\^|<|[-*+] |\d+\. )|[ ]{4}")
ONSETS = ("b", "br", "ch", "d", "dr", "f", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "r", "s", "st", "t", "v", "z")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io")
CODAS = ("n", "r", "l", "s", "t", "x", "m", "nt", "rk", "st")


@dataclass
class Pool:
    """What new text is made of: sentences, titles, numbers that may be cited, and the names invented so far."""

    chance: random.Random
    sentences: list[str]
    titles: list[str]
    lengths: list[int]  # of written paragraphs, in sentences
    numbers: dict[str, list[str]]  # by mark: '' for paragraphs, T, F
    names: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, edition: Edition, chance: random.Random) -> Pool:
        """Gather what the written paragraphs of the manual are made of."""
        numbers: dict[str, list[str]] = defaultdict(list)
        sentences, titles, lengths = [], [], []
        for paragraph in _written(edition.index):
            assert paragraph.label
            numbers[paragraph.label.mark].append(paragraph.label.printed)
            if title := plain(paragraph.title).rstrip("."):
                titles.append(title)
            own = list(_sentences(paragraph))
            sentences += [sentence for sentence in own if 7 <= len(sentence.split()) <= 45]
            if own:
                lengths.append(len(own))
        return cls(chance, sentences, titles, lengths, dict(numbers))

    def sentence(self) -> str:
        """A sentence with its citations turned to numbers that exist, sometimes with an invented name."""
        text = NUMBER.sub(lambda match: self.number(match["mark"]), self.chance.choice(self.sentences))
        if self.chance.random() < INVENTED and not NUMBER_LAST.search(text):  # which needs its dot
            text = f"{text[:-1]} ({self.name()})."
        return text

    def number(self, mark: str) -> str:
        """A number of the kind that ``mark`` says."""
        return self.chance.choice(self.numbers[mark if mark in self.numbers else ""])

    def text(self) -> str:
        """As many sentences as some written paragraph has."""
        return " ".join(self.sentence() for _ in range(self.chance.choice(self.lengths)))

    def words(self, count: int) -> str:
        """Paragraphs of four sentences, ``count`` words in all or a few more."""
        paragraphs: list[str] = []
        while sum(len(text.split()) for text in paragraphs) < count:
            paragraphs.append(" ".join(self.sentence() for _ in range(4)))
        return "\n\n".join(paragraphs)

    def title(self) -> str:
        """The title of some written paragraph."""
        return self.chance.choice(self.titles)

    def name(self) -> str:
        """An invented name: one that was used before, the older the likelier, or a new one."""
        chance = self.chance
        if self.names and chance.random() >= FRESH:
            return self.names[int(len(self.names) * chance.random() ** 2)]
        syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.choice((2, 2, 3))))
        self.names.append(("".join(syllables) + chance.choice(CODAS)).capitalize())
        return self.names[-1]


def main(argv: Sequence[str]) -> int:
    """Write the folder and say what is in it."""
    asked = argparse.ArgumentParser(description="Make up a manual of full size, deterministically.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="numbered ones, the written among them")
    asked.add_argument("--memos", type=int, default=0, help=f"pages of about {MEMO_WORDS} words")
    asked.add_argument("--news", type=int, default=0, help=f"pages of about {NEWS_WORDS} words")
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args(argv)
    if options.folder.exists():
        print(f"{options.folder} is there already; name a folder that is not", file=sys.stderr)
        return 1
    numbered = make(options.folder, options.paragraphs, options.memos, options.news, options.seed)
    pages = sum(1 for _ in (options.folder / "docs").rglob("*.md"))
    print(f"{options.folder}: {numbered} numbered paragraphs, tables and figures, {pages} pages")
    return 0


def make(folder: Path, paragraphs: int = PARAGRAPHS, memos: int = 0, news: int = 0, seed: int = 1) -> int:
    """Write a project like this one with so many numbered paragraphs, memos and news; how many paragraphs it has."""
    edition = read_edition(PROJECT / "docs")
    pool = Pool.of(edition, random.Random(seed))  # noqa: S311  nothing is kept secret with it
    shutil.copytree(PROJECT / "docs", folder / "docs")
    shutil.copytree(PROJECT / "overrides", folder / "overrides")
    written = sum(map(len, pool.numbers.values()))
    plan = _plan(edition.index, max(0, paragraphs - written), pool.chance)
    for numbers in plan.values():
        for number in numbers:
            pool.numbers[number.mark].append(number.printed)
    for section, numbers in plan.items():
        _write(folder / _page(section), _section(section, numbers, edition.index, pool))
    for count in range(memos):
        _write(folder / f"docs/memos/made-up/{count // 100:02}-{count % 100:02}.md", _memo(count, pool))
    for count in range(news):  # a page of its own folder, so that it is no record of the register of news
        _write(folder / f"docs/news/made-up/{count:04}/index.md", _story(pool))
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8").replace("\nstrict: true\n", "\nstrict: false\n")
    _write(folder / "mkdocs.yml", _navigated(settings, plan))
    return written + sum(map(len, plan.values()))


def _written(index: Index) -> Iterator[Paragraph]:
    for page in index.outlines.values():
        if page.root.label and page.root.label.section and page.root.label.part.kind is Kind.CHAPTER:
            yield from page.numbered


def _sentences(paragraph: Paragraph) -> Iterator[str]:
    """The plain sentences of a paragraph; those with markup, or with citations that cannot be turned, are left out."""
    for piece in paragraph.pieces:
        if not ASIDE.match(piece.text):
            for sentence in SENTENCE.split(" ".join(piece.text.split())):
                if not OTHER.search(sentence) and sentence.endswith("."):
                    yield sentence


# ---- The plan: which numbers there are -------------------------------------------------------------------------------


def _plan(index: Index, missing: int, chance: random.Random) -> dict[Label, list[Label]]:
    """For each section that nobody has written the numbers it gets, ``missing`` in all or a few more or less."""
    sections = sorted(_unwritten(index, missing // SECTION))
    shares = [chance.uniform(0.5, 1.5) for _ in sections]
    tables: dict[Label, int] = defaultdict(int)
    for label in index.places:
        if label.mark == "T":
            tables[label.part] = max(tables[label.part], label.serial or 0)
    plan = {}
    for section, share in zip(sections, shares, strict=True):
        count = round(missing * share / sum(shares))
        plan[section] = list(_walk(section, count - 1, tables, chance))  # the section itself is one
    return plan


def _unwritten(index: Index, count: int) -> list[Label]:
    """``count`` sections that nobody has written: those that are listed, then new ones, chapter after chapter."""
    parts = index.parts.values()
    chapters = [
        part for part in parts if part.label.kind is Kind.CHAPTER and part.label.number and not part.label.legacy
    ]
    found = [each.label for part in chapters for each in part.sections if each.label not in index.places][:count]
    last = {part.label: max((each.label.steps[0] for each in part.sections), default=0) for part in chapters}
    for chapter in itertools.cycle(sorted(last)):
        if len(found) >= count:
            return found
        last[chapter] += 1
        found.append(chapter.child(last[chapter]))
    return found


def _walk(section: Label, count: int, tables: dict[Label, int], chance: random.Random) -> Iterator[Label]:
    """``count`` numbers in reading order: paragraphs one to four levels below the section, and tables under them."""
    path = [0]
    for _ in range(count):
        if path[-1] and chance.random() < TABLES:
            tables[section.part] += 1
            yield Label.parse(f"{section.part}.T{tables[section.part]}")
        else:
            if path[-1] and len(path) < 4 and chance.random() < (0.42, 0.30, 0.12)[len(path) - 1]:
                path.append(1)
            else:
                while len(path) > 1 and path[-1] >= 2 and chance.random() < 0.28:
                    path.pop()
                path[-1] += 1
            yield Label.parse(f"{section}.{'.'.join(map(str, path))}")


# ---- Pages -----------------------------------------------------------------------------------------------------------


def _page(section: Label) -> str:
    return f"docs/samm/{str(section.part).lower()}/{str(section).lower()}.md"


def _section(section: Label, numbers: Sequence[Label], index: Index, pool: Pool) -> str:
    titles = {each.label: each.title for part in index.parts.values() for each in part.sections}
    blocks = [f"# {section.printed} {titles.get(section) or pool.title()}", pool.text()]
    for number in numbers:
        if number.mark:
            blocks += [f"{number.titled} {pool.title()}", _table(pool)]
        else:
            title = f"**{pool.title()}.** " if len(number.steps) <= 3 or pool.chance.random() < 0.3 else ""
            blocks.append(f"{number.printed} {title}{pool.text()}")
    return "\n\n".join(blocks) + "\n"


def _table(pool: Pool) -> str:
    rows = [f"| {pool.title()} | {pool.sentence()} |" for _ in range(pool.chance.choice((3, 4, 6, 9)))]
    return "\n".join(["| Subject | Rule |", "|---|---|", *rows])


def _memo(number: int, pool: Pool) -> str:
    """A memo, in one piece as this edition's own memos are."""
    return f"# Memo {number // 100:02}-{number % 100:02}: {pool.title()}\n\n{pool.words(MEMO_WORDS)}\n"


def _story(pool: Pool) -> str:
    """A page of news with one subheading, as this edition's notices have."""
    text, rest = pool.words(NEWS_WORDS // 2), pool.words(NEWS_WORDS // 2)
    return f"# {pool.title()} in {pool.name()}\n\n{text}\n\n## What it means\n\n{rest}\n"


def _navigated(settings: str, plan: dict[Label, list[Label]]) -> str:
    """The text of mkdocs.yml with the new sections in its navigation; what else it says stays as it is."""
    match = re.search(r"^nav:\n(?:[ \t#-].*\n|\n)*", settings, re.MULTILINE)
    if match is None:
        raise ValueError("mkdocs.yml has no 'nav:' block")
    nav = yaml.safe_load(match[0])["nav"]
    new: dict[str, list[str]] = defaultdict(list)
    for section in plan:
        new[f"samm/{str(section.part).lower()}/"].append(_page(section).removeprefix("docs/"))
    done = yaml.safe_dump({"nav": _grown(nav, new)}, sort_keys=False, allow_unicode=True, width=1000)
    if any(path not in done for paths in new.values() for path in paths):
        raise ValueError("the navigation of mkdocs.yml names no index page of some chapter")
    return settings[: match.start()] + done + settings[match.end() :]


def _grown(items: list[object], new: dict[str, list[str]]) -> list[object]:
    grown: list[object] = []
    for item in items:
        if isinstance(item, dict):
            ((title, below),) = item.items()
            if isinstance(below, str):
                below = (
                    [below, *new[below.removesuffix("index.md")]] if below.removesuffix("index.md") in new else below
                )
            else:
                first = below[0] if isinstance(below[0], str) else ""
                below = [*_grown(below, new), *new.get(first.removesuffix("index.md"), [])]
            grown.append({title: below})
        else:
            grown.append(item)
    return grown


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
