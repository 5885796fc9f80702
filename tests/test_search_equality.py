"""The index cut into shards gives lunr.js's own hits, order and scores."""

import random

import pytest

from macros.manual.postings import postings
from tests.searching import asked, real_documents

SEED = 239  # lunr's version; any will do


@pytest.fixture(scope="module")
def found():
    return real_documents()


def clauses(terms, chance, n):
    """One to four clauses, every second question ending in a prefix, some with a boost."""
    picked = []
    for _ in range(1 + n % 4):
        picked.append({"term": chance.choice(terms), "boost": chance.choice([1, 1, 1, 2, 0.5, 10])})
    if n % 2:
        last = picked[-1]
        length = chance.randint(min(2, len(last["term"])), len(last["term"]))
        last.update(term=last["term"][:length], prefix=True)
    return picked


def test_hits_order_and_scores_are_those_of_lunr(found, built_site):
    chance = random.Random(SEED)  # noqa: S311  # questions, not secrets
    terms = sorted(postings(found).terms)
    often = [term for term, posting in postings(found).terms.items() if sum(map(len, posting.fields)) > 40]
    questions = [clauses(terms if n % 3 else often, chance, n) for n in range(400)]
    questions += [[{"term": "nowhere-at-all", "boost": 1}], [{"term": "le", "boost": 1, "prefix": True}]]

    answers = asked([(who, q) for q in questions for who in ("ours", "lunrs")], built_site, found)

    assert sum(len(hits) for hits in answers) > 10_000
    for question, ours, lunrs in zip(questions, answers[::2], answers[1::2], strict=True):
        assert ours == lunrs, question


def test_postings_count_each_term_of_each_field():
    from macros.manual.documents import Document

    made = postings([Document("samm", "a.md", "", None, "A", "Letter", "", "letter by letter, deposit")])

    assert {term: [dict(f) for f in posting.fields] for term, posting in made.terms.items()} == {
        "letter": [{0: 1}, {}, {0: 2}],
        "deposit": [{}, {}, {0: 1}],
    }
    assert [list(lengths) for lengths in made.lengths] == [[1], [0], [3]]
