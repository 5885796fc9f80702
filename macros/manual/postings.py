"""The search index: for each term the documents that have it and how often, as lunr counts, but built fast.

lunr.py's builder makes an object of every token of every document; here a text is split once, each distinct word is
stemmed once, and only frequencies are kept. The browser computes lunr's weights from them with lunr's own formula, so
that scores are lunr's to the last digit (``tests/test_search_equality.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from macros.manual.documents import Document
from macros.manual.words import Terms, tokens

# Fields with their weights. A title says what the document is about, the titles above it what it belongs to.
FIELDS = (("title", 6), ("context", 2), ("text", 1))


@dataclass(frozen=True, slots=True)
class Posting:
    """Where one term stands: for each field the documents by number, each with how often."""

    number: int  # in the order in which terms first appear, in which lunr adds up
    fields: tuple[dict[int, int], ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """All terms, the lengths of every document's fields in terms, and the distinct words as they are written."""

    terms: dict[str, Posting]
    lengths: tuple[list[int], ...]
    written: Counter[str]

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self.lengths[0])


def postings(documents: Iterable[Document]) -> Postings:
    """Count the terms of the documents, which keep their order as their numbers."""
    known = Terms()
    found: dict[str, Posting] = {}
    lengths: tuple[list[int], ...] = tuple([] for _ in FIELDS)
    written: Counter[str] = Counter()
    for number, document in enumerate(documents):
        for field, (name, _) in enumerate(FIELDS):
            words = list(tokens(getattr(document, name)))
            written.update(words)
            terms = [term for word in words if (term := known.term(word))]
            lengths[field].append(len(terms))
            _count(found, terms, field, number)
    return Postings(found, lengths, written)


def _count(found: dict[str, Posting], terms: Sequence[str], field: int, number: int) -> None:
    for term in terms:
        posting = found.get(term)
        if posting is None:
            posting = found[term] = Posting(len(found), tuple({} for _ in FIELDS))
        counts = posting.fields[field]
        counts[number] = counts.get(number, 0) + 1
