import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.manual.leads import ENOUGH, leads, shortened
from macros.manual.outline import outline
from macros.manual.source import Source
from tests.conftest import real_edition

CASES = yaml.safe_load((Path(__file__).parent / "golden" / "leads" / "pages.yml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_page(case):
    found = leads(outline(Source.parse("page.md", case["text"])))

    assert {anchor: list(lead) for anchor, lead in found.items()} == case["leads"]


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("One. Two.", "One. Two."),
        ("One sentence here. Another one, longer.", "One sentence here."),  # what fits in whole sentences
        ("See Section C5.1.2. Then go on and on.", "See Section C5.1.2. Then go on …"),  # a number's dot ends nothing
        ("The law of the U.S. Congress rules here.", "The law of the U.S. Congress …"),
        ("Yes. A very long sentence that follows it.", "Yes. A very long sentence that …"),  # one word is too little
        ("Of the purchaser and others, many of them.", "Of the purchaser and others …"),
    ],
)
def test_shortens_to_sentences_or_words(words, short):
    assert shortened(words, 31) == short


@given(st.text(st.sampled_from("ab .,;C5.1"), max_size=600))
def test_shortened_words_are_the_first_words_and_fit(words):
    short = shortened(words)

    assert len(short) <= ENOUGH + 2
    assert words.startswith(short.removesuffix(" …"))


def test_every_page_with_numbers_has_its_file(built_site):
    edition = real_edition()

    for path, page in edition.index.outlines.items():
        name = path.removesuffix(".md").removesuffix("/index") + ".json"
        if path.startswith("glossary/"):  # whose files explain the acronyms of all pages
            continue
        file = built_site / "assets" / "leads" / name
        assert file.exists() == bool(page.labels), path
        if page.labels:
            assert json.loads(file.read_text()).keys() == {anchor for anchor, _ in page.anchors}
            assert file.stat().st_size < 400 * len(page.labels) + 100
