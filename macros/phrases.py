"""The authors' macros: what a page with ``render_macros: true`` may call.

Each looks a thing up and hands it to a small template in ``overrides/phrases/``; the templates escape what they
print. A name that does not exist is an error that ends the build, with the page's file and line.
Those that print a register of the manual whole are in ``listings``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.utils import get_relative_url

from macros.bulletins import Bulletins
from macros.listings import Listings
from macros.manual import contents, coverage, graph, news_data, official, review_calendar, summaries
from macros.manual.calculators import CALCULATORS, groups
from macros.manual.edition import Edition
from macros.manual.film import CAPTIONS, POSTER, SMALL_POSTER, VIDEOS, Film
from macros.manual.labels import Kind, Label
from macros.manual.outline import Paragraph
from macros.manual.paragraphs import plain
from macros.manual.records import dollars
from macros.manual.registers import Fact, Part
from macros.manual.summaries import Summary
from macros.sandbox import Macro, SandboxedMacros

TEMPLATES = Path(__file__).parent.parent / "overrides" / "phrases"


class PhraseError(ValueError):
    """A macro was asked for something that does not exist."""


class Phrases:
    """The macros over one edition. ``site`` knows the page that is being rendered and the files of the site."""

    def __init__(self, edition: Edition, site: SandboxedMacros) -> None:
        self.edition = edition
        self.site = site
        loader = FileSystemLoader([TEMPLATES, TEMPLATES.parent])  # the icons lie one folder up
        self.templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self.templates.filters["day"] = day
        self.templates.filters["dollars"] = dollars
        self.templates.filters["opening"] = opening_sentence
        self.templates.globals["href"] = self.href
        self.templates.globals["address"] = self.address
        self.templates.globals["has"] = lambda path: self.site.files.get_file_from_path(path) is not None
        self.listings = Listings(edition, self._print)
        self.bulletins = Bulletins(edition.newsroom, edition.index.parts, self._print)

    def macros(self) -> Mapping[str, Macro]:
        """The macros by the names that pages use."""
        return {**self.listings.macros(), **self.bulletins.macros()} | {
            macro.__name__: macro
            for macro in (
                self.fact,
                self.cite,
                self.chapter_contents,
                self.manual_contents,
                self.chapter_strip,
                self.written_so_far,
                self.guide_contents,
                self.directors,
                self.facts_table,
                self.life_cycle,
                self.video_player,
                self.video_poster,
                self.video_transcript,
                self.calculator,
                self.data_file,
                self.calendar_file,
            )
        }

    def data(self) -> Mapping[str, Any]:
        """Plain values that pages may print: ``agency.directors``, the verified heads of the agency."""
        return {"agency": {"directors": [director.model_dump(mode="json") for director in self.edition.directors]}}

    def fact(self, name: str) -> str:
        """The figure of that name in ``docs/data/facts.yml``, with a mark that says as of when and leads to its source.

        Raises PhraseError when there is none.
        """
        return self._print("fact.html", fact=self._figure(name))

    def cite(self, text: str) -> str:
        """A citation such as ``Section C5.4.2.``, written from any spelling of its label; the page links it."""
        return Label.parse(text).titled

    def chapter_contents(self, text: str) -> str:
        """The sections of a chapter or appendix: those of this edition as links, the others to the official text."""
        part = self._part(text)
        return self._print("chapter_contents.html", part=part, rows=contents.sections(self.edition.index, part))

    def manual_contents(self) -> str:
        """All chapters and appendices with their sections."""
        index = self.edition.index
        held = coverage.coverage(index, self.edition.sources)
        return self._print("manual_contents.html", parts=[(each, contents.sections(index, each.part)) for each in held])

    def written_so_far(self) -> str:
        """Which chapters this edition holds whole from their text, and which sections of others.

        For example "Chapters 1 and 4, and of other chapters Section C5.1."
        """
        parts = coverage.coverage(self.edition.index, self.edition.sources)
        held = {each.part: [section.label for section in each.worded] for each in parts}
        whole = [part.label for part, labels in held.items() if labels and len(labels) == len(part.sections)]
        others = [label for part, labels in held.items() if part.label not in whole for label in labels]
        return ", and of other chapters ".join(filter(None, (listed("Chapter", whole), listed("Section", others))))

    def chapter_strip(self) -> str:
        """The numbers of the chapters, each leading to its page, and the way to all contents."""
        chapters = [
            part
            for part in self.edition.index.parts.values()
            if part.label.kind is Kind.CHAPTER and part.label.number and not part.label.legacy
        ]
        return self._print("chapter_strip.html", parts=chapters)

    def guide_contents(self) -> str:
        """The steps of the customer guide, by stage of a sale."""
        return self._print("guide_contents.html", steps=self.edition.steps)

    def directors(self) -> str:
        """The verified heads of the agency, with dates and sources."""
        return self._print("directors.html", directors=self.edition.directors)

    def facts_table(self) -> str:
        """The register of figures: value, what it is, source, as-of and review-by dates."""
        return self._print("facts_table.html", facts=sorted(self.edition.facts.values(), key=lambda fact: fact.id))

    def life_cycle(self) -> str:
        """The eight stages of a sale, whose move each is and how long it takes."""
        numbers = {name: f"{fact.number:g}" for name, fact in self.edition.facts.items() if fact.number is not None}
        stages = [stage.model_copy(update={"time": stage.time.format_map(numbers)}) for stage in self.edition.stages]
        return self._print("life_cycle.html", stages=stages)

    def video_player(self) -> str:
        """The introductory video, which loads nothing but its poster and captions until somebody plays it."""
        return self._print("video_player.html", film=self._film, videos=VIDEOS, captions=CAPTIONS, poster=POSTER)

    def video_poster(self) -> str:
        """The poster of the video, which leads to the page where it plays."""
        return self._print("video_poster.html", film=self._film, poster=SMALL_POSTER)

    def video_transcript(self) -> str:
        """All that the video shows and says, scene by scene, with the paragraphs behind it."""
        return self._print("video_transcript.md", film=self._film)

    def calculator(self, name: str) -> str:
        """A calculator of ``macros/manual/calculators.py``, which its script shows, with its figures and citations.

        Raises PhraseError when there is none, or when the edition lacks a figure or a paragraph that it needs.
        """
        if name not in CALCULATORS:
            raise PhraseError(f"there is no calculator {name!r}; there are {', '.join(CALCULATORS)}")
        wanted = CALCULATORS[name]
        figures = {each: self._figure(each) for each in wanted.figures}
        links = {
            str(label): (label.titled, self.href(self._paragraph(label)[0], label.anchor)) for label in wanted.cites
        }
        links |= {f"memo {n}": (f"Policy Memorandum {n}", self.href(f"memos/{n}.md")) for n in wanted.memos}
        return self._print(
            "calculator.html",
            calculator=wanted,
            figures={each: {"value": f.value, "unit": f.unit, "number": f.number} for each, f in figures.items()},
            links=links,
            groups=groups(self.edition.newsroom.purchasers.all),
        )

    def data_file(self, name: str) -> str:
        """A link to a file of open data, one of ``docs/data/`` or one that is made of the edition.

        Raises PhraseError when there is none.
        """
        if f"data/{name}" not in self.edition.files and name not in (*graph.FILES, *news_data.FILES):
            raise PhraseError(f"there is no open data {name!r}")
        return self._print("data_file.html", name=name, address=get_relative_url(f"data/{name}", self.site.page.url))

    def calendar_file(self) -> str:
        """A link to the calendar of review periods."""
        return self._print("data_file.html", name="review-periods.ics", address=self.address(review_calendar.FILE))

    def address(self, path: str) -> str:
        """The address of a file of the site, such as a feed, relative to the page being rendered."""
        return str(get_relative_url(path, self.site.page.url))

    def leaf(self, *labels: str) -> str:
        """The openings of some paragraphs as they look on their page; the first is the outermost."""
        found = [Label.parse(label) for label in labels]
        depth = min(label.depth for label in found)
        return self._print("leaf.html", paragraphs=[self._paragraph(label) for label in found], depth=depth)

    def step(self, slug: str) -> str:
        """The step that is being read, between the one before and the one after it; '' for what is no written step."""
        steps = [(n, step) for n, step in enumerate((s for s in self.edition.steps if s.written), 1)]
        number = next((n for n, step in steps if step.slug == slug), 0)
        around = [(n, step) for n, step in steps if abs(n - number) <= 1]
        return self._print("steps.html", around=around, number=number, total=len(steps)) if number else ""

    def record(self) -> str:
        """The facts of the record of news on the page that is being made."""
        return self.bulletins.facts(self.site.page.file.src_uri)

    def sources(self) -> str:
        """Where the record of news on the page that is being made comes from, and how it changed."""
        return self.bulletins.sources(self.site.page.file.src_uri)

    def eyebrow(self) -> str:
        """The line above the heading of a record's page: what it is, and the way to its list."""
        return self.bulletins.eyebrow(self.site.page.file.src_uri)

    def later_memos(self) -> str:
        """The memos that change the section on the page that is being made and are later than the text it follows."""
        section = self.edition.index.outlines[self.site.page.file.src_uri].root.label
        since = self.site.page.meta["source"].get("as_of")
        if section is None or not isinstance(since, date):
            return ""
        return self._memos(section, since)

    def reviewed(self) -> str:
        """When the page that is being made was reviewed against the paragraphs it summarises, for its source line."""
        page = self._summary()
        return self._print("reviewed.html", page=page) if page and page.reviewed and page.lines else ""

    def stale(self) -> str:
        """What was changed since the page that is being made was reviewed; '' where nothing is known to be."""
        page = self._summary()
        if page is None or page.reviewed is None:
            return ""
        values = {"changed": summaries.changed(page, self.edition), "memos": summaries.later_memos(page, self.edition)}
        return self._print("stale.html", page=page, places=self.edition.index.places, **values)

    def compiled(self) -> str:
        """What stands above a page that is put together from other sources: that it is, its gaps, known memos."""
        source = self.edition.sources[self.site.page.file.src_uri]
        label = self.edition.index.outlines[source.path].root.label
        if label is None:
            raise PhraseError(f"{source.path} is compiled and its heading has no number")
        memos = self._memos(label, date.min)
        address = official.address(label) if self._part(str(label.part)).official else ""
        return self._print("compiled.html", label=label, official=address, missing=coverage.lacks(source), memos=memos)

    def memo_history(self) -> str:
        """The memos that change the section or chapter on the page that is being made, and where they are listed."""
        page = self.edition.index.outlines.get(self.site.page.file.src_uri)
        label = page.root.label if page else None
        if label is None:
            return ""
        return self.bulletins.history(label, self.edition.memos_changing.get(label, ()))

    def when(self, value: date | str) -> str:
        """A date as a ``<time>``; words such as "October 2015" as they are."""
        return self._print("when.html", value=value, exact=isinstance(value, date))

    def href(self, path: str, anchor: str = "") -> str:
        """The address of a page, relative to the page being rendered; ``path`` is its Markdown file below docs."""
        file = self.site.files.get_file_from_path(path)
        if file is None:
            raise PhraseError(f"there is no page {path!r}")
        here = self.site.page.url
        return get_relative_url(file.url, here) + (f"#{anchor}" if anchor else "")

    @property
    def _film(self) -> Film:
        edition = self.edition
        if not edition.storyboard:
            raise PhraseError("docs/data/video.yml has no scenes")
        return Film.of(edition.storyboard, edition.stages, edition.facts)

    def _figure(self, name: str) -> Fact:
        try:
            return self.edition.facts[name]
        except KeyError:
            raise PhraseError(f"docs/data/facts.yml has no figure {name!r}") from None

    def _summary(self) -> Summary | None:
        source = self.edition.sources.get(self.site.page.file.src_uri)  # pages made of records have none
        return summaries.summary(source)[0] if source else None

    def _memos(self, section: Label, since: date) -> str:
        memos = self.edition.later_memos(section, since)
        values = {"section": section, "memos": memos, "places": self.edition.index.places}
        return self._print("later_memos.html", compiled=since == date.min, **values)

    def _print(self, template: str, **values: Any) -> str:
        return self.templates.get_template(template).render(**values).strip()

    def _paragraph(self, label: Label) -> tuple[str, Paragraph]:
        place = self.edition.index.places.get(label)
        if place is None:
            raise PhraseError(f"{label.titled} is not in this edition")
        page = self.edition.index.outlines[place.path]
        return place.path, next(paragraph for paragraph in page.numbered if paragraph.label == label)

    def _part(self, text: str) -> Part:
        try:
            return self.edition.index.parts[Label.parse(text)]
        except KeyError:
            raise PhraseError(f"docs/data/structure.yml has no chapter or appendix {text!r}") from None


def day(value: date | str) -> str:
    """A date as the site prints it: 7 December 2025, or December 2025 for ``2025-12``. Other words stay as they are."""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day(date.fromisoformat(value))
    if re.fullmatch(r"\d{4}-\d\d", value):
        return f"{date.fromisoformat(value + '-01'):%B %Y}"
    return value


def opening_sentence(markdown: str) -> str:
    """The first sentence of a paragraph as plain words. The dot of a number does not end it."""
    words = plain(markdown.split("\n\n")[0])
    end = re.search(r"(?<!\d)\.(?= [A-Z])", words)
    return words[: end.end()] if end else words


def listed(keyword: str, labels: Sequence[Label]) -> str:
    """A list of labels as the manual cites them: ``Chapters 1, 4 and 6``, ``Sections C5.1. and C5.2.``"""
    numbers = [str(label.number) if label.kind is Kind.CHAPTER else label.printed for label in labels]
    if len(numbers) < 2:
        return f"{keyword} {numbers[0]}" if numbers else ""
    return f"{keyword}s {', '.join(numbers[:-1])} and {numbers[-1]}"
