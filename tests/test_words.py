"""Text becomes the same terms in the index and in the browser."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros.manual.shards import packed
from macros.manual.words import Terms, tokens
from tests.conftest import PROJECT
from tests.searching import asked, real_documents

CASES = yaml.safe_load((PROJECT / "tests/golden/search/words.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_text_becomes_these_terms_in_the_index(case):
    assert Terms().of(case["text"]) == case["terms"]


def test_text_becomes_the_same_terms_in_the_browser():
    assert asked([("terms", case["text"]) for case in CASES]) == [case["terms"] for case in CASES]


def test_every_word_of_the_pages_has_one_term_in_both_languages():
    known = Terms()
    texts = [document.text for document in real_documents()]
    words = sorted({word for text in texts for word in tokens(text)})

    (stems,) = asked([("stems", words)])

    assert len(words) > 5000
    assert dict(zip(words, stems, strict=True)) == {word: known.term(word) for word in words}


def test_every_text_of_the_pages_is_cut_alike_in_both_languages():
    known = Terms()
    texts = [document.text for document in real_documents()]

    assert asked([("terms", text) for text in texts]) == [known.of(text) for text in texts]


@given(st.text(max_size=60))
def test_tokens_of_any_text_are_words_without_blanks(text):
    assert all(token and token == token.strip() and " " not in token for token in tokens(text))


def test_packed_numbers_are_unpacked_alike():
    numbers = [0, 1, 45, 46, 47, 91, 92, 2115, 2116, 97335, 97336, 10**7]

    assert asked([("unpacked", packed(numbers)), ("unpacked", "")]) == [numbers, []]


@given(st.lists(st.integers(0, 10**6), max_size=30))
def test_packed_numbers_need_no_escape_in_json(numbers):
    assert not set(packed(numbers)) & set('"\\\n')
