"""How hard our pages are to read, by the grade of Flesch and Kincaid: years of school in the United States.

What is graded is the prose that a reader sees: no tables, headings, footnotes and front matter, with the macros' words
in place. A citation is one word, since nobody reads out its number. An item of a list is a sentence of its own, and so
is the line that leads to the list. textstat counts syllables by the CMU dictionary and makes no sentence of one or two
words.
"""

import re
from collections.abc import Iterator, Mapping

import pytest
import textstat
import yaml

from macros.manual.citations import find_citations
from macros.manual.paragraphs import FOOTNOTE, blocks, caption, plain
from macros.manual.source import Source
from tests.conftest import PROJECT

FOLDERS = ("guide", "programs", "agency")
HARDEST = 10.0  # many readers have English as their second or third language
# Pages that may be harder: each with its own limit and the reason. No page needs that now.
EXCEPTIONS: Mapping[str, tuple[float, str]] = {}

DOCS = PROJECT / "docs"
FACTS = yaml.safe_load((DOCS / "data/facts.yml").read_text(encoding="utf-8"))
PAGES = {
    path.relative_to(DOCS).as_posix(): Source.parse(path.name, path.read_text(encoding="utf-8"))
    for folder in FOLDERS
    for path in sorted((DOCS / folder).rglob("*.md"))
}
NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\||!!!|\?\?\?|!\[|<)")
ITEM = re.compile(r"^\s*(?:[-*+☐]|\d+\.)\s+", re.MULTILINE)
FACT = re.compile(r"""\{\{\s*fact\(["'](?P<name>[^"']+)["']\)\s*\}\}""")
CITE = re.compile(r"""\{\{\s*cite\(["'](?P<label>[^"']+)["']\)\s*\}\}""")
MACRO = re.compile(r"\{\{.*?\}\}")


def visible(source: Source) -> str:
    """The sentences of a page's prose, a line each paragraph or item."""
    return "\n".join(_sentence(unit) for unit in _units(source) if unit)


def _units(source: Source) -> Iterator[str]:
    """The page's paragraphs and items as plain words."""
    for block in blocks(source.text, source.first_line):
        if FOOTNOTE.match(block.text) or caption(block.text):
            continue
        lines = [line for line in block.text.splitlines() if not NOT_PROSE.match(line)]
        yield from (plain(_spoken(part)) for part in ITEM.split("\n".join(lines)))


def _spoken(markdown: str) -> str:
    """The text with the words of its macros: figures and citations; a macro that prints a list has none."""
    text = FACT.sub(lambda call: FACTS[call["name"]]["value"], markdown)
    text = CITE.sub(r"Section \g<label>.", text)
    return MACRO.sub("", text)


def _sentence(text: str) -> str:
    """One unit with each citation as one word, no dot inside a number, and a full stop at its end."""
    for citation in reversed(find_citations(text)):
        after = text[citation.end :]
        ends = text[citation.end - 1] == "." and re.match(r"\s+[A-Z]|\s*$", after)
        text = f"{text[: citation.start]}Section{'.' if ends else ''}{after}"
    text = re.sub(r"(?<=\d)[.,](?=\d)", "", text)
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda initials: initials[0].replace(".", ""), text)
    return text if text.endswith((".", "!", "?")) else f"{text.rstrip(':;, ')}."


def grade(source: Source) -> float:
    """The years of school that the page asks for."""
    return round(float(textstat.flesch_kincaid_grade(visible(source))), 1)


def findings(grades: Mapping[str, float], exceptions: Mapping[str, tuple[float, str]]) -> list[str]:
    """The pages that are too hard, and the exceptions that no page needs."""
    said = []
    for path, found in grades.items():
        most = exceptions[path][0] if path in exceptions else HARDEST
        if found > most:
            said.append(f"docs/{path}: grade {found}, at most {most}: shorten its longest sentences")
    for path in exceptions:
        if grades.get(path, 0) <= HARDEST:
            said.append(f"docs/{path}: no exception is needed any more: remove it")
    return said


def page(text: str) -> Source:
    return Source.parse("guide/page.md", f"---\nsummary: {{do: nothing}}\n---\n\n# The heading\n\n{text}\n")


def test_every_page_for_buyers_can_be_read_after_ten_years_of_school():
    grades = {path: grade(source) for path, source in PAGES.items()}

    assert findings(grades, EXCEPTIONS) == []


def test_every_folder_that_is_graded_has_pages():
    assert {path.partition("/")[0] for path in PAGES} == set(FOLDERS)


@pytest.mark.parametrize(
    ("grades", "exceptions", "said"),
    [
        ({"guide/a.md": 10.0}, {}, []),
        ({"guide/a.md": 10.1}, {}, ["docs/guide/a.md: grade 10.1, at most 10.0: shorten its longest sentences"]),
        ({"guide/a.md": 10.1}, {"guide/a.md": (11, "quotes a statute")}, []),
        (
            {"guide/a.md": 11.1},
            {"guide/a.md": (11, "quotes a statute")},
            ["docs/guide/a.md: grade 11.1, at most 11: shorten its longest sentences"],
        ),
        (
            {"guide/a.md": 9.0},
            {"guide/a.md": (11, "quotes a statute"), "guide/gone.md": (11, "is gone")},
            [
                "docs/guide/a.md: no exception is needed any more: remove it",
                "docs/guide/gone.md: no exception is needed any more: remove it",
            ],
        ),
    ],
)
def test_a_hard_page_and_an_exception_without_need_are_named(grades, exceptions, said):
    assert findings(grades, exceptions) == said


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("You pay (see Section C5.4.2.1. and Table C5.T6.).", "You pay (see Section and Section)."),
        ("Read Section C5.4.2. Then sign.", "Read Section. Then sign."),
        ("The goal of Section C5.4.2. is short.", "The goal of Section is short."),
        ("Under 22 U.S.C. 2776(b) the US waits.", "Under Section the US waits."),
        ("It costs 3.5 percent, or $1,000.[^1]", "It costs 35 percent, or $1000."),
        ("You need:\n\n- a form;\n- [a copy](x.md).", "You need.\na form.\na copy."),
        ("Wrapped\nlines.\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: A note.", "Wrapped lines."),
        ("{{ guide_contents() }}\n\nRead {{ cite('C5.1') }}", "Read Section."),
    ],
)
def test_prose_is_graded_as_it_is_read(markdown, seen):
    assert visible(page(markdown)) == seen


def test_a_figure_of_the_register_is_graded_with_its_words():
    name = next(iter(FACTS))

    assert FACTS[name]["value"].split()[0] in visible(page(f'Wait {{{{ fact("{name}") }}}} for it.'))


def test_official_prose_is_too_hard():
    official = (
        "Notwithstanding the aforementioned requirements, implementing organisations coordinating congressional "
        "notification documentation shall, following interagency consultation, communicate determinations regarding "
        "applicability of statutory restrictions to participating governmental representatives in accordance with "
        "the responsibilities enumerated in applicable departmental regulations."
    )

    assert grade(page(official)) > HARDEST
