"""Pages for purchasers are plain: at most grade 10 by Flesch and Kincaid's measure, counted by textstat."""

from __future__ import annotations

import re

import pytest
from textstat import textstat

from tests.conftest import real_edition

HIGHEST = 10.0  # years of school; readers of the guide often have English as a second language
FOLDERS = ("guide/", "programs/", "agency/")
EXCEPTIONS: dict[str, str] = {}  # path to the reason why it cannot be plainer

# What is not prose, and what a reader passes over, is taken out; an item of a list ends as a sentence does.
NOT_PROSE = (
    (re.compile(r"^(?:\||#|\[\^|!!!|:::|<).*$|^\s*\{\{.*\}\}\s*$", re.MULTILINE), ""),
    (re.compile(r"\((?:see|by|from) [^()]*(?:\([^()]*\)[^()]*)*\)|\[\^[\w-]+\]|\{[:#.][^}]*\}"), ""),
    (re.compile(r"\{\{.*?\}\}"), "45 days"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<https?://[^>]*>|[*_`]"), ""),
    (re.compile(r"^(\s*(?:[-☐]|\d+\.)\s+.*?)[;,.:]?(?: and| or)?$", re.MULTILINE), r"\1."),
)
PAGES = sorted(path for path in real_edition().sources if path.startswith(FOLDERS))


def prose(text: str) -> str:
    """The sentences of a page, without tables, headings, footnotes and citations."""
    for pattern, instead in NOT_PROSE:
        text = pattern.sub(instead, text)
    return text


def grade(text: str) -> float:
    """Years of school that the text asks for, by Flesch and Kincaid."""
    return float(textstat.flesch_kincaid_grade(prose(text)))


@pytest.mark.parametrize("path", [path for path in PAGES if path not in EXCEPTIONS])
def test_page_is_plain(path):
    assert grade(real_edition().sources[path].text) <= HIGHEST


def test_exceptions_are_still_needed():
    assert [path for path in EXCEPTIONS if grade(real_edition().sources[path].text) <= HIGHEST] == []


def test_the_measure_tells_plain_words_from_heavy_ones():
    plain = "You send a letter. The agency reads it. It answers in 45 days."
    heavy = (
        "Notwithstanding administrative considerations necessitating supplementary interdepartmental authorisation, "
        "implementing organisations systematically operationalise contractual responsibilities."
    )

    assert grade(plain) < 5 < 15 < grade(heavy)


def test_tables_headings_and_citations_do_not_count():
    assert prose("# Title\n\nYou pay (see Section C9.3.1.).[^1]\n\n| a | b |\n\n[^1]: Source.").split() == [
        "You",
        "pay",
        ".",
    ]
