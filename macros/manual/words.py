"""How text becomes the terms of the search index, and a query the terms that are looked up in it.

``docs/assets/js/search/words.js`` does the same in the browser, letter for letter: an index and a query that disagree
about one term never meet. Both are held to one fixture (``tests/golden/search/words.yml``), and to each other over
every word of the real pages.

lunr's own tokenizer splits at hyphens and blanks and trims what is no letter from both ends, so that ``36(b)`` loses
its bracket and ``22 U.S.C. 2776`` becomes four terms. Here a term is what the field writes as one: ``c5.4.2.1``,
``p&a``, ``36(b)(1)``; and a citation of a law, a form or a memo is one term more (``22usc2776``, ``dd645``,
``22-01``). The stemmer is Porter's as lunr.js 2.3.9 has it, unlike lunr.py's on words such as "delay" and "survey".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lunr.stemmer import PorterStemmer
from lunr.stop_word_filter import WORDS

# A question loses these words, but keeps the ones that turn its meaning round.
MEANT = frozenset({"not", "no", "nor", "cannot", "neither", "only"})
STOP_WORDS = frozenset(WORDS) - MEANT | {"it's", "what's", "who's", "vs", "versus"}

HYPHENS = "-\u2010\u2011"
WORD = re.compile(r"[0-9a-z\u00df-\u024f]+(?:[.&'][0-9a-z\u00df-\u024f]+|\([0-9a-z]{1,3}\))*")
BRACKETED = re.compile(r"\([0-9a-z]{1,3}\)")
INITIALS = re.compile(r"[a-z](?:\.[a-z])+")
PREFIXED = re.compile(rf"(?<![0-9a-z{HYPHENS}.&])([a-z]{{1,3}})[{HYPHENS}]([a-z]{{3,}})(?![0-9a-z])")
STATUTE = re.compile(r"(?<![0-9a-z.])(\d{1,2})[ ]?u\.?[ ]?s\.?[ ]?c\.?[ ]?(?:\u00a7+[ ]?)?(\d+[a-z]*)")
FORM = re.compile(r"(?<![0-9a-z])(dd|sf|da|af|dsca|dla|eximbank)[ ](?:forms?[ ])?(\d{2,4}[a-z]?)(?![0-9a-z-])")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MEMO = re.compile(rf"(?<![0-9a-z{HYPHENS}.])(\d\d)[{HYPHENS}](\d\d)(?![0-9a-z{HYPHENS}])")


class Stemmer(PorterStemmer):  # type: ignore[misc]  # lunr has no types
    b: str
    """Porter's stemmer as lunr.js has it: y becomes i only after a consonant that is not the word's first letter."""

    def step1c(self) -> None:
        """``try`` to ``tri``; ``delay``, ``survey`` and ``by`` stay."""
        if self.k - self.k0 >= 2 and self.b[self.k] == "y" and self.b[self.k - 1] not in "aeiou":
            self.b = self.b[: self.k] + "i" + self.b[self.k + 1 :]


def folded(text: str) -> str:
    """``text`` in small letters, one kind of apostrophe and blank, ``1,000`` as ``1000``, ligatures spelled out."""
    return " ".join(THOUSANDS.sub("", unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")).split())


def tokens(text: str) -> Iterator[str]:
    """The words of ``text`` as they are counted, in order, then what stands for several of them together."""
    text = folded(text)
    for match in WORD.finditer(text):
        yield from _spellings(match[0])
    for match in PREFIXED.finditer(text):
        yield match[1] + match[2]  # "e-mail" is also "email"
    for match in STATUTE.finditer(text):
        yield f"{match[1]}usc{match[2]}"
    for match in FORM.finditer(text):
        yield match[1] + match[2]
    for match in MEMO.finditer(text):
        yield f"{match[1]}-{match[2]}"


def _spellings(word: str) -> Iterator[str]:
    """One word; of ``36(b)(1)`` also ``36(b)`` and ``36``; ``u.s.c`` as ``usc``; without an ``'s``."""
    if INITIALS.fullmatch(word):
        yield word.replace(".", "")
        return
    if "(" in word:
        for match in BRACKETED.finditer(word):
            yield word[: match.start()]
    yield word.removesuffix("'s")


class Terms:
    """Turns words into terms and remembers them: a manual of 8,000 paragraphs has few distinct words."""

    def __init__(self) -> None:
        self._stem = Stemmer().stem
        self._known: dict[str, str] = {}

    def term(self, word: str) -> str:
        """The term of one word; '' for a word that is not looked up."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._made(word)
        return found

    def of(self, text: str) -> list[str]:
        """The terms of ``text``, in the order of its tokens."""
        return [term for word in tokens(text) if (term := self.term(word))]

    def _made(self, word: str) -> str:
        if word in STOP_WORDS:
            return ""
        return str(self._stem(word)) if word.isascii() and word.isalpha() else word
